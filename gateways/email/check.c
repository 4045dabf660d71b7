#include "email/check.h"

#include <json-c/json.h>
#include <stdio.h>
#include <string.h>

#include "base/fault.h"
#include "conf/conf.h"
#include "desk/desk.h"
#include "desk/mailbox.h"
#include "email/imap.h"
#include "email/smtp.h"

#define EXIT_WANTING 3

static const struct {
	const char *fault, *fix;
} fixes[] = {
	{ "certificate-untrusted", "Name the root that signed its certificate in email.ca_file, or have it signed by a known one." },
	{ "certificate-wrong-host", "Use the host name that its certificate is for." },
	{ "certificate-expired", "Renew the server's certificate." },
	{ "login-refused", "Check the user, and the secret that supportd.conf names for it." },
	{ "login-not-offered", "The server wants another kind of login: see --auth of `supportctl mailbox set`." },
	{ "starttls-not-offered", "Use the port where TLS begins at once, with tls, or have STARTTLS switched on." },
	{ "folder-unavailable", "Make the folder on the server, or name another: supportctl mailbox set NAME --folder FOLDER." },
	{ "plaintext-refused", "Use tls or starttls." },
	{ "no-such-secret", "Add it under `secrets` in supportd.conf." },
	{ "secret-unavailable", "Let supportd-email's user read its file." },
	{ "host-unknown", "Check the host name, and that a resolver answers here." },
	{ "connection-refused", "Check host and port, and that no firewall stands between." },
};

static const char *
fix_of(const char *fault)
{
	for (size_t i = 0; i < G_N_ELEMENTS(fixes); i++)
		if (strcmp(fixes[i].fault, fault) == 0)
			return fixes[i].fix;
	return "Look at the server's own log.";
}

static gboolean
tell(const char *what, const GError *error, const char *detail)
{
	struct json_object *line = json_object_new_object();

	json_object_object_add(line, "check", json_object_new_string(what));
	json_object_object_add(line, "ok", json_object_new_boolean(error == NULL));
	json_object_object_add(line, "detail", json_object_new_string(error != NULL ? error->message : detail));
	json_object_object_add(line, "fix", error != NULL ? json_object_new_string(fix_of(fault_name(error))) : NULL);
	puts(json_object_to_json_string_ext(line, JSON_C_TO_STRING_PLAIN));
	fflush(stdout);
	json_object_put(line);
	return error == NULL;
}

static gboolean
check_mailbox(const struct conf *conf, const struct mailbox *mailbox)
{
	g_autofree char *what = g_strdup_printf("IMAP %s", mailbox->name), *detail = NULL;
	g_autoptr(GError) error = NULL;
	struct imap *imap = imap_open(conf, mailbox, &error);

	if (imap != NULL)
		detail = g_strdup_printf("%s@%s, folder %s, %s", mailbox->imap_user, mailbox->imap_host, mailbox->folder,
		    imap_can_idle(imap) ? "IDLE" : "no IDLE: it is polled");
	imap_close(&imap);
	return tell(what, error, detail);
}

static gboolean
check_mailboxes(const struct conf *conf)
{
	g_autoptr(GError) error = NULL;
	struct desk *desk = desk_open(conf, &error);
	g_autoptr(GPtrArray) mailboxes = desk != NULL ? desk_mailboxes(desk, TRUE, &error) : NULL;
	gboolean is_well = mailboxes != NULL || tell("mailboxes", error, NULL);

	for (guint i = 0; mailboxes != NULL && i < mailboxes->len; i++)
		is_well = check_mailbox(conf, g_ptr_array_index(mailboxes, i)) && is_well;
	desk_free(&desk);
	return is_well;
}

static gboolean
check_smtp(const struct conf *conf)
{
	g_autoptr(GError) error = NULL;
	struct smtp *smtp = smtp_new();
	int answers = smtp_check(smtp, conf, &error);

	smtp_free(&smtp);
	return tell("SMTP", answers < 0 ? error : NULL, conf->email.smtp_url);
}

int
check_run(const struct conf *conf)
{
	gboolean mailboxes_are_well = check_mailboxes(conf);

	return check_smtp(conf) && mailboxes_are_well ? 0 : EXIT_WANTING;
}
