/* bot.h - the dialogues of the bot in the book. Run as the owner: visitors and customers never see these rows. */
#pragma once
#include "model/dialogue.h"
#include "store/db.h"

/* The bot holds this ticket's chat from now on. One that it held before begins anew; what was said
 * before this transaction is not answered again. */
int bot_hold(struct db *db, const char *ticket_id, GError **error) G_GNUC_WARN_UNUSED_RESULT;

struct bot_place {		/* where it stands; texts are borrowed from rows */
	db_rows *rows;
	struct dialogue dialogue;	/* its own */
	int turns;		/* as they were read: bot_save holds them against the book */
	const char *number, *plan, *wanted_language, *builder_id, *known_address, *words;
	gboolean is_user;	/* somebody who has logged in */
	int64_t answered_seq, words_seq;	/* words_seq: of the newest of words */
};
/* 1; 0 if the bot does not hold it. */
int bot_read(struct db *db, const char *ticket_id, struct bot_place *place_r, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void bot_place_clear(struct bot_place *place);

/* 1; 0 if somebody else took a turn since it was read, and nothing was done. */
int bot_save(struct db *db, const char *ticket_id, const struct bot_place *place, gboolean is_held, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* It holds it no more. How many did. */
int bot_release(struct db *db, const char *ticket_id, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A chat whose customer comes back: its ticket's plan and language, borrowed from the rows; whether the bot holds it still, and is done with it. Rows, or
 * NULL with error set. Columns: plan, language, held, done. */
db_rows *bot_waiting(struct db *db, const char *ticket_id, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* api_message_public JSON of a message, the caller's. */
char *bot_message(struct db *db, const char *message_id, GError **error) G_GNUC_WARN_UNUSED_RESULT;

int bot_outcome(struct db *db, const char *ticket_id, const char *what, const char *language, const char *article_id, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/* The ticket has one message more, the bot's. waits: a person is expected already; else nobody waits for one. */
int bot_ticket_said(struct db *db, const char *ticket_id, int64_t seq, gboolean waits, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* A person is waited for from now on: with that severity, until then (unix seconds; 0: nothing is promised), written to there (NULL: as it was). */
int bot_ticket_waits(struct db *db, const char *ticket_id, const char *severity, int64_t answer_by_s, const char *contact_id, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/* Articles that may be shown, of these ids (an array literal). Columns: id, slug, title, summary. */
db_rows *bot_articles(struct db *db, const char *ids, gboolean is_user, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Chats that the bot owes an answer, the one that waits longest first: column 0 the ticket's id. */
db_rows *bot_pending(struct db *db, int most, GError **error) G_GNUC_WARN_UNUSED_RESULT;
