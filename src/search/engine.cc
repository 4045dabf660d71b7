#include "search/engine.h"

#include "base/fault.h"

const kind_traits kinds[SEARCH_KINDS] = {
	{ "articles", true, true, false, true, false },
	{ "messages", false, false, true, false, true },
};

std::string
language_base(const char *language)
{
	std::string base(language, strcspn(language, "-_"));

	for (char &c : base)
		c = g_ascii_tolower(c);
	return base.empty() || base.size() > 8 ? "en" : base;
}

const Xapian::Stem &
stemmer(const std::string &language)
{
	static thread_local std::map<std::string, Xapian::Stem> made;
	auto found = made.find(language);

	if (found != made.end())
		return found->second;
	try {
		return made.emplace(language, Xapian::Stem(language)).first->second;
	} catch (const Xapian::InvalidArgumentError &) {
		return made.emplace(language, Xapian::Stem()).first->second;
	}
}

/* Spanish words in -cion and -sion all bear an accent, and the stemmer knows them only with it. */
static std::string
with_accent(const std::string &word)
{
	size_t n = word.size();

	if (n > 5 && (word.compare(n - 4, 4, "cion") == 0 || word.compare(n - 4, 4, "sion") == 0))
		return word.substr(0, n - 2) + "\xc3\xb3n";
	return word;
}

std::string
stem(const std::string &language, const std::string &word)
{
	return stemmer(language)(language == "es" ? with_accent(word) : word);
}

std::string
filter_term(const char *tag)
{
	g_autofree char *folded = g_utf8_casefold(tag, -1);

	return "F" + std::string(folded).substr(0, 200);
}

std::string
version_key(const char *version)
{
	std::string key;

	for (const char *at = version; *at != '\0';) {
		char *end;
		guint64 number = g_ascii_strtoull(at, &end, 10);
		char digits[16];

		if (end == at) {
			key += *at++;
			continue;
		}
		g_snprintf(digits, sizeof digits, "%08u", (guint)MIN(number, (guint64)99999999));
		key += digits;
		at = end;
	}
	return key.substr(0, 200);
}

std::string
spelling_key(const std::string &language, const std::string &word)
{
	return word + (language == "en" ? "\x01" : language == "es" ? "\x02" : "\x03");
}

void
broken(const Xapian::Error &cause, GError **error)
{
	fault_set(error, FAULT_UNAVAILABLE, "index-broken", NULL, "The search index cannot be used (%s: %s). Delete index.dir: "
	    "supportd-index fills it again.", cause.get_type(), cause.get_msg().c_str());
}
