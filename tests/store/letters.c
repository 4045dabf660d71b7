#include "letters.h"

#include <string.h>

#include "desk/desk.h"
#include "desk/intake.h"
#include "desk/receive.h"

#define MAILBOX "01900000-0000-7000-8000-0000000000c1"

static GMutex lock;
static GHashTable *posted;	/* raw bytes as text: struct letter * */
static int serial;

static void
add_addresses(GPtrArray *to, const char *addresses)
{
	g_auto(GStrv) all = g_strsplit(addresses, " ", -1);

	for (guint i = 0; all[i] != NULL; i++)
		g_ptr_array_add(to, mail_address_new(NULL, all[i]));
}

static struct inbound_mail *
inbound_of(const struct letter *letter)
{
	struct inbound_mail *mail = inbound_mail_new();
	g_auto(GStrv) answers = g_strsplit(letter->answers != NULL ? letter->answers : "", " ", -1);

	mail->message_id = g_strdup(letter->id);
	for (guint i = 0; answers[i] != NULL && *answers[i] != '\0'; i++)
		g_ptr_array_add(mail->references, g_strdup(answers[i]));
	g_free(mail->subject);
	mail->subject = g_strdup(letter->subject != NULL ? letter->subject : "A question");
	mail->from.address = g_strdup(letter->from);
	mail->from.name = letter->is_nameless ? NULL : g_strdup("Somebody");
	add_addresses(mail->to, letter->to != NULL ? letter->to : "support@support.example");
	if (letter->cc != NULL)
		add_addresses(mail->cc, letter->cc);
	mail->kind = letter->kind;
	mail->bounce = letter->bounce;
	mail->dmarc = g_strdup(letter->dmarc);
	g_free(mail->text);
	g_free(mail->reply);
	mail->text = g_strdup(letter->text != NULL ? letter->text : "How does it work?");
	mail->reply = g_strdup(mail->text);
	if (letter->attachment != NULL) {
		struct inbound_attachment *attachment = g_new0(struct inbound_attachment, 1);

		attachment->filename = g_strdup("plan \"A\".pdf");
		attachment->content_type = g_strdup("application/pdf");
		attachment->size = (int64_t)strlen(letter->attachment);
		g_ptr_array_add(mail->attachments, attachment);
	}
	return mail;
}

void
letters_take_in(struct desk *desk, const struct letter *letters, int n)
{
	g_autofree struct intake_mail *mails = g_new0(struct intake_mail, (gsize)n);
	GError *error = NULL;

	g_mutex_lock(&lock);
	if (posted == NULL)
		posted = g_hash_table_new(g_str_hash, g_str_equal);
	for (int i = 0; i < n; i++) {
		char *raw = g_strdup_printf("letter %d", ++serial);

		g_hash_table_insert(posted, raw, g_memdup2(&letters[i], sizeof letters[i]));
		mails[i] = (struct intake_mail){ .raw = g_bytes_new(raw, strlen(raw)), .fd = -1 };
	}
	g_mutex_unlock(&lock);
	if (desk_intake(desk, MAILBOX, 1, 0, mails, n, &error) != n)
		fail_msg("not taken in: %s", error != NULL ? error->message : "known already");
	for (int i = 0; i < n; i++)
		g_bytes_unref(mails[i].raw);
}

static int
copy(void *user, int part, receive_sink sink, void *sink_user, GError **error)
{
	const struct letter *letter = user;

	(void)part;
	return sink(letter->attachment, strlen(letter->attachment), sink_user, error) ? 1 : -1;
}

static const struct letter *
letter_of(const struct intake_row *row)
{
	gsize length;
	const char *data = g_bytes_get_data(row->raw, &length);
	g_autofree char *raw = g_strndup(data, length);
	const struct letter *letter;

	g_mutex_lock(&lock);
	letter = g_hash_table_lookup(posted, raw);
	g_mutex_unlock(&lock);
	g_assert(letter != NULL);
	return letter;
}

int
letters_receive(struct desk *desk, const char *owner, GError **error)
{
	g_autoptr(GPtrArray) rows = NULL;
	int n = desk_intake_lease(desk, owner, 100, 60, &rows, error), done;
	g_autofree struct received *mails = NULL;

	if (n <= 0)
		return n;
	mails = g_new0(struct received, (gsize)n);
	for (int i = 0; i < n; i++) {
		const struct letter *letter = letter_of(g_ptr_array_index(rows, i));

		mails[i] = (struct received){ g_ptr_array_index(rows, i), inbound_of(letter), copy, (void *)letter };
	}
	done = desk_receive(desk, mails, n, error);
	for (int i = 0; i < n; i++) {
		struct inbound_mail *mail = (struct inbound_mail *)mails[i].mail;

		inbound_mail_free(&mail);
	}
	return done < 0 ? -1 : n;
}

char *
letters_post(struct desk *desk, const struct letter *letters, int n)
{
	GError *error = NULL;

	letters_take_in(desk, letters, n);
	if (letters_receive(desk, "test", &error) != n)
		fail_msg("not received: %s", error != NULL ? error->message : "not all");
	return fixture_sql("SELECT id FROM intake WHERE raw = 'letter %d'", serial - n + 1);
}
