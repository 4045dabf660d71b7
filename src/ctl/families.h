/* families.h - the tables of the command files. */
#pragma once
#include "ctl/ctl.h"

extern const struct command setup_commands[];
extern const struct command doctor_commands[];
extern const struct command import_commands[];
