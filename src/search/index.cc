#include <glib/gstdio.h>
#include <string.h>

#include <memory>
#include <set>

#include "base/fault.h"
#include "search/calibrate.h"
#include "search/engine.h"
#include "search/fold.h"
#include "search/stopwords.h"

#define TITLE_WDF 4
#define SECTION_TITLE_WDF 2
#define HIGHEST 0xf0000000U	/* where the numbers of what is found newest first begin, downwards */
#define MOST_WORDS 200000	/* of one section; what is beyond is not found */

struct search_writer {
	std::unique_ptr<Xapian::WritableDatabase> db[SEARCH_KINDS];
	Xapian::docid lowest[SEARCH_KINDS];	/* number in use */
};

struct search_writer *
search_writer_open(const char *dir, GError **error)
{
	auto writer = std::make_unique<search_writer>();

	if (g_mkdir_with_parents(dir, 0750) < 0) {
		fault_set(error, FAULT_UNAVAILABLE, "index-unwritable", "index.dir", "%s cannot be made: %s", dir, g_strerror(errno));
		return NULL;
	}
	try {
		for (int kind = 0; kind < SEARCH_KINDS; kind++) {
			writer->db[kind] = std::make_unique<Xapian::WritableDatabase>(std::string(dir) + "/" + kinds[kind].folder,
			    Xapian::DB_CREATE_OR_OPEN | Xapian::DB_BACKEND_GLASS);
			writer->lowest[kind] = writer->db[kind]->get_doccount() > 0 ? *writer->db[kind]->postlist_begin("") : HIGHEST;
		}
	} catch (const Xapian::DatabaseLockError &) {
		fault_set(error, FAULT_CONFLICT, "index-locked", "index.dir", "Another supportd-index writes in %s.", dir);
		return NULL;
	} catch (const Xapian::Error &cause) {
		broken(cause, error);
		return NULL;
	}
	return writer.release();
}

gboolean
search_writer_is_there(const char *dir)
{
	for (const kind_traits &kind : kinds)
		if (!g_file_test((std::string(dir) + "/" + kind.folder + "/iamglass").c_str(), G_FILE_TEST_EXISTS))
			return FALSE;
	return TRUE;
}

void
search_writer_close(struct search_writer **writer)
{
	if (*writer == NULL)
		return;
	for (auto &db : (*writer)->db) {
		try {
			if (db)
				db->close();	/* what was not committed is committed: puts and drops may be repeated */
		} catch (const Xapian::Error &) {
			/* the next one to open it will tell */
		}
	}
	delete *writer;
	*writer = NULL;
}

namespace {

struct words {
	Xapian::Document &doc;
	const kind_traits &kind;
	std::string language, ns;
	Xapian::termpos position;

	words(Xapian::Document &into, const kind_traits &traits, const std::string &of)
	    : doc(into), kind(traits), language(of), ns(traits.by_language ? of + ":" : ":"), position(0) {}

	void add(const char *text, Xapian::termcount wdf, bool is_title) {
		struct fold fold;

		fold_begin(&fold, text);
		for (int n = 0; n < MOST_WORDS && fold_next(&fold); n++) {
			std::string root = stem(language, fold.word);

			if (kind.has_positions)
				doc.add_posting("W" + ns + fold.word, ++position, wdf);
			else
				doc.add_term("W" + ns + fold.word, wdf);
			doc.add_term("Z" + ns + root, wdf);
			if (is_title)
				doc.add_term("T" + ns + root);
		}
		position += 100;	/* no phrase reaches over the end of a field */
	}
};

void
spell(Xapian::WritableDatabase &db, const Xapian::Document &doc, const std::string &language, bool is_added)
{
	std::string prefix = "W" + language + ":";
	Xapian::TermIterator term = doc.termlist_begin();

	for (term.skip_to(prefix); term != doc.termlist_end(); ++term) {
		std::string word = *term;

		if (word.compare(0, prefix.size(), prefix) != 0)
			break;
		word.erase(0, prefix.size());
		if (word.size() < 3 || g_ascii_isdigit(word[0]))
			continue;
		if (is_added)
			db.add_spelling(spelling_key(language, word));
		else
			db.remove_spelling(spelling_key(language, word));
	}
}

std::string
language_of(const Xapian::Document &doc)
{
	static const std::string prefix = "Flang:";
	Xapian::TermIterator term = doc.termlist_begin();

	term.skip_to(prefix);
	return term != doc.termlist_end() && (*term).compare(0, prefix.size(), prefix) == 0 ? (*term).substr(prefix.size()) : "en";
}

/* The numbers that it had. */
std::vector<Xapian::docid>
drop(Xapian::WritableDatabase &db, const kind_traits &kind, const std::string &id)
{
	std::vector<Xapian::docid> gone(db.postlist_begin("Q" + id), db.postlist_end("Q" + id));

	for (Xapian::docid one : gone) {
		if (kind.spells) {
			Xapian::Document doc = db.get_document(one);

			spell(db, doc, language_of(doc), false);
		}
		db.delete_document(one);
	}
	return gone;
}

Xapian::Document
document(const search_thing &thing, const search_section &section, const std::string &language)
{
	const kind_traits &kind = kinds[thing.kind];
	Xapian::Document doc;
	words words(doc, kind, language);
	std::string data;

	doc.add_boolean_term(std::string("Q") + thing.id);
	doc.add_boolean_term(filter_term(("lang:" + language).c_str()));
	for (const char *const *tag = thing.tags; tag != NULL && *tag != NULL; tag++)
		doc.add_boolean_term(filter_term(*tag));
	words.add(thing.title, TITLE_WDF, true);
	words.add(section.title, SECTION_TITLE_WDF, true);
	words.add(section.text, 1, false);
	doc.add_value(SLOT_GROUP, thing.group);
	doc.add_value(SLOT_DATE, Xapian::sortable_serialise((double)thing.date_s));
	if (thing.since != NULL && *thing.since != '\0')
		doc.add_value(SLOT_SINCE, version_key(thing.since));
	doc.add_value(SLOT_UNTIL, thing.until != NULL && *thing.until != '\0' ? version_key(thing.until) : "~");
	for (const char *part : { thing.id, thing.group, language.c_str(), thing.title, section.anchor, section.title,
	    kind.keeps_text ? section.text : "" })
		data.append(part).push_back('\0');
	doc.set_data(data);
	return doc;
}

} // namespace

int
search_put(struct search_writer *writer, const struct search_thing *thing, GError **error)
{
	Xapian::WritableDatabase &db = *writer->db[thing->kind];
	std::string language;

	if (thing->language != NULL)
		language = language_base(thing->language);
	else
		language = stopword_language(thing->n_sections > 0 ? thing->sections[0].text : thing->title);
	try {
		std::vector<Xapian::docid> had = drop(db, kinds[thing->kind], thing->id);

		for (int i = 0; i < thing->n_sections; i++) {
			Xapian::Document doc = document(*thing, thing->sections[i], language);

			if (!kinds[thing->kind].newest_first)
				db.add_document(doc);
			else	/* a change makes nothing newer */
				db.replace_document((size_t)i < had.size() ? had[(size_t)i] : --writer->lowest[thing->kind], doc);
			if (kinds[thing->kind].spells)
				spell(db, doc, language, true);
		}
		return 1;
	} catch (const Xapian::Error &cause) {
		broken(cause, error);
		return -1;
	}
}

int
search_drop(struct search_writer *writer, enum search_kind kind, const char *id, GError **error)
{
	try {
		return drop(*writer->db[kind], kinds[kind], id).empty() ? 0 : 1;
	} catch (const Xapian::Error &cause) {
		broken(cause, error);
		return -1;
	}
}

int
search_commit(struct search_writer *writer, const char *cursor, int percent, GError **error)
{
	try {
		for (auto &db : writer->db) {
			db->set_metadata(META_CURSOR, cursor);
			db->set_metadata(META_PERCENT, std::to_string(percent));
			db->commit();
		}
		return 1;
	} catch (const Xapian::Error &cause) {
		broken(cause, error);
		return -1;
	}
}

char *
search_cursor(const struct search_writer *writer, int *percent_r)
{
	std::string least;

	*percent_r = 0;
	for (int kind = 0; kind < SEARCH_KINDS; kind++) {
		std::string cursor = writer->db[kind]->get_metadata(META_CURSOR);
		std::string percent = writer->db[kind]->get_metadata(META_PERCENT);

		/* a crash between two commits leaves them one step apart: what they share is what counts */
		if (cursor.empty())
			return g_strdup("");
		if (kind == 0 || cursor < least)
			least = cursor;
		*percent_r = kind == 0 ? atoi(percent.c_str()) : MIN(*percent_r, atoi(percent.c_str()));
	}
	return g_strdup(least.c_str());
}

int
search_calibrate(struct search_writer *writer, GError **error)
{
	try {
		calibrate(*writer->db[SEARCH_ARTICLE]);
		return 1;
	} catch (const Xapian::Error &cause) {
		broken(cause, error);
		return -1;
	}
}
