# Unit tests: one program a noun, run by `make check`, no network, no server.
# A test adds itself:  check_PROGRAMS += tests/unit/NAME  and  TESTS += tests/unit/NAME
TEST_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
AM_TESTS_ENVIRONMENT = top_srcdir='$(abs_top_srcdir)'; top_builddir='$(abs_top_builddir)'; export top_srcdir top_builddir;

check_PROGRAMS += tests/unit/base
TESTS += tests/unit/base
tests_unit_base_SOURCES = tests/unit/base.c
tests_unit_base_CFLAGS = $(TEST_CFLAGS)
tests_unit_base_LDADD = $(LIBBASE) $(CMOCKA_LIBS)
