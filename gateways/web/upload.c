#include "web/upload.h"

#include <string.h>

#include "base/fault.h"
#include "conf/conf.h"
#include "desk/blob.h"
#include "desk/upload.h"
#include "web/call.h"
#include "web/header.h"
#include "web/inside.h"
#include "web/multipart.h"

struct upload_way {
	struct multipart *multipart;	/* NULL: the body is the file itself */
	struct blob_writer *writer;
	GChecksum *sum;
	int64_t got, most;
	struct upload result;
};

static int
on_file(const char *filename, const char *content_type, void *user, GError **error)
{
	struct upload_way *way = user;

	(void)error;
	way->result.filename = header_safe_filename(filename);
	way->result.content_type = header_media_type(content_type, "application/octet-stream");
	return 1;
}

static int
on_data(const void *data, gsize length, void *user, GError **error)
{
	struct upload_way *way = user;

	way->got += (int64_t)length;
	if (way->got > way->most) {
		fault_set(error, FAULT_LIMIT, "upload-too-large", NULL, "The file is larger than %" G_GINT64_FORMAT " bytes, the most that is taken.",
		    way->most);
		return -1;
	}
	g_checksum_update(way->sum, data, (gssize)length);
	return blob_writer_add(way->writer, data, length, error);
}

struct upload_way *
upload_begin(struct desk *desk, const struct call *call, GError **error)
{
	static const struct multipart_calls calls = { .file = on_file, .data = on_data };
	const char *type = call_header(call, "content-type"), *named = value_text(call->query, "filename");
	g_autofree char *media_type = header_media_type(type, "application/octet-stream");
	g_autofree char *disposition = header_parameter(call_header(call, "content-disposition"), "filename");
	struct upload_way *way = g_new0(struct upload_way, 1);

	way->most = call->server->conf->web.max_upload_bytes;
	way->sum = g_checksum_new(G_CHECKSUM_SHA256);
	if (strcmp(media_type, "multipart/form-data") == 0) {
		way->multipart = multipart_new(type, &calls, way, error);
	} else {
		way->result.filename = header_safe_filename(named != NULL ? named : disposition);
		way->result.content_type = g_steal_pointer(&media_type);
	}
	if (way->multipart != NULL || way->result.filename != NULL)
		way->writer = desk_upload_begin(desk, error);
	if (way->writer == NULL)
		upload_free(&way);
	return way;
}

void
upload_free(struct upload_way **way_p)
{
	struct upload_way *way = *way_p;

	if (way == NULL)
		return;
	multipart_free(&way->multipart);
	blob_writer_abort(&way->writer);
	g_checksum_free(way->sum);
	g_free(way->result.filename);
	g_free(way->result.content_type);
	g_free(way);
	*way_p = NULL;
}

int
upload_add(struct upload_way *way, const void *data, gsize length, GError **error)
{
	if (length == 0)
		return 1;
	return way->multipart != NULL ? multipart_add(way->multipart, data, length, error) : on_data(data, length, way, error);
}

int
upload_end(struct upload_way *way, GError **error)
{
	if (way->multipart != NULL && multipart_end(way->multipart, error) < 0)
		return -1;
	return blob_writer_end(&way->writer, way->result.blob_id, &way->result.size, error);
}

const struct upload *
upload_result(const struct upload_way *way)
{
	return &way->result;
}

const char *
upload_digest(struct upload_way *way)
{
	return g_checksum_get_string(way->sum);
}
