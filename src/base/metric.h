/* metric.h - numbers for /metrics, in Prometheus' text format 0.0.4.
 *
 *	METRIC(mails_in, METRIC_COUNTER, "supportd_mails_in_total", "", "Mails taken in.");
 *	metric_add(&mails_in, 1);
 *
 * Metrics are collected by the linker and may be changed from any thread. Labels are fixed text such as
 * `state="sent"`; two metrics of one name with different labels stand next to each other in the output.
 */
#pragma once
#include <glib.h>
#include <stdint.h>

enum metric_type { METRIC_COUNTER, METRIC_GAUGE, METRIC_HISTOGRAM };

#define METRIC_BUCKETS 12

struct metric {
	enum metric_type type;
	const char *name, *labels, *help;
	int64_t value;			/* of a histogram: how many */
	int64_t sum_us;
	int64_t buckets[METRIC_BUCKETS];	/* not yet cumulative; see metric.c for the bounds */
};

#define METRIC(ident, kind, name_text, labels_text, help_text) \
	static struct metric ident = { .type = (kind), .name = (name_text), .labels = (labels_text), .help = (help_text) }; \
	static struct metric *const ident##_listed __attribute__((used, section("metrics"))) = &ident

void metric_add(struct metric *metric, int64_t n);
void metric_set(struct metric *metric, int64_t value);
/* A duration, into a histogram of seconds from 1 ms to 10 s. */
void metric_observe_us(struct metric *metric, int64_t us);

/* All metrics of the program, appended as text. */
void metrics_write(GString *out);
