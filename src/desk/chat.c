#include "desk/chat.h"

#include <string.h>

#include "base/fault.h"
#include "base/log.h"
#include "desk/bot_chat.h"
#include "desk/check.h"
#include "desk/desk.h"
#include "store/array.h"
#include "store/chat.h"
#include "store/chat_queue.h"
#include "store/message.h"
#include "store/ticket.h"

static gboolean
is_staff(const struct actor *actor)
{
	return actor->kind == ACTOR_AGENT || actor->kind == ACTOR_OPERATOR;
}

static int
find_ticket(struct db *db, const char *ref, char id_r[37], GError **error)
{
	return ticket_id(db, ref, id_r, error);
}

/* A customer who is back: the gateway that has them, and the state that follows. As the owner, after row security let the ticket be seen. */
static int
come_back(struct desk *desk, const struct actor *actor, const char *ticket_id, const char *node, gboolean *woke_r, GError **error)
{
	struct db *db = desk_db(desk);
	g_autoptr(chat_row) chat = NULL;
	enum chat_state to;
	int gone;

	if (db_begin(db, NULL, error) < 0)
		return -1;
	chat = chat_lock(db, ticket_id, error);
	if (chat == NULL || strcmp(chat->opener, actor->id) != 0) {
		db_rollback(db);	/* no chat, or a colleague's: they read along */
		g_clear_error(error);
		return 0;
	}
	to = chat->state;
	gone = to == CHAT_LEFT ? bot_or_person(desk, chat, &to, error) : 1;
	if (gone >= 0)
		gone = chat_go(db, chat, to, chat->agent_id, error);
	*woke_r = gone > 0;
	if (gone >= 0)
		gone = chat_customer_came(db, ticket_id, node, error);
	return desk_ended(db, gone < 0 ? -1 : 1, error);
}

char *
desk_chat_join(struct desk *desk, const struct actor *actor, const char *ticket_id, const char *node, gboolean *woke_r, GError **error)
{
	struct db *db = desk_db(desk);
	char id[UUID_LENGTH + 1];
	g_autoptr(GError) none = NULL;
	char *json = NULL;

	*woke_r = FALSE;
	if (db_begin(db, actor, error) < 0)
		return NULL;
	if (find_ticket(db, ticket_id, id, error) < 0) {
		db_rollback(db);
		return NULL;
	}
	json = chat_json(db, id, &none);
	if (json == NULL && fault_is(none, FAULT_NOT_FOUND))
		json = g_strdup("");
	else if (json == NULL)
		g_propagate_error(error, g_steal_pointer(&none));
	json = desk_done(db, json, error);
	if (json == NULL || *json == '\0' || is_staff(actor))
		return json;
	if (come_back(desk, actor, id, node, woke_r, error) < 0)
		g_clear_pointer(&json, g_free);
	return json;
}

int
desk_chat_went(struct desk *desk, const char *ticket_id, const char *node, GError **error)
{
	return chat_customer_went(desk_db(desk), ticket_id, node, error);
}

int
desk_chat_since(struct desk *desk, const struct actor *actor, const char *ticket_id, int64_t seq, int most, GPtrArray **jsons_r,
    GArray **seqs_r, GError **error)
{
	struct db *db = desk_db(desk);
	g_autoptr(db_rows) rows = NULL;

	if (db_begin(db, actor, error) < 0)
		return -1;
	rows = message_page(db, ticket_id, seq, FALSE, most, error);
	if (desk_ended(db, rows != NULL ? 1 : -1, error) < 0)
		return -1;
	*jsons_r = g_ptr_array_new_with_free_func(g_free);
	*seqs_r = g_array_new(FALSE, FALSE, sizeof(int64_t));
	for (int i = 0; i < rows_count(rows); i++) {
		int64_t number = rows_int(rows, i, 1);

		g_ptr_array_add(*jsons_r, g_strdup(rows_text(rows, i, 0)));
		g_array_append_val(*seqs_r, number);
	}
	return 1;
}

char *
desk_chats(struct desk *desk, const struct actor *actor, GError **error)
{
	struct db *db = desk_db(desk);

	if (actor->id[0] == '\0')
		return g_strdup("[]");
	if (db_begin(db, actor, error) < 0)
		return NULL;
	return desk_done(db, is_staff(actor) ? chats_of_agent(db, actor->id, error) : chats_of_opener(db, actor->id, error), error);
}

int
desk_chat_read(struct desk *desk, const struct actor *actor, const char *ticket_id, int64_t seq, GError **error)
{
	return chat_read(desk_db(desk), ticket_id, is_staff(actor), seq, error);
}

GArray *
desk_chat_positions(struct desk *desk, GError **error)
{
	g_autoptr(db_rows) rows = chat_positions(desk_db(desk), error);
	GArray *positions;

	if (rows == NULL)
		return NULL;
	positions = g_array_new(FALSE, FALSE, sizeof(struct chat_position));
	for (int i = 0; i < rows_count(rows); i++) {
		struct chat_position position = { .position = (int)rows_int(rows, i, 1),
			.wait_s = rows_text(rows, i, 2) != NULL ? rows_int(rows, i, 2) : -1 };

		g_strlcpy(position.ticket_id, rows_text(rows, i, 0), sizeof(position.ticket_id));
		g_array_append_val(positions, position);
	}
	return positions;
}

char *
desk_chat_offers(struct desk *desk, const char *ticket_id, GError **error)
{
	g_autoptr(db_rows) rows = chat_offers(desk_db(desk), ticket_id, error);

	return rows != NULL ? g_strdup(rows_text(rows, 0, 0)) : NULL;
}

int
desk_chat_newest(struct desk *desk, const char *const *ticket_ids, void (*told)(const char *ticket_id, int64_t seq, void *user), void *user,
    GError **error)
{
	g_autofree char *ids = array_of_texts(ticket_ids);
	g_autoptr(db_rows) rows = chat_last_seqs(desk_db(desk), ids, error);

	if (rows == NULL)
		return -1;
	for (int i = 0; i < rows_count(rows); i++)
		told(rows_text(rows, i, 0), rows_int(rows, i, 1), user);
	return 1;
}
