/* inbound.h - a mail that was read: what the desk needs to know of it, and nothing of MIME.
 *
 * gateways/email/mime.c makes it; desk/receive.c turns it into a ticket's message. All text is
 * valid UTF-8 without NUL. Strings and arrays are owned by the struct; inbound_mail_free ends them.
 * An array is never NULL; a string may be NULL where the mail did not have it.
 */
#pragma once
#include <glib.h>
#include <stdint.h>

enum mail_kind {
	MAIL_PERSON,		/* somebody wrote it: the only kind that opens a ticket */
	MAIL_AUTO_REPLY,	/* RFC 3834: vacation notes, acknowledgements */
	MAIL_BOUNCE,		/* RFC 3464 and those that ignore it */
	MAIL_LIST,		/* a newsletter or a list's own notice; a person's post to a list is MAIL_PERSON */
	MAIL_OWN,		/* we sent it ourselves */
};

struct mail_address {
	char *name;		/* display name, decoded; NULL if none */
	char *address;		/* addr-spec as written, domain lower-cased; NULL for a bare name */
};

enum bounce_reason {		/* the reason word of a bounce, coarse enough to act on */
	BOUNCE_UNKNOWN,		/* nothing that we understand */
	BOUNCE_NO_SUCH_ADDRESS,	/* the address, its mailbox or its domain does not exist or was closed */
	BOUNCE_MAILBOX_FULL,
	BOUNCE_REFUSED,		/* policy or reputation: blocked, spam, authentication, too large, not accepted here */
	BOUNCE_TEMPORARY,	/* trouble that may pass: expired in queue, network, system error */
	BOUNCE_COMPLAINT,	/* abuse feedback report (RFC 5965) */
};

struct bounce_recipient {
	char *address;		/* who could not be reached; NULL if the mail does not name it */
	char *status;		/* enhanced status code "5.1.1" (RFC 3463), NULL if none was given or found */
	int reply_code;		/* SMTP reply code, 0 if none */
	gboolean hard;		/* trying this address again makes no sense */
	enum bounce_reason reason;
	char *diagnostic;	/* the remote's own words, one line, at most 500 bytes */
};

struct inbound_bounce {
	GPtrArray *recipients;		/* struct bounce_recipient *, at least one */
	char *original_message_id;	/* of the mail that bounced, without <>; NULL if not to be found */
};

enum inbound_disposition { INBOUND_ATTACHMENT, INBOUND_INLINE };

struct inbound_attachment {
	char *filename;		/* safe to show, no path, at most 255 bytes; never NULL ("attachment-2.pdf" if it had none) */
	char *content_type;	/* "image/png", lower case, no parameters */
	char *content_id;	/* without <>; NULL if none */
	enum inbound_disposition disposition;
	int64_t size;		/* decoded bytes */
	int part;		/* the number by which mime_attachment_copy finds its content */
};

struct inbound_mail {
	/* Header */
	char *message_id;	/* without <>; NULL if the mail has none that can be used */
	GPtrArray *references;	/* char *, without <>: References, then In-Reply-To if it is not among them; oldest first */
	char *subject;		/* decoded, unfolded; "" if none */
	struct mail_address from;	/* the first From, else Sender */
	struct mail_address reply_to;	/* address NULL if none */
	GPtrArray *to, *cc;	/* struct mail_address * */
	GPtrArray *delivered_to;	/* char *: Delivered-To, X-Original-To, Envelope-To: where it really went */
	GDateTime *date;	/* UTC; NULL if there is none that makes sense */
	char *language;		/* "en", "es", … as the text looks or Content-Language says; NULL if unsure */

	/* Kind */
	enum mail_kind kind;
	char *kind_reason;	/* what told us: "Auto-Submitted: auto-replied" */
	struct inbound_bounce *bounce;	/* only for MAIL_BOUNCE */

	/* Trust: of the header of the server that we trust only (RFC 8601) */
	char *auth_results;	/* the header's text, unfolded; NULL if that server wrote none */
	char *dmarc;		/* "pass", "fail", "none", …; NULL if not said */

	/* Text */
	char *text;		/* the whole as plain text; made from the HTML if there is no plain part */
	char *html;		/* the whole as safe HTML (html/sanitize.h); NULL if the mail has no HTML part */
	char *reply;		/* what is new in it: what the view shows; never NULL */
	char *quoted;		/* what it quotes; NULL if nothing */
	char *signature;	/* NULL if none */

	GPtrArray *attachments;	/* struct inbound_attachment *, in the mail's order */
	GPtrArray *warnings;	/* char *: what was cut or odd, for the operator: "html-too-large" */
};

struct inbound_mail *inbound_mail_new(void);
void inbound_mail_free(struct inbound_mail **mail);

/* Deep copies; name and address may be NULL. */
struct mail_address *mail_address_new(const char *name, const char *address);
void mail_address_free(struct mail_address *address);
struct bounce_recipient *bounce_recipient_new(void);
struct inbound_bounce *inbound_bounce_new(void);

/* "person", "auto_reply", … and "no_such_address", … as they stand in the database. */
const char *mail_kind_word(enum mail_kind kind);
const char *bounce_reason_word(enum bounce_reason reason);
