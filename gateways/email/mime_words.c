#include "email/mime_words.h"

#include <string.h>

#include "email/charset.h"

/* A character for private use that stands for "?" in "=?" while GMime parses. */
#define MARK "\xef\xa3\xbf"

struct word {
	const char *charset, *text, *end;	/* end: just after it */
	gsize charset_length, text_length;
	char encoding;
};

static gboolean
is_hex_pair(const char *p)
{
	return g_ascii_isxdigit(p[0]) && g_ascii_isxdigit(p[1]);
}

/* The "?=" that ends the word. A bare "?" before "=C3" in a quoted-printable word is one that should have been
 * encoded, if the word goes on after it. */
static const char *
word_end(const char *text, char encoding)
{
	const char *end = strstr(text, "?=");

	while (encoding == 'Q' && end != NULL && is_hex_pair(end + 2)) {
		const char *later = strstr(end + 2, "?="), *next = strstr(end + 2, "=?");

		if (later == NULL || (next != NULL && next < later))
			break;
		end = later;
	}
	return end;
}

static gboolean
word_at(const char *p, struct word *word)
{
	const char *q, *end;

	word->charset = p + 2;
	q = strchr(word->charset, '?');
	if (q == NULL || q == word->charset || q - word->charset > 60 || q[1] == '\0' || q[2] != '?')
		return FALSE;
	word->charset_length = (gsize)(q - word->charset);
	if (memchr(word->charset, ' ', word->charset_length) != NULL)
		return FALSE;
	word->encoding = g_ascii_toupper(q[1]);
	if (word->encoding != 'Q' && word->encoding != 'B')
		return FALSE;
	word->text = q + 3;
	end = word_end(word->text, word->encoding);
	if (end != NULL) {
		word->text_length = (gsize)(end - word->text);
		word->end = end + 2;
		return TRUE;
	}
	/* Cut off by somebody's limit: what is there can be read all the same. */
	word->text_length = strlen(word->text);
	word->end = word->text + word->text_length;
	return memchr(word->text, ' ', word->text_length) == NULL;
}

static void
decode_q(const char *text, gsize length, GString *out)
{
	for (gsize i = 0; i < length; i++) {
		if (text[i] == '=' && i + 2 < length && is_hex_pair(text + i + 1)) {
			g_string_append_c(out, (char)(g_ascii_xdigit_value(text[i + 1]) << 4 |
			    g_ascii_xdigit_value(text[i + 2])));
			i += 2;
		} else {
			g_string_append_c(out, text[i] == '_' ? ' ' : text[i]);
		}
	}
}

static int
base64_value(char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (c >= '0' && c <= '9')
		return c - '0' + 52;
	return c == '+' || c == '-' ? 62 : c == '/' || c == '_' ? 63 : -1;
}

/* Every byte that six-bit pieces make up counts: no padding is asked for, and padding in the middle starts anew. */
static void
decode_b(const char *text, gsize length, GString *out)
{
	guint bits = 0, held = 0;

	for (gsize i = 0; i < length; i++) {
		int value = base64_value(text[i]);

		if (text[i] == '=')
			held = 0;
		if (value < 0)
			continue;
		bits = bits << 6 | (guint)value;
		held += 6;
		if (held >= 8) {
			held -= 8;
			g_string_append_c(out, (char)(bits >> held & 0xff));
		}
	}
}

struct decoder {
	GString *out;		/* decoded text */
	GString *bytes;		/* of words of one charset, not yet converted: a character may go on in the next word */
	char *charset;
};

static void
flush(struct decoder *decoder)
{
	g_autofree char *text = NULL;
	gsize length;

	if (decoder->bytes->len == 0)
		return;
	text = charset_to_utf8(decoder->bytes->str, decoder->bytes->len, decoder->charset, &length, NULL);
	g_string_append_len(decoder->out, text, (gssize)length);
	g_string_truncate(decoder->bytes, 0);
}

static void
take_word(struct decoder *decoder, const struct word *word)
{
	gsize length = word->charset_length;
	const char *star = memchr(word->charset, '*', length);	/* RFC 2231: a language may follow */
	g_autofree char *charset = g_strndup(word->charset, star != NULL ? (gsize)(star - word->charset) : length);

	if (decoder->charset == NULL || g_ascii_strcasecmp(charset, decoder->charset) != 0) {
		flush(decoder);
		g_free(decoder->charset);
		decoder->charset = g_steal_pointer(&charset);
	}
	if (word->encoding == 'Q')
		decode_q(word->text, word->text_length, decoder->bytes);
	else
		decode_b(word->text, word->text_length, decoder->bytes);
}

static void
take_plain(struct decoder *decoder, const char *from, const char *to)
{
	flush(decoder);
	g_clear_pointer(&decoder->charset, g_free);
	g_string_append_len(decoder->bytes, from, to - from);
	flush(decoder);
}

/* Control characters and line ends become spaces, runs of them one, none at the ends. */
static char *
one_line(char *text)
{
	char *to = text;

	for (const char *from = text; *from != '\0'; from++) {
		if ((guchar)*from > ' ' && *from != 0x7f)
			*to++ = *from;
		else if (to > text && to[-1] != ' ')
			*to++ = ' ';
	}
	while (to > text && to[-1] == ' ')
		to--;
	*to = '\0';
	return text;
}

static gboolean
is_all_blank(const char *from, const char *to)
{
	while (from < to && g_ascii_isspace(*from))
		from++;
	return from == to;
}

static gboolean
is_plain(const char *raw)
{
	for (; *raw != '\0'; raw++)
		if ((guchar)*raw >= 0x80 || *raw == '\033' || (raw[0] == '=' && raw[1] == '?'))
			return FALSE;
	return TRUE;
}

char *
words_decode(const char *raw)
{
	struct decoder decoder = { 0 };
	const char *plain = raw, *p = raw;
	gboolean after_word = FALSE;
	struct word word;

	if (is_plain(raw))
		return one_line(g_strdup(raw));
	decoder.out = g_string_new(NULL);
	decoder.bytes = g_string_new(NULL);
	while ((p = strstr(p, "=?")) != NULL) {
		if (!word_at(p, &word)) {
			p += 2;
			continue;
		}
		if (!(after_word && is_all_blank(plain, p)) && p > plain)
			take_plain(&decoder, plain, p);
		take_word(&decoder, &word);
		after_word = TRUE;
		p = plain = word.end;
	}
	take_plain(&decoder, plain, plain + strlen(plain));
	g_string_free(decoder.bytes, TRUE);
	g_free(decoder.charset);
	return one_line(g_string_free(decoder.out, FALSE));
}

char *
words_mask(const char *raw)
{
	g_autofree char *text = NULL;
	GString *out;

	if (is_plain(raw))
		return g_strdup(raw);
	text = charset_to_utf8(raw, strlen(raw), NULL, NULL, NULL);
	out = g_string_new(text);
	g_string_replace(out, "=?", "=" MARK, 0);
	return g_string_free(out, FALSE);
}

char *
words_unmask(const char *masked)
{
	g_autoptr(GString) out = NULL;

	if (masked == NULL)
		return NULL;
	out = g_string_new(masked);
	g_string_replace(out, "=" MARK, "=?", 0);
	return words_decode(out->str);
}
