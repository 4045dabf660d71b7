#include "email/ready.h"

#include "base/fault.h"
#include "base/health.h"
#include "conf/conf.h"
#include "desk/desk.h"
#include "desk/mailbox.h"
#include "desk/ready.h"
#include "email/email.h"
#include "email/supervise.h"

/* Checks come from several threads, and share this. */
static struct place {
	GMutex lock;
	struct email *email;
	struct desk *desk;	/* NULL: not opened yet */
} place;

/* In the lock. */
static gboolean
ask(int (*question)(struct desk *desk, GError **error), char **why_r)
{
	g_autoptr(GError) error = NULL;

	if (place.desk == NULL)
		place.desk = desk_open(email_conf(place.email), &error);
	if (place.desk != NULL && question(place.desk, &error) > 0)
		return TRUE;
	*why_r = g_strdup(error->message);
	return FALSE;
}

static gboolean
database_answers(void *user, char **why_r)
{
	gboolean answers;

	(void)user;
	g_mutex_lock(&place.lock);
	answers = ask(desk_ready, why_r);
	g_mutex_unlock(&place.lock);
	return answers;
}

static gboolean
mailboxes_are_watched(void *user, char **why_r)
{
	gboolean are_watched;

	(void)user;
	g_mutex_lock(&place.lock);
	are_watched = ask(desk_mailboxes_watched, why_r);
	g_mutex_unlock(&place.lock);
	return are_watched;
}

static gboolean
reader_runs(void *user, char **why_r)
{
	if (supervise_is_running(user))
		return TRUE;
	*why_r = g_strdup("it died and waits to be started again");
	return FALSE;
}

int
ready_start(struct email *email, struct supervised *supervised, GError **error)
{
	static struct health_check checks[] = {
		{ .name = "database", .is_ready = database_answers },
		{ .name = "mailboxes", .is_ready = mailboxes_are_watched },
		{ .name = "reader", .is_ready = reader_runs },
		{ .name = NULL },
	};
	g_autofree char *host = NULL;
	int port;

	if (*email->conf->email.health == '\0')
		return 1;
	place.email = email;
	checks[2].user = supervised;
	if (conf_split_listen(email->conf->email.health, &host, &port, error) < 0)
		return -1;
	return health_start(host, port, checks, error);
}
