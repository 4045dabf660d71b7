/* Bounces and kinds: facts of any content give a bounce that names its recipients, or none. The facts are the input's
 * blocks, separated by blank lines: headers, text, delivery status, feedback report, original headers. */
#include "email/bounce.h"

#include <string.h>

#include "email/kind.h"
#include "fuzz.h"

enum { HEADERS, TEXT, STATUS, FEEDBACK, ORIGINAL, BLOCKS };

static const char *
value_of(char **headers, const char *name)
{
	gsize length = strlen(name);

	for (; *headers != NULL; headers++)
		if (g_ascii_strncasecmp(*headers, name, length) == 0 && (*headers)[length] == ':')
			return g_strchug(*headers + length + 1);
	return NULL;
}

static const char *
block_of(char **blocks, guint n, guint i)
{
	return i < n && *blocks[i] != '\0' ? blocks[i] : NULL;
}

static void
check_bounce(struct inbound_bounce *bounce)
{
	struct inbound_mail *owner = inbound_mail_new();

	MUST(bounce->recipients->len > 0);
	for (guint i = 0; i < bounce->recipients->len; i++) {
		const struct bounce_recipient *recipient = g_ptr_array_index(bounce->recipients, i);

		MUST_BE_UTF8(recipient->address);
		MUST_BE_UTF8(recipient->diagnostic);
		MUST(recipient->diagnostic == NULL ||
		    (strlen(recipient->diagnostic) <= 500 && strchr(recipient->diagnostic, '\n') == NULL));
		MUST(bounce_reason_word(recipient->reason) != NULL);
	}
	owner->kind = MAIL_BOUNCE;
	owner->bounce = bounce;
	inbound_mail_free(&owner);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autofree char *text = g_utf8_make_valid((const char *)data, (gssize)size);
	g_auto(GStrv) blocks = g_strsplit(text, "\n\n", BLOCKS);
	guint n = g_strv_length(blocks);
	g_auto(GStrv) headers = g_strsplit(n > 0 ? blocks[HEADERS] : "", "\n", 200);
	g_autofree char *why_bounce = NULL, *why_kind = NULL;
	struct bounce_facts facts = { .headers = (const char *const *)headers, .text = block_of(blocks, n, TEXT),
		.delivery_status = block_of(blocks, n, STATUS), .feedback_report = block_of(blocks, n, FEEDBACK),
		.original_headers = block_of(blocks, n, ORIGINAL) };
	struct kind_facts kind = { .headers = (const char *const *)headers, .text = facts.text, .own_host = "platform.example" };
	struct inbound_bounce *bounce;

	facts.from = kind.from = value_of(headers, "From");
	facts.subject = kind.subject = value_of(headers, "Subject");
	facts.return_path = kind.return_path = value_of(headers, "Return-Path");
	facts.content_type = value_of(headers, "Content-Type");
	facts.auto_submitted = value_of(headers, "Auto-Submitted");
	facts.failed_recipients = value_of(headers, "X-Failed-Recipients");
	facts.to = value_of(headers, "To");
	kind.message_id = value_of(headers, "Message-ID");
	bounce = bounce_read(&facts, &why_bounce);
	if (bounce != NULL)
		check_bounce(bounce);
	MUST(mail_kind_word(kind_of(&kind, &why_kind)) != NULL);
	return 0;
}
