#include "email/auth_results.h"

#include <string.h>

static const char name[] = "Authentication-Results:";

/* Without comments, which may hold anything, ";" and "dmarc=pass" too; quoted strings become plain. */
static char *
without_comments(const char *value)
{
	GString *out = g_string_new(NULL);
	gboolean quoted = FALSE;
	int depth = 0;

	for (const char *p = value; *p != '\0'; p++) {
		if (*p == '\\' && (quoted || depth > 0) && p[1] != '\0') {
			p++;
			continue;
		}
		if (depth == 0 && *p == '"')
			quoted = !quoted;
		else if (!quoted && *p == '(')
			depth++;
		else if (!quoted && *p == ')' && depth > 0)
			depth--;
		else if (depth == 0)
			g_string_append_c(out, quoted && strchr(";= \t", *p) != NULL ? '_' : *p);
	}
	return g_string_free(out, FALSE);
}

/* "mx.example.com", or "mx.example.com 1" with a version. */
static gboolean
is_from(const char *plain, const char *authserv)
{
	const char *start = plain + strspn(plain, " \t");
	gsize length = strcspn(start, " \t;");

	return strlen(authserv) == length && g_ascii_strncasecmp(start, authserv, length) == 0;
}

static char *
dmarc_of(const char *plain)
{
	g_auto(GStrv) results = g_strsplit(plain, ";", 64);

	for (char **result = results + (results[0] != NULL); *result != NULL; result++) {
		const char *p = *result + strspn(*result, " \t");
		gsize length;

		if (g_ascii_strncasecmp(p, "dmarc", 5) != 0)
			continue;
		p += 5;
		p += strspn(p, " \t/0123456789");
		if (*p != '=')
			continue;
		p += 1 + strspn(p + 1, " \t");
		length = strspn(p, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");
		return length > 0 ? g_ascii_strdown(p, (gssize)length) : NULL;
	}
	return NULL;
}

gboolean
auth_results_read(const char *const *headers, const char *authserv, char **text_r, char **dmarc_r)
{
	*text_r = *dmarc_r = NULL;
	if (authserv == NULL)
		return FALSE;
	for (; *headers != NULL; headers++) {
		g_autofree char *plain = NULL;

		if (g_ascii_strncasecmp(*headers, name, strlen(name)) != 0)
			continue;
		plain = without_comments(*headers + strlen(name));
		if (!is_from(plain, authserv))
			continue;
		*text_r = g_strstrip(g_strdup(*headers + strlen(name)));
		*dmarc_r = dmarc_of(plain);
		return TRUE;
	}
	return FALSE;
}
