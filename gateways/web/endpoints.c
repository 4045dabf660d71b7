#include "web/endpoint.h"

/* A new family adds its table here. */
extern const struct endpoint article_endpoints[];
extern const struct endpoint chat_endpoints[];
extern const struct endpoint description_endpoints[];
extern const struct endpoint entitlement_endpoints[];
extern const struct endpoint file_endpoints[];
extern const struct endpoint merging_endpoints[];
extern const struct endpoint message_endpoints[];
extern const struct endpoint participant_endpoints[];
extern const struct endpoint provision_endpoints[];
extern const struct endpoint session_endpoints[];
extern const struct endpoint mail_endpoints[];
extern const struct endpoint token_endpoints[];
extern const struct endpoint ticket_endpoints[];

const struct endpoint *const endpoint_families[] = {
	ticket_endpoints,
	message_endpoints,
	file_endpoints,
	entitlement_endpoints,
	merging_endpoints,
	participant_endpoints,
	provision_endpoints,
	session_endpoints,
	mail_endpoints,
	token_endpoints,
	article_endpoints,
	chat_endpoints,
	description_endpoints,
	NULL,
};
