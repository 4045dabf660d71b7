/* element.h - what becomes of each HTML element: the allow-list. */
#pragma once
#include <gumbo.h>

enum element_kind {
	ELEMENT_THROUGH,	/* the tag goes, what is inside stays */
	ELEMENT_DROP,		/* goes with all that is inside */
	ELEMENT_INLINE,
	ELEMENT_BLOCK,
	ELEMENT_VOID,		/* stays, has no inside */
	ELEMENT_TABLE_PART,	/* stays only where a table wants it */
};

struct element {
	enum element_kind kind;
	const char *tag;	/* as written; NULL unless it stays */
};

/* Never NULL; an element that is not on the list passes its content through. */
const struct element *element_of(GumboTag tag);
