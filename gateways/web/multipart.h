/* multipart.h - multipart/form-data (RFC 7578) as it comes in, piece by piece: one file, kept nowhere. */
#pragma once
#include <glib.h>

struct multipart;

struct multipart_calls {
	/* The part that is a file begins; called once. filename and content_type are as written, may be NULL. */
	int (*file)(const char *filename, const char *content_type, void *user, GError **error);
	int (*data)(const void *data, gsize length, void *user, GError **error);
};

/* content_type is the request's; NULL with "bad-multipart" if it has no fit boundary. */
struct multipart *multipart_new(const char *content_type, const struct multipart_calls *calls, void *user, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;
void multipart_free(struct multipart **multipart);

/* 1, or -1 with "bad-multipart" (or what a call said). */
int multipart_add(struct multipart *multipart, const void *data, gsize length, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The body has ended. -1 with "bad-multipart" if the form had not, or no file was in it. */
int multipart_end(struct multipart *multipart, GError **error) G_GNUC_WARN_UNUSED_RESULT;
