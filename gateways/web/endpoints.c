#include "web/endpoint.h"

/* A new family adds its table here. */
extern const struct endpoint message_endpoints[];
extern const struct endpoint ticket_endpoints[];

const struct endpoint *const endpoint_families[] = {
	ticket_endpoints,
	message_endpoints,
	NULL,
};
