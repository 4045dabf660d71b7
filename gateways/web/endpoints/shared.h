/* shared.h - what the families of endpoints around tickets share. */
#pragma once
#include <glib.h>
#include <stdint.h>

#include "desk/page.h"

struct reply;

/* Hands on a page, whose texts it takes over. */
void reply_page(struct reply *reply, struct page *page);
/* Hands on JSON (taken over) with its ETag. 1; -1 if json is NULL, and the error is set already. */
int reply_versioned(struct reply *reply, char *json, int64_t version);
/* An agent's id, "me" or NULL; -1 with "invalid-field". */
int check_agent_word(const char *agent, const char *field, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The same without a version. */
int reply_plain(struct reply *reply, char *json);
