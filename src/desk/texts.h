/* texts.h - what we say to customers by ourselves, in their language. */
#pragma once
#include "base/fill.h"

enum text_id {
	TEXT_ACK,		/* {name} {subject} {number} {promise} {team} */
	TEXT_ACK_NAMELESS,	/* the same without {name} */
	TEXT_PROMISE_MINUTES, TEXT_PROMISE_HOURS, TEXT_PROMISE_DAYS,	/* {n} */
	TEXT_TEAM,		/* how a mailbox without a name signs */
	TEXT_COUNT
};

/* The text in that language ("es", "es-MX", "en"; NULL or unknown is English) with its places filled. A value is never looked
 * into for places of its own. The caller's. */
char *text_fill(const char *language, enum text_id id, const struct text_value *values);
