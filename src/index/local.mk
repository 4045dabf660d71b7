sbin_PROGRAMS += %D%/supportd-index
%C%_supportd_index_SOURCES = \
	%D%/keeper.c %D%/keeper.h \
	%D%/main.c \
	%D%/put.c %D%/put.h
%C%_supportd_index_CFLAGS = $(AM_CFLAGS)
%C%_supportd_index_LDADD = $(LIBSTORE) $(LIBSEARCH) $(LIBHTML) $(LIBMODEL) $(LIBCONF) $(LIBBASE)
