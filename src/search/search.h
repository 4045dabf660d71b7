/* search.h - the search index of this node: what was written, found again by the words that a person has.
 *
 * One engine for every kind of thing. An article is indexed section by section and found once, by its best section; a
 * ticket's messages are indexed one by one and found once a ticket. The index holds nothing that the book does not: it
 * can be deleted at any time, and is filled again. It answers ids; rows are fetched from the book, which decides who may
 * see them.
 *
 * Xapian does the work and stays in this room. One writer a node (it holds a lock), any number of readers; a reader sees
 * what was committed before it asked. A struct search is used by one thread at a time.
 */
#pragma once
#include <glib.h>

G_BEGIN_DECLS

enum search_kind {
	SEARCH_ARTICLE,
	SEARCH_MESSAGE,
	SEARCH_KINDS
};

/* --- what is in the index --- */

struct search_section {
	const char *anchor;	/* where in the page; "" for its start */
	const char *title;	/* "" for none */
	const char *text;	/* plain text */
};

struct search_thing {
	enum search_kind kind;
	const char *id;
	const char *group;	/* found once: an article's translations, a ticket's messages */
	const char *language;	/* "en", "es", "pt-BR"; NULL: told by its small words */
	const char *title;
	const char *const *tags;	/* "module:invoicing", "status:open"; NULL at the end. Compared whole, in any case */
	const char *since, *until;	/* versions of the platform that it is for; NULL or "" for open */
	gint64 date_s;		/* UTC seconds */
	const struct search_section *sections;
	int n_sections;
};

struct search_writer;

/* Opens for writing, and makes what is missing. NULL with error "index-locked" if another writer is at work on this
 * node, else "index-broken" or "index-unwritable". */
struct search_writer *search_writer_open(const char *dir, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* FALSE once somebody has deleted the index while a writer had it open. */
gboolean search_writer_is_there(const char *dir);
void search_writer_close(struct search_writer **writer);

/* Puts a thing in, in place of the one with its kind and id. */
int search_put(struct search_writer *writer, const struct search_thing *thing, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* 1 or, if it was not there, 0. */
int search_drop(struct search_writer *writer, enum search_kind kind, const char *id, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Makes what was put and dropped visible and durable, with the cursor of the book up to which it is complete and how
 * much of a first filling is done (100: all). Cursors are compared as text: the later one is greater. */
int search_commit(struct search_writer *writer, const char *cursor, int percent, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The cursor of the last commit, the caller's; "" for an index that holds nothing. */
char *search_cursor(const struct search_writer *writer, int *percent_r);

/* Measures how well questions about nothing in particular are answered, and stores the confidence above which an answer
 * is believed. After the first filling and now and then; takes well under a second. */
int search_calibrate(struct search_writer *writer, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* --- asking --- */

enum search_words {
	SEARCH_ANY_WORDS,	/* the more of them, the better: help */
	SEARCH_ALL_WORDS,	/* each of them: agents. "in quotes" is a phrase, -word must not be there */
};

enum search_order { SEARCH_BEST_FIRST, SEARCH_NEWEST_FIRST };	/* newest: by when it was first put in; messages only */

struct search_question {
	enum search_kind kind;
	const char *text;		/* at most SEARCH_TEXT_BYTES */
	enum search_words words;
	enum search_order order;
	const char *const *languages;	/* wanted first, then fallbacks; NULL: any */
	const char *const *const *all_of;	/* lists of tags; a thing has one of each list. NULL for none */
	const char *const *none_of;	/* tags that it has not; NULL for none */
	const char *version;		/* of the platform; NULL: any */
	gint64 from_s, until_s;		/* date in [from, until); 0 for open */
	int offset, limit;
};

#define SEARCH_TEXT_BYTES 4096
#define SEARCH_LIMIT 100
#define SEARCH_OFFSET 1000

struct search_hit {
	char *id, *group, *language, *title;
	char *anchor, *section;	/* the best section's */
	char *passage;		/* of it, marked as passage.h says; "" for messages, whose text stays in the book */
	double score;
};

struct search_answer {
	GPtrArray *hits;	/* struct search_hit * */
	int estimate;		/* how many there are in all, roughly */
	double confidence;	/* of the first hit, 0 to about 1 */
	double threshold;	/* below it the first hit is probably about something else */
	gboolean is_sure;	/* confidence reaches threshold */
	char *corrected;	/* the words as understood, NULL if nothing was corrected */
	int percent;		/* of a first filling; less than 100: more may be found soon */
};

struct search;

/* Never fails: the index is opened when it is asked, and again when it was replaced. */
struct search *search_open(const char *dir);
void search_close(struct search **search);

/* The answer, the caller's. NULL with error "search-not-ready" while there is no index, "query-too-long",
 * "bad-limit", or "index-broken". Without any word to search for it is empty (all words: everything, newest first). */
struct search_answer *search_ask(struct search *search, const struct search_question *question, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;
void search_answer_free(struct search_answer **answer);

/* The best passage of any text for these words, marked as passage.h says; the caller's. */
char *search_passage(const char *words, const char *text, gsize most_bytes);

G_END_DECLS
