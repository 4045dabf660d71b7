/* ready.h - whether mail could come in and go out now, for /readyz: the database answers, the reader runs, every mailbox is watched. */
#pragma once
#include <glib.h>

struct email;
struct supervised;

/* Answers on the address of email.health, if there is one, until the process ends. 1 or -1. */
int ready_start(struct email *email, struct supervised *supervised, GError **error) G_GNUC_WARN_UNUSED_RESULT;
