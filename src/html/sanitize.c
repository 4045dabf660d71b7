#include "html/sanitize.h"

#include <string.h>

#include "base/fault.h"
#include "html/attribute.h"
#include "html/element.h"
#include "html/escape.h"
#include "html/page.h"
#include "html/style.h"

const struct sanitize_limits sanitize_default_limits = { .input_bytes = 4 << 20, .depth = 400, .nodes = 200000 };

/* Set by scan() in a node's parse_flags, which nobody needs after parsing. */
#define HAS_BLOCK (1 << 30)

/* The walk is a loop with this stack, so that depth costs no C stack. */
struct frame {
	GumboNode *node;
	guint next;		/* child to look at */
	const char *tag;	/* written for this node; NULL if it passes through */
	const char *parent;	/* nearest tag that was written, NULL at the top */
};

struct writer {
	GString *out;
	GArray *stack;		/* struct frame */
	GHashTable *open;	/* tag -> how many are open */
};

static void
push(GArray *stack, GumboNode *node, const char *tag, const char *parent)
{
	struct frame frame = { .node = node, .tag = tag, .parent = parent };

	g_array_append_val(stack, frame);
}

/* Counts, and notes which elements hold a block: a p that does would be closed early by a browser. */
static gboolean
scan(GumboNode *body, const struct sanitize_limits *limits, GError **error)
{
	g_autoptr(GArray) stack = g_array_new(FALSE, FALSE, sizeof(struct frame));
	int nodes = 0;

	push(stack, body, NULL, NULL);
	while (stack->len > 0) {
		struct frame *top = &g_array_index(stack, struct frame, stack->len - 1);
		const GumboVector *children = page_children(top->node);

		if (children != NULL && top->next < children->length) {
			push(stack, children->data[top->next++], NULL, NULL);
			nodes++;
		} else {
			GumboNode *done = top->node;
			gboolean block = page_children(done) != NULL && (done->parse_flags & HAS_BLOCK) != 0;

			g_array_set_size(stack, stack->len - 1);
			if (page_children(done) != NULL && done->type == GUMBO_NODE_ELEMENT) {
				enum element_kind kind = element_of(done->v.element.tag)->kind;

				block = block || kind == ELEMENT_BLOCK || kind == ELEMENT_TABLE_PART ||
				    done->v.element.tag == GUMBO_TAG_HR;
			}
			if (block && stack->len > 0) {
				GumboNode *parent = g_array_index(stack, struct frame, stack->len - 1).node;

				parent->parse_flags = (GumboParseFlags)((guint)parent->parse_flags | HAS_BLOCK);
			}
		}
		if (stack->len > (guint)limits->depth) {
			fault_set(error, FAULT_LIMIT, "html-too-deep", NULL,
			    "The HTML nests deeper than %d levels. Show the plain text instead.", limits->depth);
			return FALSE;
		}
		if (nodes > limits->nodes) {
			fault_set(error, FAULT_LIMIT, "html-too-large", NULL,
			    "The HTML has more than %d elements. Show the plain text instead.", limits->nodes);
			return FALSE;
		}
	}
	return TRUE;
}

static gboolean
is_one_of(const char *tag, const char *const *tags)
{
	for (; *tags != NULL; tags++)
		if (strcmp(tag, *tags) == 0)
			return TRUE;
	return FALSE;
}

/* What a table part may hold; TRUE for every tag outside of tables' skeletons. */
static gboolean
may_hold(const char *parent, const char *tag)
{
	static const char *const table[] = { "caption", "colgroup", "tbody", "tfoot", "thead", NULL };
	static const char *const group[] = { "tr", NULL };
	static const char *const row[] = { "td", "th", NULL };
	static const char *const columns[] = { "col", NULL };
	const char *const *wanted = NULL;

	if (parent != NULL && strcmp(parent, "table") == 0)
		wanted = table;
	else if (parent != NULL && is_one_of(parent, table + 2))
		wanted = group;
	else if (parent != NULL && strcmp(parent, "tr") == 0)
		wanted = row;
	else if (parent != NULL && strcmp(parent, "colgroup") == 0)
		wanted = columns;
	return wanted == NULL || is_one_of(tag, wanted);
}

static gboolean
is_skeleton(const char *parent)
{
	return !may_hold(parent, "");
}

static guint
open_count(const struct writer *writer, const char *tag)
{
	return GPOINTER_TO_UINT(g_hash_table_lookup(writer->open, tag));
}

static gboolean
is_heading(const char *tag)
{
	return tag[0] == 'h' && g_ascii_isdigit(tag[1]);
}

static gboolean
is_open_heading(const struct writer *writer)
{
	static const char *const headings[] = { "h1", "h2", "h3", "h4", "h5", "h6", NULL };

	for (int i = 0; headings[i] != NULL; i++)
		if (open_count(writer, headings[i]) > 0)
			return TRUE;
	return FALSE;
}

/* The tag to write so that a browser, reading it back, builds the same tree: no link in a link, no list item
 * outside of a list, no block in a paragraph. NULL: only what is inside. */
static const char *
fitting_tag(const struct writer *writer, const GumboNode *node, const struct element *element, const char *parent)
{
	static const char *const lists[] = { "ol", "ul", NULL };
	const char *tag = element->tag;

	switch (element->kind) {
	case ELEMENT_TABLE_PART:
		return is_skeleton(parent) ? tag : "div";
	case ELEMENT_BLOCK:
		if (strcmp(tag, "p") == 0 && (node->parse_flags & HAS_BLOCK) != 0)
			return "div";
		if (strcmp(tag, "li") == 0 && (parent == NULL || !is_one_of(parent, lists)))
			return "div";
		if ((strcmp(tag, "dd") == 0 || strcmp(tag, "dt") == 0) && (parent == NULL || strcmp(parent, "dl") != 0))
			return "div";
		if (is_heading(tag) && is_open_heading(writer))
			return "div";
		return tag;
	case ELEMENT_INLINE:
		if (strcmp(tag, "span") == 0)
			return tag;
		return open_count(writer, tag) > 0 ? NULL : tag;
	default:
		return tag;
	}
}

static gboolean
is_hidden(const GumboNode *node)
{
	return page_attribute(node, "hidden") != NULL || style_hides(page_attribute(node, "style"));
}

static void
write_open(struct writer *writer, const GumboNode *node, const char *tag)
{
	g_string_append_printf(writer->out, "<%s", tag);
	attribute_append_safe(writer->out, node, tag);
	g_string_append_c(writer->out, '>');
}

static void
enter_element(struct writer *writer, GumboNode *node, const char *parent)
{
	const struct element *element = element_of(node->v.element.tag);
	const char *tag;

	if (!page_is_html(node) || element->kind == ELEMENT_DROP || is_hidden(node))
		return;
	if (element->kind == ELEMENT_THROUGH) {
		push(writer->stack, node, NULL, parent);
		return;
	}
	tag = fitting_tag(writer, node, element, parent);
	if (tag == NULL) {
		push(writer->stack, node, NULL, parent);
		return;
	}
	if (!may_hold(parent, tag) || (strcmp(tag, "img") == 0 && !attribute_image_shows(node)))
		return;
	write_open(writer, node, tag);
	if (element->kind == ELEMENT_VOID || strcmp(tag, "col") == 0)
		return;
	if (strcmp(tag, "pre") == 0)
		g_string_append_c(writer->out, '\n');	/* a parser drops the first one */
	g_hash_table_insert(writer->open, (char *)tag, GUINT_TO_POINTER(open_count(writer, tag) + 1));
	push(writer->stack, node, tag, tag);
}

static void
enter(struct writer *writer, GumboNode *node, const char *parent)
{
	switch (node->type) {
	case GUMBO_NODE_ELEMENT:
		enter_element(writer, node, parent);
		break;
	case GUMBO_NODE_TEXT:
	case GUMBO_NODE_WHITESPACE:
	case GUMBO_NODE_CDATA:
		if (!is_skeleton(parent))
			html_append_escaped(writer->out, node->v.text.text);
		break;
	default:
		break;
	}
}

static void
leave(struct writer *writer)
{
	struct frame *top = &g_array_index(writer->stack, struct frame, writer->stack->len - 1);

	if (top->tag != NULL) {
		g_string_append_printf(writer->out, "</%s>", top->tag);
		g_hash_table_insert(writer->open, (char *)top->tag, GUINT_TO_POINTER(open_count(writer, top->tag) - 1));
	}
	g_array_set_size(writer->stack, writer->stack->len - 1);
}

static void
write_body(struct writer *writer, GumboNode *body)
{
	push(writer->stack, body, NULL, NULL);
	while (writer->stack->len > 0) {
		struct frame *top = &g_array_index(writer->stack, struct frame, writer->stack->len - 1);
		const GumboVector *children = page_children(top->node);

		if (top->next < children->length)
			enter(writer, children->data[top->next++], top->parent);
		else
			leave(writer);
	}
}

char *
html_sanitize(const char *html, gsize length, const struct sanitize_limits *limits, GError **error)
{
	struct writer writer = { 0 };
	struct page *page;
	GumboNode *body;

	if (limits == NULL)
		limits = &sanitize_default_limits;
	page = page_open(html, length, limits, error);
	if (page == NULL)
		return NULL;
	body = page_body(page);
	if (body != NULL && !scan(body, limits, error)) {
		page_free(&page);
		return NULL;
	}
	writer.out = g_string_sized_new(length / 2 + 64);
	writer.stack = g_array_new(FALSE, FALSE, sizeof(struct frame));
	writer.open = g_hash_table_new(g_str_hash, g_str_equal);
	if (body != NULL)
		write_body(&writer, body);
	g_array_free(writer.stack, TRUE);
	g_hash_table_unref(writer.open);
	page_free(&page);
	return g_strchug(g_string_free(writer.out, FALSE));
}
