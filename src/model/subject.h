/* subject.h - what a mail's subject says about where it belongs. */
#pragma once
#include <glib.h>
#include <stdint.h>

/* The number of "[#1234]"; of several the last, which is the first that was written. 0 if there is none. */
int64_t subject_ticket_number(const char *subject);

/* The base subject (RFC 5256, 2.1) in lower case (casefolded), without "Re:", "Fwd:", their cousins in other languages, "[list]"
 * and "(fwd)"; two mails of one conversation have the same. *is_reply_r, if not NULL, says whether one of the marks was there.
 * The caller's; "" if nothing is left. */
char *subject_base(const char *subject, gboolean *is_reply_r);

/* Does the subject say that somebody passes a mail on ("Fwd: …", "WG: …", "[Fwd: …]", "… (fwd)")? Of several marks the first counts: the
 * answer to a forwarded mail is an answer. */
gboolean subject_is_forward(const char *subject);
