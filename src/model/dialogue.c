#include "model/dialogue.h"

#include <string.h>

#include "model/dialogue_say.h"
#include "model/dialogue_words.h"
#include "model/language.h"

#define MORE 2			/* articles named beside the answer */
#define TIE 0.98		/* of the best score: it could as well be that one */
#define ANSWERS 3		/* to one question, before somebody else is offered */
#define TICKET_TURNS 10		/* for what a ticket needs, beyond DIALOGUE_TURNS */

const char *const dialogue_step_words[] = { "ready", "answered", "narrow", "stopped", "offer", "name", "address", "summary", "done", NULL };
const char *const dialogue_count_words[DIALOGUE_COUNTS] = { "asked", "answered", "unknown", "helped", "not_helped", "handed_over" };

int
dialogue_step_from_word(const char *word)
{
	for (int i = 0; word != NULL && dialogue_step_words[i] != NULL; i++)
		if (strcmp(dialogue_step_words[i], word) == 0)
			return i;
	return -1;
}

static void
forget_choice(struct dialogue *d)
{
	for (int i = 0; i < 2; i++) {
		g_clear_pointer(&d->choice_id[i], g_free);
		g_clear_pointer(&d->choice_title[i], g_free);
	}
}

void
dialogue_clear(struct dialogue *d)
{
	forget_choice(d);
	g_free(d->question);
	g_free(d->name);
	g_free(d->address);
	g_free(d->summary);
	memset(d, 0, sizeof(*d));
}

void
dialogue_turn_clear(struct dialogue_turn *turn)
{
	g_clear_pointer(&turn->text, g_free);
	g_clear_pointer(&turn->said, g_array_unref);
}

static gboolean
is_taking_details(const struct dialogue *d)
{
	return d->step == DIALOGUE_NAME || d->step == DIALOGUE_ADDRESS || d->step == DIALOGUE_SUMMARY;
}

const char *
dialogue_language(const struct dialogue *d, const char *words, const char *wanted)
{
	const char *own = d->language[0] != '\0' ? d->language : sayings_language(wanted), *guess = NULL;
	/* a name or an address says nothing of the language, and two small words more must speak against what it was till now */
	int lead = d->language[0] != '\0' ? 2 : 1;

	if (words != NULL && !is_taking_details(d) && d->step != DIALOGUE_DONE)
		guess = strstr(words, "¿") != NULL || strstr(words, "¡") != NULL ? "es" : language_of_two(words, "en", "es", lead);
	return sayings_language(guess != NULL ? guess : own);
}

/* Several messages may have come at once, each in its line: the wish for a person counts in any of them. */
static gboolean
wants_person(const char *words)
{
	g_auto(GStrv) lines = g_strsplit(words, "\n", 20);

	for (char **line = lines; *line != NULL; line++)
		if (meaning_of(*line) == MEANS_PERSON)
			return TRUE;
	return FALSE;
}

/* What words mean at this step: what nobody asked for is a question. */
static enum meaning
meaning_at(const struct dialogue *d, const char *words)
{
	enum meaning meaning = meaning_of(words);
	gboolean is_choosing = d->step == DIALOGUE_NARROW;
	gboolean is_asked = is_choosing || d->step == DIALOGUE_ANSWERED || d->step == DIALOGUE_STOPPED || d->step == DIALOGUE_OFFER;

	if (strchr(words, '\n') != NULL && wants_person(words))
		return MEANS_PERSON;
	if (meaning == MEANS_DOWN && d->step == DIALOGUE_STOPPED)
		return MEANS_YES;	/* it is, they say once more */
	if (meaning == MEANS_DOWN && d->asked_stopped)
		return MEANS_OTHER;
	if ((meaning == MEANS_FIRST || meaning == MEANS_SECOND) && !is_choosing)
		return MEANS_OTHER;
	if (meaning == MEANS_THANKS && (d->step == DIALOGUE_ANSWERED || d->step == DIALOGUE_OFFER))
		return d->step == DIALOGUE_ANSWERED ? MEANS_YES : MEANS_NO;
	if (d->step == DIALOGUE_STOPPED && meaning == MEANS_OTHER && meaning_is_stopped(words))
		return MEANS_YES;
	if (meaning == MEANS_YES && (!is_asked || is_choosing))
		return MEANS_NOTHING;
	return meaning == MEANS_NO && !is_asked ? MEANS_NOTHING : meaning;
}

/* The question that these words are, the caller's; NULL: none. */
static char *
question_in(const struct dialogue *d, const char *words, enum meaning meaning)
{
	int choice = meaning == MEANS_FIRST ? 0 : 1;
	const char *open = d->question != NULL ? d->question : "";

	if (d->step == DIALOGUE_DONE || is_taking_details(d) || d->turns >= DIALOGUE_TURNS)
		return NULL;
	if (meaning == MEANS_FIRST || meaning == MEANS_SECOND)
		return g_strdup_printf("%s %s", open, d->choice_title[choice]);
	if (meaning == MEANS_NO && d->step == DIALOGUE_STOPPED)
		return g_strdup(open);
	if (meaning != MEANS_OTHER)
		return NULL;
	if (d->step == DIALOGUE_NARROW || d->step == DIALOGUE_STOPPED)
		return g_strdup_printf("%s %s", open, words);
	return g_strdup(words);
}

char *
dialogue_query(const struct dialogue *d, const char *words)
{
	return words != NULL ? question_in(d, words, meaning_at(d, words)) : NULL;
}

static void
keep_question(struct dialogue *d, const char *question)
{
	char *kept = g_utf8_strlen(question, -1) > DIALOGUE_TEXT_MAX ? g_utf8_substring(question, 0, DIALOGUE_TEXT_MAX) : g_strdup(question);

	g_free(d->question);
	d->question = kept;
}

static void
offer(struct talk *talk)
{
	gboolean is_person = talk->facts->has_chat && talk->facts->is_open;

	talk->d->step = DIALOGUE_OFFER;
	talk_say(talk, is_person ? SAY_OFFER_PERSON : SAY_OFFER_TICKET, NULL);
}

static gboolean
is_repeated(const struct dialogue *d, const char *question)
{
	g_autofree char *before = d->question != NULL ? words_fold(d->question) : NULL, *now = words_fold(question);

	return g_strcmp0(before, now) == 0;
}

static void
give_answer(struct talk *talk, int best)
{
	const struct dialogue_facts *facts = talk->facts;
	const struct dialogue_hit *hit = &facts->hits[best];
	int more = 0;

	talk_say(talk, SAY_ANSWER, VALUES({ "{passage}", hit->passage }, { "{title}", hit->title }, { "{link}", hit->link }));
	for (int i = 0; i < facts->n_hits && more < MORE; i++) {
		if (i == best)
			continue;
		if (more++ == 0)
			talk_say(talk, SAY_MORE, NULL);
		talk_say(talk, SAY_MORE_ITEM, VALUES({ "{title}", facts->hits[i].title }, { "{link}", facts->hits[i].link }));
	}
	talk_say(talk, SAY_HELPED, NULL);
	forget_choice(talk->d);
	talk->d->step = DIALOGUE_ANSWERED;
	talk->d->answers++;
	talk->turn->answered_by = hit->id;
	talk->turn->counts |= DIALOGUE_GAVE_ANSWER;
}

static void
narrow(struct talk *talk)
{
	const struct dialogue_hit *hits = talk->facts->hits;

	forget_choice(talk->d);
	for (int i = 0; i < 2; i++) {
		talk->d->choice_id[i] = g_strdup(hits[i].id);
		talk->d->choice_title[i] = g_strdup(hits[i].title);
	}
	talk->d->step = DIALOGUE_NARROW;
	talk_say(talk, SAY_NARROW, VALUES({ "{first}", hits[0].title }, { "{second}", hits[1].title }));
}

static gboolean
is_tie(const struct dialogue_facts *facts)
{
	return facts->n_hits > 1 && facts->hits[1].score >= facts->hits[0].score * TIE && strcmp(facts->hits[0].title, facts->hits[1].title) != 0;
}

/* may_narrow: only once a question. */
static void
look_up(struct talk *talk, gboolean may_narrow)
{
	const struct dialogue_facts *facts = talk->facts;

	if (!facts->is_searchable || facts->n_hits == 0 || !facts->is_sure) {
		talk_say(talk, facts->is_searchable ? SAY_UNKNOWN : SAY_AWAY, NULL);
		talk->turn->counts |= DIALOGUE_KNEW_NOTHING;
		offer(talk);
	} else if (may_narrow && is_tie(facts)) {
		narrow(talk);
	} else {
		give_answer(talk, 0);
	}
}

static void
ask(struct talk *talk, const char *words)
{
	struct dialogue *d = talk->d;

	if ((d->step == DIALOGUE_ANSWERED || d->step == DIALOGUE_OFFER || d->answers > 0) && is_repeated(d, words)) {
		talk_say(talk, SAY_REPEATED, NULL);
		offer(talk);
		return;
	}
	talk->turn->counts |= DIALOGUE_ASKED;
	keep_question(d, words);
	look_up(talk, TRUE);
}

static void
choose(struct talk *talk, int choice)
{
	int best = 0;

	for (int i = 0; i < talk->facts->n_hits; i++)
		if (strcmp(talk->facts->hits[i].id, talk->d->choice_id[choice]) == 0)
			best = i;
	if (talk->facts->n_hits > 0)
		give_answer(talk, best);	/* which of two was meant: now it is sure */
	else
		look_up(talk, FALSE);
}

static void
on_answered(struct talk *talk, enum meaning meaning, const char *words)
{
	if (meaning == MEANS_YES) {
		talk->turn->counts |= DIALOGUE_HELPED;
		talk->d->step = DIALOGUE_READY;
		talk->d->answers = 0;
		g_clear_pointer(&talk->d->question, g_free);
		talk_say(talk, SAY_GLAD, NULL);
	} else if (meaning == MEANS_NO) {
		talk->turn->counts |= DIALOGUE_HELPED_NOT;
		talk_say(talk, SAY_SORRY, NULL);
		offer(talk);
	} else if (meaning == MEANS_OTHER && talk->d->answers >= ANSWERS) {
		keep_question(talk->d, words);
		talk->turn->counts |= DIALOGUE_ASKED;
		talk_say(talk, SAY_REPEATED, NULL);
		offer(talk);
	} else if (meaning == MEANS_OTHER) {
		ask(talk, words);
	} else {
		talk_say(talk, SAY_HELPED, NULL);
	}
}

static void
on_narrow(struct talk *talk, enum meaning meaning, const char *words)
{
	g_autofree char *joined = NULL;

	if (meaning == MEANS_FIRST || meaning == MEANS_SECOND) {
		choose(talk, meaning == MEANS_FIRST ? 0 : 1);
	} else if (meaning == MEANS_OTHER) {
		joined = g_strdup_printf("%s %s", talk->d->question, words);
		keep_question(talk->d, joined);
		look_up(talk, FALSE);
	} else {
		talk->turn->counts |= DIALOGUE_KNEW_NOTHING;
		talk_say(talk, SAY_UNKNOWN, NULL);
		offer(talk);
	}
}

static void
on_stopped(struct talk *talk, enum meaning meaning, const char *words)
{
	g_autofree char *joined = meaning == MEANS_OTHER ? g_strdup_printf("%s %s", talk->d->question, words) : NULL;

	if (meaning == MEANS_YES) {
		talk->d->is_urgent = TRUE;
		talk->turn->acts |= DIALOGUE_SETS_URGENT;
		talk_say(talk, SAY_URGENT, NULL);
		talk_hand_over(talk);
		return;
	}
	talk->turn->counts |= DIALOGUE_ASKED;
	if (joined != NULL)
		keep_question(talk->d, joined);
	if (joined != NULL || meaning == MEANS_NO)
		look_up(talk, TRUE);
	else
		offer(talk);
}

static void
on_ready(struct talk *talk, enum meaning meaning, const char *words)
{
	if (meaning == MEANS_OTHER)
		ask(talk, words);
	else if (meaning == MEANS_THANKS)
		talk_say(talk, SAY_WELCOME, NULL);
	else
		talk_say(talk, talk->d->turns > 1 ? SAY_ASK_AGAIN : SAY_ASK, NULL);
}

static void
on_offer(struct talk *talk, enum meaning meaning, const char *words)
{
	if (meaning == MEANS_YES) {
		talk_hand_over(talk);
	} else if (meaning == MEANS_OTHER) {
		ask(talk, words);
	} else if (meaning == MEANS_NO) {
		talk->d->step = DIALOGUE_READY;
		talk->d->answers = 0;
		talk_say(talk, SAY_DECLINED, NULL);
	} else {
		offer(talk);
	}
}

static void
suspect_outage(struct talk *talk, const char *words)
{
	keep_question(talk->d, words);
	talk->d->asked_stopped = TRUE;
	talk->d->step = DIALOGUE_STOPPED;
	talk_say(talk, SAY_STOPPED, NULL);
}

static void
call_person(struct talk *talk, const char *words)
{
	if (talk->d->question == NULL && strchr(words, '\n') != NULL)
		keep_question(talk->d, words);	/* more was said than that */
	talk_hand_over(talk);
}

static void
move(struct talk *talk, const char *words)
{
	struct dialogue *d = talk->d;
	enum meaning meaning = meaning_at(d, words);

	if (is_taking_details(d) && d->turns > DIALOGUE_TURNS + TICKET_TURNS)
		talk_end(talk);
	else if (meaning == MEANS_PERSON || (d->turns > DIALOGUE_TURNS && !is_taking_details(d)))
		call_person(talk, words);
	else if (is_taking_details(d))
		talk_take_detail(talk, words);
	else if (meaning == MEANS_DOWN)
		suspect_outage(talk, words);
	else if (d->step == DIALOGUE_ANSWERED)
		on_answered(talk, meaning, words);
	else if (d->step == DIALOGUE_NARROW)
		on_narrow(talk, meaning, words);
	else if (d->step == DIALOGUE_STOPPED)
		on_stopped(talk, meaning, words);
	else if (d->step == DIALOGUE_OFFER)
		on_offer(talk, meaning, words);
	else
		on_ready(talk, meaning, words);
}

void
dialogue_turn(struct dialogue *d, const char *words, const struct dialogue_facts *facts, struct dialogue_turn *turn_r)
{
	struct talk talk = { .d = d, .facts = facts, .turn = turn_r, .text = g_string_new(NULL) };

	memset(turn_r, 0, sizeof(*turn_r));
	turn_r->said = g_array_new(FALSE, FALSE, sizeof(enum saying));
	g_strlcpy(d->language, facts->language, sizeof(d->language));
	d->turns++;
	if (!d->is_greeted && d->step != DIALOGUE_DONE)
		talk_say(&talk, SAY_HELLO, NULL);
	d->is_greeted = TRUE;
	if (d->step != DIALOGUE_DONE) {
		move(&talk, words != NULL ? words : "");
	} else if (!d->is_noted) {
		d->is_noted = TRUE;
		talk_say(&talk, SAY_NOTED, VALUES({ "{number}", facts->number }));
	}
	turn_r->text = g_string_free(talk.text, FALSE);
}
