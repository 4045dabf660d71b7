/* The search index on a folder of its own, and the small parts around it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <glib/gstdio.h>

#include "base/fault.h"
#include "search/fold.h"
#include "search/passage.h"
#include "search/phrasing.h"
#include "search/search.h"

static const char *const english[] = { "en", NULL };
static const char *const spanish[] = { "es", "en", NULL };

static void
assert_folds(const char *text, const char *expected)
{
	g_autoptr(GString) words = g_string_new(NULL);
	struct fold fold;

	fold_begin(&fold, text);
	while (fold_next(&fold))
		g_string_append_printf(words, "%s%s", words->len > 0 ? " " : "", fold.word);
	assert_string_equal(words->str, expected);
}

static void
words_lose_case_and_accents_but_keep_the_enye(void **state)
{
	(void)state;
	assert_folds("¿Cómo se factura el AÑO?", "como se factura el año");
	assert_folds("man\xcc\x83""ana cami\xc3\xb3n", "mañana camion");
	assert_folds("Don't touch Tesla's l'avion", "dont touch tesla l avion");
	assert_folds("x-ray 4.2 \"quoted\"", "x ray 4 2 quoted");
	assert_folds("請求書", "請 求 書");
	assert_folds("", "");
	assert_folds("\xcc\x81 '' -- ", "");
}

static void
a_very_long_word_is_cut(void **state)
{
	g_autofree char *word = g_strnfill(5000, 'a');
	struct fold fold;

	(void)state;
	fold_begin(&fold, word);
	assert_true(fold_next(&fold));
	assert_int_equal(strlen(fold.word), FOLD_WORD_BYTES);
	assert_int_equal(fold.end, 5000);
}

static void
quotes_make_phrases_and_a_minus_rules_out(void **state)
{
	struct phrasing *phrasing = phrasing_read("late \"purchase order\" -draft \"never closed", TRUE);

	(void)state;
	assert_int_equal(phrasing->words->len, 1);
	assert_int_equal(phrasing->phrases->len, 2);
	assert_int_equal(((GPtrArray *)phrasing->phrases->pdata[0])->len, 2);
	assert_int_equal(phrasing->unwanted->len, 1);
	assert_string_equal(phrasing->unwanted->pdata[0], "draft");
	phrasing_free(phrasing);
}

static double
worth_of_invoice(const char *word, guint *key_r, gpointer data)
{
	(void)data;
	*key_r = (guint)word[0];
	return strcmp(word, "invoice") == 0 || strcmp(word, "approve") == 0;
}

static void
a_passage_holds_the_words_and_marks_them(void **state)
{
	g_autofree char *filler = g_strnfill(2000, 'x'), *text = NULL, *passage = NULL;

	(void)state;
	text = g_strdup_printf("Nothing here about an invoice. %s. Then: you approve the invoice\x01 here. %s", filler, filler);
	passage = passage_find(text, 100, worth_of_invoice, NULL);
	assert_non_null(strstr(passage, "\001approve\002 the \001invoice\002"));
	assert_null(strstr(passage, "\002\001"));	/* the text's own control character is none of ours */
	assert_true(g_utf8_validate(passage, -1, NULL));
}

static int
remove_folder(const char *path)
{
	GDir *dir = g_dir_open(path, 0, NULL);

	for (const char *name; dir != NULL && (name = g_dir_read_name(dir)) != NULL;) {
		g_autofree char *child = g_build_filename(path, name, NULL);

		if (g_file_test(child, G_FILE_TEST_IS_DIR))
			remove_folder(child);
		else
			g_unlink(child);
	}
	g_clear_pointer(&dir, g_dir_close);
	return g_rmdir(path);
}

static int
setup(void **state)
{
	*state = g_dir_make_tmp("search-XXXXXX", NULL);
	return *state == NULL;
}

static int
teardown(void **state)
{
	remove_folder(*state);
	g_free(*state);
	return 0;
}

static void
put_article(struct search_writer *writer, const char *id, const char *family, const char *language, const char *title, const char *text,
    const char *const *tags)
{
	const struct search_section section = { "", "", text };
	const struct search_thing thing = { .kind = SEARCH_ARTICLE, .id = id, .group = family, .language = language, .title = title,
		.tags = tags, .sections = &section, .n_sections = 1 };

	assert_int_equal(search_put(writer, &thing, NULL), 1);
}

static void
put_message(struct search_writer *writer, const char *id, const char *ticket, gint64 date, const char *text, const char *const *tags)
{
	const struct search_section section = { "", "", text };
	const struct search_thing thing = { .kind = SEARCH_MESSAGE, .id = id, .group = ticket, .title = "", .date_s = date,
		.tags = tags, .sections = &section, .n_sections = 1 };

	assert_int_equal(search_put(writer, &thing, NULL), 1);
}

static const char *const public_tag[] = { "access:public", NULL };
static const char *const gated_tag[] = { "access:gated", "role:pm", NULL };

/* A small help centre, and a mailbox. */
static void
fill(const char *dir)
{
	struct search_writer *writer = search_writer_open(dir, NULL);

	assert_non_null(writer);
	put_article(writer, "a-en", "invoice", "en", "Approve an invoice", "The owner approves each invoice before it is paid.", public_tag);
	put_article(writer, "a-es", "invoice", "es", "Aprobar una factura", "El dueño aprueba cada facturación antes del pago.", public_tag);
	put_article(writer, "b-en", "schedule", "en", "Move a task", "Drag the task to another day in the schedule.", gated_tag);
	put_article(writer, "c-en", "crane", "en", "Cranes", "A crane needs a permit. Schedules of cranes are planned monthly.", public_tag);
	put_message(writer, "m1", "t1", 100, "The purchase order is late", (const char *const[]){ "status:open", "from:ana@example.com", NULL });
	put_message(writer, "m2", "t1", 200, "An order to purchase sand", (const char *const[]){ "status:open", NULL });
	put_message(writer, "m3", "t2", 300, "Late purchase orders of the draft", (const char *const[]){ "status:closed", NULL });
	assert_int_equal(search_commit(writer, "00001", 100, NULL), 1);
	search_writer_close(&writer);
}

static char *
groups_of(const struct search_answer *answer)
{
	GString *groups = g_string_new(NULL);

	for (guint i = 0; i < answer->hits->len; i++)
		g_string_append_printf(groups, "%s%s", i > 0 ? " " : "", ((struct search_hit *)answer->hits->pdata[i])->group);
	return g_string_free(groups, FALSE);
}

static void
assert_finds(const char *dir, struct search_question question, const char *expected)
{
	struct search *search = search_open(dir);
	g_autoptr(GError) error = NULL;
	g_autofree char *groups = NULL;
	struct search_answer *answer;

	question.limit = 10;
	answer = search_ask(search, &question, &error);
	assert_null(error);
	groups = groups_of(answer);
	assert_string_equal(groups, expected);
	search_answer_free(&answer);
	search_close(&search);
}

static void
a_question_finds_its_article_with_a_typo_and_without_accents(void **state)
{
	fill(*state);
	assert_finds(*state, (struct search_question){ .text = "How do I approve invoices?", .languages = english }, "invoice");
	assert_finds(*state, (struct search_question){ .text = "aprove invocie", .languages = english }, "invoice");
	assert_finds(*state, (struct search_question){ .text = "facturacion", .languages = spanish }, "invoice");
	assert_finds(*state, (struct search_question){ .text = "Facturación", .languages = spanish }, "invoice");
}

static void
an_article_and_its_translation_are_found_once(void **state)
{
	struct search *search = search_open(*state);
	const struct search_question question = { .text = "factura invoice", .languages = spanish, .limit = 10 };
	struct search_answer *answer;
	const struct search_hit *hit;

	fill(*state);
	answer = search_ask(search, &question, NULL);
	assert_non_null(answer);
	assert_int_equal(answer->hits->len, 1);
	hit = answer->hits->pdata[0];
	assert_string_equal(hit->id, "a-es");
	assert_string_equal(hit->language, "es");
	search_answer_free(&answer);
	search_close(&search);
}

static void
what_is_not_translated_is_found_in_the_fallback_language(void **state)
{
	fill(*state);
	assert_finds(*state, (struct search_question){ .text = "crane", .languages = spanish }, "crane");
}

static void
gated_articles_stay_out_of_public_answers(void **state)
{
	const char *const *const only_public[] = { public_tag, NULL };

	fill(*state);
	assert_finds(*state, (struct search_question){ .text = "schedule", .languages = english, .all_of = only_public }, "crane");
	assert_finds(*state, (struct search_question){ .text = "move task", .languages = english, .none_of = gated_tag }, "");
}

static void
an_article_of_another_version_is_not_found(void **state)
{
	const struct search_section section = { "", "", "Exporting ledgers" };
	const struct search_thing thing = { .kind = SEARCH_ARTICLE, .id = "v", .group = "v", .language = "en", .title = "Export",
		.since = "4.9", .until = "4.12", .sections = &section, .n_sections = 1 };
	struct search_writer *writer = search_writer_open(*state, NULL);

	assert_int_equal(search_put(writer, &thing, NULL), 1);
	assert_int_equal(search_commit(writer, "1", 100, NULL), 1);
	search_writer_close(&writer);
	assert_finds(*state, (struct search_question){ .text = "ledgers", .languages = english, .version = "4.10" }, "v");
	assert_finds(*state, (struct search_question){ .text = "ledgers", .languages = english, .version = "4.9" }, "v");
	assert_finds(*state, (struct search_question){ .text = "ledgers", .languages = english, .version = "4.12" }, "v");
	assert_finds(*state, (struct search_question){ .text = "ledgers", .languages = english, .version = "4.8.9" }, "");
	assert_finds(*state, (struct search_question){ .text = "ledgers", .languages = english, .version = "4.13" }, "");
	assert_finds(*state, (struct search_question){ .text = "ledgers", .languages = english }, "v");
}

static void
agents_search_by_words_phrases_and_dates(void **state)
{
	const char *const open[] = { "Status:Open", NULL };
	const char *const *const lists[] = { open, NULL };
	struct search_question question = { .kind = SEARCH_MESSAGE, .words = SEARCH_ALL_WORDS, .order = SEARCH_NEWEST_FIRST };

	fill(*state);
	question.text = "purchase late";
	assert_finds(*state, question, "t2 t1");
	question.text = "\"purchase order\"";
	assert_finds(*state, question, "t1");
	question.text = "purchase -draft";
	assert_finds(*state, question, "t1");
	question.text = "purchase";
	question.all_of = lists;
	assert_finds(*state, question, "t1");
	question.all_of = NULL;
	question.from_s = 201;
	assert_finds(*state, question, "t2");
	question.from_s = 0;
	question.until_s = 300;
	assert_finds(*state, question, "t1");
	question.text = "";
	question.until_s = 0;
	assert_finds(*state, question, "t2 t1");
}

static void
a_change_is_found_and_what_was_dropped_is_not(void **state)
{
	struct search_writer *writer;
	struct search *search = search_open(*state);
	const struct search_question question = { .text = "invoice", .languages = english, .limit = 10 };
	struct search_answer *answer;

	fill(*state);
	answer = search_ask(search, &question, NULL);
	assert_int_equal(answer->hits->len, 1);
	search_answer_free(&answer);
	writer = search_writer_open(*state, NULL);
	assert_int_equal(search_drop(writer, SEARCH_ARTICLE, "a-en", NULL), 1);
	assert_int_equal(search_drop(writer, SEARCH_ARTICLE, "a-en", NULL), 0);
	put_article(writer, "b-en", "schedule", "en", "Move an invoice", "It moved.", public_tag);
	assert_int_equal(search_commit(writer, "00002", 100, NULL), 1);
	search_writer_close(&writer);
	answer = search_ask(search, &question, NULL);
	assert_int_equal(answer->hits->len, 1);
	assert_string_equal(((struct search_hit *)answer->hits->pdata[0])->id, "b-en");
	search_answer_free(&answer);
	search_close(&search);
}

static void
there_is_one_writer_and_its_cursor_survives(void **state)
{
	g_autoptr(GError) error = NULL;
	struct search_writer *writer, *second;
	g_autofree char *cursor = NULL;
	int percent;

	fill(*state);
	writer = search_writer_open(*state, &error);
	assert_non_null(writer);
	second = search_writer_open(*state, &error);
	assert_null(second);
	assert_string_equal(fault_name(error), "index-locked");
	cursor = search_cursor(writer, &percent);
	assert_string_equal(cursor, "00001");
	assert_int_equal(percent, 100);
	search_writer_close(&writer);
}

static void
an_index_that_is_not_there_says_so_and_is_used_once_it_is(void **state)
{
	struct search *search = search_open(*state);
	const struct search_question question = { .text = "invoice", .languages = english, .limit = 10 };
	g_autoptr(GError) error = NULL;
	struct search_answer *answer = search_ask(search, &question, &error);

	assert_null(answer);
	assert_string_equal(fault_name(error), "search-not-ready");
	fill(*state);
	answer = search_ask(search, &question, NULL);
	assert_non_null(answer);
	assert_int_equal(answer->hits->len, 1);
	search_answer_free(&answer);
	/* deleted and filled again while the reader holds the old one */
	remove_folder(*state);
	g_mkdir(*state, 0700);
	fill(*state);
	answer = search_ask(search, &question, NULL);
	assert_non_null(answer);
	assert_int_equal(answer->hits->len, 1);
	search_answer_free(&answer);
	search_close(&search);
}

static void
questions_about_nothing_here_are_not_answered_with_confidence(void **state)
{
	struct search_writer *writer;
	struct search *search = search_open(*state);
	struct search_question question = { .text = "How do I approve an invoice?", .languages = english, .limit = 10 };
	struct search_answer *answer;

	fill(*state);
	writer = search_writer_open(*state, NULL);
	assert_int_equal(search_calibrate(writer, NULL), 1);
	search_writer_close(&writer);
	answer = search_ask(search, &question, NULL);
	assert_true(answer->is_sure);
	search_answer_free(&answer);
	question.text = "Which marmalade does the heron approve of in Lisbon?";
	answer = search_ask(search, &question, NULL);
	assert_false(answer->is_sure);
	search_answer_free(&answer);
	search_close(&search);
}

static void
strange_questions_are_answered_or_refused_by_name(void **state)
{
	g_autofree char *huge = g_strnfill(SEARCH_TEXT_BYTES + 1, 'a'), *many = g_strnfill(SEARCH_TEXT_BYTES, ' ');
	struct search *search = search_open(*state);
	struct search_question question = { .kind = SEARCH_MESSAGE, .words = SEARCH_ALL_WORDS, .limit = 10 };
	g_autoptr(GError) error = NULL;

	fill(*state);
	for (gsize i = 0; i + 1 < SEARCH_TEXT_BYTES; i += 2)
		many[i] = (char)('a' + i % 26);
	for (const char *const *text = (const char *const[]){ "", "\"", "-", "\"\" -\"", "Zen:invoice Q*", "AND OR NOT (", many, NULL };
	    *text != NULL; text++)
		for (int words = SEARCH_ANY_WORDS; words <= SEARCH_ALL_WORDS; words++) {
			struct search_answer *answer;

			question.text = *text;
			question.words = (enum search_words)words;
			answer = search_ask(search, &question, NULL);
			assert_non_null(answer);
			search_answer_free(&answer);
		}
	question.text = huge;
	assert_null(search_ask(search, &question, &error));
	assert_string_equal(fault_name(error), "query-too-long");
	g_clear_error(&error);
	question.text = "x";
	question.limit = SEARCH_LIMIT + 1;
	assert_null(search_ask(search, &question, &error));
	assert_string_equal(fault_name(error), "bad-limit");
	search_close(&search);
}

#define ON_A_FOLDER(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_lose_case_and_accents_but_keep_the_enye),
		cmocka_unit_test(a_very_long_word_is_cut),
		cmocka_unit_test(quotes_make_phrases_and_a_minus_rules_out),
		cmocka_unit_test(a_passage_holds_the_words_and_marks_them),
		ON_A_FOLDER(a_question_finds_its_article_with_a_typo_and_without_accents),
		ON_A_FOLDER(an_article_and_its_translation_are_found_once),
		ON_A_FOLDER(what_is_not_translated_is_found_in_the_fallback_language),
		ON_A_FOLDER(gated_articles_stay_out_of_public_answers),
		ON_A_FOLDER(an_article_of_another_version_is_not_found),
		ON_A_FOLDER(agents_search_by_words_phrases_and_dates),
		ON_A_FOLDER(a_change_is_found_and_what_was_dropped_is_not),
		ON_A_FOLDER(there_is_one_writer_and_its_cursor_survives),
		ON_A_FOLDER(an_index_that_is_not_there_says_so_and_is_used_once_it_is),
		ON_A_FOLDER(questions_about_nothing_here_are_not_answered_with_confidence),
		ON_A_FOLDER(strange_questions_are_answered_or_refused_by_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
