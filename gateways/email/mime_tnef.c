#include "email/mime_reader.h"

#include <string.h>
#include <ytnef.h>

#include "base/fault.h"
#include "email/charset.h"

/* libytnef trusts the lengths that it reads, so every one is checked here first: nothing reaches it that it would read
 * beyond. */
enum {
	SIGNATURE = 0x223e9f78,
	MOST_BYTES = 64 * 1024 * 1024,
	MOST_ATTRIBUTES = 4096,
	MOST_PROPERTIES = 4096,
	MOST_VALUES = 4096,
	MOST_FILES = 100,
};

struct reader {			/* over bytes, little-endian */
	const guint8 *at, *end;
	gboolean bad;
};

static guint32
read_number(struct reader *reader, int bytes)
{
	guint32 value = 0;

	if (reader->bad || reader->end - reader->at < bytes) {
		reader->bad = TRUE;
		return 0;
	}
	for (int i = 0; i < bytes; i++)
		value |= (guint32)reader->at[i] << (8 * i);
	reader->at += bytes;
	return value;
}

static void
skip(struct reader *reader, gsize bytes)
{
	if (reader->bad || (gsize)(reader->end - reader->at) < bytes)
		reader->bad = TRUE;
	else
		reader->at += bytes;
}

static void
skip_padded(struct reader *reader)
{
	guint32 length = read_number(reader, 4);

	skip(reader, ((gsize)length + 3) & ~(gsize)3);
}

/* How many bytes a value of a property type takes (MS-OXCDATA, 2.11.1); 0 if its length stands before it, -1 if we do
 * not know the type. */
static int
size_of(guint32 type)
{
	switch (type & 0xfff) {
	case 0x000: case 0x001: case 0x002: case 0x003: case 0x004: case 0x00a: case 0x00b:
		return 4;
	case 0x005: case 0x006: case 0x007: case 0x014: case 0x040:
		return 8;
	case 0x048:
		return 16;
	case 0x00d: case 0x01e: case 0x01f: case 0x102:
		return 0;
	default:
		return -1;
	}
}

static void
check_property(struct reader *reader)
{
	guint32 type = read_number(reader, 2), id = read_number(reader, 2), values = 1;
	gboolean variable = size_of(type) == 0;

	if (id >= 0x8000) {	/* named: a GUID, then a number or a name */
		skip(reader, 16);
		if (read_number(reader, 4) == 0)
			skip(reader, 4);
		else
			skip_padded(reader);
	}
	if (size_of(type) < 0) {
		reader->bad = TRUE;
		return;
	}
	if ((type & 0x1000) != 0 || variable)
		values = read_number(reader, 4);
	if (values > MOST_VALUES)
		reader->bad = TRUE;
	for (guint32 i = 0; i < values && !reader->bad; i++) {
		if (variable)
			skip_padded(reader);
		else
			skip(reader, (gsize)size_of(type));
	}
}

static gboolean
properties_are_sound(const guint8 *data, gsize length)
{
	struct reader reader = { data, data + length, FALSE };
	guint32 count = read_number(&reader, 4);

	if (count > MOST_PROPERTIES)
		return FALSE;
	for (guint32 i = 0; i < count && !reader.bad; i++)
		check_property(&reader);
	return !reader.bad;
}

/* Attributes whose layout libytnef takes for granted, with the fewest bytes that it reads of them. */
static gsize
fewest_bytes(guint32 attribute)
{
	switch (attribute) {
	case attDateSent: case attDateRecd: case attDateModified: case attAttachCreateDate: case attAttachModifyDate:
	case attDateStart: case attDateEnd:
		return 14;
	case attAttachRenddata:
		return 14;
	case attMessageStatus: case attPriority: case attRequestRes:
		return 2;
	case attFrom:
		return 8;
	default:
		return 1;
	}
}

static guint32
sum_of(const guint8 *data, gsize length)
{
	guint32 sum = 0;

	for (gsize i = 0; i < length; i++)
		sum += data[i];
	return sum & 0xffff;
}

static gboolean
is_sound(const guint8 *data, gsize length)
{
	struct reader reader = { data, data + length, FALSE };
	int attributes = 0, files = 0;

	if (read_number(&reader, 4) != SIGNATURE)
		return FALSE;
	read_number(&reader, 2);	/* key */
	while (!reader.bad && reader.at < reader.end) {
		guint32 level = read_number(&reader, 1), attribute = read_number(&reader, 4), size = read_number(&reader, 4);
		const guint8 *content = reader.at;

		skip(&reader, size);
		if (read_number(&reader, 2) != sum_of(content, reader.bad ? 0 : size) || reader.bad)
			return FALSE;
		if ((level != LVL_MESSAGE && level != LVL_ATTACHMENT) || size < fewest_bytes(attribute))
			return FALSE;
		if (++attributes > MOST_ATTRIBUTES || (attribute == attAttachRenddata && ++files > MOST_FILES))
			return FALSE;
		if ((attribute == attMAPIProps || attribute == attAttachment) && !properties_are_sound(content, size))
			return FALSE;
		if (level == LVL_ATTACHMENT && files == 0)
			return FALSE;
	}
	return !reader.bad;
}

static const variableLength *
property_of(Attachment *file, guint32 type, guint32 id)
{
	variableLength *value = MAPIFindProperty(&file->MAPI, PROP_TAG(type, id));

	return value == MAPI_UNDEFINED || value->data == NULL || value->size <= 0 ? NULL : value;
}

/* A text property: 8-bit in the sender's code page, or UTF-16. libytnef has made UTF-8 of the latter. */
static char *
string_of(const variableLength *value)
{
	gsize length;

	if (value == NULL || value->data == NULL || value->size <= 0)
		return NULL;
	length = strnlen((const char *)value->data, (gsize)value->size);
	return length == 0 ? NULL : charset_to_utf8((const char *)value->data, length, NULL, NULL, NULL);
}

static char *
text_property(Attachment *file, guint32 id)
{
	const variableLength *value = property_of(file, PT_UNICODE, id);

	return string_of(value != NULL ? value : property_of(file, PT_STRING8, id));
}

static void
add_file(struct mime *mime, Attachment *file)
{
	struct inbound_attachment *made = g_new0(struct inbound_attachment, 1);
	struct mime_part part = { 0 };
	g_autofree char *name = text_property(file, 0x3707 /* PR_ATTACH_LONG_FILENAME */);
	g_autofree char *type = text_property(file, 0x370e /* PR_ATTACH_MIME_TAG */);

	if (name == NULL)
		name = string_of(&file->Title);
	made->content_type = type != NULL && strchr(type, '/') != NULL ? g_ascii_strdown(type, -1)
	    : g_strdup("application/octet-stream");
	made->filename = mime_safe_name(name, made->content_type, (int)mime->mail->attachments->len + 1);
	made->content_id = text_property(file, 0x3712 /* PR_ATTACH_CONTENT_ID */);
	made->size = file->FileData.size;
	made->part = (int)mime->parts->len;
	part.bytes = g_bytes_new(file->FileData.data, (gsize)file->FileData.size);
	g_array_append_val(mime->parts, part);
	g_ptr_array_add(mime->mail->attachments, made);
}

gboolean
mime_add_tnef(struct mime *mime, GMimeObject *object)
{
	gboolean cut;
	g_autoptr(GByteArray) bytes = mime_part_bytes(object, MOST_BYTES, &cut);
	TNEFStruct tnef;
	int files = 0;

	if (cut || bytes->len == 0 || !is_sound(bytes->data, bytes->len)) {
		mime_warn(mime, "tnef-unreadable");
		return FALSE;
	}
	TNEFInitialize(&tnef);
	tnef.Debug = 0;
	if (TNEFParseMemory(bytes->data, (long)bytes->len, &tnef) != 0) {
		mime_warn(mime, "tnef-unreadable");
	} else {
		for (Attachment *file = tnef.starting_attach.next; file != NULL && files < MOST_FILES; file = file->next) {
			if (file->FileData.data == NULL || file->FileData.size <= 0)
				continue;
			add_file(mime, file);
			files++;
		}
	}
	TNEFFree(&tnef);
	return files > 0;
}
