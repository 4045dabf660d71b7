MIGRATIONS = \
	%D%/schema/0001-people.sql \
	%D%/schema/0002-tickets.sql \
	%D%/schema/0003-mail.sql \
	%D%/schema/0004-record.sql \
	%D%/schema/0005-community.sql \
	%D%/schema/0006-row-security.sql \
	%D%/schema/0007-shapes.sql \
	%D%/schema/0008-knowledge.sql \
	%D%/schema/0009-sweeping.sql \
	%D%/schema/0010-chat.sql \
	%D%/schema/0011-bot.sql

%D%/migrations.c: %D%/embed $(MIGRATIONS)
	$(AM_V_GEN)$(MKDIR_P) %D% && $(SHELL) $(srcdir)/%D%/embed $(addprefix $(srcdir)/,$(MIGRATIONS)) >$@.new && mv $@.new $@
CLEANFILES += %D%/migrations.c
EXTRA_DIST += %D%/embed $(MIGRATIONS)

noinst_LIBRARIES += %D%/libstore.a
%C%_libstore_a_SOURCES = \
	%D%/agent.c %D%/agent.h \
	%D%/array.c %D%/array.h \
	%D%/article.c %D%/article.h \
	%D%/attachment.c %D%/attachment.h \
	%D%/blob.c %D%/blob.h \
	%D%/db.c %D%/db.h \
	%D%/event.c %D%/event.h \
	%D%/follow.c %D%/follow.h \
	%D%/intake.c %D%/intake.h \
	%D%/mailbox.c %D%/mailbox.h \
	%D%/mailbox_setup.c %D%/mailbox_setup.h \
	%D%/message.c %D%/message.h \
	%D%/migrate.c %D%/migrate.h \
	%D%/move.c %D%/move.h \
	%D%/notes.c %D%/notes.h \
	%D%/outbox.c %D%/outbox.h \
	%D%/param.c \
	%D%/participant.c %D%/participant.h \
	%D%/people.c %D%/people.h \
	%D%/requester.c %D%/requester.h \
	%D%/rows.c \
	%D%/ticket.c %D%/ticket.h \
	%D%/ticket_found.c %D%/ticket_found.h \
	%D%/ticket_list.c %D%/ticket_list.h
# Mail
%C%_libstore_a_SOURCES += \
	%D%/columns.c %D%/columns.h \
	%D%/mail_admin.c %D%/mail_admin.h \
	%D%/outgoing.c %D%/outgoing.h \
	%D%/receive.c %D%/receive.h \
	%D%/receive_facts.c %D%/receive_facts.h
# Who somebody is, and what was already answered
%C%_libstore_a_SOURCES += \
	%D%/once.c %D%/once.h \
	%D%/token.c %D%/token.h
# Chat
%C%_libstore_a_SOURCES += \
	%D%/chat.c %D%/chat.h \
	%D%/chat_queue.c %D%/chat_queue.h \
	%D%/chat_say.c %D%/chat_say.h
# The bot
%C%_libstore_a_SOURCES += %D%/bot.c %D%/bot.h
nodist_%C%_libstore_a_SOURCES = %D%/migrations.c
%C%_libstore_a_CFLAGS = $(AM_CFLAGS) $(PQ_CFLAGS)
LIBSTORE = %D%/libstore.a $(PQ_LIBS)
