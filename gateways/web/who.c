#include "web/who.h"

#include "web/endpoint.h"

unsigned
who_is(const struct actor *actor)
{
	switch (actor->kind) {
	case ACTOR_CUSTOMER:
		return WHO_CUSTOMER;
	case ACTOR_AGENT:
		return actor->role == AGENT_ROLE_ADMIN ? WHO_ADMIN : actor->role == AGENT_ROLE_MANAGER ? WHO_MANAGER : WHO_AGENT;
	case ACTOR_OPERATOR:
		return WHO_ADMIN;
	case ACTOR_PLATFORM:
		return WHO_PLATFORM;
	default:
		return 0;
	}
}
