/* watchers.h - a watch for every enabled mailbox of the book. For the main thread. */
#pragma once
#include <glib.h>

struct email;
struct watchers;

struct watchers *watchers_new(struct email *email);

/* Reads the list of mailboxes and starts and stops watches accordingly. FALSE: the list cannot be had now, which
 * is logged; what runs goes on. */
gboolean watchers_scan(struct watchers *watchers);

/* Those that wait to try again do it now. */
void watchers_kick(struct watchers *watchers);

/* Stops all, and waits for them. */
void watchers_free(struct watchers **watchers);
