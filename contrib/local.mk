EXTRA_DIST += contrib/setup contrib/stack contrib/demo contrib/test contrib/bench contrib/benches

# Programs that the benches run; built when they are asked for.
EXTRA_PROGRAMS += contrib/benches/mailread
contrib_benches_mailread_SOURCES = contrib/benches/mailread.c
contrib_benches_mailread_CFLAGS = $(AM_CFLAGS) $(JSON_CFLAGS)
contrib_benches_mailread_LDADD = $(LIBMAILREAD) $(LIBMODEL) $(LIBBASE) $(JSON_LIBS)

EXTRA_PROGRAMS += contrib/benches/replysplit
contrib_benches_replysplit_SOURCES = contrib/benches/replysplit.c
contrib_benches_replysplit_CFLAGS = $(AM_CFLAGS) $(JSON_CFLAGS)
contrib_benches_replysplit_LDADD = $(LIBMAILREAD) $(LIBHTML) $(LIBBASE) $(JSON_LIBS)

EXTRA_PROGRAMS += contrib/benches/receive
contrib_benches_receive_SOURCES = contrib/benches/receive.c
contrib_benches_receive_CFLAGS = $(AM_CFLAGS)
contrib_benches_receive_LDADD = $(LIBDESK) $(LIBMAILREAD) $(LIBMODEL) $(LIBBASE)

EXTRA_PROGRAMS += contrib/benches/email_floor
contrib_benches_email_floor_SOURCES = contrib/benches/email_floor.c
contrib_benches_email_floor_CFLAGS = $(AM_CFLAGS) $(GMIME_CFLAGS) $(PQ_CFLAGS)
contrib_benches_email_floor_LDADD = $(ETPAN_LIBS) $(GMIME_LIBS) $(PQ_LIBS) $(GLIB_LIBS)

EXTRA_PROGRAMS += contrib/benches/searcher
contrib_benches_searcher_SOURCES = contrib/benches/searcher.c
contrib_benches_searcher_CFLAGS = $(AM_CFLAGS) $(JSON_CFLAGS)
contrib_benches_searcher_LDADD = $(LIBSEARCH) $(LIBBASE) $(JSON_LIBS)

build-benches: $(filter contrib/benches/%,$(EXTRA_PROGRAMS))
.PHONY: build-benches
