#include "store/bot.h"

#include <string.h>

STATEMENT(bot_new,
    "INSERT INTO bot_dialogues (ticket_id, answered_seq) SELECT $1::uuid, coalesce((SELECT max(seq) FROM ticket_messages"
    " WHERE ticket_id = $1::uuid AND created_at < now()), 0) ON CONFLICT (ticket_id) DO UPDATE SET is_held = true, answered_seq = excluded.answered_seq, step = 'ready', answers = 0, tries = 0, question = NULL,"
    " summary = NULL, is_noted = false, asked_stopped = false, is_urgent = false, updated_at = now()");
STATEMENT(bot_as_it_stands,
    "SELECT d.step, d.language, d.turns, d.answers, d.tries, d.is_greeted, d.asked_stopped, d.is_urgent, d.is_noted, d.question, d.name,"
    " d.address, d.summary, d.first_id, d.first_title, d.second_id, d.second_title, d.answered_seq,"
    " t.number, t.plan_tier, t.language, t.builder_id, c.address, t.user_id IS NOT NULL, w.words, coalesce(w.seq, d.answered_seq)"
    " FROM bot_dialogues d JOIN support_tickets t ON t.id = d.ticket_id LEFT JOIN contacts c ON c.id = t.contact_id"
    " LEFT JOIN LATERAL (SELECT string_agg(left(m.body, 4000), E'\\n' ORDER BY m.seq) AS words, max(m.seq) AS seq FROM"
    " (SELECT body, seq FROM ticket_messages WHERE ticket_id = d.ticket_id AND seq > d.answered_seq AND sender_type = 'customer'"
    " AND channel = 'chat' AND NOT is_internal ORDER BY seq LIMIT 20) m) w ON true"
    " WHERE d.ticket_id = $1::uuid AND d.is_held AND EXISTS (SELECT FROM chats h WHERE h.ticket_id = d.ticket_id AND h.state = 'bot')");
STATEMENT(bot_turn,
    "UPDATE bot_dialogues SET is_held = $3::boolean, answered_seq = $4::bigint, step = $5, language = $6, turns = $7::int, answers = $8::int,"
    " tries = $9::int, is_greeted = $10::boolean, asked_stopped = $11::boolean, is_urgent = $12::boolean, is_noted = $13::boolean,"
    " question = $14, name = $15, address = $16, summary = $17, first_id = $18, first_title = $19, second_id = $20, second_title = $21,"
    " updated_at = now() WHERE ticket_id = $1::uuid AND turns = $2::int AND is_held");
STATEMENT(bot_let_go, "UPDATE bot_dialogues SET is_held = false, updated_at = now() WHERE ticket_id = $1::uuid AND is_held");
STATEMENT(bot_may_wake,
    "SELECT t.plan_tier, t.language, coalesce(d.is_held, false), coalesce(d.step = 'done', false) FROM support_tickets t"
    " LEFT JOIN bot_dialogues d ON d.ticket_id = t.id WHERE t.id = $1::uuid");
STATEMENT(bot_message_public, "SELECT api_message_public(m) FROM ticket_messages m WHERE m.id = $1::uuid");
STATEMENT(bot_outcome_new, "INSERT INTO bot_outcomes (ticket_id, what, language, article_id) VALUES ($1::uuid, $2, $3, $4::uuid)");
STATEMENT(bot_ticket_said_one,
    "UPDATE support_tickets SET last_seq = $2::bigint, message_count = message_count + 1,"
    " waiting_since = CASE WHEN $3::boolean THEN waiting_since END, version = version + 1, updated_at = now() WHERE id = $1::uuid");
STATEMENT(bot_ticket_for_people,
    "UPDATE support_tickets SET severity = $2, sla_response_by = CASE WHEN $3::bigint > 0 THEN to_timestamp($3::bigint) END,"
    " contact_id = coalesce(contact_id, $4::uuid), waiting_since = coalesce(waiting_since, now()), version = version + 1, updated_at = now()"
    " WHERE id = $1::uuid");
STATEMENT(bot_articles_of,
    "SELECT a.id, a.slug, a.title, a.summary FROM unnest($1::uuid[]) WITH ORDINALITY f (id, n) JOIN kb_articles a ON a.id = f.id"
    " WHERE a.is_published AND (NOT a.is_gated OR $2::boolean) ORDER BY f.n");
STATEMENT(bot_owed,
    "SELECT d.ticket_id FROM bot_dialogues d JOIN chats c ON c.ticket_id = d.ticket_id AND c.state = 'bot' WHERE d.is_held AND d.updated_at > now() - interval '1 day' AND (d.turns = 0 OR EXISTS"
    " (SELECT FROM ticket_messages m WHERE m.ticket_id = d.ticket_id AND m.seq > d.answered_seq AND m.sender_type = 'customer'"
    " AND m.channel = 'chat' AND NOT m.is_internal)) ORDER BY d.updated_at LIMIT $1::int");

int
bot_hold(struct db *db, const char *ticket_id, GError **error)
{
	return (int)db_exec(db, &bot_new, PARAMS(p_text(ticket_id)), error);
}

static void
read_dialogue(struct dialogue *d, const db_rows *rows)
{
	d->step = (enum dialogue_step)dialogue_step_from_word(rows_text(rows, 0, 0));
	g_strlcpy(d->language, rows_text(rows, 0, 1), sizeof(d->language));
	d->turns = (int)rows_int(rows, 0, 2);
	d->answers = (int)rows_int(rows, 0, 3);
	d->tries = (int)rows_int(rows, 0, 4);
	d->is_greeted = rows_bool(rows, 0, 5);
	d->asked_stopped = rows_bool(rows, 0, 6);
	d->is_urgent = rows_bool(rows, 0, 7);
	d->is_noted = rows_bool(rows, 0, 8);
	d->question = g_strdup(rows_text(rows, 0, 9));
	d->name = g_strdup(rows_text(rows, 0, 10));
	d->address = g_strdup(rows_text(rows, 0, 11));
	d->summary = g_strdup(rows_text(rows, 0, 12));
	for (int i = 0; i < 2; i++) {
		d->choice_id[i] = g_strdup(rows_text(rows, 0, 13 + 2 * i));
		d->choice_title[i] = g_strdup(rows_text(rows, 0, 14 + 2 * i));
	}
}

int
bot_read(struct db *db, const char *ticket_id, struct bot_place *place_r, GError **error)
{
	g_autoptr(db_rows) rows = db_query(db, &bot_as_it_stands, PARAMS(p_text(ticket_id)), error);

	memset(place_r, 0, sizeof(*place_r));
	if (rows == NULL)
		return -1;
	if (rows_count(rows) == 0)
		return 0;
	read_dialogue(&place_r->dialogue, rows);
	place_r->turns = place_r->dialogue.turns;
	place_r->answered_seq = rows_int(rows, 0, 17);
	place_r->number = rows_text(rows, 0, 18);
	place_r->plan = rows_text(rows, 0, 19);
	place_r->wanted_language = rows_text(rows, 0, 20);
	place_r->builder_id = rows_text(rows, 0, 21);
	place_r->known_address = rows_text(rows, 0, 22);
	place_r->is_user = rows_bool(rows, 0, 23);
	place_r->words = rows_text(rows, 0, 24);
	place_r->words_seq = rows_int(rows, 0, 25);
	place_r->rows = g_steal_pointer(&rows);
	return 1;
}

void
bot_place_clear(struct bot_place *place)
{
	dialogue_clear(&place->dialogue);
	g_clear_pointer(&place->rows, rows_free);
}

int
bot_save(struct db *db, const char *ticket_id, const struct bot_place *place, gboolean is_held, GError **error)
{
	const struct dialogue *d = &place->dialogue;

	return (int)db_exec(db, &bot_turn, PARAMS(p_text(ticket_id), p_int(place->turns), p_bool(is_held), p_int(place->words_seq),
	    p_text(dialogue_step_words[d->step]), p_text(d->language), p_int(d->turns), p_int(d->answers), p_int(d->tries),
	    p_bool(d->is_greeted), p_bool(d->asked_stopped), p_bool(d->is_urgent), p_bool(d->is_noted), p_text(d->question), p_text(d->name),
	    p_text(d->address), p_text(d->summary), p_text(d->choice_id[0]), p_text(d->choice_title[0]), p_text(d->choice_id[1]),
	    p_text(d->choice_title[1])), error);
}

int
bot_release(struct db *db, const char *ticket_id, GError **error)
{
	return (int)db_exec(db, &bot_let_go, PARAMS(p_text(ticket_id)), error);
}

db_rows *
bot_waiting(struct db *db, const char *ticket_id, GError **error)
{
	return db_query(db, &bot_may_wake, PARAMS(p_text(ticket_id)), error);
}

char *
bot_message(struct db *db, const char *message_id, GError **error)
{
	g_autoptr(db_rows) found = db_query(db, &bot_message_public, PARAMS(p_text(message_id)), error);

	return found != NULL ? g_strdup(rows_text(found, 0, 0)) : NULL;
}

int
bot_outcome(struct db *db, const char *ticket_id, const char *what, const char *language, const char *article_id, GError **error)
{
	return (int)db_exec(db, &bot_outcome_new, PARAMS(p_text(ticket_id), p_text(what), p_text(language), p_text(article_id)), error);
}

int
bot_ticket_said(struct db *db, const char *ticket_id, int64_t seq, gboolean waits, GError **error)
{
	return (int)db_exec(db, &bot_ticket_said_one, PARAMS(p_text(ticket_id), p_int(seq), p_bool(waits)), error);
}

int
bot_ticket_waits(struct db *db, const char *ticket_id, const char *severity, int64_t answer_by_s, const char *contact_id, GError **error)
{
	return (int)db_exec(db, &bot_ticket_for_people, PARAMS(p_text(ticket_id), p_text(severity), p_int(answer_by_s), p_text(contact_id)), error);
}

db_rows *
bot_articles(struct db *db, const char *ids, gboolean is_user, GError **error)
{
	return db_query(db, &bot_articles_of, PARAMS(p_text(ids), p_bool(is_user)), error);
}

db_rows *
bot_pending(struct db *db, int most, GError **error)
{
	return db_query(db, &bot_owed, PARAMS(p_int(most)), error);
}
