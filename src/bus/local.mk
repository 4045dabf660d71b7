noinst_LIBRARIES += %D%/libbus.a
%C%_libbus_a_SOURCES = %D%/bus.c %D%/bus.h
%C%_libbus_a_CFLAGS = $(AM_CFLAGS) $(HIREDIS_CFLAGS)
LIBBUS = %D%/libbus.a $(HIREDIS_LIBS)
