# Unit tests: one program a noun, run by `make check`, no network, no server.
# A test adds itself:  check_PROGRAMS += tests/unit/NAME  and  TESTS += tests/unit/NAME
TEST_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
AM_TESTS_ENVIRONMENT = top_srcdir='$(abs_top_srcdir)'; top_builddir='$(abs_top_builddir)'; export top_srcdir top_builddir;

check_PROGRAMS += tests/unit/base
TESTS += tests/unit/base
tests_unit_base_SOURCES = tests/unit/base.c
tests_unit_base_CFLAGS = $(TEST_CFLAGS)
tests_unit_base_LDADD = $(LIBBASE) $(CMOCKA_LIBS)

check_PROGRAMS += tests/unit/ticket
TESTS += tests/unit/ticket
tests_unit_ticket_SOURCES = tests/unit/ticket.c
tests_unit_ticket_CFLAGS = $(TEST_CFLAGS)
tests_unit_ticket_LDADD = $(LIBMODEL) $(LIBBASE) $(CMOCKA_LIBS)

check_PROGRAMS += tests/unit/chat
TESTS += tests/unit/chat
tests_unit_chat_SOURCES = tests/unit/chat.c
tests_unit_chat_CFLAGS = $(TEST_CFLAGS) $(JSON_CFLAGS)
tests_unit_chat_LDADD = $(LIBCHAT) $(CMOCKA_LIBS)

check_PROGRAMS += tests/unit/landing tests/unit/subject
TESTS += tests/unit/landing tests/unit/subject
tests_unit_landing_SOURCES = tests/unit/landing.c
tests_unit_landing_CFLAGS = $(TEST_CFLAGS)
tests_unit_landing_LDADD = $(LIBMODEL) $(LIBBASE) $(CMOCKA_LIBS)
tests_unit_subject_SOURCES = tests/unit/subject.c
tests_unit_subject_CFLAGS = $(TEST_CFLAGS)
tests_unit_subject_LDADD = $(LIBMODEL) $(LIBBASE) $(CMOCKA_LIBS)

# Fuzz targets: clang and libFuzzer, in a build of their own. A target adds itself:
#   FUZZ_TARGETS += tests/fuzz/NAME, with tests_fuzz_NAME_LDFLAGS = $(LDFLAGS_FUZZ)
FUZZ_TARGETS = tests/fuzz/bounce
LDFLAGS_FUZZ = $(AM_LDFLAGS) -fsanitize=fuzzer
tests_fuzz_bounce_SOURCES = tests/fuzz/bounce.c tests/fuzz/fuzz.h
tests_fuzz_bounce_LDFLAGS = $(LDFLAGS_FUZZ)
tests_fuzz_bounce_LDADD = $(LIBMAILREAD) $(LIBMODEL) $(LIBBASE)

FUZZ_SECONDS = 300
EXTRA_PROGRAMS += $(FUZZ_TARGETS)

build-fuzz-targets: $(FUZZ_TARGETS)

fuzz:
	@$(MKDIR_P) fuzz
	@cd fuzz && { test -f Makefile || $(abs_top_srcdir)/configure --enable-fuzz CC=clang CXX=clang++ >configure.log; }
	$(MAKE) -C fuzz build-fuzz-targets
	@$(abs_top_srcdir)/tests/fuzz/run $(abs_top_builddir)/fuzz $(FUZZ_SECONDS) $(FUZZ_TARGETS)

# The unit tests again under AddressSanitizer and UBSan, in a build of their own.
check-asan:
	@$(MKDIR_P) asan
	@cd asan && { test -f Makefile || $(abs_top_srcdir)/configure --enable-sanitize >configure.log; }
	$(MAKE) -C asan all
	$(MAKE) -C asan check

# Lint. Every room's flags at once: what a room may include is the layer check's business.
LINT_FLAGS = $(DEFS) -I$(top_srcdir)/tests $(DEFAULT_INCLUDES) $(AM_CPPFLAGS) -std=gnu11 $(GLIB_CFLAGS) $(SYSTEMD_CFLAGS) \
	$(LIBCONFIG_CFLAGS) $(PQ_CFLAGS) $(HIREDIS_CFLAGS) $(GMIME_CFLAGS) $(CURL_CFLAGS) $(LWS_CFLAGS) $(JSON_CFLAGS) \
	$(JWT_CFLAGS) $(GNUTLS_CFLAGS) $(SODIUM_CFLAGS) $(GUMBO_CFLAGS) $(SECCOMP_CFLAGS) $(CMOCKA_CFLAGS)
LINT_FILES = find $(top_srcdir)/src $(top_srcdir)/gateways $(top_srcdir)/tests -name '*.c'

lint: lint-tidy lint-cppcheck

lint-tidy:
	@$(LINT_FILES) -print0 | xargs -0 -P $$(nproc) -n 4 $(abs_top_srcdir)/tests/tidy $(LINT_FLAGS) --

lint-cppcheck:
	@cppcheck --quiet -j $$(nproc) --enable=warning,performance,portability --inline-suppr --error-exitcode=1 \
		--std=c11 --library=gtk --suppressions-list=$(top_srcdir)/tests/cppcheck/suppressions -D__linux__ \
		-I$(top_srcdir)/tests/cppcheck -I$(top_srcdir)/src -I$(top_srcdir)/gateways $(top_srcdir)/src $(top_srcdir)/gateways $(top_srcdir)/tests/unit

# For editors; needs the package bear.
compile_commands.json:
	bear -- $(MAKE) clean all check TESTS=

clean-local:
	rm -rf asan fuzz

.PHONY: fuzz build-fuzz-targets check-asan lint lint-tidy lint-cppcheck compile_commands.json

EXTRA_DIST += tests/layers tests/tidy tests/fuzz/run .clang-tidy .ci/run
EXTRA_DIST += tests/servers tests/cppcheck

check_PROGRAMS += tests/unit/rules
TESTS += tests/unit/rules
tests_unit_rules_SOURCES = tests/unit/rules.c
tests_unit_rules_CFLAGS = $(TEST_CFLAGS)
tests_unit_rules_LDADD = $(LIBRULES) $(LIBBASE) $(CMOCKA_LIBS)

check_PROGRAMS += tests/unit/hours
TESTS += tests/unit/hours
tests_unit_hours_SOURCES = tests/unit/hours.c
tests_unit_hours_CFLAGS = $(TEST_CFLAGS)
tests_unit_hours_LDADD = $(LIBRULES) $(LIBBASE) $(CMOCKA_LIBS)

check_PROGRAMS += tests/unit/dialogue
TESTS += tests/unit/dialogue
tests_unit_dialogue_SOURCES = tests/unit/dialogue.c
tests_unit_dialogue_CFLAGS = $(TEST_CFLAGS)
tests_unit_dialogue_LDADD = $(LIBMODEL) $(LIBBASE) $(CMOCKA_LIBS)

check_PROGRAMS += tests/unit/mime
TESTS += tests/unit/mime
tests_unit_mime_SOURCES = tests/unit/mime.c
tests_unit_mime_CFLAGS = $(TEST_CFLAGS)
tests_unit_mime_LDADD = $(LIBMAILREAD) $(LIBMODEL) $(LIBBASE) $(CMOCKA_LIBS)

FUZZ_TARGETS += tests/fuzz/mime
tests_fuzz_mime_SOURCES = tests/fuzz/mime.c tests/fuzz/fuzz.h
tests_fuzz_mime_LDADD = $(LIBMAILREAD) $(LIBMODEL) $(LIBBASE)
tests_fuzz_mime_LDFLAGS = $(LDFLAGS_FUZZ)
check_PROGRAMS += tests/unit/html tests/unit/reply
TESTS += tests/unit/html tests/unit/reply
tests_unit_html_SOURCES = tests/unit/html.c tests/unit/html_check.c tests/unit/html_check.h
tests_unit_html_CFLAGS = $(TEST_CFLAGS) $(GUMBO_CFLAGS) $(JSON_CFLAGS)
tests_unit_html_LDADD = $(LIBHTML) $(LIBBASE) $(JSON_LIBS) $(CMOCKA_LIBS)
tests_unit_reply_SOURCES = tests/unit/reply.c
tests_unit_reply_CFLAGS = $(TEST_CFLAGS)
tests_unit_reply_LDADD = $(LIBMAILREAD) $(LIBBASE) $(CMOCKA_LIBS)

FUZZ_TARGETS += tests/fuzz/html tests/fuzz/reply
tests_fuzz_html_SOURCES = tests/fuzz/html.c tests/unit/html_check.c
tests_fuzz_html_CFLAGS = $(AM_CFLAGS) $(GUMBO_CFLAGS)
tests_fuzz_html_LDFLAGS = $(LDFLAGS_FUZZ)
tests_fuzz_html_LDADD = $(LIBHTML) $(LIBBASE)
tests_fuzz_reply_SOURCES = tests/fuzz/reply.c
tests_fuzz_reply_CFLAGS = $(AM_CFLAGS)
tests_fuzz_reply_LDFLAGS = $(LDFLAGS_FUZZ)
tests_fuzz_reply_LDADD = $(LIBMAILREAD) $(LIBBASE)

check_PROGRAMS += tests/unit/bounce tests/unit/kind
TESTS += tests/unit/bounce tests/unit/kind
tests_unit_bounce_SOURCES = tests/unit/bounce.c
tests_unit_bounce_CFLAGS = $(TEST_CFLAGS)
tests_unit_bounce_LDADD = $(LIBMAILREAD) $(LIBMODEL) $(LIBBASE) $(CMOCKA_LIBS)
tests_unit_kind_SOURCES = tests/unit/kind.c
tests_unit_kind_CFLAGS = $(TEST_CFLAGS)
tests_unit_kind_LDADD = $(LIBMAILREAD) $(LIBMODEL) $(LIBBASE) $(CMOCKA_LIBS)

check_PROGRAMS += tests/unit/jwt tests/unit/web
TESTS += tests/unit/jwt tests/unit/web
tests_unit_jwt_SOURCES = tests/unit/jwt.c
tests_unit_jwt_CFLAGS = $(TEST_CFLAGS)
tests_unit_jwt_LDADD = $(LIBWIRE) $(LIBBASE) $(CMOCKA_LIBS)
tests_unit_web_SOURCES = tests/unit/web.c
tests_unit_web_CFLAGS = $(TEST_CFLAGS)
tests_unit_web_LDADD = $(LIBWEB) $(CMOCKA_LIBS)

check_PROGRAMS += tests/unit/files
TESTS += tests/unit/files
tests_unit_files_SOURCES = tests/unit/files.c
tests_unit_files_CFLAGS = $(TEST_CFLAGS)
tests_unit_files_LDADD = $(LIBWEB) $(CMOCKA_LIBS)

FUZZ_TARGETS += tests/fuzz/rest
tests_fuzz_rest_SOURCES = tests/fuzz/rest.c tests/fuzz/fuzz.h
tests_fuzz_rest_LDFLAGS = $(LDFLAGS_FUZZ)
tests_fuzz_rest_LDADD = $(LIBWEB)

check_PROGRAMS += tests/unit/compose tests/unit/gateway
TESTS += tests/unit/compose tests/unit/gateway
tests_unit_compose_SOURCES = tests/unit/compose.c
tests_unit_compose_CFLAGS = $(TEST_CFLAGS) $(GMIME_CFLAGS)
tests_unit_compose_LDADD = $(LIBMAIL) $(CMOCKA_LIBS)
tests_unit_gateway_SOURCES = tests/unit/gateway.c
tests_unit_gateway_CFLAGS = $(TEST_CFLAGS) $(GNUTLS_CFLAGS)
tests_unit_gateway_LDADD = $(LIBMAIL) $(CMOCKA_LIBS)

check_PROGRAMS += tests/unit/search
TESTS += tests/unit/search
tests_unit_search_SOURCES = tests/unit/search.c
tests_unit_search_CFLAGS = $(TEST_CFLAGS)
tests_unit_search_LDADD = $(LIBSEARCH) $(LIBBASE) $(CMOCKA_LIBS)

check_PROGRAMS += tests/unit/conf
TESTS += tests/unit/conf
tests_unit_conf_SOURCES = tests/unit/conf.c
tests_unit_conf_CFLAGS = $(TEST_CFLAGS)
tests_unit_conf_LDADD = $(LIBCONF) $(LIBBASE) $(CMOCKA_LIBS)

check_PROGRAMS += tests/unit/knowledge
TESTS += tests/unit/knowledge
tests_unit_knowledge_SOURCES = tests/unit/knowledge.c src/ctl/front_matter.c
tests_unit_knowledge_CFLAGS = $(TEST_CFLAGS)
tests_unit_knowledge_LDADD = $(LIBHTML) $(LIBBASE) $(CMOCKA_LIBS)

FUZZ_TARGETS += tests/fuzz/frame
tests_fuzz_frame_SOURCES = tests/fuzz/frame.c tests/fuzz/fuzz.h
tests_fuzz_frame_LDFLAGS = $(LDFLAGS_FUZZ)
tests_fuzz_frame_LDADD = $(LIBCHAT)
