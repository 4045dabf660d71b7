#include <string.h>

#include "base/fault.h"
#include "base/log.h"
#include "conf/conf.h"
#include "desk/bot_chat.h"
#include "desk/chat.h"
#include "desk/chat_mail.h"
#include "desk/check.h"
#include "desk/desk.h"
#include "store/agent.h"
#include "store/chat.h"
#include "store/event.h"
#include "store/ticket.h"

struct step {
	struct desk *desk;
	struct db *db;
	const struct actor *actor;
	const chat_row *chat;
	const char *agent_id;		/* transfer: to whom; NULL to the queue */
	gboolean wants_transcript;
};

static int
refuse(GError **error, enum fault_code code, const char *name, const char *sentence)
{
	fault_set(error, code, name, "ticket", "%s", sentence);
	return -1;
}

static int
note(struct step *s, const char *type, GError **error)
{
	return event_of_ticket(s->db, s->actor, type, s->chat->ticket_id, NULL, chat_state_words[s->chat->state], NULL, error);
}

static int
accept_in(struct step *s, GError **error)
{
	int has_room;

	if (s->chat->state == CHAT_ACTIVE && g_strcmp0(s->chat->agent_id, s->actor->id) == 0)
		return 0;
	if (s->chat->state == CHAT_ACTIVE || (s->chat->state == CHAT_OFFERED && g_strcmp0(s->chat->agent_id, s->actor->id) != 0))
		return refuse(error, FAULT_CONFLICT, "chat-taken", "A colleague has this chat.");
	if (s->chat->state != CHAT_BOT && s->chat->state != CHAT_QUEUED && s->chat->state != CHAT_OFFERED)
		return refuse(error, FAULT_CONFLICT, "chat-not-waiting", "This chat does not wait for anybody.");
	has_room = chat_agent_has_room(s->db, s->actor->id, error);
	if (has_room == 0)
		return refuse(error, FAULT_LIMIT, "too-many-chats", "You have as many chats as you may have at once; close one first.");
	if (has_room < 0 || bot_yields(s->desk, s->chat->ticket_id, error) < 0 || chat_go(s->db, s->chat, CHAT_ACTIVE, s->actor->id, error) < 0)
		return -1;
	return note(s, "chat.accepted", error);
}

static int
decline_in(struct step *s, GError **error)
{
	if (s->chat->state != CHAT_OFFERED || g_strcmp0(s->chat->agent_id, s->actor->id) != 0)
		return 0;
	return chat_go(s->db, s->chat, CHAT_QUEUED, NULL, error) < 0 ? -1 : note(s, "chat.declined", error);
}

static int
transfer_in(struct step *s, GError **error)
{
	if (s->chat->state != CHAT_ACTIVE)
		return refuse(error, FAULT_CONFLICT, "chat-not-active", "Only a chat that an agent has can be handed on.");
	if (g_strcmp0(s->chat->agent_id, s->actor->id) != 0 && s->actor->role < AGENT_ROLE_MANAGER)
		return refuse(error, FAULT_FORBIDDEN, "not-yours", "Only who has the chat, or a manager, hands it on.");
	if (s->agent_id != NULL && chat_agent_is_active(s->db, s->agent_id, error) <= 0) {
		if (*error == NULL)
			fault_set(error, FAULT_NOT_FOUND, "no-such-agent", "agent", "There is no such agent.");
		return -1;
	}
	if (chat_go(s->db, s->chat, s->agent_id != NULL ? CHAT_OFFERED : CHAT_QUEUED, s->agent_id, error) < 0)
		return -1;
	return note(s, "chat.transferred", error);
}

static int
resolve_ticket(struct step *s, GError **error)
{
	g_autoptr(ticket_row) ticket = ticket_lock(s->db, s->chat->ticket_id, error);

	if (ticket == NULL)
		return -1;
	if (!ticket_status_is_active(ticket->status))
		return 0;
	if (ticket_set_status(s->db, ticket->id, TICKET_RESOLVED, FALSE, error) < 0)
		return -1;
	return event_of_ticket(s->db, s->actor, "ticket.status_changed", ticket->id, NULL, ticket_status_words[ticket->status],
	    ticket_status_words[TICKET_RESOLVED], error);
}

static int
close_in(struct step *s, GError **error)
{
	int gone;

	if (s->wants_transcript && chat_want_transcript(s->db, s->chat->ticket_id, error) < 0)
		return -1;
	gone = bot_yields(s->desk, s->chat->ticket_id, error) < 0 ? -1 : chat_go(s->db, s->chat, CHAT_CLOSED, s->chat->agent_id, error);
	if (gone <= 0)
		return gone;
	if (resolve_ticket(s, error) < 0 || note(s, "chat.closed", error) < 0)
		return -1;
	return s->wants_transcript || s->chat->wants_transcript ? chat_mail_transcript(s->desk, s->chat->ticket_id, error) : 1;
}

static int
leave_in(struct step *s, GError **error)
{
	if (strcmp(s->chat->opener, s->actor->id) != 0)
		return refuse(error, FAULT_FORBIDDEN, "not-yours", "Only who opened a chat can leave it.");
	if (s->chat->state == CHAT_CLOSED || s->chat->state == CHAT_LEFT)
		return 0;
	if ((s->chat->state == CHAT_BOT && bot_left_alone(s->desk, s->chat->ticket_id, error) < 0) ||
	    chat_go(s->db, s->chat, CHAT_LEFT, s->chat->state == CHAT_OFFERED ? NULL : s->chat->agent_id, error) < 0 ||
	    chat_mail_unread(s->desk, s->chat->ticket_id, error) < 0)
		return -1;
	return note(s, "chat.left", error);
}

/* Is the chat one that they may take a step with? Agents any, a customer their builder's, a visitor their own. As themselves, so that
 * row security answers. */
static int
check_sees(struct desk *desk, const struct actor *actor, const char *ticket_id, GError **error)
{
	struct db *db = desk_db(desk);
	g_autofree char *json = NULL;

	if (db_begin(db, actor, error) < 0)
		return -1;
	json = desk_done(db, chat_json(db, ticket_id, error), error);
	return json != NULL ? 1 : -1;
}

static char *
take_step(struct desk *desk, struct step *step, const char *ticket_id, int (*take)(struct step *step, GError **error), GError **error)
{
	struct db *db = desk_db(desk);
	g_autoptr(chat_row) chat = NULL;
	char *json = NULL;

	if (check_sees(desk, step->actor, ticket_id, error) < 0 || db_begin(db, NULL, error) < 0)
		return NULL;
	step->desk = desk;
	step->db = db;
	step->chat = chat = chat_lock(db, ticket_id, error);
	if (chat != NULL && take(step, error) >= 0)
		json = chat_json(db, ticket_id, error);
	json = desk_done(db, json, error);
	if (json != NULL)
		log_debug("chat", LOG_STR("ticket", ticket_id), LOG_STR("was", chat_state_words[chat->state]));
	return json;
}

static int
check_agent(const struct actor *actor, GError **error)
{
	if (actor->kind == ACTOR_AGENT && actor->id[0] != '\0')
		return 1;
	fault_set(error, FAULT_FORBIDDEN, "agents-only", NULL, "Only an agent takes and hands on chats.");
	return -1;
}

char *
desk_chat_accept(struct desk *desk, const struct actor *actor, const char *ticket_id, GError **error)
{
	return check_agent(actor, error) < 0 ? NULL : take_step(desk, &(struct step){ .actor = actor }, ticket_id, accept_in, error);
}

char *
desk_chat_decline(struct desk *desk, const struct actor *actor, const char *ticket_id, GError **error)
{
	return check_agent(actor, error) < 0 ? NULL : take_step(desk, &(struct step){ .actor = actor }, ticket_id, decline_in, error);
}

char *
desk_chat_transfer(struct desk *desk, const struct actor *actor, const char *ticket_id, const char *agent_id, GError **error)
{
	return check_agent(actor, error) < 0 ? NULL :
	    take_step(desk, &(struct step){ .actor = actor, .agent_id = agent_id }, ticket_id, transfer_in, error);
}

char *
desk_chat_close(struct desk *desk, const struct actor *actor, const char *ticket_id, gboolean wants_transcript, GError **error)
{
	return take_step(desk, &(struct step){ .actor = actor, .wants_transcript = wants_transcript }, ticket_id, close_in, error);
}

char *
desk_chat_leave(struct desk *desk, const struct actor *actor, const char *ticket_id, GError **error)
{
	return take_step(desk, &(struct step){ .actor = actor }, ticket_id, leave_in, error);
}
