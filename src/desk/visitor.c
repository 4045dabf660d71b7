#include "desk/visitor.h"

#include <string.h>

#include "base/fault.h"
#include "base/log.h"
#include "base/sign.h"
#include "conf/conf.h"
#include "desk/desk.h"
#include "store/chat.h"

#define PURPOSE "visitor"
#define TOKEN_LENGTH (4 + UUID_LENGTH + 1 + 10 + 1 + SIGN_LENGTH)	/* vis_ID.EXPIRES.SIGNATURE, with ~ for the dots */

static gint64
now_s(void)
{
	return g_get_real_time() / G_USEC_PER_SEC;
}

/* A dot would make it look like a JWT. */
static char *
make_token(const struct desk *desk, const char *id)
{
	g_autofree char *text = g_strdup_printf("%s~%" G_GINT64_FORMAT, id, now_s() + VISITOR_HOURS * 3600);
	g_autofree char *signature = sign_make(desk_conf(desk)->secret, PURPOSE, text);

	return g_strdup_printf(VISITOR_PREFIX "%s~%s", text, signature);
}

static int
bad_token(GError **error)
{
	fault_set(error, FAULT_UNAUTHENTICATED, "bad-token", "token", "This is no visitor's token of ours; ask for a new one.");
	return -1;
}

/* Whose it is, and when it ends. That it is over is not judged here. */
static int
read_token(const struct desk *desk, const char *token, char id_r[UUID_LENGTH + 1], gint64 *expires_r, GError **error)
{
	g_autofree char *text = NULL;
	char *last;

	if (!g_str_has_prefix(token, VISITOR_PREFIX) || strlen(token) != TOKEN_LENGTH)
		return bad_token(error);
	text = g_strdup(token + strlen(VISITOR_PREFIX));
	last = strrchr(text, '~');
	if (last != text + UUID_LENGTH + 11 || text[UUID_LENGTH] != '~')
		return bad_token(error);
	*last = '\0';
	if (!sign_holds(desk_conf(desk)->secret, PURPOSE, text, last + 1))
		return bad_token(error);
	*expires_r = g_ascii_strtoll(text + UUID_LENGTH + 1, NULL, 10);
	text[UUID_LENGTH] = '\0';
	g_strlcpy(id_r, text, UUID_LENGTH + 1);
	return uuid_is_valid(id_r) ? 1 : bad_token(error);
}

static int
too_old(GError **error)
{
	fault_set(error, FAULT_UNAUTHENTICATED, "token-expired", "token", "This token holds no more; ask for a new one.");
	return -1;
}

int
desk_visitor_actor(struct desk *desk, const char *token, struct actor *actor_r, gint64 *seconds_r, GError **error)
{
	char id[UUID_LENGTH + 1];
	gint64 expires;
	g_autoptr(db_rows) rows = NULL;

	if (read_token(desk, token, id, &expires, error) < 0)
		return -1;
	*seconds_r = expires - now_s();
	if (*seconds_r <= 0)
		return too_old(error);
	rows = visitor_by_id(desk_db(desk), id, error);
	if (rows == NULL)
		return -1;
	if (rows_count(rows) == 0 || !rows_bool(rows, 0, 5)) {
		fault_set(error, FAULT_UNAUTHENTICATED, "unknown-token", "token", "This visitor is not known here, or the page's widget is switched off.");
		return -1;
	}
	memset(actor_r, 0, sizeof(*actor_r));
	actor_r->kind = ACTOR_VISITOR;
	g_strlcpy(actor_r->id, id, sizeof(actor_r->id));
	g_strlcpy(actor_r->builder_id, rows_text(rows, 0, 0) != NULL ? rows_text(rows, 0, 0) : "", sizeof(actor_r->builder_id));
	g_strlcpy(actor_r->name, rows_text(rows, 0, 1), sizeof(actor_r->name));
	g_strlcpy(actor_r->plan_tier, rows_text(rows, 0, 4) != NULL ? rows_text(rows, 0, 4) : "", sizeof(actor_r->plan_tier));
	return 1;
}

static int
keep_visitor(struct desk *desk, const struct visitor_new *visitor, char id_r[UUID_LENGTH + 1], GError **error)
{
	struct uuid id = uuid_new();
	int made;

	g_strlcpy(id_r, id.text, UUID_LENGTH + 1);
	made = visitor_insert(desk_db(desk), &(struct visitor_insert){ .id = id_r, .widget_key = visitor->widget_key,
	    .name = visitor->name != NULL ? visitor->name : "", .address = visitor->address, .language = visitor->language,
	    .peer = visitor->peer }, error);
	if (made == 0)
		fault_set(error, FAULT_NOT_FOUND, "no-such-widget", "widget", "There is no widget of this key, or it is switched off.");
	return made > 0 ? 1 : -1;
}

char *
desk_visitor_new(struct desk *desk, const struct visitor_new *visitor, GError **error)
{
	char id[UUID_LENGTH + 1];
	gint64 expires;
	g_autofree char *token = NULL;

	if (visitor->old_token != NULL) {
		if (read_token(desk, visitor->old_token, id, &expires, error) < 0)
			return NULL;
		if (expires + VISITOR_RENEW_DAYS * 86400 < now_s()) {
			(void)too_old(error);
			return NULL;
		}
	} else if (keep_visitor(desk, visitor, id, error) < 0) {
		return NULL;
	}
	token = make_token(desk, id);
	return g_strdup_printf("{\"token\":\"%s\",\"visitor_id\":\"%s\",\"expires_in\":%d}", token, id, VISITOR_HOURS * 3600);
}

char *
desk_widget_new(struct desk *desk, const char *name, const char *builder_id, GError **error)
{
	struct uuid id = uuid_new();
	g_autofree char *key = sign_make(desk_conf(desk)->secret, "widget", id.text);
	g_autofree char *whole = g_strconcat("wk_", key, NULL);

	return widget_insert(desk_db(desk), whole, name, builder_id, error) > 0 ? g_steal_pointer(&whole) : NULL;
}
