#include <stdlib.h>
#include <string.h>

#include "rules/internal.h"
#include "rules/rules.h"

/* A number of just so many digits. -1 if it is none. */
static int
digits(const char *text, gsize n)
{
	int number = 0;

	if (strlen(text) != n)
		return -1;
	for (gsize i = 0; i < n; i++) {
		if (!g_ascii_isdigit(text[i]))
			return -1;
		number = number * 10 + text[i] - '0';
	}
	return number;
}

static gboolean
parse_floating(struct hours_holiday *holiday, const char *weekday, const char *nth)
{
	static const char *const names[] = { "mon", "tue", "wed", "thu", "fri", "sat", "sun" };

	holiday->weekday = rules_find_word(names, WEEKDAYS, weekday) + G_DATE_MONDAY;
	holiday->nth = strcmp(nth, "last") == 0 ? HOLIDAY_LAST : digits(nth, 1);
	return holiday->weekday >= G_DATE_MONDAY && holiday->nth >= 1 && (holiday->nth <= 4 || strcmp(nth, "last") == 0);
}

gboolean
holiday_parse(struct hours_holiday *holiday, const char *date)
{
	g_auto(GStrv) parts = g_strsplit(date, "-", -1);
	guint n = g_strv_length(parts);
	gboolean is_once = n == 3 && strlen(parts[0]) == 4;

	if (n != 2 && n != 3)
		return FALSE;
	holiday->year = is_once ? digits(parts[0], 4) : 0;
	holiday->month = digits(parts[is_once ? 1 : 0], 2);
	if (holiday->month < 1 || holiday->month > 12)
		return FALSE;
	if (n == 3 && !is_once)
		return parse_floating(holiday, parts[1], parts[2]);
	holiday->day = digits(parts[n - 1], 2);
	/* 2000 for any year: it has a 29th of February */
	return holiday->day > 0 && (!is_once || holiday->year > 0) &&
	    g_date_valid_dmy((GDateDay)holiday->day, (GDateMonth)holiday->month, (GDateYear)(is_once ? holiday->year : 2000));
}

gboolean
holiday_is(const struct hours_holiday *holiday, const GDate *day)
{
	int number = g_date_get_day(day), nth = (number - 1) / 7 + 1;

	if ((int)g_date_get_month(day) != holiday->month || (holiday->year != 0 && g_date_get_year(day) != holiday->year))
		return FALSE;
	if (holiday->day != 0)
		return number == holiday->day;
	if ((int)g_date_get_weekday(day) != holiday->weekday)
		return FALSE;
	return holiday->nth == HOLIDAY_LAST ? number + 7 > g_date_get_days_in_month(g_date_get_month(day), g_date_get_year(day)) :
	    nth == holiday->nth;
}
