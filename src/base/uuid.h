/* uuid.h - ids that sort by the time they were made: UUID version 7 (RFC 9562, section 5.7). */
#pragma once
#include <glib.h>

#define UUID_LENGTH 36

struct uuid {
	char text[UUID_LENGTH + 1];	/* lower case, with hyphens */
};

/* A new id. Ids made by one process never go backwards, even within a millisecond. Any thread. */
struct uuid uuid_new(void);

/* True if text is a UUID of any version, in the usual form. */
gboolean uuid_is_valid(const char *text);
