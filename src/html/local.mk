noinst_LIBRARIES += %D%/libhtml.a
%C%_libhtml_a_SOURCES = \
	%D%/escape.h %D%/sanitize.h %D%/text.h
%C%_libhtml_a_CFLAGS = $(AM_CFLAGS) $(GUMBO_CFLAGS)
LIBHTML = %D%/libhtml.a $(GUMBO_LIBS)
