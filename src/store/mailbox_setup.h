/* mailbox_setup.h - mailboxes as operators set them up; who watches them is mailbox.h's. */
#pragma once
#include "model/provision.h"
#include "store/db.h"

/* 1 or -1: "already-exists" if another has the name or the address. A mailbox that moves to another server, user or folder begins anew. */
int mailbox_put(struct db *db, const struct mailbox_put *mailbox, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* api_mailbox JSON; one row or none. */
db_rows *mailbox_find(struct db *db, const char *id, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* api_mailbox JSON, id. */
db_rows *mailbox_page(struct db *db, const char *after, int most, GError **error) G_GNUC_WARN_UNUSED_RESULT;
