#include "html/markdown.h"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>
#include <string.h>

#include "base/fault.h"
#include "html/sanitize.h"
#include "html/text.h"

#define ANCHOR_BYTES 80
#define MOST_LEVEL '4'		/* deeper headings begin no section */

static const char *const extensions[] = { "table", "strikethrough", "autolink", "tasklist" };

static char *
render(const char *markdown)
{
	cmark_parser *parser;
	cmark_node *document;
	char *html;

	cmark_gfm_core_extensions_ensure_registered();
	parser = cmark_parser_new(CMARK_OPT_UNSAFE | CMARK_OPT_VALIDATE_UTF8);	/* raw HTML goes through the sanitiser */
	for (gsize i = 0; i < G_N_ELEMENTS(extensions); i++)
		cmark_parser_attach_syntax_extension(parser, cmark_find_syntax_extension(extensions[i]));
	cmark_parser_feed(parser, markdown, strlen(markdown));
	document = cmark_parser_finish(parser);
	html = cmark_render_html(document, CMARK_OPT_UNSAFE, cmark_parser_get_syntax_extensions(parser));
	cmark_node_free(document);
	cmark_parser_free(parser);
	return html;
}

/* The heading that begins at or after at: its tag's end in *open_r, its closing tag in *close_r. NULL if there is none. */
static const char *
next_heading(const char *at, const char **open_r, const char **close_r)
{
	for (; (at = strstr(at, "<h")) != NULL; at += 2) {
		char closing[] = "</h1>";

		if (at[2] < '1' || at[2] > MOST_LEVEL || (at[3] != '>' && at[3] != ' '))
			continue;
		closing[3] = at[2];
		*open_r = strchr(at, '>');
		*close_r = *open_r != NULL ? strstr(*open_r, closing) : NULL;
		if (*close_r != NULL)
			return at;
	}
	return NULL;
}

static char *
plain(const char *html, gsize length)
{
	char *text = html_to_text(html, length);

	return g_strstrip(text);
}

/* A heading's words as an id: letters of any script and digits, joined by "-". */
static char *
anchor_of(const char *title, GHashTable *taken)
{
	GString *anchor = g_string_new(NULL);
	char *unique;

	for (const char *at = title; *at != '\0' && anchor->len < ANCHOR_BYTES; at = g_utf8_next_char(at)) {
		gunichar c = g_utf8_get_char(at);

		if (g_unichar_isalnum(c))
			g_string_append_unichar(anchor, g_unichar_tolower(c));
		else if (anchor->len > 0 && anchor->str[anchor->len - 1] != '-')
			g_string_append_c(anchor, '-');
	}
	while (anchor->len > 0 && anchor->str[anchor->len - 1] == '-')
		g_string_truncate(anchor, anchor->len - 1);
	if (anchor->len == 0)
		g_string_append(anchor, "section");
	unique = g_strdup(anchor->str);
	for (int n = 2; g_hash_table_contains(taken, unique); n++) {
		g_free(unique);
		unique = g_strdup_printf("%s-%d", anchor->str, n);
	}
	g_hash_table_add(taken, g_strdup(unique));
	g_string_free(anchor, TRUE);
	return unique;
}

/* The sanitiser leaves no id in the page; ours hold no character that ends an attribute. */
static char *
with_anchors(const char *html)
{
	g_autoptr(GHashTable) taken = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	GString *out = g_string_new(NULL);
	const char *at = html, *heading, *open, *close;

	while ((heading = next_heading(at, &open, &close)) != NULL) {
		g_autofree char *title = plain(open + 1, (gsize)(close - open - 1));
		g_autofree char *anchor = anchor_of(title, taken);

		g_string_append_len(out, at, heading + 3 - at);
		g_string_append_printf(out, " id=\"%s\"", anchor);
		g_string_append_len(out, heading + 3, close - heading - 3);
		at = close;
	}
	g_string_append(out, at);
	return g_string_free(out, FALSE);
}

char *
markdown_to_html(const char *markdown, GError **error)
{
	g_autofree char *safe = NULL;
	g_autoptr(GString) shown = NULL;
	char *html;

	if (strlen(markdown) > MARKDOWN_BYTES) {
		fault_set(error, FAULT_LIMIT, "markdown-too-large", "body_markdown", "An article has at most %d bytes of Markdown.",
		    MARKDOWN_BYTES);
		return NULL;
	}
	html = render(markdown);
	safe = html_sanitize(html, strlen(html), NULL, error);
	free(html);
	if (safe == NULL)
		return NULL;
	shown = g_string_new(safe);
	g_string_replace(shown, " data-src=\"", " src=\"", 0);	/* quotes in text are escaped: only the attribute looks so */
	return with_anchors(shown->str);
}

static void
section_free(gpointer data)
{
	struct markdown_section *section = data;

	g_free(section->anchor);
	g_free(section->title);
	g_free(section->text);
	g_free(section);
}

static void
add_section(GPtrArray *sections, char *anchor, char *title, const char *html, gsize length)
{
	struct markdown_section *section = g_new0(struct markdown_section, 1);

	section->anchor = anchor;
	section->title = title;
	section->text = plain(html, length);
	g_ptr_array_add(sections, section);
}

static char *
id_of(const char *heading, const char *open)
{
	const char *id = strstr(heading, " id=\""), *end = id != NULL && id < open ? strchr(id + 5, '"') : NULL;

	return end != NULL && end < open ? g_strndup(id + 5, (gsize)(end - id - 5)) : g_strdup("");
}

GPtrArray *
markdown_sections(const char *html)
{
	GPtrArray *sections = g_ptr_array_new_with_free_func(section_free);
	const char *at = html, *heading, *open, *close;
	char *anchor = g_strdup(""), *title = g_strdup("");

	while ((heading = next_heading(at, &open, &close)) != NULL) {
		add_section(sections, anchor, title, at, (gsize)(heading - at));
		anchor = id_of(heading, open);
		title = plain(open + 1, (gsize)(close - open - 1));
		at = close + strlen("</h1>");
	}
	add_section(sections, anchor, title, at, strlen(at));
	return sections;
}
