#include "desk/chat_say.h"

#include <string.h>

#include "base/fault.h"
#include "base/log.h"
#include "desk/bot_chat.h"
#include "desk/desk.h"
#include "desk/outgoing.h"
#include "store/chat.h"
#include "store/chat_say.h"

static const char *
sender_kind(const struct actor *actor)
{
	return actor->kind == ACTOR_CUSTOMER ? "customer" : actor->kind == ACTOR_VISITOR ? "visitor" : "agent";
}

static void
take_outcome(struct chat_line *line, const db_rows *said, int row)
{
	if (!rows_bool(said, row, SAID_MAY)) {
		fault_set(&line->error, FAULT_NOT_FOUND, "no-such-ticket", "ticket", "There is no such ticket that you may see.");
		return;
	}
	if (rows_text(said, row, SAID_SEQ) == NULL) {
		fault_set(&line->error, FAULT_CONFLICT, "ticket-merged", "ticket", "This ticket was merged into another one; go on there.");
		return;
	}
	line->seq = rows_int(said, row, SAID_SEQ);
	line->was_known = rows_bool(said, row, SAID_KNOWN);
	line->json = g_strdup(rows_text(said, row, SAID_JSON));
	g_strlcpy(line->time, rows_text(said, row, SAID_TIME), sizeof(line->time));
}

/* A customer writes into a chat that they had left, or that was closed. */
static int
wake(struct desk *desk, struct chat_line *line, GError **error)
{
	struct db *db = desk_db(desk);
	g_autoptr(chat_row) chat = chat_lock(db, line->ticket_id, error);
	enum chat_state to;

	if (chat == NULL || bot_or_person(desk, chat, &to, error) < 0)
		return -1;
	line->is_bots = to == CHAT_BOT;
	return to == chat->state ? 0 : chat_go(db, chat, to, to == CHAT_ACTIVE ? chat->agent_id : NULL, error);
}

/* An agent speaks in a chat that the bot has: it is theirs from now on. */
static int
step_in(struct desk *desk, const struct chat_line *line, GError **error)
{
	g_autoptr(chat_row) chat = chat_lock(desk_db(desk), line->ticket_id, error);

	if (chat == NULL || bot_yields(desk, line->ticket_id, error) < 0)
		return -1;
	if (line->actor->kind != ACTOR_AGENT)
		return chat_go(desk_db(desk), chat, CHAT_QUEUED, NULL, error);
	return chat_go(desk_db(desk), chat, CHAT_ACTIVE, line->actor->id, error);
}

/* What a message does beside standing there: nothing, nearly always. */
static int
follow_up(struct desk *desk, struct chat_line *line, const struct uuid *id, enum chat_state state, GError **error)
{
	gboolean is_staff = line->actor->kind != ACTOR_CUSTOMER && line->actor->kind != ACTOR_VISITOR;
	struct outgoing mail = { .kind = OUTGOING_REPLY, .ticket_id = line->ticket_id, .message = id->text, .delay_seconds = -1 };

	if (!is_staff && (state == CHAT_LEFT || state == CHAT_CLOSED))
		return wake(desk, line, error);
	line->is_bots = !is_staff && state == CHAT_BOT;
	if (is_staff && !line->is_internal && state == CHAT_BOT)
		return step_in(desk, line, error);
	if (is_staff && !line->is_internal && (state == CHAT_LEFT || state == CHAT_CLOSED))
		return outgoing_queue(desk_db(desk), desk_conf(desk), &mail, NULL, error);
	return 0;
}

static int
say_in(struct desk *desk, struct chat_line *lines, int n, GError **error)
{
	g_autofree struct chat_say_row *rows = g_new0(struct chat_say_row, (gsize)n);
	g_autofree struct uuid *ids = g_new(struct uuid, (gsize)n);
	g_autoptr(db_rows) said = NULL;

	for (int i = 0; i < n; i++) {
		const struct actor *actor = lines[i].actor;

		ids[i] = uuid_new();
		rows[i] = (struct chat_say_row){ .id = ids[i].text, .ticket_id = lines[i].ticket_id, .client_id = lines[i].client_id,
			.kind = sender_kind(actor), .actor_id = actor->id[0] != '\0' ? actor->id : NULL, .builder_id = actor->builder_id,
			.name = actor->name, .body = lines[i].body, .is_internal = lines[i].is_internal };
	}
	said = chat_say(desk_db(desk), rows, n, error);
	if (said == NULL)
		return -1;
	for (int i = 0; i < n; i++) {
		const char *state = rows_text(said, i, SAID_STATE);

		take_outcome(&lines[i], said, i);
		if (lines[i].seq > 0 && !lines[i].was_known && state != NULL &&
		    follow_up(desk, &lines[i], &ids[i], (enum chat_state)chat_state_from_word(state), error) < 0)
			return -1;
	}
	return db_commit(desk_db(desk), error);
}

int
desk_chat_say(struct desk *desk, struct chat_line *lines, int n, GError **error)
{
	if (db_begin_send(desk_db(desk), NULL, error) < 0)
		return -1;
	if (say_in(desk, lines, n, error) > 0)
		return 1;
	db_rollback(desk_db(desk));
	for (int i = 0; i < n; i++) {
		lines[i].seq = 0;
		g_clear_pointer(&lines[i].json, g_free);
		g_clear_error(&lines[i].error);
	}
	return -1;
}
