#include "base/fault.h"
#include "base/log.h"
#include "desk/check.h"
#include "desk/desk.h"
#include "desk/ticket.h"
#include "rules/rules.h"
#include "store/array.h"
#include "store/event.h"
#include "store/message.h"
#include "store/participant.h"
#include "store/requester.h"
#include "store/ticket.h"

static requester *
find_requester(struct db *db, const struct actor *actor, const struct ticket_new *new, GError **error)
{
	if (actor->kind == ACTOR_CUSTOMER)
		return requester_by_user(db, actor->id, error);
	if (new->user_id != NULL)
		return requester_by_user(db, new->user_id, error);
	if (new->address != NULL)
		return requester_by_address(db, new->address, new->name, error);
	fault_set(error, FAULT_INVALID, "requester-missing", "user_id", "Say whose ticket it is: a user_id, or a mail address in requester_address.");
	return NULL;
}

static int
add_first_message(struct db *db, const struct actor *actor, const struct ticket_new *new, const requester *who, const char *ticket_id,
    const char *source, GError **error)
{
	g_autofree char *key = actor_key(actor);
	g_autofree char *attachments = array_of_texts(new->attachments);
	struct uuid id = uuid_new();
	struct message_insert message = { .id = id.text, .ticket_id = ticket_id, .builder_id = who->builder_id, .seq = 1,
		.sender_type = "customer", .sender_id = who->user_id, .contact_id = who->contact_id,
		.sender_name = who->user_name != NULL ? who->user_name : "", .sender_address = who->user_email, .channel = source,
		.body = new->description, .client_id = new->client_id, .attachments = attachments,
		.n_attachments = attachments != NULL ? (int)g_strv_length((char **)new->attachments) : 0, .uploader = key };

	if (message_insert(db, &message, error) < 0)
		return -1;
	return event_of_ticket(db, actor, "message.added", ticket_id, id.text, NULL, "customer", error);
}

static char *
open_ticket(struct desk *desk, const struct actor *actor, const struct ticket_new *new, const char *id, int64_t *version_r, GError **error)
{
	struct db *db = desk_db(desk);
	const struct rules *rules = desk_rules(desk);
	g_autoptr(requester) who = find_requester(db, actor, new, error);
	struct ticket_insert ticket = { .id = id, .mailbox_id = new->mailbox_id, .subject = new->subject, .description = new->description,
		.context_url = new->context_url, .context_metadata = new->context_metadata, .is_waiting = TRUE, .messages = 1 };

	if (who == NULL)
		return NULL;
	ticket.builder_id = who->builder_id;
	ticket.user_id = who->user_id;
	ticket.contact_id = who->contact_id;
	ticket.user_role = actor->kind == ACTOR_CUSTOMER && actor->user_role[0] != '\0' ? actor->user_role : who->user_role;
	ticket.plan_tier = actor->kind == ACTOR_CUSTOMER && actor->plan_tier[0] != '\0' ? actor->plan_tier : who->plan_tier;
	ticket.language = new->language != NULL ? new->language : who->language;
	ticket.source = actor->kind == ACTOR_CUSTOMER ? "in_app" : new->source != NULL ? new->source : "phone";
	ticket.severity = new->severity != NULL ? new->severity : rules_default_severity(rules);
	ticket.category = new->category != NULL ? new->category : rules_category(rules, new->context_url, new->subject);
	ticket.response_s = rules_response_seconds(rules, ticket.severity, ticket.plan_tier);
	if (ticket_insert(db, &ticket, error) < 0 ||
	    event_of_ticket(db, actor, "ticket.opened", id, NULL, NULL, ticket.source, error) < 0 ||
	    participant_join(db, id, who->contact_id, who->builder_id, "requester", ticket.source, error) < 0 ||
	    add_first_message(db, actor, new, who, id, ticket.source, error) < 0 ||
	    audit_note(db, actor, "ticket.open", "ticket", id, NULL, new->subject, error) < 0)
		return NULL;
	return ticket_json(db, id, version_r, error);
}

char *
desk_ticket_open(struct desk *desk, const struct actor *actor, const struct ticket_new *new, int64_t *version_r, char *id_r, GError **error)
{
	struct db *db = desk_db(desk);
	struct uuid id = uuid_new();
	char *json;

	if (check_subject(new->subject, error) < 0 || check_body(new->description, "description", error) < 0 ||
	    check_attachments(new->attachments, error) < 0)
		return NULL;
	if (actor->kind != ACTOR_CUSTOMER && check_staff(actor, error) < 0)
		return NULL;
	if (db_begin(db, actor, error) < 0)
		return NULL;
	json = desk_done(db, open_ticket(desk, actor, new, id.text, version_r, error), error);
	if (json != NULL)
		log_info("opened", LOG_STR("ticket", id.text), LOG_STR("by", actor_kind_word(actor->kind)));
	g_strlcpy(id_r, id.text, UUID_LENGTH + 1);
	return json;
}
