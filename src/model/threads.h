/* threads.h - who answers whom among mails that arrive together (RFC 5256, THREAD=REFERENCES, step 1).
 *
 * Mails contradict each other: a forwarding client cuts References short, a loop appears. So the links of all mails of a batch are
 * drawn first, by the RFC's rules, and only then is it asked what a mail's ancestors are.
 */
#pragma once
#include <glib.h>

struct threads_mail {
	const char *id;			/* Message-ID without <>; NULL if it has none */
	GPtrArray *references;		/* const char *, oldest first; may be empty */
};

/* For each mail its ancestors' ids, the nearest first; GPtrArray of GPtrArray of borrowed const char *. The caller's. */
GPtrArray *threads_ancestors(const struct threads_mail *mails, int n);
