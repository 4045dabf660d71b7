#include <string.h>

#include "rules/internal.h"
#include "rules/rules.h"

#define DAYS_AHEAD 370		/* to look for an opening */
#define DAYS_OPEN 14		/* what is open for longer never closes */
#define DAY_MINUTES 1440

struct stretch {
	gint64 from_s, until_s;
};

struct walk {
	gint64 now_s;
	struct stretch open;	/* the one that is growing; until_s 0: none yet */
	gint64 opens_s, closes_s;	/* found, or 0 */
	gboolean is_open;
};

static gboolean
speaks(const struct hours_rule *rule, const char *language)
{
	if (rule->languages == NULL)
		return TRUE;
	for (char **own = rule->languages; language != NULL && *own != NULL; own++)
		if (g_ascii_strncasecmp(language, *own, strlen(*own)) == 0 && !g_ascii_isalpha(language[strlen(*own)]))
			return TRUE;
	return FALSE;
}

static const struct hours_rule *
rule_for(const struct rules *rules, const char *plan, const char *language)
{
	int bit = rules_find_word(rules_plan_words, PLANS, plan);

	for (guint i = 0; i < rules->hours.rules->len; i++) {
		const struct hours_rule *rule = g_ptr_array_index(rules->hours.rules, i);

		if ((rule->plans == 0 || (bit >= 0 && rule->plans >> bit & 1)) && speaks(rule, language))
			return rule;
	}
	return NULL;	/* never: the last one fits all */
}

static const GArray *
ranges_of(const struct hours_rule *rule, const GDate *day)
{
	for (guint i = 0; i < rule->holidays->len; i++) {
		const struct hours_holiday *holiday = g_ptr_array_index(rule->holidays, i);

		if (holiday_is(holiday, day))
			return holiday->open;
	}
	return rule->days[g_date_get_weekday(day) - G_DATE_MONDAY];
}

/* When the clock on the wall shows that minute of that day. A minute that summer time skips is the one after the jump; of one that comes twice it is the
 * first. */
static gint64
moment(const struct hours_rule *rule, const GDate *day, int minute)
{
	g_autoptr(GDateTime) time = NULL;
	GDate date = *day;
	gint64 wall_s;
	int interval;

	if (minute >= DAY_MINUTES) {
		g_date_add_days(&date, 1);
		minute -= DAY_MINUTES;
	}
	time = g_date_time_new_utc(g_date_get_year(&date), (int)g_date_get_month(&date), g_date_get_day(&date), minute / 60, minute % 60, 0);
	wall_s = g_date_time_to_unix(time);
	interval = g_time_zone_adjust_time(rule->zone, G_TIME_TYPE_DAYLIGHT, &wall_s);
	return wall_s - g_time_zone_get_offset(rule->zone, interval);
}

/* A stretch is whole: nothing of the same opening follows it. */
static void
take(struct walk *walk, const struct stretch *open)
{
	if (open->until_s <= walk->now_s)
		return;
	if (open->from_s <= walk->now_s) {
		walk->is_open = TRUE;
		walk->closes_s = open->until_s;
	} else if (walk->opens_s == 0) {
		walk->opens_s = open->from_s;
	}
}

static void
add_day(struct walk *walk, const struct hours_rule *rule, const GDate *day)
{
	const GArray *ranges = ranges_of(rule, day);

	for (guint i = 0; i < ranges->len; i++) {
		const struct hours_range *range = &g_array_index(ranges, struct hours_range, i);
		struct stretch next = { moment(rule, day, range->from), moment(rule, day, range->until) };

		if (next.until_s <= next.from_s)
			continue;	/* the hour that summer time skips */
		if (walk->open.until_s != 0 && next.from_s <= walk->open.until_s) {
			walk->open.until_s = MAX(walk->open.until_s, next.until_s);
			continue;
		}
		take(walk, &walk->open);
		walk->open = next;
	}
}

static GDateTime *
utc(gint64 seconds)
{
	return seconds != 0 ? g_date_time_new_from_unix_utc(seconds) : NULL;
}

GDateTime *
rules_local_time(const struct rules *rules, GDateTime *now, const char *plan, const char *language)
{
	return g_date_time_to_timezone(now, rule_for(rules, plan, language)->zone);
}

void
rules_hours_at(const struct rules *rules, GDateTime *now, const char *plan, const char *language, struct rules_hours *hours_r)
{
	const struct hours_rule *rule = rule_for(rules, plan, language);
	g_autoptr(GDateTime) local = g_date_time_to_timezone(now, rule->zone);
	struct walk walk = { .now_s = g_date_time_to_unix(now) };
	gint64 horizon_s = walk.now_s + DAYS_OPEN * G_GINT64_CONSTANT(86400);
	GDate day;

	g_date_clear(&day, 1);
	g_date_set_dmy(&day, (GDateDay)g_date_time_get_day_of_month(local), (GDateMonth)g_date_time_get_month(local),
	    (GDateYear)g_date_time_get_year(local));
	g_date_subtract_days(&day, 1);	/* what began yesterday may go over midnight */
	for (int i = 0; i < DAYS_AHEAD && walk.opens_s == 0; i++) {
		add_day(&walk, rule, &day);
		g_date_add_days(&day, 1);
		if (walk.open.from_s <= walk.now_s && walk.open.until_s > horizon_s)
			break;
	}
	if (walk.opens_s == 0)
		take(&walk, &walk.open);
	hours_r->is_open = walk.is_open;
	hours_r->opens = utc(walk.opens_s);
	hours_r->closes = utc(walk.closes_s > horizon_s ? 0 : walk.closes_s);
}

void
rules_hours_clear(struct rules_hours *hours)
{
	g_clear_pointer(&hours->opens, g_date_time_unref);
	g_clear_pointer(&hours->closes, g_date_time_unref);
}

GDateTime *
rules_answer_by(const struct rules *rules, GDateTime *now, const char *severity, const char *plan, const char *language)
{
	int seconds = rules_response_seconds(rules, severity, plan);
	struct rules_hours hours;
	GDateTime *by = NULL;

	if (seconds < 0)
		return NULL;
	rules_hours_at(rules, now, plan, language, &hours);
	if (hours.is_open || hours.opens == NULL || g_strcmp0(severity, "P1") == 0)
		by = g_date_time_add_seconds(now, seconds);
	else
		by = g_date_time_add_seconds(hours.opens, seconds);
	rules_hours_clear(&hours);
	return by;
}
