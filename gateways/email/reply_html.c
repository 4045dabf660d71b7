#include <string.h>

#include "email/reply.h"
#include "email/reply_split.h"
#include "email/reply_words.h"
#include "html/text.h"

/* How mail programs mark what they quote. A class must match as a
 * word, an id as a whole; "*" at an id's end stands for any rest. */
static const struct {
	const char *classes;
	const char *id;
	enum html_mark mark;
} known[] = {
	{ "gmail_attr", NULL, HTML_QUOTE },
	{ "gmail_signature", NULL, HTML_SIGNATURE },
	{ "gmail_signature_prefix", NULL, HTML_SIGNATURE },
	{ "moz-cite-prefix", NULL, HTML_QUOTE },
	{ "moz-signature", NULL, HTML_SIGNATURE },
	{ "OutlookMessageHeader", "OutlookMessageHeader", HTML_QUOTE_REST },
	{ NULL, "divRplyFwdMsg", HTML_QUOTE_REST },
	{ NULL, "x_divRplyFwdMsg", HTML_QUOTE_REST },
	{ NULL, "appendonsend", HTML_QUOTE_REST },
	{ NULL, "mail-editor-reference-message-container", HTML_QUOTE_REST },
	{ NULL, "stopSpelling", HTML_QUOTE_REST },	/* Hotmail */
	{ NULL, "OLK_SRC_BODY_SECTION", HTML_QUOTE },
	{ "ms-outlook-mobile-signature", "ms-outlook-mobile-signature*", HTML_SIGNATURE },
	{ NULL, "Signature", HTML_SIGNATURE },
	{ "AppleMailSignature", "AppleMailSignature", HTML_SIGNATURE },
	{ NULL, "lineBreakAtBeginningOfSignature", HTML_SIGNATURE },
	{ "yahoo_quoted", "yahoo_quoted*", HTML_QUOTE },
	{ "yahoo-quoted-begin", NULL, HTML_QUOTE_REST },
	{ "yahoo-signature", NULL, HTML_SIGNATURE },
	{ "protonmail_quote", NULL, HTML_QUOTE },
	{ "protonmail_signature_block", NULL, HTML_SIGNATURE },
	{ "tutanota_quote", NULL, HTML_QUOTE },
	{ "zmail_extra", "zmail_extra", HTML_QUOTE },
	{ "zmail_extra_hr", NULL, HTML_QUOTE },
	{ NULL, "Zm-_Id_-Sgn1", HTML_SIGNATURE },
	{ "front-blockquote", NULL, HTML_QUOTE },
	{ "gorgias-quote", NULL, HTML_QUOTE },
	{ "bloop_quote", NULL, HTML_QUOTE },
	{ "bloop_sign", "bloop_sign*", HTML_SIGNATURE },
	{ "qmbox", NULL, HTML_QUOTE },			/* QQ */
	{ NULL, "isReplyContent", HTML_QUOTE },		/* NetEase */
	{ NULL, "mail_android_quote", HTML_QUOTE },
	{ "mail_android_quote", NULL, HTML_QUOTE },
};

/* "FW: " and its kin put the same marks around what was sent on: that must stay in sight. */
static gboolean
is_forwarded(const char *text)
{
	g_autofree char *start = g_utf8_substring(text, 0, MIN(g_utf8_strlen(text, -1), 100));
	g_autofree char *lower = g_utf8_strdown(start, -1);

	return words_is_forwarded(lower);
}

static gboolean
has_class(const char *classes, const char *wanted)
{
	gsize n = strlen(wanted);

	for (const char *at = strstr(classes, wanted); at != NULL; at = strstr(at + 1, wanted))
		if ((at == classes || at[-1] == ' ') && (at[n] == '\0' || at[n] == ' '))
			return TRUE;
	return FALSE;
}

static gboolean
has_id(const char *id, const char *wanted)
{
	gsize n = strlen(wanted);

	return wanted[n - 1] == '*' ? strncmp(id, wanted, n - 1) == 0 : strcmp(id, wanted) == 0;
}

/* Outlook on Windows draws a line above the header block of what it quotes, and sets nothing else. The block itself is
 * found by its words; the line only says that it is worth a look. */
static gboolean
is_outlook_line(const struct html_element *element)
{
	char style[301];
	gsize n = 0;

	if (strcmp(element->tag, "div") != 0 || strstr(element->style, "solid") == NULL)
		return FALSE;
	for (const char *at = element->style; *at != '\0' && n < sizeof(style) - 1; at++)
		if (*at != ' ' && *at != '\n')
			style[n++] = g_ascii_tolower(*at);
	style[n] = '\0';
	return (strstr(style, "border-top:solid#") != NULL || strstr(style, "border-top:1ptsolid") != NULL ||
	           strstr(style, "border-top:#") != NULL || strstr(style, "border-style:solidnonenone") != NULL) &&
	    (strstr(style, "padding:3pt0") != NULL || strstr(style, "padding:3.0pt0") != NULL);
}

static enum html_mark
mark_of(const struct html_element *element)
{
	enum html_mark mark = HTML_PLAIN;

	for (gsize i = 0; i < G_N_ELEMENTS(known) && mark == HTML_PLAIN; i++)
		if ((known[i].classes != NULL && element->classes[0] != '\0' && has_class(element->classes, known[i].classes)) ||
		    (known[i].id != NULL && element->id[0] != '\0' && has_id(element->id, known[i].id)))
			mark = known[i].mark;
	if (strcmp(element->tag, "blockquote") == 0 &&
	    (strcmp(element->type, "cite") == 0 || has_class(element->classes, "gmail_quote")))
		mark = HTML_QUOTE;
	if (mark == HTML_PLAIN && is_outlook_line(element))
		mark = HTML_QUOTE_REST;
	if ((mark == HTML_QUOTE || mark == HTML_QUOTE_REST) && is_forwarded(element->text))
		mark = HTML_PLAIN;
	return mark;
}

struct reply
reply_split_html(const char *html, const char *sender_name, const char *sender_address)
{
	g_autofree char *text = html_to_marked_text(html, strlen(html), mark_of);

	(void)sender_address;
	return reply_split_marked(text, sender_name);
}
