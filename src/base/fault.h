/* fault.h - errors that tell a person what to do.
 *
 * Every failure in the house is a GError of this domain. Its code says whose move it is,
 * its name is the stable word that programs match ("attachment-too-large"), its field the
 * input at fault, and its message a sentence that says what to do next. The doors turn it
 * into problem+json (RFC 9457), a WebSocket error frame or a line on a terminal.
 */
#pragma once
#include <glib.h>

G_BEGIN_DECLS	/* src/search is C++ */

enum fault_code {
	FAULT_INTERNAL,		/* our mistake; the log has more */
	FAULT_INVALID,		/* input that cannot be right as it stands */
	FAULT_UNAUTHENTICATED,	/* we do not know who is asking */
	FAULT_FORBIDDEN,	/* we know, and it is not theirs to do */
	FAULT_NOT_FOUND,
	FAULT_CONFLICT,		/* the state is not what the caller believes */
	FAULT_LIMIT,		/* too large, too deep, too many */
	FAULT_RATE,		/* too often; try again later */
	FAULT_UNAVAILABLE,	/* a server that we need does not answer; nothing was done */
};

#define FAULT fault_quark()
GQuark fault_quark(void);

/* Sets *error. name and field are copied; field may be NULL. */
void fault_set(GError **error, enum fault_code code, const char *name, const char *field, const char *format, ...)
    G_GNUC_PRINTF(5, 6);

/* The stable word and the field of an error; for errors of other domains "internal" and NULL. Borrowed. */
const char *fault_name(const GError *error);
const char *fault_field(const GError *error);

/* True if error is of this domain and has this code. */
gboolean fault_is(const GError *error, enum fault_code code);

G_END_DECLS
