#include "html/page.h"

#include <setjmp.h>
#include <string.h>
#include <time.h>

#include "base/fault.h"
#include "html/sanitize.h"

#define BLOCK_BYTES (64 * 1024)
#define ALIGNMENT 16
/* A page of n bytes needs about 20 n; one that needs far more was made to. */
#define ARENA_BYTES_FIXED ((gsize)4 << 20)
#define ARENA_BYTES_PER_BYTE 64
#define CPU_LIMIT_NS (G_GINT64_CONSTANT(1000000000))
#define CLOCK_EVERY 256		/* allocations between two looks at the clock */

struct block {
	struct block *next;
	char data[];
};

struct page {
	GumboOutput *output;
	struct block *blocks;
	char *free;		/* in the newest block */
	gsize left;
	gsize budget;
	guint allocations;
	gint64 deadline_ns;
	jmp_buf spent;
};

/* Processor time of this thread, so that a busy machine refuses nothing that an idle one takes. */
static gint64
cpu_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
	return (gint64)now.tv_sec * 1000000000 + now.tv_nsec;
}

static void *
arena_take(void *user, size_t size)
{
	struct page *page = user;
	void *taken;

	size = (size + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
	if (size > page->budget || (++page->allocations % CLOCK_EVERY == 0 && cpu_ns() > page->deadline_ns))
		longjmp(page->spent, 1);
	page->budget -= size;
	if (size > page->left) {
		gsize bytes = MAX(size, BLOCK_BYTES);
		struct block *block = g_malloc(sizeof(*block) + ALIGNMENT + bytes);
		gsize misfit = (gsize)block->data % ALIGNMENT;

		block->next = page->blocks;
		page->blocks = block;
		page->free = block->data + (misfit == 0 ? 0 : ALIGNMENT - misfit);
		page->left = bytes;
	}
	taken = page->free;
	page->free += size;
	page->left -= size;
	return taken;
}

static void
arena_keep(void *user, void *taken)
{
	(void)user;
	(void)taken;
}

/* 1 if the page was parsed, 0 if the budget was spent before. */
static int
parse(struct page *page, const char *html, gsize length)
{
	GumboOptions options = kGumboDefaultOptions;

	options.allocator = arena_take;
	options.deallocator = arena_keep;
	options.userdata = page;
	options.max_errors = 0;
	if (setjmp(page->spent) != 0)
		return 0;
	page->output = gumbo_parse_with_options(&options, html, length);
	return 1;
}

/* Elements that end by themselves or never hold others: they cannot nest by being repeated. */
static gboolean
ends_itself(GumboTag tag)
{
	switch (tag) {
	case GUMBO_TAG_AREA:
	case GUMBO_TAG_BASE:
	case GUMBO_TAG_BR:
	case GUMBO_TAG_COL:
	case GUMBO_TAG_EMBED:
	case GUMBO_TAG_HR:
	case GUMBO_TAG_IMG:
	case GUMBO_TAG_INPUT:
	case GUMBO_TAG_LINK:
	case GUMBO_TAG_META:
	case GUMBO_TAG_PARAM:
	case GUMBO_TAG_SOURCE:
	case GUMBO_TAG_TRACK:
	case GUMBO_TAG_WBR:
	case GUMBO_TAG_P:
	case GUMBO_TAG_LI:
	case GUMBO_TAG_DD:
	case GUMBO_TAG_DT:
	case GUMBO_TAG_OPTION:
	case GUMBO_TAG_TR:
	case GUMBO_TAG_TD:
	case GUMBO_TAG_TH:
	case GUMBO_TAG_TBODY:
	case GUMBO_TAG_THEAD:
	case GUMBO_TAG_TFOOT:
	case GUMBO_TAG_HTML:
	case GUMBO_TAG_HEAD:
	case GUMBO_TAG_BODY:
		return TRUE;
	default:
		return FALSE;
	}
}

/* A cheap look before gumbo's: counts the tags that stay open, name by name. Not exact (a tag in a comment counts), but
 * what nests deep by plain repetition is refused before it costs anything; the clock catches the rest. */
static gboolean
looks_deep(const char *html, gsize length, int limit)
{
	const char *end = html + length;
	int open[GUMBO_TAG_LAST + 1] = { 0 };
	int depth = 0;

	for (const char *at = memchr(html, '<', length); at != NULL && at + 1 < end;
	    at = memchr(at, '<', (gsize)(end - at))) {
		gboolean closing = *++at == '/';
		const char *name = at + closing;
		guint n = 0;
		GumboTag tag;

		while (n < 16 && name + n < end && g_ascii_isalnum(name[n]))
			n++;
		if (n == 0 || !g_ascii_isalpha(*name))
			continue;
		tag = gumbo_tagn_enum(name, n);
		if (ends_itself(tag))
			continue;
		if (!closing) {
			open[tag]++;
			depth++;
		} else if (open[tag] > 0) {
			open[tag]--;
			depth--;
		}
		if (depth > limit)
			return TRUE;
	}
	return FALSE;
}

static void
mend(const char *text)
{
	const char *bad;

	for (; !g_utf8_validate(text, -1, &bad); text = bad + 1)
		*(char *)bad = '?';	/* in our arena */
}

/* gumbo takes any bytes and makes UTF-8 of them, with one gap: a numeric reference so long that it overflows comes out
 * as a torn character. Here trust changes hands, so all that leaves this file is checked. */
static void
mend_all(GumboNode *root)
{
	g_autoptr(GPtrArray) todo = g_ptr_array_new();

	g_ptr_array_add(todo, root);
	while (todo->len > 0) {
		GumboNode *node = g_ptr_array_steal_index_fast(todo, todo->len - 1);
		const GumboVector *children = page_children(node);

		if (children == NULL) {
			if (node->type != GUMBO_NODE_DOCUMENT)
				mend(node->v.text.text);
			continue;
		}
		for (guint i = 0; i < node->v.element.attributes.length; i++)
			mend(((GumboAttribute *)node->v.element.attributes.data[i])->value);
		for (guint i = 0; i < children->length; i++)
			g_ptr_array_add(todo, children->data[i]);
	}
}

struct page *
page_open(const char *html, gsize length, const struct sanitize_limits *limits, GError **error)
{
	struct page *page;

	if (length > limits->input_bytes) {
		fault_set(error, FAULT_LIMIT, "html-too-large", NULL,
		    "The HTML has %" G_GSIZE_FORMAT " bytes, at most %" G_GSIZE_FORMAT " are read. Show the plain text instead.",
		    length, limits->input_bytes);
		return NULL;
	}
	/* Twice: closing tags that are left out make a flat page look deep. */
	if (looks_deep(html, length, limits->depth * 2)) {
		fault_set(error, FAULT_LIMIT, "html-too-deep", NULL,
		    "The HTML nests deeper than %d levels. Show the plain text instead.", limits->depth);
		return NULL;
	}
	page = g_new0(struct page, 1);
	page->budget = ARENA_BYTES_FIXED + length * ARENA_BYTES_PER_BYTE;
	page->deadline_ns = cpu_ns() + CPU_LIMIT_NS;
	if (parse(page, html, length) == 0) {
		page_free(&page);
		fault_set(error, FAULT_LIMIT, "html-too-large", NULL,
		    "The HTML is built in a way that takes too much memory or time to read. Show the plain text instead.");
		return NULL;
	}
	mend_all(page->output->root);
	return page;
}

void
page_free(struct page **page)
{
	if (*page == NULL)
		return;
	for (struct block *block = (*page)->blocks, *next; block != NULL; block = next) {
		next = block->next;
		g_free(block);
	}
	g_clear_pointer(page, g_free);
}

GumboNode *
page_body(const struct page *page)
{
	const GumboVector *children = page_children(page->output->root);

	for (guint i = 0; children != NULL && i < children->length; i++) {
		GumboNode *child = children->data[i];

		if (page_is_html(child) && child->v.element.tag == GUMBO_TAG_BODY)
			return child;
	}
	return NULL;
}

const GumboVector *
page_children(const GumboNode *node)
{
	return node->type == GUMBO_NODE_ELEMENT || node->type == GUMBO_NODE_TEMPLATE ? &node->v.element.children : NULL;
}

const char *
page_attribute(const GumboNode *node, const char *name)
{
	const GumboAttribute *attribute = gumbo_get_attribute(&node->v.element.attributes, name);

	return attribute != NULL ? attribute->value : NULL;
}

gboolean
page_is_html(const GumboNode *node)
{
	return node->type == GUMBO_NODE_ELEMENT && node->v.element.tag_namespace == GUMBO_NAMESPACE_HTML;
}
