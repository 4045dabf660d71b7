#include "desk/held.h"
#include "desk/mail_admin.h"
#include "web/endpoint.h"
#include "web/endpoints/shared.h"
#include "web/reply.h"
#include "web/request.h"

#define ADMIN "/api/v1/admin"
#define HELD "/api/v1/support/held"

static const char *const intake_states[] = { "stored", "received", "duplicate", "held", "ignored", "bounce", "refused", "set_aside",
	"rejected", NULL };
static const char *const outbox_states[] = { "waiting", "sending", "sent", "failed", "unknown", "cancelled", NULL };

static const struct field intake_query[] = {
	{ .name = "state", .type = FIELD_WORD, .words = intake_states },
	{ .name = "mailbox", .type = FIELD_LINE, .most = 50 },
	{ .name = "ticket", .type = FIELD_LINE, .most = 36, .help = "id or number" },
	{ .name = NULL },
};

static const struct field outbox_query[] = {
	{ .name = "state", .type = FIELD_WORD, .words = outbox_states },
	{ .name = "mailbox", .type = FIELD_LINE, .most = 50 },
	{ .name = "ticket", .type = FIELD_LINE, .most = 36, .help = "id or number" },
	{ .name = NULL },
};

static const struct field held_query[] = {
	{ .name = "mailbox", .type = FIELD_LINE, .most = 50 },
	{ .name = "ticket", .type = FIELD_LINE, .most = 36, .help = "id or number of the ticket that it waits for" },
	{ .name = NULL },
};

static const struct field approve_fields[] = {
	{ .name = "ticket", .type = FIELD_LINE, .most = 36, .help = "id or number of the ticket that it joins; if not given: the one it is held on" },
	{ .name = "as_new", .type = FIELD_BOOL, .help = "opens a ticket of its own" },
	{ .name = NULL },
};

typedef int (*lister)(struct desk *desk, const struct actor *actor, const struct mail_filter *filter, const char *cursor, int most,
    struct page *page_r, GError **error);

static int
list_mail(struct desk *desk, struct request *request, struct reply *reply, lister list, const char *state, GError **error)
{
	struct mail_filter filter = { .state = state, .mailbox = value_text(request->query, "mailbox"),
		.ticket = value_text(request->query, "ticket") };
	struct page page;

	if (list(desk, request->actor, &filter, request->cursor, request->limit, &page, error) < 0)
		return -1;
	reply_page(reply, &page);
	return 1;
}

static int
list_intake(struct desk *desk, struct request *request, struct reply *reply, GError **error)
{
	return list_mail(desk, request, reply, desk_intake_list, value_text(request->query, "state"), error);
}

static int
list_outbox(struct desk *desk, struct request *request, struct reply *reply, GError **error)
{
	return list_mail(desk, request, reply, desk_outbox_list, value_text(request->query, "state"), error);
}

static int
list_held(struct desk *desk, struct request *request, struct reply *reply, GError **error)
{
	return list_mail(desk, request, reply, desk_intake_list, "held", error);
}

static int
approve(struct desk *desk, struct request *request, struct reply *reply, GError **error)
{
	return reply_plain(reply, desk_held_approve(desk, request->actor, value_text(request->params, "id"), value_text(request->body, "ticket"),
	    value_bool(request->body, "as_new", FALSE), error));
}

#define ON_ONE(name, function) \
	static int \
	name(struct desk *desk, struct request *request, struct reply *reply, GError **error) \
	{ \
		return reply_plain(reply, function(desk, request->actor, value_text(request->params, "id"), error)); \
	}
ON_ONE(get_intake, desk_intake_show)
ON_ONE(retry_intake, desk_intake_retry)
ON_ONE(get_outbox, desk_outbox_show)
ON_ONE(retry_outbox, desk_outbox_retry)
ON_ONE(cancel_outbox, desk_outbox_cancel)
ON_ONE(refuse, desk_held_refuse)

const struct endpoint mail_endpoints[] = {
	{ .method = "GET", .path = HELD, .summary = "Mail that waits for an agent's yes",
	    .help = "Whoever wrote it does not belong to the ticket it names, or may not be who they say.",
	    .who = WHO_AGENTS, .query = held_query, .is_list = TRUE, .shape = "Intake", .run = list_held },
	{ .method = "POST", .path = HELD "/:id/approve", .summary = "Let a held mail in", .who = WHO_AGENTS, .body = BODY_JSON,
	    .body_may_be_absent = TRUE, .fields = approve_fields, .shape = "Intake", .run = approve },
	{ .method = "POST", .path = HELD "/:id/refuse", .summary = "Turn a held mail away", .help = "It is kept; nobody is told.",
	    .who = WHO_AGENTS, .shape = "Intake", .run = refuse },
	{ .method = "GET", .path = ADMIN "/intake", .summary = "Mail on its way in, newest first", .who = WHO_AGENTS, .query = intake_query,
	    .is_list = TRUE, .shape = "Intake", .run = list_intake },
	{ .method = "GET", .path = ADMIN "/intake/:id", .summary = "A mail on its way in", .who = WHO_AGENTS, .shape = "Intake", .run = get_intake },
	{ .method = "POST", .path = ADMIN "/intake/:id/retry", .summary = "Read a mail again that was refused or set aside", .who = WHO_AGENTS,
	    .shape = "Intake", .run = retry_intake },
	{ .method = "GET", .path = ADMIN "/outbox", .summary = "Mail on its way out, newest first", .who = WHO_AGENTS, .query = outbox_query,
	    .is_list = TRUE, .shape = "Outgoing", .run = list_outbox },
	{ .method = "GET", .path = ADMIN "/outbox/:id", .summary = "A mail on its way out", .who = WHO_AGENTS, .shape = "Outgoing", .run = get_outbox },
	{ .method = "POST", .path = ADMIN "/outbox/:id/retry", .summary = "Send a mail again that failed, was cancelled or is unknown",
	    .who = WHO_AGENTS, .shape = "Outgoing", .run = retry_outbox },
	{ .method = "POST", .path = ADMIN "/outbox/:id/cancel", .summary = "Do not send a mail that still waits", .who = WHO_AGENTS,
	    .shape = "Outgoing", .run = cancel_outbox },
	{ .method = NULL },
};
