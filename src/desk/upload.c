#include "desk/upload.h"

#include "desk/blob.h"
#include "desk/desk.h"

struct blob_writer *
desk_upload_begin(struct desk *desk, GError **error)
{
	return blob_writer_new(desk_db(desk), error);
}
