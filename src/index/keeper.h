/* keeper.h - keeps this host's search index in step with the book. */
#pragma once
#include <glib.h>

struct conf;
struct keeper;

/* Opens the book and the index. NULL with error set. */
struct keeper *keeper_open(const struct conf *conf, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void keeper_free(struct keeper **keeper);

/* A step: some more of everything while the index is filled for the first time, else what happened since the last step. 1 if
 * there may be more at once, 0 if not. -1 with error set: nothing is lost, the next step tries again. */
int keeper_step(struct keeper *keeper, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* How much of a first filling is done, 100 afterwards. Any thread. */
int keeper_percent(const struct keeper *keeper);
