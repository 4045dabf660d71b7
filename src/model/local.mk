noinst_LIBRARIES += %D%/libmodel.a
%C%_libmodel_a_SOURCES = \
	%D%/actor.c %D%/actor.h \
	%D%/inbound.c %D%/inbound.h
LIBMODEL = %D%/libmodel.a
