#include "desk/token.h"

#include <json-c/json.h>
#include <sodium.h>
#include <string.h>

#include "base/fault.h"
#include "base/log.h"
#include "desk/check.h"
#include "desk/desk.h"
#include "desk/password.h"
#include "store/event.h"
#include "store/token.h"

#define TOKEN_PREFIX "sup_"	/* so that a token that leaked is known for one */
#define TOKEN_BYTES 32

static GBytes *
hash_of(const char *token)
{
	g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
	guint8 digest[32];
	gsize length = sizeof(digest);

	g_checksum_update(sum, (const guchar *)token, (gssize)strlen(token));
	g_checksum_get_digest(sum, digest, &length);
	return g_bytes_new(digest, length);
}

static char *
token_text(void)
{
	guint8 random[TOKEN_BYTES];
	char text[TOKEN_BYTES * 2];

	if (sodium_init() < 0)
		g_error("libsodium cannot start: no source of random numbers");
	randombytes_buf(random, sizeof(random));
	sodium_bin2base64(text, sizeof(text), random, sizeof(random), sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	return g_strconcat(TOKEN_PREFIX, text, NULL);
}

static enum agent_role
role_from_word(const char *word)
{
	return strcmp(word, "admin") == 0 ? AGENT_ROLE_ADMIN : strcmp(word, "manager") == 0 ? AGENT_ROLE_MANAGER : AGENT_ROLE_AGENT;
}

static void
actor_from_row(const db_rows *rows, struct actor *actor)
{
	const char *role = rows_text(rows, 0, 2), *agent_id = rows_text(rows, 0, 4);

	memset(actor, 0, sizeof(*actor));
	actor->kind = strcmp(role, "platform") == 0 ? ACTOR_PLATFORM :
	    agent_id == NULL && strcmp(role, "admin") == 0 ? ACTOR_OPERATOR : ACTOR_AGENT;
	actor->role = actor->kind == ACTOR_PLATFORM ? AGENT_ROLE_NONE : role_from_word(role);
	g_strlcpy(actor->id, agent_id != NULL ? agent_id : "", sizeof(actor->id));
	g_strlcpy(actor->name, rows_text(rows, 0, 3), sizeof(actor->name));
}

int
desk_token_actor(struct desk *desk, const char *token, struct actor *actor_r, GError **error)
{
	g_autoptr(GBytes) hash = hash_of(token);
	g_autoptr(db_rows) rows = token_use(desk_db(desk), hash, SESSION_HOURS, error);

	if (rows == NULL)
		return -1;
	if (rows_count(rows) == 0 || !rows_bool(rows, 0, 5)) {
		fault_set(error, FAULT_UNAUTHENTICATED, "unknown-token", "Authorization",
		    "The token is not known here, was revoked, or has expired; log in again.");
		return -1;
	}
	actor_from_row(rows, actor_r);
	return 1;
}

int
desk_token_create(struct desk *desk, const struct actor *actor, const char *role, const char *name, const char *agent_id,
    int64_t seconds, char **token_r, GError **error)
{
	struct db *db = desk_db(desk);
	g_autofree char *token = token_text();
	g_autoptr(GBytes) hash = hash_of(token);
	struct uuid id = uuid_new();
	struct token_new row = { .id = id.text, .kind = "service", .role = role, .name = name, .agent_id = agent_id, .hash = hash,
		.seconds = seconds };
	int done = -1;

	if (db_begin(db, NULL, error) < 0)
		return -1;
	if (token_insert(db, &row, error) >= 0)
		done = audit_note(db, actor, "token.create", "token", id.text, NULL, name, error);
	if (desk_ended(db, done, error) < 0)
		return -1;
	log_info("token created", LOG_STR("token", id.text), LOG_STR("role", role), LOG_STR("name", name));
	*token_r = g_steal_pointer(&token);
	return 1;
}

int
desk_token_revoke(struct desk *desk, const struct actor *actor, const char *id, GError **error)
{
	struct db *db = desk_db(desk);
	int revoked;

	if (db_begin(db, NULL, error) < 0)
		return -1;
	revoked = (int)token_revoke_id(db, id, error);
	if (revoked > 0)
		revoked = audit_note(db, actor, "token.revoke", "token", id, NULL, NULL, error);
	revoked = desk_ended(db, revoked, error);
	if (revoked > 0)
		log_info("token revoked", LOG_STR("token", id));
	return revoked;
}

int
desk_tokens_sweep(struct desk *desk, GError **error)
{
	return token_sweep(desk_db(desk), error) < 0 ? -1 : 1;
}

char *
desk_tokens(struct desk *desk, GError **error)
{
	g_autoptr(db_rows) rows = token_list(desk_db(desk), error);

	return rows != NULL ? g_strdup(rows_text(rows, 0, 0)) : NULL;
}

int
desk_session_open(struct desk *desk, const char *email, const char *password, const char *address, const char *user_agent,
    char **json_r, GError **error)
{
	g_autoptr(db_rows) agent = agent_by_email(desk_db(desk), email, error);
	g_autofree char *token = NULL;
	g_autoptr(GBytes) hash = NULL;
	struct uuid id = uuid_new();
	gboolean is_known;

	if (agent == NULL)
		return -1;
	is_known = rows_count(agent) > 0;
	if (!password_holds(is_known ? rows_text(agent, 0, 1) : NULL, password)) {
		log_warning("login refused", LOG_STR("address", address), LOG_INT("known", is_known));
		fault_set(error, FAULT_UNAUTHENTICATED, "wrong-login", NULL, "The mail address or the password is wrong.");
		return -1;
	}
	token = token_text();
	hash = hash_of(token);
	if (token_insert(desk_db(desk), &(struct token_new){ .id = id.text, .kind = "session", .role = rows_text(agent, 0, 2),
	    .name = "session", .agent_id = rows_text(agent, 0, 0), .user_agent = user_agent, .address = address, .hash = hash,
	    .seconds = SESSION_HOURS * 3600 }, error) < 0)
		return -1;
	log_info("logged in", LOG_STR("agent", rows_text(agent, 0, 0)), LOG_STR("address", address));
	*json_r = g_strdup_printf("{\"token\":\"%s\",\"expires_in\":%d,\"agent\":%s}", token, SESSION_HOURS * 3600, rows_text(agent, 0, 3));
	return 1;
}

int
desk_session_close(struct desk *desk, const char *token, GError **error)
{
	g_autoptr(GBytes) hash = hash_of(token);

	return (int)token_revoke_hash(desk_db(desk), hash, error);
}

static int
forbid(GError **error, const char *name, const char *detail)
{
	fault_set(error, FAULT_FORBIDDEN, name, "Authorization", "%s", detail);
	return -1;
}

int
desk_customer_check(struct desk *desk, struct actor *actor, GError **error)
{
	g_autoptr(db_rows) rows = customer_account(desk_db(desk), actor->id, error);

	if (rows == NULL)
		return -1;
	if (rows_count(rows) == 0 || rows_text(rows, 0, 0) == NULL)
		return forbid(error, "user-not-provisioned",
		    "The token's user is not known here: the platform has to provision builder and user first (PUT /api/v1/admin/users/…).");
	if (strcmp(rows_text(rows, 0, 0), actor->builder_id) != 0)
		return forbid(error, "wrong-builder", "The token names another builder than the one this user belongs to.");
	if (!rows_bool(rows, 0, 1))
		return forbid(error, "user-inactive", "This user is not active any more.");
	if (g_strcmp0(rows_text(rows, 0, 2), "active") != 0)
		return forbid(error, "builder-suspended", "This builder's account is suspended; ask the platform.");
	if (actor->name[0] == '\0')
		g_strlcpy(actor->name, rows_text(rows, 0, 3), sizeof(actor->name));
	if (actor->plan_tier[0] == '\0')
		g_strlcpy(actor->plan_tier, rows_text(rows, 0, 4), sizeof(actor->plan_tier));
	return 1;
}

char *
desk_whoami(struct desk *desk, const struct actor *actor, GError **error)
{
	static const char *const roles[] = { "", "agent", "manager", "admin" };
	gboolean is_customer = actor->kind == ACTOR_CUSTOMER, has_id = actor->id[0] != '\0';
	g_autoptr(db_rows) rows = NULL;
	json_object *name = json_object_new_string(actor->name), *user_role = json_object_new_string(actor->user_role);
	char *json = NULL;

	if (has_id)
		rows = is_customer ? user_json(desk_db(desk), actor->id, error) : agent_json(desk_db(desk), actor->id, error);
	if (!has_id || rows != NULL)
		json = g_strdup_printf("{\"kind\":\"%s\",\"name\":%s,\"role\":%s%s%s,\"agent\":%s,\"user\":%s}", actor_kind_word(actor->kind),
		    json_object_to_json_string(name), is_customer ? json_object_to_json_string(user_role) : "\"", is_customer ? "" : roles[actor->role],
		    is_customer ? "" : "\"", has_id && !is_customer && rows_count(rows) > 0 ? rows_text(rows, 0, 0) : "null",
		    has_id && is_customer && rows_count(rows) > 0 ? rows_text(rows, 0, 0) : "null");
	json_object_put(name);
	json_object_put(user_role);
	return json;
}
