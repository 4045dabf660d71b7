# The REST API: everything but main.c is a library, so that unit tests and fuzz targets can link it.
noinst_LIBRARIES += %D%/libweb.a
%C%_libweb_a_SOURCES = \
	%D%/endpoint.h %D%/endpoints.c \
	%D%/endpoints/files.c \
	%D%/endpoints/merging.c \
	%D%/endpoints/messages.c \
	%D%/endpoints/participants.c \
	%D%/endpoints/provision.c \
	%D%/endpoints/shared.c %D%/endpoints/shared.h \
	%D%/endpoints/tickets.c \
	%D%/reply.h \
	%D%/request.h
