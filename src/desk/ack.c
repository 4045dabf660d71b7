#include "desk/ack.h"

#include "conf/conf.h"
#include "desk/texts.h"
#include "model/address.h"

void
ack_free(struct ack *ack)
{
	g_free(ack->message_id);
	g_free(ack->subject);
	g_free(ack->body);
	g_free(ack->references);
	g_free(ack->reply_to);
	g_free(ack);
}

/* RFC 3834, 2: only to who wrote to us, not to what reached us by a list or a blind copy. */
static gboolean
names_us(const struct batch *batch, const struct inbound_mail *mail)
{
	GPtrArray *lists[] = { mail->to, mail->cc };

	for (gsize l = 0; l < G_N_ELEMENTS(lists); l++)
		for (guint i = 0; i < lists[l]->len; i++) {
			const struct mail_address *to = g_ptr_array_index(lists[l], i);
			g_autofree char *key = address_key(to->address);

			if (key != NULL && batch_is_own(batch, key))
				return TRUE;
		}
	return FALSE;
}

static gboolean
is_due(const struct batch *batch, const struct batch_mail *mail)
{
	return mail->sender != NULL && !mail->sender->was_acked && mail->postbox != NULL && mail->postbox->sends_ack &&
	    mail->landing.is_trusted && mail->mail->kind == MAIL_PERSON && !address_is_unread(mail->sender->key) &&
	    !batch_is_own(batch, mail->sender->key) && names_us(batch, mail->mail);
}

static char *
promise(const char *language, int response_s)
{
	enum text_id id = response_s >= 2 * 86400 ? TEXT_PROMISE_DAYS : response_s >= 2 * 3600 ? TEXT_PROMISE_HOURS : TEXT_PROMISE_MINUTES;
	int unit = id == TEXT_PROMISE_DAYS ? 86400 : id == TEXT_PROMISE_HOURS ? 3600 : 60;
	char n[16];

	if (response_s < 0)
		return g_strdup("");
	g_snprintf(n, sizeof n, "%d", (response_s + unit - 1) / unit);
	return text_fill(language, id, (const struct text_value[]){ { "{n}", n }, { NULL, NULL } });
}

static char *
body(const struct batch_mail *mail, const char *language, int response_s)
{
	g_autofree char *promised = promise(language, response_s);
	g_autofree char *number = g_strdup_printf("%" G_GINT64_FORMAT, mail->ticket->number);
	g_autofree char *team = *mail->postbox->display_name != '\0' ? g_strdup(mail->postbox->display_name) :
	    text_fill(language, TEXT_TEAM, NULL);
	const struct text_value values[] = {
		{ "{name}", mail->sender->name }, { "{subject}", mail->mail->subject }, { "{number}", number }, { "{promise}", promised },
		{ "{team}", team }, { NULL, NULL },
	};

	return text_fill(language, *mail->sender->name != '\0' ? TEXT_ACK : TEXT_ACK_NAMELESS, values);
}

static char *
references(const struct batch_mail *mail)
{
	GString *lines = g_string_new(NULL);

	for (guint i = 0; i < mail->references->len; i++)
		g_string_append_printf(lines, "%s\n", (char *)g_ptr_array_index(mail->references, i));
	if (mail->message_id != NULL)
		g_string_append(lines, mail->message_id);
	else if (lines->len > 0)
		g_string_truncate(lines, lines->len - 1);
	return g_string_free(lines, FALSE);
}

struct ack *
ack_for(struct batch *batch, struct batch_mail *mail, int response_s, struct ack_row *row_r)
{
	const char *language = mail->mail->language != NULL ? mail->mail->language :
	    mail->sender != NULL && mail->sender->language != NULL ? mail->sender->language : mail->postbox != NULL ? mail->postbox->language : NULL;
	struct ack *ack;

	if (!is_due(batch, mail))
		return NULL;
	ack = g_new0(struct ack, 1);
	ack->id = uuid_new();
	ack->message_id = g_strdup_printf("%s@%s", ack->id.text, batch->conf->email.hello);
	ack->subject = g_strdup_printf("Re: [#%" G_GINT64_FORMAT "] %s", mail->ticket->number, mail->mail->subject);
	ack->body = body(mail, language, response_s);
	ack->references = references(mail);
	ack->reply_to = reply_address_make(batch->conf->secret, mail->postbox->address, mail->ticket->number, mail->ticket->id.text);
	mail->sender->was_acked = TRUE;
	*row_r = (struct ack_row){
		.id = ack->id.text, .ticket_id = mail->ticket->id.text, .mailbox_id = mail->postbox->id, .builder_id = mail->ticket->builder_id,
		.message_id = ack->message_id, .name = mail->sender->name, .address = mail->sender->address, .subject = ack->subject,
		.body = ack->body, .in_reply_to = mail->message_id, .references = ack->references, .reply_to = ack->reply_to,
		.contact_id = mail->sender->contact_id.text,
	};
	return ack;
}
