#include <string.h>

#include "base/fault.h"
#include "base/log.h"
#include "desk/bot.h"
#include "desk/bot_chat.h"
#include "desk/chat.h"
#include "desk/check.h"
#include "desk/desk.h"
#include "rules/rules.h"
#include "store/chat.h"
#include "store/event.h"
#include "store/message.h"
#include "store/participant.h"
#include "store/requester.h"
#include "store/ticket.h"

#define SUBJECT_CHARACTERS 80

typedef struct opener {		/* whoever opens it; texts live as long as the rows */
	requester *user;
	db_rows *visitor;
	char contact[UUID_LENGTH + 1];	/* whom answers are mailed to; "" if nobody knows an address */
	const char *user_id, *builder_id, *name, *address, *language, *plan, *role;
} opener;

static void
opener_clear(opener *who)
{
	g_clear_pointer(&who->user, requester_free);
	g_clear_pointer(&who->visitor, rows_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(opener, opener_clear)

static int
plan_rank(const char *plan)
{
	static const char *const plans[] = { "free", "starter", "professional", "business", "enterprise" };

	for (int i = 0; plan != NULL && i < (int)G_N_ELEMENTS(plans); i++)
		if (strcmp(plans[i], plan) == 0)
			return i;
	return 0;
}

static int
find_customer(struct db *db, const struct actor *actor, opener *who, GError **error)
{
	who->user = requester_by_user(db, actor->id, error);
	if (who->user == NULL)
		return -1;
	who->user_id = who->user->user_id;
	who->builder_id = who->user->builder_id;
	who->name = who->user->user_name;
	who->address = who->user->user_email;
	who->language = who->user->language;
	who->plan = actor->plan_tier[0] != '\0' ? actor->plan_tier : who->user->plan_tier;
	who->role = actor->user_role[0] != '\0' ? actor->user_role : who->user->user_role;
	g_strlcpy(who->contact, who->user->contact_id, sizeof(who->contact));
	return 1;
}

/* The address is what they say it is: answers go there, and it makes them nobody's user. */
static int
find_visitor(struct db *db, const struct actor *actor, opener *who, GError **error)
{
	who->visitor = visitor_by_id(db, actor->id, error);
	if (who->visitor == NULL)
		return -1;
	if (rows_count(who->visitor) == 0) {
		fault_set(error, FAULT_UNAUTHENTICATED, "unknown-token", "token", "This visitor is not known here; ask for a new token.");
		return -1;
	}
	who->builder_id = rows_text(who->visitor, 0, 0);
	who->name = rows_text(who->visitor, 0, 1);
	who->address = rows_text(who->visitor, 0, 2);
	who->language = rows_text(who->visitor, 0, 3);
	who->plan = rows_text(who->visitor, 0, 4);
	return who->address == NULL ? 1 : contact_for_address(db, who->address, who->name, who->builder_id, who->contact, error);
}

/* The first line of what was said, or as much of it as a subject may have. */
static char *
subject_of(const struct chat_opening *opening)
{
	const char *text = opening->subject != NULL ? opening->subject : opening->body != NULL ? opening->body : "Chat";
	g_autofree char *line = g_strstrip(g_strndup(text, strcspn(text, "\n")));

	if (*line == '\0')
		return g_strdup("Chat");
	return g_utf8_strlen(line, -1) > SUBJECT_CHARACTERS ? g_utf8_substring(line, 0, SUBJECT_CHARACTERS) : g_steal_pointer(&line);
}

static int
add_ticket(struct desk *desk, const opener *who, const struct chat_opening *opening, const char *id, gboolean *is_bots_r, GError **error)
{
	const struct rules *rules = desk_rules(desk);
	g_autofree char *subject = subject_of(opening);
	struct ticket_insert ticket = { .id = id, .builder_id = who->builder_id, .user_id = who->user_id,
		.contact_id = who->contact[0] != '\0' ? who->contact : NULL, .subject = subject,
		.description = opening->body != NULL ? opening->body : "", .source = "chat", .context_url = opening->context_url,
		.user_role = who->role, .plan_tier = who->plan, .language = opening->language != NULL ? opening->language : who->language,
		.messages = opening->body != NULL };

	ticket.severity = rules_default_severity(rules);
	ticket.category = rules_category(rules, opening->context_url, subject);
	*is_bots_r = desk_bot_is_first(desk, who->plan, ticket.language);
	ticket.is_waiting = !*is_bots_r;
	ticket.response_s = rules_response_seconds(rules, ticket.severity, who->plan);
	return ticket_insert(desk_db(desk), &ticket, error);
}

static int
add_first_message(struct db *db, const struct actor *actor, const opener *who, const struct chat_opening *opening, const char *ticket_id,
    GError **error)
{
	struct uuid id = uuid_new();
	struct message_insert message = { .id = id.text, .ticket_id = ticket_id, .builder_id = who->builder_id, .seq = 1, .sender_type = "customer",
		.sender_id = who->user_id, .contact_id = who->contact[0] != '\0' ? who->contact : NULL, .sender_name = who->name,
		.sender_address = who->user_id != NULL ? who->address : NULL, .channel = "chat", .body = opening->body,
		.client_id = opening->client_id };

	if (message_insert(db, &message, error) < 0)
		return -1;
	return event_of_ticket(db, actor, "message.added", ticket_id, id.text, NULL, "customer", error);
}

static char *
open_in(struct desk *desk, const struct actor *actor, const struct chat_opening *opening, const char *id, GError **error)
{
	struct db *db = desk_db(desk);
	g_auto(opener) who = { .user = NULL };
	struct chat_insert chat = { .ticket_id = id, .opener = actor->id, .client_id = opening->client_id, .node = opening->node };

	if ((actor->kind == ACTOR_CUSTOMER ? find_customer(db, actor, &who, error) : find_visitor(db, actor, &who, error)) < 0)
		return NULL;
	chat.builder_id = who.builder_id;
	chat.visitor_id = actor->kind == ACTOR_VISITOR ? actor->id : NULL;
	chat.plan_rank = plan_rank(who.plan);
	if (add_ticket(desk, &who, opening, id, &chat.is_bots, error) < 0 || event_of_ticket(db, actor, "ticket.opened", id, NULL, NULL, "chat", error) < 0 ||
	    (who.contact[0] != '\0' && participant_join(db, id, who.contact, who.builder_id, "requester", "chat", error) < 0) ||
	    chat_insert(db, &chat, error) < 0 || (chat.is_bots && bot_takes(desk, id, error) < 0) ||
	    (opening->body != NULL && add_first_message(db, actor, &who, opening, id, error) < 0))
		return NULL;
	return chat_json(db, id, error);
}

/* The chat that was opened by the first try. 1, 0 there is none, -1. */
static int
find_again(struct db *db, const struct actor *actor, const char *client_id, char *id_r, char **json_r, GError **error)
{
	int is_known = chat_of_client(db, actor->id, client_id, id_r, error);

	if (is_known <= 0)
		return is_known;
	*json_r = chat_json(db, id_r, error);
	return *json_r != NULL ? 1 : -1;
}

char *
desk_chat_open(struct desk *desk, const struct actor *actor, const struct chat_opening *opening, char *id_r, gboolean *is_new_r, GError **error)
{
	struct db *db = desk_db(desk);
	struct uuid id = uuid_new();
	g_autoptr(GError) lost = NULL;
	char *json = NULL;

	*is_new_r = FALSE;
	if (actor->kind != ACTOR_CUSTOMER && actor->kind != ACTOR_VISITOR) {
		fault_set(error, FAULT_FORBIDDEN, "customers-only", NULL, "Only customers and visitors open a chat; an agent opens a ticket.");
		return NULL;
	}
	if (opening->body != NULL && check_body(opening->body, "body", error) < 0)
		return NULL;
	if (find_again(db, actor, opening->client_id, id_r, &json, error) != 0 || db_begin(db, NULL, error) < 0)
		return json;
	json = desk_done(db, open_in(desk, actor, opening, id.text, &lost), &lost);
	if (json == NULL && fault_is(lost, FAULT_CONFLICT) && find_again(db, actor, opening->client_id, id_r, &json, error) > 0)
		return json;	/* two tries at one moment: the other one was faster */
	if (json == NULL) {
		g_clear_error(error);
		g_propagate_error(error, g_steal_pointer(&lost));
		return NULL;
	}
	*is_new_r = TRUE;
	g_strlcpy(id_r, id.text, UUID_LENGTH + 1);
	log_info("opened", LOG_STR("ticket", id.text), LOG_STR("by", actor_kind_word(actor->kind)), LOG_STR("source", "chat"));
	return json;
}
