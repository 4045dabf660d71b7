#include <glib.h>
#include <gumbo.h>
#include <string.h>

#include "html_check.h"

static const char *const elements[] = { "a", "abbr", "b", "bdi", "blockquote", "br", "caption", "cite", "code", "col", "colgroup",
	"dd", "del", "dfn", "div", "dl", "dt", "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "ins", "kbd", "li", "mark",
	"ol", "p", "pre", "q", "s", "samp", "small", "span", "strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th", "thead",
	"tr", "u", "ul", "var", "wbr", "html", "head", "body", NULL };
static const char *const attributes[] = { "align", "alt", "border", "cellpadding", "cellspacing", "colspan", "data-cid", "data-src",
	"dir", "height", "href", "lang", "rel", "rowspan", "span", "src", "start", "style", "target", "title", "valign", "value",
	"width", NULL };
static const char *const schemes[] = { "http://", "https://", "mailto:", "tel:", NULL };
static const char *const images[] = { "data:image/png;base64,", "data:image/jpeg;base64,", "data:image/jpg;base64,",
	"data:image/gif;base64,", "data:image/webp;base64,", NULL };

static gboolean
begins_with_one(const char *text, const char *const *prefixes)
{
	for (; *prefixes != NULL; prefixes++)
		if (g_ascii_strncasecmp(text, *prefixes, strlen(*prefixes)) == 0)
			return TRUE;
	return FALSE;
}

static const char *
check_attribute(const GumboAttribute *attribute)
{
	static const char *const never[] = { "url(", "expression(", "position:", "z-index:", "behavior:", "binding:", "@", "\\", "<",
		"/*", NULL };

	if (!g_strv_contains(attributes, attribute->name))
		return "an attribute that is not on the list";
	if (strcmp(attribute->name, "href") == 0 && !begins_with_one(attribute->value, schemes))
		return "a link with another scheme";
	if (strcmp(attribute->name, "src") == 0 && !begins_with_one(attribute->value, images))
		return "an image that is fetched";
	if (strcmp(attribute->name, "data-src") == 0 && !begins_with_one(attribute->value, schemes))
		return "an image from nowhere";
	for (int i = 0; strcmp(attribute->name, "style") == 0 && never[i] != NULL; i++)
		if (strstr(attribute->value, never[i]) != NULL)
			return "a style that does more than dress";
	return NULL;
}

static const char *
check_node(const GumboNode *node)
{
	const char *fault = NULL;

	if (node->type == GUMBO_NODE_TEXT || node->type == GUMBO_NODE_WHITESPACE)
		return NULL;
	if (node->type != GUMBO_NODE_ELEMENT)
		return "a comment, template or CDATA section";
	if (node->v.element.tag_namespace != GUMBO_NAMESPACE_HTML)
		return "foreign content";
	if (!g_strv_contains(elements, gumbo_normalized_tagname(node->v.element.tag)))
		return "an element that is not on the list";
	for (guint i = 0; i < node->v.element.attributes.length && fault == NULL; i++)
		fault = check_attribute(node->v.element.attributes.data[i]);
	for (guint i = 0; i < node->v.element.children.length && fault == NULL; i++)
		fault = check_node(node->v.element.children.data[i]);
	return fault;
}

const char *
html_check_safe(const char *html)
{
	GumboOutput *output = gumbo_parse_with_options(&kGumboDefaultOptions, html, strlen(html));
	const char *fault = check_node(output->root);

	gumbo_destroy_output(&kGumboDefaultOptions, output);
	return fault;
}
