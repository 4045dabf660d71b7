/* shapes.h - what answers look like, for openapi.json: one line a shape, as the database's api_* functions make them. */
#pragma once

struct shape {
	const char *name;	/* NULL ends the list */
	/* "member:type" separated by blanks. Types: uuid, text, int, bool, time, object, any, the name of a shape, and [type] for a list of it. "?"
	 * behind a type: may be null. "~" before a member: not in every answer (an agent's, not a customer's). */
	const char *members;
};

extern const struct shape shapes[];
