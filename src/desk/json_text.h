/* json_text.h - a text as a JSON string. */
#pragma once
#include <glib.h>

/* Appends text in quotes, escaped (RFC 8259, 7); null for NULL. */
void json_append_text(GString *json, const char *text);
