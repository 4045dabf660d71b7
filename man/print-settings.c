/* print-settings - the settings of supportd.conf(5), as roff, from the table that conf.c reads them by. */
#include <stdio.h>

#include "conf/settings.h"

int
main(void)
{
	for (const struct setting *setting = settings; setting->path != NULL; setting++) {
		printf(".TP\n.B %s\n%s\n", setting->path, setting->help);
		if (setting->fallback == NULL)
			puts("Must be given.");
		else if (*setting->fallback != '\0')
			printf("Default: %s.\n", setting->fallback);
		if (setting->type == SETTING_NUMBER)
			printf("From %ld to %ld.\n", setting->least, setting->most);
	}
	return 0;
}
