/* chat_queue.h - the chats that wait, and the gateways that hold their sockets. Written by all gateways, so that any of them may die. */
#pragma once
#include "store/db.h"

/* All that wait, first the one whose turn it is. Columns: ticket_id, position (1 …), expected wait in seconds (NULL: nobody can say yet). */
db_rows *chat_positions(struct db *db, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* api_chat_offer of all that wait, or of one; a JSON array. */
db_rows *chat_offers(struct db *db, const char *ticket_id, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* This gateway lives, and these agents (an array literal) are connected to it. */
int chat_node_beat(struct db *db, const char *node, const char *agent_ids, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Chats whose agent is gone for so long (column 1 'agent'), that were offered in vain ('offer'), or whose customer is gone ('customer'); 100 at most, column 0
 * ticket_id. Nothing is locked. */
db_rows *chat_stale(struct db *db, int agent_s, int offer_s, int customer_s, int node_s, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The same question of one chat, whose row is locked: is the answer still that one? 1 yes, 0 no. */
int chat_is_stale(struct db *db, const char *ticket_id, const char *why, int agent_s, int offer_s, int customer_s, int node_s, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;
