/* The sanitiser's promise: what it writes, read again by an HTML5 parser, holds nothing that is not on the list, and
 * is not changed by a second pass. */
#include <gumbo.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "html/sanitize.h"
#include "html/text.h"
#include "../unit/html_check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autofree char *once = html_sanitize((const char *)data, size, NULL, NULL), *text = NULL;

	if (once != NULL) {
		g_autofree char *twice = html_sanitize(once, strlen(once), NULL, NULL);
		const char *fault = html_check_safe(once);

		if (!g_utf8_validate(once, -1, NULL))
			abort();
		if (fault != NULL || twice == NULL || strcmp(once, twice) != 0) {
			g_printerr("%s\nonce:  %s\ntwice: %s\n", fault != NULL ? fault : "not the same twice", once, twice);
			abort();
		}
	}
	text = html_to_text((const char *)data, size);
	if (!g_utf8_validate(text, -1, NULL))
		abort();
	return 0;
}
