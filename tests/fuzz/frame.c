/* Whatever arrives at the chat's WebSocket: it is refused with a name, or every field of it is what the table says. */
#include <string.h>

#include "base/fault.h"
#include "base/uuid.h"
#include "bus/bell.h"
#include "chat/frame.h"
#include "fuzz.h"

static void
check_field(const struct frame *frame, const struct frame_field *field)
{
	const char *text = frame_text(frame, field->name);

	MUST(!field->is_required || text != NULL);
	if (text == NULL)
		return;
	MUST_BE_UTF8(text);
	if (field->type == FRAME_UUID)
		MUST(uuid_is_valid(text));
	if (field->type == FRAME_LINE)
		MUST(*text != '\0' && strpbrk(text, "\r\n\t") == NULL);
	if (field->type == FRAME_INT)
		MUST(frame_int(frame, field->name) >= 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(frame_in) frame = frame_read((const char *)data, size, &error);
	g_autofree char *line = g_strndup((const char *)data, size);
	struct bell_note note;

	MUST((frame != NULL) == (error == NULL));
	MUST(error == NULL || strcmp(fault_name(error), "internal") != 0);
	if (frame != NULL) {
		MUST(frame_type(frame)->who != FRAME_BY_SERVER);
		for (const struct frame_field *field = frame_type(frame)->fields; field->name != NULL; field++)
			check_field(frame, field);
	}
	if (bell_read(line, &note))
		MUST(note.json[0] == '{');
	return 0;
}
