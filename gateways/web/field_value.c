#include "web/field_value.h"

#include <string.h>

#include "base/fault.h"
#include "base/uuid.h"
#include "web/field.h"

#define EMAIL_MOST 254	/* RFC 5321, 4.5.3.1.3 */

int
place_refuse(const struct place *place, const char *what, const char *name, const char *detail, GError **error)
{
	g_autofree char *fault = g_strdup_printf("%s-%s", what, place->kind);
	g_autofree char *full = g_strconcat(place->prefix, name, NULL);

	fault_set(error, FAULT_INVALID, fault, full, "%s: %s", full, detail);
	return -1;
}

int
place_invalid(const struct place *place, const struct field *field, GError **error, const char *format, ...)
{
	va_list args;
	g_autofree char *detail = NULL;

	va_start(args, format);
	detail = g_strdup_vprintf(format, args);
	va_end(args);
	return place_refuse(place, "invalid", field->name, detail, error);
}

gint64
field_most(const struct field *field)
{
	if (field->most != 0)
		return field->most;
	switch (field->type) {
	case FIELD_LINE:
		return FIELD_LINE_MOST;
	case FIELD_TEXT:
		return FIELD_TEXT_MOST;
	case FIELD_EMAIL:
		return EMAIL_MOST;
	case FIELD_OBJECT:
		return FIELD_OBJECT_MOST;
	case FIELD_WORDS:
	case FIELD_UUIDS:
	case FIELD_LINES:
	case FIELD_RECORDS:
		return FIELD_ITEMS_MOST;
	default:
		return G_MAXINT64;
	}
}

static gboolean
has_control(const char *text, gboolean lines_are_fine)
{
	for (const unsigned char *c = (const unsigned char *)text; *c != '\0'; c++)
		if ((*c < ' ' || *c == 0x7f) && !(lines_are_fine && (*c == '\n' || *c == '\t')))
			return TRUE;
	return FALSE;
}

/* CRLF and CR become LF, as everywhere in the house. */
static char *
plain_lines(const char *text)
{
	GString *plain = g_string_sized_new(strlen(text));

	for (; *text != '\0'; text++) {
		if (*text != '\r')
			g_string_append_c(plain, *text);
		else if (text[1] != '\n')
			g_string_append_c(plain, '\n');
	}
	return g_string_free(plain, FALSE);
}

static gboolean
is_email(const char *text)
{
	const char *at = strrchr(text, '@');

	if (at == NULL || at == text || at - text > 64 || at[1] == '\0' || at[1] == '.' || strchr(at, '_') != NULL)
		return FALSE;
	for (const char *c = text; *c != '\0'; c++)
		if ((unsigned char)*c <= ' ' || strchr("()<>,;:\\\"[]", *c) != NULL)
			return FALSE;
	return strstr(at, "..") == NULL && text[strlen(text) - 1] != '.';
}

static gboolean
is_word(const struct field *field, const char *text)
{
	return field->words != NULL && g_strv_contains(field->words, text);
}

static char *
utc_time(const char *text)
{
	g_autoptr(GTimeZone) none = NULL;
	g_autoptr(GDateTime) given = strchr(text, 'T') != NULL ? g_date_time_new_from_iso8601(text, NULL) : NULL;
	g_autoptr(GDateTime) utc = given != NULL ? g_date_time_to_utc(given) : NULL;
	g_autofree char *start = utc != NULL ? g_date_time_format(utc, "%Y-%m-%dT%H:%M:%S") : NULL;

	return start != NULL ? g_strdup_printf("%s.%06dZ", start, g_date_time_get_microsecond(utc)) : NULL;
}

static int
check_length(const struct field *field, const struct place *place, const char *text, GError **error)
{
	glong length = g_utf8_strlen(text, -1);
	gint64 least = field->least > 0 ? field->least : field->is_required;

	if (length < least && length == 0)
		return place_invalid(place, field, error, "must not be empty.");
	if (length < least)
		return place_invalid(place, field, error, "must have at least %" G_GINT64_FORMAT " characters, not %ld.", least, length);
	if (length > field_most(field))
		return place_invalid(place, field, error, "must have at most %" G_GINT64_FORMAT " characters, not %ld.", field_most(field), length);
	return 1;
}

/* One text into value->text, as its type wants it. */
int
field_take_text(const struct field *field, enum field_type type, const struct place *place, const char *text, struct value *value,
    GError **error)
{
	g_autofree char *taken = type == FIELD_TEXT ? plain_lines(text) : type == FIELD_TIME ? utc_time(text) : g_strstrip(g_strdup(text));

	switch (type) {
	case FIELD_UUID:
		if (!uuid_is_valid(taken))
			return place_invalid(place, field, error, "must be an id, like 018f4e7c-0b7e-7c3a-9d2e-6a1f0c5b8e21.");
		break;
	case FIELD_WORD: {
		g_autofree char *words = field->words != NULL ? g_strjoinv(", ", (char **)field->words) : NULL;

		if (!is_word(field, taken))
			return place_invalid(place, field, error, "must be one of: %s.", words);
		break;
	}
	case FIELD_EMAIL:
		if (!is_email(taken))
			return place_invalid(place, field, error, "must be a mail address, like ana@example.com.");
		break;
	case FIELD_TIME:
		if (taken == NULL)
			return place_invalid(place, field, error, "must be a time with its zone, like 2026-01-31T12:00:00Z.");
		break;
	default:
		if (has_control(taken, type == FIELD_TEXT))
			return place_invalid(place, field, error, type == FIELD_TEXT ? "must be plain text, without control characters." :
			    "must be one line, without control characters.");
		break;
	}
	if ((type == FIELD_LINE || type == FIELD_TEXT || type == FIELD_EMAIL) && check_length(field, place, taken, error) < 0)
		return -1;
	value->text = g_steal_pointer(&taken);
	return 1;
}

int
field_check_number(const struct field *field, const struct place *place, int64_t number, GError **error)
{
	if ((field->least == 0 && field->most == 0) || (number >= field->least && (field->most == 0 || number <= field->most)))
		return 1;
	if (field->most == 0)
		return place_invalid(place, field, error, "must be at least %" G_GINT64_FORMAT ".", field->least);
	return place_invalid(place, field, error, "must be from %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT ".", field->least, field->most);
}

static enum field_type
item_type(enum field_type list)
{
	return list == FIELD_WORDS ? FIELD_WORD : list == FIELD_UUIDS ? FIELD_UUID : FIELD_LINE;
}

int
field_check_count(const struct field *field, const struct place *place, gsize count, GError **error)
{
	if ((gint64)count > field_most(field))
		return place_invalid(place, field, error, "must have at most %" G_GINT64_FORMAT " items, not %" G_GSIZE_FORMAT ".",
		    field_most(field), count);
	if ((gint64)count < MAX(field->least, (gint64)field->is_required))
		return place_invalid(place, field, error, "must have at least %" G_GINT64_FORMAT " items.",
		    MAX(field->least, (gint64)field->is_required));
	return 1;
}

int
field_take_list(const struct field *field, const struct place *place, const char *const *texts, gsize count, struct value *value,
    GError **error)
{
	g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func(g_free);
	struct field item = *field;

	item.least = item.most = 0;
	item.is_required = TRUE;	/* an item is never empty */
	if (field_check_count(field, place, count, error) < 0)
		return -1;
	for (gsize i = 0; i < count; i++) {
		struct value one = { 0 };

		if (field_take_text(&item, item_type(field->type), place, texts[i], &one, error) < 0)
			return -1;
		g_ptr_array_add(list, one.text);
	}
	g_ptr_array_add(list, NULL);
	value->list = (char **)g_ptr_array_free(g_steal_pointer(&list), FALSE);
	return 1;
}
