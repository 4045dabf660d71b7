/* mail_change.h - one row of mail is changed by one of ours: looked up, changed, noted. For this room. */
#pragma once
#include "model/actor.h"
#include "store/db.h"

struct desk;

struct mail_change {
	db_rows *(*show)(struct db *db, const char *id, GError **error);	/* JSON, ticket, state */
	const char *action;	/* in the audit log and, of a ticket's mail, among the events: "mail.approved" */
	const char *object;	/* "intake" or "outbox" */
	const char *refusal, *refusal_text;	/* the fault if its state is another one; %s is the state */
};

/* In the open transaction: what came of the change (JSON, ticket), noted; NULL rows are the change's own error. The JSON, the caller's. */
char *mail_changed(struct db *db, const struct actor *actor, const struct mail_change *change, const char *id, db_rows *rows, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/* -1 with "no-such-mail" for what is not an id at all. */
int mail_check_id(const char *id, GError **error) G_GNUC_WARN_UNUSED_RESULT;
