#include "model/dialogue_say.h"

#include <string.h>

#include "model/address.h"
#include "model/dialogue_words.h"

#define TRIES 3

void
talk_say(struct talk *talk, enum saying id, const struct text_value *values)
{
	g_autofree char *text = fill(saying_template(talk->d->language, id), values);

	if (talk->text->len > 0)
		g_string_append(talk->text, id == SAY_MORE_ITEM ? "\n" : "\n\n");
	g_string_append(talk->text, text);
	g_array_append_val(talk->turn->said, id);
}

static void
wait_for(struct talk *talk, enum dialogue_step step, enum saying question, enum saying again, const struct text_value *values)
{
	if (talk->d->step != step)
		talk->d->tries = 0;
	talk_say(talk, talk->d->step == step ? again : question, values);
	talk->d->step = step;
}

static void
make_ticket(struct talk *talk)
{
	struct dialogue *d = talk->d;
	const struct dialogue_facts *facts = talk->facts;
	const char *address = d->address != NULL && *d->address != '\0' ? d->address : facts->known_address;
	const char *promise = d->is_urgent ? facts->promise_urgent : facts->promise;

	d->step = DIALOGUE_DONE;
	talk->turn->acts |= DIALOGUE_MAKES_TICKET;
	talk->turn->counts |= DIALOGUE_HANDED_OVER;
	talk_say(talk, SAY_TICKET, VALUES({ "{number}", facts->number }));
	if (address != NULL)
		talk_say(talk, SAY_BY_MAIL, VALUES({ "{address}", address }));
	else
		talk_say(talk, SAY_HERE, NULL);
	if (promise != NULL)
		talk_say(talk, SAY_PROMISE, VALUES({ "{promise}", promise }));
	else
		talk_say(talk, SAY_NO_PROMISE, NULL);
}

void
talk_go_on_with_ticket(struct talk *talk)
{
	struct dialogue *d = talk->d;
	gboolean is_known = talk->facts->known_address != NULL;

	if (!is_known && d->name == NULL)
		wait_for(talk, DIALOGUE_NAME, SAY_ASK_NAME, SAY_ASK_NAME_AGAIN, NULL);
	else if (!is_known && d->address == NULL)
		wait_for(talk, DIALOGUE_ADDRESS, SAY_ASK_ADDRESS, SAY_BAD_ADDRESS, VALUES({ "{name}", d->name }));
	else if (d->question == NULL && d->summary == NULL)
		wait_for(talk, DIALOGUE_SUMMARY, SAY_ASK_SUMMARY, SAY_ASK_SUMMARY_AGAIN, NULL);
	else
		make_ticket(talk);
}

static void
tell_why_no_person(struct talk *talk)
{
	const struct dialogue_facts *facts = talk->facts;

	if (!facts->has_chat && facts->plan == NULL) {
		talk_say(talk, SAY_MAIL_ONLY, NULL);
	} else if (!facts->has_chat) {
		talk_say(talk, SAY_PLAN, VALUES({ "{plan}", facts->plan }, { "{channels}", facts->channels }));
		if (facts->next_plan != NULL)
			talk_say(talk, SAY_PLAN_NEXT, VALUES({ "{next}", facts->next_plan }, { "{brings}", facts->brings }));
	} else if (facts->opens != NULL) {
		talk_say(talk, SAY_CLOSED, VALUES({ "{opens}", facts->opens }));
	} else {
		talk_say(talk, SAY_CLOSED_LONG, NULL);
	}
}

void
talk_hand_over(struct talk *talk)
{
	if (talk->facts->has_chat && talk->facts->is_open) {
		talk_say(talk, SAY_HANDED_OVER, NULL);
		talk->d->step = DIALOGUE_DONE;
		talk->turn->acts |= DIALOGUE_HANDS_OVER;
		talk->turn->counts |= DIALOGUE_HANDED_OVER;
		return;
	}
	if (talk->d->step < DIALOGUE_NAME)
		tell_why_no_person(talk);
	talk_go_on_with_ticket(talk);
}

/* The address in what was said, the caller's; NULL if there is none. */
static char *
find_address(const char *words)
{
	g_auto(GStrv) parts = g_strsplit_set(words, " \t\r\n<>(),;\"'", -1);

	for (char **part = parts; *part != NULL; part++) {
		gsize length = strlen(*part);
		const char *at = strchr(*part, '@');

		while (length > 0 && strchr(".:!?", (*part)[length - 1]) != NULL)
			(*part)[--length] = '\0';
		if (at != NULL && strchr(at, '.') != NULL) {
			char *key = address_key(*part);

			if (key != NULL)
				return key;
		}
	}
	return NULL;
}

/* "my name is Ana" is Ana. The caller's; NULL if nothing is left. */
static char *
find_name(const char *words)
{
	static const char *const leads[] = { "my name is ", "i am ", "i'm ", "it's ", "this is ", "me llamo ", "mi nombre es ", "soy " };
	g_auto(GStrv) lines = g_strsplit(words, "\n", 2);
	const char *name = g_strstrip(lines[0]);
	g_autofree char *lower = g_ascii_strdown(name, -1);
	char *start;

	for (gsize i = 0; i < G_N_ELEMENTS(leads); i++)
		if (g_str_has_prefix(lower, leads[i])) {
			name += strlen(leads[i]);
			break;
		}
	start = g_utf8_strlen(name, -1) > DIALOGUE_NAME_MAX ? g_utf8_substring(name, 0, DIALOGUE_NAME_MAX) : g_strdup(name);
	g_strstrip(start);
	for (gsize length = strlen(start); length > 0 && strchr(".!,", start[length - 1]) != NULL; length--)
		start[length - 1] = '\0';
	if (*start == '\0')
		g_clear_pointer(&start, g_free);
	return start;
}

static void
take_name(struct dialogue *d, const char *words)
{
	d->address = d->address != NULL ? d->address : find_address(words);
	if (d->address != NULL)
		d->name = g_strndup(d->address, strcspn(d->address, "@"));
	else
		d->name = find_name(words);
}

void
talk_end(struct talk *talk)
{
	struct dialogue *d = talk->d;

	d->name = d->name != NULL ? d->name : g_strdup("?");
	d->address = d->address != NULL ? d->address : g_strdup("");
	make_ticket(talk);
}

void
talk_take_detail(struct talk *talk, const char *words)
{
	struct dialogue *d = talk->d;
	gboolean is_nothing = meaning_of(words) == MEANS_NOTHING;

	d->tries++;
	if (d->step == DIALOGUE_NAME && !is_nothing)
		take_name(d, words);
	else if (d->step == DIALOGUE_ADDRESS)
		d->address = find_address(words);
	else if (d->step == DIALOGUE_SUMMARY && !is_nothing)
		d->summary = g_utf8_strlen(words, -1) > DIALOGUE_TEXT_MAX ? g_utf8_substring(words, 0, DIALOGUE_TEXT_MAX) : g_strdup(words);
	if (d->step == DIALOGUE_NAME && d->name == NULL && d->tries >= TRIES)
		d->name = g_strdup("?");
	if (d->step == DIALOGUE_SUMMARY && d->summary == NULL && d->tries >= TRIES)
		d->summary = g_strdup("?");
	if (d->step == DIALOGUE_ADDRESS && d->address == NULL && d->tries >= TRIES) {
		d->address = g_strdup("");	/* asked in vain */
		talk_say(talk, SAY_NO_ADDRESS, NULL);
	}
	talk_go_on_with_ticket(talk);
}
