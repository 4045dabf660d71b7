/* outbox.h - mail on its way out. A row is leased, sent, and settled; nobody sends a row twice knowingly.
 *
 * waiting -> sending -> sent | failed | unknown | waiting (again, later); waiting -> cancelled.
 */
#pragma once
#include <glib.h>
#include <stdint.h>

#include "base/uuid.h"

struct desk;

struct outbox_recipient {
	char *name;		/* NULL if none */
	char *address;
	gboolean is_cc;
};

struct outbox_attachment {
	char id[UUID_LENGTH + 1];	/* of its content, for desk_blob_chunk */
	char *filename, *content_type, *content_id;	/* content_id NULL: a plain attachment */
	int64_t size;
};

struct outbox_mail {		/* a leased row, all that is needed to write the mail */
	char id[UUID_LENGTH + 1];
	char *from_name, *from_address;
	GPtrArray *recipients;	/* struct outbox_recipient * */
	char *message_id, *in_reply_to;		/* without <>; in_reply_to may be NULL */
	GPtrArray *references;	/* char *, oldest first */
	char *reply_to;
	char *subject, *body, *body_html;	/* body_html may be NULL: made from body */
	char *auto_submitted;	/* NULL for a person's */
	GPtrArray *attachments;	/* struct outbox_attachment * */
	GDateTime *date;
	int tries;		/* this one included */
};
void outbox_mail_free(struct outbox_mail *mail);

/* Leases up to most due rows for owner. Rows of a sender that died: before its data went out they wait again; after, they become
 * unknown, with a log line. GPtrArray of struct outbox_mail * in *mails_r, the caller's. How many, -1 error. */
int desk_outbox_lease(struct desk *desk, const char *owner, int most, int lease_seconds, GPtrArray **mails_r, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/* Commits that the data of this mail is about to go out: from here on, silence means unknown. 0: it was cancelled or is no longer ours. */
int desk_outbox_data_starts(struct desk *desk, const char *id, const char *owner, GError **error) G_GNUC_WARN_UNUSED_RESULT;

struct outbox_refusal {
	const char *address;
	int code;
	const char *detail;
};

/* The server took it (for at least one recipient). */
int desk_outbox_sent(struct desk *desk, const char *id, int smtp_code, const char *detail, const struct outbox_refusal *refused,
    int n_refused, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Not now (4xx, no connection): again after a backoff, for at most four days, then failed. Before the data, or with a clear 4xx after it. */
int desk_outbox_later(struct desk *desk, const char *id, int smtp_code, const char *detail, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Never (5xx, cannot be written): the ticket's agent is shown it. */
int desk_outbox_failed(struct desk *desk, const char *id, int smtp_code, const char *detail, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The connection died after the data. */
int desk_outbox_unknown(struct desk *desk, const char *id, const char *detail, GError **error) G_GNUC_WARN_UNUSED_RESULT;
