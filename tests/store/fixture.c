#include "fixture.h"

#include <json-c/json.h>
#include <libpq-fe.h>
#include <unistd.h>

#include "bus/bus.h"
#include "conf/conf.h"
#include "desk/desk.h"
#include "place.h"

struct fixture fixture;

static struct conf conf;
static PGconn *owner;

static const char people[] =
    "INSERT INTO builders (id, name, plan_tier) VALUES ('01900000-0000-7000-8000-0000000000b1', 'Abel Homes', 'professional'),"
    " ('01900000-0000-7000-8000-0000000000b2', 'Baker Build', 'free');"
    "INSERT INTO builder_domains VALUES ('abel.example', '01900000-0000-7000-8000-0000000000b1');"
    "INSERT INTO users (id, builder_id, email, name) VALUES"
    " ('01900000-0000-7000-8000-0000000000a1', '01900000-0000-7000-8000-0000000000b1', 'ana@abel.example', 'Ana'),"
    " ('01900000-0000-7000-8000-0000000000a2', '01900000-0000-7000-8000-0000000000b1', 'bo@abel.example', 'Bo'),"
    " ('01900000-0000-7000-8000-0000000000a3', '01900000-0000-7000-8000-0000000000b2', 'cy@baker.example', 'Cy'),"
    " ('01900000-0000-7000-8000-0000000000e1', NULL, 'sam@support.example', 'Sam'),"
    " ('01900000-0000-7000-8000-0000000000e2', NULL, 'kim@support.example', 'Kim'),"
    " ('01900000-0000-7000-8000-0000000000e3', NULL, 'max@support.example', 'Max');"
    "INSERT INTO support_agents (id, user_id, display_name, role) VALUES"
    " ('01900000-0000-7000-8000-0000000000f1', '01900000-0000-7000-8000-0000000000e1', 'Sam', 'agent'),"
    " ('01900000-0000-7000-8000-0000000000f2', '01900000-0000-7000-8000-0000000000e2', 'Kim', 'agent'),"
    " ('01900000-0000-7000-8000-0000000000f3', '01900000-0000-7000-8000-0000000000e3', 'Max', 'manager');"
    "INSERT INTO mailboxes (id, name, address, imap_host, imap_user, secret) VALUES"
    " ('01900000-0000-7000-8000-0000000000c1', 'support', 'support@support.example', 'localhost', 'support', 'support')";

static struct actor
customer(const char *id, const char *builder_id, const char *name)
{
	struct actor actor = { .kind = ACTOR_CUSTOMER, .user_role = "owner" };

	g_strlcpy(actor.id, id, sizeof actor.id);
	g_strlcpy(actor.builder_id, builder_id, sizeof actor.builder_id);
	g_strlcpy(actor.name, name, sizeof actor.name);
	return actor;
}

static struct actor
agent(const char *id, const char *name, enum agent_role role)
{
	struct actor actor = { .kind = ACTOR_AGENT, .role = role };

	g_strlcpy(actor.id, id, sizeof actor.id);
	g_strlcpy(actor.name, name, sizeof actor.name);
	return actor;
}

static void
name_actors(void)
{
	fixture.ana = customer("01900000-0000-7000-8000-0000000000a1", "01900000-0000-7000-8000-0000000000b1", "Ana");
	fixture.bo = customer("01900000-0000-7000-8000-0000000000a2", "01900000-0000-7000-8000-0000000000b1", "Bo");
	fixture.other = customer("01900000-0000-7000-8000-0000000000a3", "01900000-0000-7000-8000-0000000000b2", "Cy");
	fixture.agent = agent("01900000-0000-7000-8000-0000000000f1", "Sam", AGENT_ROLE_AGENT);
	fixture.colleague = agent("01900000-0000-7000-8000-0000000000f2", "Kim", AGENT_ROLE_AGENT);
	fixture.manager = agent("01900000-0000-7000-8000-0000000000f3", "Max", AGENT_ROLE_MANAGER);
	fixture.operator = (struct actor){ .kind = ACTOR_OPERATOR, .role = AGENT_ROLE_ADMIN, .name = "supportctl" };
}

int
fixture_open(void **state)
{
	g_autoptr(GError) error = NULL;

	(void)state;
	fixture.conninfo = place_database();
	owner = PQconnectdb(fixture.conninfo);
	g_free(fixture_sql("%s", people));
	conf.database = fixture.conninfo;
	conf.redis = g_strdup("redis://127.0.0.1:1/0");
	conf.public_url = g_strdup("https://support.example");
	conf.chat_url = g_strdup("");
	conf.rules_dir = g_build_filename(g_getenv("top_srcdir") != NULL ? g_getenv("top_srcdir") : "..", "rules", NULL);
	conf.index.dir = g_strdup_printf("%s/supportd-index-%d", g_get_tmp_dir(), (int)getpid());
	conf.secret = g_bytes_new_static("0123456789abcdef0123456789abcdef", 32);
	conf.email.hello = g_strdup("support.example");
	conf.email.undo_seconds = 10;
	conf.email.ack_interval_seconds = 3600;
	fixture.conf = &conf;
	fixture.desk = desk_open(&conf, &error);
	if (fixture.desk == NULL)
		fail_msg("%s", error->message);
	name_actors();
	return 0;
}

int
fixture_close(void **state)
{
	(void)state;
	desk_free(&fixture.desk);
	PQfinish(owner);
	g_free(conf.redis);
	g_free(conf.public_url);
	g_free(conf.chat_url);
	g_free(conf.rules_dir);
	g_free(conf.email.hello);
	g_bytes_unref(conf.secret);
	g_free(fixture.conninfo);
	return 0;
}

static char *
run_sql(const char *format, va_list args)
{
	g_autofree char *sql = g_strdup_vprintf(format, args);
	PGresult *result = PQexec(owner, sql);
	char *value = NULL;

	if (PQresultStatus(result) != PGRES_COMMAND_OK && PQresultStatus(result) != PGRES_TUPLES_OK)
		fail_msg("%s: %s", sql, PQerrorMessage(owner));
	if (PQntuples(result) > 0 && !PQgetisnull(result, 0, 0))
		value = g_strdup(PQgetvalue(result, 0, 0));
	PQclear(result);
	return value;
}

char *
fixture_sql(const char *format, ...)
{
	va_list args;
	char *value;

	va_start(args, format);
	value = run_sql(format, args);
	va_end(args);
	return value;
}

void
fixture_expect(const char *expected, const char *format, ...)
{
	g_autofree char *value = NULL;
	va_list args;

	va_start(args, format);
	value = run_sql(format, args);
	va_end(args);
	if (g_strcmp0(value, expected) != 0)
		fail_msg("%s: expected %s, got %s", format, expected != NULL ? expected : "NULL", value != NULL ? value : "NULL");
}

char *
json_member(const char *json, const char *member)
{
	json_object *object = json_tokener_parse(json), *found = NULL;
	char *text = NULL;

	if (object == NULL)
		fail_msg("no JSON: %s", json);
	if (json_object_object_get_ex(object, member, &found) && found != NULL)
		text = g_strdup(json_object_get_string(found));
	json_object_put(object);
	return text;
}
