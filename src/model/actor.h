/* actor.h - who is doing something: decides what they may see and what the record says. */
#pragma once
#include <glib.h>

#include "base/uuid.h"

enum actor_kind {
	ACTOR_SYSTEM,	/* a daemon on its own account */
	ACTOR_CUSTOMER,	/* a builder's user: sees that builder's rows, nothing internal */
	ACTOR_VISITOR,	/* somebody who chats and whom nobody knows: sees their own chats, nothing internal */
	ACTOR_AGENT,	/* one of ours */
	ACTOR_OPERATOR,	/* supportctl, or an admin's service token */
	ACTOR_PLATFORM,	/* the platform's service token: provisions builders and users */
};

enum agent_role { AGENT_ROLE_NONE, AGENT_ROLE_AGENT, AGENT_ROLE_MANAGER, AGENT_ROLE_ADMIN };

struct actor {
	enum actor_kind kind;
	char id[UUID_LENGTH + 1];		/* users.id of a customer, chat_visitors.id of a visitor, support_agents.id of an agent; else "" */
	char builder_id[UUID_LENGTH + 1];	/* of a customer, and of a visitor if there is one; else "" */
	enum agent_role role;			/* of an agent; an operator counts as admin */
	char user_role[20];			/* of a customer: "owner", "pm", … */
	char plan_tier[20];			/* of a customer, as the token says; may be "" */
	char name[100];				/* for the record */
	char address[46];			/* of the peer; "" if none */
};

extern const struct actor actor_system;

/* "system", "customer", … as events.actor_type has it. */
const char *actor_kind_word(enum actor_kind kind);

/* "user:…", "agent:…": one actor's idempotency keys, uploads and rate never touch another's. The caller's. */
char *actor_key(const struct actor *actor);
