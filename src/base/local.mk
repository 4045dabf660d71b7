noinst_LIBRARIES += %D%/libbase.a
%C%_libbase_a_SOURCES = \
	%D%/backoff.c %D%/backoff.h \
	%D%/daemon.c %D%/daemon.h \
	%D%/fault.c %D%/fault.h \
	%D%/fill.c %D%/fill.h \
	%D%/health.c %D%/health.h \
	%D%/log.c %D%/log.h \
	%D%/metric.c %D%/metric.h \
	%D%/sign.c %D%/sign.h \
	%D%/uuid.c %D%/uuid.h
%C%_libbase_a_CFLAGS = $(AM_CFLAGS) $(SYSTEMD_CFLAGS)
LIBBASE = %D%/libbase.a $(GLIB_LIBS) $(SYSTEMD_LIBS)
