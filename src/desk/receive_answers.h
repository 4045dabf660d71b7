/* receive_answers.h - what the database says of a batch's mails, before anything is made of it. For receive_ask.c and receive_facts.c. */
#pragma once
#include <glib.h>

#include "desk/receive_batch.h"
#include "store/db.h"

struct answers {		/* of the first round trip */
	db_rows *intake, *mailboxes, *references, *deliveries, *contacts, *users, *domains, *numbers, *opened, *sent;
};
void answers_clear(struct answers *answers);

/* Begins the transaction and asks all that the mails themselves lead to, in one round trip. */
int batch_ask(struct batch *batch, struct answers *answers, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Keys as an array literal, each once. */
struct keys {
	GHashTable *seen;
	GString *array;
};
struct keys keys_new(void);
void keys_add(struct keys *keys, const char *key);	/* borrowed; NULL is no key */
gboolean keys_any(const struct keys *keys);
void keys_clear(struct keys *keys);
