#include <string.h>

#include "conf/conf.h"
#include "desk/receive_batch.h"
#include "model/address.h"

char *
batch_delivery_key(const struct batch_mail *mail)
{
	return g_strdup_printf("%s\n%s\n%s", mail->message_id, mail->sender != NULL ? mail->sender->key : "", mail->digest);
}

/* Is it another delivery of a mail that we have? Notes of which. */
static gboolean
is_another_delivery(struct batch *batch, struct batch_mail *mail)
{
	g_autofree char *key = NULL;
	const struct stored_delivery *stored;

	if (mail->message_id == NULL)
		return FALSE;
	key = batch_delivery_key(mail);
	mail->same_as = g_hash_table_lookup(batch->deliveries, key);
	stored = g_hash_table_lookup(batch->stored_deliveries, key);
	if (stored != NULL) {
		mail->same_message = stored->message;
		mail->same_ticket = stored->ticket;
	}
	if (mail->same_as == NULL && stored == NULL) {
		g_hash_table_insert(batch->deliveries, g_steal_pointer(&key), mail);
		return FALSE;
	}
	return TRUE;
}

static gboolean
is_dmarc(const struct batch_mail *mail, const char *result)
{
	return mail->mail->dmarc != NULL && g_ascii_strcasecmp(mail->mail->dmarc, result) == 0;
}

/* One of ours is known everywhere, if it is surely them: an agent's address is no secret. */
static struct landing_candidate
candidate(const struct batch *batch, struct batch_ticket *ticket, const struct batch_mail *mail)
{
	const struct person *sender = mail->sender;
	gboolean is_agent = sender != NULL && sender->agent_id != NULL && is_dmarc(mail, "pass");
	const struct company *company = sender != NULL ? person_company(batch, sender) : NULL;
	gboolean knows;

	if (ticket == NULL)
		return (struct landing_candidate){ .ticket = NULL };
	knows = sender != NULL && (g_hash_table_contains(ticket->participants, sender->key) || is_agent ||
	    (company != NULL && ticket->builder_id != NULL && strcmp(company->builder_id, ticket->builder_id) == 0));
	return (struct landing_candidate){ .ticket = &ticket->facts, .knows_sender = knows };
}

static struct batch_ticket *
by_number(const struct batch *batch, int64_t number)
{
	gint64 key = number;

	return number > 0 ? batch_ticket_home(batch, g_hash_table_lookup(batch->numbers, &key)) : NULL;
}

static struct batch_ticket *
by_address(const struct batch *batch, const struct batch_mail *mail)
{
	gint64 key = mail->address_number;
	const char *id = key > 0 ? g_hash_table_lookup(batch->numbers, &key) : NULL;

	if (id == NULL || !reply_address_holds(batch->conf->secret, id, mail->address_sign))
		return NULL;
	return batch_ticket_home(batch, id);
}

/* The nearest relative that is known: the mail that it answers, if that is there; else a mail that answered it before it came; else
 * of all that it refers to the nearest. */
static struct batch_ticket *
by_reference(const struct batch *batch, const struct batch_mail *mail)
{
	const struct batch_reference *reference = NULL, *child = NULL;

	if (mail->ancestors->len > 0)
		reference = g_hash_table_lookup(batch->references, g_ptr_array_index(mail->ancestors, 0));
	if (reference != NULL && (reference->has_message || reference->is_held))
		return reference->ticket;
	if (mail->message_id != NULL)
		child = g_hash_table_lookup(batch->references, mail->message_id);
	if (child != NULL)
		return child->ticket;
	for (guint i = 0; i < mail->ancestors->len && reference == NULL; i++)
		reference = g_hash_table_lookup(batch->references, g_ptr_array_index(mail->ancestors, i));
	return reference != NULL ? reference->ticket : NULL;
}

static struct batch_ticket *
by_subject(const struct batch *batch, const struct batch_mail *mail)
{
	g_autofree char *key = NULL;

	if (!mail->is_reply || mail->sender == NULL || *mail->subject_base == '\0')
		return NULL;
	key = g_strdup_printf("%s\n%s", mail->sender->key, mail->subject_base);
	return g_hash_table_lookup(batch->openings, key);
}

static struct landing
decide(struct batch *batch, struct batch_mail *mail)
{
	struct landing_facts facts = {
		.kind = mail->mail->kind,
		.is_duplicate = mail->approval == APPROVAL_NONE && is_another_delivery(batch, mail),
		.dmarc_failed = is_dmarc(mail, "fail"),
		.approval = mail->approval,
		.approved = candidate(batch, mail->approved, mail),
		.by_address = candidate(batch, by_address(batch, mail), mail),
		.by_reference = candidate(batch, by_reference(batch, mail), mail),
		.by_number = candidate(batch, by_number(batch, mail->subject_number), mail),
		.by_subject = candidate(batch, by_subject(batch, mail), mail),
	};

	return landing_decide(&facts);
}

static void
add_participant(struct batch *batch, struct batch_ticket *ticket, struct person *person, const char *role)
{
	struct batch_participant participant = { ticket, person, role };

	if (g_hash_table_contains(ticket->participants, person->key) || g_hash_table_size(ticket->participants) >= TICKET_PARTICIPANTS_MAX)
		return;
	g_hash_table_add(ticket->participants, g_strdup(person->key));
	person->is_needed = TRUE;
	g_array_append_val(batch->participants, participant);
}

static void
add_copied(struct batch *batch, struct batch_mail *mail)
{
	GPtrArray *lists[] = { mail->mail->to, mail->mail->cc };

	for (gsize l = 0; l < G_N_ELEMENTS(lists); l++)
		for (guint i = 0; i < lists[l]->len && i < TICKET_PARTICIPANTS_MAX; i++) {
			struct person *person = batch_person(batch, g_ptr_array_index(lists[l], i));

			if (person != NULL && !batch_is_own(batch, person->key) && !address_is_unread(person->key))
				add_participant(batch, mail->ticket, person, "cc");
		}
}

static void
want_reference(struct batch *batch, const char *id, struct batch_mail *mail, gboolean is_own)
{
	struct batch_reference *reference = g_hash_table_lookup(batch->references, id);

	if (reference == NULL) {
		reference = g_new0(struct batch_reference, 1);
		reference->ticket = mail->ticket;
		g_hash_table_insert(batch->references, (char *)id, reference);
	}
	reference->is_wanted = TRUE;
	if (is_own && !reference->has_message) {
		reference->ticket = mail->ticket;
		reference->message = mail->message.text;
		reference->has_message = TRUE;
	}
}

/* What an agent writes from their own mailbox is a note: whom else they sent it to has it already, and nobody waits for an answer to it.
 * That it is them, DMARC or another agent must say. */
static gboolean
is_note(const struct batch_ticket *ticket, const struct batch_mail *mail)
{
	return !ticket->is_new && mail->sender != NULL && mail->sender->agent_id != NULL && mail->landing.is_trusted &&
	    (is_dmarc(mail, "pass") || mail->approval == APPROVAL_JOIN) && !g_hash_table_contains(ticket->participants, mail->sender->key);
}

static void
hear_customer(struct batch *batch, struct batch_mail *mail, gboolean is_invited)
{
	struct batch_ticket *ticket = mail->ticket;

	mail->reopens = ticket->facts.status == TICKET_RESOLVED || ticket->facts.status == TICKET_CLOSED;
	ticket->facts.status = ticket_status_after_customer(ticket->facts.status, ticket->is_assigned);
	ticket->facts.closed_s = 0;
	ticket->is_written_to = TRUE;
	/* Who came in by a signed address that was passed on is heard, but is not written to before an agent says so. */
	if (mail->sender != NULL && is_invited && !batch_is_own(batch, mail->sender->key))
		add_participant(batch, ticket, mail->sender, ticket->is_new ? "requester" : "cc");
	if (is_invited)
		add_copied(batch, mail);
}

/* The mail becomes a message of its ticket. */
static void
join(struct batch *batch, struct batch_mail *mail)
{
	struct batch_ticket *ticket = mail->ticket;
	gboolean is_invited = ticket->is_new || mail->approval == APPROVAL_JOIN || candidate(batch, ticket, mail).knows_sender;

	mail->message = uuid_new();
	mail->seq = ++ticket->last_seq;
	ticket->messages++;
	if (mail->sender != NULL)
		mail->sender->is_needed = TRUE;
	mail->is_note = is_note(ticket, mail);
	if (!mail->is_note)
		hear_customer(batch, mail, is_invited);
	if (mail->message_id != NULL)
		want_reference(batch, mail->message_id, mail, TRUE);
	for (guint i = 0; i < mail->ancestors->len; i++)
		want_reference(batch, g_ptr_array_index(mail->ancestors, i), mail, FALSE);
}

static void
open_ticket(struct batch *batch, struct batch_mail *mail)
{
	const struct company *company = mail->sender != NULL && mail->landing.is_trusted ? person_company(batch, mail->sender) : NULL;
	struct batch_ticket *ticket = g_new0(struct batch_ticket, 1);

	ticket->id = uuid_new();
	ticket->is_new = TRUE;
	ticket->opened_by = mail;
	ticket->builder_id = company != NULL ? g_strdup(company->builder_id) : NULL;
	ticket->participants = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_hash_table_insert(batch->tickets, ticket->id.text, ticket);
	g_ptr_array_add(batch->opened, ticket);
	mail->ticket = ticket;
	if (mail->sender != NULL && *mail->subject_base != '\0')
		g_hash_table_replace(batch->openings, g_strdup_printf("%s\n%s", mail->sender->key, mail->subject_base), ticket);
	join(batch, mail);
}

/* An answer to a mail that waits for an agent waits for the same one. */
static void
hold(struct batch *batch, struct batch_mail *mail)
{
	struct batch_reference *reference;

	if (mail->message_id == NULL || g_hash_table_contains(batch->references, mail->message_id))
		return;
	reference = g_new0(struct batch_reference, 1);
	reference->ticket = mail->ticket;
	reference->is_held = TRUE;
	g_hash_table_insert(batch->references, (char *)mail->message_id, reference);
}

static void
land(struct batch *batch, struct batch_mail *mail)
{
	mail->landing = decide(batch, mail);
	mail->ticket = (struct batch_ticket *)mail->landing.ticket;
	switch (mail->landing.where) {
	case LANDING_NEW:
		mail->follows = mail->ticket;
		open_ticket(batch, mail);
		break;
	case LANDING_JOIN:
		join(batch, mail);
		break;
	case LANDING_HELD:
		hold(batch, mail);
		break;
	case LANDING_DUPLICATE:
		if (mail->same_as != NULL) {
			mail->same_as->deliveries++;
			mail->ticket = mail->same_as->ticket;
		}
		break;
	case LANDING_BOUNCE:
	case LANDING_IGNORED:
		break;
	}
}

/* A mail's nearest ancestor that came with it is decided first: mailboxes are not always in the order of what was said. The
 * links have no loops (model/threads.h). */
static void
land_after_parent(struct batch *batch, GHashTable *by_id, struct batch_mail *mail)
{
	struct batch_mail *parent = NULL;

	if (!mail->is_ours || mail->is_landed)
		return;
	mail->is_landed = TRUE;
	for (guint i = 0; i < mail->ancestors->len && parent == NULL; i++)
		parent = g_hash_table_lookup(by_id, g_ptr_array_index(mail->ancestors, i));
	if (parent != NULL)
		land_after_parent(batch, by_id, parent);
	land(batch, mail);
}

void
batch_land(struct batch *batch)
{
	g_autoptr(GHashTable) by_id = g_hash_table_new(g_str_hash, g_str_equal);

	for (int i = batch->n - 1; i >= 0; i--)	/* of two with one id the first counts, as in threads.c */
		if (batch->mails[i].message_id != NULL)
			g_hash_table_insert(by_id, (char *)batch->mails[i].message_id, &batch->mails[i]);
	for (int i = 0; i < batch->n; i++)
		land_after_parent(batch, by_id, &batch->mails[i]);
}
