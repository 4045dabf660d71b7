/* send.h - answers on their way out; on the loop. Each ends a call's waiting, and is given at most once. */
#pragma once
#include <glib.h>

struct call;
struct file;

/* With the call's reply, or its error. */
void send_answer(struct call *call);
/* With its error; allow is the Allow header of 405, else NULL. */
void send_refusal(struct call *call, const char *allow);
/* text is taken over. */
void send_text(struct call *call, int status, const char *content_type, GString *text);
/* A file for browsers. */
void send_page(struct call *call, const struct file *file, gboolean is_lasting);
void send_options(struct call *call, const char *allow);

/* The client has taken what it was given of a file. */
void send_more(struct call *call);
