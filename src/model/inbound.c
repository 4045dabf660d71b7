#include "model/inbound.h"

static void
attachment_free(void *data)
{
	struct inbound_attachment *attachment = data;

	g_free(attachment->filename);
	g_free(attachment->content_type);
	g_free(attachment->content_id);
	g_free(attachment);
}

static void
recipient_free(void *data)
{
	struct bounce_recipient *recipient = data;

	g_free(recipient->address);
	g_free(recipient->status);
	g_free(recipient->diagnostic);
	g_free(recipient);
}

struct mail_address *
mail_address_new(const char *name, const char *address)
{
	struct mail_address *made = g_new0(struct mail_address, 1);

	made->name = g_strdup(name);
	made->address = g_strdup(address);
	return made;
}

static void
address_clear(struct mail_address *address)
{
	g_free(address->name);
	g_free(address->address);
}

void
mail_address_free(struct mail_address *address)
{
	if (address == NULL)
		return;
	address_clear(address);
	g_free(address);
}

static void
address_free(void *data)
{
	mail_address_free(data);
}

struct bounce_recipient *
bounce_recipient_new(void)
{
	return g_new0(struct bounce_recipient, 1);
}

struct inbound_bounce *
inbound_bounce_new(void)
{
	struct inbound_bounce *bounce = g_new0(struct inbound_bounce, 1);

	bounce->recipients = g_ptr_array_new_with_free_func(recipient_free);
	return bounce;
}

static void
bounce_free(struct inbound_bounce *bounce)
{
	if (bounce == NULL)
		return;
	g_ptr_array_unref(bounce->recipients);
	g_free(bounce->original_message_id);
	g_free(bounce);
}

struct inbound_mail *
inbound_mail_new(void)
{
	struct inbound_mail *mail = g_new0(struct inbound_mail, 1);

	mail->references = g_ptr_array_new_with_free_func(g_free);
	mail->to = g_ptr_array_new_with_free_func(address_free);
	mail->cc = g_ptr_array_new_with_free_func(address_free);
	mail->delivered_to = g_ptr_array_new_with_free_func(g_free);
	mail->attachments = g_ptr_array_new_with_free_func(attachment_free);
	mail->warnings = g_ptr_array_new_with_free_func(g_free);
	return mail;
}

void
inbound_mail_free(struct inbound_mail **mail_p)
{
	struct inbound_mail *mail = *mail_p;
	char **strings[] = { &mail->message_id, &mail->subject, &mail->language, &mail->kind_reason, &mail->auth_results,
		&mail->dmarc, &mail->text, &mail->html, &mail->reply, &mail->quoted, &mail->signature };
	GPtrArray *arrays[] = { mail->references, mail->to, mail->cc, mail->delivered_to, mail->attachments, mail->warnings };

	for (size_t i = 0; i < G_N_ELEMENTS(strings); i++)
		g_free(*strings[i]);
	for (size_t i = 0; i < G_N_ELEMENTS(arrays); i++)
		g_ptr_array_unref(arrays[i]);
	address_clear(&mail->from);
	address_clear(&mail->reply_to);
	g_clear_pointer(&mail->date, g_date_time_unref);
	bounce_free(mail->bounce);
	g_free(mail);
	*mail_p = NULL;
}

const char *
mail_kind_word(enum mail_kind kind)
{
	static const char *const words[] = { [MAIL_PERSON] = "person", [MAIL_AUTO_REPLY] = "auto_reply",
		[MAIL_BOUNCE] = "bounce", [MAIL_LIST] = "list", [MAIL_OWN] = "own" };

	return words[kind];
}

const char *
bounce_reason_word(enum bounce_reason reason)
{
	static const char *const words[] = { [BOUNCE_UNKNOWN] = "unknown", [BOUNCE_NO_SUCH_ADDRESS] = "no_such_address",
		[BOUNCE_MAILBOX_FULL] = "mailbox_full", [BOUNCE_REFUSED] = "refused", [BOUNCE_TEMPORARY] = "temporary",
		[BOUNCE_COMPLAINT] = "complaint" };

	return words[reason];
}
