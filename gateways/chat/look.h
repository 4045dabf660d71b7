/* look.h - looks into the book for messages that no bell told of: Redis forgot them, or something else than a chat wrote them. */
#pragma once

struct server;

/* Often while the bell is not heard, now and then while it is. Call it once a second. */
void look(struct server *server);
