/* upload.h - a file that somebody sends us piece by piece. The pieces are committed as they come; what is never ended is swept after a day. */
#pragma once
#include <glib.h>
#include <stdint.h>

struct desk;
struct blob_writer;

/* The writer belongs to this desk. blob_writer_add, _end and _abort do the rest (desk/blob.h). */
struct blob_writer *desk_upload_begin(struct desk *desk, GError **error) G_GNUC_WARN_UNUSED_RESULT;
