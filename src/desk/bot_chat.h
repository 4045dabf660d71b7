/* bot_chat.h - for chat*.c: when a chat is the bot's, and when it is so no more. All in the open transaction. */
#pragma once
#include <glib.h>

#include "store/chat.h"

struct desk;

/* The bot holds this chat from now on. */
int bot_takes(struct desk *desk, const char *ticket_id, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A person has it now. */
int bot_yields(struct desk *desk, const char *ticket_id, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The customer went while the bot held it: what was answered is resolved, what was not waits for a person. */
int bot_left_alone(struct desk *desk, const char *ticket_id, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What a chat is once its customer is there (again) and writes: chat_state_after_customer, and the bot's where nobody else would answer. The bot takes it
 * then. */
int bot_or_person(struct desk *desk, const chat_row *chat, enum chat_state *to_r, GError **error) G_GNUC_WARN_UNUSED_RESULT;
