/* intake and outbox: mail on its way in and out, and what to do about the ones that got stuck. */
#include <stdio.h>

#include "base/fault.h"
#include "ctl/families.h"
#include "ctl/words.h"
#include "desk/held.h"
#include "desk/mail_admin.h"

static char *state, *mailbox, *ticket;
static gboolean as_new;

static const GOptionEntry *
list_options(void)
{
	static const GOptionEntry options[] = {
		CTL_LIST_OPTIONS,
		{ "state", 0, 0, G_OPTION_ARG_STRING, &state, "Only those in this state: held, refused, set_aside …; failed, unknown …", "STATE" },
		{ "mailbox", 0, 0, G_OPTION_ARG_STRING, &mailbox, "Only of this mailbox", "NAME" },
		{ "ticket", 0, 0, G_OPTION_ARG_STRING, &ticket, "Only of this ticket", "NUMBER" },
		{ NULL },
	};

	return options;
}

static const GOptionEntry *
approve_options(void)
{
	static const GOptionEntry options[] = {
		{ "ticket", 0, 0, G_OPTION_ARG_STRING, &ticket, "Let it join this ticket instead of the one that it is held on", "NUMBER" },
		{ "new", 0, 0, G_OPTION_ARG_NONE, &as_new, "Let it open a ticket of its own", NULL },
		{ NULL },
	};

	return options;
}

static const struct column intake_columns[] = { { "ID", "id", 0 }, { "ARRIVED", "received_at", 0 }, { "STATE", "state", 0 },
	{ "REASON", "reason", 32 }, { "FROM", "sender_address", 32 }, { "SUBJECT", "subject", 48 }, { NULL, NULL, 0 } };
static const struct column intake_details[] = { { "Id", "id", 0 }, { "Mailbox", "mailbox", 0 }, { "Arrived", "received_at", 0 },
	{ "Read", "read_at", 0 }, { "State", "state", 0 }, { "Reason", "reason", 0 }, { "Detail", "detail", 0 }, { "Tries", "tries", 0 },
	{ "Kind", "kind", 0 }, { "From", "sender_address", 0 }, { "Subject", "subject", 0 }, { "Message-ID", "message_id", 0 },
	{ "Size", "size", 0 }, { "Ticket", "ticket_id", 0 }, { NULL, NULL, 0 } };
static const struct column outbox_columns[] = { { "ID", "id", 0 }, { "WRITTEN", "created_at", 0 }, { "KIND", "kind", 0 },
	{ "STATE", "state", 0 }, { "TRIES", "tries", 0 }, { "SUBJECT", "subject", 48 }, { "SERVER SAID", "detail", 60 }, { NULL, NULL, 0 } };
static const struct column outbox_details[] = { { "Id", "id", 0 }, { "Mailbox", "mailbox", 0 }, { "Kind", "kind", 0 },
	{ "Ticket", "ticket_id", 0 }, { "Recipients", "recipients", 0 }, { "Subject", "subject", 0 }, { "Message-ID", "message_id", 0 },
	{ "State", "state", 0 }, { "Tries", "tries", 0 }, { "Next try", "next_attempt_at", 0 }, { "Code", "smtp_code", 0 },
	{ "Server said", "detail", 0 }, { "Refused", "rejected", 0 }, { "Sent", "sent_at", 0 }, { NULL, NULL, 0 } };

static int
intake_list(struct ctl *ctl, int n, char **words, GError **error)
{
	const struct mail_filter filter = { .state = state, .mailbox = mailbox, .ticket = ticket };
	struct page page = { NULL, NULL };

	(void)n;
	(void)words;
	if (desk_intake_list(ctl->desk, ctl_actor(), &filter, ctl_cursor, ctl_limit, &page, error) < 0)
		return -1;
	return ctl_print_page(ctl, &page, intake_columns, "There is no such mail.");
}

static int
outbox_list(struct ctl *ctl, int n, char **words, GError **error)
{
	const struct mail_filter filter = { .state = state, .mailbox = mailbox, .ticket = ticket };
	struct page page = { NULL, NULL };

	(void)n;
	(void)words;
	if (desk_outbox_list(ctl->desk, ctl_actor(), &filter, ctl_cursor, ctl_limit, &page, error) < 0)
		return -1;
	return ctl_print_page(ctl, &page, outbox_columns, "There is no such mail.");
}

static int
intake_show(struct ctl *ctl, int n, char **words, GError **error)
{
	(void)n;
	return ctl_print_one(ctl, desk_intake_show(ctl->desk, ctl_actor(), words[0], error), intake_details);
}

static int
intake_retry(struct ctl *ctl, int n, char **words, GError **error)
{
	(void)n;
	return ctl_print_one(ctl, desk_intake_retry(ctl->desk, ctl_actor(), words[0], error), intake_details);
}

static int
intake_approve(struct ctl *ctl, int n, char **words, GError **error)
{
	(void)n;
	return ctl_print_one(ctl, desk_held_approve(ctl->desk, ctl_actor(), words[0], ticket, as_new, error), intake_details);
}

static int
intake_refuse(struct ctl *ctl, int n, char **words, GError **error)
{
	(void)n;
	return ctl_print_one(ctl, desk_held_refuse(ctl->desk, ctl_actor(), words[0], error), intake_details);
}

static int
outbox_show(struct ctl *ctl, int n, char **words, GError **error)
{
	(void)n;
	return ctl_print_one(ctl, desk_outbox_show(ctl->desk, ctl_actor(), words[0], error), outbox_details);
}

static int
outbox_retry(struct ctl *ctl, int n, char **words, GError **error)
{
	(void)n;
	return ctl_print_one(ctl, desk_outbox_retry(ctl->desk, ctl_actor(), words[0], error), outbox_details);
}

static int
outbox_cancel(struct ctl *ctl, int n, char **words, GError **error)
{
	(void)n;
	return ctl_print_one(ctl, desk_outbox_cancel(ctl->desk, ctl_actor(), words[0], error), outbox_details);
}

const struct command mail_commands[] = {
	{ "intake", "list", "", "List mail that came in, the newest first", NEEDS_DESK, list_options, 0, 0, intake_list },
	{ "intake", "show", "ID", "Show what became of a mail, and why", NEEDS_DESK, NULL, 1, 1, intake_show },
	{ "intake", "retry", "ID", "Read a mail again that was refused or set aside", NEEDS_DESK, NULL, 1, 1, intake_retry },
	{ "intake", "approve", "ID", "Let a held mail in", NEEDS_DESK, approve_options, 1, 1, intake_approve },
	{ "intake", "refuse", "ID", "Keep a held mail out", NEEDS_DESK, NULL, 1, 1, intake_refuse },
	{ "outbox", "list", "", "List mail that goes out, the newest first", NEEDS_DESK, list_options, 0, 0, outbox_list },
	{ "outbox", "show", "ID", "Show how a mail fared", NEEDS_DESK, NULL, 1, 1, outbox_show },
	{ "outbox", "retry", "ID", "Send a mail again that failed, or of which nobody knows", NEEDS_DESK, NULL, 1, 1, outbox_retry },
	{ "outbox", "cancel", "ID", "Take a mail back that still waits", NEEDS_DESK, NULL, 1, 1, outbox_cancel },
	{ .noun = NULL },
};
