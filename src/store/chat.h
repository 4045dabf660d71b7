/* chat.h - chats: opened, looked at, and taken from state to state. Who may is asked before. */
#pragma once
#include "model/chat.h"
#include "store/db.h"

struct chat_insert {
	const char *ticket_id, *builder_id, *visitor_id, *opener, *client_id, *node;
	int plan_rank;
	gboolean is_bots;	/* the bot has it first; else it waits for an agent */
};
int chat_insert(struct db *db, const struct chat_insert *chat, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The ticket that this opener opened with that client_id: 1 with its id (37 bytes), 0 none. */
int chat_of_client(struct db *db, const char *opener, const char *client_id, char ticket_id_r[37], GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* api_chat JSON, the caller's. NULL with "no-such-chat". */
char *chat_json(struct db *db, const char *ticket_id, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The same for several, a JSON array: those that this agent has, or that this opener opened and that are not closed. */
char *chats_of_agent(struct db *db, const char *agent_id, GError **error) G_GNUC_WARN_UNUSED_RESULT;
char *chats_of_opener(struct db *db, const char *opener, GError **error) G_GNUC_WARN_UNUSED_RESULT;

typedef struct chat_row {	/* a chat whose row, and whose ticket's, is locked */
	db_rows *rows;
	const char *ticket_id, *agent_id, *visitor_id, *opener;	/* borrowed from rows; NULL for SQL NULL */
	enum chat_state state;
	int64_t last_seq;
	gboolean wants_transcript;
} chat_row;
void chat_row_free(chat_row *chat);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(chat_row, chat_row_free)
/* NULL with "no-such-chat". */
chat_row *chat_lock(struct db *db, const char *ticket_id, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The one place that changes a chat's state: held against chat_transition. agent_id NULL: nobody has it then. 1, 0 it was so already, -1. */
int chat_go(struct db *db, const chat_row *chat, enum chat_state to, const char *agent_id, GError **error) G_GNUC_WARN_UNUSED_RESULT;

int chat_want_transcript(struct db *db, const char *ticket_id, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* What was said, for the mail at the end: "name: text" lines, the caller's. */
char *chat_transcript(struct db *db, const char *ticket_id, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The customer's newest socket is on node; or they went from it. Both leave the state alone: the sweep judges. */
int chat_customer_came(struct db *db, const char *ticket_id, const char *node, GError **error) G_GNUC_WARN_UNUSED_RESULT;
int chat_customer_went(struct db *db, const char *ticket_id, const char *node, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* How far somebody has read. Never goes back. */
int chat_read(struct db *db, const char *ticket_id, gboolean is_agent, int64_t seq, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* last_seq of these tickets (an array literal): columns id, last_seq. */
db_rows *chat_last_seqs(struct db *db, const char *ticket_ids, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What agents said in a chat, that its customer has not read and that no mail carries: ids, oldest first, 20 at most. */
db_rows *chat_unread(struct db *db, const char *ticket_id, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* May this agent take one more chat? 1 or 0; their row is locked. Is there such an agent at work? */
int chat_agent_has_room(struct db *db, const char *agent_id, GError **error) G_GNUC_WARN_UNUSED_RESULT;
int chat_agent_is_active(struct db *db, const char *agent_id, GError **error) G_GNUC_WARN_UNUSED_RESULT;

struct visitor_insert {
	const char *id, *widget_key, *name, *address, *language, *peer;
};
/* 1; 0 if no such widget is enabled. */
int visitor_insert(struct db *db, const struct visitor_insert *visitor, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* One row: builder_id, name, address, language, plan_tier of the builder, whether the widget is still enabled. None if there is none. */
db_rows *visitor_by_id(struct db *db, const char *id, GError **error) G_GNUC_WARN_UNUSED_RESULT;

int widget_insert(struct db *db, const char *key, const char *name, const char *builder_id, GError **error) G_GNUC_WARN_UNUSED_RESULT;
