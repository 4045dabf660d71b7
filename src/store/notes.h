/* notes.h - what the open transaction has to tell once it is committed, and nobody hears of if it is not. */
#pragma once
#include <glib.h>

struct notes;

/* A committed transaction's notes, as a JSON array of {"type", "ticket", "message"}; the last may be missing. */
typedef void (*notes_teller)(const char *json, void *user);

struct notes *notes_new(void);
void notes_free(struct notes **notes);
void notes_on_commit(struct notes *notes, notes_teller tell, void *user);

/* type is a word of ours, the others are ids; message may be NULL. */
void notes_add(struct notes *notes, const char *type, const char *ticket_id, const char *message_id);

/* A transaction within another begins; notes_forget then gives up what came after this. */
void notes_mark(struct notes *notes);
void notes_forget(struct notes *notes);
void notes_forget_all(struct notes *notes);

/* Committed: tells, if there is something to tell. */
void notes_tell(struct notes *notes);
