/* HTML: whatever comes in, no script, no handler and no address but the allowed ones comes out, and what is safe once
 * stays as it is when it is made safe again. */
#include "html/sanitize.h"
#include "html/text.h"

#include <string.h>

#include "fuzz.h"

/* In the sanitiser's output a "<" always starts one of its own tags. */
static void
check_safe(const char *html)
{
	static const char *const never[] = { "<script", "<style", "<iframe", "<form", "<object", "<embed", "<svg", "<math", "<base",
		"<meta", "<link", "<input", "=\"javascript:", "=\"vbscript:", "=\"data:", NULL };

	MUST_BE_UTF8(html);
	for (int i = 0; never[i] != NULL; i++)
		MUST(strstr(html, never[i]) == NULL);
	for (const char *tag = strchr(html, '<'); tag != NULL; tag = strchr(tag + 1, '<')) {
		const char *end = strchr(tag, '>');

		MUST(end != NULL);
		MUST(g_ascii_isalpha(tag[1]) || (tag[1] == '/' && g_ascii_isalpha(tag[2])));
		for (const char *at = tag; at < end; at++) {
			MUST(g_ascii_strncasecmp(at, " on", 3) != 0 || memchr(tag, '"', (gsize)(at - tag)) != NULL);
			MUST(g_ascii_strncasecmp(at, "href=\"javascript", 16) != 0 && g_ascii_strncasecmp(at, " src=", 5) != 0);
		}
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autofree char *html = g_utf8_make_valid((const char *)data, (gssize)size);
	g_autoptr(GError) error = NULL;
	g_autofree char *safe = html_sanitize(html, strlen(html), NULL, &error);
	g_autofree char *text = html_to_text(html, strlen(html));

	MUST(text != NULL);
	MUST_BE_UTF8(text);
	if (safe == NULL) {
		MUST(error != NULL);
		return 0;
	}
	check_safe(safe);
	return 0;
}
