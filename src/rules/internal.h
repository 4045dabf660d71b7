/* internal.h - what the files of this room share. */
#pragma once
#include <glib.h>
#include <libconfig.h>

#define SEVERITIES 4
#define PLANS 5
#define WEEKDAYS 7

struct sla {
	int response_s[SEVERITIES][PLANS];	/* -1: best effort */
	int unknown_plan;
	char *default_severity;
};

struct category_rule {
	char *path;		/* lower case; NULL: not looked at */
	GPtrArray *words;	/* char *, casefolded; may be empty */
	char *category;
};

struct categories {
	char *fallback;
	GPtrArray *rules;	/* struct category_rule *, in order */
};

struct hours_range {
	int from, until;	/* minutes of the day; until is after from, past 1440 if it goes over midnight */
};

struct hours_holiday {
	int year;		/* 0: every year */
	int month, day;		/* day 0: see weekday */
	int weekday, nth;	/* GDateWeekday, 1 … 4 or HOLIDAY_LAST */
	GArray *open;		/* struct hours_range, in order; may be empty */
};
#define HOLIDAY_LAST 5

struct hours_rule {
	unsigned plans;		/* bits; 0: any */
	char **languages;	/* NULL: any */
	GTimeZone *zone;
	GArray *days[WEEKDAYS];	/* struct hours_range, in order; Monday first */
	GPtrArray *holidays;	/* struct hours_holiday * */
};

struct hours {
	GPtrArray *rules;	/* struct hours_rule *, in order; the last one fits all */
};

struct plan {
	char *name;
	unsigned channels;	/* bits of enum rules_channel */
	gboolean bot_first;
};

struct plans {
	struct plan plan[PLANS];
	int unknown_plan;
};

struct rules {
	struct sla sla;
	struct categories categories;
	struct hours hours;
	struct plans plans;
};

extern const char *const rules_plan_words[PLANS];	/* from the smallest to the largest */
/* The index of word among n, or -1; word may be NULL. */
int rules_find_word(const char *const *words, int n, const char *word);
/* Fails at a member of group that is not among words (ended by NULL): a slip of the pen must not pass for a rule. */
int rules_known_members(const config_setting_t *group, const char *const *words, GError **error) G_GNUC_WARN_UNUSED_RESULT;

int sla_read(struct sla *sla, config_t *file, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void sla_clear(struct sla *sla);
int categories_read(struct categories *categories, config_t *file, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void categories_clear(struct categories *categories);

int hours_read(struct hours *hours, config_t *file, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void hours_clear(struct hours *hours);
/* "12-25", "2027-03-26", "11-thu-4": FALSE if it is none. */
gboolean holiday_parse(struct hours_holiday *holiday, const char *date);
gboolean holiday_is(const struct hours_holiday *holiday, const GDate *day);
int plans_read(struct plans *plans, config_t *file, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void plans_clear(struct plans *plans);

/* Sets "file:line: …" for a setting at fault; always -1. */
int rules_fault(const config_setting_t *where, GError **error, const char *format, ...) G_GNUC_PRINTF(3, 4);

/* "15m", "4h", "2d" to seconds; -2 if it is none. */
int rules_duration(const char *text);
