bin_PROGRAMS += %D%/supportctl
%C%_supportctl_SOURCES = \
	%D%/cmd_doctor.c \
	%D%/cmd_import.c \
	%D%/cmd_setup.c \
	%D%/ctl.h \
	%D%/dns.c %D%/dns.h \
	%D%/families.c %D%/families.h \
	%D%/main.c \
	%D%/table.c %D%/table.h
%C%_supportctl_CFLAGS = $(AM_CFLAGS) $(JSON_CFLAGS)
%C%_supportctl_LDADD = $(LIBDESK) $(LIBCONF) $(LIBMODEL) $(LIBBASE) $(JSON_LIBS) -lresolv
