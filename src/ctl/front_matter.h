/* front_matter.h - the lines between two --- at the top of a Markdown file: "key: value", "key: [a, b]", or a key and "- a" lines.
 *
 * As much of YAML as writers of articles use. Deeper levels are passed over.
 */
#pragma once
#include <glib.h>

struct front_matter;
typedef struct front_matter front_matter;

/* Never NULL. *body_r is what follows; borrowed from text. */
struct front_matter *front_matter_read(const char *text, const char **body_r);
void front_matter_free(struct front_matter *matter);
/* A value, the first of a list; NULL if the name is not there. Borrowed. */
const char *front_matter_text(const struct front_matter *matter, const char *name);
/* A list; one value is a list of one; NULL if the name is not there. Borrowed. */
const char *const *front_matter_list(const struct front_matter *matter, const char *name);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(front_matter, front_matter_free)
