/* token.h - statements of access tokens, agents' passwords and customers' accounts. */
#pragma once
#include "store/db.h"

/* id, kind, role (the agent's own, if it is one's), name, agent_id, is_active; none if there is no such token that holds. A session that is
 * used lives on: hours from now. */
db_rows *token_use(struct db *db, GBytes *hash, int session_hours, GError **error) G_GNUC_WARN_UNUSED_RESULT;
struct token_new {
	const char *id, *kind, *role, *name, *agent_id, *user_agent, *address;	/* the last three may be NULL */
	GBytes *hash;
	int64_t seconds;	/* how long it lives; 0: for ever */
};
int64_t token_insert(struct db *db, const struct token_new *token, GError **error) G_GNUC_WARN_UNUSED_RESULT;
int64_t token_revoke_hash(struct db *db, GBytes *hash, GError **error) G_GNUC_WARN_UNUSED_RESULT;
int64_t token_revoke_id(struct db *db, const char *id, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* One JSON array of all that hold, newest first. */
/* Deletes those that have held nothing for 30 days. */
int64_t token_sweep(struct db *db, GError **error) G_GNUC_WARN_UNUSED_RESULT;
db_rows *token_list(struct db *db, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* agent id, password hash, role, api_agent; of an active agent with that mail address. */
db_rows *agent_by_email(struct db *db, const char *email, GError **error) G_GNUC_WARN_UNUSED_RESULT;
db_rows *agent_json(struct db *db, const char *id, GError **error) G_GNUC_WARN_UNUSED_RESULT;
int64_t agent_password_set(struct db *db, const char *agent_id, const char *hash, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* builder_id, is_active, builder's status, name, plan_tier of a user. */
db_rows *customer_account(struct db *db, const char *user_id, GError **error) G_GNUC_WARN_UNUSED_RESULT;
db_rows *user_json(struct db *db, const char *id, GError **error) G_GNUC_WARN_UNUSED_RESULT;
