/* dialogue.h - what the bot does with what a visitor says: a machine without I/O.
 *
 * Ask dialogue_language and dialogue_query first, look up what they name, and give what was found to dialogue_turn: it changes the dialogue and returns
 * what is said and what is to be done. Every dialogue ends: after DIALOGUE_TURNS the bot hands over, whatever is said.
 */
#pragma once
#include <glib.h>

#include "model/sayings.h"

#define DIALOGUE_TURNS 12
#define DIALOGUE_NAME_MAX 100		/* characters */
#define DIALOGUE_TEXT_MAX 1000		/* characters of a question or summary that are kept */

enum dialogue_step {
	DIALOGUE_READY,		/* ask away */
	DIALOGUE_ANSWERED,	/* did this help? */
	DIALOGUE_NARROW,	/* which of the two? */
	DIALOGUE_STOPPED,	/* is work stopped? */
	DIALOGUE_OFFER,		/* a person, or a ticket? */
	DIALOGUE_NAME, DIALOGUE_ADDRESS, DIALOGUE_SUMMARY,	/* what a ticket needs */
	DIALOGUE_DONE,		/* it is a person's now */
};
extern const char *const dialogue_step_words[];	/* as they stand in the database, ended by NULL */
int dialogue_step_from_word(const char *word);

struct dialogue {		/* all zero: a new one. Texts are its own, NULL for none */
	enum dialogue_step step;
	char language[3];	/* "": nothing is known */
	int turns, answers;	/* answers: to the question that is open, none of which helped yet */
	int tries;		/* at what is asked for now */
	gboolean is_greeted, asked_stopped, is_urgent, is_noted;
	char *question;		/* the one that is open */
	char *name, *address, *summary;
	char *choice_id[2], *choice_title[2];	/* of DIALOGUE_NARROW */
};
void dialogue_clear(struct dialogue *dialogue);

/* The language it goes on in after these words: "en" or "es". wanted is the widget's, or NULL. */
const char *dialogue_language(const struct dialogue *dialogue, const char *words, const char *wanted);

/* What to search for before the turn, the caller's; NULL: nothing. */
char *dialogue_query(const struct dialogue *dialogue, const char *words);

struct dialogue_hit {		/* an article */
	const char *id, *title, *link;
	const char *passage;	/* without marks */
	double score;
};

struct dialogue_facts {
	const char *language;		/* dialogue_language's */
	const struct dialogue_hit *hits;	/* best first */
	int n_hits;
	gboolean is_searchable;		/* the index answered */
	gboolean is_sure;		/* the first hit is about what was asked */
	gboolean has_chat, is_open;	/* the plan has people to chat with; they are there */
	const char *opens;		/* when they are, in words; NULL: nobody knows */
	const char *plan, *channels;	/* the plan's name (NULL: they have none), and how it reaches people, in words */
	const char *next_plan, *brings;	/* the next larger one and what it adds, in words; NULL: none */
	const char *promise, *promise_urgent;	/* until when they answer, in words; NULL: nothing is promised */
	const char *number;		/* the ticket's */
	const char *known_address;	/* of a visitor who need not be asked; NULL: ask */
};

enum dialogue_act {		/* bits */
	DIALOGUE_MAKES_TICKET = 1,	/* name, address and summary are in the dialogue (any may be NULL) */
	DIALOGUE_HANDS_OVER = 2,	/* to the queue */
	DIALOGUE_SETS_URGENT = 4,
};

enum dialogue_count {		/* bits: what happened, for the figures */
	DIALOGUE_ASKED = 1,
	DIALOGUE_GAVE_ANSWER = 2,
	DIALOGUE_KNEW_NOTHING = 4,
	DIALOGUE_HELPED = 8,
	DIALOGUE_HELPED_NOT = 16,
	DIALOGUE_HANDED_OVER = 32,	/* to a person or, by a ticket, to the team */
	DIALOGUE_COUNTS = 6
};
extern const char *const dialogue_count_words[DIALOGUE_COUNTS];	/* by the bit's number */

struct dialogue_turn {
	char *text;		/* what the bot says, "" for nothing */
	GArray *said;		/* enum saying, in order */
	unsigned acts, counts;
	const char *answered_by;	/* the hit's id; NULL; borrowed from the facts */
};

/* words may be NULL: the chat was opened and nothing said yet. */
void dialogue_turn(struct dialogue *dialogue, const char *words, const struct dialogue_facts *facts, struct dialogue_turn *turn_r);
void dialogue_turn_clear(struct dialogue_turn *turn);
