noinst_LIBRARIES += %D%/libmodel.a
%C%_libmodel_a_SOURCES = \
	%D%/inbound.c %D%/inbound.h
LIBMODEL = %D%/libmodel.a
