/* who.h - which of an endpoint's bits somebody has. */
#pragma once
#include "model/actor.h"

/* The bit of enum who that an actor has; 0: none, the REST API has nothing for them. */
unsigned who_is(const struct actor *actor);
