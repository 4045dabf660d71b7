#include "model/category.h"

#include <glib.h>
#include <string.h>

/* A segment of the path that begins with the stem names the module. */
static const struct {
	const char *stem;
	const char *category;
} modules[] = {
	{ "billing", "billing" }, { "subscription", "billing" }, { "plan-upgrade", "billing" },
	{ "schedul", "scheduling" }, { "calendar", "scheduling" }, { "gantt", "scheduling" },
	{ "estimat", "estimating" }, { "takeoff", "estimating" }, { "bid", "bidding" }, { "proposal", "bidding" },
	{ "invoic", "invoicing" }, { "payment", "invoicing" }, { "draw", "invoicing" },
	{ "budget", "budgeting" }, { "cost", "budgeting" }, { "purchase", "purchasing" }, { "change-order", "change_orders" },
	{ "selection", "selections" }, { "daily-log", "daily_logs" }, { "document", "documents" }, { "photo", "documents" },
	{ "vendor", "vendors" }, { "client", "clients" }, { "lead", "sales" }, { "warrant", "warranty" },
	{ "report", "reporting" }, { "dashboard", "reporting" }, { "integration", "integrations" }, { "quickbooks", "integrations" },
	{ "setting", "account" }, { "user", "account" }, { "login", "account" }, { "account", "account" },
};

const char *
category_from_url(const char *context_url)
{
	g_autofree char *path = NULL;
	g_auto(GStrv) segments = NULL;
	const char *found = "general";

	if (context_url == NULL)
		return found;
	if (strstr(context_url, "://") != NULL)
		context_url = strchr(strstr(context_url, "://") + 3, '/');
	if (context_url == NULL)
		return found;
	path = g_ascii_strdown(context_url, (gssize)strcspn(context_url, "?#"));
	segments = g_strsplit(path, "/", 32);
	/* The deepest segment is the nearest to where they were. */
	for (guint s = 0; segments[s] != NULL; s++)
		for (gsize m = 0; m < G_N_ELEMENTS(modules); m++)
			if (g_str_has_prefix(segments[s], modules[m].stem))
				found = modules[m].category;
	return found;
}
