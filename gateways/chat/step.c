#include <string.h>

#include "base/fault.h"
#include "chat/bot.h"
#include "chat/client.h"
#include "chat/dispatch.h"
#include "chat/inside.h"
#include "chat/job.h"
#include "chat/queue.h"
#include "chat/room.h"
#include "chat/tell.h"
#include "desk/chat.h"

struct step {			/* a frame that the book has to be asked about */
	struct client *client;
	const struct frame_type *type;
	char ticket[UUID_LENGTH + 1];
	char *client_id, *subject, *body, *language, *context_url;	/* open */
	char *agent;		/* transfer */
	gboolean wants_transcript;
	int64_t seq;		/* resume */
	gboolean is_new, woke;
	char *json;		/* api_chat; "" for a ticket that is no chat */
};

static struct step *
step_new(struct client *client, const struct frame *frame)
{
	struct step *step = g_new0(struct step, 1);

	step->client = client_ref(client);
	step->type = frame_type(frame);
	if (frame_text(frame, "ticket") != NULL)
		g_strlcpy(step->ticket, frame_text(frame, "ticket"), sizeof(step->ticket));
	return step;
}

static void
step_end(struct step *step, const GError *error)
{
	if (error != NULL)
		client_error(step->client, error, step->type->name, step->ticket[0] != '\0' ? step->ticket : NULL, step->client_id);
	client_unref(step->client);
	g_free(step->client_id);
	g_free(step->subject);
	g_free(step->body);
	g_free(step->language);
	g_free(step->context_url);
	g_free(step->agent);
	g_free(step->json);
	g_free(step);
}

static void
run_open(struct place *place, void *data, GError **error)
{
	struct step *step = data;
	struct chat_opening opening = { .client_id = step->client_id, .subject = step->subject, .body = step->body, .language = step->language,
		.context_url = step->context_url, .node = step->client->server->node };

	step->json = desk_chat_open(place->desk, &step->client->actor, &opening, step->ticket, &step->is_new, error);
}

/* Sits down, and gets what was said so far. */
static void
sit(struct step *step, gboolean wants_resumed)
{
	struct seat *seat = step->client->socket != NULL ? room_sit(step->client, step->ticket) : NULL;
	g_autoptr(GError) error = NULL;

	if (seat == NULL && step->client->socket != NULL) {
		fault_set(&error, FAULT_LIMIT, "too-many-tickets", NULL, "One connection looks at 200 tickets at most; open another one.");
		client_error(step->client, error, step->type->name, step->ticket, NULL);
	}
	if (seat == NULL)
		return;
	seat->is_admitted = TRUE;
	seat->wants_resumed = seat->wants_resumed || wants_resumed;
	seat->last = step->seq;
	room_catch_up(seat);
}

static void
on_opened(struct server *server, void *data, const GError *error)
{
	struct step *step = data;
	GString *frame;

	if (error == NULL) {
		frame = frame_begin("opened");
		frame_add_text(frame, "client_id", step->client_id);
		frame_add_json(frame, "chat", step->json);
		frame_add_bool(frame, "is_new", step->is_new);
		client_say(step->client, frame_end(frame));
		sit(step, FALSE);
		if (step->is_new)
			queue_joined(server, step->ticket);
		bot_ask_if_held(server, step->ticket, step->json);
	}
	step_end(step, error);
}

void
step_open(struct client *client, const struct frame *frame)
{
	struct step *step = step_new(client, frame);

	step->client_id = g_strdup(frame_text(frame, "client_id"));
	step->subject = g_strdup(frame_text(frame, "subject"));
	step->body = g_strdup(frame_text(frame, "body"));
	step->language = g_strdup(frame_text(frame, "language"));
	step->context_url = g_strdup(frame_text(frame, "context_url"));
	job_do(client->server, run_open, on_opened, step);
}

static void
run_resume(struct place *place, void *data, GError **error)
{
	struct step *step = data;

	step->json = desk_chat_join(place->desk, &step->client->actor, step->ticket, step->client->server->node, &step->woke, error);
}

static void
on_resumed(struct server *server, void *data, const GError *error)
{
	struct step *step = data;

	if (error == NULL && *step->json != '\0') {
		GString *frame = frame_begin("chat");

		frame_add_json(frame, "chat", step->json);
		client_say(step->client, frame_end(frame));
	}
	if (error == NULL)
		sit(step, TRUE);
	if (error == NULL && step->woke) {
		tell_chat(server, step->ticket, step->client, step->json);
		queue_joined(server, step->ticket);
	}
	step_end(step, error);
}

void
step_resume(struct client *client, const struct frame *frame)
{
	struct step *step = step_new(client, frame);

	step->seq = frame_int(frame, "seq");
	job_do(client->server, run_resume, on_resumed, step);
}

static void
run_take(struct place *place, void *data, GError **error)
{
	struct step *step = data;
	const struct actor *actor = &step->client->actor;

	switch (step->type->kind) {
	case FRAME_ACCEPT:
		step->json = desk_chat_accept(place->desk, actor, step->ticket, error);
		break;
	case FRAME_DECLINE:
		step->json = desk_chat_decline(place->desk, actor, step->ticket, error);
		break;
	case FRAME_TRANSFER:
		step->json = desk_chat_transfer(place->desk, actor, step->ticket, step->agent, error);
		break;
	case FRAME_LEAVE:
		step->json = desk_chat_leave(place->desk, actor, step->ticket, error);
		break;
	default:
		step->json = desk_chat_close(place->desk, actor, step->ticket, step->wants_transcript, error);
		break;
	}
}

static void
on_taken(struct server *server, void *data, const GError *error)
{
	struct step *step = data;
	GString *frame;

	if (error == NULL) {
		frame = frame_begin("chat");
		frame_add_json(frame, "chat", step->json);
		client_say(step->client, frame_end(frame));
		tell_chat(server, step->ticket, step->client, step->json);
		if (step->type->kind == FRAME_TRANSFER || step->type->kind == FRAME_DECLINE)
			queue_offered(server, step->ticket, step->agent);
		else
			queue_left(server, step->ticket);
	}
	step_end(step, error);
}

void
step_take(struct client *client, const struct frame *frame)
{
	struct step *step = step_new(client, frame);

	step->agent = g_strdup(frame_text(frame, "agent"));
	step->wants_transcript = frame_bool(frame, "transcript");
	job_do(client->server, run_take, on_taken, step);
}
