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

struct receiving {
	struct desk *desk;
	const struct received *mails;
	int n;
	struct batch *batch;	/* NULL: it failed already, */
	GError *failed;		/* with this */
};

/* Up to the commit, without waiting for it. */
static void
start(struct receiving *receiving)
{
	struct batch *batch = batch_new(receiving->desk, receiving->mails, receiving->n);
	int done = batch_learn(batch, &receiving->failed);

	if (done > 0) {
		batch_land(batch);
		done = batch_write(batch, &receiving->failed);
	}
	if (done > 0)
		done = db_commit_start(batch->db, &receiving->failed);
	if (done > 0) {
		receiving->batch = batch;
		return;
	}
	db_rollback(batch->db);
	batch_free(batch);
}

static int
finish(struct receiving *receiving)
{
	struct batch *batch = g_steal_pointer(&receiving->batch);
	int done;

	if (batch == NULL)
		return -1;
	done = db_commit_end(batch->db, &receiving->failed);
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

struct receiving *
desk_receive_begin(struct desk *desk, const struct received *mails, int n)
{
	struct receiving *receiving = g_new0(struct receiving, 1);

	*receiving = (struct receiving){ .desk = desk, .mails = mails, .n = n };
	start(receiving);
	return receiving;
}

int
desk_receive_end(struct receiving **receiving_p, GError **error)
{
	g_autofree struct receiving *receiving = g_steal_pointer(receiving_p);

	for (int tries = 1; finish(receiving) < 0; tries++) {
		if (tries == TRIES_MOST || !somebody_was_faster(receiving->failed)) {
			g_propagate_error(error, receiving->failed);
			return -1;
		}
		log_info("again", LOG_INT("mails", receiving->n), LOG_ERR(receiving->failed));
		g_clear_error(&receiving->failed);
		start(receiving);
	}
	return 1;
}

int
desk_receive(struct desk *desk, const struct received *mails, int n, GError **error)
{
	struct receiving *receiving = desk_receive_begin(desk, mails, n);

	return desk_receive_end(&receiving, error);
}
