#include "bus/presence.h"

#include <stdlib.h>
#include <string.h>

#include "bus/bus.h"
#include "bus/command.h"

/* A hash of all agents: "agent node" to "state until". Fields that ran out are passed over, and deleted by whoever reads them. */
#define KEY "supportd:presence"

enum { GONE, ONLINE, AWAY };

static gint64
now_s(void)
{
	return g_get_real_time() / G_USEC_PER_SEC;
}

int
presence_beat(struct bus *bus, const char *node, const struct presence *agents, int n)
{
	for (int i = 0; i < n; i++) {
		g_autofree char *field = g_strconcat(agents[i].agent_id, " ", node, NULL);
		g_autofree char *value = g_strdup_printf("%d %" G_GINT64_FORMAT, agents[i].is_away ? AWAY : ONLINE, now_s() + PRESENCE_TTL_S);

		if (!bus_do(bus, (const char *[]){ "HSET", KEY, field, value, NULL }, NULL, NULL))
			return 0;
	}
	return 1;
}

int
presence_gone(struct bus *bus, const char *node, const char *agent_id)
{
	g_autofree char *field = g_strconcat(agent_id, " ", node, NULL);

	return bus_do(bus, (const char *[]){ "HDEL", KEY, field, NULL }, NULL, NULL);
}

struct reading {
	GHashTable *all;
	GPtrArray *over;
};

static void
read_one(const char *field, const char *value, void *user)
{
	struct reading *reading = user;
	const char *space = strchr(field, ' '), *until = strchr(value, ' ');
	int state = atoi(value);
	char *agent;

	if (space == NULL || until == NULL || g_ascii_strtoll(until + 1, NULL, 10) < now_s()) {
		g_ptr_array_add(reading->over, g_strdup(field));
		return;
	}
	agent = g_strndup(field, (gsize)(space - field));
	if (GPOINTER_TO_INT(g_hash_table_lookup(reading->all, agent)) == ONLINE)
		g_free(agent);	/* online on one node is online */
	else
		g_hash_table_replace(reading->all, agent, GINT_TO_POINTER(state));
}

GHashTable *
presence_all(struct bus *bus)
{
	struct reading reading = { .all = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
		.over = g_ptr_array_new_with_free_func(g_free) };
	gboolean done = bus_do(bus, (const char *[]){ "HGETALL", KEY, NULL }, read_one, &reading);

	for (guint i = 0; done && i < reading.over->len; i++)
		(void)bus_do(bus, (const char *[]){ "HDEL", KEY, reading.over->pdata[i], NULL }, NULL, NULL);
	g_ptr_array_unref(reading.over);
	if (!done)
		g_clear_pointer(&reading.all, g_hash_table_unref);
	return reading.all;
}
