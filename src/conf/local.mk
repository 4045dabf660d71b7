noinst_LIBRARIES += %D%/libconf.a
%C%_libconf_a_SOURCES = \
	%D%/conf.c %D%/conf.h \
	%D%/lists.c %D%/lists.h \
	%D%/secret.c \
	%D%/settings.c %D%/settings.h
%C%_libconf_a_CFLAGS = $(AM_CFLAGS) $(LIBCONFIG_CFLAGS)
LIBCONF = %D%/libconf.a $(LIBCONFIG_LIBS)

pkgsysconfdir = $(sysconfdir)/supportd
dist_pkgsysconf_DATA = %D%/supportd.conf.sample
