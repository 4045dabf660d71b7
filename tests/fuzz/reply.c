/* Whatever the text, its three pieces are valid UTF-8, and no more than what was there plus the marks of quotes. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "email/reply.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check(struct reply reply)
{
	if (reply.text == NULL || !g_utf8_validate(reply.text, -1, NULL) ||
	    (reply.quoted != NULL && !g_utf8_validate(reply.quoted, -1, NULL)) ||
	    (reply.signature != NULL && !g_utf8_validate(reply.signature, -1, NULL)))
		abort();
	reply_clear(&reply);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autofree char *text = g_utf8_make_valid((const char *)data, (gssize)size);

	check(reply_split_text(text, "Ana María López", "ana@example.com"));
	check(reply_split_html(text, NULL, NULL));
	return 0;
}
