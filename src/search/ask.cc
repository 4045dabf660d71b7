#include <math.h>
#include <string.h>

#include <memory>
#include <set>

#include "search/calibrate.h"
#include "search/engine.h"
#include "search/fold.h"
#include "search/passage.h"
#include "search/phrasing.h"
#include "search/stopwords.h"

#define EXACT_WEIGHT 0.3	/* of the word as written, beside its stem */
#define STOPWORD_WEIGHT 0.1
#define TITLE_WEIGHT 0.4	/* of titles, when the words look like a title */
#define CORRECTED_WEIGHT 0.8
#define FALLBACK_WEIGHT 0.7	/* of another language's version of the same article */
#define MOST_WORDS 40
#define K1 1.6
#define B 0.45

namespace {

using Xapian::Query;
using asked_ptr = std::unique_ptr<phrasing, void (*)(phrasing *)>;

struct word {
	std::string folded, root;
	double weight;		/* 1, or less for a stopword or a corrected one */
	double idf;
};

/* The words of a question as one language has them. */
struct reading {
	std::string language, ns;
	std::vector<word> words;
	bool is_corrected = false;
	double sum_idf = 0;
};

double
idf(const Xapian::Database &db, Xapian::doccount frequency)
{
	double f = frequency > 0 ? frequency : 1;

	return log(1 + (db.get_doccount() - f + 0.5) / (f + 0.5));
}

/* A word is corrected only if neither it nor its stem is known: the nearest known one, then the most frequent. */
bool
correct(const Xapian::Database &db, const std::string &language, const std::string &ns, std::string &folded)
{
	glong length = g_utf8_strlen(folded.c_str(), -1);
	std::string found;

	if (length < 4 || strpbrk(folded.c_str(), "0123456789") != NULL)
		return false;
	for (unsigned most = 1; most <= (length >= 8 ? 2U : 1U); most++) {
		found = db.get_spelling_suggestion(spelling_key(language, folded), most);
		if (found.empty() || found.back() != spelling_key(language, "").back())
			continue;
		found.pop_back();
		if (!found.empty() && db.term_exists("W" + ns + found)) {
			folded = found;
			return true;
		}
	}
	return false;
}

reading
read_words(const Xapian::Database &db, const kind_traits &kind, const std::string &language, const phrasing &asked)
{
	reading reading;
	std::set<std::string> seen;

	reading.language = language;
	reading.ns = kind.by_language ? language + ":" : ":";
	for (guint i = 0; i < asked.words->len && reading.words.size() < MOST_WORDS; i++) {
		word one;
		Xapian::doccount frequency;
		double weight;

		one.folded = (const char *)g_ptr_array_index(asked.words, i);
		one.root = stem(language, one.folded);
		weight = one.weight = stopword_is(language.c_str(), one.folded.c_str()) ? STOPWORD_WEIGHT : 1;
		frequency = MAX(db.get_termfreq("Z" + reading.ns + one.root), db.get_termfreq("W" + reading.ns + one.folded));
		if (frequency == 0 && kind.spells && correct(db, language, reading.ns, one.folded)) {
			reading.is_corrected = true;
			one.root = stem(language, one.folded);
			one.weight *= CORRECTED_WEIGHT;
		}
		one.idf = idf(db, frequency);
		reading.sum_idf += one.idf * weight;
		if (seen.insert(one.folded).second)
			reading.words.push_back(one);
	}
	return reading;
}

Query
scaled(double weight, const std::string &term)
{
	return Query(Query::OP_SCALE_WEIGHT, Query(term), weight);
}

/* Any of the words, the more the better. */
Query
any_of(const reading &reading, bool is_question)
{
	std::vector<Query> parts;

	for (const word &one : reading.words) {
		parts.push_back(scaled(one.weight, "Z" + reading.ns + one.root));
		parts.push_back(scaled(one.weight * EXACT_WEIGHT, "W" + reading.ns + one.folded));
		if (!is_question)
			parts.push_back(scaled(one.weight * TITLE_WEIGHT, "T" + reading.ns + one.root));
	}
	return Query(Query::OP_OR, parts.begin(), parts.end());
}

Query
any_form(const std::string &folded)
{
	std::set<std::string> roots = { stem("en", folded), stem("es", folded) };
	Query query = scaled(EXACT_WEIGHT, "W:" + folded);

	for (const std::string &root : roots)
		query |= Query("Z:" + root);
	return query;
}

Query
phrase_of(const GPtrArray *words)
{
	std::vector<Query> parts;

	for (guint i = 0; i < words->len; i++)
		parts.push_back(Query(std::string("W:") + (const char *)g_ptr_array_index(words, i)));
	if (parts.size() == 1)
		return parts[0];
	return Query(Query::OP_PHRASE, parts.begin(), parts.end(), parts.size());
}

/* Each of the words and phrases, and none of the unwanted ones. Everything, if nothing is asked for. */
Query
all_of(const phrasing &asked)
{
	std::vector<Query> parts, small;
	Query query;

	for (guint i = 0; i < asked.words->len && parts.size() < MOST_WORDS; i++) {
		const char *folded = (const char *)g_ptr_array_index(asked.words, i);
		bool is_small = stopword_is("en", folded) || stopword_is("es", folded);

		(is_small ? small : parts).push_back(any_form(folded));
	}
	for (guint i = 0; i < asked.phrases->len && i < MOST_WORDS; i++)
		parts.push_back(phrase_of((const GPtrArray *)g_ptr_array_index(asked.phrases, i)));
	if (parts.empty())
		parts = small;
	query = parts.empty() ? Query::MatchAll : Query(Query::OP_AND, parts.begin(), parts.end());
	for (guint i = 0; i < asked.unwanted->len && i < MOST_WORDS; i++)
		query = Query(Query::OP_AND_NOT, query, any_form((const char *)g_ptr_array_index(asked.unwanted, i)));
	return query;
}

Query
filtered(Query query, const search_question &question)
{
	for (const char *const *const *list = question.all_of; list != NULL && *list != NULL; list++) {
		std::vector<Query> tags;

		for (const char *const *tag = *list; *tag != NULL; tag++)
			tags.push_back(Query(filter_term(*tag)));
		query = Query(Query::OP_FILTER, query, Query(Query::OP_OR, tags.begin(), tags.end()));
	}
	for (const char *const *tag = question.none_of; tag != NULL && *tag != NULL; tag++)
		query = Query(Query::OP_AND_NOT, query, Query(filter_term(*tag)));
	if (question.version != NULL && *question.version != '\0') {
		std::string version = version_key(question.version);

		query = Query(Query::OP_AND_NOT, query, Query(Query::OP_VALUE_GE, SLOT_SINCE, version + '\x01'));
		query = Query(Query::OP_FILTER, query, Query(Query::OP_VALUE_GE, SLOT_UNTIL, version));
	}
	if (question.from_s > 0)
		query = Query(Query::OP_FILTER, query,
		    Query(Query::OP_VALUE_GE, SLOT_DATE, Xapian::sortable_serialise((double)question.from_s)));
	if (question.until_s > 0)
		query = Query(Query::OP_FILTER, query,
		    Query(Query::OP_VALUE_LE, SLOT_DATE, Xapian::sortable_serialise((double)question.until_s - 1)));
	return query;
}

void
hit_free(gpointer data)
{
	search_hit *hit = (search_hit *)data;

	for (char *text : { hit->id, hit->group, hit->language, hit->title, hit->anchor, hit->section, hit->passage })
		g_free(text);
	g_free(hit);
}

double
worth(const char *folded, guint *key_r, gpointer data)
{
	const reading *reading = (const struct reading *)data;
	std::string root = stem(reading->language, folded);

	for (size_t i = 0; i < reading->words.size(); i++)
		if (reading->words[i].root == root || reading->words[i].folded == folded) {
			*key_r = (guint)i;
			return reading->words[i].weight < 0.5 ? 0 : reading->words[i].idf;
		}
	return 0;
}

search_hit *
hit_of(const Xapian::MSetIterator &at, const std::vector<reading> &readings, bool keeps_text)
{
	std::string data = at.get_document().get_data();
	const char *field = data.c_str(), *end = field + data.size();
	search_hit *hit = g_new0(search_hit, 1);
	char *text = NULL;

	for (char **member : { &hit->id, &hit->group, &hit->language, &hit->title, &hit->anchor, &hit->section, &text }) {
		*member = g_strdup(field < end ? field : "");
		field += strlen(*member) + 1;
	}
	hit->score = at.get_weight();
	const reading *mine = readings.empty() ? NULL : &readings[0];
	for (const reading &one : readings)
		if (one.language == hit->language)
			mine = &one;
	hit->passage = keeps_text && mine != NULL ? passage_find(text, PASSAGE_BYTES, worth, (gpointer)mine) : g_strdup("");
	g_free(text);
	return hit;
}

/* What the question looks like after correction; NULL if it is as it was. */
char *
corrected_text(const reading &reading)
{
	GString *out;

	if (!reading.is_corrected)
		return NULL;
	out = g_string_new(NULL);
	for (const word &one : reading.words)
		g_string_append_printf(out, "%s%s", out->len > 0 ? " " : "", one.folded.c_str());
	return g_string_free(out, FALSE);
}

std::vector<std::string>
languages_of(const Xapian::Database &db, const search_question &question)
{
	std::vector<std::string> languages;

	for (const char *const *one = question.languages; one != NULL && *one != NULL; one++)
		languages.push_back(language_base(*one));
	if (question.languages != NULL)
		return languages;
	for (Xapian::TermIterator term = db.allterms_begin("Flang:"); term != db.allterms_end("Flang:"); ++term)
		languages.push_back((*term).substr(strlen("Flang:")));
	return languages;
}

/* One reading a language, each with its language's documents; the wanted language counts in full. */
Query
help_query(const Xapian::Database &db, const search_question &question, const phrasing &asked, std::vector<reading> &readings)
{
	std::vector<Query> parts;

	for (const std::string &language : languages_of(db, question)) {
		reading one = read_words(db, kinds[question.kind], language, asked);
		Query query(Query::OP_FILTER, any_of(one, asked.is_question), Query(filter_term(("lang:" + language).c_str())));

		if (question.languages != NULL && !readings.empty())
			query = Query(Query::OP_SCALE_WEIGHT, query, FALLBACK_WEIGHT);
		parts.push_back(query);
		readings.push_back(one);
	}
	return Query(Query::OP_OR, parts.begin(), parts.end());
}

} // namespace

struct search_answer *
ask(const Xapian::Database &db, const struct search_question &question)
{
	struct search_answer *answer = g_new0(search_answer, 1);
	asked_ptr asked(phrasing_read(question.text, question.words == SEARCH_ALL_WORDS), phrasing_free);
	std::vector<reading> readings;
	Xapian::Enquire enquire(db);
	Query query;

	answer->hits = g_ptr_array_new_with_free_func(hit_free);
	answer->percent = 100;
	try {
		if (question.words == SEARCH_ALL_WORDS)
			query = all_of(*asked);
		else if (asked->words->len > 0)
			query = help_query(db, question, *asked, readings);
		if (query.empty())
			return answer;
		enquire.set_query(filtered(query, question));
		enquire.set_weighting_scheme(Xapian::BM25Weight(K1, 0, 1, B, 0));
		enquire.set_collapse_key(SLOT_GROUP, 1);
		if (question.order == SEARCH_NEWEST_FIRST) {
			enquire.set_weighting_scheme(Xapian::BoolWeight());
			enquire.set_docid_order(Xapian::Enquire::ASCENDING);	/* see kind_traits.newest_first */
		}
		Xapian::MSet found = enquire.get_mset((Xapian::doccount)question.offset, (Xapian::doccount)question.limit);

		for (Xapian::MSetIterator at = found.begin(); at != found.end(); ++at)
			g_ptr_array_add(answer->hits, hit_of(at, readings, kinds[question.kind].keeps_text));
		answer->estimate = (int)found.get_matches_estimated();
		if (!readings.empty()) {
			const struct reading &first = readings[0];

			answer->corrected = corrected_text(first);
			if (found.size() > 0 && first.sum_idf > 0)
				answer->confidence = found.get_max_attained() / first.sum_idf / (K1 + 1) /
				    (1 + EXACT_WEIGHT + (asked->is_question ? 0 : TITLE_WEIGHT));
			answer->threshold = threshold_of(db, first.language);
			answer->is_sure = found.size() > 0 && answer->confidence >= answer->threshold;
		}
		return answer;
	} catch (...) {
		search_answer_free(&answer);
		throw;
	}
}

void
search_answer_free(struct search_answer **answer)
{
	if (*answer == NULL)
		return;
	g_ptr_array_unref((*answer)->hits);
	g_free((*answer)->corrected);
	g_clear_pointer(answer, g_free);
}

char *
search_passage(const char *words, const char *text, gsize most_bytes)
{
	asked_ptr asked(phrasing_read(words, TRUE), phrasing_free);
	reading reading;

	reading.language = stopword_language(text);
	for (guint i = 0; i < asked->all->len && i < MOST_WORDS; i++) {
		word one;

		one.folded = (const char *)g_ptr_array_index(asked->all, i);
		one.root = stem(reading.language, one.folded);
		one.weight = stopword_is(reading.language.c_str(), one.folded.c_str()) ? STOPWORD_WEIGHT : 1;
		one.idf = 1;
		reading.words.push_back(one);
	}
	return passage_find(text, most_bytes, worth, &reading);
}
