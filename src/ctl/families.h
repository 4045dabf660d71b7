/* families.h - the tables of the command files. */
#pragma once
#include "ctl/ctl.h"

extern const struct command setup_commands[];
extern const struct command doctor_commands[];
extern const struct command import_commands[];
extern const struct command kb_commands[];
extern const struct command mail_commands[];
extern const struct command mailbox_commands[];
extern const struct command people_commands[];
extern const struct command ticket_commands[];
extern const struct command token_commands[];
extern const struct command widget_commands[];

/* The id (37 bytes) of a mailbox by its name. 1, -1. */
int ctl_mailbox_id(struct ctl *ctl, const char *name, char *id_r, GError **error) G_GNUC_WARN_UNUSED_RESULT;
