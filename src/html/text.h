/* text.h - HTML to plain text that a person would have typed: paragraphs, lists, links as "text <address>", quotes as "> ". */
#pragma once
#include <glib.h>

/* The text, the caller's; never NULL. Deep or huge input is cut at the sanitiser's limits. */
char *html_to_text(const char *html, gsize length);

/* What a mail program tells by an element's name, class or style. */
enum html_mark {
	HTML_PLAIN,
	HTML_QUOTE,		/* this element is quoted */
	HTML_QUOTE_REST,	/* this element and all after it are quoted */
	HTML_SIGNATURE,
};

/* Lines of marked elements begin with one of these; no other line does. */
#define HTML_QUOTE_CHAR '\001'
#define HTML_SIGNATURE_CHAR '\002'

/* An element as a marker sees it; "" for an attribute that is absent. */
struct html_element {
	const char *tag;
	const char *id;
	const char *classes;
	const char *style;
	const char *type;
	const char *text;	/* the first bit of text inside, "" if there is none near */
};
typedef enum html_mark (*html_marker)(const struct html_element *element);

/* The same with the lines of elements that marker picks out marked by a first character. */
char *html_to_marked_text(const char *html, gsize length, html_marker marker);
