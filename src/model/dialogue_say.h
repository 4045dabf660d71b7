/* dialogue_say.h - for dialogue*.c: a turn while it is made. */
#pragma once
#include "model/dialogue.h"

struct talk {
	struct dialogue *d;
	const struct dialogue_facts *facts;
	struct dialogue_turn *turn;
	GString *text;
};

/* A paragraph more. */
void talk_say(struct talk *talk, enum saying id, const struct text_value *values);
#define VALUES(...) ((const struct text_value[]){ __VA_ARGS__, { NULL, NULL } })

/* Gives it to a person: now, or by a ticket for which it asks what is missing. */
void talk_hand_over(struct talk *talk);
/* Asks for what a ticket still needs, or makes it. */
void talk_go_on_with_ticket(struct talk *talk);
/* What was asked for: a name, an address, a summary. */
void talk_take_detail(struct talk *talk, const char *words);
/* Makes the ticket with what there is. */
void talk_end(struct talk *talk);
