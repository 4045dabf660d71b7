#include "bus/bell.h"

#include <string.h>

char *
bell_write(const struct bell_note *note)
{
	return g_strdup_printf("%c %s %" G_GINT64_FORMAT " %c %s %s", (char)note->kind, note->ticket, note->seq,
	    note->is_staff_only ? 's' : 'e', note->origin, note->json);
}

/* The next word of a line; the rest stays in *rest. NULL at the end. */
static char *
cut(char **rest)
{
	char *word = *rest, *space = word != NULL ? strchr(word, ' ') : NULL;

	if (space == NULL)
		return NULL;
	*space = '\0';
	*rest = space + 1;
	return *word != '\0' ? word : NULL;
}

gboolean
bell_read(char *line, struct bell_note *note_r)
{
	char *kind = cut(&line), *ticket = cut(&line), *seq = cut(&line), *audience = cut(&line), *origin = cut(&line);

	if (kind == NULL || ticket == NULL || seq == NULL || audience == NULL || origin == NULL || strlen(kind) != 1 ||
	    strchr("mfaq", *kind) == NULL || *line != '{')
		return FALSE;
	*note_r = (struct bell_note){ .kind = (enum bell_kind)*kind, .ticket = ticket, .seq = g_ascii_strtoll(seq, NULL, 10),
		.is_staff_only = *audience != 'e', .origin = origin, .json = line };
	return TRUE;
}
