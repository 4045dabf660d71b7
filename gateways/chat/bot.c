#include "chat/bot.h"

#include <string.h>

#include "base/log.h"
#include "bus/bell.h"
#include "bus/bus.h"
#include "chat/inside.h"
#include "chat/job.h"
#include "chat/queue.h"
#include "chat/room.h"
#include "chat/tell.h"
#include "desk/bot.h"

struct asking {
	char ticket[UUID_LENGTH + 1], node[UUID_LENGTH + 1];
	struct bot_answer answer;
};

/* Other nodes hear it by the bell; should it be lost, their rooms read the book. */
static void
find_answer(struct place *place, void *data, GError **error)
{
	struct asking *asking = data;
	struct bell_note note = { .kind = BELL_MESSAGE, .ticket = asking->ticket, .origin = asking->node };
	g_autofree char *line = NULL;

	if (desk_bot_answer(place->desk, asking->ticket, &asking->answer, error) <= 0 || asking->answer.message == NULL)
		return;
	note.seq = asking->answer.seq;
	note.json = asking->answer.message;
	line = bell_write(&note);
	(void)bus_ring(place->bus, BELL_CHAT, line);
}

static void
on_answer(struct server *server, void *data, const GError *error)
{
	struct asking *asking = data;
	const struct bot_answer *answer = &asking->answer;
	struct bell_note note = { .kind = BELL_MESSAGE, .ticket = asking->ticket, .seq = answer->seq, .origin = "-", .json = answer->message };

	if (error != NULL)
		log_warning("bot cannot answer", LOG_STR("ticket", asking->ticket), LOG_ERR(error));	/* bot_beat tries again */
	if (answer->message != NULL)
		room_message(server, &note);
	if (answer->chat != NULL)
		tell_chat(server, asking->ticket, NULL, answer->chat);
	if (answer->is_queued)
		queue_joined(server, asking->ticket);
	bot_answer_clear(&asking->answer);
	g_free(asking);
}

void
bot_ask(struct server *server, const char *ticket)
{
	struct asking *asking = g_new0(struct asking, 1);

	g_strlcpy(asking->ticket, ticket, sizeof(asking->ticket));
	g_strlcpy(asking->node, server->node, sizeof(asking->node));
	job_do(server, find_answer, on_answer, asking);
}

void
bot_ask_if_held(struct server *server, const char *ticket, const char *json)
{
	if (strstr(json, "\"state\": \"bot\"") != NULL)
		bot_ask(server, ticket);
}

struct owed {
	GPtrArray *tickets;
};

static void
find_owed(struct place *place, void *data, GError **error)
{
	((struct owed *)data)->tickets = desk_bot_owed(place->desk, error);
}

static void
on_owed(struct server *server, void *data, const GError *error)
{
	struct owed *owed = data;

	if (error != NULL)
		log_warning("cannot look for what the bot owes", LOG_ERR(error));
	for (guint i = 0; error == NULL && i < owed->tickets->len; i++)
		bot_ask(server, owed->tickets->pdata[i]);
	g_clear_pointer(&owed->tickets, g_ptr_array_unref);
	g_free(owed);
}

void
bot_beat(struct server *server)
{
	job_do(server, find_owed, on_owed, g_new0(struct owed, 1));
}
