/* offtopic.h - questions that no help centre of a company's software answers. */
#pragma once
#include <glib.h>

G_BEGIN_DECLS

/* The list in that language, English where there is none; NULL at the end. */
const char *const *offtopic_questions(const char *language);

G_END_DECLS
