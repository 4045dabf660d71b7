sbin_PROGRAMS += %D%/supportd
%C%_supportd_SOURCES = \
	%D%/main.c \
	%D%/notify.c %D%/notify.h \
	%D%/program.c %D%/program.h
%C%_supportd_LDADD = $(LIBCONF) $(LIBBASE)
