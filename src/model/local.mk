noinst_LIBRARIES += %D%/libmodel.a
%C%_libmodel_a_SOURCES = \
	%D%/actor.c %D%/actor.h \
	%D%/category.c %D%/category.h \
	%D%/inbound.c %D%/inbound.h \
	%D%/sla.c %D%/sla.h \
	%D%/ticket.c %D%/ticket.h
LIBMODEL = %D%/libmodel.a
