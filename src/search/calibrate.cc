#include "search/calibrate.h"

#include <algorithm>

#include "search/engine.h"
#include "search/offtopic.h"

#define ADMITTED 0.05		/* the share of off-topic questions that may pass: some are on the topic of some help centre */
#define LEAST 0.20		/* in a help centre of ten articles no question finds anything: that proves little */
#define UNMEASURED 0.35

static const char *const languages[] = { "en", "es" };

static double
measure(const Xapian::Database &db, const char *language)
{
	const char *wanted[] = { language, NULL };
	std::vector<double> confidences;

	for (const char *const *text = offtopic_questions(language); *text != NULL; text++) {
		struct search_question question = {};
		struct search_answer *answer;

		question.kind = SEARCH_ARTICLE;
		question.text = *text;
		question.languages = wanted;
		question.limit = 1;
		answer = ask(db, question);
		confidences.push_back(answer->confidence);
		search_answer_free(&answer);
	}
	std::sort(confidences.begin(), confidences.end(), std::greater<double>());
	return std::max(LEAST, confidences[(size_t)(ADMITTED * (double)confidences.size())]);
}

void
calibrate(Xapian::WritableDatabase &db)
{
	for (const char *language : languages)
		db.set_metadata(std::string(META_THRESHOLD) + language, std::to_string(measure(db, language)));
	db.commit();
}

double
threshold_of(const Xapian::Database &db, const std::string &language)
{
	std::string stored = db.get_metadata(META_THRESHOLD + language);

	return stored.empty() ? UNMEASURED : g_ascii_strtod(stored.c_str(), NULL);
}
