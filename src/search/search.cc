#include <string.h>
#include <sys/stat.h>

#include <memory>

#include "base/fault.h"
#include "search/engine.h"

#define TRIES 4		/* a reader that is overtaken by two commits begins again */

struct opened {
	std::unique_ptr<Xapian::Database> db;
	dev_t device;
	ino_t inode;
};

struct search {
	std::string dir;
	opened kinds[SEARCH_KINDS];
};

struct search *
search_open(const char *dir)
{
	struct search *search = new struct search;

	search->dir = dir;
	return search;
}

void
search_close(struct search **search)
{
	delete *search;
	*search = NULL;
}

static int
not_ready(GError **error)
{
	fault_set(error, FAULT_UNAVAILABLE, "search-not-ready", NULL,
	    "The search index is not there yet: supportd-index is about to fill it. Try again in a minute.");
	return -1;
}

/* The newest commit; the newest index, where another stands in its place. */
static int
freshen(opened &one, const std::string &path, GError **error)
{
	struct stat found;

	if (stat((path + "/iamglass").c_str(), &found) < 0) {
		one.db.reset();
		return not_ready(error);
	}
	if (one.db && one.device == found.st_dev && one.inode == found.st_ino) {
		one.db->reopen();
		return 1;
	}
	one.db = std::make_unique<Xapian::Database>(path);
	one.device = found.st_dev;
	one.inode = found.st_ino;
	return 1;
}

static int
check(const struct search_question *question, GError **error)
{
	if (strlen(question->text) > SEARCH_TEXT_BYTES) {
		fault_set(error, FAULT_LIMIT, "query-too-long", "q", "At most %d bytes can be searched for.", SEARCH_TEXT_BYTES);
		return -1;
	}
	if (question->limit < 1 || question->limit > SEARCH_LIMIT || question->offset < 0 || question->offset > SEARCH_OFFSET) {
		fault_set(error, FAULT_INVALID, "bad-limit", "limit", "Ask for 1 to %d results, and at most %d pages deep.",
		    SEARCH_LIMIT, SEARCH_OFFSET / SEARCH_LIMIT);
		return -1;
	}
	return 1;
}

struct search_answer *
search_ask(struct search *search, const struct search_question *question, GError **error)
{
	opened &one = search->kinds[question->kind];

	if (check(question, error) < 0)
		return NULL;
	for (int tries = 1;; tries++) {
		try {
			struct search_answer *answer;
			std::string percent;

			if (freshen(one, search->dir + "/" + kinds[question->kind].folder, error) < 0)
				return NULL;
			answer = ask(*one.db, *question);
			percent = one.db->get_metadata(META_PERCENT);
			answer->percent = percent.empty() ? 0 : atoi(percent.c_str());
			return answer;
		} catch (const Xapian::DatabaseModifiedError &cause) {
			if (tries < TRIES)
				continue;
			broken(cause, error);
		} catch (const Xapian::DatabaseNotFoundError &) {
			not_ready(error);	/* it was deleted between the look and the opening */
		} catch (const Xapian::Error &cause) {
			broken(cause, error);
		}
		one.db.reset();
		return NULL;
	}
}
