#include "html/style.h"

#include <string.h>

#define VALUE_BYTES 100
#define DECLARATIONS 64

/* How a property's value is checked. A value is a list of words; each word must pass. */
enum check {
	CHECK_COLOR,		/* one colour */
	CHECK_WORD,		/* identifiers and plain numbers */
	CHECK_LENGTH,		/* up to four lengths, none negative, none huge */
	CHECK_BORDER,		/* lengths, identifiers and colours */
	CHECK_FONTS,		/* names of fonts */
};

static const struct property {
	const char *name;
	enum check check;
} properties[] = {
	{ "background", CHECK_COLOR },
	{ "background-color", CHECK_COLOR },
	{ "border", CHECK_BORDER },
	{ "border-bottom", CHECK_BORDER },
	{ "border-collapse", CHECK_WORD },
	{ "border-color", CHECK_COLOR },
	{ "border-left", CHECK_BORDER },
	{ "border-radius", CHECK_LENGTH },
	{ "border-right", CHECK_BORDER },
	{ "border-spacing", CHECK_LENGTH },
	{ "border-style", CHECK_WORD },
	{ "border-top", CHECK_BORDER },
	{ "border-width", CHECK_LENGTH },
	{ "color", CHECK_COLOR },
	{ "direction", CHECK_WORD },
	{ "font-family", CHECK_FONTS },
	{ "font-size", CHECK_LENGTH },
	{ "font-style", CHECK_WORD },
	{ "font-weight", CHECK_WORD },
	{ "line-height", CHECK_LENGTH },
	{ "list-style-type", CHECK_WORD },
	{ "margin", CHECK_LENGTH },
	{ "margin-bottom", CHECK_LENGTH },
	{ "margin-left", CHECK_LENGTH },
	{ "margin-right", CHECK_LENGTH },
	{ "margin-top", CHECK_LENGTH },
	{ "max-width", CHECK_LENGTH },
	{ "padding", CHECK_LENGTH },
	{ "padding-bottom", CHECK_LENGTH },
	{ "padding-left", CHECK_LENGTH },
	{ "padding-right", CHECK_LENGTH },
	{ "padding-top", CHECK_LENGTH },
	{ "text-align", CHECK_WORD },
	{ "text-decoration", CHECK_WORD },
	{ "vertical-align", CHECK_WORD },
	{ "white-space", CHECK_WORD },
	{ "width", CHECK_LENGTH },
};

/* The next declaration, trimmed, lower-case, without !important. FALSE at the end. Comments and escapes are not
 * understood: a value with either passes no check. */
static gboolean
next_declaration(const char **at, char name[32], char value[VALUE_BYTES + 1])
{
	while (**at != '\0') {
		const char *start = *at, *end = start + strcspn(start, ";"), *colon = memchr(start, ':', (gsize)(end - start));
		gsize n;

		*at = *end == ';' ? end + 1 : end;
		if (colon == NULL)
			continue;
		while (start < colon && g_ascii_isspace(*start))
			start++;
		for (n = 0; n < 31 && start < colon && !g_ascii_isspace(*start); n++)
			name[n] = g_ascii_tolower(*start++);
		name[n] = '\0';
		for (colon++; colon < end && g_ascii_isspace(*colon); colon++)
			;
		if (end - colon > VALUE_BYTES)
			continue;
		for (n = 0; colon < end && *colon != '!'; n++, colon++)
			value[n] = g_ascii_isspace(*colon) ? ' ' : g_ascii_tolower(*colon);
		while (n > 0 && value[n - 1] == ' ')
			n--;
		value[n] = '\0';
		if (n > 0)
			return TRUE;
	}
	return FALSE;
}

static gboolean
is_identifier(const char *word, gsize n)
{
	for (gsize i = 0; i < n; i++)
		if (!g_ascii_isalpha(word[i]) && word[i] != '-')
			return FALSE;
	return n > 0 && n <= 24 && g_ascii_isalpha(word[0]);
}

static gboolean
is_number(const char *word, gsize n)
{
	return n > 0 && n <= 8 && strspn(word, "0123456789.") >= n;
}

/* #rgb, a name, or rgb() and its relatives with nothing but numbers inside. */
static gboolean
is_color(const char *word, gsize n)
{
	static const char *const functions[] = { "rgb(", "rgba(", "hsl(", "hsla(", NULL };

	if (word[0] == '#')
		return (n == 4 || n == 5 || n == 7 || n == 9) && strspn(word + 1, "0123456789abcdef") >= n - 1;
	for (int i = 0; functions[i] != NULL; i++) {
		gsize skip = strlen(functions[i]);

		if (n > skip && strncmp(word, functions[i], skip) == 0)
			return word[n - 1] == ')' && strspn(word + skip, "0123456789., %") >= n - skip - 1;
	}
	return is_identifier(word, n);
}

/* A length that keeps its box in place: never negative, at most a page wide. */
static gboolean
is_length(const char *word, gsize n)
{
	static const struct {
		const char *unit;
		double most;
	} units[] = { { "px", 1200 }, { "pt", 900 }, { "em", 60 }, { "rem", 60 }, { "ex", 100 }, { "in", 12 }, { "cm", 30 },
		{ "mm", 300 }, { "%", 300 }, { "", 10 } };
	gsize digits = strspn(word, "0123456789.");
	double number;

	if (digits == 0)
		return (n == 4 && strncmp(word, "auto", 4) == 0) || (n == 6 && strncmp(word, "normal", 6) == 0);
	if (digits > 8 || digits > n)
		return FALSE;
	number = g_ascii_strtod(word, NULL);
	for (gsize i = 0; i < G_N_ELEMENTS(units); i++)
		if (n - digits == strlen(units[i].unit) && strncmp(word + digits, units[i].unit, n - digits) == 0)
			return number <= units[i].most;
	return FALSE;
}

static gboolean
is_fonts(const char *value)
{
	for (; *value != '\0'; value++)
		if (!g_ascii_isalnum(*value) && strchr(" ,-'\"", *value) == NULL)
			return FALSE;
	return TRUE;
}

static gboolean
is_safe_word(enum check check, const char *word, gsize n)
{
	switch (check) {
	case CHECK_COLOR:
		return is_color(word, n);
	case CHECK_WORD:
		return is_identifier(word, n) || is_number(word, n);
	case CHECK_LENGTH:
		return is_length(word, n);
	case CHECK_BORDER:
		return is_length(word, n) || is_color(word, n);
	case CHECK_FONTS:
		return FALSE;
	}
	return FALSE;
}

static gboolean
is_safe(enum check check, const char *value)
{
	int words = 0;

	if (check == CHECK_FONTS)
		return is_fonts(value);
	while (*value != '\0') {
		gsize n = strcspn(value, " (");

		if (value[n] == '(')
			n += strcspn(value + n, ")") + (strchr(value + n, ')') != NULL);
		if (!is_safe_word(check, value, n) || ++words > (check == CHECK_COLOR ? 1 : 4))
			return FALSE;
		value += n;
		value += strspn(value, " ");
	}
	return words > 0;
}

static int
compare_name(const void *name, const void *property)
{
	return strcmp(name, ((const struct property *)property)->name);
}

void
style_append_one(GString *out, const char *property, const char *value)
{
	const struct property *known =
	    bsearch(property, properties, G_N_ELEMENTS(properties), sizeof(properties[0]), compare_name);

	if (known == NULL || !is_safe(known->check, value))
		return;
	if (out->len > 0)
		g_string_append_c(out, ';');
	g_string_append_printf(out, "%s:%s", property, value);
}

void
style_append_safe(GString *out, const char *style)
{
	char name[32], value[VALUE_BYTES + 1];

	for (int i = 0; i < DECLARATIONS && next_declaration(&style, name, value); i++)
		style_append_one(out, name, value);
}

static gboolean
declaration_hides(const char *name, const char *value)
{
	if (strcmp(name, "display") == 0)
		return strcmp(value, "none") == 0;
	if (strcmp(name, "visibility") == 0)
		return strcmp(value, "hidden") == 0 || strcmp(value, "collapse") == 0;
	if (strcmp(name, "mso-hide") == 0)
		return strcmp(value, "all") == 0;
	if (strcmp(name, "max-height") == 0 || strcmp(name, "opacity") == 0 || strcmp(name, "font-size") == 0)
		return value[0] == '0' && strspn(value, "0.") == strspn(value, "0123456789.");
	return FALSE;
}

gboolean
style_hides(const char *style)
{
	char name[32], value[VALUE_BYTES + 1];

	for (int i = 0; style != NULL && i < DECLARATIONS && next_declaration(&style, name, value); i++)
		if (declaration_hides(name, value))
			return TRUE;
	return FALSE;
}
