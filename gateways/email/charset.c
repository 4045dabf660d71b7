#include "email/charset.h"

#include <string.h>

#include "email/charset_guess.h"

/* What labels mean in mail as it is, not as registered. A label that is not here goes to iconv as it stands. */
static const struct {
	const char *label, *charset;
} aliases[] = {
	{ "utf8", "UTF-8" }, { "utf-8", "UTF-8" }, { "utf8mb4", "UTF-8" }, { "unicode-1-1-utf-8", "UTF-8" },
	{ "us-ascii", "ASCII" }, { "ascii", "ASCII" }, { "ansi_x3.4-1968", "ASCII" }, { "unknown-8bit", "ASCII" },
	{ "x-unknown", "ASCII" }, { "unknown", "ASCII" }, { "default", "ASCII" }, { "default_charset", "ASCII" },
	{ "8bit", "ASCII" }, { "7bit", "ASCII" }, { "binary", "ASCII" }, { "x-user-defined", "ASCII" },
	{ "iso-8859-1", "CP1252" }, { "iso8859-1", "CP1252" }, { "iso_8859-1", "CP1252" }, { "latin1", "CP1252" },
	{ "latin-1", "CP1252" }, { "l1", "CP1252" }, { "windows-1252", "CP1252" }, { "cp1252", "CP1252" },
	{ "cp-1252", "CP1252" }, { "x-cp1252", "CP1252" }, { "iso-8859-1-windows-3.1-latin-1", "CP1252" },
	{ "iso-8859-9", "CP1254" }, { "latin5", "CP1254" }, { "iso-8859-11", "CP874" }, { "tis-620", "CP874" },
	{ "windows-874", "CP874" }, { "dos-874", "CP874" }, { "iso-8859-8-i", "CP1255" }, { "iso-8859-8", "CP1255" },
	{ "iso-8859-6-i", "ISO-8859-6" }, { "x-mac-roman", "MACINTOSH" }, { "macroman", "MACINTOSH" },
	{ "x-mac-cyrillic", "MAC-CYRILLIC" }, { "koi8-r", "KOI8-R" }, { "koi8r", "KOI8-R" }, { "koi8", "KOI8-R" },
	{ "gb2312", "GB18030" }, { "gb_2312-80", "GB18030" }, { "gbk", "GB18030" }, { "x-gbk", "GB18030" },
	{ "cp936", "GB18030" }, { "windows-936", "GB18030" }, { "euc-cn", "GB18030" }, { "x-euc-cn", "GB18030" },
	{ "big5", "BIG5-HKSCS" }, { "big-5", "BIG5-HKSCS" }, { "x-x-big5", "BIG5-HKSCS" }, { "cn-big5", "BIG5-HKSCS" },
	{ "cp950", "BIG5-HKSCS" }, { "shift_jis", "CP932" }, { "shift-jis", "CP932" }, { "sjis", "CP932" },
	{ "x-sjis", "CP932" }, { "ms_kanji", "CP932" }, { "windows-31j", "CP932" }, { "euc-jp", "EUC-JP-MS" },
	{ "x-euc-jp", "EUC-JP-MS" }, { "iso-2022-jp", "ISO-2022-JP" }, { "iso-2022-jp-1", "ISO-2022-JP" },
	{ "iso-2022-jp-ms", "ISO-2022-JP" }, { "cp50220", "ISO-2022-JP" }, { "cp50221", "ISO-2022-JP" },
	{ "csiso2022jp", "ISO-2022-JP" }, { "ks_c_5601-1987", "CP949" }, { "ks_c_5601", "CP949" }, { "euc-kr", "CP949" },
	{ "ksc5601", "CP949" }, { "ks_c_5601-1989", "CP949" }, { "korean", "CP949" }, { "windows-949", "CP949" },
	{ "utf-7", "UTF-7" }, { "unicode-1-1-utf-7", "UTF-7" }, { "x-unicode-2-0-utf-7", "UTF-7" },
	{ "utf-16", "UTF-16" }, { "unicode", "UTF-16" }, { "iso-10646-ucs-2", "UTF-16" }, { "ucs-2", "UTF-16" },
	{ "utf-16le", "UTF-16LE" }, { "utf-16be", "UTF-16BE" }, { "utf-32", "UTF-32" },
};

/* The name for iconv, the caller's; NULL where the label says nothing. */
static char *
charset_of_label(const char *label)
{
	g_autofree char *lower = NULL;

	if (label == NULL)
		return NULL;
	lower = g_ascii_strdown(label, -1);
	g_strdelimit(g_strstrip(lower), "\"'", ' ');
	g_strstrip(lower);
	for (size_t i = 0; i < G_N_ELEMENTS(aliases); i++)
		if (strcmp(lower, aliases[i].label) == 0)
			return g_strdup(aliases[i].charset);
	if (*lower == '\0' || strlen(lower) > 40)
		return NULL;
	for (const char *p = lower; *p != '\0'; p++)	/* "//TRANSLIT" and the like are orders to iconv, not names */
		if (!g_ascii_isalnum(*p) && strchr("-_.:+", *p) == NULL)
			return NULL;
	if (g_str_has_prefix(lower, "windows-") || g_str_has_prefix(lower, "win-"))
		return g_strconcat("CP", strchr(lower, '-') + 1, NULL);
	return g_ascii_strup(g_str_has_prefix(lower, "x-") ? lower + 2 : lower, -1);
}

struct shape {			/* what the bytes look like */
	gboolean ascii, utf8;
	guint sequences;	/* multibyte UTF-8 sequences before the first byte that is not UTF-8 */
	guint strays;		/* bytes that are not UTF-8 */
	gboolean jis;		/* has the escapes of ISO-2022-JP */
};

static struct shape
shape_of(const char *bytes, gsize length)
{
	struct shape shape = { .ascii = TRUE, .utf8 = TRUE };
	const char *p = bytes, *end = bytes + length;

	for (gsize i = 0; i < length && shape.ascii; i++)
		shape.ascii = (guchar)bytes[i] < 0x80;
	for (p = bytes; !shape.jis && (p = memchr(p, '\033', (gsize)(end - p))) != NULL; p++)
		shape.jis = p + 1 < end && p[1] == '$';
	p = bytes;
	if (shape.ascii)
		return shape;
	while (p < end) {
		gunichar c;

		if ((guchar)*p < 0x80) {
			p++;
			continue;
		}
		c = g_utf8_get_char_validated(p, end - p);
		if (c < 0x110000) {
			shape.sequences++;
			p = g_utf8_next_char(p);
		} else {
			shape.strays++;
			p++;
		}
	}
	shape.utf8 = shape.strays == 0;
	return shape;
}

/* ISO-2022-JP as Windows writes it has characters that iconv's does not know (the circled numbers, half-width
 * kana): in EUC clothes it knows them. */
static gboolean
jis_convert(const char *bytes, gsize length, GString *out, guint *errors_r)
{
	g_autoptr(GString) euc = g_string_sized_new(length);
	enum { ASCII, KANJI, KANA } mode = ASCII;

	for (gsize i = 0; i < length; i++) {
		if (bytes[i] == '\033' && i + 2 < length && bytes[i + 1] == '$' && strchr("@B", bytes[i + 2]) != NULL) {
			mode = KANJI;
			i += 2;
		} else if (bytes[i] == '\033' && i + 2 < length && bytes[i + 1] == '(') {
			mode = bytes[i + 2] == 'I' ? KANA : ASCII;
			i += 2;
		} else if (mode == ASCII || bytes[i] <= ' ') {
			if (bytes[i] == '\n')
				mode = ASCII;
			g_string_append_c(euc, bytes[i]);
		} else if (mode == KANA) {
			g_string_append_c(euc, (char)0x8e);
			g_string_append_c(euc, (char)(bytes[i] | 0x80));
		} else {
			g_string_append_c(euc, (char)(bytes[i] | 0x80));
		}
	}
	return charset_convert(euc->str, euc->len, "EUC-JP-MS", out, errors_r);
}

/* Without a byte order mark UTF-16 is big-endian on paper (RFC 2781) and what Windows had in memory in fact. */
static const char *
utf16_order(const char *bytes, gsize length)
{
	gsize even = 0, odd = 0;

	if (length >= 2 && memcmp(bytes, "\xff\xfe", 2) == 0)
		return "UTF-16LE";
	for (gsize i = 0; i + 1 < MIN(length, 4096); i += 2) {
		even += bytes[i] == '\0';
		odd += bytes[i + 1] == '\0';
	}
	return odd > even ? "UTF-16LE" : "UTF-16BE";
}

static char *
finish(GString *text, gsize *length_r)
{
	if (g_str_has_prefix(text->str, "\xef\xbb\xbf"))	/* the byte order mark says nothing to people */
		g_string_erase(text, 0, 3);
	if (length_r != NULL)
		*length_r = text->len;
	return g_string_free(text, FALSE);
}

static char *
as_utf8(const char *bytes, gsize length, gsize *length_r)
{
	GString *text = g_string_new_len(bytes, (gssize)length);

	charset_drop_nul(text);
	if (!g_utf8_validate_len(text->str, text->len, NULL)) {
		g_autofree char *valid = g_utf8_make_valid(text->str, (gssize)text->len);

		g_string_assign(text, valid);
	}
	return finish(text, length_r);
}

static gboolean
convert(const char *bytes, gsize length, const char *charset, GString *out, guint *errors_r)
{
	if (strcmp(charset, "ISO-2022-JP") == 0)
		return jis_convert(bytes, length, out, errors_r);
	if (strcmp(charset, "UTF-16") == 0)
		charset = utf16_order(bytes, length);
	return charset_convert(bytes, length, charset, out, errors_r);
}

/* Charsets whose bytes are all ASCII, or no ASCII at all: what the bytes look like says nothing about them. */
static gboolean
is_disguised(const char *charset)
{
	return g_str_has_prefix(charset, "UTF-16") || g_str_has_prefix(charset, "UTF-32") ||
	    strcmp(charset, "UTF-7") == 0 || g_str_has_prefix(charset, "ISO-2022") || g_str_has_prefix(charset, "IBM") ||
	    g_str_has_prefix(charset, "EBCDIC") || g_str_has_prefix(charset, "UCS");
}

char *
charset_to_utf8(const char *bytes, gsize length, const char *label, gsize *length_r, enum charset_outcome *outcome_r)
{
	g_autofree char *charset = charset_of_label(label);
	gboolean vague = charset == NULL || strcmp(charset, "ASCII") == 0 || strcmp(charset, "UTF-8") == 0;
	struct shape shape = length > 0 ? shape_of(bytes, length) : (struct shape){ 0 };
	enum charset_outcome ignored;
	const char *guessed;
	GString *out;
	guint errors = 0;

	if (outcome_r == NULL)
		outcome_r = &ignored;
	*outcome_r = CHARSET_PLAIN;
	if (length == 0)
		return finish(g_string_new(NULL), length_r);
	if (vague && shape.ascii && shape.jis) {
		g_free(charset);
		charset = g_strdup("ISO-2022-JP");
		vague = FALSE;
		*outcome_r = CHARSET_GUESSED;
	}
	if (charset == NULL || !is_disguised(charset)) {
		if (shape.ascii)
			return as_utf8(bytes, length, length_r);
		/* Four sequences in a row are no accident in any other charset; in a western one a single one is none. */
		if (shape.utf8 && (vague || strcmp(charset, "CP1252") == 0 || shape.sequences >= 4)) {
			*outcome_r = vague ? CHARSET_PLAIN : CHARSET_GUESSED;
			return as_utf8(bytes, length, length_r);
		}
	}
	out = g_string_sized_new(length + length / 2);
	if (!vague && convert(bytes, length, charset, out, &errors) && errors <= length / 64) {
		*outcome_r = errors > 0 ? CHARSET_LOSSY : *outcome_r;
		return finish(out, length_r);
	}
	/* UTF-8 with a scratch (often cut in the middle of a character) stays UTF-8. */
	guessed = shape.ascii || shape.sequences > 2 * shape.strays ? NULL : charset_guess(bytes, length);
	g_string_truncate(out, 0);
	errors = 0;
	if (guessed == NULL || !convert(bytes, length, guessed, out, &errors)) {
		g_string_free(out, TRUE);
		*outcome_r = shape.strays > 0 ? CHARSET_LOSSY : CHARSET_GUESSED;
		return as_utf8(bytes, length, length_r);
	}
	*outcome_r = errors > 0 ? CHARSET_LOSSY : CHARSET_GUESSED;
	return finish(out, length_r);
}

char *
charset_of_html(const char *html, gsize length)
{
	g_autofree char *head = length > 0 ? g_ascii_strdown(html, (gssize)MIN(length, 2048)) : g_strdup("");
	const char *meta = head, *at, *end;

	while ((meta = strstr(meta, "<meta")) != NULL) {
		end = strchr(meta, '>');
		at = strstr(meta, "charset");
		if (end == NULL)
			return NULL;
		if (at != NULL && at < end) {
			at += strlen("charset");
			at += strspn(at, " \t\r\n=\"'");
			return g_strndup(at, strcspn(at, " \t\r\n\"';/>"));
		}
		meta = end;
	}
	return NULL;
}
