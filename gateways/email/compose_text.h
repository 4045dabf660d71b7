/* compose_text.h - the readable parts of a mail that we write. */
#pragma once
#include <gmime/gmime.h>

/* text/plain in UTF-8, encoded so that it survives any server; the caller's. */
GMimeObject *compose_text_part(const char *body);

/* text/html. body_html is safe HTML (html/sanitize.h) whose images are called by data-cid; NULL: made from body, line for line,
 * with its links. The caller's. */
GMimeObject *compose_html_part(const char *body, const char *body_html);

/* The HTML of that part; the caller's. */
char *compose_html(const char *body, const char *body_html);
