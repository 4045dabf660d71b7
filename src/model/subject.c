#include "model/subject.h"

#include <string.h>

#define DIGITS_MOST 15
#define ROUNDS_MOST 100		/* of marks: more is nonsense */

/* RFC 5256 knows re, fw and fwd; the others are what clients in other languages write. */
static const char *const marks[] = {
	"re", "fw", "fwd", "aw", "wg", "antw", "sv", "vs", "vb", "rv", "res", "enc", "tr", "rif", "odp", "pd", "ynt", "ilt", "回复", "答复", "转发",
};

/* Those of them that pass a mail on, and a few that are too short or too rare to stand above. */
static const char *const forward_marks[] = {
	"fw", "fwd", "wg", "vb", "rv", "enc", "tr", "pd", "ilt", "转发", "i", "doorst", "vl", "videresendt", "轉寄", "转寄", "転送",
};

int64_t
subject_ticket_number(const char *subject)
{
	int64_t number = 0;

	for (const char *at = strstr(subject, "[#"); at != NULL; at = strstr(at + 2, "[#")) {
		gsize digits = strspn(at + 2, "0123456789");

		if (digits > 0 && digits <= DIGITS_MOST && at[2 + digits] == ']')
			number = g_ascii_strtoll(at + 2, NULL, 10);
	}
	return number;
}

static void
collapse_spaces(char *text)
{
	char *to = text;

	for (const char *from = text; *from != '\0'; from++)
		if (!g_ascii_isspace(*from))
			*to++ = *from;
		else if (to > text && to[-1] != ' ')
			*to++ = ' ';
	if (to > text && to[-1] == ' ')
		to--;
	*to = '\0';
}

/* Past "[anything]" and the spaces behind it; text itself if there is none. */
static const char *
skip_blob(const char *text)
{
	gsize length;

	if (*text != '[')
		return text;
	length = strcspn(text + 1, "[]");
	if (text[1 + length] != ']')
		return text;
	text += length + 2;
	return text + strspn(text, " ");
}

/* Past "re:", "fwd [x]:", with any blobs before; text itself if there is none. */
static const char *
skip_mark(const char *text)
{
	const char *at = text, *after;

	while ((after = skip_blob(at)) != at)
		at = after;
	for (gsize i = 0; i < G_N_ELEMENTS(marks); i++) {
		const char *end;

		if (!g_str_has_prefix(at, marks[i]))
			continue;
		end = at + strlen(marks[i]);
		end += strspn(end, " ");
		end = skip_blob(end);
		if (*end == ':' || g_str_has_prefix(end, "：")) {
			end += *end == ':' ? 1 : strlen("：");
			return end + strspn(end, " ");
		}
	}
	return text;
}

static gboolean
drop_trailers(char *text)
{
	gboolean dropped = FALSE;
	gsize length = strlen(text);

	for (;;) {
		while (length > 0 && text[length - 1] == ' ')
			text[--length] = '\0';
		if (!g_str_has_suffix(text, "(fwd)"))
			return dropped;
		text[length -= strlen("(fwd)")] = '\0';
		dropped = TRUE;
	}
}

/* Steps 3 to 5. */
static gboolean
drop_leaders(char *text)
{
	gboolean dropped = FALSE;

	for (int round = 0; round < ROUNDS_MOST; round++) {
		const char *after = skip_mark(text);

		if (after != text)
			dropped = TRUE;
		else if ((after = skip_blob(text)) == text || *after == '\0')
			break;
		memmove(text, after, strlen(after) + 1);
	}
	return dropped;
}

/* Step 6: "[fwd: subject]". */
static gboolean
unwrap_forward(char *text)
{
	gsize length = strlen(text);

	if (!g_str_has_prefix(text, "[fwd:") || text[length - 1] != ']')
		return FALSE;
	text[length - 1] = '\0';
	memmove(text, text + strlen("[fwd:"), length - strlen("[fwd:"));
	collapse_spaces(text);
	return TRUE;
}

char *
subject_base(const char *subject, gboolean *is_reply_r)
{
	char *text = g_utf8_casefold(subject, -1);
	gboolean is_reply = FALSE;

	collapse_spaces(text);
	for (int round = 0; round < ROUNDS_MOST; round++) {
		is_reply |= drop_trailers(text);
		is_reply |= drop_leaders(text);
		if (!unwrap_forward(text))
			break;
		is_reply = TRUE;
	}
	if (is_reply_r != NULL)
		*is_reply_r = is_reply;
	return text;
}

gboolean
subject_is_forward(const char *subject)
{
	g_autofree char *text = g_utf8_casefold(subject, -1);
	const char *at = text, *after;

	collapse_spaces(text);
	if (g_str_has_prefix(text, "[fwd:"))
		return TRUE;
	while ((after = skip_blob(at)) != at)
		at = after;
	for (gsize i = 0; i < G_N_ELEMENTS(forward_marks); i++) {
		const char *end = at + strlen(forward_marks[i]);

		if (g_str_has_prefix(at, forward_marks[i]) && (*end == ':' || g_str_has_prefix(end, "：")))
			return TRUE;
	}
	return skip_mark(at) == at && g_str_has_suffix(text, "(fwd)");
}
