/* queue.h - chats that wait, the agents who take them, and what happens because time passes. */
#pragma once
#include <glib.h>

struct client;
struct server;

/* A chat waits now: agents who are online are offered it. */
void queue_joined(struct server *server, const char *ticket);
/* It is offered to one agent (NULL: whoever is online). */
void queue_offered(struct server *server, const char *ticket, const char *agent_id);
/* It does not wait any more. */
void queue_left(struct server *server, const char *ticket);

/* An agent's socket is gone. */
void queue_agent_gone(struct client *client);

/* Once a second: tells those who wait where they are, if that changed. */
void queue_count(struct server *server);
/* Every PRESENCE_BEAT_S: says who is here, and gives back the chats of those who are not. */
void queue_beat(struct server *server);
