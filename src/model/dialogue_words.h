/* dialogue_words.h - what somebody means who writes a few words to the bot, in English or Spanish. */
#pragma once
#include <glib.h>

enum meaning {
	MEANS_OTHER,	/* a question, or whatever was asked for */
	MEANS_NOTHING,	/* no word in it */
	MEANS_GREETING,
	MEANS_THANKS,
	MEANS_YES,
	MEANS_NO,
	MEANS_FIRST, MEANS_SECOND,	/* of two */
	MEANS_PERSON,	/* a person is wanted */
	MEANS_DOWN,	/* something is down, or they cannot get in */
};

enum meaning meaning_of(const char *words);

/* Everybody's work is stopped, said in a sentence. */
gboolean meaning_is_stopped(const char *words);

/* Lower case, no accents (ñ becomes n), words with one space between them; the caller's. Equal for two that say the same. */
char *words_fold(const char *words);
