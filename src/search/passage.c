#include "search/passage.h"

#include <string.h>

#include "search/fold.h"

#define MOST_WORDS 100000	/* a longer text is looked at this far */
#define ELLIPSIS "\xe2\x80\xa6"

struct found {		/* a word that was asked for */
	gsize start, end;
	double worth;
	guint key;
};

static GArray *
find_words(const char *text, passage_worth worth, gpointer data)
{
	GArray *found = g_array_new(FALSE, FALSE, sizeof(struct found));
	struct fold fold;
	int n = 0;

	fold_begin(&fold, text);
	while (n++ < MOST_WORDS && fold_next(&fold)) {
		struct found one = { .start = fold.start, .end = fold.end };

		one.worth = worth(fold.word, &one.key, data);
		if (one.worth > 0)
			g_array_append_val(found, one);
	}
	return found;
}

/* Different words count in full, a word again a little. */
static double
worth_of(const struct found *found, guint n)
{
	double sum = 0;

	for (guint i = 0; i < n; i++) {
		gboolean is_again = FALSE;

		for (guint j = 0; j < i && !is_again; j++)
			is_again = found[j].key == found[i].key;
		sum += is_again ? found[i].worth * 0.1 : found[i].worth;
	}
	return sum;
}

/* The window that holds the most: *first_r and *n_r of found. */
static void
best_window(const GArray *found, gsize bytes, guint *first_r, guint *n_r)
{
	const struct found *all = (const struct found *)(const void *)found->data;
	double best = 0;

	*first_r = *n_r = 0;
	for (guint first = 0, end = 0; first < found->len; first++) {
		double worth;

		while (end < found->len && all[end].end - all[first].start <= bytes && end - first < 64)
			end++;
		worth = worth_of(all + first, end - first);
		if (worth > best) {
			best = worth;
			*first_r = first;
			*n_r = end - first;
		}
	}
}

static gboolean
ends_sentence(const char *text, gsize at)
{
	return at == 0 || text[at - 1] == '\n' ||
	    (at >= 2 && text[at - 1] == ' ' && strchr(".!?:;", text[at - 2]) != NULL);
}

/* Back from at, at most room bytes, to where a sentence begins; else to where a word does. */
static gsize
sentence_start(const char *text, gsize at, gsize room)
{
	gsize least = at > room ? at - room : 0;

	for (gsize i = at; ; i--) {
		if (ends_sentence(text, i))
			return i;
		if (i == least)
			break;
	}
	return at;
}

static gsize
stretch_end(const char *text, gsize length, gsize from, gsize at_least, gsize bytes)
{
	gsize most = MIN(length, from + bytes), best = 0, space = 0;

	for (gsize i = MIN(at_least, most); i <= most; i++) {
		if (i == length || ends_sentence(text, i))
			best = i;
		else if (text[i] == ' ')
			space = i;
	}
	if (best > 0)
		return best;
	if (space > 0)
		return space;
	while (most > from && (text[most] & 0xc0) == 0x80)
		most--;
	return most;
}

/* Controls become spaces: only our own marks may look like marks. */
static void
append_plain(GString *out, const char *text, gsize length)
{
	for (gsize i = 0; i < length; i++)
		g_string_append_c(out, (guchar)text[i] < 0x20 && text[i] != '\n' ? ' ' : text[i]);
}

char *
passage_find(const char *text, gsize most_bytes, passage_worth worth, gpointer data)
{
	g_autoptr(GArray) found = find_words(text, worth, data);
	const struct found *all = (const struct found *)(const void *)found->data;
	GString *out = g_string_new(NULL);
	gsize length = strlen(text), from = 0, end = 0, at;
	guint first, n;

	best_window(found, most_bytes, &first, &n);
	if (n > 0) {
		gsize span = all[first + n - 1].end - all[first].start;

		from = sentence_start(text, all[first].start, most_bytes > span ? most_bytes - span : 0);
		end = all[first + n - 1].end;
	}
	end = stretch_end(text, length, from, end, most_bytes);
	if (!ends_sentence(text, from))
		g_string_append(out, ELLIPSIS);
	at = from;
	for (guint i = 0; i < found->len; i++) {
		if (all[i].start < from || all[i].end > end)
			continue;
		append_plain(out, text + at, all[i].start - at);
		g_string_append_c(out, PASSAGE_MARK);
		append_plain(out, text + all[i].start, all[i].end - all[i].start);
		g_string_append_c(out, PASSAGE_END);
		at = all[i].end;
	}
	append_plain(out, text + at, end - at);
	while (out->len > 0 && g_ascii_isspace(out->str[out->len - 1]))
		g_string_truncate(out, out->len - 1);
	if (end < length && !ends_sentence(text, end))
		g_string_append(out, ELLIPSIS);
	return g_string_free(out, FALSE);
}
