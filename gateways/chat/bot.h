/* bot.h - chats that the bot has: it is asked for an answer whenever one may be owed. */
#pragma once

struct server;

/* Something was said, or the chat was opened. Asking too often does no harm. */
void bot_ask(struct server *server, const char *ticket);
/* The same where api_chat JSON says that the bot has it. */
void bot_ask_if_held(struct server *server, const char *ticket, const char *json);
/* Every PRESENCE_BEAT_S: takes up what a gateway that died left unanswered. */
void bot_beat(struct server *server);
