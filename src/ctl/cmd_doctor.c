/* doctor - looks at everything that supportd needs, and says what to fix. */
#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

#include "base/fault.h"
#include "conf/conf.h"
#include "ctl/ctl.h"
#include "ctl/dns.h"
#include "ctl/families.h"
#include "desk/desk.h"
#include "desk/mailbox.h"
#include "desk/setup.h"

#define EXIT_WANTING 3
#define CLOCK_MOST_MS 2000
#define DISK_LEAST_MB 1024

enum verdict { FINE, DOUBTFUL, WRONG, UNKNOWN };

struct findings {
	const struct ctl *ctl;
	struct json_object *items;
	int wrong;
};

static char *dkim_selector;

static const GOptionEntry *
doctor_options(void)
{
	static const GOptionEntry options[] = {
		{ "dkim-selector", 0, 0, G_OPTION_ARG_STRING, &dkim_selector, "Look for the DKIM key under this selector", "NAME" },
		{ NULL },
	};

	return options;
}

static void
found(struct findings *findings, enum verdict verdict, const char *what, const char *detail, const char *fix)
{
	static const char *const words[] = { [FINE] = "ok", [DOUBTFUL] = "doubtful", [WRONG] = "wrong", [UNKNOWN] = "unknown" };
	static const char *const marks[] = { [FINE] = "  ok      ", [DOUBTFUL] = "  doubtful", [WRONG] = "! WRONG   ", [UNKNOWN] = "  unknown " };
	struct json_object *item = json_object_new_object();

	findings->wrong += verdict == WRONG;
	json_object_object_add(item, "check", json_object_new_string(what));
	json_object_object_add(item, "verdict", json_object_new_string(words[verdict]));
	json_object_object_add(item, "detail", json_object_new_string(detail));
	json_object_object_add(item, "fix", fix != NULL ? json_object_new_string(fix) : NULL);
	json_object_array_add(findings->items, item);
	if (findings->ctl->json)
		return;
	printf("%s  %-22s %s\n", marks[verdict], what, detail);
	if (verdict != FINE && fix != NULL)
		printf("%36s-> %s\n", "", fix);
	fflush(stdout);
}

static void
check_database(struct findings *findings)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *version = NULL, *detail = NULL, *clock = NULL;
	gint64 clock_ms = 0;

	if (setup_check_database(findings->ctl->conf, &clock_ms, &version, &error) < 0) {
		found(findings, WRONG, "database", error->message,
		    strcmp(fault_name(error), "schema-older") == 0 ? "Run `supportctl migrate`." : "See `database` in supportd.conf(5).");
		return;
	}
	detail = g_strdup_printf("PostgreSQL %s, schema up to date", version);
	found(findings, atoi(version) >= 15 ? FINE : WRONG, "database", detail, "supportd needs PostgreSQL 15 or newer.");
	clock = g_strdup_printf("%+" G_GINT64_FORMAT " ms from the database's", clock_ms);
	found(findings, ABS(clock_ms) <= CLOCK_MOST_MS ? FINE : WRONG, "clock", clock, "Run an NTP client, such as systemd-timesyncd, on both hosts.");
}

static void
check_redis(struct findings *findings)
{
	g_autoptr(GError) error = NULL;

	if (setup_check_redis(findings->ctl->conf, &error) > 0)
		found(findings, FINE, "redis", "answers", NULL);
	else
		found(findings, WRONG, "redis", error->message, "See `redis` in supportd.conf(5). Nothing is lost meanwhile; chats wait.");
}

static void
check_rules(struct findings *findings)
{
	g_autoptr(GError) error = NULL;

	if (setup_check_rules(findings->ctl->conf, &error) > 0)
		found(findings, FINE, "rules", findings->ctl->conf->rules_dir, NULL);
	else
		found(findings, WRONG, "rules", error->message, "Mend that line; `supportctl check` reads them again.");
}

static void
check_disk(struct findings *findings)
{
	struct statvfs volume;
	g_autofree char *detail = NULL;
	const char *directory = g_get_tmp_dir();
	guint64 free_mb;

	if (statvfs(directory, &volume) < 0)
		return;
	free_mb = (guint64)volume.f_bavail * volume.f_frsize / (1024 * 1024);
	detail = g_strdup_printf("%" G_GUINT64_FORMAT " MB free in %s, where large mails are spooled", free_mb, directory);
	found(findings, free_mb >= DISK_LEAST_MB ? FINE : WRONG, "disk", detail, "Make room, or set TMPDIR to a larger volume.");
}

static void
check_secrets(struct findings *findings)
{
	const struct conf *conf = findings->ctl->conf;

	for (guint i = 0; i < conf->secrets->len; i++) {
		const struct conf_secret *secret = g_ptr_array_index(conf->secrets, i);
		g_autofree char *what = g_strdup_printf("secret %s", secret->name), *value = NULL;
		g_autoptr(GError) error = NULL;
		struct stat info;

		value = conf_secret(conf, secret->name, &error);
		if (value == NULL)
			found(findings, WRONG, what, error->message, "Write the secret into that file, readable by its program's user only.");
		else if (secret->file != NULL && stat(secret->file, &info) == 0 && (info.st_mode & 077) != 0)
			found(findings, DOUBTFUL, what, "others may read its file", "chmod 600 it.");
		else
			found(findings, FINE, what, "can be read", NULL);
		if (value != NULL)
			conf_wipe(g_steal_pointer(&value));
	}
}

static void
check_record(struct findings *findings, const char *domain, const char *what, const char *name, const char *prefix, const char *fix)
{
	g_autofree char *title = g_strdup_printf("%s %s", what, domain), *text = NULL;

	switch (dns_txt(name, prefix, &text)) {
	case DNS_FOUND:
		found(findings, FINE, title, text, NULL);
		break;
	case DNS_NOTHING:
		found(findings, WRONG, title, "no such record", fix);
		break;
	case DNS_NO_RESOLVER:
		found(findings, UNKNOWN, title, "no resolver answers here", "Look it up from a host with DNS.");
		break;
	}
}

static void
check_dkim(struct findings *findings, const char *domain)
{
	static const char *const common[] = { "default", "mail", "dkim", "google", "selector1", "s1", "k1", NULL };
	const char *const given[] = { dkim_selector, NULL }, *const *selectors = dkim_selector != NULL ? given : common;
	g_autofree char *title = g_strdup_printf("DKIM %s", domain);
	enum dns_answer answer = DNS_NOTHING;

	for (; *selectors != NULL && answer == DNS_NOTHING; selectors++) {
		g_autofree char *name = g_strdup_printf("%s._domainkey.%s", *selectors, domain), *text = NULL;

		answer = dns_txt(name, "", &text);
		if (answer == DNS_FOUND)
			found(findings, FINE, title, name, NULL);
	}
	if (answer == DNS_NOTHING)
		found(findings, dkim_selector != NULL ? WRONG : DOUBTFUL, title, "no key under the selectors that were tried",
		    "Publish the key of the server that sends for you; name its selector with --dkim-selector.");
	else if (answer == DNS_NO_RESOLVER)
		found(findings, UNKNOWN, title, "no resolver answers here", "Look it up from a host with DNS.");
}

static void
check_domain(struct findings *findings, const char *address)
{
	const char *at = strrchr(address, '@');
	g_autofree char *dmarc = NULL;

	if (at == NULL || strchr(at, '.') == NULL)
		return;
	dmarc = g_strdup_printf("_dmarc.%s", at + 1);
	check_record(findings, at + 1, "SPF", at + 1, "v=spf1", "Publish a TXT record \"v=spf1 … -all\" that names the servers which send for you.");
	check_record(findings, at + 1, "DMARC", dmarc, "v=DMARC1", "Publish a TXT record \"v=DMARC1; p=quarantine; rua=mailto:…\".");
	check_dkim(findings, at + 1);
}

/* supportd-email itself logs in to each mailbox and to the SMTP server, as it would at work, and prints a JSON line each. */
static void
check_mail_servers(struct findings *findings)
{
	g_autofree char *self = g_file_read_link("/proc/self/exe", NULL), *out = NULL;
	g_autofree char *directory = self != NULL ? g_path_get_dirname(self) : g_strdup(".");
	const char *const places[] = { "../sbin/supportd-email", "supportd-email", "../../gateways/email/supportd-email", NULL };
	g_auto(GStrv) lines = NULL;
	g_autoptr(GError) error = NULL;

	for (const char *const *place = places; *place != NULL && out == NULL; place++) {
		g_autofree char *binary = g_build_filename(directory, *place, NULL);
		char *argv[] = { binary, (char *)"--check", (char *)"--config", (char *)findings->ctl->config, NULL };

		g_clear_error(&error);
		if (g_file_test(binary, G_FILE_TEST_IS_EXECUTABLE))
			g_spawn_sync(NULL, argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, &out, NULL, NULL, &error);
	}
	if (out == NULL) {
		found(findings, UNKNOWN, "mail servers", error != NULL ? error->message : "supportd-email is not installed beside supportctl", NULL);
		return;
	}
	lines = g_strsplit(out, "\n", -1);
	for (char **line = lines; *line != NULL; line++) {
		struct json_object *item = json_tokener_parse(*line), *what = NULL, *ok = NULL, *detail = NULL, *fix = NULL;

		if (item != NULL && json_object_object_get_ex(item, "check", &what) && json_object_object_get_ex(item, "ok", &ok) &&
		    json_object_object_get_ex(item, "detail", &detail)) {
			json_object_object_get_ex(item, "fix", &fix);
			found(findings, json_object_get_boolean(ok) ? FINE : WRONG, json_object_get_string(what), json_object_get_string(detail),
			    fix != NULL ? json_object_get_string(fix) : NULL);
		}
		json_object_put(item);
	}
}

static void
check_mailboxes(struct findings *findings)
{
	g_autoptr(GError) error = NULL;
	struct desk *desk = desk_open(findings->ctl->conf, &error);
	g_autoptr(GPtrArray) mailboxes = desk != NULL ? desk_mailboxes(desk, TRUE, &error) : NULL;

	if (mailboxes == NULL)
		found(findings, WRONG, "mailboxes", error->message, NULL);
	else if (mailboxes->len == 0)
		found(findings, DOUBTFUL, "mailboxes", "there are none", "Add one: supportctl mailbox add support --address support@… --imap-host …");
	for (guint i = 0; mailboxes != NULL && i < mailboxes->len; i++)
		check_domain(findings, ((const struct mailbox *)g_ptr_array_index(mailboxes, i))->address);
	desk_free(&desk);
}

static int
doctor(struct ctl *ctl, int n, char **words, GError **error)
{
	struct findings findings = { .ctl = ctl, .items = json_object_new_array() };
	struct json_object *all = json_object_new_object();

	(void)n;
	(void)words;
	(void)error;
	found(&findings, FINE, "configuration", ctl->config, NULL);
	check_rules(&findings);
	check_secrets(&findings);
	check_database(&findings);
	check_redis(&findings);
	check_disk(&findings);
	if (findings.wrong == 0) {
		check_mail_servers(&findings);
		check_mailboxes(&findings);
	}
	json_object_object_add(all, "items", findings.items);
	if (ctl->json)
		puts(json_object_to_json_string_ext(all, JSON_C_TO_STRING_PRETTY));
	else
		puts(findings.wrong == 0 ? "\nNothing is wrong." : "\nMend what is wrong, then ask again.");
	json_object_put(all);
	return findings.wrong == 0 ? 0 : EXIT_WANTING;
}

const struct command doctor_commands[] = {
	{ "doctor", NULL, "", "Look at everything that supportd needs, and say what to fix", NEEDS_CONF, doctor_options, 0, 0, doctor },
	{ .noun = NULL },
};
