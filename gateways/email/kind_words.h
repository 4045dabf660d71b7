/* kind_words.h - the words by which kind.c knows absence notes and machines; for kind.c only. */
#pragma once
#include <glib.h>

gboolean kind_words_absent_subject(const char *subject);	/* "Automatic reply: …" in many languages */
gboolean kind_words_absent_text(const char *text);		/* "I am out of the office until …" near its start */
gboolean kind_words_not_to_answer(const char *text);		/* "Please do not reply to this email." */
/* By the sender's local part in lower case. */
gboolean kind_words_daemon(const char *local);			/* mailer-daemon: never a person */
gboolean kind_words_list_software(const char *local);		/* majordomo, things-request */
gboolean kind_words_machine_sender(const char *local);		/* noreply: with other evidence no person */
gboolean kind_words_bulk_sender(const char *local);		/* noreply, newsletter, marketing */
