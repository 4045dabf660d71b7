/* watch.h - one mailbox, one thread: connected, listening, taking in what arrives. */
#pragma once
#include <glib.h>

struct email;
struct mailbox;
struct watch;

/* Starts the thread. */
struct watch *watch_start(struct email *email, const struct mailbox *mailbox);
const char *watch_mailbox_id(const struct watch *watch);

/* Tries again now, if it was waiting to. Any thread. */
void watch_kick(struct watch *watch);

/* Asks it to stop after the trip it is in; watch_join waits until it did. */
void watch_stop(struct watch *watch);
void watch_join(struct watch **watch);
