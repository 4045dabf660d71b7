/* reply_split.h - the decision itself, shared by plain text and HTML. */
#pragma once
#include "email/reply.h"

/* Splits text whose lines may begin with the mark characters of html/text.h. */
struct reply reply_split_marked(const char *text, const char *sender_name);
