noinst_LIBRARIES += %D%/libdesk.a
%C%_libdesk_a_SOURCES = \
	%D%/attachment.c %D%/attachment.h \
	%D%/blob.c %D%/blob.h \
	%D%/change.c %D%/change.h \
	%D%/check.c %D%/check.h \
	%D%/desk.c %D%/desk.h \
	%D%/entitlement.c %D%/entitlement.h \
	%D%/intake.c %D%/intake.h \
	%D%/mailbox.c %D%/mailbox.h \
	%D%/merge.c %D%/merge.h \
	%D%/outbox.c %D%/outbox.h \
	%D%/setup.c %D%/setup.h \
	%D%/outgoing.h \
	%D%/page.c %D%/page.h \
	%D%/participant.c %D%/participant.h \
	%D%/policies.c %D%/policies.h \
	%D%/provision.c %D%/provision.h \
	%D%/receive.h \
	%D%/reply.c %D%/reply.h \
	%D%/split.c \
	%D%/ticket.c %D%/ticket.h \
	%D%/ticket_open.c
# Mail
%C%_libdesk_a_SOURCES += \
	%D%/ack.c %D%/ack.h \
	%D%/json_text.c %D%/json_text.h \
	%D%/held.c %D%/held.h \
	%D%/mail_admin.c %D%/mail_admin.h \
	%D%/mail_change.c %D%/mail_change.h \
	%D%/outgoing.c \
	%D%/receive.c %D%/receive_batch.c %D%/receive_batch.h \
	%D%/receive_answers.h %D%/receive_ask.c %D%/receive_facts.c %D%/receive_land.c %D%/receive_people.c %D%/receive_record.c %D%/receive_write.c \
	%D%/texts.c %D%/texts.h
# Who somebody is, and what they ask for
%C%_libdesk_a_SOURCES += \
	%D%/once.c %D%/once.h \
	%D%/password.c %D%/password.h \
	%D%/ready.c %D%/ready.h \
	%D%/token.c %D%/token.h \
	%D%/upload.c %D%/upload.h
# What is written and found again
%C%_libdesk_a_SOURCES += \
	%D%/article.c %D%/article.h %D%/article_write.c \
	%D%/found.c %D%/found.h \
	%D%/ticket_search.c %D%/ticket_search.h
# Chat
%C%_libdesk_a_SOURCES += \
	%D%/chat.c %D%/chat.h \
	%D%/chat_mail.h \
	%D%/chat_open.c \
	%D%/chat_say.c %D%/chat_say.h \
	%D%/chat_step.c \
	%D%/chat_sweep.c \
	%D%/visitor.c %D%/visitor.h
# The bot
%C%_libdesk_a_SOURCES += %D%/bot.c %D%/bot.h %D%/bot_chat.c %D%/bot_chat.h %D%/bot_facts.c %D%/bot_facts.h
%C%_libdesk_a_CFLAGS = $(AM_CFLAGS) $(JSON_CFLAGS) $(SODIUM_CFLAGS)
LIBDESK = %D%/libdesk.a $(LIBRULES) $(LIBBUS) $(LIBSTORE) $(LIBSEARCH) $(LIBHTML) $(LIBMODEL) $(LIBCONF) $(LIBBASE) $(JSON_LIBS) $(SODIUM_LIBS)
