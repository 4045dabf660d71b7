#include "desk/reply.h"

#include <string.h>

#include "base/fault.h"
#include "desk/check.h"
#include "desk/desk.h"
#include "desk/outgoing.h"
#include "store/array.h"
#include "store/event.h"
#include "store/message.h"
#include "store/participant.h"
#include "store/requester.h"
#include "store/ticket.h"

struct writing {		/* one message on its way into the book */
	struct desk *desk;
	struct db *db;
	const struct actor *actor;
	const struct reply_new *reply;
	const ticket_row *ticket;
	struct message_insert message;
};

static int
note_status(struct writing *w, enum ticket_status status, GError **error)
{
	if (status == w->ticket->status)
		return 1;
	return event_of_ticket(w->db, w->actor, "ticket.status_changed", w->ticket->id, w->message.id,
	    ticket_status_words[w->ticket->status], ticket_status_words[status], error);
}

/* A colleague who writes takes part from then on. */
static int
join_sender(struct writing *w, const requester *who, GError **error)
{
	int taking_part = participant_count(w->db, w->ticket->id, error);

	if (taking_part < 0)
		return -1;
	if (taking_part >= TICKET_PARTICIPANTS_MAX)
		return 0;	/* they read along in the app; a mail cannot have more recipients */
	return participant_join(w->db, w->ticket->id, who->contact_id, who->builder_id, "cc", "in_app", error);
}

static int
write_as_customer(struct writing *w, GError **error)
{
	g_autoptr(requester) who = requester_by_user(w->db, w->actor->id, error);
	enum ticket_status status = ticket_status_after_customer(w->ticket->status, w->ticket->assigned_to != NULL);

	if (who == NULL)
		return -1;
	w->message.sender_type = "customer";
	w->message.contact_id = who->contact_id;
	w->message.sender_name = who->user_name;
	w->message.sender_address = who->user_email;
	if (message_insert(w->db, &w->message, error) < 0 || join_sender(w, who, error) < 0 || note_status(w, status, error) < 0)
		return -1;
	return ticket_after_customer(w->db, w->ticket->id, w->message.seq, status, error);
}

static int
write_as_agent(struct writing *w, GError **error)
{
	enum ticket_status status = ticket_status_after_agent(w->ticket->status);
	struct outgoing mail = { .kind = OUTGOING_REPLY, .ticket_id = w->ticket->id, .message = w->message.id,
		.delay_seconds = w->reply->undo_seconds };

	if (w->reply->status != NULL) {
		status = (enum ticket_status)ticket_status_from_word(w->reply->status);
		if (ticket_transition(w->ticket->status, status, w->actor->kind, error) < 0)
			return -1;
	}
	if (message_insert(w->db, &w->message, error) < 0 ||
	    outgoing_queue(w->db, desk_conf(w->desk), &mail, NULL, error) < 0 || note_status(w, status, error) < 0)
		return -1;
	return ticket_after_agent(w->db, w->ticket->id, w->message.seq, status, error);
}

static int
write_note(struct writing *w, GError **error)
{
	if (w->reply->status != NULL) {
		fault_set(error, FAULT_INVALID, "note-with-status", "status", "An internal note leaves the status alone; change it on its own.");
		return -1;
	}
	if (message_insert(w->db, &w->message, error) < 0)
		return -1;
	return ticket_after_note(w->db, w->ticket->id, w->message.seq, error);
}

static int
write_message(struct writing *w, GError **error)
{
	gboolean is_note = w->reply->is_internal;
	int written;

	if (w->actor->kind == ACTOR_CUSTOMER)
		written = write_as_customer(w, error);
	else
		written = is_note ? write_note(w, error) : write_as_agent(w, error);
	if (written < 0)
		return -1;
	if (event_of_ticket(w->db, w->actor, is_note ? "note.added" : "message.added", w->ticket->id, w->message.id, NULL,
	    w->message.sender_type, error) < 0)
		return -1;
	return audit_note(w->db, w->actor, is_note ? "ticket.note" : "ticket.reply", "ticket", w->ticket->id, NULL, w->message.id, error);
}

static char *
reply_in(struct desk *desk, const struct actor *actor, const char *ref, const struct reply_new *reply, int64_t if_version,
    gboolean *is_new_r, GError **error)
{
	struct db *db = desk_db(desk);
	g_autofree char *key = actor_key(actor);
	g_autofree char *attachments = array_of_texts(reply->attachments);
	g_autoptr(ticket_row) ticket = ticket_lock(db, ref, error);
	struct uuid id = uuid_new();
	struct writing w = { .desk = desk, .db = db, .actor = actor, .reply = reply, .ticket = ticket };
	char known[UUID_LENGTH + 1];
	int is_known;

	if (ticket == NULL)
		return NULL;
	/* A retry is answered as the first try was, whatever happened to the ticket since. */
	is_known = reply->client_id != NULL ? message_find_client(db, ticket->id, reply->client_id, known, error) : 0;
	*is_new_r = is_known == 0;
	if (is_known != 0)
		return is_known > 0 ? message_json(db, known, error) : NULL;
	if (check_not_merged(ticket, error) < 0 || check_version(ticket, if_version, error) < 0)
		return NULL;
	w.message = (struct message_insert){ .id = id.text, .ticket_id = ticket->id, .builder_id = ticket->builder_id,
		.seq = ticket->last_seq + 1, .sender_type = "agent", .sender_id = actor->id, .sender_name = actor->name,
		.channel = "in_app", .body = reply->body, .client_id = reply->client_id, .is_internal = reply->is_internal,
		.attachments = attachments, .n_attachments = attachments != NULL ? (int)g_strv_length((char **)reply->attachments) : 0,
		.uploader = key };
	return write_message(&w, error) > 0 ? message_json(db, id.text, error) : NULL;
}

static int
check_reply(const struct actor *actor, const struct reply_new *reply, GError **error)
{
	if (check_body(reply->body, "body", error) < 0 || check_attachments(reply->attachments, error) < 0)
		return -1;
	if (actor->kind != ACTOR_CUSTOMER)
		return check_staff(actor, error);
	if (reply->is_internal || reply->status != NULL) {
		fault_set(error, FAULT_FORBIDDEN, "agents-only", reply->is_internal ? "is_internal" : "status",
		    "Only the support team writes notes and sets the status with a reply.");
		return -1;
	}
	return 1;
}

char *
desk_reply(struct desk *desk, const struct actor *actor, const char *ref, const struct reply_new *reply, int64_t if_version,
    gboolean *is_new_r, GError **error)
{
	struct db *db = desk_db(desk);

	if (check_reply(actor, reply, error) < 0 || db_begin(db, actor, error) < 0)
		return NULL;
	return desk_done(db, reply_in(desk, actor, ref, reply, if_version, is_new_r, error), error);
}

static int
check_may_undo(const struct actor *actor, const char *author, GError **error)
{
	if (actor->kind == ACTOR_OPERATOR || actor->role >= AGENT_ROLE_MANAGER || strcmp(actor->id, author) == 0)
		return 1;
	fault_set(error, FAULT_FORBIDDEN, "not-yours", NULL, "Only who wrote a reply, or a manager, may take it back.");
	return -1;
}

static char *
undo_in(struct db *db, const struct actor *actor, const char *ref, const char *message_id, GError **error)
{
	g_autoptr(ticket_row) ticket = ticket_lock(db, ref, error);
	char owner[UUID_LENGTH + 1], author[UUID_LENGTH + 1];
	g_autofree char *before = NULL;
	int undone;

	if (ticket == NULL || message_owner(db, message_id, owner, author, error) < 0)
		return NULL;
	if (strcmp(owner, ticket->id) != 0) {
		fault_set(error, FAULT_NOT_FOUND, "no-such-message", NULL, "This ticket has no such message.");
		return NULL;
	}
	if (check_may_undo(actor, author, error) < 0)
		return NULL;
	undone = message_cancel_mail(db, message_id, error);
	if (undone == 0)
		fault_set(error, FAULT_CONFLICT, "too-late", NULL, "This message has no mail that still waits: it was sent, cancelled, or never mailed.");
	if (undone <= 0 || event_status_before(db, ticket->id, message_id, ticket_status_words[ticket->status], &before, error) < 0)
		return NULL;
	if (before != NULL && (ticket_set_status(db, ticket->id, (enum ticket_status)ticket_status_from_word(before), FALSE, error) < 0 ||
	    event_of_ticket(db, actor, "ticket.status_changed", ticket->id, NULL, ticket_status_words[ticket->status], before, error) < 0))
		return NULL;
	if (ticket_recount(db, ticket->id, error) < 0 ||
	    event_of_ticket(db, actor, "message.cancelled", ticket->id, message_id, NULL, NULL, error) < 0 ||
	    audit_note(db, actor, "ticket.undo_reply", "ticket", ticket->id, message_id, NULL, error) < 0)
		return NULL;
	return message_json(db, message_id, error);
}

char *
desk_reply_undo(struct desk *desk, const struct actor *actor, const char *ref, const char *message_id, GError **error)
{
	struct db *db = desk_db(desk);

	if (check_staff(actor, error) < 0 || db_begin(db, actor, error) < 0)
		return NULL;
	return desk_done(db, undo_in(db, actor, ref, message_id, error), error);
}
