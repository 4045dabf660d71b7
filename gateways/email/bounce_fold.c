#include "email/bounce_parts.h"

#include <string.h>

#define MAX_FOLDED (16 * 1024)

static gboolean
local_char(char c)
{
	return g_ascii_isalnum(c) || (c != '\0' && strchr("!#$%&'*+/=?^_`{|}~.-", c) != NULL);
}

static gboolean
domain_char(char c)
{
	return g_ascii_isalnum(c) || c == '.' || c == '-' || (c & 0x80);
}

/* Where the local part that ends before at begins, not before from; a quoted one too. */
static const char *
local_start(const char *from, const char *at)
{
	const char *p = at;

	if (p > from + 1 && p[-1] == '"') {
		for (const char *q = p - 2; q >= from && p - q < 128; q--)
			if (*q == '"')
				return q;
		return at;
	}
	while (p > from && at - p < 128 && local_char(p[-1]))
		p--;
	while (p < at && strchr("'`*=|/.{", *p) != NULL &&
	       strncmp(p, "=?", 2) != 0) /* quotes and bullets, no part of the name */
		p++;
	return p;
}

gboolean
bounce_next_address(const char *text, const char **start_r, const char **end_r)
{
	const char *from = text;

	for (const char *at = strchr(text, '@'); at != NULL; at = strchr(at + 1, '@')) {
		const char *start = local_start(from, at), *end = at + 1;

		while (end - at < 254 && domain_char(*end))
			end++;
		while (end > at + 1 && (end[-1] == '.' || end[-1] == '-'))
			end--;
		if (start < at && end > at + 1 && end - start < 254) {
			*start_r = start;
			*end_r = end;
			return TRUE;
		}
		from = at + 1;
	}
	return FALSE;
}

char *
bounce_first_address(const char *text)
{
	const char *start, *end;

	if (!bounce_next_address(text, &start, &end))
		return NULL;
	return g_utf8_make_valid(start, end - start);
}

/* A reply code or status that stands at the token's start: "550-5.1.1", "550-Please", "#5.1.1"; its length. */
static gsize
code_length(const char *token)
{
	gsize n = strspn(token, "#([");

	if (g_ascii_isdigit(token[n]) && g_ascii_isdigit(token[n + 1]) && g_ascii_isdigit(token[n + 2]) &&
	    (token[n] == '4' || token[n] == '5') && !g_ascii_isalnum(token[n + 3]) && token[n + 3] != '.')
		n += 3 + (token[n + 3] != '\0');
	if ((token[n] == '4' || token[n] == '5') && token[n + 1] == '.' && g_ascii_isdigit(token[n + 2]) &&
	    token[n + 3] == '.')
		n += strspn(token + n, "0123456789.");
	return n;
}

/* "mx4.example.jp": lower case, dots inside, letters at its end. Exchange's "QUEUE.Expired" is none. */
static gboolean
is_host_name(const char *token)
{
	gsize n = strspn(token, "abcdefghijklmnopqrstuvwxyz0123456789-._");
	const char *dot = n > 0 ? g_strrstr_len(token, (gssize)n, ".") : NULL;

	return dot != NULL && dot > token && (token[n] == '\0' || strchr(":;,)]>[/", token[n]) != NULL) &&
	       g_ascii_isalpha(dot[1]);
}

/* Appends c to the folded words: letters and digits lower-cased, the rest a single blank. */
static void
fold_char(GString *out, gunichar c)
{
	if (c == '\'' || c == 0x2019)
		return;
	if (c < 0x80 ? g_ascii_isalnum((char)c) : g_unichar_isalnum(c) || g_unichar_ismark(c))
		g_string_append_unichar(out, g_unichar_tolower(c));
	else if (out->str[out->len - 1] != ' ')
		g_string_append_c(out, ' ');
}

static void
fold_token(GString *out, const char *token)
{
	const char *url = strstr(token, "://");
	gboolean dropped = FALSE;

	if (url != NULL || g_str_has_prefix(token, "www.")) {
		/* Google names the reason there, "?p=OverQuotaPerm", and its groups in all languages. */
		token = strstr(token, "groups.google.com") != NULL ? "google groups" : strstr(token, "?p=");
		dropped = token == NULL;
	} else if (strchr(token, '@') != NULL) {
		gsize n = strcspn(token, "<:@"); /* of "FROM:<kijitora@example.jp>" the word stays */

		for (gsize i = 0; i < n && token[n] != '@'; i++)
			fold_char(out, (guchar)token[i] < 0x80 ? (gunichar)token[i] : ' ');
		dropped = TRUE;
	} else if (is_host_name(token + strspn(token, "<([\""))) {
		dropped = TRUE;
	} else {
		token += code_length(token);
	}
	if (!dropped)
		for (const char *p = token; *p != '\0'; p = g_utf8_next_char(p))
			fold_char(out, g_utf8_get_char(p));
	if (out->str[out->len - 1] != ' ')
		g_string_append_c(out, ' ');
}

char *
bounce_words_fold(const char *text)
{
	GString *out = g_string_new(" ");
	g_autofree char *valid =
	    text != NULL ? g_utf8_make_valid(text, (gssize)strnlen(text, MAX_FOLDED)) : g_strdup("");
	char *p = valid;

	while (*p != '\0') {
		char *token = p + strspn(p, " \t\r\n");
		char *end = token + strcspn(token, " \t\r\n");

		p = *end != '\0' ? end + 1 : end;
		*end = '\0';
		if (*token != '\0')
			fold_token(out, token);
	}
	return g_string_free(out, FALSE);
}
