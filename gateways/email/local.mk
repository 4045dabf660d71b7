# The reading half: pure, from bytes to struct inbound_mail. Tests, fuzzers and benches link it alone.
noinst_LIBRARIES += %D%/libmailread.a
%C%_libmailread_a_SOURCES = \
	%D%/mime.h %D%/bounce.h %D%/kind.h %D%/reply.h
%C%_libmailread_a_CFLAGS = $(AM_CFLAGS) $(GMIME_CFLAGS)
LIBMAILREAD = %D%/libmailread.a $(LIBHTML) $(GMIME_LIBS) $(YTNEF_LIBS)
