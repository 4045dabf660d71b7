#include "html/text.h"

#include <stdlib.h>
#include <string.h>

#include "html/element.h"
#include "html/page.h"
#include "html/sanitize.h"
#include "html/style.h"
#include "html/typist.h"
#include "html/url.h"

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
	struct typist typist;
	GArray *stack;		/* struct frame */
	html_marker marker;
	int quoted, signed_by;	/* marked elements that are open */
	gboolean quote_rest;
};

static struct frame *
top_of(struct writer *writer)
{
	return &g_array_index(writer->stack, struct frame, writer->stack->len - 1);
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

static gboolean
is_list(GumboTag tag)
{
	return tag == GUMBO_TAG_UL || tag == GUMBO_TAG_OL;
}

static void
set_mark(struct writer *writer)
{
	if (writer->quote_rest || writer->quoted > 0)
		writer->typist.mark = HTML_QUOTE_CHAR;
	else
		writer->typist.mark = writer->signed_by > 0 ? HTML_SIGNATURE_CHAR : '\0';
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
	if (writer->typist.breaks == 0 && node->index_within_parent > 0)
		writer->typist.cell = table != NULL && table->is_grid ? " | " : "  ";
}

static void
begin_item(struct writer *writer)
{
	struct frame *list = top_of(writer);

	if (writer->typist.lists == 0)
		return;
	if (list->node->v.element.tag == GUMBO_TAG_OL)
		g_string_printf(writer->typist.bullet, "%d. ", list->item++);
	else
		g_string_assign(writer->typist.bullet, "- ");
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
		typist_owe_breaks(&writer->typist, 1);
	writer->quoted += frame.mark == HTML_QUOTE;
	writer->signed_by += frame.mark == HTML_SIGNATURE;
	writer->quote_rest |= frame.mark == HTML_QUOTE_REST;
	set_mark(writer);
	if (breaks_around(tag) > 0)
		typist_owe_breaks(&writer->typist, is_list(tag) && writer->typist.lists == 0 ? 2 : breaks_around(tag));
	switch (tag) {
	case GUMBO_TAG_BR:
		typist_break(&writer->typist);
		return;
	case GUMBO_TAG_HR:
		typist_append_word(&writer->typist, "________________________________");
		typist_owe_breaks(&writer->typist, 1);
		return;
	case GUMBO_TAG_IMG:
		typist_append_text(&writer->typist, or_empty(page_attribute(node, "alt")));
		return;
	case GUMBO_TAG_BLOCKQUOTE:
		writer->typist.quotes++;
		break;
	case GUMBO_TAG_OL:
	case GUMBO_TAG_UL:
		writer->typist.lists++;
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
		writer->typist.pres++;
		break;
	default:
		break;
	}
	frame.text_from = writer->typist.out->len;
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
	const char *href = page_attribute(frame->node, "href"), *text = writer->typist.out->str + frame->text_from;
	g_autofree char *url = href != NULL ? url_clean_link(href) : NULL, *bare = NULL, *shown = NULL, *trimmed = NULL;

	if (url == NULL || writer->typist.out->len == frame->text_from || writer->typist.out->len - frame->text_from > LINK_TEXT_BYTES)
		return;
	trimmed = g_strstrip(g_strdup(text));
	shown = bare_address(trimmed);
	bare = bare_address(url);
	if (strcmp(shown, bare) == 0 || shown[0] == '\0')
		return;
	g_string_append_printf(writer->typist.out, " <%s>", g_str_has_prefix(url, "mailto:") ? url + strlen("mailto:") : url);
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
		writer->typist.quotes--;
		break;
	case GUMBO_TAG_OL:
	case GUMBO_TAG_UL:
		writer->typist.lists--;
		break;
	case GUMBO_TAG_LI:
		g_string_truncate(writer->typist.bullet, 0);
		break;
	case GUMBO_TAG_PRE:
		writer->typist.pres--;
		break;
	default:
		break;
	}
	if (breaks_around(tag) > 0)
		typist_owe_breaks(&writer->typist, is_list(tag) && writer->typist.lists == 0 ? 2 : breaks_around(tag));
	if (frame.mark != HTML_PLAIN)
		typist_owe_breaks(&writer->typist, 1);
	writer->quoted -= frame.mark == HTML_QUOTE;
	writer->signed_by -= frame.mark == HTML_SIGNATURE;
	set_mark(writer);
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
		typist_append_text(&writer->typist, node->v.text.text);
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
	typist_append_text(&writer->typist, text->str);
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
	typist_init(&writer.typist, length / 2 + 64);
	writer.stack = g_array_new(FALSE, FALSE, sizeof(struct frame));
	if (body != NULL)
		write_body(&writer, body, limits);
	else if (page == NULL)
		write_bare(&writer, html, length);
	g_array_free(writer.stack, TRUE);
	page_free(&page);
	return typist_finish(&writer.typist);
}
