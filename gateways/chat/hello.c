#include <string.h>

#include "base/fault.h"
#include "base/log.h"
#include "chat/client.h"
#include "chat/dispatch.h"
#include "chat/inside.h"
#include "chat/job.h"
#include "desk/chat.h"
#include "wire/auth.h"
#include "wire/socket.h"

struct greeting {
	struct client *client;
	char *token, *program;
	struct actor actor;
	char *chats;
};

static void
find_out(struct place *place, void *data, GError **error)
{
	struct greeting *greeting = data;

	if (auth_actor(greeting->client->server->auth, place->desk, greeting->token, &greeting->actor, error) < 0)
		return;
	if (greeting->actor.kind == ACTOR_PLATFORM || greeting->actor.kind == ACTOR_SYSTEM) {
		fault_set(error, FAULT_FORBIDDEN, "not-allowed", "token", "This token is for machines; people chat.");
		return;
	}
	greeting->chats = desk_chats(place->desk, &greeting->actor, error);
}

static void
welcome(struct client *client, const struct greeting *greeting)
{
	GString *frame = frame_begin("welcome");

	client->actor = greeting->actor;
	g_strlcpy(client->actor.address, socket_peer(client->socket), sizeof(client->actor.address));
	client->is_known = TRUE;
	if (client_is_staff(client))
		client->presence = CLIENT_AWAY;
	frame_add_text(frame, "kind", actor_kind_word(client->actor.kind));
	frame_add_text(frame, "id", client->actor.id);
	frame_add_text(frame, "name", client->actor.name);
	frame_add_json(frame, "chats", greeting->chats);
	client_say(client, frame_end(frame));
	log_info("hello", LOG_INT("client", client->number), LOG_STR("kind", actor_kind_word(client->actor.kind)), LOG_STR("id", client->actor.id),
	    LOG_STR("address", client->actor.address), LOG_STR("program", greeting->program != NULL ? greeting->program : ""));
}

static void
on_found_out(struct server *server, void *data, const GError *error)
{
	struct greeting *greeting = data;
	struct client *client = greeting->client;

	(void)server;
	if (client->socket != NULL && error == NULL) {
		welcome(client, greeting);
	} else if (client->socket != NULL) {
		client_error(client, error, "hello", NULL, NULL);
		socket_close(client->socket, fault_is(error, FAULT_UNAVAILABLE) ? SOCKET_TRY_LATER : SOCKET_POLICY, fault_name(error));
	}
	client_unref(client);
	g_free(greeting->token);
	g_free(greeting->program);
	g_free(greeting->chats);
	g_free(greeting);
}

void
hello(struct client *client, const struct frame *frame)
{
	struct greeting *greeting;

	if (!client->is_stranger)
		return;	/* the first one is still being looked at */
	client->is_stranger = FALSE;
	g_queue_unlink(&client->server->strangers, &client->stranger);
	greeting = g_new0(struct greeting, 1);
	greeting->client = client_ref(client);
	greeting->token = g_strdup(frame_text(frame, "token"));
	greeting->program = g_strdup(frame_text(frame, "client"));
	job_do(client->server, find_out, on_found_out, greeting);
}
