#include "bus/ear.h"

#include <poll.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/log.h"
#include "bus/bus.h"
#include "bus/dial.h"

#define AGAIN_MS 200

struct ear {
	struct bus *bus;	/* where Redis is */
	char *channel;
	const struct ear_calls *calls;
	void *user;
	int end_fd;
	GThread *thread;
};

/* Waits until the descriptor is readable (-1: for timeout_ms only). FALSE: it is time to end. */
static gboolean
wait_for(const struct ear *ear, int fd, int timeout_ms)
{
	struct pollfd fds[2] = { { .fd = ear->end_fd, .events = POLLIN }, { .fd = fd, .events = POLLIN } };

	(void)poll(fds, 2, timeout_ms);
	return fds[0].revents == 0;
}

static void
take(struct ear *ear, const redisReply *reply)
{
	if (reply->type == REDIS_REPLY_ARRAY && reply->elements == 3 && strcmp(reply->element[0]->str, "message") == 0)
		ear->calls->heard(g_strndup(reply->element[2]->str, reply->element[2]->len), ear->user);
}

/* Everything that has arrived. FALSE if the connection is broken. */
static gboolean
take_all(struct ear *ear, redisContext *context)
{
	void *reply;

	if (redisBufferRead(context) != REDIS_OK)
		return FALSE;
	for (;;) {
		if (redisGetReplyFromReader(context, &reply) != REDIS_OK)
			return FALSE;
		if (reply == NULL)
			return TRUE;
		take(ear, reply);
		freeReplyObject(reply);
	}
}

static redisContext *
subscribe(const struct ear *ear)
{
	redisContext *context = bus_dial(ear->bus);
	redisReply *reply = context != NULL && context->err == 0 ? redisCommand(context, "SUBSCRIBE %s", ear->channel) : NULL;

	if (reply == NULL || reply->type == REDIS_REPLY_ERROR)
		g_clear_pointer(&context, redisFree);
	if (reply != NULL)
		freeReplyObject(reply);
	return context;
}

static void *
run(void *data)
{
	struct ear *ear = data;
	gboolean goes_on = TRUE;

	while (goes_on) {
		redisContext *context = subscribe(ear);

		if (context == NULL) {
			goes_on = wait_for(ear, -1, AGAIN_MS);
			continue;
		}
		log_info("listening", LOG_STR("channel", ear->channel));
		ear->calls->changed(TRUE, ear->user);
		while ((goes_on = wait_for(ear, context->fd, -1)) && take_all(ear, context))
			continue;
		redisFree(context);
		if (goes_on) {
			log_warning("lost", LOG_STR("channel", ear->channel));
			ear->calls->changed(FALSE, ear->user);
		}
	}
	return NULL;
}

struct ear *
ear_open(const char *url, const char *channel, const struct ear_calls *calls, void *user, GError **error)
{
	struct bus *bus = bus_open(url, error);
	struct ear *ear;

	if (bus == NULL)
		return NULL;
	ear = g_new0(struct ear, 1);
	ear->bus = bus;
	ear->channel = g_strdup(channel);
	ear->calls = calls;
	ear->user = user;
	ear->end_fd = eventfd(0, EFD_CLOEXEC);
	ear->thread = g_thread_new("ear", run, ear);
	return ear;
}

void
ear_close(struct ear **ear_p)
{
	struct ear *ear = *ear_p;
	guint64 one = 1;

	if (ear == NULL)
		return;
	if (write(ear->end_fd, &one, sizeof(one)) != sizeof(one))
		log_error("cannot end the ear");
	g_thread_join(ear->thread);
	close(ear->end_fd);
	bus_free(&ear->bus);
	g_free(ear->channel);
	g_free(ear);
	*ear_p = NULL;
}
