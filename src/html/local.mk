noinst_LIBRARIES += %D%/libhtml.a
%C%_libhtml_a_SOURCES = \
	%D%/attribute.c %D%/attribute.h \
	%D%/element.c %D%/element.h \
	%D%/escape.c %D%/escape.h \
	%D%/markdown.c %D%/markdown.h \
	%D%/page.c %D%/page.h \
	%D%/sanitize.c %D%/sanitize.h \
	%D%/style.c %D%/style.h \
	%D%/text.c %D%/text.h \
	%D%/typist.c %D%/typist.h \
	%D%/url.c %D%/url.h
%C%_libhtml_a_CFLAGS = $(AM_CFLAGS) $(GUMBO_CFLAGS) $(CMARK_CFLAGS)
LIBHTML = %D%/libhtml.a $(GUMBO_LIBS) $(CMARK_LIBS) -lcmark-gfm-extensions
