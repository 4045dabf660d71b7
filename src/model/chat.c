#include "model/chat.h"

#include <string.h>

#include "base/fault.h"

const char *const chat_state_words[] = { "bot", "queued", "offered", "active", "left", "closed", NULL };

#define TO(state) (1u << (state))

/* Active to offered is a transfer; back to queued, an agent who vanished or an offer that nobody took. */
static const unsigned steps[] = {
	[CHAT_BOT] = TO(CHAT_QUEUED) | TO(CHAT_ACTIVE) | TO(CHAT_LEFT) | TO(CHAT_CLOSED),
	[CHAT_QUEUED] = TO(CHAT_OFFERED) | TO(CHAT_ACTIVE) | TO(CHAT_LEFT) | TO(CHAT_CLOSED),
	[CHAT_OFFERED] = TO(CHAT_QUEUED) | TO(CHAT_ACTIVE) | TO(CHAT_LEFT) | TO(CHAT_CLOSED),
	[CHAT_ACTIVE] = TO(CHAT_QUEUED) | TO(CHAT_OFFERED) | TO(CHAT_LEFT) | TO(CHAT_CLOSED),
	[CHAT_LEFT] = TO(CHAT_BOT) | TO(CHAT_QUEUED) | TO(CHAT_ACTIVE) | TO(CHAT_CLOSED),
	[CHAT_CLOSED] = TO(CHAT_BOT) | TO(CHAT_QUEUED),
};

int
chat_state_from_word(const char *word)
{
	for (int i = 0; word != NULL && chat_state_words[i] != NULL; i++)
		if (strcmp(chat_state_words[i], word) == 0)
			return i;
	return -1;
}

int
chat_transition(enum chat_state from, enum chat_state to, GError **error)
{
	if (from == to)
		return 0;
	if (steps[from] & TO(to))
		return 1;
	fault_set(error, FAULT_CONFLICT, "illegal-chat-transition", "state", "A chat that is %s cannot become %s.", chat_state_words[from],
	    chat_state_words[to]);
	return -1;
}

enum chat_state
chat_state_after_customer(enum chat_state state, gboolean has_agent)
{
	if (state == CHAT_LEFT)
		return has_agent ? CHAT_ACTIVE : CHAT_QUEUED;
	return state == CHAT_CLOSED ? CHAT_QUEUED : state;
}
