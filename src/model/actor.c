#include "model/actor.h"

const struct actor actor_system = { .kind = ACTOR_SYSTEM, .name = "supportd" };

const char *
actor_kind_word(enum actor_kind kind)
{
	static const char *const words[] = { [ACTOR_SYSTEM] = "system", [ACTOR_CUSTOMER] = "customer", [ACTOR_VISITOR] = "visitor", [ACTOR_AGENT] = "agent",
		[ACTOR_OPERATOR] = "operator", [ACTOR_PLATFORM] = "platform" };

	return words[kind];
}

char *
actor_key(const struct actor *actor)
{
	return g_strdup_printf("%s:%s", actor_kind_word(actor->kind), actor->id[0] != '\0' ? actor->id : actor->name);
}
