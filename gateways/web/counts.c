#include "web/counts.h"

#include <string.h>

#include "web/endpoint.h"
#include "web/route.h"

#define STATUS_MOST 600

static const gint64 bounds_us[] = { 1000, 2500, 5000, 10000, 25000, 50000, 100000, 250000, 500000, 1000000, 2500000, 10000000 };

struct line {
	const struct endpoint *endpoint;	/* NULL for the rest */
	guint64 by_status[STATUS_MOST];
	guint64 buckets[G_N_ELEMENTS(bounds_us)];	/* not cumulative */
	guint64 n;
	gint64 sum_us;
};

struct counts {
	GHashTable *by_endpoint;	/* to struct line, borrowed */
	struct line *lines;
	guint n;
};

struct counts *
counts_new(const struct router *router)
{
	struct counts *counts = g_new0(struct counts, 1);
	const struct endpoint *const *all = router_all(router, &counts->n);

	counts->lines = g_new0(struct line, counts->n + 1);
	counts->by_endpoint = g_hash_table_new(NULL, NULL);
	for (guint i = 0; i < counts->n; i++) {
		counts->lines[i].endpoint = all[i];
		g_hash_table_insert(counts->by_endpoint, (void *)all[i], &counts->lines[i]);
	}
	g_hash_table_insert(counts->by_endpoint, NULL, &counts->lines[counts->n++]);
	return counts;
}

void
counts_free(struct counts **counts)
{
	if (*counts == NULL)
		return;
	g_hash_table_unref((*counts)->by_endpoint);
	g_free((*counts)->lines);
	g_clear_pointer(counts, g_free);
}

void
counts_add(struct counts *counts, const struct endpoint *endpoint, int status, gint64 took_us)
{
	struct line *line = g_hash_table_lookup(counts->by_endpoint, endpoint);

	if (status > 0 && status < STATUS_MOST)
		line->by_status[status]++;
	line->n++;
	line->sum_us += took_us;
	for (gsize i = 0; i < G_N_ELEMENTS(bounds_us); i++) {
		if (took_us <= bounds_us[i]) {
			line->buckets[i]++;
			return;
		}
	}
}

static char *
labels_of(const struct line *line)
{
	return line->endpoint != NULL ? g_strdup_printf("method=\"%s\",path=\"%s\"", line->endpoint->method, line->endpoint->path) :
	    g_strdup("method=\"\",path=\"\"");
}

static void
write_duration(const struct line *line, const char *labels, GString *out)
{
	guint64 total = 0;

	for (gsize i = 0; i < G_N_ELEMENTS(bounds_us); i++) {
		total += line->buckets[i];
		g_string_append_printf(out, "supportd_web_request_seconds_bucket{%s,le=\"%g\"} %" G_GUINT64_FORMAT "\n", labels,
		    (double)bounds_us[i] / 1e6, total);
	}
	g_string_append_printf(out, "supportd_web_request_seconds_bucket{%s,le=\"+Inf\"} %" G_GUINT64_FORMAT "\n", labels, line->n);
	g_string_append_printf(out, "supportd_web_request_seconds_sum{%s} %.6f\n", labels, (double)line->sum_us / 1e6);
	g_string_append_printf(out, "supportd_web_request_seconds_count{%s} %" G_GUINT64_FORMAT "\n", labels, line->n);
}

void
counts_write(const struct counts *counts, GString *out)
{
	g_string_append(out, "# HELP supportd_web_requests_total Requests answered.\n# TYPE supportd_web_requests_total counter\n");
	for (guint i = 0; i < counts->n; i++) {
		g_autofree char *labels = labels_of(&counts->lines[i]);

		for (int status = 0; status < STATUS_MOST; status++)
			if (counts->lines[i].by_status[status] > 0)
				g_string_append_printf(out, "supportd_web_requests_total{%s,status=\"%d\"} %" G_GUINT64_FORMAT "\n", labels, status,
				    counts->lines[i].by_status[status]);
	}
	g_string_append(out, "# HELP supportd_web_request_seconds Time from a request's header to its answer.\n"
	    "# TYPE supportd_web_request_seconds histogram\n");
	for (guint i = 0; i < counts->n; i++) {
		g_autofree char *labels = labels_of(&counts->lines[i]);

		if (counts->lines[i].n > 0)
			write_duration(&counts->lines[i], labels, out);
	}
}
