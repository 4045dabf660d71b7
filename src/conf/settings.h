/* settings.h - the table of all settings: what conf.c reads and supportd.conf(5) is made of. */
#pragma once
#include <stddef.h>

enum setting_type { SETTING_TEXT, SETTING_NUMBER, SETTING_FILE_BYTES };

struct setting {
	const char *path;	/* "email.smtp.url" */
	enum setting_type type;
	size_t offset;		/* of the member in struct conf */
	const char *fallback;	/* NULL: must be given */
	long least, most;	/* of numbers */
	const char *help;
};

extern const struct setting settings[];	/* ended by path NULL */
