#include <string.h>

#include "base/fault.h"
#include "base/log.h"
#include "desk/bot_chat.h"
#include "desk/chat.h"
#include "desk/chat_mail.h"
#include "desk/check.h"
#include "desk/desk.h"
#include "desk/outgoing.h"
#include "store/array.h"
#include "store/chat.h"
#include "store/chat_queue.h"

#define AGENT_GONE_S 45		/* an agent who reloads the console, or whose gateway restarts, keeps the chats */
#define OFFER_S 30
#define CUSTOMER_GONE_S 30
#define NODE_GONE_S 20

int
chat_mail_unread(struct desk *desk, const char *ticket_id, GError **error)
{
	g_autoptr(db_rows) unread = chat_unread(desk_db(desk), ticket_id, error);

	for (int i = 0; unread != NULL && i < rows_count(unread); i++) {
		struct outgoing mail = { .kind = OUTGOING_REPLY, .ticket_id = ticket_id, .message = rows_text(unread, i, 0), .delay_seconds = 0 };

		if (outgoing_queue(desk_db(desk), desk_conf(desk), &mail, NULL, error) < 0)
			return -1;
	}
	return unread != NULL ? rows_count(unread) > 0 : -1;
}

int
chat_mail_transcript(struct desk *desk, const char *ticket_id, GError **error)
{
	g_autofree char *text = chat_transcript(desk_db(desk), ticket_id, error);
	struct outgoing mail = { .kind = OUTGOING_NOTICE, .ticket_id = ticket_id, .body = text, .auto_submitted = "auto-generated" };

	if (text == NULL)
		return -1;
	return *text != '\0' ? outgoing_queue(desk_db(desk), desk_conf(desk), &mail, NULL, error) : 0;
}

/* What each reason makes of a chat. */
static int
change(struct desk *desk, const chat_row *chat, const char *why, GError **error)
{
	if (strcmp(why, "customer") != 0)
		return chat_go(desk_db(desk), chat, CHAT_QUEUED, NULL, error);
	if (chat->state == CHAT_BOT && bot_left_alone(desk, chat->ticket_id, error) < 0)
		return -1;
	if (chat_go(desk_db(desk), chat, CHAT_LEFT, chat->agent_id, error) < 0)
		return -1;
	return chat_mail_unread(desk, chat->ticket_id, error) < 0 ? -1 : 1;
}

static char *
judge_in(struct desk *desk, const char *ticket_id, const char *why, GError **error)
{
	struct db *db = desk_db(desk);
	g_autoptr(chat_row) chat = chat_lock(db, ticket_id, error);
	int is_stale = chat != NULL ? chat_is_stale(db, ticket_id, why, AGENT_GONE_S, OFFER_S, CUSTOMER_GONE_S, NODE_GONE_S, error) : -1;

	if (is_stale <= 0 || change(desk, chat, why, error) < 0)
		return NULL;
	return chat_json(db, ticket_id, error);
}

static void
change_free(void *data)
{
	struct chat_change *changed = data;

	g_free(changed->json);
	g_free(changed);
}

static int
judge(struct desk *desk, const char *ticket_id, const char *why, GPtrArray *changes, GError **error)
{
	struct db *db = desk_db(desk);
	g_autoptr(GError) problem = NULL;
	struct chat_change *changed;
	char *json;

	if (db_begin(db, NULL, error) < 0)
		return -1;
	json = judge_in(desk, ticket_id, why, &problem);
	if (json == NULL) {
		db_rollback(db);
		if (problem == NULL)
			return 0;	/* it is not so any more */
		g_propagate_error(error, g_steal_pointer(&problem));
		return -1;
	}
	json = desk_done(db, json, error);
	if (json == NULL)
		return -1;
	changed = g_new0(struct chat_change, 1);
	g_strlcpy(changed->ticket_id, ticket_id, sizeof(changed->ticket_id));
	changed->json = json;
	g_ptr_array_add(changes, changed);
	log_info("gone", LOG_STR("ticket", ticket_id), LOG_STR("who", why));
	return 1;
}

GPtrArray *
desk_chat_sweep(struct desk *desk, const char *node, const char *const *agents, GError **error)
{
	struct db *db = desk_db(desk);
	g_autofree char *ids = array_of_texts(agents);
	g_autoptr(GPtrArray) changes = g_ptr_array_new_with_free_func(change_free);
	g_autoptr(db_rows) stale = NULL;

	if (chat_node_beat(db, node, ids, error) < 0)
		return NULL;
	stale = chat_stale(db, AGENT_GONE_S, OFFER_S, CUSTOMER_GONE_S, NODE_GONE_S, error);
	for (int i = 0; stale != NULL && i < rows_count(stale); i++)
		if (judge(desk, rows_text(stale, i, 0), rows_text(stale, i, 1), changes, error) < 0)
			return NULL;
	return stale != NULL ? g_steal_pointer(&changes) : NULL;
}
