/* bot_facts.h - for bot.c: what the dialogue is told of the world. */
#pragma once
#include "model/dialogue.h"

struct bot_place;
struct desk;

struct bot_facts {
	struct dialogue_facts dialogue;	/* points into the rest */
	GPtrArray *texts;		/* char * */
	GArray *hits;			/* struct dialogue_hit */
	GDateTime *answer_by[2];	/* as now, and if it is urgent; NULL: nothing is promised */
};

/* What the dialogue asks to be looked up for these words: rules, clock and index. In no transaction: a search takes its time. */
int bot_facts_find(struct desk *desk, const struct bot_place *place, struct bot_facts *facts_r, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void bot_facts_clear(struct bot_facts *facts);
