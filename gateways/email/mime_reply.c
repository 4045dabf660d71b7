#include "email/mime_reader.h"

void
mime_read_reply(struct mime *mime)
{
	mime->mail->reply = g_strdup(mime->mail->text);
}
