bin_PROGRAMS += %D%/supportctl
%C%_supportctl_SOURCES = \
	%D%/cmd_doctor.c \
	%D%/cmd_import.c %D%/cmd_kb.c %D%/front_matter.c %D%/front_matter.h \
	%D%/cmd_mail.c \
	%D%/cmd_mailbox.c \
	%D%/cmd_people.c \
	%D%/cmd_setup.c \
	%D%/cmd_ticket.c \
	%D%/cmd_token.c \
	%D%/cmd_widget.c \
	%D%/ctl.h \
	%D%/dns.c %D%/dns.h \
	%D%/families.c %D%/families.h \
	%D%/main.c \
	%D%/table.c %D%/table.h \
	%D%/words.c %D%/words.h
%C%_supportctl_CFLAGS = $(AM_CFLAGS) $(JSON_CFLAGS)
%C%_supportctl_LDADD = $(LIBDESK) $(LIBCONF) $(LIBMODEL) $(LIBBASE) $(JSON_LIBS) -lresolv
