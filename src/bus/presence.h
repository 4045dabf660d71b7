/* presence.h - which agents are there, in Redis, with a time to live: an agent whose gateway died is gone by itself.
 *
 * Each gateway says so again every few seconds for the agents that are connected to it, so a flushed Redis knows all of them again within
 * PRESENCE_BEAT_S.
 */
#pragma once
#include <glib.h>

struct bus;

#define PRESENCE_TTL_S 15
#define PRESENCE_BEAT_S 4

struct presence {
	const char *agent_id;
	gboolean is_away;	/* connected, but takes no chats */
};

/* These agents are connected to this node. 1, or 0 if Redis is away. */
int presence_beat(struct bus *bus, const char *node, const struct presence *agents, int n);
/* This agent has no socket on this node any more. */
int presence_gone(struct bus *bus, const char *node, const char *agent_id);
/* The agents that are there on any node: agent id to GINT_TO_POINTER(1 online, 2 away). The caller's. NULL if Redis is away. */
GHashTable *presence_all(struct bus *bus);
