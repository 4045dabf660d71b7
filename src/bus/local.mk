noinst_LIBRARIES += %D%/libbus.a
%C%_libbus_a_SOURCES = \
	%D%/bell.c %D%/bell.h \
	%D%/bus.c %D%/bus.h \
	%D%/command.h \
	%D%/dial.h \
	%D%/ear.c %D%/ear.h \
	%D%/presence.c %D%/presence.h
%C%_libbus_a_CFLAGS = $(AM_CFLAGS) $(HIREDIS_CFLAGS)
LIBBUS = %D%/libbus.a $(HIREDIS_LIBS)
