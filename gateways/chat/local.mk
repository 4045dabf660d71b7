# Live chat: everything but main.c is a library, so that unit tests and fuzz targets can link it.
noinst_LIBRARIES += %D%/libchat.a
%C%_libchat_a_SOURCES = \
	%D%/asyncapi.c %D%/asyncapi.h \
	%D%/bot.c %D%/bot.h \
	%D%/client.c %D%/client.h \
	%D%/dispatch.c %D%/dispatch.h \
	%D%/frame.c %D%/frame.h %D%/frame_types.c \
	%D%/hello.c \
	%D%/inside.h \
	%D%/job.c %D%/job.h \
	%D%/look.c %D%/look.h \
	%D%/pages.c %D%/pages.h \
	%D%/queue.c %D%/queue.h \
	%D%/room.c %D%/room.h \
	%D%/server.c %D%/server.h \
	%D%/step.c \
	%D%/tell.c %D%/tell.h \
	%D%/writer.c %D%/writer.h
%C%_libchat_a_CFLAGS = $(AM_CFLAGS) $(JSON_CFLAGS)
LIBCHAT = %D%/libchat.a $(LIBWIRE) $(LIBDESK) $(LIBBUS)

sbin_PROGRAMS += %D%/supportd-chat
%C%_supportd_chat_SOURCES = %D%/main.c
%C%_supportd_chat_LDADD = $(LIBCHAT)
