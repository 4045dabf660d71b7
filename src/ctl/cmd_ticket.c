/* ticket: list, show and reply, for whoever lives in a terminal. */
#include <json-c/json.h>
#include <stdio.h>
#include <string.h>

#include "base/fault.h"
#include "ctl/families.h"
#include "ctl/words.h"
#include "desk/reply.h"
#include "desk/ticket.h"
#include "model/ticket.h"

static struct {
	char *status, *severity, *category, *builder, *mailbox, *text;
	gboolean triage, unassigned, waiting, internal;
} given;

#define OPTION(word, type, member, help, argument) { word, 0, 0, type, &given.member, help, argument }

static const GOptionEntry *
list_options(void)
{
	static const GOptionEntry options[] = {
		CTL_LIST_OPTIONS,
		OPTION("status", G_OPTION_ARG_STRING, status, "open, in_progress, waiting_on_customer, resolved or closed", "STATUS"),
		OPTION("severity", G_OPTION_ARG_STRING, severity, "P1 to P4", "SEVERITY"),
		OPTION("category", G_OPTION_ARG_STRING, category, "Of this category", "CATEGORY"),
		OPTION("builder", G_OPTION_ARG_STRING, builder, "Of this builder", "UUID"),
		OPTION("mailbox", G_OPTION_ARG_STRING, mailbox, "That came to this mailbox", "NAME"),
		OPTION("triage", G_OPTION_ARG_NONE, triage, "Whose builder nobody knows yet", NULL),
		OPTION("unassigned", G_OPTION_ARG_NONE, unassigned, "That nobody has", NULL),
		OPTION("waiting", G_OPTION_ARG_NONE, waiting, "That wait for an answer, longest first", NULL),
		{ NULL },
	};

	return options;
}

static const GOptionEntry *
reply_options(void)
{
	static const GOptionEntry options[] = {
		OPTION("text", G_OPTION_ARG_STRING, text, "The reply; without it, standard input is read", "TEXT"),
		OPTION("internal", G_OPTION_ARG_NONE, internal, "A note that no customer sees", NULL),
		{ NULL },
	};

	return options;
}

static int
list(struct ctl *ctl, int n, char **words, GError **error)
{
	static const struct column columns[] = { { "NUMBER", "number", 0 }, { "SEV", "severity", 0 }, { "STATUS", "status", 0 },
		{ "FROM", "requester.address", 32 }, { "BUILDER", "builder_name", 24 }, { "SUBJECT", "subject", 60 }, { "UPDATED", "updated_at", 0 },
		{ NULL, NULL, 0 } };
	const struct ticket_filter filter = { .status = given.status, .severity = given.severity, .category = given.category,
		.builder_id = given.builder, .mailbox = given.mailbox, .is_triage = given.triage, .is_unassigned = given.unassigned };
	struct page page = { NULL, NULL };

	(void)n;
	(void)words;
	if (ctl_check_word("status", given.status, ticket_status_words, error) < 0 ||
	    ctl_check_word("severity", given.severity, ticket_severity_words, error) < 0 ||
	    desk_tickets(ctl->desk, ctl_actor(), given.waiting ? TICKET_SORT_WAITING : TICKET_SORT_NEWEST, &filter, ctl_limit, ctl_cursor, &page,
	    error) < 0)
		return -1;
	return ctl_print_page(ctl, &page, columns, "There are no such tickets.");
}

static const char *
member(struct json_object *object, const char *name)
{
	struct json_object *value = NULL;

	return json_object_object_get_ex(object, name, &value) && value != NULL ? json_object_get_string(value) : "";
}

/* A terminal obeys control characters; a mail's text must not reach it with them. */
static void
print_text(const char *text)
{
	for (const char *c = text; *c != '\0'; c = g_utf8_next_char(c)) {
		gunichar letter = g_utf8_get_char(c);

		if (letter == '\n' || letter == '\t' || !g_unichar_iscntrl(letter))
			printf("%.*s", (int)(g_utf8_next_char(c) - c), c);
	}
	putchar('\n');
}

static void
print_messages(const char *json)
{
	struct json_object *ticket = json_tokener_parse(json), *messages = NULL;

	if (ticket != NULL && json_object_object_get_ex(ticket, "messages", &messages))
		for (size_t i = 0; i < json_object_array_length(messages); i++) {
			struct json_object *message = json_object_array_get_idx(messages, i);
			gboolean is_note = strcmp(member(message, "is_internal"), "true") == 0;
			const char *name = member(message, "sender_name"), *state = member(message, "delivery_state");

			printf("\n-- %.16sZ  %s  %s%s%s%s\n", member(message, "created_at"), member(message, "sender_type"),
			    *name != '\0' ? name : member(message, "sender_address"), is_note ? "  internal" : "", *state != '\0' ? "  " : "", state);
			print_text(member(message, "body"));
		}
	json_object_put(ticket);
}

static int
show(struct ctl *ctl, int n, char **words, GError **error)
{
	static const struct column columns[] = { { "Ticket", "number", 0 }, { "Subject", "subject", 0 }, { "Status", "status", 0 },
		{ "Severity", "severity", 0 }, { "Category", "category", 0 }, { "From", "requester.address", 0 }, { "Builder", "builder_name", 0 },
		{ "Plan", "plan_tier", 0 }, { "Assigned to", "assignee_name", 0 }, { "Answer by", "sla_response_by", 0 },
		{ "First answer", "first_response_at", 0 }, { "Opened", "created_at", 0 }, { "Id", "id", 0 }, { NULL, NULL, 0 } };
	char *json = desk_ticket(ctl->desk, ctl_actor(), words[0], NULL, error);
	g_autofree char *copy = g_strdup(json);

	(void)n;
	if (ctl_print_one(ctl, json, columns) < 0)
		return -1;
	if (!ctl->json)
		print_messages(copy);
	return 0;
}

static int
reply(struct ctl *ctl, int n, char **words, GError **error)
{
	static const struct column columns[] = { { "Message", "id", 0 }, { "Number in ticket", "seq", 0 }, { "Delivery", "delivery_state", 0 },
		{ NULL, NULL, 0 } };
	g_autofree char *text = given.text != NULL ? g_strdup(given.text) : ctl_read_stdin(error);
	gboolean is_new;
	const struct reply_new message = { .body = text, .is_internal = given.internal, .undo_seconds = -1 };

	(void)n;
	return text == NULL ? -1 : ctl_print_one(ctl, desk_reply(ctl->desk, ctl_actor(), words[0], &message, 0, &is_new, error), columns);
}

const struct command ticket_commands[] = {
	{ "ticket", "list", "", "List tickets, the newest first", NEEDS_DESK, list_options, 0, 0, list },
	{ "ticket", "show", "NUMBER", "Show a ticket and what was said in it", NEEDS_DESK, NULL, 1, 1, show },
	{ "ticket", "reply", "NUMBER", "Answer a ticket", NEEDS_DESK, reply_options, 1, 1, reply },
	{ .noun = NULL },
};
