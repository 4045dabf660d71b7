/* files.h - the files of the console and of what else browsers load from us, read once into memory.
 *
 * A request is answered from a table, by its whole path: no path ever reaches the file system, so none can lead out of
 * it. Each folder under web.files_dir that `rooms` (files.c) names is served under /NAME/, and again under
 * /NAME/DIGEST/, where DIGEST names this state of the whole room: there a browser may keep files for good, and modules
 * of two releases never meet. Where an .html says @DIGEST@, it is put in.
 */
#pragma once
#include <glib.h>

struct files;

struct file {
	GBytes *bytes;
	const char *content_type;
	char *etag;
	const char *policy;	/* its Content-Security-Policy */
	gboolean is_for_all;	/* other sites may load it too */
};

/* What is there now. A folder that is missing is an empty one, with a line in the log. */
struct files *files_load(const char *folder);
void files_free(struct files **files);

/* TRUE if path is in one of the rooms, whether there is anything or not. */
gboolean files_owns(const char *path);

/* The file at path; NULL if there is none. *is_lasting_r: this path will never mean other bytes. */
const struct file *files_find(const struct files *files, const char *path, gboolean *is_lasting_r);
