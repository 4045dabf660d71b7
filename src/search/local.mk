noinst_LIBRARIES += %D%/libsearch.a
%C%_libsearch_a_SOURCES = \
	%D%/ask.cc \
	%D%/calibrate.cc %D%/calibrate.h \
	%D%/engine.cc %D%/engine.h \
	%D%/fold.c %D%/fold.h \
	%D%/index.cc \
	%D%/offtopic.c %D%/offtopic.h \
	%D%/passage.c %D%/passage.h \
	%D%/phrasing.c %D%/phrasing.h \
	%D%/search.cc %D%/search.h \
	%D%/stopwords.c %D%/stopwords.h
%C%_libsearch_a_CFLAGS = $(AM_CFLAGS)
%C%_libsearch_a_CXXFLAGS = $(AM_CXXFLAGS) $(XAPIAN_CFLAGS)
# C programs link it: the C++ runtime is named here.
LIBSEARCH = %D%/libsearch.a $(XAPIAN_LIBS) -lstdc++ -lm
