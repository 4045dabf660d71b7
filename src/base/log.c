#include "base/log.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define VALUE_MAX 400	/* bytes of a value that a line shows */

static const char *program_name = "supportd";
static int max_level = LOG_LEVEL_INFO;
static gboolean under_systemd;

void
log_init(const char *program, enum log_level level)
{
	program_name = program;
	max_level = (int)level;
	under_systemd = getenv("JOURNAL_STREAM") != NULL;
}

void
log_set_level(enum log_level level)
{
	max_level = (int)level;
}

int
log_level_from_word(const char *word)
{
	static const struct {
		const char *word;
		enum log_level level;
	} levels[] = { { "error", LOG_LEVEL_ERROR }, { "warning", LOG_LEVEL_WARNING }, { "info", LOG_LEVEL_INFO },
		{ "debug", LOG_LEVEL_DEBUG } };

	for (size_t i = 0; i < G_N_ELEMENTS(levels); i++)
		if (g_strcmp0(levels[i].word, word) == 0)
			return (int)levels[i].level;
	return -1;
}

static gboolean
needs_quotes(const char *value)
{
	if (*value == '\0')
		return TRUE;
	for (const unsigned char *c = (const unsigned char *)value; *c != '\0'; c++)
		if (*c <= ' ' || *c == '"' || *c == '\\' || *c == '=' || *c == 0x7f)
			return TRUE;
	return FALSE;
}

static void
append_value(GString *line, const char *value)
{
	size_t n = 0;

	if (!needs_quotes(value)) {
		g_string_append_len(line, value, (gssize)strnlen(value, VALUE_MAX));
		return;
	}
	g_string_append_c(line, '"');
	for (const unsigned char *c = (const unsigned char *)value; *c != '\0' && n < VALUE_MAX; c++, n++) {
		if (*c == '"' || *c == '\\')
			g_string_append_printf(line, "\\%c", *c);
		else if (*c == '\n')
			g_string_append(line, "\\n");
		else if (*c < ' ' || *c == 0x7f)
			g_string_append_printf(line, "\\x%02x", *c);
		else
			g_string_append_c(line, (char)*c);
	}
	g_string_append_c(line, '"');
}

static void
append_start(GString *line, enum log_level level)
{
	g_autoptr(GDateTime) now = NULL;
	g_autofree char *stamp = NULL;

	if (under_systemd) {
		g_string_append_printf(line, "<%d>", (int)level);
		return;
	}
	now = g_date_time_new_now_utc();
	stamp = g_date_time_format(now, "%Y-%m-%dT%H:%M:%S");
	g_string_append_printf(line, "%s.%03dZ %s", stamp, g_date_time_get_microsecond(now) / 1000, program_name);
	g_string_append(line, level <= LOG_LEVEL_ERROR ? " error " : level == LOG_LEVEL_WARNING ? " warning " : " ");
}

void
log_emit(enum log_level level, const char *verb, const struct log_field *fields)
{
	g_autoptr(GString) line = NULL;
	ssize_t written;

	if ((int)level > max_level)
		return;
	line = g_string_sized_new(160);
	append_start(line, level);
	for (; fields->key != NULL; fields++) {
		g_string_append_printf(line, "%s=", fields->key);
		if (!fields->is_text)
			g_string_append_printf(line, "%" G_GINT64_FORMAT, fields->number);
		else
			append_value(line, fields->text != NULL ? fields->text : "");
		g_string_append_c(line, ' ');
	}
	g_string_append(line, verb);
	g_string_append_c(line, '\n');
	written = write(STDERR_FILENO, line->str, line->len);
	(void)written;	/* a log that cannot be written has nowhere to say so */
}
