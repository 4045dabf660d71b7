# What the two gateways with sockets on a loop share: HTTP, the loop, the pool, who somebody is.
noinst_LIBRARIES += %D%/libwire.a
%C%_libwire_a_SOURCES = \
	%D%/auth.c %D%/auth.h \
	%D%/exchange.c %D%/exchange.h \
	%D%/http.c %D%/http.h \
	%D%/jwk.c %D%/jwk.h \
	%D%/jwks.c %D%/jwks.h \
	%D%/jwt.c %D%/jwt.h \
	%D%/keyring.c %D%/keyring.h \
	%D%/listen.c %D%/listen.h \
	%D%/loop.c %D%/loop.h \
	%D%/peer.c %D%/peer.h \
	%D%/pool.c %D%/pool.h \
	%D%/rate.c %D%/rate.h \
	%D%/socket.c %D%/socket.h
%C%_libwire_a_CFLAGS = $(AM_CFLAGS) $(LWS_CFLAGS) $(JSON_CFLAGS) $(JWT_CFLAGS) $(CURL_CFLAGS)
LIBWIRE = %D%/libwire.a $(LWS_LIBS) $(EV_LIBS) $(JSON_LIBS) $(JWT_LIBS) $(CURL_LIBS)
