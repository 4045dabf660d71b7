#include "desk/bot_facts.h"

#include <string.h>

#include "base/fault.h"
#include "base/log.h"
#include "conf/conf.h"
#include "desk/desk.h"
#include "rules/rules.h"
#include "search/passage.h"
#include "search/search.h"
#include "store/array.h"
#include "store/bot.h"

#define HITS 4		/* an answer, two more, and one that may have gone since it was indexed */

static const char *
keep(struct bot_facts *facts, char *text)
{
	g_ptr_array_add(facts->texts, text);
	return text;
}

/* "Monday, 2026-03-23, 07:00 (CDT)", as the clock at our desks shows it. NULL for NULL. */
static const char *
in_words(struct bot_facts *facts, const struct rules *rules, const struct bot_place *place, GDateTime *time)
{
	const char *language = facts->dialogue.language;
	g_autoptr(GDateTime) local = time != NULL ? rules_local_time(rules, time, place->plan, language) : NULL;
	g_autofree char *format = NULL;

	if (local == NULL)
		return NULL;
	format = fill(saying_template(language, SAY_TIME),
	    (const struct text_value[]){ { "{weekday}", saying_weekday(language, g_date_time_get_day_of_week(local)) }, { NULL, NULL } });
	return keep(facts, g_date_time_format(local, format));
}

static const char *
channels_in_words(struct bot_facts *facts, const struct rules *rules, const char *plan)
{
	const char *language = facts->dialogue.language;
	GString *list = g_string_new(NULL);
	int last = RULES_CHANNELS - 1;

	while (last > 0 && !rules_plan_has(rules, plan, (enum rules_channel)last))
		last--;
	for (int i = 0; i <= last; i++) {
		if (!rules_plan_has(rules, plan, (enum rules_channel)i))
			continue;
		if (list->len > 0)
			g_string_append(list, i == last ? saying_template(language, SAY_AND) : ", ");
		g_string_append(list, saying_template(language, (enum saying)(SAY_EMAIL + i)));
	}
	return keep(facts, g_string_free(list, FALSE));
}

static void
find_rules(struct desk *desk, const struct bot_place *place, struct bot_facts *facts)
{
	const struct rules *rules = desk_rules(desk);
	struct dialogue_facts *d = &facts->dialogue;
	g_autoptr(GDateTime) now = desk_now(desk);
	struct rules_hours hours;
	enum rules_channel brings;
	const char *next = rules_next_plan(rules, place->plan, &brings);

	rules_hours_at(rules, now, place->plan, d->language, &hours);
	d->is_open = hours.is_open;
	d->opens = in_words(facts, rules, place, hours.opens);
	rules_hours_clear(&hours);
	d->has_chat = rules_plan_has(rules, place->plan, RULES_CHAT);
	d->plan = place->plan != NULL ? keep(facts, g_strdup(rules_plan_name(rules, place->plan))) : NULL;
	d->channels = channels_in_words(facts, rules, place->plan);
	if (next != NULL) {
		d->next_plan = keep(facts, g_strdup(rules_plan_name(rules, next)));
		d->brings = saying_template(d->language, (enum saying)(SAY_EMAIL + (int)brings));
	}
	facts->answer_by[0] = rules_answer_by(rules, now, rules_default_severity(rules), place->plan, d->language);
	facts->answer_by[1] = rules_answer_by(rules, now, "P1", place->plan, d->language);
	d->promise = in_words(facts, rules, place, facts->answer_by[0]);
	d->promise_urgent = in_words(facts, rules, place, facts->answer_by[1]);
}

static char *
without_marks(const char *passage)
{
	GString *out = g_string_new(NULL);

	for (const char *at = passage; *at != '\0'; at++)
		if (*at != PASSAGE_MARK && *at != PASSAGE_END)
			g_string_append_c(out, *at);
	return g_string_free(out, FALSE);
}

static const struct search_hit *
hit_of(const struct search_answer *answer, const char *id)
{
	for (guint i = 0; i < answer->hits->len; i++) {
		const struct search_hit *hit = answer->hits->pdata[i];

		if (strcmp(hit->id, id) == 0)
			return hit;
	}
	return NULL;	/* never: only these were asked for */
}

/* The book decides what may be shown; the index may be behind. */
static int
take_hits(struct desk *desk, const struct bot_place *place, const struct search_answer *answer, struct bot_facts *facts, GError **error)
{
	g_autoptr(GPtrArray) ids = g_ptr_array_new();
	g_autofree char *literal = NULL;
	g_autoptr(db_rows) found = NULL;
	const char *best = answer->hits->len > 0 ? ((const struct search_hit *)answer->hits->pdata[0])->id : NULL;

	for (guint i = 0; i < answer->hits->len; i++)
		g_ptr_array_add(ids, ((const struct search_hit *)answer->hits->pdata[i])->id);
	g_ptr_array_add(ids, NULL);
	literal = array_of_texts((const char *const *)ids->pdata);
	found = bot_articles(desk_db(desk), literal, place->is_user, error);
	if (found == NULL)
		return -1;
	for (int row = 0; row < rows_count(found); row++) {
		const struct search_hit *hit = hit_of(answer, rows_text(found, row, 0));
		g_autofree char *slug = g_uri_escape_string(rows_text(found, row, 1), NULL, FALSE);
		const char *passage = keep(facts, without_marks(hit->passage));
		struct dialogue_hit taken = { .id = keep(facts, g_strdup(hit->id)), .title = keep(facts, g_strdup(rows_text(found, row, 2))),
			.passage = *passage != '\0' ? passage : keep(facts, g_strdup(rows_text(found, row, 3))), .score = hit->score,
			.link = keep(facts, g_strdup_printf("%s/help/%s", desk_conf(desk)->public_url, slug)) };

		g_array_append_val(facts->hits, taken);
	}
	facts->dialogue.hits = (const struct dialogue_hit *)(void *)facts->hits->data;
	facts->dialogue.n_hits = (int)facts->hits->len;
	/* it was measured of the first one */
	facts->dialogue.is_sure = answer->is_sure && facts->hits->len > 0 && g_strcmp0(facts->dialogue.hits[0].id, best) == 0;
	return 1;
}

static int
search(struct desk *desk, const struct bot_place *place, const char *text, struct bot_facts *facts, GError **error)
{
	const char *language = facts->dialogue.language;
	const char *const languages[] = { language, strcmp(language, "en") == 0 ? "es" : "en", NULL };
	const char *const public[] = { "access:public", NULL };
	const char *const *const lists[] = { place->is_user ? NULL : public, NULL };
	g_autofree char *start = g_utf8_make_valid(text, MIN((gssize)strlen(text), SEARCH_TEXT_BYTES - 8));
	const struct search_question question = { .kind = SEARCH_ARTICLE, .text = start, .languages = languages, .all_of = lists, .limit = HITS };
	g_autoptr(GError) none = NULL;
	struct search_answer *answer = search_ask(desk_search(desk), &question, &none);
	int taken;

	if (answer == NULL) {
		log_warning("bot cannot search", LOG_ERR(none));
		return 1;
	}
	facts->dialogue.is_searchable = TRUE;
	taken = take_hits(desk, place, answer, facts, error);
	search_answer_free(&answer);
	return taken;
}

int
bot_facts_find(struct desk *desk, const struct bot_place *place, struct bot_facts *facts_r, GError **error)
{
	g_autofree char *query = dialogue_query(&place->dialogue, place->words);

	memset(facts_r, 0, sizeof(*facts_r));
	facts_r->texts = g_ptr_array_new_with_free_func(g_free);
	facts_r->hits = g_array_new(FALSE, FALSE, sizeof(struct dialogue_hit));
	facts_r->dialogue.language = dialogue_language(&place->dialogue, place->words, place->wanted_language);
	facts_r->dialogue.number = place->number;
	facts_r->dialogue.known_address = place->known_address;
	find_rules(desk, place, facts_r);
	return query != NULL ? search(desk, place, query, facts_r, error) : 1;
}

void
bot_facts_clear(struct bot_facts *facts)
{
	for (int i = 0; i < 2; i++)
		g_clear_pointer(&facts->answer_by[i], g_date_time_unref);
	g_clear_pointer(&facts->texts, g_ptr_array_unref);
	g_clear_pointer(&facts->hits, g_array_unref);
}
