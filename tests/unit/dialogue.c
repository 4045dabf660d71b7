#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "model/dialogue.h"
#include "model/dialogue_words.h"
#include "model/language.h"

#define END SAY_COUNT
#define SAID(...) { __VA_ARGS__, END }

struct exchange {
	const char *words;
	enum saying said[10];	/* after the first turn's hello; ended by END */
	unsigned acts, counts;
	const char *part;	/* that the text must have; NULL */
};

static const struct dialogue_hit invoice_es = { "a9", "Crear una factura", "https://h.example/crear", "Pulse Nuevo y elija un cliente.", 9 };
static const struct dialogue_hit hits[] = {
	{ "a1", "Make an invoice", "https://h.example/make", "Press New and choose a customer.", 9 },
	{ "a2", "Send an invoice", "https://h.example/send", "Press Send.", 6 }, { "a3", "Void an invoice", "https://h.example/void", "Press Void.", 5 },
	{ "a4", "Print an invoice", "https://h.example/print", "Press Print.", 4 } };
static const struct dialogue_hit tied[] = { { "a1", "Void an invoice", "https://h.example/void", "Press Void.", 5 },
	{ "a2", "Void a payment", "https://h.example/pay", "Press Void payment.", 4.95 } };

#define BASE .language = "en", .is_searchable = TRUE, .plan = "Professional", .channels = "mail and live chat", .next_plan = "Business", \
	.brings = "phone", .number = "1001", .opens = "Monday 07:00", .promise = "Tuesday 07:00", .promise_urgent = "today 20:00", .has_chat = TRUE
static const struct dialogue_facts closed = { BASE, .hits = hits, .n_hits = 4, .is_sure = TRUE };
static const struct dialogue_facts open = { BASE, .hits = hits, .n_hits = 4, .is_sure = TRUE, .is_open = TRUE };
static const struct dialogue_facts ignorant = { BASE, .hits = hits, .n_hits = 4 };
static const struct dialogue_facts known = { BASE, .hits = hits, .n_hits = 4, .known_address = "ana@abel.example" };
static const struct dialogue_facts two_topics = { BASE, .hits = tied, .n_hits = 2, .is_sure = TRUE };
static const struct dialogue_facts away = { .language = "en", .has_chat = TRUE, .is_open = TRUE, .number = "1001" };
static const struct dialogue_facts small = { .language = "en", .is_searchable = TRUE, .is_open = TRUE, .plan = "Free", .channels = "mail",
	.next_plan = "Professional", .brings = "live chat", .number = "1001", .opens = "Monday 07:00" };
static const struct dialogue_facts closed_es = { .language = "es", .is_searchable = TRUE, .plan = "Professional", .channels = "correo y chat",
	.number = "1001", .opens = "lunes", .promise = "martes", .promise_urgent = "hoy", .has_chat = TRUE, .hits = &invoice_es, .n_hits = 1,
	.is_sure = TRUE };
static const struct dialogue_facts ignorant_es = { .language = "es", .is_searchable = TRUE, .has_chat = TRUE, .number = "1001", .opens = "lunes",
	.promise = "martes", .promise_urgent = "hoy" };

static void
expect_said(const struct exchange *exchange, const struct dialogue_turn *turn, gboolean is_first)
{
	guint at = 0;

	if (is_first) {
		assert_true(turn->said->len > 0);
		assert_int_equal(g_array_index(turn->said, enum saying, 0), SAY_HELLO);
		at = 1;
	}
	for (int i = 0; exchange->said[i] != END; i++, at++)
		if (at >= turn->said->len || g_array_index(turn->said, enum saying, at) != exchange->said[i])
			fail_msg("\"%s\": saying %d should be %d: %s", exchange->words, i, exchange->said[i], turn->text);
	if (at != turn->said->len)
		fail_msg("\"%s\": too much is said: %s", exchange->words, turn->text);
	if (exchange->acts != turn->acts || exchange->counts != turn->counts)
		fail_msg("\"%s\": acts %u, counts %u: %s", exchange->words, turn->acts, turn->counts, turn->text);
	if (exchange->part != NULL && strstr(turn->text, exchange->part) == NULL)
		fail_msg("\"%s\": %s is not in: %s", exchange->words, exchange->part, turn->text);
	if (strchr(turn->text, '{') != NULL)
		fail_msg("\"%s\": a place was left empty: %s", exchange->words, turn->text);
}

static void
play_on(struct dialogue *dialogue, const struct dialogue_facts *facts, const struct exchange *script, int n)
{
	for (int i = 0; i < n; i++) {
		struct dialogue_facts now = *facts;
		struct dialogue_turn turn;
		gboolean is_first = !dialogue->is_greeted;

		now.language = dialogue_language(dialogue, script[i].words, facts->language);
		assert_string_equal(now.language, facts->language);
		dialogue_turn(dialogue, script[i].words, &now, &turn);
		expect_said(&script[i], &turn, is_first);
		dialogue_turn_clear(&turn);
	}
}

static void
play(const struct dialogue_facts *facts, const struct exchange *script, int n, enum dialogue_step end)
{
	struct dialogue dialogue = { .step = DIALOGUE_READY };

	play_on(&dialogue, facts, script, n);
	assert_int_equal(dialogue.step, end);
	dialogue_clear(&dialogue);
}
#define PLAY(facts, end, ...) \
	play(&(facts), (const struct exchange[]){ __VA_ARGS__ }, (int)(sizeof((const struct exchange[]){ __VA_ARGS__ }) / sizeof(struct exchange)), end)

#define ANSWER SAY_ANSWER, SAY_MORE, SAY_MORE_ITEM, SAY_MORE_ITEM, SAY_HELPED
#define ANSWERED (DIALOGUE_ASKED | DIALOGUE_GAVE_ANSWER)
#define UNKNOWN (DIALOGUE_ASKED | DIALOGUE_KNEW_NOTHING)

static void
a_question_is_answered_and_it_helped(void **state)
{
	(void)state;
	PLAY(closed, DIALOGUE_READY,
	    { "How do I make an invoice?", SAID(ANSWER), 0, ANSWERED, "From \"Make an invoice\": https://h.example/make" },
	    { "yes, thank you!", SAID(SAY_GLAD), 0, DIALOGUE_HELPED, NULL },
	    { "thanks", SAID(SAY_WELCOME), 0, 0, NULL },
	    { "And how can I send it to a customer?", SAID(ANSWER), 0, ANSWERED, NULL },
	    { "perfect", SAID(SAY_GLAD), 0, DIALOGUE_HELPED, NULL });
}

static void
a_chat_that_was_only_opened_is_greeted(void **state)
{
	(void)state;
	PLAY(closed, DIALOGUE_READY, { NULL, SAID(SAY_ASK), 0, 0, NULL }, { "hello there", SAID(SAY_ASK_AGAIN), 0, 0, NULL });
	PLAY(closed_es, DIALOGUE_READY, { NULL, SAID(SAY_ASK), 0, 0, "¡Hola!" }, { "Buenos días", SAID(SAY_ASK_AGAIN), 0, 0, NULL });
}

static void
the_same_in_spanish(void **state)
{
	(void)state;
	PLAY(closed_es, DIALOGUE_READY,
	    { "¿Cómo hago una factura?", SAID(SAY_ANSWER, SAY_HELPED), 0, ANSWERED, "De «Crear una factura»: https://h.example/crear" },
	    { "sí, gracias", SAID(SAY_GLAD), 0, DIALOGUE_HELPED, NULL });
	PLAY(closed_es, DIALOGUE_DONE,
	    { "¿Cómo hago una factura?", SAID(SAY_ANSWER, SAY_HELPED), 0, ANSWERED, NULL },
	    { "no me sirvió", SAID(SAY_SORRY, SAY_OFFER_TICKET), 0, DIALOGUE_HELPED_NOT, NULL },
	    { "claro", SAID(SAY_CLOSED, SAY_ASK_NAME), 0, 0, "vuelve el lunes" },
	    { "Me llamo Ana Ruiz.", SAID(SAY_ASK_ADDRESS), 0, 0, "Gracias, Ana Ruiz." },
	    { "es ana@abel.example", SAID(SAY_TICKET, SAY_BY_MAIL, SAY_PROMISE), DIALOGUE_MAKES_TICKET, DIALOGUE_HANDED_OVER, "antes del martes" });
}

static void
after_hours_what_is_not_known_becomes_a_ticket(void **state)
{
	struct dialogue dialogue = { .step = DIALOGUE_READY };
	const struct exchange script[] = {
		{ "Why is the sky blue?", SAID(SAY_UNKNOWN, SAY_OFFER_TICKET), 0, UNKNOWN, NULL },
		{ "yes please", SAID(SAY_CLOSED, SAY_ASK_NAME), 0, 0, "back on Monday 07:00" },
		{ "my name is Bo", SAID(SAY_ASK_ADDRESS), 0, 0, "Thank you, Bo." },
		{ "bo at abel", SAID(SAY_BAD_ADDRESS), 0, 0, NULL },
		{ "bo@abel", SAID(SAY_BAD_ADDRESS), 0, 0, NULL },
		{ "Sorry: <Bo@Abel.example>.", SAID(SAY_TICKET, SAY_BY_MAIL, SAY_PROMISE), DIALOGUE_MAKES_TICKET, DIALOGUE_HANDED_OVER,
		    "They answer to bo@abel.example.\n\nYou will hear from us by Tuesday 07:00." },
		{ "One more thing", SAID(SAY_NOTED), 0, 0, "1001" },
		{ "And another", { END }, 0, 0, NULL },
		{ "person", { END }, 0, 0, NULL },
	};

	(void)state;
	play_on(&dialogue, &ignorant, script, G_N_ELEMENTS(script));
	assert_string_equal(dialogue.name, "Bo");
	assert_string_equal(dialogue.address, "bo@abel.example");
	assert_string_equal(dialogue.question, "Why is the sky blue?");
	dialogue_clear(&dialogue);
}

static void
who_is_known_is_not_asked_who_they_are(void **state)
{
	(void)state;
	PLAY(known, DIALOGUE_DONE,
	    { "Why is the sky blue?", SAID(SAY_UNKNOWN, SAY_OFFER_TICKET), 0, UNKNOWN, NULL },
	    { "ok", SAID(SAY_CLOSED, SAY_TICKET, SAY_BY_MAIL, SAY_PROMISE), DIALOGUE_MAKES_TICKET, DIALOGUE_HANDED_OVER, "ana@abel.example" });
	PLAY(known, DIALOGUE_DONE,
	    { "agent", SAID(SAY_CLOSED, SAY_ASK_SUMMARY), 0, 0, NULL },
	    { "...", SAID(SAY_ASK_SUMMARY_AGAIN), 0, 0, NULL },
	    { "The export is empty", SAID(SAY_TICKET, SAY_BY_MAIL, SAY_PROMISE), DIALOGUE_MAKES_TICKET, DIALOGUE_HANDED_OVER, NULL });
}

static void
an_address_in_place_of_a_name_is_enough(void **state)
{
	(void)state;
	PLAY(ignorant, DIALOGUE_DONE,
	    { "human please", SAID(SAY_CLOSED, SAY_ASK_NAME), 0, 0, NULL },
	    { "bo@abel.example", SAID(SAY_ASK_SUMMARY), 0, 0, NULL },
	    { "No totals on my invoice", SAID(SAY_TICKET, SAY_BY_MAIL, SAY_PROMISE), DIALOGUE_MAKES_TICKET, DIALOGUE_HANDED_OVER, NULL });
}

static void
without_an_address_the_answer_stands_in_the_chat(void **state)
{
	(void)state;
	PLAY(ignorant, DIALOGUE_DONE,
	    { "agent", SAID(SAY_CLOSED, SAY_ASK_NAME), 0, 0, NULL },
	    { "Bo", SAID(SAY_ASK_ADDRESS), 0, 0, NULL },
	    { "none", SAID(SAY_BAD_ADDRESS), 0, 0, NULL },
	    { "I have none", SAID(SAY_BAD_ADDRESS), 0, 0, NULL },
	    { "really", SAID(SAY_NO_ADDRESS, SAY_ASK_SUMMARY), 0, 0, NULL },
	    { "The export is empty", SAID(SAY_TICKET, SAY_HERE, SAY_PROMISE), DIALOGUE_MAKES_TICKET, DIALOGUE_HANDED_OVER, NULL });
}

static void
in_hours_a_person_comes_at_once(void **state)
{
	static const char *const words[] = { "person", "Human!", "agente", "persona", "a real person please", "can I talk to someone?",
		"Quiero hablar con una persona por favor", "I want to speak with an agent now", "get me a human", "¿puedo hablar con alguien?" };

	(void)state;
	for (gsize i = 0; i < G_N_ELEMENTS(words); i++) {
		struct dialogue dialogue = { .step = DIALOGUE_READY, .is_greeted = TRUE };
		struct dialogue_turn turn;

		dialogue_turn(&dialogue, words[i], &open, &turn);
		if (turn.acts != DIALOGUE_HANDS_OVER)
			fail_msg("\"%s\": %s", words[i], turn.text);
		dialogue_turn_clear(&turn);
		dialogue_clear(&dialogue);
	}
}

static void
a_person_comes_for_a_question_asked_in_the_same_breath(void **state)
{
	(void)state;
	PLAY(open, DIALOGUE_DONE,
	    { "How do I make an invoice?\na person please", SAID(SAY_HANDED_OVER), DIALOGUE_HANDS_OVER, DIALOGUE_HANDED_OVER, NULL });
	PLAY(known, DIALOGUE_DONE,
	    { "How do I make an invoice?\nagent", SAID(SAY_CLOSED, SAY_TICKET, SAY_BY_MAIL, SAY_PROMISE), DIALOGUE_MAKES_TICKET, DIALOGUE_HANDED_OVER, NULL });
}

/* At whatever was asked before. */
static void
a_person_comes_at_every_step(void **state)
{
	(void)state;
	for (int step = DIALOGUE_READY; step < DIALOGUE_DONE; step++) {
		struct dialogue dialogue = { .step = (enum dialogue_step)step, .is_greeted = TRUE, .question = g_strdup("q"),
			.choice_id = { g_strdup("a1"), g_strdup("a2") }, .choice_title = { g_strdup("A"), g_strdup("B") } };
		struct dialogue_turn turn;

		assert_null(dialogue_query(&dialogue, "agente"));
		dialogue_turn(&dialogue, "agente", &open, &turn);
		assert_int_equal(turn.acts, DIALOGUE_HANDS_OVER);
		assert_int_equal(turn.counts, DIALOGUE_HANDED_OVER);
		assert_int_equal(dialogue.step, DIALOGUE_DONE);
		dialogue_turn_clear(&turn);
		dialogue_clear(&dialogue);
	}
}

static void
a_plan_without_chat_is_told_what_it_has_and_what_the_next_one_brings(void **state)
{
	(void)state;
	PLAY(small, DIALOGUE_NAME,
	    { "person", SAID(SAY_PLAN, SAY_PLAN_NEXT, SAY_ASK_NAME), 0, 0,
	    "Your plan (Free) reaches our team by mail.\n\nWith Professional you would also have live chat." });
}

static void
who_has_no_plan_is_told_of_none(void **state)
{
	struct dialogue_facts facts = small;

	(void)state;
	facts.plan = NULL;
	PLAY(facts, DIALOGUE_NAME, { "person", SAID(SAY_MAIL_ONLY, SAY_ASK_NAME), 0, 0, NULL });
}

static void
where_nothing_is_promised_nothing_is_said_of_a_time(void **state)
{
	struct dialogue_facts facts = small;

	(void)state;
	facts.known_address = "cy@baker.example";
	PLAY(facts, DIALOGUE_DONE,
	    { "person", SAID(SAY_PLAN, SAY_PLAN_NEXT, SAY_ASK_SUMMARY), 0, 0, NULL },
	    { "The export is empty", SAID(SAY_TICKET, SAY_BY_MAIL, SAY_NO_PROMISE), DIALOGUE_MAKES_TICKET, DIALOGUE_HANDED_OVER, NULL });
}

static void
two_topics_that_tie_are_asked_apart_once(void **state)
{
	(void)state;
	PLAY(two_topics, DIALOGUE_ANSWERED,
	    { "void", SAID(SAY_NARROW), 0, DIALOGUE_ASKED, "1. Void an invoice\n2. Void a payment" },
	    { "the second one", SAID(SAY_ANSWER, SAY_MORE, SAY_MORE_ITEM, SAY_HELPED), 0, DIALOGUE_GAVE_ANSWER, "Press Void payment." });
	PLAY(two_topics, DIALOGUE_ANSWERED,
	    { "void", SAID(SAY_NARROW), 0, DIALOGUE_ASKED, NULL },
	    { "what I sent to my customer", SAID(SAY_ANSWER, SAY_MORE, SAY_MORE_ITEM, SAY_HELPED), 0, DIALOGUE_GAVE_ANSWER, NULL });
	PLAY(two_topics, DIALOGUE_OFFER,
	    { "void", SAID(SAY_NARROW), 0, DIALOGUE_ASKED, NULL },
	    { "neither", SAID(SAY_UNKNOWN, SAY_OFFER_TICKET), 0, DIALOGUE_KNEW_NOTHING, NULL });
}

static void
what_is_searched_for_is_the_whole_question(void **state)
{
	struct dialogue dialogue = { .step = DIALOGUE_READY };
	g_autofree char *asked = dialogue_query(&dialogue, "How do I void it?"), *chosen = NULL, *more = NULL;

	(void)state;
	assert_string_equal(asked, "How do I void it?");
	assert_null(dialogue_query(&dialogue, "hello"));
	assert_null(dialogue_query(&dialogue, "I can't log in"));
	dialogue = (struct dialogue){ .step = DIALOGUE_NARROW, .question = g_strdup("void"), .choice_title = { g_strdup("An invoice"), g_strdup("A payment") } };
	chosen = dialogue_query(&dialogue, "2");
	assert_string_equal(chosen, "void A payment");
	more = dialogue_query(&dialogue, "from last week");
	assert_string_equal(more, "void from last week");
	dialogue.step = DIALOGUE_NAME;
	assert_null(dialogue_query(&dialogue, "Ana"));
	dialogue_clear(&dialogue);
}

static void
what_stops_work_is_asked_about_and_marked_urgent(void **state)
{
	(void)state;
	PLAY(open, DIALOGUE_DONE,
	    { "The whole site is down", SAID(SAY_STOPPED), 0, 0, NULL },
	    { "yes", SAID(SAY_URGENT, SAY_HANDED_OVER), DIALOGUE_SETS_URGENT | DIALOGUE_HANDS_OVER, DIALOGUE_HANDED_OVER, NULL });
	PLAY(known, DIALOGUE_DONE,
	    { "I cannot log in", SAID(SAY_STOPPED), 0, 0, NULL },
	    { "nobody in the office can work", SAID(SAY_URGENT, SAY_CLOSED, SAY_TICKET, SAY_BY_MAIL, SAY_PROMISE),
	    DIALOGUE_SETS_URGENT | DIALOGUE_MAKES_TICKET, DIALOGUE_HANDED_OVER, "today 20:00" });
	PLAY(closed, DIALOGUE_ANSWERED,
	    { "I can't log in", SAID(SAY_STOPPED), 0, 0, NULL },
	    { "no", SAID(ANSWER), 0, ANSWERED, NULL },
	    { "but I can't log in", SAID(ANSWER), 0, ANSWERED, NULL });
	PLAY(ignorant_es, DIALOGUE_NAME,
	    { "No puedo entrar en mi cuenta", SAID(SAY_STOPPED), 0, 0, NULL },
	    { "sí, está parado", SAID(SAY_URGENT, SAY_CLOSED, SAY_ASK_NAME), DIALOGUE_SETS_URGENT, 0, NULL });
	PLAY(ignorant_es, DIALOGUE_STOPPED, { "El sistema está caído", SAID(SAY_STOPPED), 0, 0, NULL });
}

static void
a_question_that_comes_again_goes_to_somebody_else(void **state)
{
	(void)state;
	PLAY(open, DIALOGUE_DONE,
	    { "How do I make an invoice?", SAID(ANSWER), 0, ANSWERED, NULL },
	    { "how do I make an INVOICE", SAID(SAY_REPEATED, SAY_OFFER_PERSON), 0, 0, NULL },
	    { "ok", SAID(SAY_HANDED_OVER), DIALOGUE_HANDS_OVER, DIALOGUE_HANDED_OVER, NULL });
	PLAY(open, DIALOGUE_OFFER,
	    { "How do I make an invoice?", SAID(ANSWER), 0, ANSWERED, NULL },
	    { "Where is the button for it?", SAID(ANSWER), 0, ANSWERED, NULL },
	    { "There is no such button", SAID(ANSWER), 0, ANSWERED, NULL },
	    { "I still see no button", SAID(SAY_REPEATED, SAY_OFFER_PERSON), 0, DIALOGUE_ASKED, NULL });
}

static void
an_offer_that_is_declined_is_let_go(void **state)
{
	(void)state;
	PLAY(ignorant, DIALOGUE_READY,
	    { "Why is the sky blue?", SAID(SAY_UNKNOWN, SAY_OFFER_TICKET), 0, UNKNOWN, NULL },
	    { "no thanks", SAID(SAY_DECLINED), 0, 0, NULL });
	PLAY(ignorant, DIALOGUE_OFFER,
	    { "Why is the sky blue?", SAID(SAY_UNKNOWN, SAY_OFFER_TICKET), 0, UNKNOWN, NULL },
	    { "Who is the mayor of Paris?", SAID(SAY_UNKNOWN, SAY_OFFER_TICKET), 0, UNKNOWN, NULL });
}

static void
without_an_index_the_bot_says_so(void **state)
{
	(void)state;
	PLAY(away, DIALOGUE_OFFER, { "How do I make an invoice?", SAID(SAY_AWAY, SAY_OFFER_PERSON), 0, UNKNOWN, NULL });
}

/* Whatever somebody goes on saying, the bot comes to an end. */
static void
no_dialogue_goes_on_for_ever(void **state)
{
	static const char *const stubborn[] = { "hello", "How do I do that?", "", "no", "yes", "1", "thanks", "I can't log in", "agent", "???", "no puedo entrar" };
	const struct dialogue_facts *const all[] = { &closed, &open, &ignorant, &known, &two_topics, &away, &small, &closed_es };

	(void)state;
	for (gsize f = 0; f < G_N_ELEMENTS(all); f++)
		for (guint seed = 0; seed < 2000; seed++) {
			struct dialogue dialogue = { .step = DIALOGUE_READY };
			g_autoptr(GRand) dice = g_rand_new_with_seed(seed);
			gboolean is_fixed = seed < G_N_ELEMENTS(stubborn);
			int turns = 0;

			while (dialogue.step != DIALOGUE_DONE && turns++ < 30) {
				const char *words = stubborn[is_fixed ? seed : (guint)g_rand_int_range(dice, 0, G_N_ELEMENTS(stubborn))];
				g_autofree char *query = dialogue_query(&dialogue, words);
				struct dialogue_turn turn;

				dialogue_turn(&dialogue, words, all[f], &turn);
				assert_true(*turn.text != '\0');
				if (query == NULL && turn.answered_by != NULL)
					fail_msg("answered \"%s\" without a search", words);
				dialogue_turn_clear(&turn);
			}
			if (dialogue.step != DIALOGUE_DONE)
				fail_msg("facts %zu, seed %u: still at it after %d turns", f, seed, turns);
			dialogue_clear(&dialogue);
		}
}

static void
what_is_no_call_for_a_person_is_a_question(void **state)
{
	static const char *const questions[] = { "How do I add a person to a project?", "Can an agent see my invoices?", "¿Cómo agrego una persona al proyecto?",
		"Where do I see which agent has my ticket?", "How do I give a person access to a project?", "Who is the contact person of a vendor?" };

	(void)state;
	for (gsize i = 0; i < G_N_ELEMENTS(questions); i++)
		if (meaning_of(questions[i]) != MEANS_OTHER)
			fail_msg("%s", questions[i]);
}

static void
what_is_down_is_told_from_what_is_asked(void **state)
{
	static const char *const down[] = { "the site is down", "Your app is completely down!", "we cannot log in", "I can't sign in since this morning",
		"unable to log in", "everything is offline", "I am locked out", "no puedo entrar", "no podemos iniciar sesión", "la página está caída",
		"se cayó el sistema", "nada funciona" };
	static const char *const not_down[] = { "How do I log in with a code?", "scroll down", "drop down list", "¿Cómo entro por primera vez?",
		"the price is down", "how do I write down a note" };

	(void)state;
	for (gsize i = 0; i < G_N_ELEMENTS(down); i++)
		if (meaning_of(down[i]) != MEANS_DOWN)
			fail_msg("%s", down[i]);
	for (gsize i = 0; i < G_N_ELEMENTS(not_down); i++)
		if (meaning_of(not_down[i]) != MEANS_OTHER)
			fail_msg("%s", not_down[i]);
}

static void
the_language_is_the_visitors(void **state)
{
	struct dialogue fresh = { .step = DIALOGUE_READY }, spanish = { .step = DIALOGUE_ANSWERED, .language = "es" };
	struct dialogue name = { .step = DIALOGUE_NAME, .language = "en" };

	(void)state;
	assert_string_equal(dialogue_language(&fresh, NULL, NULL), "en");
	assert_string_equal(dialogue_language(&fresh, NULL, "es-MX"), "es");
	assert_string_equal(dialogue_language(&fresh, NULL, "fr"), "en");
	assert_string_equal(dialogue_language(&fresh, "How can I pay?", "es"), "en");
	assert_string_equal(dialogue_language(&fresh, "cómo pago una factura", "en"), "es");
	assert_string_equal(dialogue_language(&spanish, "no", "en"), "es");
	assert_string_equal(dialogue_language(&spanish, "ok", "en"), "es");
	assert_string_equal(dialogue_language(&spanish, "How can I pay for this?", "es"), "en");
	assert_string_equal(dialogue_language(&name, "María de la Cruz", "en"), "en");
	assert_null(language_of_two("invoice", "en", "es", 1));
}

static void
every_text_is_there_in_both_languages(void **state)
{
	static const char *const places[] = { "{passage}", "{title}", "{link}", "{first}", "{second}", "{opens}", "{plan}", "{channels}", "{next}",
		"{brings}", "{name}", "{number}", "{address}", "{promise}", "{weekday}" };

	(void)state;
	for (int id = 0; id < SAY_COUNT; id++)
		for (int i = 0; i < SAYINGS_LANGUAGES; i++) {
			const char *text = saying_template(sayings_languages[i], (enum saying)id), *first = saying_template(sayings_languages[0], (enum saying)id);

			if (text == NULL || first == NULL || *text == '\0') {
				fail_msg("saying %d is missing in %s", id, sayings_languages[i]);
				return;
			}
			assert_true(g_utf8_validate(text, -1, NULL));
			for (gsize p = 0; p < G_N_ELEMENTS(places); p++)
				if ((strstr(text, places[p]) != NULL) != (strstr(first, places[p]) != NULL))
					fail_msg("saying %d: %s is in one language only", id, places[p]);
		}
	for (int i = 0; i < SAYINGS_LANGUAGES; i++)
		for (int day = 1; day <= 7; day++)
			assert_non_null(saying_weekday(sayings_languages[i], day));
}

static void
hostile_words_do_no_harm(void **state)
{
	g_autofree char *long_text = g_strnfill(60000, 'a'), *many = NULL;
	GString *fillers = g_string_new(NULL);

	(void)state;
	for (int i = 0; i < 4000; i++)
		g_string_append(fillers, "a the with me ");
	many = g_string_free(fillers, FALSE);
	assert_int_equal(meaning_of(long_text), MEANS_OTHER);
	assert_int_equal(meaning_of(many), MEANS_OTHER);
	PLAY(closed, DIALOGUE_ANSWERED, { "{passage} {link} %s <b>", SAID(ANSWER), 0, ANSWERED, NULL });
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_question_is_answered_and_it_helped),
		cmocka_unit_test(a_chat_that_was_only_opened_is_greeted),
		cmocka_unit_test(the_same_in_spanish),
		cmocka_unit_test(after_hours_what_is_not_known_becomes_a_ticket),
		cmocka_unit_test(who_is_known_is_not_asked_who_they_are),
		cmocka_unit_test(an_address_in_place_of_a_name_is_enough),
		cmocka_unit_test(without_an_address_the_answer_stands_in_the_chat),
		cmocka_unit_test(in_hours_a_person_comes_at_once),
		cmocka_unit_test(a_person_comes_for_a_question_asked_in_the_same_breath),
		cmocka_unit_test(a_person_comes_at_every_step),
		cmocka_unit_test(a_plan_without_chat_is_told_what_it_has_and_what_the_next_one_brings),
		cmocka_unit_test(who_has_no_plan_is_told_of_none),
		cmocka_unit_test(where_nothing_is_promised_nothing_is_said_of_a_time),
		cmocka_unit_test(two_topics_that_tie_are_asked_apart_once),
		cmocka_unit_test(what_is_searched_for_is_the_whole_question),
		cmocka_unit_test(what_stops_work_is_asked_about_and_marked_urgent),
		cmocka_unit_test(a_question_that_comes_again_goes_to_somebody_else),
		cmocka_unit_test(an_offer_that_is_declined_is_let_go),
		cmocka_unit_test(without_an_index_the_bot_says_so),
		cmocka_unit_test(no_dialogue_goes_on_for_ever),
		cmocka_unit_test(what_is_no_call_for_a_person_is_a_question),
		cmocka_unit_test(what_is_down_is_told_from_what_is_asked),
		cmocka_unit_test(the_language_is_the_visitors),
		cmocka_unit_test(every_text_is_there_in_both_languages),
		cmocka_unit_test(hostile_words_do_no_harm),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
