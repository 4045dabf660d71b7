noinst_LIBRARIES += %D%/librules.a
%C%_librules_a_SOURCES = \
	%D%/categories.c \
	%D%/holiday.c \
	%D%/hours.c \
	%D%/hours_at.c \
	%D%/internal.h \
	%D%/plans.c \
	%D%/rules.c %D%/rules.h \
	%D%/sla.c
%C%_librules_a_CFLAGS = $(AM_CFLAGS) $(LIBCONFIG_CFLAGS)
LIBRULES = %D%/librules.a $(LIBCONFIG_LIBS)
