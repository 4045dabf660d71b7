noinst_LIBRARIES += %D%/libmodel.a
%C%_libmodel_a_SOURCES = \
	%D%/actor.c %D%/actor.h \
	%D%/inbound.c %D%/inbound.h \
	%D%/provision.h \
	%D%/ticket.c %D%/ticket.h \
	%D%/ticket_filter.h
LIBMODEL = %D%/libmodel.a
