/* upload.h - the way of a file from the body of a request into the book, on a worker. */
#pragma once
#include <glib.h>

struct call;
struct desk;
struct upload;
struct upload_way;

/* All of the call's head is checked already. NULL with error set. The way belongs to this desk until upload_end. */
struct upload_way *upload_begin(struct desk *desk, const struct call *call, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void upload_free(struct upload_way **way);

/* -1 with "upload-too-large", "bad-multipart" or what the database said. */
int upload_add(struct upload_way *way, const void *data, gsize length, GError **error) G_GNUC_WARN_UNUSED_RESULT;
int upload_end(struct upload_way *way, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* After upload_end; borrowed. */
const struct upload *upload_result(const struct upload_way *way);
const char *upload_digest(struct upload_way *way);
