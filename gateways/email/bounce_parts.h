/* bounce_parts.h - what the bounce_*.c files share; nobody else includes it.
 *
 * A bounce is read in three steps. Evidence is gathered as entries, one a recipient (bounce_report.c for the forms that
 * machines fill in, bounce_text.c for sentences). Then bounce_judge.c gives each entry a meaning, by its words
 * (bounce_words.c, whose tables are bounce_phrases.c) or failing that by its codes (bounce_status.c). bounce.c decides
 * whether a mail is a bounce at all, and puts the pieces together.
 */
#pragma once
#include "email/bounce.h"

#define BOUNCE_MAX_RECIPIENTS 100
#define BOUNCE_MAX_TEXT (64 * 1024)	/* of any fact: the rest cannot matter */
#define BOUNCE_MAX_WORDS 4096		/* of one recipient's diagnostic and context */

enum smtp_stage { STAGE_UNKNOWN, STAGE_CONNECT, STAGE_MAIL, STAGE_RCPT, STAGE_DATA };

enum bounce_meaning {		/* finer than enum bounce_reason: it decides whether trying again makes sense */
	MEANS_NOTHING,
	MEANS_NO_USER,
	MEANS_NO_HOST,
	MEANS_MOVED,
	MEANS_CLOSED,		/* the account is there but disabled: may come back */
	MEANS_FULL,
	MEANS_REFUSED,
	MEANS_TROUBLE,
};

struct bounce_entry {
	char *address;		/* NULL while unknown */
	char *action;		/* RFC 3464 Action, lower case; NULL */
	char *status;		/* "5.1.1" of a Status field; NULL */
	GString *diagnostic;	/* the remote's words */
	GString *context;	/* what else the mail says of this recipient */
	enum smtp_stage stage;
};

struct bounce_text {
	GPtrArray *entries;	/* struct bounce_entry * */
	char *own;		/* the reporter's words: all before the returned message */
	char *words;		/* the same, folded */
	char *returned;		/* what follows; "" if nothing */
	enum smtp_stage stage;	/* of the whole, for texts that don't say whose */
	gboolean delayed;	/* the text says that trying goes on */
};

struct bounce_entry *bounce_entry_new(const char *address);
GPtrArray *bounce_entries_new(void);
/* The entry of that address, made if there is none; NULL once there are BOUNCE_MAX_RECIPIENTS. */
struct bounce_entry *bounce_entries_get(GPtrArray *entries, const char *address);
void bounce_append(GString *to, const char *words);	/* within BOUNCE_MAX_WORDS, whole characters */

/* Addresses. Finds the next addr-spec in text; its start and end. FALSE if there is none. */
gboolean bounce_next_address(const char *text, const char **start_r, const char **end_r);
char *bounce_first_address(const char *text);	/* NULL if none */
gboolean bounce_is_daemon(const char *address, const char *name);

/* Forms: delivery-status groups, feedback report, Amazon's JSON notification. They add to entries. */
void bounce_report_status(GPtrArray *entries, const char *text);
gboolean bounce_report_feedback(GPtrArray *entries, const char *text);
gboolean bounce_report_json(GPtrArray *entries, const char *text, gboolean *complaint_r);
char *bounce_field(const char *headers, const char *name);	/* unfolded value, NULL if absent */

/* Sentences. skip: addresses that are not the failed one (NULL-terminated). */
void bounce_text_read(const char *text, const char *const *skip, struct bounce_text *read_r);
void bounce_text_clear(struct bounce_text *read);

/* What an entry means. alone: it is the only one, so all that the text says is about it. */
struct bounce_recipient *bounce_judge(const struct bounce_entry *entry, const struct bounce_text *text, gboolean alone);

/* Folded words: lower case, single blanks, without addresses, URLs and codes. */
char *bounce_words_fold(const char *text);
enum bounce_meaning bounce_words_mean(const char *folded);	/* clear wordings */
enum bounce_meaning bounce_words_hint(const char *folded);	/* wordings that a status code outweighs */
enum smtp_stage bounce_words_stage(const char *folded);
gboolean bounce_words_say_delayed(const char *folded);
gboolean bounce_words_report(const char *folded);	/* a mail system telling of a mail that it could not deliver */
gboolean bounce_words_subject(const char *folded);	/* a subject of such a report */
gboolean bounce_words_start_of_returned(const char *line);	/* "--- Below this line is a copy of the message." */

/* Codes. */
char *bounce_status_find(const char *text);	/* the first of the most precise: "5.1.1" rather than "5.0.0"; NULL */
int bounce_reply_code_find(const char *text);	/* 0 if none */
enum bounce_meaning bounce_status_mean(const char *status);
enum bounce_meaning bounce_reply_code_mean(int code);
