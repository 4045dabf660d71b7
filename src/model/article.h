/* article.h - an article of the help centre as its writers hand it in. */
#pragma once
#include <glib.h>

struct article_put {		/* NULL: stays as it is; of a new article: the default */
	const char *title;
	const char *body_markdown;
	const char *summary;
	const char *category;
	const char *slug;		/* made of the title if a new article has none */
	const char *language;
	const char *family;		/* of a translation: the original's */
	const char *module_tag;		/* "" for none */
	const char *const *role_tags;
	const char *const *context_urls;	/* beginnings of paths in the platform, "/invoices" */
	const char *video_url;		/* "" for none */
	const char *since, *until;	/* versions of the platform; "" for open */
	int is_published, is_gated;	/* -1: stays */
	const char *source;		/* import: where it came from */
};

/* Who asks for articles, and which ones suit them. */
struct article_reader {
	gboolean is_staff;		/* sees what is not published */
	gboolean is_known;		/* sees what is gated */
	const char *language;		/* wanted; others are the fallback. NULL: any */
	const char *category, *module, *role, *version;	/* NULL: any */
};
