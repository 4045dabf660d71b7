# Against a real PostgreSQL, which SUPPORTD_TEST_PG names; skipped without.
STORE_PLACE = %D%/place.c %D%/place.h

check_PROGRAMS += %D%/statements
TESTS += %D%/statements
%C%_statements_SOURCES = %D%/statements.c $(STORE_PLACE)
%C%_statements_CFLAGS = $(TEST_CFLAGS) $(PQ_CFLAGS)
%C%_statements_LDFLAGS = $(AM_LDFLAGS) -Wl,--whole-archive,src/store/libstore.a,--no-whole-archive
EXTRA_%C%_statements_DEPENDENCIES = src/store/libstore.a
%C%_statements_LDADD = $(LIBCONF) $(LIBMODEL) $(LIBBASE) $(PQ_LIBS) $(CMOCKA_LIBS)

# Tests of the desk.
DESK_PLACE = %D%/fixture.c %D%/fixture.h $(STORE_PLACE)
DESK_TESTS = %D%/tickets %D%/merging %D%/tenants
check_PROGRAMS += $(DESK_TESTS) %D%/plans
TESTS += $(DESK_TESTS) %D%/plans
%C%_tickets_SOURCES = %D%/tickets.c $(DESK_PLACE)
%C%_tickets_CFLAGS = $(TEST_CFLAGS) $(PQ_CFLAGS) $(JSON_CFLAGS)
%C%_tickets_LDADD = $(LIBDESK) $(CMOCKA_LIBS)
%C%_merging_SOURCES = %D%/merging.c $(DESK_PLACE)
%C%_merging_CFLAGS = $(TEST_CFLAGS) $(PQ_CFLAGS) $(JSON_CFLAGS)
%C%_merging_LDADD = $(LIBDESK) $(CMOCKA_LIBS)
%C%_tenants_SOURCES = %D%/tenants.c $(DESK_PLACE)
%C%_tenants_CFLAGS = $(TEST_CFLAGS) $(PQ_CFLAGS) $(JSON_CFLAGS)
%C%_tenants_LDADD = $(LIBDESK) $(CMOCKA_LIBS)
%C%_plans_SOURCES = %D%/plans.c $(DESK_PLACE)
%C%_plans_CFLAGS = $(TEST_CFLAGS) $(PQ_CFLAGS) $(JSON_CFLAGS)
%C%_plans_LDFLAGS = $(AM_LDFLAGS) -Wl,--undefined=ticket_page
%C%_plans_LDADD = $(LIBDESK) $(CMOCKA_LIBS)

check_PROGRAMS += %D%/receiving
TESTS += %D%/receiving
%C%_receiving_SOURCES = %D%/receiving.c %D%/letters.c %D%/letters.h $(DESK_PLACE)
%C%_receiving_CFLAGS = $(TEST_CFLAGS) $(PQ_CFLAGS) $(JSON_CFLAGS)
%C%_receiving_LDADD = $(LIBDESK) $(CMOCKA_LIBS)

check_PROGRAMS += %D%/staff_mail
TESTS += %D%/staff_mail
%C%_staff_mail_SOURCES = %D%/staff_mail.c %D%/letters.c %D%/letters.h $(DESK_PLACE)
%C%_staff_mail_CFLAGS = $(TEST_CFLAGS) $(PQ_CFLAGS) $(JSON_CFLAGS)
%C%_staff_mail_LDADD = $(LIBDESK) $(CMOCKA_LIBS)

check_PROGRAMS += %D%/mail_plans
TESTS += %D%/mail_plans
%C%_mail_plans_SOURCES = %D%/mail_plans.c $(DESK_PLACE)
%C%_mail_plans_CFLAGS = $(TEST_CFLAGS) $(PQ_CFLAGS) $(JSON_CFLAGS)
%C%_mail_plans_LDFLAGS = $(AM_LDFLAGS) -Wl,--whole-archive,src/store/libstore.a,--no-whole-archive
EXTRA_%C%_mail_plans_DEPENDENCIES = src/store/libstore.a
%C%_mail_plans_LDADD = src/desk/libdesk.a $(LIBRULES) $(LIBBUS) $(LIBSEARCH) $(LIBHTML) $(LIBMODEL) $(LIBCONF) $(LIBBASE) $(PQ_LIBS) $(JSON_LIBS) $(CMOCKA_LIBS)

check_PROGRAMS += %D%/bot
TESTS += %D%/bot
%C%_bot_SOURCES = %D%/bot.c $(DESK_PLACE)
%C%_bot_CFLAGS = $(TEST_CFLAGS) $(PQ_CFLAGS) $(JSON_CFLAGS)
%C%_bot_LDADD = $(LIBDESK) $(CMOCKA_LIBS)
