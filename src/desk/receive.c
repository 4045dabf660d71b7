#include "desk/receive.h"

#include "base/fault.h"
#include "base/log.h"
#include "desk/desk.h"
#include "desk/receive_batch.h"
#include "store/db.h"

#define TRIES_MOST 4

static void
log_batch(const struct batch *batch)
{
	static const char *const verbs[] = {
		[LANDING_NEW] = "opened", [LANDING_JOIN] = "joined", [LANDING_HELD] = "held", [LANDING_DUPLICATE] = "delivered-again",
		[LANDING_BOUNCE] = "bounced", [LANDING_IGNORED] = "ignored",
	};

	for (int i = 0; i < batch->n; i++) {
		const struct batch_mail *mail = &batch->mails[i];

		if (mail->is_ours)
			log_info(verbs[mail->landing.where], LOG_STR("intake", mail->intake_id),
			    LOG_INT("ticket", mail->ticket != NULL ? mail->ticket->number : 0), LOG_STR("why", mail->landing.why),
			    LOG_STR("mailbox", mail->postbox != NULL ? mail->postbox->name : ""));
	}
}

static int
receive_once(struct desk *desk, const struct received *mails, int n, GError **error)
{
	struct batch *batch = batch_new(desk, mails, n);
	int done = batch_learn(batch, error);

	if (done > 0) {
		batch_land(batch);
		done = batch_write(batch, error);
	}
	if (done > 0)
		done = db_commit_send(batch->db, error);
	if (done < 0)
		db_rollback(batch->db);
	else
		log_batch(batch);
	batch_free(batch);
	return done;
}

/* Somebody was faster: opened the ticket of the same conversation, met the same contact, changed the same ticket. What they did can be
 * seen now, so that another look decides rightly. */
static gboolean
somebody_was_faster(const GError *error)
{
	const char *name = fault_name(error);

	return g_str_equal(name, "already-exists") || g_str_equal(name, "try-again");
}

int
desk_receive(struct desk *desk, const struct received *mails, int n, GError **error)
{
	for (int tries = 1;; tries++) {
		GError *failed = NULL;

		if (receive_once(desk, mails, n, &failed) > 0)
			return 1;
		if (tries == TRIES_MOST || !somebody_was_faster(failed)) {
			g_propagate_error(error, failed);
			return -1;
		}
		log_info("again", LOG_INT("mails", n), LOG_ERR(failed));
		g_error_free(failed);
	}
}
