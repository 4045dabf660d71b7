/* dispatch.h - what each frame from a client does. */
#pragma once
#include "chat/frame.h"

struct client;

/* A frame that is in order. */
void dispatch(struct client *client, const struct frame *frame);

/* In files of their own. */
void hello(struct client *client, const struct frame *frame);
void step_open(struct client *client, const struct frame *frame);
void step_resume(struct client *client, const struct frame *frame);
void step_take(struct client *client, const struct frame *frame);	/* accept, decline, transfer, close, leave */
void queue_presence(struct client *client, const struct frame *frame);
