#include "chat/job.h"

#include "base/fault.h"
#include "base/log.h"
#include "chat/inside.h"
#include "desk/chat.h"
#include "wire/loop.h"
#include "wire/pool.h"

struct job {
	struct server *server;
	void (*run)(struct place *place, void *data, GError **error);
	void (*done)(struct server *server, void *data, const GError *error);
	void *data;
	GError *error;
};

static void
end_job(void *data)
{
	struct job *job = data;

	job->done(job->server, job->data, job->error);
	g_clear_error(&job->error);
	g_free(job);
}

static void
run_job(void *place, int worker, void *data)
{
	struct job *job = data;

	(void)worker;
	if (place == NULL)
		fault_set(&job->error, FAULT_UNAVAILABLE, "database-unavailable", NULL, "The database does not answer; try again in a moment.");
	else
		job->run(place, job->data, &job->error);
	loop_post(job->server->loop, end_job, job);
}

void
job_do(struct server *server, void (*run)(struct place *place, void *data, GError **error),
    void (*done)(struct server *server, void *data, const GError *error), void *data)
{
	struct job *job = g_new0(struct job, 1);

	job->server = server;
	job->run = run;
	job->done = done;
	job->data = data;
	if (pool_submit(server->pool, run_job, job))
		return;
	fault_set(&job->error, FAULT_UNAVAILABLE, "busy", NULL, "Too much waits already; try again in a moment.");
	loop_post(server->loop, end_job, job);
}

struct leaving {
	char ticket[UUID_LENGTH + 1], node[UUID_LENGTH + 1];
};

static void
note_leaving(struct place *place, void *data, GError **error)
{
	struct leaving *leaving = data;

	if (desk_chat_went(place->desk, leaving->ticket, leaving->node, error) < 0)
		log_debug("cannot note that a customer went", LOG_STR("ticket", leaving->ticket), LOG_ERR(*error));
}

static void
end_leaving(struct server *server, void *data, const GError *error)
{
	(void)server;
	(void)error;	/* the sweep finds out */
	g_free(data);
}

void
job_customer_went(struct server *server, const char *ticket)
{
	struct leaving *leaving = g_new0(struct leaving, 1);

	g_strlcpy(leaving->ticket, ticket, sizeof(leaving->ticket));
	g_strlcpy(leaving->node, server->node, sizeof(leaving->node));
	job_do(server, note_leaving, end_leaving, leaving);
}
