/* text.h - HTML to plain text that a person would have typed: paragraphs, lists, links as "text <address>", quotes as "> ". */
#pragma once
#include <glib.h>

/* The text, the caller's; never NULL. Deep or huge input is cut at the sanitiser's limits. */
char *html_to_text(const char *html, gsize length);
