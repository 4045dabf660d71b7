/* answer.h - the inside of a reply: for reply.c and for those who send it. */
#pragma once
#include <glib.h>

#include "base/uuid.h"
#include "web/reply.h"

struct reply {
	int status;		/* 0: the endpoint's own */
	char *json;		/* or: */
	char *blob_id;		/* a file in the book, or */
	GBytes *bytes;		/* one that is here */
	int64_t size;		/* of the file */
	char *filename, *content_type;
	char *etag;
	char *location;
};

void reply_clear(struct reply *reply);
