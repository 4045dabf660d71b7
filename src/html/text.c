#include "html/text.h"

#include <stdlib.h>
#include <string.h>

#include "html/element.h"
#include "html/page.h"
#include "html/sanitize.h"
#include "html/style.h"
#include "html/url.h"

#define QUOTE_DEPTH 20		/* "> " written at most so often on a line */
#define INDENT_DEPTH 10
#define LINK_TEXT_BYTES 4096	/* a longer link is a page, not a word */

struct frame {
	GumboNode *node;
	guint next;
	gsize text_from;	/* where its text begins in out */
	int item;		/* next number in an ol */
	gboolean is_grid;	/* a table whose cells are worth a "|" */
	enum html_mark mark;
};

struct writer {
	GString *out;
	GArray *stack;		/* struct frame */
	html_marker marker;
	int breaks;		/* line ends owed before the next text */
	gboolean space;		/* a space is owed */
	const char *cell;	/* between two cells, owed */
	int quotes, lists, pres, quoted, signed_by;
	gboolean quote_rest;
	GString *bullet;	/* for the next text */
	int last_quotes;	/* of the line before */
};

static struct frame *
top_of(struct writer *writer)
{
	return &g_array_index(writer->stack, struct frame, writer->stack->len - 1);
}

static void
owe_breaks(struct writer *writer, int breaks)
{
	writer->breaks = MAX(writer->breaks, breaks);
	writer->space = FALSE;
	writer->cell = NULL;
}

static void
append_line_start(struct writer *writer)
{
	gboolean quoted = writer->quote_rest || writer->quoted > 0;

	if (quoted)
		g_string_append_c(writer->out, HTML_QUOTE_CHAR);
	else if (writer->signed_by > 0)
		g_string_append_c(writer->out, HTML_SIGNATURE_CHAR);
	for (int i = 0; i < MIN(writer->quotes, QUOTE_DEPTH); i++)
		g_string_append(writer->out, "> ");
	for (int i = writer->bullet->len > 0 ? 1 : 0; i < MIN(writer->lists, INDENT_DEPTH); i++)
		g_string_append(writer->out, "  ");
	g_string_append(writer->out, writer->bullet->str);
	g_string_truncate(writer->bullet, 0);
	writer->last_quotes = writer->quotes;
}

/* Pays what is owed before a piece of text. */
static void
begin_text(struct writer *writer)
{
	if (writer->out->len == 0) {
		append_line_start(writer);
	} else if (writer->breaks > 0) {
		g_string_append_c(writer->out, '\n');
		if (writer->breaks > 1) {
			for (int i = 0; i < MIN(MIN(writer->quotes, writer->last_quotes), QUOTE_DEPTH); i++)
				g_string_append(writer->out, i == 0 ? ">" : " >");
			g_string_append_c(writer->out, '\n');
		}
		append_line_start(writer);
	} else if (writer->cell != NULL) {
		g_string_append(writer->out, writer->cell);
	} else if (writer->space) {
		g_string_append_c(writer->out, ' ');
	}
	writer->breaks = 0;
	writer->space = FALSE;
	writer->cell = NULL;
}

/* Fills up a preheader, or marks where a word may break: nothing that a person typed. */
static gboolean
is_invisible(gunichar c)
{
	return c == 0x200b || c == 0xfeff || c == 0x034f || c == 0x00ad || (c < 0x20 && c != '\n' && c != '\t') ||
	    (c >= 0x7f && c < 0xa0);
}

static gboolean
is_blank(gunichar c)
{
	return c == ' ' || c == '\n' || c == '\t' || c == 0xa0 || (c >= 0x2000 && c <= 0x200a) || c == 0x202f;
}

static void
append_preformatted(struct writer *writer, gunichar c)
{
	if (c == '\n') {
		writer->breaks = MIN(writer->breaks + 1, 2);
		writer->space = FALSE;
		return;
	}
	begin_text(writer);
	g_string_append_unichar(writer->out, c == 0xa0 ? ' ' : c);
}

static void
append_text(struct writer *writer, const char *text)
{
	for (; *text != '\0'; text = g_utf8_next_char(text)) {
		gunichar c = g_utf8_get_char(text);

		if (c == '\r' || is_invisible(c))
			continue;
		if (writer->pres > 0) {
			append_preformatted(writer, c);
		} else if (is_blank(c)) {
			writer->space = TRUE;
		} else {
			begin_text(writer);
			if (c < 0x80)
				g_string_append_c(writer->out, (char)c);
			else
				g_string_append_unichar(writer->out, c);
		}
	}
}

static void
append_word(struct writer *writer, const char *word)
{
	begin_text(writer);
	g_string_append(writer->out, word);
}

/* A table with a border or a heading is one to a reader too; others only arrange boxes. */
static gboolean
is_grid(const GumboNode *table)
{
	const char *border = page_attribute(table, "border");

	return border != NULL && atoi(border) > 0;
}

static int
breaks_around(GumboTag tag)
{
	switch (tag) {
	case GUMBO_TAG_P:
	case GUMBO_TAG_H1:
	case GUMBO_TAG_H2:
	case GUMBO_TAG_H3:
	case GUMBO_TAG_H4:
	case GUMBO_TAG_H5:
	case GUMBO_TAG_H6:
	case GUMBO_TAG_PRE:
	case GUMBO_TAG_BLOCKQUOTE:
	case GUMBO_TAG_TABLE:
	case GUMBO_TAG_DL:
		return 2;
	case GUMBO_TAG_TR:
	case GUMBO_TAG_CAPTION:
		return 1;
	default:
		return element_of(tag)->kind == ELEMENT_BLOCK ? 1 : 0;
	}
}

static struct frame *
enclosing_table(struct writer *writer)
{
	for (guint i = writer->stack->len; i > 0 && i + 4 > writer->stack->len; i--) {
		struct frame *frame = &g_array_index(writer->stack, struct frame, i - 1);

		if (frame->node->type == GUMBO_NODE_ELEMENT && frame->node->v.element.tag == GUMBO_TAG_TABLE)
			return frame;
	}
	return NULL;
}

static void
begin_cell(struct writer *writer, const GumboNode *node)
{
	struct frame *table = enclosing_table(writer);

	if (table != NULL && node->v.element.tag == GUMBO_TAG_TH)
		table->is_grid = TRUE;
	if (writer->breaks == 0 && node->index_within_parent > 0)
		writer->cell = table != NULL && table->is_grid ? " | " : "  ";
}

static void
begin_item(struct writer *writer)
{
	struct frame *list = top_of(writer);

	if (writer->lists == 0)
		return;
	if (list->node->v.element.tag == GUMBO_TAG_OL)
		g_string_printf(writer->bullet, "%d. ", list->item++);
	else
		g_string_assign(writer->bullet, "- ");
}

static const char *
or_empty(const char *text)
{
	return text != NULL ? text : "";
}

/* The first text inside, a few levels down: enough to see what an attribution line says. */
static const char *
first_text(const GumboNode *node)
{
	for (int depth = 0; depth < 5; depth++) {
		const GumboVector *children = page_children(node);
		const GumboNode *found = NULL;

		for (guint i = 0; children != NULL && i < MIN(children->length, 4) && found == NULL; i++) {
			const GumboNode *child = children->data[i];

			if (child->type == GUMBO_NODE_TEXT)
				return child->v.text.text;
			if (child->type == GUMBO_NODE_ELEMENT && child->v.element.tag != GUMBO_TAG_BR)
				found = child;
		}
		if (found == NULL)
			break;
		node = found;
	}
	return "";
}

static enum html_mark
mark_of(const struct writer *writer, const GumboNode *node)
{
	struct html_element element = {
		.tag = gumbo_normalized_tagname(node->v.element.tag),
		.id = or_empty(page_attribute(node, "id")),
		.classes = or_empty(page_attribute(node, "class")),
		.style = or_empty(page_attribute(node, "style")),
		.type = or_empty(page_attribute(node, "type")),
	};

	if (writer->marker == NULL)
		return HTML_PLAIN;
	element.text = first_text(node);
	return writer->marker(&element);
}

static void
enter_element(struct writer *writer, GumboNode *node)
{
	struct frame frame = { .node = node, .item = 1 };
	GumboTag tag = node->v.element.tag;

	if (!page_is_html(node) || element_of(tag)->kind == ELEMENT_DROP || page_attribute(node, "hidden") != NULL ||
	    style_hides(page_attribute(node, "style")))
		return;
	frame.mark = mark_of(writer, node);
	if (frame.mark != HTML_PLAIN)
		owe_breaks(writer, 1);
	writer->quoted += frame.mark == HTML_QUOTE;
	writer->signed_by += frame.mark == HTML_SIGNATURE;
	writer->quote_rest |= frame.mark == HTML_QUOTE_REST;
	if (breaks_around(tag) > 0)
		owe_breaks(writer, (tag == GUMBO_TAG_UL || tag == GUMBO_TAG_OL) && writer->lists == 0 ? 2 : breaks_around(tag));
	switch (tag) {
	case GUMBO_TAG_BR:
		writer->breaks = MIN(writer->breaks + 1, 2);
		writer->space = FALSE;
		return;
	case GUMBO_TAG_HR:
		append_word(writer, "________________________________");
		owe_breaks(writer, 1);
		return;
	case GUMBO_TAG_IMG:
		append_text(writer, or_empty(page_attribute(node, "alt")));
		return;
	case GUMBO_TAG_BLOCKQUOTE:
		writer->quotes++;
		break;
	case GUMBO_TAG_OL:
	case GUMBO_TAG_UL:
		writer->lists++;
		break;
	case GUMBO_TAG_LI:
		begin_item(writer);
		break;
	case GUMBO_TAG_TD:
	case GUMBO_TAG_TH:
		begin_cell(writer, node);
		break;
	case GUMBO_TAG_TABLE:
		frame.is_grid = is_grid(node);
		break;
	case GUMBO_TAG_PRE:
		writer->pres++;
		break;
	default:
		break;
	}
	frame.text_from = writer->out->len;
	g_array_append_val(writer->stack, frame);
}

/* What is left of an address when what people leave out is left out. */
static char *
bare_address(const char *address)
{
	static const char *const fronts[] = { "mailto:", "tel:", "https://", "http://", "www.", NULL };
	g_autofree char *lower = g_ascii_strdown(address, -1);
	const char *from = lower;
	gsize n;

	for (int i = 0; fronts[i] != NULL; i++)
		if (g_str_has_prefix(from, fronts[i]))
			from += strlen(fronts[i]);
	n = strlen(from);
	return g_strndup(from, n > 0 && from[n - 1] == '/' ? n - 1 : n);
}

static void
end_link(struct writer *writer, const struct frame *frame)
{
	const char *href = page_attribute(frame->node, "href"), *text = writer->out->str + frame->text_from;
	g_autofree char *url = href != NULL ? url_clean_link(href) : NULL, *bare = NULL, *shown = NULL, *trimmed = NULL;

	if (url == NULL || writer->out->len == frame->text_from || writer->out->len - frame->text_from > LINK_TEXT_BYTES)
		return;
	trimmed = g_strstrip(g_strdup(text));
	shown = bare_address(trimmed);
	bare = bare_address(url);
	if (strcmp(shown, bare) == 0 || shown[0] == '\0')
		return;
	g_string_append_printf(writer->out, " <%s>", g_str_has_prefix(url, "mailto:") ? url + strlen("mailto:") : url);
}

static void
leave_element(struct writer *writer)
{
	struct frame frame = *top_of(writer);
	GumboTag tag = frame.node->v.element.tag;

	g_array_set_size(writer->stack, writer->stack->len - 1);
	switch (tag) {
	case GUMBO_TAG_A:
		end_link(writer, &frame);
		break;
	case GUMBO_TAG_BLOCKQUOTE:
		writer->quotes--;
		break;
	case GUMBO_TAG_OL:
	case GUMBO_TAG_UL:
		writer->lists--;
		break;
	case GUMBO_TAG_LI:
		g_string_truncate(writer->bullet, 0);
		break;
	case GUMBO_TAG_PRE:
		writer->pres--;
		break;
	default:
		break;
	}
	if (breaks_around(tag) > 0)
		owe_breaks(writer, (tag == GUMBO_TAG_UL || tag == GUMBO_TAG_OL) && writer->lists == 0 ? 2 : breaks_around(tag));
	if (frame.mark != HTML_PLAIN)
		owe_breaks(writer, 1);
	writer->quoted -= frame.mark == HTML_QUOTE;
	writer->signed_by -= frame.mark == HTML_SIGNATURE;
}

static void
enter(struct writer *writer, GumboNode *node, const struct sanitize_limits *limits)
{
	switch (node->type) {
	case GUMBO_NODE_ELEMENT:
		if (writer->stack->len < (guint)limits->depth)
			enter_element(writer, node);
		break;
	case GUMBO_NODE_TEXT:
	case GUMBO_NODE_WHITESPACE:
	case GUMBO_NODE_CDATA:
		append_text(writer, node->v.text.text);
		break;
	default:
		break;
	}
}

static void
write_body(struct writer *writer, GumboNode *body, const struct sanitize_limits *limits)
{
	struct frame first = { .node = body };

	g_array_append_val(writer->stack, first);
	while (writer->stack->len > 0) {
		struct frame *top = top_of(writer);
		const GumboVector *children = page_children(top->node);

		if (top->next < children->length)
			enter(writer, children->data[top->next++], limits);
		else
			leave_element(writer);
	}
}

/* Without a parser: every tag goes, entities stay. For pages that are too hostile to be read otherwise. */
static void
write_bare(struct writer *writer, const char *html, gsize length)
{
	g_autofree char *valid = g_utf8_make_valid(html, (gssize)length);
	g_autoptr(GString) text = g_string_sized_new(length);
	const char *at = valid;

	while (*at != '\0') {
		const char *tag = strchr(at, '<');

		g_string_append_len(text, at, tag != NULL ? tag - at : (gssize)strlen(at));
		if (tag == NULL)
			break;
		at = tag + strcspn(tag, ">");
		at += *at == '>';
		g_string_append_c(text, ' ');
	}
	append_text(writer, text->str);
}

char *
html_to_text(const char *html, gsize length)
{
	return html_to_marked_text(html, length, NULL);
}

char *
html_to_marked_text(const char *html, gsize length, html_marker marker)
{
	const struct sanitize_limits *limits = &sanitize_default_limits;
	struct writer writer = { .marker = marker };
	struct page *page;
	GumboNode *body;

	length = MIN(length, limits->input_bytes);
	page = page_open(html, length, limits, NULL);
	body = page != NULL ? page_body(page) : NULL;
	writer.out = g_string_sized_new(length / 2 + 64);
	writer.bullet = g_string_new(NULL);
	writer.stack = g_array_new(FALSE, FALSE, sizeof(struct frame));
	if (body != NULL)
		write_body(&writer, body, limits);
	else if (page == NULL)
		write_bare(&writer, html, length);
	g_array_free(writer.stack, TRUE);
	g_string_free(writer.bullet, TRUE);
	page_free(&page);
	return g_strchomp(g_string_free(writer.out, FALSE));
}
