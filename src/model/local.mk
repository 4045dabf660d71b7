noinst_LIBRARIES += %D%/libmodel.a
%C%_libmodel_a_SOURCES = \
	%D%/actor.c %D%/actor.h \
	%D%/article.h \
	%D%/chat.c %D%/chat.h \
	%D%/inbound.c %D%/inbound.h \
	%D%/provision.h \
	%D%/ticket.c %D%/ticket.h \
	%D%/ticket_filter.h
# Mail
%C%_libmodel_a_SOURCES += \
	%D%/address.c %D%/address.h \
	%D%/landing.c %D%/landing.h \
	%D%/reply_address.c %D%/reply_address.h \
	%D%/subject.c %D%/subject.h \
	%D%/threads.c %D%/threads.h
# The bot
%C%_libmodel_a_SOURCES += \
	%D%/dialogue.c %D%/dialogue.h \
	%D%/dialogue_say.c %D%/dialogue_say.h \
	%D%/dialogue_words.c %D%/dialogue_words.h \
	%D%/language.c %D%/language.h \
	%D%/sayings.c %D%/sayings.h
LIBMODEL = %D%/libmodel.a
