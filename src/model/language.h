/* language.h - which language a text is written in, told by its small words. */
#pragma once

/* "en", "es", …, NULL if the text is too short or looks like none; static. */
const char *language_guess(const char *text);

/* Of two languages that it must be one of, the one with at least so many more words (1 …): for texts of a few words. NULL: either. */
const char *language_of_two(const char *text, const char *one, const char *other, int lead);
