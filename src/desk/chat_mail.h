/* chat_mail.h - what of a chat goes out by mail: to somebody who left, and the transcript at the end. For this room, in the open transaction. */
#pragma once
#include <glib.h>

struct desk;

/* What agents said and the customer has not read. 1, 0 nothing or nobody to write to, -1. */
int chat_mail_unread(struct desk *desk, const char *ticket_id, GError **error) G_GNUC_WARN_UNUSED_RESULT;
int chat_mail_transcript(struct desk *desk, const char *ticket_id, GError **error) G_GNUC_WARN_UNUSED_RESULT;
