/* engine.h - how things look inside the index; for this room's C++ only.
 *
 * Terms:  Q<id>            the thing
 *         F<tag>           what it can be filtered by; Flang:en is its language
 *         W<ns>:<word>     a folded word
 *         Z<ns>:<stem>     its stem
 *         T<ns>:<stem>     a stem of the title or the section's title
 * ns is the language for kinds that are written in one, "" for the others.
 */
#pragma once
#include <xapian.h>

#include <map>
#include <string>
#include <vector>

#include "search/search.h"

enum slot : Xapian::valueno { SLOT_GROUP, SLOT_DATE, SLOT_SINCE, SLOT_UNTIL };

struct kind_traits {
	const char *folder;
	bool by_language;	/* words of one language are not words of another */
	bool keeps_text;	/* for passages */
	bool has_positions;	/* for phrases */
	bool spells;		/* words are corrected */
	bool newest_first;	/* what was put in last has the lowest number: "newest first" need not look at all */
};
extern const kind_traits kinds[SEARCH_KINDS];

#define META_CURSOR "cursor"
#define META_PERCENT "percent"
#define META_THRESHOLD "threshold:"	/* + language */
#define META_LANGUAGES "languages"

/* "pt-BR" to "pt". */
std::string language_base(const char *language);
/* The stemmer of a language; one that changes nothing where there is none. */
const Xapian::Stem &stemmer(const std::string &language);
std::string stem(const std::string &language, const std::string &word);
std::string filter_term(const char *tag);
/* "4.12.1" so that it sorts as versions do. */
std::string version_key(const char *version);
/* How the spelling dictionary knows a word: the language at the end keeps the dictionaries apart. */
std::string spelling_key(const std::string &language, const std::string &word);

/* Sets *error from an exception of Xapian's. */
void broken(const Xapian::Error &cause, GError **error);

/* Asks an open database, without looking at its freshness: search.cc and calibrate.cc. Throws. */
struct search_answer *ask(const Xapian::Database &db, const struct search_question &question);
