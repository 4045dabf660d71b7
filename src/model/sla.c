#include "model/sla.h"

#include <string.h>

#define HOURS(n) ((n) * 60)

static const struct {
	const char *plan_tier;
	int minutes[4];		/* P1 to P4 */
} matrix[] = {
	{ "free", { HOURS(4), HOURS(24), HOURS(48), 0 } },
	{ "starter", { HOURS(4), HOURS(24), HOURS(48), 0 } },
	{ "professional", { HOURS(2), HOURS(8), HOURS(24), HOURS(48) } },
	{ "business", { HOURS(1), HOURS(4), HOURS(8), HOURS(24) } },
	{ "enterprise", { 15, HOURS(1), HOURS(4), HOURS(8) } },
};

int
sla_response_minutes(enum ticket_severity severity, const char *plan_tier)
{
	for (gsize i = 0; plan_tier != NULL && i < G_N_ELEMENTS(matrix); i++)
		if (strcmp(matrix[i].plan_tier, plan_tier) == 0)
			return matrix[i].minutes[severity];
	return matrix[0].minutes[severity];
}
