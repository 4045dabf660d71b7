# Against a real PostgreSQL, which SUPPORTD_TEST_PG names; skipped without.
STORE_PLACE = %D%/place.c %D%/place.h

check_PROGRAMS += %D%/statements
TESTS += %D%/statements
%C%_statements_SOURCES = %D%/statements.c $(STORE_PLACE)
%C%_statements_CFLAGS = $(TEST_CFLAGS) $(PQ_CFLAGS)
%C%_statements_LDFLAGS = $(AM_LDFLAGS) -Wl,--whole-archive,src/store/libstore.a,--no-whole-archive
EXTRA_%C%_statements_DEPENDENCIES = src/store/libstore.a
%C%_statements_LDADD = $(LIBCONF) $(LIBMODEL) $(LIBBASE) $(PQ_LIBS) $(CMOCKA_LIBS)
