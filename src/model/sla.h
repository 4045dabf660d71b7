/* sla.h - how soon a first answer is promised, by severity and plan. */
#pragma once
#include <glib.h>

#include "model/ticket.h"

/* Minutes until the first answer is due; 0: best effort, nothing is promised. An unknown or missing plan is a free one. */
int sla_response_minutes(enum ticket_severity severity, const char *plan_tier);
