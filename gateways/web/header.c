#include "web/header.h"

#include <string.h>

#include "base/fault.h"

#define FILENAME_MOST 255
#define TYPE_MOST 100
#define TOKEN_MOST 8192

static gboolean
take_digits(const char **text, int64_t *number_r)
{
	const char *start = *text;
	int64_t number = 0;

	for (; g_ascii_isdigit(**text); (*text)++) {
		if (*text - start >= 18)
			return FALSE;
		number = number * 10 + (**text - '0');
	}
	*number_r = number;
	return *text > start;
}

int
header_range(const char *text, int64_t size, int64_t *first_r, int64_t *last_r)
{
	int64_t first = 0, last = size - 1;
	gboolean has_first, has_last;

	if (text == NULL || g_ascii_strncasecmp(text, "bytes=", 6) != 0)
		return 0;
	text += 6;
	has_first = take_digits(&text, &first);
	if (*text++ != '-')
		return 0;
	has_last = take_digits(&text, &last);
	if (*text != '\0' || (!has_first && !has_last) || (has_first && has_last && last < first))
		return 0;
	if (!has_first) {	/* the last n bytes */
		if (last == 0 || size == 0)
			return -1;
		first = MAX(0, size - last);
		last = size - 1;
	}
	if (first >= size)
		return -1;
	*first_r = first;
	*last_r = has_last ? MIN(last, size - 1) : size - 1;
	return 1;
}

int
header_if_match(const char *text, int64_t *version_r, GError **error)
{
	int64_t version;

	*version_r = 0;
	if (text == NULL || strcmp(text, "*") == 0)
		return 0;
	if (*text == '"') {
		const char *at = text + 1;

		if (take_digits(&at, &version) && strcmp(at, "\"") == 0) {
			*version_r = version;
			return 1;
		}
	}
	fault_set(error, FAULT_INVALID, "bad-header", "If-Match", "If-Match must be the ETag of an earlier answer, like \"7\", or *.");
	return -1;
}

gboolean
header_none_match(const char *text, const char *etag)
{
	g_auto(GStrv) tags = NULL;

	if (text == NULL || etag == NULL)
		return FALSE;
	if (strcmp(text, "*") == 0)
		return TRUE;
	tags = g_strsplit(text, ",", 50);
	for (char **tag = tags; *tag != NULL; tag++) {
		const char *bare = g_strstrip(*tag);

		if (g_str_has_prefix(bare, "W/"))
			bare += 2;
		if (strcmp(bare, etag) == 0)
			return TRUE;
	}
	return FALSE;
}

static gboolean
is_attr_char(char c)	/* RFC 8187, 3.2.1 */
{
	return g_ascii_isalnum(c) || (c != '\0' && strchr("!#$&+-.^_`|~", c) != NULL);
}

char *
header_attachment(const char *filename)
{
	g_autoptr(GString) text = g_string_new("attachment; filename=\"");
	gboolean is_plain = TRUE;

	for (const char *c = filename; *c != '\0'; c++) {
		gboolean fits = *c >= ' ' && *c < 0x7f && *c != '"' && *c != '\\' && *c != '%';

		if (fits || ((unsigned char)*c & 0xc0) != 0x80)	/* one _ for a character, whatever its bytes */
			g_string_append_c(text, fits ? *c : '_');
		is_plain = is_plain && fits;
	}
	g_string_append_c(text, '"');
	if (!is_plain) {
		g_string_append(text, "; filename*=UTF-8''");
		for (const char *c = filename; *c != '\0'; c++) {
			if (is_attr_char(*c))
				g_string_append_c(text, *c);
			else
				g_string_append_printf(text, "%%%02X", (unsigned char)*c);
		}
	}
	return g_string_free(g_steal_pointer(&text), FALSE);
}

static char *
decode_extended(const char *value)	/* charset'language'percent-encoded, RFC 8187 */
{
	const char *rest = g_ascii_strncasecmp(value, "UTF-8'", 6) == 0 ? strchr(value + 6, '\'') : NULL;
	char *decoded = rest != NULL ? g_uri_unescape_string(rest + 1, NULL) : NULL;

	if (decoded != NULL && !g_utf8_validate(decoded, -1, NULL))
		g_clear_pointer(&decoded, g_free);
	return decoded;
}

/* The value at *text, a token or a quoted string; *text is moved behind it. */
static char *
take_value(const char **text)
{
	GString *value = g_string_new(NULL);
	const char *c = *text;

	if (*c == '"') {
		for (c++; *c != '\0' && *c != '"'; c++) {
			/* A browser writes %22 for a quote and leaves backslashes alone (HTML, form submission). */
			if (*c == '\\' && (c[1] == '"' || c[1] == '\\'))
				c++;
			g_string_append_c(value, *c);
		}
		if (*c == '"')
			c++;
	} else {
		for (; *c != '\0' && *c != ';' && *c != ' ' && *c != '\t'; c++)
			g_string_append_c(value, *c);
	}
	*text = c;
	return g_string_free(value, FALSE);
}

char *
header_parameter(const char *text, const char *name)
{
	g_autofree char *extended = g_strconcat(name, "*", NULL), *plain = NULL;

	text = text != NULL ? strchr(text, ';') : NULL;
	while (text != NULL && *text != '\0') {
		g_autofree char *key = NULL, *value = NULL;
		const char *equals;

		text += strspn(text, "; \t");
		equals = text + strcspn(text, "=;");
		key = g_strstrip(g_strndup(text, (gsize)(equals - text)));
		text = equals;
		if (*text != '=')
			continue;
		text++;
		text += strspn(text, " \t");
		value = take_value(&text);
		text += strcspn(text, ";");
		if (g_ascii_strcasecmp(key, extended) == 0) {
			char *decoded = decode_extended(value);

			if (decoded != NULL)
				return decoded;
		} else if (plain == NULL && g_ascii_strcasecmp(key, name) == 0) {
			plain = g_utf8_make_valid(value, -1);
		}
	}
	return g_steal_pointer(&plain);
}

static gboolean
is_token_char(char c)	/* RFC 9110, 5.6.2 */
{
	return g_ascii_isalnum(c) || (c != '\0' && strchr("!#$%&'*+-.^_`|~", c) != NULL);
}

char *
header_media_type(const char *text, const char *fallback)
{
	g_autofree char *type = NULL;
	const char *slash;

	if (text == NULL)
		return g_strdup(fallback);
	type = g_strstrip(g_strndup(text, strcspn(text, ";")));
	slash = strchr(type, '/');
	if (slash == NULL || slash == type || slash[1] == '\0' || strlen(type) > TYPE_MOST)
		return g_strdup(fallback);
	for (const char *c = type; *c != '\0'; c++)
		if (!is_token_char(*c) && c != slash)
			return g_strdup(fallback);
	return g_ascii_strdown(type, -1);
}

char *
header_safe_filename(const char *name)
{
	g_autofree char *valid = g_utf8_make_valid(name != NULL ? name : "", -1);
	const char *base = valid;
	GString *safe = g_string_new(NULL);

	for (const char *c = valid; *c != '\0'; c++)
		if (*c == '/' || *c == '\\')
			base = c + 1;
	for (const char *c = base; *c != '\0'; c = g_utf8_next_char(c)) {
		gunichar one = g_utf8_get_char(c);
		GUnicodeType type = g_unichar_type(one);
		/* Format characters (direction marks) make "exe.txt" of "txt.exe". */
		gboolean is_hidden = type == G_UNICODE_CONTROL || type == G_UNICODE_FORMAT || type == G_UNICODE_LINE_SEPARATOR ||
		    type == G_UNICODE_PARAGRAPH_SEPARATOR;

		if (safe->len + (gsize)g_unichar_to_utf8(one, NULL) > FILENAME_MOST)
			break;
		if (!is_hidden)
			g_string_append_unichar(safe, one);
	}
	g_strstrip(safe->str);
	if (*safe->str == '\0' || strcmp(safe->str, ".") == 0 || strcmp(safe->str, "..") == 0) {
		g_string_free(safe, TRUE);
		return g_strdup("file");
	}
	return g_string_free(safe, FALSE);
}

const char *
header_bearer(const char *text, GError **error)
{
	const char *token;

	if (text == NULL)
		return NULL;
	if (g_ascii_strncasecmp(text, "Bearer ", 7) == 0) {
		token = text + 7 + strspn(text + 7, " ");
		if (*token != '\0' && strlen(token) <= TOKEN_MOST &&
		    strspn(token, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~+/=") == strlen(token))
			return token;
	}
	fault_set(error, FAULT_UNAUTHENTICATED, "bad-authorization", "Authorization", "Authorization must be \"Bearer\" and a token.");
	return NULL;
}
