noinst_LIBRARIES += %D%/libdesk.a
%C%_libdesk_a_SOURCES = \
	%D%/blob.c %D%/blob.h \
	%D%/desk.c %D%/desk.h \
	%D%/intake.c %D%/intake.h \
	%D%/mailbox.c %D%/mailbox.h \
	%D%/outbox.c %D%/outbox.h \
	%D%/setup.c %D%/setup.h \
	%D%/outgoing.h \
	%D%/receive.h
%C%_libdesk_a_CFLAGS = $(AM_CFLAGS) $(JSON_CFLAGS)
LIBDESK = %D%/libdesk.a $(LIBRULES) $(LIBBUS) $(LIBSTORE) $(LIBMODEL) $(LIBCONF) $(LIBBASE) $(JSON_LIBS)
