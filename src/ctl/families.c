#include "ctl/families.h"

const struct command *const command_families[] = {
	setup_commands,
	doctor_commands,
	ticket_commands,
	mail_commands,
	mailbox_commands,
	people_commands,
	token_commands,
	widget_commands,
	import_commands,
	kb_commands,
	NULL,
};
