#include "chat/writer.h"

#include <string.h>

#include "base/fault.h"
#include "base/log.h"
#include "base/metric.h"
#include "bus/bell.h"
#include "bus/bus.h"
#include "chat/bot.h"
#include "chat/client.h"
#include "chat/inside.h"
#include "chat/room.h"
#include "conf/conf.h"
#include "desk/chat_say.h"
#include "desk/desk.h"
#include "wire/loop.h"

#define AT_ONCE 200
#define WAITING_MOST 20000
#define AGAIN_US 100000

METRIC(stored, METRIC_COUNTER, "supportd_chat_messages_stored_total", "", "Messages stored.");
METRIC(stored_at_once, METRIC_COUNTER, "supportd_chat_transactions_total", "", "Transactions that stored them.");
METRIC(took, METRIC_HISTOGRAM, "supportd_chat_store_seconds", "", "From a message's frame to its ack.");

struct said {			/* one message on its way */
	struct client *client;
	char ticket[UUID_LENGTH + 1];
	char *client_id, *body;
	gboolean is_internal;
	gint64 came_us;
	struct chat_line line;
};

struct writer {
	struct server *server;
	GThread *thread;
	GMutex lock;
	GCond wake;
	GQueue waiting;		/* struct said * */
	gboolean is_ending;
	struct desk *desk;	/* these are the thread's */
	struct bus *bus;
};

struct outcome {
	struct server *server;
	GPtrArray *batch;	/* struct said * */
};

static void
said_free(struct said *said)
{
	client_unref(said->client);
	g_clear_error(&said->line.error);
	g_free(said->line.json);
	g_free(said->client_id);
	g_free(said->body);
	g_free(said);
}

static void
ack(struct said *said)
{
	GString *frame;

	if (said->line.seq == 0) {
		client_error(said->client, said->line.error, "send", said->ticket, said->client_id);
		return;
	}
	frame = frame_begin("ack");
	frame_add_text(frame, "ticket", said->ticket);
	frame_add_text(frame, "client_id", said->client_id);
	frame_add_int(frame, "seq", said->line.seq);
	frame_add_text(frame, "time", said->line.time);
	client_say(said->client, frame_end(frame));
	metric_observe_us(&took, g_get_monotonic_time() - said->came_us);
}

/* On the loop: acks, and the ears of this node. */
static void
on_stored(void *data)
{
	struct outcome *outcome = data;

	for (guint i = 0; i < outcome->batch->len; i++) {
		struct said *said = outcome->batch->pdata[i];
		struct bell_note note = { .kind = BELL_MESSAGE, .ticket = said->ticket, .seq = said->line.seq,
			.is_staff_only = said->is_internal, .origin = "-", .json = said->line.json };

		ack(said);
		if (said->line.seq != 0 && said->line.json != NULL)
			room_message(outcome->server, &note);
		if (said->line.seq != 0 && said->line.is_bots)
			bot_ask(outcome->server, said->ticket);
		said_free(said);
	}
	g_ptr_array_unref(outcome->batch);
	g_free(outcome);
}

/* For the other nodes. Ours hears it from us. */
static GPtrArray *
bell_lines(const struct writer *writer, const GPtrArray *batch)
{
	GPtrArray *lines = g_ptr_array_new_with_free_func(g_free);

	for (guint i = 0; i < batch->len; i++) {
		const struct said *said = batch->pdata[i];
		struct bell_note note = { .kind = BELL_MESSAGE, .ticket = said->ticket, .seq = said->line.seq,
			.is_staff_only = said->is_internal, .origin = writer->server->node, .json = said->line.json };

		if (said->line.seq != 0 && said->line.json != NULL)
			g_ptr_array_add(lines, bell_write(&note));
	}
	return lines;
}

static gboolean
open_desk(struct writer *writer)
{
	g_autoptr(GError) error = NULL;

	if (writer->desk == NULL)
		writer->desk = desk_open(writer->server->conf, &error);
	if (writer->desk == NULL)
		log_warning("writer has no desk", LOG_ERR(error));
	return writer->desk != NULL;
}

static int
store(struct writer *writer, struct said *const *batch, guint n, GError **error)
{
	g_autofree struct chat_line *lines = g_new0(struct chat_line, n);
	int done;

	for (guint i = 0; i < n; i++)
		lines[i] = (struct chat_line){ .actor = &batch[i]->client->actor, .ticket_id = batch[i]->ticket, .client_id = batch[i]->client_id,
			.body = batch[i]->body, .is_internal = batch[i]->is_internal };
	done = desk_chat_say(writer->desk, lines, (int)n, error);
	for (guint i = 0; i < n && done > 0; i++)
		batch[i]->line = lines[i];
	return done;
}

/* One of them cannot be stored: each is tried alone, so that the others are. FALSE: the database went away meanwhile. */
static gboolean
store_one_by_one(struct writer *writer, GPtrArray *batch)
{
	for (guint i = 0; i < batch->len; i++) {
		struct said *said = batch->pdata[i];
		g_autoptr(GError) error = NULL;

		if (said->line.seq != 0 || said->line.error != NULL || store(writer, &said, 1, &error) > 0)
			continue;
		if (fault_is(error, FAULT_UNAVAILABLE))
			return FALSE;
		said->line.error = g_steal_pointer(&error);
	}
	return TRUE;
}

/* Until it is stored; FALSE if we end and the database is away. */
static gboolean
store_for_sure(struct writer *writer, GPtrArray *batch)
{
	gboolean is_single = FALSE, is_ending;

	for (;;) {
		g_autoptr(GError) error = NULL;

		if (open_desk(writer)) {
			if (is_single ? store_one_by_one(writer, batch) : store(writer, (struct said **)batch->pdata, batch->len, &error) > 0)
				return TRUE;
			if (error != NULL && !fault_is(error, FAULT_UNAVAILABLE)) {
				log_warning("cannot store together", LOG_INT("messages", batch->len), LOG_ERR(error));
				is_single = TRUE;
				continue;
			}
		}
		if (error != NULL)
			log_warning("waits", LOG_INT("messages", batch->len), LOG_ERR(error));
		g_mutex_lock(&writer->lock);
		is_ending = writer->is_ending;
		g_mutex_unlock(&writer->lock);
		if (is_ending)
			return FALSE;
		g_usleep(AGAIN_US);
	}
}

static guint
said_hash(gconstpointer key)
{
	const struct said *said = key;

	return g_str_hash(said->ticket) ^ g_str_hash(said->client_id);
}

static gboolean
said_equal(gconstpointer one, gconstpointer other)
{
	const struct said *a = one, *b = other;

	return strcmp(a->client_id, b->client_id) == 0 && strcmp(a->ticket, b->ticket) == 0;
}

/* All that waits, but no message twice: a second one stays for the next turn. NULL when we end and nothing is left. */
static GPtrArray *
next_batch(struct writer *writer)
{
	g_autoptr(GHashTable) known = g_hash_table_new(said_hash, said_equal);
	GPtrArray *batch = NULL;

	g_mutex_lock(&writer->lock);
	while (g_queue_is_empty(&writer->waiting) && !writer->is_ending)
		g_cond_wait(&writer->wake, &writer->lock);
	if (!g_queue_is_empty(&writer->waiting))
		batch = g_ptr_array_sized_new(AT_ONCE);
	while (batch != NULL && batch->len < AT_ONCE && !g_queue_is_empty(&writer->waiting) &&
	    g_hash_table_add(known, g_queue_peek_head(&writer->waiting)))
		g_ptr_array_add(batch, g_queue_pop_head(&writer->waiting));
	g_mutex_unlock(&writer->lock);
	return batch;
}

static void *
write_all(void *data)
{
	struct writer *writer = data;
	GPtrArray *batch;

	while ((batch = next_batch(writer)) != NULL) {
		struct outcome *outcome = g_new(struct outcome, 1);

		outcome->server = writer->server;
		outcome->batch = batch;
		if (store_for_sure(writer, batch)) {
			g_autoptr(GPtrArray) lines = bell_lines(writer, batch);

			metric_add(&stored, batch->len);
			metric_add(&stored_at_once, 1);
			loop_post(writer->server->loop, on_stored, outcome);
			(void)bus_ring_all(writer->bus, BELL_CHAT, (const char *const *)lines->pdata, (int)lines->len);
			continue;
		}
		for (guint i = 0; i < batch->len; i++) {
			struct said *said = batch->pdata[i];

			fault_set(&said->line.error, FAULT_UNAVAILABLE, "stopping", NULL, "This server stops; connect again and send it again.");
		}
		loop_post(writer->server->loop, on_stored, outcome);
	}
	desk_free(&writer->desk);
	return NULL;
}

struct writer *
writer_start(struct server *server, GError **error)
{
	struct bus *bus = bus_open(server->conf->redis, error);
	struct writer *writer;

	if (bus == NULL)
		return NULL;
	writer = g_new0(struct writer, 1);
	writer->server = server;
	writer->bus = bus;
	g_mutex_init(&writer->lock);
	g_cond_init(&writer->wake);
	g_queue_init(&writer->waiting);
	writer->thread = g_thread_new("writer", write_all, writer);
	return writer;
}

void
writer_stop(struct writer **writer_p)
{
	struct writer *writer = *writer_p;

	if (writer == NULL)
		return;
	g_mutex_lock(&writer->lock);
	writer->is_ending = TRUE;
	g_cond_signal(&writer->wake);
	g_mutex_unlock(&writer->lock);
	g_thread_join(writer->thread);
	bus_free(&writer->bus);
	g_cond_clear(&writer->wake);
	g_mutex_clear(&writer->lock);
	g_free(writer);
	*writer_p = NULL;
}

gboolean
writer_say(struct writer *writer, struct client *client, const char *ticket, const char *client_id, const char *body, gboolean is_internal)
{
	struct said *said;

	if (writer_waiting(writer) >= WAITING_MOST)
		return FALSE;
	said = g_new0(struct said, 1);
	said->client = client_ref(client);
	g_strlcpy(said->ticket, ticket, sizeof(said->ticket));
	said->client_id = g_strdup(client_id);
	said->body = g_strdup(body);
	said->is_internal = is_internal;
	said->came_us = g_get_monotonic_time();
	g_mutex_lock(&writer->lock);
	g_queue_push_tail(&writer->waiting, said);
	g_cond_signal(&writer->wake);
	g_mutex_unlock(&writer->lock);
	return TRUE;
}

int
writer_waiting(struct writer *writer)
{
	int waiting;

	g_mutex_lock(&writer->lock);
	waiting = (int)writer->waiting.length;
	g_mutex_unlock(&writer->lock);
	return waiting;
}
