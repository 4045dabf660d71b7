/* internal.h - what the files of this room share. */
#pragma once
#include <glib.h>
#include <libconfig.h>

#define SEVERITIES 4
#define PLANS 5

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

struct rules {
	struct sla sla;
	struct categories categories;
};

int sla_read(struct sla *sla, config_t *file, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void sla_clear(struct sla *sla);
int categories_read(struct categories *categories, config_t *file, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void categories_clear(struct categories *categories);

/* Sets "file:line: …" for a setting at fault; always -1. */
int rules_fault(const config_setting_t *where, GError **error, const char *format, ...) G_GNUC_PRINTF(3, 4);

/* "15m", "4h", "2d" to seconds; -2 if it is none. */
int rules_duration(const char *text);
