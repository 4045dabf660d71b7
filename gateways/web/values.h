/* values.h - the inside of struct values: for field.c and values.c only. */
#pragma once
#include "web/field.h"

struct value {
	gboolean is_null;
	char *text;
	char **list;
	int64_t number;
};

/* A new value under that name, in the place of one that was there; borrowed. */
struct value *values_add(struct values *values, const char *name);
