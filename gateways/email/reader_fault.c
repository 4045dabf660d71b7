#include "email/reader_fault.h"

#include <signal.h>
#include <string.h>
#include <unistd.h>

#define LOOKED_AT 65536

static gboolean
has_text(GBytes *raw, int fd, const char *text)
{
	g_autofree char *head = NULL;
	const char *data;
	gsize length;
	ssize_t n;

	if (raw != NULL) {
		data = g_bytes_get_data(raw, &length);
		return memmem(data, length, text, strlen(text)) != NULL;
	}
	head = g_malloc(LOOKED_AT);
	n = pread(fd, head, LOOKED_AT, 0);
	return n > 0 && memmem(head, (gsize)n, text, strlen(text)) != NULL;
}

void
reader_fault_inject(GBytes *raw, int fd)
{
	const char *fault = g_getenv("SUPPORTD_FAULT_READER"), *text = fault != NULL ? strchr(fault, ':') : NULL;
	volatile gboolean is_stuck = TRUE;

	if (text == NULL || text[1] == '\0' || !has_text(raw, fd, text + 1))
		return;
	if (g_str_has_prefix(fault, "crash:"))
		raise(SIGSEGV);
	while (g_str_has_prefix(fault, "hang:") && is_stuck)
		continue;
}
