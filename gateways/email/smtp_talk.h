/* smtp_talk.h - follows what is said in an SMTP session, to know how far it got and what the server thinks of each recipient.
 *
 * Fed with the lines of both sides, command by command (we do not pipeline). Pure.
 */
#pragma once
#include "email/smtp.h"

enum smtp_stage {
	SMTP_CONNECTING,	/* greeting, EHLO, STARTTLS, AUTH */
	SMTP_ENVELOPE,		/* MAIL */
	SMTP_RECIPIENTS,	/* RCPT */
	SMTP_DATA,		/* the DATA command */
	SMTP_CONTENT,		/* the mail goes out */
	SMTP_ANSWER,		/* all of it is out */
};

struct smtp_talk {
	enum smtp_stage stage;
	gboolean is_over;	/* we said QUIT: the rest is manners */
	gboolean is_answered;	/* the server answered the last command, or in SMTP_ANSWER, the mail */
	int code;		/* of the last complete answer */
	GString *words;		/* of the last answer */
	char *recipient;	/* of the RCPT that waits for its answer */
	int n_accepted;
	GPtrArray *refused;	/* struct smtp_refusal * */
};

void smtp_talk_begin(struct smtp_talk *talk);
void smtp_talk_clear(struct smtp_talk *talk);
void smtp_talk_ours(struct smtp_talk *talk, const char *line, gsize length);
void smtp_talk_theirs(struct smtp_talk *talk, const char *line, gsize length);
/* The content begins to go out, and all of it is out. */
void smtp_talk_content(struct smtp_talk *talk);
void smtp_talk_content_ends(struct smtp_talk *talk);

/* What to make of a session that ended like this; is_ok: the client library says that all went well. */
enum smtp_outcome smtp_talk_outcome(const struct smtp_talk *talk, gboolean is_ok);
/* True if the failure says nothing about this mail: any other would have failed as well. */
gboolean smtp_talk_is_servers(const struct smtp_talk *talk);
