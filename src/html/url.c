#include "html/url.h"

#include <string.h>

#define URL_BYTES 4096
#define INLINE_IMAGE_BYTES (64 * 1024)

/* Browsers skip controls and white space in a scheme ("java\nscript:"), so they are gone before anything is compared. */
static char *
clean(const char *url)
{
	GString *out;

	while (*url != '\0' && (guchar)*url <= ' ')
		url++;
	if (strlen(url) > URL_BYTES)
		return NULL;
	out = g_string_new(NULL);
	for (; *url != '\0'; url++) {
		if ((guchar)*url > ' ' && *url != 0x7f)
			g_string_append_c(out, *url);
		else if (*url == ' ')
			g_string_append(out, "%20");
	}
	while (g_str_has_suffix(out->str, "%20"))
		g_string_truncate(out, out->len - 3);
	return g_string_free(out, FALSE);
}

/* Our own spelling of the scheme in front, so that nothing is left to a browser's reading of it. */
static char *
with_scheme(const char *url, const char *const *schemes)
{
	g_autofree char *cleaned = clean(url);

	if (cleaned == NULL)
		return NULL;
	if (g_str_has_prefix(cleaned, "//") && cleaned[2] != '\0' && cleaned[2] != '/')
		return g_strconcat("https:", cleaned, NULL);
	for (int i = 0; schemes[i] != NULL; i++) {
		gsize n = strlen(schemes[i]);

		if (g_ascii_strncasecmp(cleaned, schemes[i], n) == 0 && cleaned[n] != '\0')
			return g_strconcat(schemes[i], cleaned + n, NULL);
	}
	return NULL;
}

char *
url_clean_link(const char *url)
{
	static const char *const schemes[] = { "http://", "https://", "mailto:", "tel:", NULL };

	return with_scheme(url, schemes);
}

char *
url_clean_remote_image(const char *url)
{
	static const char *const schemes[] = { "http://", "https://", NULL };

	return with_scheme(url, schemes);
}

char *
url_clean_cid(const char *url)
{
	static const char *const schemes[] = { "cid:", NULL };
	g_autofree char *cleaned = with_scheme(url, schemes);

	return cleaned != NULL && g_str_has_prefix(cleaned, "cid:") ? g_strdup(cleaned + strlen("cid:")) : NULL;
}

gboolean
url_is_inline_image(const char *url)
{
	static const char *const kinds[] = { "data:image/png;base64,", "data:image/jpeg;base64,", "data:image/jpg;base64,",
		"data:image/gif;base64,", "data:image/webp;base64,", NULL };
	static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=";

	for (int i = 0; kinds[i] != NULL; i++) {
		gsize n = strlen(kinds[i]);

		if (g_ascii_strncasecmp(url, kinds[i], n) == 0) {
			gsize bytes = strlen(url);

			return bytes <= INLINE_IMAGE_BYTES && bytes > n && strspn(url + n, alphabet) == bytes - n;
		}
	}
	return FALSE;
}
