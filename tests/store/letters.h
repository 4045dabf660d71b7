/* letters.h - mails made up for tests, sent through intake and receive. */
#pragma once
#include "fixture.h"
#include "model/inbound.h"

struct desk;

struct letter {			/* NULL and 0 are what a simple mail has */
	const char *from, *to;	/* to NULL: support@support.example */
	gboolean is_nameless;	/* else From says "Somebody" */
	const char *cc;
	const char *id, *answers;	/* answers: References, with blanks between */
	const char *subject, *text;
	const char *dmarc;
	enum mail_kind kind;
	struct inbound_bounce *bounce;	/* taken over */
	const char *attachment;		/* the content of one */
};

/* Takes the letters in and receives them in one batch, at that desk. The intake id of the first is the result, the caller's. Fails the test on an error. */
char *letters_post(struct desk *desk, const struct letter *letters, int n);
#define post(...) letters_post(fixture.desk, (const struct letter[]){ __VA_ARGS__ }, \
	(int)(sizeof((const struct letter[]){ __VA_ARGS__ }) / sizeof(struct letter)))

/* Receives what waits, as that owner; the letters are found by their intake row's raw bytes. How many were received, -1 with error. */
int letters_receive(struct desk *desk, const char *owner, GError **error);

/* Puts them into the intake only. */
void letters_take_in(struct desk *desk, const struct letter *letters, int n);
