/* chat.h - what a live chat can be, and which steps lead from one state to the next. Its words stand in its ticket. */
#pragma once
#include <glib.h>

enum chat_state {
	CHAT_BOT,	/* the bot has it */
	CHAT_QUEUED,	/* waits for an agent */
	CHAT_OFFERED,	/* waits for one agent's yes */
	CHAT_ACTIVE,	/* an agent has it */
	CHAT_LEFT,	/* the customer went away: what an agent says now is mailed */
	CHAT_CLOSED,
};

#define CHAT_BODY_MAX 16000	/* characters of a message */

/* As they stand in the database, ended by NULL; the index is the enum. */
extern const char *const chat_state_words[];
/* The enum of a word, or -1. */
int chat_state_from_word(const char *word);

/* May a chat go from one state to another? 1 yes; 0 it is there already; -1 with FAULT_CONFLICT "illegal-chat-transition". */
int chat_transition(enum chat_state from, enum chat_state to, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What a chat is once its customer is there and writes: one that they left goes on, one that was closed waits again. */
enum chat_state chat_state_after_customer(enum chat_state state, gboolean has_agent);
