#include "email/mime_reader.h"

#include <string.h>

enum { MOST_VALUE = 300 };

/* The value of the event's first line of this name ("DTSTART;TZID=Europe/Madrid:20260301T090000"), with its parameters
 * in *parameters_r; both the caller's. NULL if there is none. */
static char *
value_of(char *const *lines, const char *name, char **parameters_r)
{
	gsize length = strlen(name);

	for (; *lines != NULL && g_ascii_strcasecmp(*lines, "END:VEVENT") != 0; lines++) {
		const char *p = *lines + length, *colon;
		gboolean quoted = FALSE;

		if (g_ascii_strncasecmp(*lines, name, length) != 0 || (*p != ':' && *p != ';'))
			continue;
		for (colon = p; *colon != '\0' && (*colon != ':' || quoted); colon++)
			quoted ^= *colon == '"';
		if (*colon == '\0')
			continue;
		if (parameters_r != NULL)
			*parameters_r = g_strndup(p, (gsize)(colon - p));
		return g_strdup(colon + 1);
	}
	return NULL;
}

/* RFC 5545, 3.3.11: "\n", "\,", "\;" and "\\" */
static char *
unescape(char *value)
{
	char *to = value;

	if (value == NULL)
		return NULL;
	for (const char *from = value; *from != '\0'; from++) {
		if (*from == '\\' && from[1] != '\0')
			*to++ = *++from == 'n' || *from == 'N' ? ' ' : *from;
		else
			*to++ = *from;
	}
	*to = '\0';
	if (strlen(value) > MOST_VALUE) {
		char *cut = value + MOST_VALUE;

		while (cut > value && (*cut & 0xc0) == 0x80)
			cut--;
		*cut = '\0';
	}
	return g_strstrip(value);
}

/* "20260301T090000Z" as "2026-03-01 09:00 UTC", "20260301" as "2026-03-01". */
static char *
readable_time(const char *value, const char *parameters)
{
	int year, month, day, hour, minute, n = 0;
	const char *zone = parameters != NULL ? strstr(parameters, "TZID=") : NULL;
	g_autofree char *place = NULL;

	if (value == NULL || sscanf(value, "%4d%2d%2d%n", &year, &month, &day, &n) != 3 || n != 8)
		return NULL;
	if (sscanf(value + n, "T%2d%2d", &hour, &minute) != 2)
		return g_strdup_printf("%04d-%02d-%02d", year, month, day);
	if (g_str_has_suffix(value, "Z"))
		place = g_strdup(" UTC");
	else if (zone != NULL)
		place = g_strdup_printf(" %.*s", (int)MIN(strcspn(zone + 5, ";\""), 60), zone + 5);
	return g_strdup_printf("%04d-%02d-%02d %02d:%02d%s", year, month, day, hour, minute, place != NULL ? place : "");
}

static char *
organizer_of(char *const *lines)
{
	g_autofree char *parameters = NULL;
	g_autofree char *value = value_of(lines, "ORGANIZER", &parameters);
	const char *name = parameters != NULL ? strstr(parameters, "CN=") : NULL;

	if (value == NULL)
		return NULL;
	if (name != NULL && name[3] == '"')
		return g_strndup(name + 4, MIN(strcspn(name + 4, "\""), 100));
	if (name != NULL)
		return g_strndup(name + 3, MIN(strcspn(name + 3, ";"), 100));
	return g_strdup(g_ascii_strncasecmp(value, "mailto:", 7) == 0 ? value + 7 : value);
}

static const char *
occasion_of(const char *method)
{
	if (method == NULL)
		return "Event";
	if (g_ascii_strcasecmp(method, "REQUEST") == 0)
		return "Invitation";
	if (g_ascii_strcasecmp(method, "CANCEL") == 0)
		return "Cancelled event";
	return g_ascii_strcasecmp(method, "REPLY") == 0 ? "Answer to an invitation" : "Event";
}

static void
append_field(GString *out, const char *before, const char *value)
{
	if (value != NULL && *value != '\0')
		g_string_append_printf(out, "%s%s", before, value);
}

char *
mime_calendar_summary(const char *calendar)
{
	g_autoptr(GString) unfolded = g_string_new(calendar);
	g_auto(GStrv) lines = NULL;
	g_autofree char *method = NULL, *summary = NULL, *place = NULL, *start = NULL, *start_zone = NULL, *end = NULL,
	    *end_zone = NULL, *from = NULL, *to = NULL, *organizer = NULL;
	GString *out;
	char **event;

	g_string_replace(unfolded, "\r\n", "\n", 0);
	g_string_replace(unfolded, "\n ", "", 0);
	g_string_replace(unfolded, "\n\t", "", 0);
	lines = g_strsplit(unfolded->str, "\n", 5000);
	for (event = lines; *event != NULL && g_ascii_strcasecmp(*event, "BEGIN:VEVENT") != 0; event++)
		if (g_ascii_strncasecmp(*event, "METHOD:", 7) == 0 && method == NULL)
			method = g_strstrip(g_strdup(*event + 7));
	if (*event == NULL)
		return NULL;
	summary = unescape(value_of(event, "SUMMARY", NULL));
	place = unescape(value_of(event, "LOCATION", NULL));
	start = value_of(event, "DTSTART", &start_zone);
	end = value_of(event, "DTEND", &end_zone);
	from = readable_time(start, start_zone);
	to = readable_time(end, end_zone);
	organizer = organizer_of(event);
	out = g_string_new(occasion_of(method));
	append_field(out, ": ", summary);
	append_field(out, ", ", from);
	append_field(out, from != NULL ? " to " : ", until ", to);
	append_field(out, ", at ", place);
	append_field(out, ", organised by ", organizer);
	g_string_append_c(out, '.');
	return g_string_free(out, FALSE);
}
