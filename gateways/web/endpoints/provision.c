#include "desk/provision.h"

#include "web/endpoint.h"
#include "web/endpoints/shared.h"
#include "web/reply.h"
#include "web/request.h"

#define ADMIN "/api/v1/admin"

static const char *const plan_words[] = { "free", "starter", "professional", "business", "enterprise", NULL };
static const char *const builder_states[] = { "active", "suspended", NULL };
static const char *const user_roles[] = { "owner", "pm", "field", "admin", "client", "vendor", "staff", NULL };
static const char *const agent_roles[] = { "agent", "manager", "admin", NULL };
static const char *const security_words[] = { "tls", "starttls", "none", NULL };
static const char *const auth_words[] = { "password", "xoauth2", NULL };
static const char *const after_words[] = { "seen", "move", "none", NULL };

static const struct field builder_fields[] = {
	{ .name = "name", .type = FIELD_LINE, .is_required = TRUE, .least = 1, .most = 200 },
	{ .name = "plan_tier", .type = FIELD_WORD, .words = plan_words },
	{ .name = "language", .type = FIELD_LINE, .least = 2, .most = 5 },
	{ .name = "status", .type = FIELD_WORD, .words = builder_states },
	{ .name = "company_size", .type = FIELD_INT, .least = 0, .most = 10000000 },
	{ .name = "support_email", .type = FIELD_LINE, .most = 254, .help = "what the builder's own clients and vendors see" },
	{ .name = "support_phone", .type = FIELD_LINE, .most = 50 },
	{ .name = "support_url", .type = FIELD_LINE, .most = 500 },
	{ .name = "domains", .type = FIELD_LINES, .most = 100, .help = "all of its mail domains: who writes from there is theirs" },
	{ .name = NULL },
};

static const struct field user_fields[] = {
	{ .name = "builder_id", .type = FIELD_UUID, .is_required = TRUE },
	{ .name = "email", .type = FIELD_EMAIL, .is_required = TRUE },
	{ .name = "name", .type = FIELD_LINE, .most = 200 },
	{ .name = "role", .type = FIELD_WORD, .words = user_roles },
	{ .name = "language", .type = FIELD_LINE, .most = 5 },
	{ .name = "is_active", .type = FIELD_BOOL },
	{ .name = NULL },
};

static const struct field contact_fields[] = {
	{ .name = "name", .type = FIELD_LINE, .most = 200 },
	{ .name = "builder_id", .type = FIELD_UUID, .help = "whose they are; a user's contact stays its builder's" },
	{ .name = NULL },
};

static const struct field agent_fields[] = {
	{ .name = "email", .type = FIELD_EMAIL, .is_required = TRUE },
	{ .name = "display_name", .type = FIELD_LINE, .is_required = TRUE, .least = 1, .most = 100 },
	{ .name = "role", .type = FIELD_WORD, .words = agent_roles },
	{ .name = "tier", .type = FIELD_INT, .least = 1, .most = 3 },
	{ .name = "specialties", .type = FIELD_LINES, .most = 50 },
	{ .name = "is_available", .type = FIELD_BOOL },
	{ .name = "is_active", .type = FIELD_BOOL },
	{ .name = "max_active_tickets", .type = FIELD_INT, .least = 0, .most = 10000 },
	{ .name = "max_active_chats", .type = FIELD_INT, .least = 0, .most = 100 },
	{ .name = "password", .type = FIELD_LINE, .most = 200, .help = "sets a new one; never shown again" },
	{ .name = NULL },
};

static const struct field mailbox_fields[] = {
	{ .name = "name", .type = FIELD_LINE, .is_required = TRUE, .least = 1, .most = 50, .help = "small letters, digits and hyphens" },
	{ .name = "address", .type = FIELD_EMAIL, .is_required = TRUE },
	{ .name = "display_name", .type = FIELD_LINE, .most = 100 },
	{ .name = "aliases", .type = FIELD_LINES, .most = 100, .help = "other addresses that arrive here" },
	{ .name = "language", .type = FIELD_LINE, .least = 2, .most = 5 },
	{ .name = "imap_host", .type = FIELD_LINE, .is_required = TRUE, .least = 1, .most = 253 },
	{ .name = "imap_port", .type = FIELD_INT, .least = 1, .most = 65535 },
	{ .name = "imap_security", .type = FIELD_WORD, .words = security_words },
	{ .name = "imap_user", .type = FIELD_LINE, .is_required = TRUE, .least = 1, .most = 254 },
	{ .name = "auth", .type = FIELD_WORD, .words = auth_words },
	{ .name = "secret", .type = FIELD_LINE, .is_required = TRUE, .least = 1, .most = 50, .help = "a name under secrets in supportd.conf" },
	{ .name = "folder", .type = FIELD_LINE, .least = 1, .most = 200 },
	{ .name = "after_intake", .type = FIELD_WORD, .words = after_words },
	{ .name = "move_to", .type = FIELD_LINE, .most = 200 },
	{ .name = "trusted_authserv", .type = FIELD_LINE, .most = 253, .help = "whose Authentication-Results count" },
	{ .name = "sends_ack", .type = FIELD_BOOL },
	{ .name = "is_enabled", .type = FIELD_BOOL },
	{ .name = NULL },
};

static const struct field available_fields[] = {
	{ .name = "is_available", .type = FIELD_BOOL, .is_required = TRUE },
	{ .name = NULL },
};

static const struct field people_query[] = {
	{ .name = "builder_id", .type = FIELD_UUID },
	{ .name = "address", .type = FIELD_EMAIL },
	{ .name = NULL },
};

/* 1, 0, or -1 for "not said". */
static int
said(const struct values *body, const char *name)
{
	return value_is_given(body, name) ? value_bool(body, name, FALSE) : -1;
}

static int
put_builder(struct desk *desk, struct request *request, struct reply *reply, GError **error)
{
	const struct values *body = request->body;
	struct builder_put builder = { .id = value_text(request->params, "id"), .name = value_text(body, "name"),
		.plan_tier = value_text(body, "plan_tier"), .language = value_text(body, "language"), .status = value_text(body, "status"),
		.support_email = value_text(body, "support_email"), .support_phone = value_text(body, "support_phone"),
		.support_url = value_text(body, "support_url"), .company_size = (int)value_int(body, "company_size", -1),
		.domains = value_list(body, "domains") };

	return reply_plain(reply, desk_builder_put(desk, request->actor, &builder, error));
}

static int
put_user(struct desk *desk, struct request *request, struct reply *reply, GError **error)
{
	const struct values *body = request->body;
	struct user_put user = { .id = value_text(request->params, "id"), .builder_id = value_text(body, "builder_id"),
		.email = value_text(body, "email"), .name = value_text(body, "name"), .role = value_text(body, "role"),
		.language = value_text(body, "language"), .is_active = said(body, "is_active") };

	return reply_plain(reply, desk_user_put(desk, request->actor, &user, error));
}

static int
put_contact(struct desk *desk, struct request *request, struct reply *reply, GError **error)
{
	return reply_plain(reply, desk_contact_put(desk, request->actor, value_text(request->params, "id"), value_text(request->body, "name"),
	    value_text(request->body, "builder_id"), error));
}

static int
put_agent(struct desk *desk, struct request *request, struct reply *reply, GError **error)
{
	const struct values *body = request->body;
	struct agent_put agent = { .id = value_text(request->params, "id"), .email = value_text(body, "email"),
		.display_name = value_text(body, "display_name"), .role = value_text(body, "role"), .password = value_text(body, "password"),
		.specialties = value_list(body, "specialties"), .tier = (int)value_int(body, "tier", -1),
		.is_available = said(body, "is_available"), .is_active = said(body, "is_active"),
		.max_active_tickets = (int)value_int(body, "max_active_tickets", -1), .max_active_chats = (int)value_int(body, "max_active_chats", -1) };

	return reply_plain(reply, desk_agent_put(desk, request->actor, &agent, error));
}

static int
put_mailbox(struct desk *desk, struct request *request, struct reply *reply, GError **error)
{
	const struct values *body = request->body;
	struct mailbox_put mailbox = { .id = value_text(request->params, "id"), .name = value_text(body, "name"),
		.address = value_text(body, "address"), .display_name = value_text(body, "display_name"), .aliases = value_list(body, "aliases"),
		.language = value_text(body, "language"), .imap_host = value_text(body, "imap_host"),
		.imap_port = (int)value_int(body, "imap_port", -1), .imap_security = value_text(body, "imap_security"),
		.imap_user = value_text(body, "imap_user"), .auth = value_text(body, "auth"), .secret = value_text(body, "secret"),
		.folder = value_text(body, "folder"), .after_intake = value_text(body, "after_intake"), .move_to = value_text(body, "move_to"),
		.trusted_authserv = value_text(body, "trusted_authserv"), .sends_ack = said(body, "sends_ack"),
		.is_enabled = said(body, "is_enabled") };

	return reply_plain(reply, desk_mailbox_put(desk, request->actor, &mailbox, error));
}

static int
put_available(struct desk *desk, struct request *request, struct reply *reply, GError **error)
{
	return reply_plain(reply, desk_agent_available(desk, request->actor, value_bool(request->body, "is_available", FALSE), error));
}

static int
get_one(struct desk *desk, struct request *request, struct reply *reply, enum provisioned kind, GError **error)
{
	return reply_plain(reply, desk_provisioned(desk, request->actor, kind, value_text(request->params, "id"), error));
}

static int
get_page(struct desk *desk, struct request *request, struct reply *reply, enum provisioned kind, GError **error)
{
	struct page page;

	if (desk_provisioned_page(desk, request->actor, kind, value_text(request->query, "builder_id"), value_text(request->query, "address"),
	    request->limit, request->cursor, &page, error) < 0)
		return -1;
	reply_page(reply, &page);
	return 1;
}

#define READS(thing, kind) \
	static int \
	get_##thing(struct desk *desk, struct request *request, struct reply *reply, GError **error) \
	{ \
		return get_one(desk, request, reply, kind, error); \
	} \
	static int \
	list_##thing(struct desk *desk, struct request *request, struct reply *reply, GError **error) \
	{ \
		return get_page(desk, request, reply, kind, error); \
	}
READS(builder, PROVISIONED_BUILDER)
READS(user, PROVISIONED_USER)
READS(contact, PROVISIONED_CONTACT)
READS(agent, PROVISIONED_AGENT)
READS(mailbox, PROVISIONED_MAILBOX)

#define READERS (WHO_AGENTS | WHO_PLATFORM)
#define LIST(at, thing, what, name, ...) \
	{ .method = "GET", .path = ADMIN at, .summary = "List " what, .who = READERS, .is_list = TRUE, .shape = name, .run = list_##thing, __VA_ARGS__ }
#define GET(at, thing, what, name) \
	{ .method = "GET", .path = ADMIN at "/:id", .summary = "Get " what, .who = READERS, .shape = name, .run = get_##thing }
#define PUT(at, thing, what, name, may) \
	{ .method = "PUT", .path = ADMIN at "/:id", .summary = "Create or change " what, \
	    .help = "By an id of the caller's choosing: the same request twice is one. What is not given stays as it is.", \
	    .who = may, .body = BODY_JSON, .fields = thing##_fields, .shape = name, .run = put_##thing }

const struct endpoint provision_endpoints[] = {
	LIST("/builders", builder, "builders", "Builder"),
	GET("/builders", builder, "a builder", "Builder"),
	PUT("/builders", builder, "a builder", "Builder", WHO_PROVISIONS),
	LIST("/users", user, "builders' users", "User", .query = people_query),
	GET("/users", user, "a user", "User"),
	PUT("/users", user, "a user", "User", WHO_PROVISIONS),
	LIST("/contacts", contact, "who ever wrote", "Contact", .query = people_query),
	GET("/contacts", contact, "a contact", "Contact"),
	{ .method = "PUT", .path = ADMIN "/contacts/:id", .summary = "Say more of a contact", .who = WHO_AGENTS | WHO_PLATFORM, .body = BODY_JSON,
	    .fields = contact_fields, .shape = "Contact", .run = put_contact },
	LIST("/agents", agent, "agents", "Agent"),
	GET("/agents", agent, "an agent", "Agent"),
	PUT("/agents", agent, "an agent", "Agent", WHO_ADMIN),
	{ .method = "PUT", .path = "/api/v1/support/availability", .summary = "Take new work, or not", .who = WHO_AGENTS, .body = BODY_JSON,
	    .fields = available_fields, .shape = "Agent", .run = put_available },
	LIST("/mailboxes", mailbox, "mailboxes", "Mailbox"),
	GET("/mailboxes", mailbox, "a mailbox", "Mailbox"),
	PUT("/mailboxes", mailbox, "a mailbox", "Mailbox", WHO_ADMIN),
	{ .method = NULL },
};
