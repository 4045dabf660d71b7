#include <string.h>

#include "desk/receive_batch.h"
#include "store/array.h"
#include "store/receive.h"

#define STATUS_BYTES_MOST 15

const char *
batch_cut_bytes(struct batch *batch, const char *text, gsize most)
{
	gsize length = text != NULL ? strlen(text) : 0;

	if (length <= most)
		return text;
	while (most > 0 && ((guchar)text[most] & 0xc0) == 0x80)
		most--;
	return g_string_chunk_insert_len(batch->strings, text, (gssize)most);
}

const char *
batch_cut_characters(struct batch *batch, const char *text, glong most)
{
	if (text == NULL || strlen(text) <= (gsize)most || g_utf8_strlen(text, -1) <= most)
		return text;
	return g_string_chunk_insert_len(batch->strings, text, g_utf8_offset_to_pointer(text, most) - text);
}

gboolean
batch_is_message(const struct batch_mail *mail)
{
	return mail->is_ours && (mail->landing.where == LANDING_NEW || mail->landing.where == LANDING_JOIN);
}

int
batch_write_bounces(struct batch *batch, GError **error)
{
	g_autoptr(GArray) rows = g_array_new(FALSE, FALSE, sizeof(struct bounce_row));

	for (int i = 0; i < batch->n; i++) {
		const struct batch_mail *mail = &batch->mails[i];
		const struct inbound_bounce *bounce = mail->mail->bounce;
		const struct sent_mail *sent;

		if (!mail->is_ours || mail->landing.where != LANDING_BOUNCE || bounce == NULL)
			continue;
		sent = bounce->original_message_id != NULL ? g_hash_table_lookup(batch->sent, bounce->original_message_id) : NULL;
		for (guint r = 0; r < bounce->recipients->len; r++) {
			const struct bounce_recipient *to = g_ptr_array_index(bounce->recipients, r);
			struct uuid id = uuid_new();
			struct bounce_row row = { g_string_chunk_insert(batch->strings, id.text), mail->intake_id, sent != NULL ? sent->ticket : NULL,
				sent != NULL ? sent->message : NULL, to->address, batch_cut_bytes(batch, to->status, STATUS_BYTES_MOST), to->reply_code, to->hard,
				bounce_reason_word(to->reason), to->diagnostic, sent != NULL ? bounce->original_message_id : NULL };

			g_array_append_val(rows, row);
		}
	}
	return receive_bounces_insert(batch->db, rows, error);
}

static const char *
state_of(const struct batch_mail *mail)
{
	static const char *const states[] = {
		[LANDING_NEW] = "received", [LANDING_JOIN] = "received", [LANDING_HELD] = "held", [LANDING_DUPLICATE] = "duplicate",
		[LANDING_BOUNCE] = "bounce", [LANDING_IGNORED] = "ignored",
	};

	return states[mail->landing.where];
}

static const char *
detail_of(struct batch *batch, const struct batch_mail *mail)
{
	g_autoptr(GString) detail = g_string_new(NULL);

	if (mail->mail->kind != MAIL_PERSON && mail->mail->kind_reason != NULL)
		g_string_append(detail, mail->mail->kind_reason);
	for (guint i = 0; i < mail->mail->warnings->len; i++)
		g_string_append_printf(detail, "%s%s", detail->len > 0 ? "; " : "", (char *)g_ptr_array_index(mail->mail->warnings, i));
	if (strlen(mail->mail->reply) > TICKET_BODY_MAX)
		g_string_append_printf(detail, "%sbody-cut", detail->len > 0 ? "; " : "");
	return detail->len > 0 ? g_string_chunk_insert_len(batch->strings, detail->str, (gssize)detail->len) : NULL;
}

static void
where_it_went(const struct batch *batch, const struct batch_mail *mail, struct intake_result_row *row)
{
	const struct sent_mail *sent = mail->mail->bounce != NULL && mail->mail->bounce->original_message_id != NULL ?
	    g_hash_table_lookup(batch->sent, mail->mail->bounce->original_message_id) : NULL;

	row->ticket_id = mail->ticket != NULL ? mail->ticket->id.text : mail->same_ticket;
	if (batch_is_message(mail))
		row->message = mail->message.text;
	else if (mail->same_as != NULL && batch_is_message(mail->same_as))
		row->message = mail->same_as->message.text;
	else
		row->message = mail->same_message;
	if (mail->landing.where == LANDING_BOUNCE && sent != NULL) {
		row->ticket_id = sent->ticket;
		row->message = sent->message;
	}
}

int
batch_write_intake(struct batch *batch, GError **error)
{
	g_autoptr(GArray) rows = g_array_new(FALSE, FALSE, sizeof(struct intake_result_row));
	g_autoptr(GString) again = array_new();

	for (int i = 0; i < batch->n; i++) {
		const struct batch_mail *mail = &batch->mails[i];
		struct intake_result_row row = { .id = mail->intake_id, .reason = mail->landing.why, .kind = mail_kind_word(mail->mail->kind),
			.sender_address = mail->mail->from.address, .subject = batch_cut_characters(batch, mail->mail->subject, TICKET_SUBJECT_MAX),
			.message_id = mail->message_id, .body_digest = mail->digest };

		if (!mail->is_ours)
			continue;
		row.state = state_of(mail);
		row.detail = detail_of(batch, mail);
		where_it_went(batch, mail, &row);
		g_array_append_val(rows, row);
		if (mail->landing.where == LANDING_DUPLICATE && mail->same_as == NULL && mail->same_message != NULL)
			array_text(again, mail->same_message);
	}
	if (receive_intake_settle(batch->db, rows, error) < 0)
		return -1;
	return again->len > 1 ? receive_deliveries_count(batch->db, array_end(again), error) : 0;
}

static void
add_event(GArray *rows, const char *type, const struct batch_mail *mail)
{
	gboolean is_message = batch_is_message(mail), is_known = is_message && mail->sender != NULL && mail->landing.is_trusted;
	struct event_row row = {
		.type = type, .builder_id = mail->ticket != NULL ? mail->ticket->builder_id : NULL,
		.ticket_id = mail->ticket != NULL ? mail->ticket->id.text : NULL, .message = is_message ? mail->message.text : NULL,
		.actor_type = mail->is_note ? "agent" : is_message ? "customer" : "system",
		.actor_id = !is_known ? NULL : mail->is_note ? mail->sender->agent_id : mail->sender->user_id,
		.number = mail->ticket != NULL ? mail->ticket->number : 0, .why = mail->landing.why, .intake_id = mail->intake_id,
	};

	g_array_append_val(rows, row);
}

static void
add_bounce_event(GArray *rows, const struct batch *batch, const struct batch_mail *mail)
{
	const char *original = mail->mail->bounce != NULL ? mail->mail->bounce->original_message_id : NULL;
	const struct sent_mail *sent = original != NULL ? g_hash_table_lookup(batch->sent, original) : NULL;
	struct event_row row = { .type = "message.bounced", .actor_type = "system", .intake_id = mail->intake_id };

	if (sent == NULL)
		return;
	row.ticket_id = sent->ticket;
	row.message = sent->message;
	g_array_append_val(rows, row);
}

int
batch_write_events(struct batch *batch, GError **error)
{
	g_autoptr(GArray) rows = g_array_new(FALSE, FALSE, sizeof(struct event_row));

	for (int i = 0; i < batch->n; i++) {
		const struct batch_mail *mail = &batch->mails[i];

		if (!mail->is_ours)
			continue;
		if (mail->landing.where == LANDING_NEW)
			add_event(rows, "ticket.opened", mail);
		if (batch_is_message(mail))
			add_event(rows, mail->is_note ? "note.added" : "message.added", mail);
		if (mail->reopens)
			add_event(rows, "ticket.reopened", mail);
		if (mail->landing.where == LANDING_HELD)
			add_event(rows, "mail.held", mail);
		if (mail->landing.where == LANDING_BOUNCE)
			add_bounce_event(rows, batch, mail);
	}
	return receive_events_insert(batch->db, rows, error);
}
