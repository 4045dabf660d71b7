/* tell.h - what is told to others, here and on the other nodes. Each takes its frame. */
#pragma once
#include <glib.h>

struct bell_note;
struct client;
struct server;

/* Everybody who looks at a ticket, but not the one that it comes from (may be NULL). */
void tell_room(struct server *server, const char *ticket, const struct client *origin, GString *frame);
/* All agents, or one of them (agent_id NULL: all). Only those who are online, if so wanted. */
void tell_agents(struct server *server, const char *agent_id, gboolean only_online, GString *frame);
/* The queue is another one. */
void tell_queue(struct server *server);
/* api_chat JSON: the chat is another one. */
void tell_chat(struct server *server, const char *ticket, const struct client *origin, const char *json);

/* What another node rang: cuts the line up. */
void tell_heard(struct server *server, char *line);
