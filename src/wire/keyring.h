/* keyring.h - the inside of a keyring: for jwt.c and keyring.c only. */
#pragma once
#include <jwt.h>

#include "wire/jwt.h"

struct key {
	char *kid;
	jwt_alg_t alg;
	GBytes *material;
	gboolean is_published;
};

/* A copy of the key that verifies tokens with this kid; with kid NULL the only key there is. NULL if there is none. */
struct key *keyring_find(struct keyring *keyring, const char *kid);
void key_free(struct key *key);
