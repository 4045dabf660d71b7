/* ticket_filter.h - which tickets a list wants, and in which order. */
#pragma once
#include <glib.h>

enum ticket_sort {
	TICKET_SORT_NEWEST,	/* by id, newest first */
	TICKET_SORT_WAITING,	/* only those that wait for an answer, longest first */
	TICKET_SORT_UPDATED,	/* by updated_at, oldest change first: for whoever keeps a copy */
};

struct ticket_filter {		/* NULL, FALSE: not asked for */
	const char *status;		/* one, or */
	const char *const *statuses;	/* any of them, NULL-terminated */
	const char *severity, *category, *assigned_to, *builder_id, *mailbox, *source, *contact_id, *user_id;
	gboolean is_unassigned, is_triage;
	const char *waiting_since;	/* waits since then or longer */
	const char *updated_since;
};
