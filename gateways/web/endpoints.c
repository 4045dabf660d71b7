#include "web/endpoint.h"

/* A new family adds its table here. */

const struct endpoint *const endpoint_families[] = {
	NULL,
};
