#include "desk/bot.h"

#include <string.h>

#include "base/fault.h"
#include "base/log.h"
#include "base/uuid.h"
#include "desk/bot_facts.h"
#include "desk/check.h"
#include "desk/desk.h"
#include "model/ticket.h"
#include "rules/rules.h"
#include "store/bot.h"
#include "store/chat.h"
#include "store/event.h"
#include "store/message.h"
#include "store/participant.h"
#include "store/requester.h"
#include "store/ticket.h"

#define OWED_MOST 100
#define TRIES 3
#define SUBJECT_CHARACTERS 80

struct turn {			/* while it is written down */
	struct desk *desk;
	struct db *db;
	const char *ticket_id;
	struct bot_place *place;
	const struct bot_facts *facts;
	const struct dialogue_turn *said;
	struct bot_answer *answer;
};

gboolean
desk_bot_is_first(struct desk *desk, const char *plan, const char *language)
{
	const struct rules *rules = desk_rules(desk);
	g_autoptr(GDateTime) now = desk_now(desk);
	struct rules_hours hours;

	rules_hours_at(rules, now, plan, language, &hours);
	rules_hours_clear(&hours);
	return !hours.is_open || !rules_plan_has(rules, plan, RULES_CHAT) || rules_bot_first(rules, plan);
}

void
bot_answer_clear(struct bot_answer *answer)
{
	g_clear_pointer(&answer->message, g_free);
	g_clear_pointer(&answer->chat, g_free);
}

static int
say(struct turn *t, int64_t last_seq, GError **error)
{
	struct uuid id = uuid_new();
	/* the turn is part of its name: were it said twice, the second one could not be stored */
	g_autofree char *client_id = g_strdup_printf("bot:%d", t->place->dialogue.turns);
	struct message_insert message = { .id = id.text, .ticket_id = t->ticket_id, .builder_id = t->place->builder_id, .seq = last_seq + 1,
		.sender_type = "system", .sender_name = saying_template(t->place->dialogue.language, SAY_BOT), .channel = "chat",
		.body = t->said->text, .client_id = client_id };

	if (*t->said->text == '\0')
		return 0;
	if (message_insert(t->db, &message, error) < 0 || bot_ticket_said(t->db, t->ticket_id, message.seq, t->place->dialogue.step == DIALOGUE_DONE, error) < 0 ||
	    event_of_ticket(t->db, &actor_system, "message.added", t->ticket_id, id.text, NULL, "system", error) < 0)
		return -1;
	t->answer->message = bot_message(t->db, id.text, error);
	t->answer->seq = message.seq;
	return t->answer->message != NULL ? 1 : -1;
}

static int
count(struct turn *t, GError **error)
{
	for (int i = 0; i < DIALOGUE_COUNTS; i++) {
		g_autofree char *type = g_strconcat("bot.", dialogue_count_words[i], NULL);

		if (!(t->said->counts >> i & 1))
			continue;
		if (bot_outcome(t->db, t->ticket_id, dialogue_count_words[i], t->place->dialogue.language,
		    1u << i == DIALOGUE_GAVE_ANSWER ? t->said->answered_by : NULL, error) < 0 ||
		    event_of_ticket(t->db, &actor_system, type, t->ticket_id, NULL, NULL, t->place->dialogue.language, error) < 0)
			return -1;
	}
	return 1;
}

/* Whoever gave an address takes part by it: answers are mailed there. It is what they say it is, and makes them nobody's user. */
static int
add_contact(struct turn *t, char contact_r[UUID_LENGTH + 1], GError **error)
{
	const struct dialogue *d = &t->place->dialogue;

	*contact_r = '\0';
	if (t->place->known_address != NULL || d->address == NULL || *d->address == '\0')
		return 0;
	if (contact_for_address(t->db, d->address, d->name, t->place->builder_id, contact_r, error) < 0)
		return -1;
	return participant_join(t->db, t->ticket_id, contact_r, t->place->builder_id, "requester", "chat", error);
}

/* The ticket is called after what it is about, not after the greeting. */
static int
name_ticket(struct turn *t, GError **error)
{
	const struct dialogue *d = &t->place->dialogue;
	const char *text = d->summary != NULL ? d->summary : d->question;
	g_autofree char *line = text != NULL ? g_strstrip(g_strndup(text, strcspn(text, "\n"))) : NULL, *start = NULL;

	if (line == NULL || *line == '\0')
		return 0;
	start = g_utf8_strlen(line, -1) > SUBJECT_CHARACTERS ? g_utf8_substring(line, 0, SUBJECT_CHARACTERS) : g_strdup(line);
	return ticket_set_subject(t->db, t->ticket_id, start, error);
}

/* A person is expected from here on. */
static int
hand_over(struct turn *t, const ticket_row *ticket, GError **error)
{
	gboolean is_urgent = t->place->dialogue.is_urgent;
	const char *severity = ticket_severity_words[is_urgent ? TICKET_P1 : ticket->severity];
	GDateTime *by = t->facts->answer_by[is_urgent ? 1 : 0];
	gboolean is_queued = (t->said->acts & DIALOGUE_HANDS_OVER) != 0;
	g_autoptr(chat_row) chat = chat_lock(t->db, t->ticket_id, error);
	char contact[UUID_LENGTH + 1];

	if (chat == NULL || add_contact(t, contact, error) < 0 || name_ticket(t, error) < 0 ||
	    bot_ticket_waits(t->db, t->ticket_id, severity, by != NULL ? g_date_time_to_unix(by) : 0, *contact != '\0' ? contact : NULL, error) < 0)
		return -1;
	/* left: what an agent answers is mailed, until the customer is seen again */
	if (chat->state == CHAT_BOT && chat_go(t->db, chat, is_queued ? CHAT_QUEUED : CHAT_LEFT, NULL, error) < 0)
		return -1;
	t->answer->is_queued = is_queued;
	t->answer->chat = chat_json(t->db, t->ticket_id, error);
	return t->answer->chat != NULL ? 1 : -1;
}

static int
mark_urgent(struct turn *t, const ticket_row *ticket, GError **error)
{
	if (!(t->said->acts & DIALOGUE_SETS_URGENT) || ticket->severity == TICKET_P1)
		return 0;
	if (ticket_set_severity(t->db, t->ticket_id, "P1", rules_response_seconds(desk_rules(t->desk), "P1", t->place->plan), error) < 0)
		return -1;
	return event_of_ticket(t->db, &actor_system, "ticket.severity_changed", t->ticket_id, NULL, ticket_severity_words[ticket->severity], "P1", error);
}

static int
write_down(struct turn *t, GError **error)
{
	unsigned leaves = t->said->acts & (DIALOGUE_HANDS_OVER | DIALOGUE_MAKES_TICKET);
	gboolean is_held = (t->said->acts & DIALOGUE_HANDS_OVER) == 0;
	g_autoptr(ticket_row) ticket = ticket_lock(t->db, t->ticket_id, error);
	int saved;

	if (ticket == NULL)
		return -1;
	saved = bot_save(t->db, t->ticket_id, t->place, is_held, error);
	if (saved <= 0)
		return saved;
	if (say(t, ticket->last_seq, error) < 0 || count(t, error) < 0 || mark_urgent(t, ticket, error) < 0)
		return -1;
	return leaves != 0 && hand_over(t, ticket, error) < 0 ? -1 : 1;
}

static int
take_turn(struct desk *desk, const char *ticket_id, struct bot_place *place, const struct bot_facts *facts, struct bot_answer *answer, GError **error)
{
	struct dialogue_turn said;
	struct turn turn = { .desk = desk, .db = desk_db(desk), .ticket_id = ticket_id, .place = place, .facts = facts, .said = &said, .answer = answer };
	int done;

	dialogue_turn(&place->dialogue, place->words, &facts->dialogue, &said);
	done = db_begin(turn.db, NULL, error) < 0 ? -1 : desk_ended(turn.db, write_down(&turn, error), error);
	if (done > 0)
		log_info("bot", LOG_STR("ticket", ticket_id), LOG_STR("step", dialogue_step_words[place->dialogue.step]),
		    LOG_INT("counts", said.counts), LOG_STR("language", place->dialogue.language));
	else
		bot_answer_clear(answer);
	dialogue_turn_clear(&said);
	return done;
}

/* 1, -1; 0 nothing was owed, or, with *again_r, somebody else took the turn. */
static int
answer_once(struct desk *desk, const char *ticket_id, struct bot_answer *answer_r, gboolean *again_r, GError **error)
{
	struct bot_place place;
	struct bot_facts facts;
	int done;

	*again_r = FALSE;
	if (db_begin(desk_db(desk), NULL, error) < 0)
		return -1;
	done = desk_ended(desk_db(desk), bot_read(desk_db(desk), ticket_id, &place, error), error);
	if (done <= 0 || (place.words == NULL && place.turns > 0)) {
		bot_place_clear(&place);
		return MIN(done, 0);
	}
	done = bot_facts_find(desk, &place, &facts, error);
	if (done > 0)
		done = take_turn(desk, ticket_id, &place, &facts, answer_r, error);
	*again_r = done == 0;
	bot_facts_clear(&facts);
	bot_place_clear(&place);
	return done;
}

int
desk_bot_answer(struct desk *desk, const char *ticket_id, struct bot_answer *answer_r, GError **error)
{
	gboolean again = TRUE;
	int done = 0;

	memset(answer_r, 0, sizeof(*answer_r));
	for (int i = 0; i < TRIES && again; i++)
		done = answer_once(desk, ticket_id, answer_r, &again, error);
	return done;
}

GPtrArray *
desk_bot_owed(struct desk *desk, GError **error)
{
	g_autoptr(db_rows) rows = bot_pending(desk_db(desk), OWED_MOST, error);
	GPtrArray *ids = rows != NULL ? g_ptr_array_new_with_free_func(g_free) : NULL;

	for (int i = 0; rows != NULL && i < rows_count(rows); i++)
		g_ptr_array_add(ids, g_strdup(rows_text(rows, i, 0)));
	return ids;
}
