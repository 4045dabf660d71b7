#include "email/bounce_parts.h"

#include <string.h>

#define MAX_MESSAGE_ID 998

/* All that is known while one mail is judged. */
struct reading {
	const struct bounce_facts *facts;
	GPtrArray *entries; /* of the machine's forms; empty if there are none */
	struct bounce_text text;
};

static const char *
header(const struct bounce_facts *facts, const char *name)
{
	gsize n = strlen(name);

	for (gsize i = 0; facts->headers != NULL && facts->headers[i] != NULL; i++)
		if (g_ascii_strncasecmp(facts->headers[i], name, n) == 0 && facts->headers[i][n] == ':')
			return facts->headers[i] + n + 1 + strspn(facts->headers[i] + n + 1, " \t");
	return NULL;
}

gboolean
bounce_is_daemon(const char *address, const char *name)
{
	static const char *const locals[] = { "mailer-daemon", "mailerdaemon", "mailer_daemon", "mail-daemon",
		"postmaster", "post_master", "mdaemon", "mail.delivery.system", "mail-delivery-system", "maildelivery",
		"mailsystem", "bounce", "bounces", "bounced", "daemon", "no-reply", "noreply", "no_reply",
		"do-not-reply", "donotreply", "antispam", "mailadmin", "mailadm", "system-administrator" };
	static const char *const names[] = { "mail deliver", "mailer-daemon", "mailer daemon", "postmaster",
		"system administrator", "mail administrator", "mail system", "delivery subsystem", "returned mail",
		"content-filter", "mailer_daemon", "interscan" };
	gsize n = address != NULL ? strcspn(address, "@") : 0;
	g_autofree char *lower = name != NULL ? g_utf8_strdown(name, (gssize)strnlen(name, 200)) : NULL;

	for (gsize i = 0; i < G_N_ELEMENTS(locals); i++)
		if (n == strlen(locals[i]) && g_ascii_strncasecmp(address, locals[i], n) == 0)
			return TRUE;
	if (n > 21 && g_ascii_strncasecmp(address, "microsoftexchange329e", 21) == 0)
		return TRUE; /* Exchange's own sender: this and a digest of the server's name */
	for (gsize i = 0; lower != NULL && i < G_N_ELEMENTS(names); i++)
		if (strstr(lower, names[i]) != NULL)
			return TRUE;
	return FALSE;
}

/* What a list passes on to its members tells of the list's mail, not of ours, whatever it looks like. */
static gboolean
came_through_a_list(const struct bounce_facts *facts)
{
	return (facts->return_path == NULL || *facts->return_path != '\0') &&
	       (header(facts, "List-Post") != NULL || header(facts, "X-BeenThere") != NULL);
}

static gboolean
is_report(const struct bounce_facts *facts)
{
	return facts->content_type != NULL && g_ascii_strncasecmp(facts->content_type, "multipart/report", 16) == 0;
}

/* fml, a list server, writes from the list's administrator. */
static gboolean
is_list_server(const struct bounce_facts *facts)
{
	const char *at = facts->from != NULL ? strchr(facts->from, '@') : NULL;

	return at != NULL && at - facts->from > 6 && g_ascii_strncasecmp(at - 6, "-admin", 6) == 0 &&
	       header(facts, "X-MLServer") != NULL;
}

static gboolean
says_auto_submitted(const struct bounce_facts *facts)
{
	return facts->auto_submitted != NULL && *facts->auto_submitted != '\0' &&
	       g_ascii_strncasecmp(facts->auto_submitted, "no", 2) != 0;
}

static gboolean
is_from_mail_system(const struct bounce_facts *facts)
{
	return is_report(facts) || (facts->return_path != NULL && *facts->return_path == '\0') ||
	       bounce_is_daemon(facts->return_path, NULL) || bounce_is_daemon(facts->from, facts->from_name) ||
	       is_list_server(facts);
}

static gboolean
is_automatic(const struct bounce_facts *facts)
{
	return is_from_mail_system(facts) || says_auto_submitted(facts) || facts->from == NULL || *facts->from == '\0';
}

/* A subject alone says little: some gateways put "Re:" before ours. */
static gboolean
is_answer_or_forward(const struct bounce_facts *facts)
{
	static const char *const answers[] = { "re:", "aw:", "sv:", "rv:", "antw:", "res:" };
	static const char *const forwards[] = { "fw:", "fwd:", "wg:", "tr:", "enc:", "i:" };
	gboolean answer = FALSE, forward = FALSE;

	for (gsize i = 0; facts->subject != NULL && i < G_N_ELEMENTS(answers); i++)
		answer = answer || g_ascii_strncasecmp(facts->subject, answers[i], strlen(answers[i])) == 0;
	for (gsize i = 0; facts->subject != NULL && i < G_N_ELEMENTS(forwards); i++)
		forward = forward || g_ascii_strncasecmp(facts->subject, forwards[i], strlen(forwards[i])) == 0;
	return forward || (answer && (header(facts, "In-Reply-To") != NULL || header(facts, "References") != NULL));
}

static gboolean
succeeded(const struct bounce_entry *entry)
{
	return entry->action != NULL &&
	       (strcmp(entry->action, "delivered") == 0 || strcmp(entry->action, "relayed") == 0 ||
		   strcmp(entry->action, "expanded") == 0);
}

/* Forgets the recipients who got the mail. FALSE if that leaves none: then this is a receipt, not a bounce. */
static gboolean
drop_successes(GPtrArray *entries)
{
	guint before = entries->len;

	for (guint i = entries->len; i > 0; i--)
		if (succeeded(g_ptr_array_index(entries, i - 1)))
			g_ptr_array_remove_index(entries, i - 1);
	return before == 0 || entries->len > 0;
}

static struct bounce_entry *
text_entry(const struct reading *reading, const char *address)
{
	for (guint i = 0; i < reading->text.entries->len; i++) {
		struct bounce_entry *entry = g_ptr_array_index(reading->text.entries, i);

		if (address != NULL && g_ascii_strcasecmp(entry->address, address) == 0)
			return entry;
	}
	return NULL;
}

static char *
clean_message_id(const char *value)
{
	const char *start, *end;
	g_autofree char *id = NULL;

	if (value == NULL)
		return NULL;
	start = strchr(value, '<');
	start = start != NULL ? start + 1 : value + strspn(value, " \t");
	end = start + strcspn(start, "> \t\r\n\"");
	if (end == start || end - start > MAX_MESSAGE_ID)
		return NULL;
	id = g_utf8_make_valid(start, end - start);
	return g_steal_pointer(&id);
}

static char *
original_message_id(const struct reading *reading)
{
	const char *places[] = { reading->facts->original_headers, reading->text.returned, reading->text.own };
	char *id = NULL;

	for (gsize i = 0; i < G_N_ELEMENTS(places) && id == NULL; i++) {
		g_autofree char *value = places[i] != NULL ? bounce_field(places[i], "Message-ID") : NULL;

		id = clean_message_id(value);
	}
	return id != NULL ? id : clean_message_id(header(reading->facts, "In-Reply-To"));
}

/* Adds the addresses of X-Failed-Recipients, which Exim and Google write; they name whom the text may paraphrase. */
static void
add_failed_recipients(GPtrArray *entries, const struct bounce_facts *facts)
{
	const char *start, *end;

	for (const char *p = facts->failed_recipients; p != NULL && bounce_next_address(p, &start, &end); p = end) {
		g_autofree char *address = g_utf8_make_valid(start, end - start);

		bounce_entries_get(entries, address);
	}
}

/* To of the returned message, when nothing else names the recipient. */
static char *
original_to(const struct reading *reading)
{
	const char *places[] = { reading->facts->original_headers, reading->text.returned };
	static const char *const names[] = { "X-Failed-Recipients", "To", "X-Original-To", "Envelope-To",
		"Delivered-To" };

	for (gsize i = 0; i < G_N_ELEMENTS(places); i++)
		for (gsize j = 0; places[i] != NULL && j < G_N_ELEMENTS(names); j++) {
			g_autofree char *value = bounce_field(places[i], names[j]);
			char *address = value != NULL ? bounce_first_address(value) : NULL;

			if (address != NULL)
				return address;
		}
	return NULL;
}

static void
name_the_nameless(struct reading *reading)
{
	for (guint i = 0; i < reading->entries->len; i++) {
		struct bounce_entry *entry = g_ptr_array_index(reading->entries, i);

		if (entry->address != NULL)
			continue;
		if (i < reading->text.entries->len)
			entry->address =
			    g_strdup(((struct bounce_entry *)g_ptr_array_index(reading->text.entries, i))->address);
		else
			entry->address = original_to(reading);
	}
}

/* Gives each entry of a form what the sentences say of the same recipient. */
static void
add_context(struct reading *reading)
{
	for (guint i = 0; i < reading->entries->len; i++) {
		struct bounce_entry *entry = g_ptr_array_index(reading->entries, i),
				    *said = text_entry(reading, entry->address);

		if (said == NULL || said == entry)
			continue;
		bounce_append(entry->context, said->context->str);
		if (entry->stage == STAGE_UNKNOWN)
			entry->stage = said->stage;
	}
}

/* Who failed: by the form, else by X-Failed-Recipients, else by the sentences, else by the returned message. */
static void
settle_recipients(struct reading *reading)
{
	if (reading->entries->len == 0)
		add_failed_recipients(reading->entries, reading->facts);
	if (reading->entries->len == 0) {
		GPtrArray *sentences = reading->text.entries;

		reading->text.entries = reading->entries;
		reading->entries = sentences;
	}
	if (reading->entries->len == 0)
		bounce_entries_get(reading->entries, NULL); /* named below, or nobody is */
	name_the_nameless(reading);
	add_context(reading);
}

/* A mail from a machine whose sentences say that something was not delivered. */
static gboolean
tells_of_a_failure(const struct reading *reading)
{
	g_autofree char *subject = bounce_words_fold(reading->facts->subject);
	gboolean daemon = is_from_mail_system(reading->facts);
	gboolean titled = bounce_words_subject(subject), said = bounce_words_report(reading->text.words);

	if (!is_automatic(reading->facts) || is_answer_or_forward(reading->facts))
		return FALSE;
	if (reading->facts->failed_recipients != NULL && *reading->facts->failed_recipients != '\0')
		return TRUE;
	return (said && titled) || (daemon && said && bounce_words_mean(reading->text.words) != MEANS_NOTHING) ||
	       (daemon && titled &&
		   (reading->text.entries->len > 0 || *reading->text.returned != '\0' ||
		       reading->facts->original_headers != NULL));
}

static const char *
embedded_status(const char *own)
{
	static const char *const firsts[] = { "\nReporting-MTA:", "\nFinal-Recipient:", "\nOriginal-Recipient:" };
	const char *first = NULL;

	for (gsize i = 0; i < G_N_ELEMENTS(firsts); i++) {
		const char *at = strstr(own, firsts[i]);

		if (at != NULL && (first == NULL || at < first))
			first = at;
	}
	return first != NULL ? first + 1 : NULL;
}

/* A form within the text, where a mail system lost its MIME; in the returned part, if a gateway returned another's
 * report, but only when the sentences before it say nothing. FALSE if it says that all was delivered. */
static gboolean
read_embedded(struct reading *reading)
{
	const char *form = embedded_status(reading->text.own);

	if (form == NULL && bounce_words_mean(reading->text.words) == MEANS_NOTHING)
		form = embedded_status(reading->text.returned);
	if (form == NULL)
		return TRUE;
	bounce_report_status(reading->entries, form);
	return drop_successes(reading->entries);
}

/* 1 and what told us, or 0: no bounce. */
static int
read_failure(struct reading *reading, const char **why_r)
{
	const struct bounce_facts *facts = reading->facts;
	gboolean receipt = FALSE;

	if (facts->delivery_status != NULL && is_from_mail_system(facts)) {
		bounce_report_status(reading->entries, facts->delivery_status);
		receipt = !drop_successes(reading->entries);
		*why_r = "message/delivery-status";
		if (reading->entries->len > 0)
			return 1;
	}
	if (receipt)
		return 0;
	if (facts->delivery_status != NULL && is_report(facts))
		return 1; /* an empty form: the sentences and the returned message have to tell */
	if (!tells_of_a_failure(reading))
		return 0;
	*why_r = facts->failed_recipients != NULL ? "X-Failed-Recipients" : "text of a delivery failure";
	return read_embedded(reading);
}

static int
read_complaint(struct reading *reading, const char **why_r)
{
	const struct bounce_facts *facts = reading->facts;

	if (facts->feedback_report != NULL) {
		*why_r = "message/feedback-report";
		bounce_report_feedback(reading->entries, facts->feedback_report);
	} else if (facts->original_headers != NULL && facts->subject != NULL &&
		   g_str_has_prefix(facts->subject + strspn(facts->subject, " "), "complaint about message from")) {
		*why_r = "complaint about a message"; /* Hotmail's programme, older than RFC 5965 */
		bounce_report_feedback(reading->entries, facts->original_headers);
	} else {
		return 0;
	}
	if (reading->entries->len == 0) {
		g_autofree char *to = original_to(reading);

		bounce_entries_get(reading->entries, to);
	}
	return 1;
}

static struct inbound_bounce *
result(const struct reading *reading, gboolean complaint)
{
	struct inbound_bounce *bounce = inbound_bounce_new();

	if (reading->entries->len == 0)
		bounce_entries_get(reading->entries, NULL);
	for (guint i = 0; i < reading->entries->len; i++) {
		struct bounce_recipient *recipient =
		    bounce_judge(g_ptr_array_index(reading->entries, i), &reading->text, reading->entries->len == 1);

		if (complaint) {
			recipient->reason = BOUNCE_COMPLAINT;
			recipient->hard = FALSE;
		}
		g_ptr_array_add(bounce->recipients, recipient);
	}
	bounce->original_message_id = original_message_id(reading);
	return bounce;
}

struct inbound_bounce *
bounce_read(const struct bounce_facts *facts, char **reason_r)
{
	const char *skip[3] = { NULL }, *why = NULL;
	struct reading reading = { .facts = facts };
	struct inbound_bounce *bounce = NULL;
	gboolean complaint = FALSE;
	gsize n = 0;

	/* Nearly all mail is none by its header alone, and is not searched for words. */
	if (came_through_a_list(facts) ||
	    (!is_automatic(facts) && facts->original_headers == NULL && facts->feedback_report == NULL))
		return NULL;
	if (facts->to != NULL)
		skip[n++] = facts->to;
	if (facts->from != NULL)
		skip[n++] = facts->from;
	reading.entries = bounce_entries_new();
	bounce_text_read(facts->text != NULL ? facts->text : "", skip, &reading.text);
	if (read_complaint(&reading, &why)) {
		complaint = TRUE;
		bounce = result(&reading, TRUE);
	} else if (is_automatic(facts) && bounce_report_json(reading.entries, reading.text.own, &complaint)) {
		why = "notification of Amazon SES";
		bounce = result(&reading, complaint);
	} else if (read_failure(&reading, &why)) {
		settle_recipients(&reading);
		bounce = result(&reading, FALSE);
	}
	if (bounce != NULL)
		*reason_r = g_strdup(why);
	bounce_text_clear(&reading.text);
	g_ptr_array_unref(reading.entries);
	return bounce;
}
