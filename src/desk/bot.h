/* bot.h - the bot at the desk: holds chats while no person does, answers from the help centre, and hands over. */
#pragma once
#include <glib.h>
#include <stdint.h>

struct desk;

/* Who opens a chat now, with that plan and language, speaks with the bot first. Either may be NULL. */
gboolean desk_bot_is_first(struct desk *desk, const char *plan, const char *language);

struct bot_answer {
	char *message;		/* api_message_public JSON of what it said; NULL: nothing */
	int64_t seq;		/* its */
	char *chat;		/* api_chat JSON if the bot has let go of it, else NULL */
	gboolean is_queued;	/* then: a person is to come; else they are answered by mail */
};
void bot_answer_clear(struct bot_answer *answer);

/* Takes up whatever the customer has said in a chat that the bot holds and that it has not taken up: what it says, where the dialogue then stands, and
 * what becomes of the ticket are one transaction. Calling it again, from wherever, does no harm. 1 with *answer_r; 0 nothing was owed, or
 * somebody else is at it; -1. */
int desk_bot_answer(struct desk *desk, const char *ticket_id, struct bot_answer *answer_r, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Chats that are owed an answer, because whoever should have given it died: ids (char *), the caller's. NULL with error set. */
GPtrArray *desk_bot_owed(struct desk *desk, GError **error) G_GNUC_WARN_UNUSED_RESULT;
