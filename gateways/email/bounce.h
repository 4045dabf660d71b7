/* bounce.h - who could not be reached, whether for good, and why (RFC 3463, 3464, 5965; and mails that ignore them).
 *
 * Pure: mime.c hands over what it found, in plain text, and gets an inbound_bounce or NULL.
 */
#pragma once
#include "model/inbound.h"

struct bounce_facts {
	const char *from;		/* address or NULL */
	const char *from_name;
	const char *subject;
	const char *return_path;	/* "" for <>, NULL if the header is absent */
	const char *content_type;	/* of the mail: "multipart/report" */
	const char *report_type;	/* its report-type parameter, NULL if none */
	const char *auto_submitted;	/* header's value, NULL if absent */
	const char *failed_recipients;	/* X-Failed-Recipients and its relatives, NULL if absent */
	const char *to;			/* first To address: where the mail was returned */
	const char *const *headers;	/* "Name: value" unfolded, NULL-terminated, of the mail itself: vendors' own */
	const char *text;		/* the human-readable part or parts, decoded */
	const char *delivery_status;	/* message/delivery-status parts as text, NULL if none */
	const char *feedback_report;	/* message/feedback-report part as text, NULL if none */
	const char *original_headers;	/* header block of the returned message, as text; NULL if none was attached */
};

/* The bounce that these facts tell of, caller's to free with the mail; NULL if this is no bounce. *reason_r, the
 * caller's, says what told us ("message/delivery-status"). */
struct inbound_bounce *bounce_read(const struct bounce_facts *facts, char **reason_r);
