#include "ctl/families.h"

const struct command *const command_families[] = {
	setup_commands,
	doctor_commands,
	import_commands,
	NULL,
};
