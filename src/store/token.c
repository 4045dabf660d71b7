#include "store/token.h"

STATEMENT(token_find,
    "WITH found AS (SELECT t.id, t.kind, coalesce(a.role, t.role) AS role, coalesce(a.display_name, t.name) AS name, t.agent_id, "
    "coalesce(a.is_active AND u.is_active, true) AS is_active FROM access_tokens t LEFT JOIN support_agents a ON a.id = t.agent_id "
    "LEFT JOIN users u ON u.id = a.user_id WHERE t.token_hash = $1 AND t.revoked_at IS NULL AND (t.expires_at IS NULL OR t.expires_at > now())), "
    "used AS (UPDATE access_tokens t SET last_used_at = now(), "
    "expires_at = CASE WHEN t.kind = 'session' THEN now() + make_interval(hours => $2) ELSE t.expires_at END "
    "FROM found WHERE t.id = found.id AND found.is_active AND (t.last_used_at IS NULL OR t.last_used_at < now() - interval '1 minute')) "
    "SELECT id, kind, role, name, agent_id, is_active FROM found");
STATEMENT(token_add,
    "INSERT INTO access_tokens (id, token_hash, kind, role, name, agent_id, user_agent, address, expires_at) "
    "VALUES ($1, $2, $3, $4, $5, $6, left($7, 300), $8, CASE WHEN $9::bigint > 0 THEN now() + make_interval(secs => $9::bigint) END)");
STATEMENT(token_end_hash, "UPDATE access_tokens SET revoked_at = now() WHERE token_hash = $1 AND revoked_at IS NULL");
STATEMENT(token_end_id, "UPDATE access_tokens SET revoked_at = now() WHERE id = $1 AND revoked_at IS NULL");
STATEMENT(token_old, "DELETE FROM access_tokens WHERE least(revoked_at, expires_at) < now() - interval '30 days'");
STATEMENT(token_all,
    "SELECT coalesce(jsonb_agg(jsonb_build_object('id', id, 'kind', kind, 'role', role, 'name', name, 'agent_id', agent_id, 'address', address, "
    "'user_agent', user_agent, 'created_at', created_at, 'last_used_at', last_used_at, 'expires_at', expires_at) ORDER BY id DESC), '[]') "
    "FROM access_tokens WHERE revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now())");
STATEMENT(agent_login,
    "SELECT a.id, s.password_hash, a.role, api_agent(a) FROM support_agents a JOIN users u ON u.id = a.user_id "
    "JOIN agent_secrets s ON s.agent_id = a.id WHERE lower(u.email) = lower($1) AND a.is_active AND u.is_active");
STATEMENT(agent_shape, "SELECT api_agent(a) FROM support_agents a WHERE a.id = $1");
STATEMENT(agent_secret,
    "INSERT INTO agent_secrets (agent_id, password_hash) VALUES ($1, $2) "
    "ON CONFLICT (agent_id) DO UPDATE SET password_hash = excluded.password_hash, changed_at = now()");
STATEMENT(account_find,
    "SELECT u.builder_id, u.is_active, b.status, u.name, b.plan_tier FROM users u LEFT JOIN builders b ON b.id = u.builder_id WHERE u.id = $1");
STATEMENT(user_shape, "SELECT api_user(u) FROM users u WHERE u.id = $1");

db_rows *
token_use(struct db *db, GBytes *hash, int session_hours, GError **error)
{
	return db_query(db, &token_find, PARAMS(p_gbytes(hash), p_int(session_hours)), error);
}

int64_t
token_insert(struct db *db, const struct token_new *token, GError **error)
{
	return db_exec(db, &token_add, PARAMS(p_text(token->id), p_gbytes(token->hash), p_text(token->kind), p_text(token->role),
	    p_text(token->name), p_text(token->agent_id), p_text(token->user_agent), p_text(token->address), p_int(token->seconds)), error);
}

int64_t
token_revoke_hash(struct db *db, GBytes *hash, GError **error)
{
	return db_exec(db, &token_end_hash, PARAMS(p_gbytes(hash)), error);
}

int64_t
token_revoke_id(struct db *db, const char *id, GError **error)
{
	return db_exec(db, &token_end_id, PARAMS(p_text(id)), error);
}

int64_t
token_sweep(struct db *db, GError **error)
{
	return db_exec(db, &token_old, NO_PARAMS, error);
}

db_rows *
token_list(struct db *db, GError **error)
{
	return db_query(db, &token_all, NO_PARAMS, error);
}

db_rows *
agent_by_email(struct db *db, const char *email, GError **error)
{
	return db_query(db, &agent_login, PARAMS(p_text(email)), error);
}

db_rows *
agent_json(struct db *db, const char *id, GError **error)
{
	return db_query(db, &agent_shape, PARAMS(p_text(id)), error);
}

int64_t
agent_password_set(struct db *db, const char *agent_id, const char *hash, GError **error)
{
	return db_exec(db, &agent_secret, PARAMS(p_text(agent_id), p_text(hash)), error);
}

db_rows *
customer_account(struct db *db, const char *user_id, GError **error)
{
	return db_query(db, &account_find, PARAMS(p_text(user_id)), error);
}

db_rows *
user_json(struct db *db, const char *id, GError **error)
{
	return db_query(db, &user_shape, PARAMS(p_text(id)), error);
}
