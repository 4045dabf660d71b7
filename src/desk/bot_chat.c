#include "desk/bot_chat.h"

#include "desk/bot.h"
#include "desk/desk.h"
#include "model/ticket.h"
#include "rules/rules.h"
#include "store/bot.h"
#include "store/event.h"
#include "store/ticket.h"

enum { PLAN, LANGUAGE, HELD, DONE };	/* of bot_waiting */

int
bot_takes(struct desk *desk, const char *ticket_id, GError **error)
{
	return bot_hold(desk_db(desk), ticket_id, error);
}

int
bot_yields(struct desk *desk, const char *ticket_id, GError **error)
{
	return bot_release(desk_db(desk), ticket_id, error);
}

int
bot_or_person(struct desk *desk, const chat_row *chat, enum chat_state *to_r, GError **error)
{
	g_autoptr(db_rows) rows = NULL;
	gboolean is_first;

	*to_r = chat_state_after_customer(chat->state, chat->agent_id != NULL);
	if (*to_r != CHAT_QUEUED || chat->state == CHAT_QUEUED)
		return 1;
	rows = bot_waiting(desk_db(desk), chat->ticket_id, error);
	if (rows == NULL)
		return -1;
	is_first = desk_bot_is_first(desk, rows_text(rows, 0, PLAN), rows_text(rows, 0, LANGUAGE));
	if (rows_bool(rows, 0, HELD) && (is_first || !rows_bool(rows, 0, DONE))) {
		*to_r = CHAT_BOT;
		return 1;
	}
	if (!is_first)
		return bot_yields(desk, chat->ticket_id, error) < 0 ? -1 : 1;
	*to_r = CHAT_BOT;
	return bot_takes(desk, chat->ticket_id, error);
}

static int
resolve(struct db *db, const ticket_row *ticket, GError **error)
{
	if (!ticket_status_is_active(ticket->status))
		return 0;
	if (ticket_set_status(db, ticket->id, TICKET_RESOLVED, FALSE, error) < 0)
		return -1;
	return event_of_ticket(db, &actor_system, "ticket.status_changed", ticket->id, NULL, ticket_status_words[ticket->status],
	    ticket_status_words[TICKET_RESOLVED], error);
}

static int
leave_to_people(struct desk *desk, const ticket_row *ticket, const struct bot_place *place, GError **error)
{
	const char *severity = ticket_severity_words[ticket->severity];
	g_autoptr(GDateTime) now = desk_now(desk);
	g_autoptr(GDateTime) by = rules_answer_by(desk_rules(desk), now, severity, place->plan, place->wanted_language);

	if (bot_ticket_waits(desk_db(desk), ticket->id, severity, by != NULL ? g_date_time_to_unix(by) : 0, NULL, error) < 0)
		return -1;
	return bot_outcome(desk_db(desk), ticket->id, "handed_over", place->dialogue.language, NULL, error);
}

int
bot_left_alone(struct desk *desk, const char *ticket_id, GError **error)
{
	struct db *db = desk_db(desk);
	g_autoptr(ticket_row) ticket = ticket_lock(db, ticket_id, error);
	struct bot_place place;
	int held = ticket != NULL ? bot_read(db, ticket_id, &place, error) : -1;
	gboolean wants_person;

	if (held <= 0)
		return held;
	/* asked, and not told that it helped; and there is an address to answer to, or no time to lose */
	wants_person = place.dialogue.question != NULL && (place.known_address != NULL || place.dialogue.is_urgent);
	if (place.dialogue.step != DIALOGUE_DONE)
		held = wants_person ? leave_to_people(desk, ticket, &place, error) : resolve(db, ticket, error);
	bot_place_clear(&place);
	return held;
}
