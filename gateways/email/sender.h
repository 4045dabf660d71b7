/* sender.h - the way out: one thread leases outbox rows, writes each as a mail, sends it and settles it. */
#pragma once

struct email;
struct sender;

struct sender *sender_start(struct email *email);
/* Tries again now, if it was waiting for a server. Any thread. */
void sender_kick(struct sender *sender);
/* Waits for the mail that is being sent (email->is_stopping is set already). */
void sender_join(struct sender **sender);
