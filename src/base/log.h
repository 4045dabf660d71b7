/* log.h - one line a decision.
 *
 *	log_info("opened", LOG_INT("ticket", number), LOG_STR("channel", "email"));
 *
 * writes `ticket=48 channel=email opened`: to the journal's stderr with a priority prefix when
 * systemd runs us (sd-daemon(3)), with a time and the program's name otherwise. Values are
 * escaped, so that no mail can forge a line. Bodies, secrets and bind values are never logged.
 * Any thread may log; a line is one write(2).
 */
#pragma once
#include <glib.h>
#include <stdint.h>

enum log_level { LOG_LEVEL_ERROR = 3, LOG_LEVEL_WARNING = 4, LOG_LEVEL_INFO = 6, LOG_LEVEL_DEBUG = 7 };

struct log_field {
	const char *key;	/* NULL ends the list */
	const char *text;	/* or NULL: number counts */
	int64_t number;
	gboolean is_text;
};

#define LOG_STR(k, v) { .key = (k), .text = (v), .is_text = TRUE }
#define LOG_INT(k, v) { .key = (k), .number = (int64_t)(v) }
#define LOG_ERR(e) { .key = "error", .text = (e) != NULL ? (e)->message : "unknown", .is_text = TRUE }

#define log_at(level, verb, ...) log_emit((level), (verb), (const struct log_field[]){ __VA_ARGS__ __VA_OPT__(,) { .key = NULL } })
#define log_error(verb, ...) log_at(LOG_LEVEL_ERROR, verb __VA_OPT__(,) __VA_ARGS__)
#define log_warning(verb, ...) log_at(LOG_LEVEL_WARNING, verb __VA_OPT__(,) __VA_ARGS__)
#define log_info(verb, ...) log_at(LOG_LEVEL_INFO, verb __VA_OPT__(,) __VA_ARGS__)
#define log_debug(verb, ...) log_at(LOG_LEVEL_DEBUG, verb __VA_OPT__(,) __VA_ARGS__)

/* program is borrowed for the life of the process. Lines above the level are dropped. */
void log_init(const char *program, enum log_level level);
void log_set_level(enum log_level level);
void log_emit(enum log_level level, const char *verb, const struct log_field *fields);

/* "error", "warning", "info" or "debug" to a level; -1 for other words. */
int log_level_from_word(const char *word);
