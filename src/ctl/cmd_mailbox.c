/* mailbox: which mailboxes are watched, and how they are doing. */
#include <stdio.h>
#include <string.h>

#include "base/fault.h"
#include "base/uuid.h"
#include "ctl/families.h"
#include "ctl/words.h"
#include "desk/desk.h"
#include "desk/mailbox.h"
#include "desk/provision.h"

static struct {
	char *address, *display_name, *aliases, *language, *host, *security, *user, *auth, *secret, *folder, *after, *move_to, *authserv;
	int port;
	gboolean no_ack, ack, disable, enable;
} given = { .port = -1 };

#define OPTION(word, type, member, help, argument) { word, 0, 0, type, &given.member, help, argument }

static const GOptionEntry *
mailbox_options(void)
{
	static const GOptionEntry options[] = {
		OPTION("address", G_OPTION_ARG_STRING, address, "The address that customers write to", "ADDRESS"),
		OPTION("display-name", G_OPTION_ARG_STRING, display_name, "The name that our mail bears", "NAME"),
		OPTION("aliases", G_OPTION_ARG_STRING, aliases, "Other addresses that arrive here", "ADDRESS,…"),
		OPTION("language", G_OPTION_ARG_STRING, language, "Language of what we write ourselves (en)", "CODE"),
		OPTION("imap-host", G_OPTION_ARG_STRING, host, "The IMAP server", "HOST"),
		OPTION("imap-port", G_OPTION_ARG_INT, port, "Its port (993)", "N"),
		OPTION("imap-security", G_OPTION_ARG_STRING, security, "tls (as it is), starttls or none", "WORD"),
		OPTION("imap-user", G_OPTION_ARG_STRING, user, "Who we are there", "USER"),
		OPTION("auth", G_OPTION_ARG_STRING, auth, "password (as it is) or xoauth2", "WORD"),
		OPTION("secret", G_OPTION_ARG_STRING, secret, "Name of the password or token under `secrets` in supportd.conf", "NAME"),
		OPTION("folder", G_OPTION_ARG_STRING, folder, "The folder that is watched (INBOX)", "FOLDER"),
		OPTION("after-intake", G_OPTION_ARG_STRING, after, "What becomes of a mail on the server: seen, move or none", "WORD"),
		OPTION("move-to", G_OPTION_ARG_STRING, move_to, "Where it is moved to", "FOLDER"),
		OPTION("trusted-authserv", G_OPTION_ARG_STRING, authserv, "Whose Authentication-Results are believed (RFC 8601)", "ID"),
		OPTION("no-ack", G_OPTION_ARG_NONE, no_ack, "Send no acknowledgements", NULL),
		OPTION("ack", G_OPTION_ARG_NONE, ack, "Send acknowledgements", NULL),
		OPTION("disable", G_OPTION_ARG_NONE, disable, "Do not watch it", NULL),
		OPTION("enable", G_OPTION_ARG_NONE, enable, "Watch it", NULL),
		{ NULL },
	};

	return options;
}

static const GOptionEntry *
list_options(void)
{
	static const GOptionEntry options[] = { CTL_LIST_OPTIONS, { NULL } };

	return options;
}

static const struct column columns[] = { { "NAME", "name", 20 }, { "ADDRESS", "address", 40 }, { "SERVER", "imap_host", 32 },
	{ "STATE", "state", 0 }, { "SINCE", "state_at", 0 }, { "DETAIL", "state_detail", 60 }, { NULL, NULL, 0 } };

static int
put(struct ctl *ctl, const char *id, const char *name, GError **error)
{
	g_auto(GStrv) aliases = ctl_split(given.aliases);
	const struct mailbox_put mailbox = { .id = id, .name = name, .address = given.address, .display_name = given.display_name,
		.language = given.language, .imap_host = given.host, .imap_security = given.security, .imap_user = given.user, .auth = given.auth,
		.secret = given.secret, .folder = given.folder, .after_intake = given.after, .move_to = given.move_to,
		.trusted_authserv = given.authserv, .aliases = (const char *const *)aliases, .imap_port = given.port,
		.sends_ack = given.no_ack ? 0 : given.ack ? 1 : -1, .is_enabled = given.disable ? 0 : given.enable ? 1 : -1 };

	return ctl_print_one(ctl, desk_mailbox_put(ctl->desk, ctl_actor(), &mailbox, error), columns);
}

static int
mailbox_add(struct ctl *ctl, int n, char **words, GError **error)
{
	struct uuid id = uuid_new();

	(void)n;
	return put(ctl, id.text, words[0], error);
}

int
ctl_mailbox_id(struct ctl *ctl, const char *name, char *id_r, GError **error)
{
	g_autoptr(GPtrArray) mailboxes = desk_mailboxes(ctl->desk, FALSE, error);

	if (mailboxes == NULL)
		return -1;
	for (guint i = 0; i < mailboxes->len; i++) {
		const struct mailbox *mailbox = g_ptr_array_index(mailboxes, i);

		if (strcmp(mailbox->name, name) == 0) {
			g_strlcpy(id_r, mailbox->id, UUID_LENGTH + 1);
			return 1;
		}
	}
	fault_set(error, FAULT_NOT_FOUND, "no-such-mailbox", NULL, "There is no mailbox `%s`; `supportctl mailbox list` shows them.", name);
	return -1;
}

static int
mailbox_set(struct ctl *ctl, int n, char **words, GError **error)
{
	char id[UUID_LENGTH + 1];

	(void)n;
	return ctl_mailbox_id(ctl, words[0], id, error) < 0 ? -1 : put(ctl, id, NULL, error);
}

static int
mailbox_list(struct ctl *ctl, int n, char **words, GError **error)
{
	struct page page = { NULL, NULL };

	(void)n;
	(void)words;
	if (desk_provisioned_page(ctl->desk, ctl_actor(), PROVISIONED_MAILBOX, NULL, NULL, ctl_limit, ctl_cursor, &page, error) < 0)
		return -1;
	return ctl_print_page(ctl, &page, columns,
	    "No mailbox is watched yet: supportctl mailbox add support --address support@… --imap-host … --imap-user … --secret …");
}

const struct command mailbox_commands[] = {
	{ "mailbox", "add", "NAME", "Watch a mailbox; supportd-email takes it up within seconds", NEEDS_DESK, mailbox_options, 1, 1, mailbox_add },
	{ "mailbox", "set", "NAME", "Change a mailbox", NEEDS_DESK, mailbox_options, 1, 1, mailbox_set },
	{ "mailbox", "list", "", "List mailboxes and how they are doing", NEEDS_DESK, list_options, 0, 0, mailbox_list },
	{ .noun = NULL },
};
