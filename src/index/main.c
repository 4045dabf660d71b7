/* supportd-index - keeps this host's search index in step with the book. */
#include "base/backoff.h"
#include "base/daemon.h"
#include "base/fault.h"
#include "base/health.h"
#include "base/log.h"
#include "conf/conf.h"
#include "index/keeper.h"

#define LOOK_MS 500	/* what was written is found within two seconds */

static gboolean
is_filled(void *user, char **why_r)
{
	int percent = keeper_percent(user);

	if (percent < 100)
		*why_r = g_strdup_printf("the index is being filled: %d%%", percent);
	return percent == 100;
}

static int
serve_health(const struct conf *conf, struct keeper *keeper, GError **error)
{
	static struct health_check checks[] = { { .name = "index", .is_ready = is_filled }, { .name = NULL } };
	g_autofree char *host = NULL;
	int port;

	checks[0].user = keeper;
	if (*conf->index.health == '\0')
		return 1;
	return conf_split_listen(conf->index.health, &host, &port, error) < 0 ? -1 : health_start(host, port, checks, error);
}

/* 1 when asked to stop; -1 when it must begin anew, with error set. */
static int
run(struct keeper *keeper, GError **error)
{
	struct backoff backoff = { .first_ms = LOOK_MS, .most_ms = 10000 };
	int wait_ms = 0;

	for (;;) {
		g_autoptr(GError) why = NULL;
		int more;

		if (daemon_wait(wait_ms) == DAEMON_STOP)
			return 1;
		more = keeper_step(keeper, &why);
		if (more < 0 && !fault_is(why, FAULT_UNAVAILABLE)) {
			g_propagate_error(error, g_steal_pointer(&why));
			return -1;
		}
		if (more < 0) {
			wait_ms = backoff_next_ms(&backoff);
			log_warning("waiting", LOG_ERR(why), LOG_INT("again_ms", wait_ms));
			continue;
		}
		backoff_succeeded(&backoff);
		wait_ms = more > 0 ? 0 : LOOK_MS;
	}
}

static int
serve(const char *path, GError **error)
{
	struct conf *conf = conf_load(path, error);
	struct keeper *keeper = NULL;
	int result = -1;

	if (conf == NULL)
		return -1;
	log_set_level((enum log_level)log_level_from_word(conf->log_level));
	keeper = keeper_open(conf, error);
	if (keeper != NULL && serve_health(conf, keeper, error) > 0) {
		daemon_ready("keeping the search index");
		result = run(keeper, error);
		daemon_stopping();
	}
	keeper_free(&keeper);
	conf_free(&conf);
	return result;
}

int
main(int argc, char **argv)
{
	static const struct daemon_program program = { .name = "supportd-index",
		.summary = "Keeps this host's search index in step with the database." };
	g_autofree char *path = daemon_start(&program, &argc, &argv);
	g_autoptr(GError) error = NULL;

	return serve(path, &error) > 0 ? 0 : daemon_failed(error);
}
