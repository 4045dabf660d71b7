#include "email/charset_guess.h"

#include <errno.h>
#include <string.h>

enum { SAMPLE = 32 * 1024 };

/* Windows-1252, 0x80 to 0x9f; the five holes read as the C1 controls do in browsers, which nobody wants to see. */
static const gunichar cp1252_middle[32] = {
	0x20ac, 0xfffd, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0xfffd, 0x017d,
	0xfffd, 0xfffd, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0xfffd,
	0x017e, 0x0178,
};

static void
cp1252_convert(const char *bytes, gsize length, GString *out, guint *errors_r)
{
	for (gsize i = 0; i < length; i++) {
		guchar c = (guchar)bytes[i];
		gunichar u = c >= 0x80 && c < 0xa0 ? cp1252_middle[c - 0x80] : c;

		if (c < 0x80)
			g_string_append_c(out, bytes[i]);
		else
			g_string_append_unichar(out, u);
		*errors_r += u == 0xfffd;
	}
}

void
charset_drop_nul(GString *text)
{
	gsize kept = 0;

	if (memchr(text->str, '\0', text->len) == NULL)
		return;
	for (gsize i = 0; i < text->len; i++)
		if (text->str[i] != '\0')
			text->str[kept++] = text->str[i];
	g_string_truncate(text, kept);
}

/* What a stateful charset still holds back at the end. */
static void
flush_converter(GIConv converter, GString *out)
{
	char rest[64], *to = rest;
	gsize room = sizeof rest;

	g_iconv(converter, NULL, NULL, &to, &room);
	g_string_append_len(out, rest, to - rest);
}

gboolean
charset_convert(const char *bytes, gsize length, const char *charset, GString *out, guint *errors_r)
{
	char *in = (char *)(guintptr)bytes, buffer[4096];
	GIConv converter;

	if (strcmp(charset, "CP1252") == 0) {
		cp1252_convert(bytes, length, out, errors_r);
		charset_drop_nul(out);
		return TRUE;
	}
	converter = g_iconv_open("UTF-8", charset);
	if (converter == (GIConv)-1)
		return FALSE;
	while (length > 0) {
		char *to = buffer;
		gsize room = sizeof buffer, result;
		int why;

		result = g_iconv(converter, &in, &length, &to, &room);
		why = errno;
		g_string_append_len(out, buffer, to - buffer);
		if (result != (gsize)-1 || why == E2BIG)
			continue;
		g_string_append(out, "\xef\xbf\xbd");
		(*errors_r)++;
		in++;
		length--;
		g_iconv(converter, NULL, NULL, NULL, NULL);
	}
	flush_converter(converter, out);
	g_iconv_close(converter);
	charset_drop_nul(out);
	if (!g_utf8_validate_len(out->str, out->len, NULL)) {	/* lone surrogates, as some of iconv's tables give */
		g_autofree char *valid = g_utf8_make_valid(out->str, (gssize)out->len);

		g_string_assign(out, valid);
		(*errors_r)++;
	}
	return TRUE;
}

/* Candidates, each with the most frequent characters of what is written in it: text read in the wrong charset has
 * few of them. The order decides between equals. */
static const struct candidate {
	const char *charset;
	const char *frequent;
} candidates[] = {
	{ "CP932", "のにはをたがでてとしれさいるなあうかきくこもすせそちつまみめらりんー、。アイスト日" },
	{ "EUC-JP-MS", "のにはをたがでてとしれさいるなあうかきくこもすせそちつまみめらりんー、。アイスト日" },
	{ "GB18030", "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产你好，。" },
	{ "BIG5-HKSCS", "的一是在不了有和人這中大為上個國我以要他時來用們生到作地於出就分對成會可主發年動同工也能下過子說產您好，。" },
	{ "CP949", "이다는을를가의에하고한로지은기니사나서도어리자아시요있습정수대안녕세해주" },
	{ "CP1251", "оеаинтсрвлкмдпуяыьгзбч" },
	{ "KOI8-R", "оеаинтсрвлкмдпуяыьгзбч" },
	{ "ISO-8859-5", "оеаинтсрвлкмдпуяыьгзбч" },
	{ "CP1253", "αοιετσνηυρπκμλςωάίόέ" },
};

/* Of the characters above ASCII, how many in a thousand are frequent ones; -1 if the bytes cannot be this charset. */
static int
score_of(const struct candidate *candidate, const char *bytes, gsize length)
{
	g_autoptr(GString) text = g_string_sized_new(length * 2);
	guint errors = 0, foreign = 0, frequent = 0;

	/* The sample may end within a character, so one error is none. */
	if (!charset_convert(bytes, length, candidate->charset, text, &errors) || errors > 1)
		return -1;
	for (const char *p = text->str; *p != '\0'; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);

		if (c < 0x80)
			continue;
		foreign++;
		frequent += g_utf8_strchr(candidate->frequent, -1, c) != NULL;
	}
	return foreign == 0 ? -1 : (int)(frequent * 1000 / foreign);
}

/* Western text has single letters with accents between plain ones; the others write whole words above ASCII. */
static gboolean
looks_western(const char *bytes, gsize length)
{
	gsize high = 0, paired = 0;

	for (gsize i = 0; i < length; i++) {
		if ((guchar)bytes[i] < 0x80)
			continue;
		high++;
		paired += i + 1 < length && (guchar)bytes[i + 1] >= 0x80;
	}
	return paired * 4 < high;
}

const char *
charset_guess(const char *bytes, gsize length)
{
	const char *best = "CP1252";
	int most = 200;

	length = MIN(length, SAMPLE);
	if (looks_western(bytes, length))
		return best;
	for (size_t i = 0; i < G_N_ELEMENTS(candidates); i++) {
		int score = score_of(&candidates[i], bytes, length);

		if (score > most) {
			most = score;
			best = candidates[i].charset;
		}
	}
	return best;
}
