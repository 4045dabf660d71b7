/* bounce_phrases.h - the tables of bounce_phrases.c; for bounce_words.c only. */
#pragma once
#include "email/bounce_parts.h"

struct bounce_section {
	enum bounce_meaning meaning;
	const char *const *phrases;
	gsize n;
};
extern const struct bounce_section bounce_clear[], bounce_hints[];
extern const gsize bounce_n_clear, bounce_n_hints;
