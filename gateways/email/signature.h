/* signature.h - where a letter ends and its signature begins. */
#pragma once
#include "email/reply_line.h"

/* Looks at the n lines that own[] numbers, in order. The place in own[] where the signature begins; n if there is none.
 * Never 0: a letter that is all signature is a letter. sender_name may be NULL. */
guint signature_find(const struct reply_lines *lines, const guint *own, guint n, const char *sender_name);
