#include "html/attribute.h"

#include <stdlib.h>
#include <string.h>

#include "html/escape.h"
#include "html/page.h"
#include "html/style.h"
#include "html/url.h"

enum check {
	CHECK_TEXT,	/* any text */
	CHECK_WORD,	/* letters and - */
	CHECK_NUMBER,	/* up to four digits */
	CHECK_SIZE,	/* the same, perhaps with % */
};

static const struct allowed {
	const char *name;
	const char *tags;	/* " td th " or NULL for all */
	enum check check;
} allowed[] = {
	{ "title", NULL, CHECK_TEXT },
	{ "dir", NULL, CHECK_WORD },
	{ "lang", NULL, CHECK_WORD },
	{ "align", " caption col colgroup div h1 h2 h3 h4 h5 h6 hr img p table tbody td tfoot th thead tr ", CHECK_WORD },
	{ "valign", " col colgroup tbody td tfoot th thead tr ", CHECK_WORD },
	{ "width", " col colgroup hr img table td th ", CHECK_SIZE },
	{ "height", " img table td th tr ", CHECK_SIZE },
	{ "border", " img table ", CHECK_NUMBER },
	{ "cellpadding", " table ", CHECK_NUMBER },
	{ "cellspacing", " table ", CHECK_NUMBER },
	{ "colspan", " td th ", CHECK_NUMBER },
	{ "rowspan", " td th ", CHECK_NUMBER },
	{ "span", " col colgroup ", CHECK_NUMBER },
	{ "alt", " img ", CHECK_TEXT },
	{ "start", " ol ", CHECK_NUMBER },
	{ "value", " li ", CHECK_NUMBER },
};

static void
append_attribute(GString *out, const char *name, const char *value)
{
	g_string_append_printf(out, " %s=\"", name);
	html_append_escaped(out, value);
	g_string_append_c(out, '"');
}

static gboolean
is_allowed_on(const struct allowed *attribute, const char *tag)
{
	gsize n = strlen(tag);

	if (attribute->tags == NULL)
		return TRUE;
	for (const char *at = strstr(attribute->tags, tag); at != NULL; at = strstr(at + 1, tag))
		if (at[-1] == ' ' && at[n] == ' ')
			return TRUE;
	return FALSE;
}

static gboolean
is_good_value(enum check check, const char *value)
{
	gsize n = strlen(value), digits = strspn(value, "0123456789");

	switch (check) {
	case CHECK_TEXT:
		return n > 0 && n <= 1000;
	case CHECK_WORD:
		for (gsize i = 0; i < n; i++)
			if (!g_ascii_isalpha(value[i]) && value[i] != '-')
				return FALSE;
		return n > 0 && n <= 20;
	case CHECK_NUMBER:
		return digits == n && n > 0 && n <= 4 && atoi(value) <= 1000;
	case CHECK_SIZE:
		return digits > 0 && digits <= 4 && atoi(value) <= 2000 && (digits == n || strcmp(value + digits, "%") == 0);
	}
	return FALSE;
}

/* The style attribute and the old attributes that say the same. */
static void
append_style(GString *out, const GumboNode *node)
{
	static const struct {
		const char *attribute, *property;
	} old[] = { { "bgcolor", "background-color" }, { "color", "color" }, { "face", "font-family" } };
	g_autoptr(GString) style = g_string_new(NULL);
	const char *value = page_attribute(node, "style");

	for (gsize i = 0; i < G_N_ELEMENTS(old); i++) {
		const char *given = page_attribute(node, old[i].attribute);

		if (given != NULL && strlen(given) <= 100) {
			g_autofree char *lower = g_ascii_strdown(given, -1);

			style_append_one(style, old[i].property, lower);
		}
	}
	if (node->v.element.tag == GUMBO_TAG_CENTER)
		style_append_one(style, "text-align", "center");
	if (value != NULL)
		style_append_safe(style, value);
	if (style->len > 0)
		append_attribute(out, "style", style->str);
}

static void
append_link(GString *out, const GumboNode *node)
{
	const char *href = page_attribute(node, "href");
	g_autofree char *url = href != NULL ? url_clean_link(href) : NULL;

	if (url == NULL)
		return;
	append_attribute(out, "href", url);
	g_string_append(out, " rel=\"noopener noreferrer nofollow\" target=\"_blank\"");
}

/* Where an image comes from, in our own attributes; data-src and data-cid are read too, so that what was made
 * safe once stays the same. The attribute's name, NULL if there is no address. */
static const char *
image_address(const GumboNode *node, char **value_r)
{
	const char *src = page_attribute(node, "src"), *kept = page_attribute(node, "data-src");
	const char *cid = page_attribute(node, "data-cid");

	if (src != NULL && url_is_inline_image(src)) {
		*value_r = g_strdup(src);
		return "src";
	}
	if ((*value_r = src != NULL ? url_clean_cid(src) : NULL) != NULL)
		return "data-cid";
	if ((*value_r = src != NULL ? url_clean_remote_image(src) : NULL) != NULL)
		return "data-src";
	if (src == NULL && cid != NULL) {
		g_autofree char *url = g_strconcat("cid:", cid, NULL);

		if ((*value_r = url_clean_cid(url)) != NULL)
			return "data-cid";
	}
	if (src == NULL && kept != NULL && (*value_r = url_clean_remote_image(kept)) != NULL)
		return "data-src";
	return NULL;
}

static gboolean
is_dot(const char *size)
{
	return size != NULL && strspn(size, "01") > 0 && atoi(size) <= 1;
}

gboolean
attribute_image_shows(const GumboNode *node)
{
	g_autofree char *value = NULL;
	const char *address = image_address(node, &value), *alt = page_attribute(node, "alt");

	if (is_dot(page_attribute(node, "width")) && is_dot(page_attribute(node, "height")))
		return FALSE;
	return address != NULL || (alt != NULL && is_good_value(CHECK_TEXT, alt));
}

void
attribute_append_safe(GString *out, const GumboNode *node, const char *tag)
{
	for (gsize i = 0; i < G_N_ELEMENTS(allowed); i++) {
		const char *value;

		if (is_allowed_on(&allowed[i], tag) && (value = page_attribute(node, allowed[i].name)) != NULL &&
		    is_good_value(allowed[i].check, value))
			append_attribute(out, allowed[i].name, value);
	}
	if (strcmp(tag, "a") == 0)
		append_link(out, node);
	if (strcmp(tag, "img") == 0) {
		g_autofree char *value = NULL;
		const char *name = image_address(node, &value);

		if (name != NULL)
			append_attribute(out, name, value);
	}
	append_style(out, node);
}
