#include "base/metric.h"

#include <string.h>

static const int64_t bounds_us[METRIC_BUCKETS] = { 1000, 2500, 5000, 10000, 25000, 50000, 100000, 250000, 500000, 1000000,
	2500000, 10000000 };

extern struct metric *const __start_metrics[] __attribute__((weak));
extern struct metric *const __stop_metrics[] __attribute__((weak));

void
metric_add(struct metric *metric, int64_t n)
{
	__atomic_add_fetch(&metric->value, n, __ATOMIC_RELAXED);
}

void
metric_set(struct metric *metric, int64_t value)
{
	__atomic_store_n(&metric->value, value, __ATOMIC_RELAXED);
}

void
metric_observe_us(struct metric *metric, int64_t us)
{
	metric_add(metric, 1);
	__atomic_add_fetch(&metric->sum_us, us, __ATOMIC_RELAXED);
	for (int i = 0; i < METRIC_BUCKETS; i++) {
		if (us <= bounds_us[i]) {
			__atomic_add_fetch(&metric->buckets[i], 1, __ATOMIC_RELAXED);
			return;
		}
	}
}

static void
write_histogram(GString *out, const struct metric *metric)
{
	const char *comma = *metric->labels != '\0' ? "," : "";
	int64_t total = 0;

	for (int i = 0; i < METRIC_BUCKETS; i++) {
		total += __atomic_load_n(&metric->buckets[i], __ATOMIC_RELAXED);
		g_string_append_printf(out, "%s_bucket{%s%sle=\"%g\"} %" G_GINT64_FORMAT "\n", metric->name, metric->labels, comma,
		    (double)bounds_us[i] / 1e6, total);
	}
	g_string_append_printf(out, "%s_bucket{%s%sle=\"+Inf\"} %" G_GINT64_FORMAT "\n", metric->name, metric->labels, comma,
	    metric->value);
	g_string_append_printf(out, "%s_sum{%s} %.6f\n", metric->name, metric->labels, (double)metric->sum_us / 1e6);
	g_string_append_printf(out, "%s_count{%s} %" G_GINT64_FORMAT "\n", metric->name, metric->labels, metric->value);
}

static void
write_one(GString *out, const struct metric *metric, gboolean is_first)
{
	static const char *const types[] = { "counter", "gauge", "histogram" };

	if (is_first)
		g_string_append_printf(out, "# HELP %s %s\n# TYPE %s %s\n", metric->name, metric->help, metric->name,
		    types[metric->type]);
	if (metric->type == METRIC_HISTOGRAM)
		write_histogram(out, metric);
	else if (*metric->labels != '\0')
		g_string_append_printf(out, "%s{%s} %" G_GINT64_FORMAT "\n", metric->name, metric->labels, metric->value);
	else
		g_string_append_printf(out, "%s %" G_GINT64_FORMAT "\n", metric->name, metric->value);
}

/* Metrics of one name must stand together: each name is written where it is met first, with all its labels. */
void
metrics_write(GString *out)
{
	for (struct metric *const *m = __start_metrics; m != __stop_metrics; m++) {
		gboolean seen = FALSE;

		for (struct metric *const *before = __start_metrics; before != m && !seen; before++)
			seen = strcmp((*before)->name, (*m)->name) == 0;
		if (seen)
			continue;
		for (struct metric *const *same = m; same != __stop_metrics; same++)
			if (strcmp((*same)->name, (*m)->name) == 0)
				write_one(out, *same, same == m);
	}
}
