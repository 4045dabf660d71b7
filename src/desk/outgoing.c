#include "desk/outgoing.h"

#include "base/log.h"
#include "conf/conf.h"
#include "model/reply_address.h"
#include "store/outgoing.h"

static const char *const kinds[] = { [OUTGOING_REPLY] = "reply", [OUTGOING_ACK] = "ack", [OUTGOING_NOTICE] = "notice" };

int
outgoing_queue(struct db *db, const struct conf *conf, const struct outgoing *mail, struct uuid *outbox_r, GError **error)
{
	g_autoptr(db_rows) origin = outgoing_origin(db, mail->ticket_id, error);
	struct uuid id = uuid_new();
	g_autofree char *message_id = g_strdup_printf("%s@%s", id.text, conf->email.hello);
	g_autofree char *subject = NULL, *reply_to = NULL;
	struct outgoing_row row = { .id = id.text, .kind = kinds[mail->kind], .ticket_id = mail->ticket_id, .message = mail->message,
		.message_id = message_id, .body = mail->body, .body_html = mail->body_html, .auto_submitted = mail->auto_submitted,
		.only_to = mail->only_to, .delay_s = mail->delay_seconds >= 0 ? mail->delay_seconds : conf->email.undo_seconds };
	int done;

	if (origin == NULL)
		return -1;
	if (rows_count(origin) == 0)
		return 0;
	subject = g_strdup_printf("Re: [#%s] %s", rows_text(origin, 0, ORIGIN_NUMBER),
	    mail->subject != NULL ? mail->subject : rows_text(origin, 0, ORIGIN_SUBJECT));
	reply_to = reply_address_make(conf->secret, rows_text(origin, 0, ORIGIN_ADDRESS), rows_int(origin, 0, ORIGIN_NUMBER), mail->ticket_id);
	row.mailbox_id = rows_text(origin, 0, ORIGIN_MAILBOX);
	row.subject = subject;
	row.reply_to = reply_to;
	done = outgoing_insert(db, &row, error);
	if (done > 0) {
		log_info("queued", LOG_STR("outbox", id.text), LOG_STR("kind", row.kind), LOG_INT("ticket", rows_int(origin, 0, ORIGIN_NUMBER)));
		if (outbox_r != NULL)
			*outbox_r = id;
	}
	return done;
}
