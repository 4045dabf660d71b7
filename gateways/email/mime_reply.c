#include "email/mime_reader.h"

#include <string.h>

#include "email/reply.h"
#include "html/text.h"
#include "model/language.h"
#include "model/subject.h"

enum {
	STUB_TEXT = 200,	/* a plain part shorter than this may be "please use a better mail program" */
	STUB_HTML = 1000,
	MOST_SPLIT = 256 * 1024,	/* nobody types more, and looking at every line of more takes long */
};

/* What mail programs put around a quote. Text without any sign of a quote is split again as HTML only if one of these
 * is there, for that costs more. */
static gboolean
may_quote(const char *html)
{
	static const char *const signs[] = { "gmail_quote", "<blockquote", "<BLOCKQUOTE", "divRplyFwdMsg", "appendonsend",
		"moz-cite", "yahoo_quoted", "OLK_SRC_BODY", "border-top:solid", "border-top: solid", "protonmail_quote" };

	for (size_t i = 0; i < G_N_ELEMENTS(signs); i++)
		if (strstr(html, signs[i]) != NULL)
			return TRUE;
	return FALSE;
}

static gboolean
is_stub(const struct mime *mime)
{
	g_autofree char *rendered = NULL;
	gsize length = strlen(mime->mail->text);

	if (length >= STUB_TEXT || strlen(mime->source_html) < STUB_HTML)
		return FALSE;
	rendered = html_to_text(mime->source_html, strlen(mime->source_html));
	return strlen(rendered) > STUB_HTML + 4 * length;
}

static struct reply
split(const struct mime *mime)
{
	const struct inbound_mail *mail = mime->mail;
	const char *name = mail->from.name, *address = mail->from.address;
	struct reply by_text, by_html;

	if (mime->source_html != NULL && (!mime->has_plain || is_stub(mime)))
		return reply_split_html(mime->source_html, name, address);
	by_text = reply_split_text(mail->text, name, address);
	if (by_text.quoted != NULL || mime->source_html == NULL || !may_quote(mime->source_html))
		return by_text;
	by_html = reply_split_html(mime->source_html, name, address);
	if (by_html.quoted == NULL) {
		reply_clear(&by_html);
		return by_text;
	}
	reply_clear(&by_text);
	return by_html;
}

/* What the sender wrote decides, then the header: mail programs put the language of their menus there. The quote is another's. */
static void
read_language(struct mime *mime)
{
	const char *header = mime_header(mime, "Content-Language"), *guessed = language_guess(mime->mail->reply);

	if (guessed == NULL && header != NULL && g_ascii_isalpha(header[0]) && g_ascii_isalpha(header[1]) && !g_ascii_isalpha(header[2]))
		mime->mail->language = g_ascii_strdown(header, 2);
	else
		mime->mail->language = g_strdup(guessed != NULL ? guessed : language_guess(mime->mail->text));
}

static void
read_reply(struct mime *mime)
{
	struct inbound_mail *mail = mime->mail;
	struct reply reply;

	/* What a bounce returns stands below, and nobody signed it. Who passes a mail on wants it read. */
	if (mail->kind == MAIL_BOUNCE || strlen(mail->text) > MOST_SPLIT || subject_is_forward(mail->subject)) {
		mail->reply = g_strdup(mail->text);
		return;
	}
	reply = split(mime);
	mail->reply = g_steal_pointer(&reply.text);
	mail->quoted = g_steal_pointer(&reply.quoted);
	mail->signature = g_steal_pointer(&reply.signature);
}

void
mime_read_reply(struct mime *mime)
{
	read_reply(mime);
	read_language(mime);
}
