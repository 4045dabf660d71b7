#include "store/notes.h"

struct notes {
	GString *json;	/* objects with a comma after each */
	gsize mark;
	notes_teller tell;	/* NULL: nobody wants to know */
	void *user;
};

struct notes *
notes_new(void)
{
	struct notes *notes = g_new0(struct notes, 1);

	notes->json = g_string_new(NULL);
	return notes;
}

void
notes_free(struct notes **notes)
{
	if (*notes == NULL)
		return;
	g_string_free((*notes)->json, TRUE);
	g_clear_pointer(notes, g_free);
}

void
notes_on_commit(struct notes *notes, notes_teller tell, void *user)
{
	notes->tell = tell;
	notes->user = user;
}

void
notes_add(struct notes *notes, const char *type, const char *ticket_id, const char *message_id)
{
	if (notes->tell == NULL)
		return;
	g_string_append_printf(notes->json, "{\"type\":\"%s\",\"ticket\":\"%s\"", type, ticket_id);
	if (message_id != NULL)
		g_string_append_printf(notes->json, ",\"message\":\"%s\"", message_id);
	g_string_append(notes->json, "},");
}

void
notes_mark(struct notes *notes)
{
	notes->mark = notes->json->len;
}

void
notes_forget(struct notes *notes)
{
	g_string_truncate(notes->json, MIN(notes->mark, notes->json->len));
}

void
notes_forget_all(struct notes *notes)
{
	notes->mark = 0;
	g_string_truncate(notes->json, 0);
}

void
notes_tell(struct notes *notes)
{
	if (notes->json->len > 0 && notes->tell != NULL) {
		notes->json->str[notes->json->len - 1] = ']';
		g_string_prepend_c(notes->json, '[');
		notes->tell(notes->json->str, notes->user);
	}
	notes_forget_all(notes);
}
