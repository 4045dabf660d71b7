/* kind.h - did a person write this? (RFC 3834, 2919, 2369). Bounces are told apart first, by bounce.h.
 *
 * Precedence: bulk alone decides nothing.
 */
#pragma once
#include "model/inbound.h"

struct kind_facts {
	const char *const *headers;	/* "Name: value" unfolded, NULL-terminated */
	const char *from;		/* address or NULL */
	const char *subject;
	const char *return_path;	/* "" for <>, NULL if absent */
	const char *text;
	const char *message_id;		/* without <> */
	const char *const *own_addresses;	/* lower case, NULL-terminated; NULL: none */
	const char *own_host;
	gboolean has_references;	/* it answers something */
};

/* MAIL_PERSON, MAIL_AUTO_REPLY, MAIL_LIST or MAIL_OWN; *reason_r, the caller's, says what told us. */
enum mail_kind kind_of(const struct kind_facts *facts, char **reason_r);
