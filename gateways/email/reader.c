#include "email/reader.h"

#include <poll.h>
#include <string.h>
#include <unistd.h>

#include "base/backoff.h"
#include "base/fault.h"
#include "base/log.h"
#include "conf/conf.h"
#include "desk/desk.h"
#include "desk/intake.h"
#include "desk/mailbox.h"
#include "email/reader_jail.h"
#include "email/reader_lot.h"

#define LOOK_MS 1000			/* how often to look without being poked */
#define MAILBOXES_US (10 * G_USEC_PER_SEC)

static void
add_address(GPtrArray *all, const char *address)
{
	g_ptr_array_add(all, g_ascii_strdown(address, -1));
}

static int
know_mailboxes(struct reader *reader, GError **error)
{
	GPtrArray *fresh, *addresses;

	if (reader->mailboxes != NULL && g_get_monotonic_time() - reader->mailboxes_at_us < MAILBOXES_US)
		return 1;
	fresh = desk_mailboxes(reader->desk, FALSE, error);
	if (fresh == NULL)
		return -1;
	addresses = g_ptr_array_new();
	for (guint i = 0; i < fresh->len; i++) {
		const struct mailbox *mailbox = g_ptr_array_index(fresh, i);

		add_address(addresses, mailbox->address);
		for (char **alias = mailbox->aliases; alias != NULL && *alias != NULL; alias++)
			add_address(addresses, *alias);
	}
	g_ptr_array_add(addresses, NULL);
	g_clear_pointer(&reader->mailboxes, g_ptr_array_unref);
	g_strfreev(reader->own_addresses);
	reader->mailboxes = fresh;
	reader->own_addresses = (GStrv)g_ptr_array_free(addresses, FALSE);
	reader->mailboxes_at_us = g_get_monotonic_time();
	return 1;
}

/* Until there may be mail. FALSE: the parent wants us to leave, or is gone. */
static gboolean
wait_for_mail(int ms)
{
	struct pollfd poll_fd = { .fd = READER_POKE_FD, .events = POLLIN };
	char pokes[256];

	return poll(&poll_fd, 1, ms) <= 0 || read(READER_POKE_FD, pokes, sizeof pokes) > 0;
}

/* What we had leased goes back as it was: the book was away, or we leave, and no mail is to blame. */
static void
give_back(struct reader *reader)
{
	g_autoptr(GError) error = NULL;

	lot_free(&reader->lot);
	if (desk_intake_release(reader->desk, reader->owner, &error) < 0)
		log_warning("release-failed", LOG_ERR(error));
}

static int
work(struct reader *reader)
{
	struct backoff backoff = { .first_ms = 250, .most_ms = 10000 };
	int wait_ms = 0;

	while (wait_for_mail(wait_ms)) {
		g_autoptr(GError) error = NULL;
		int n = know_mailboxes(reader, &error) < 0 ? -1 : lot_next(reader, &error);

		if (n < 0) {
			wait_ms = backoff_next_ms(&backoff);
			log_warning("reading-waits", LOG_STR("reason", fault_name(error)), LOG_ERR(error), LOG_INT("again_ms", wait_ms));
			give_back(reader);
			continue;
		}
		backoff_succeeded(&backoff);
		wait_ms = n > 0 ? 0 : LOOK_MS;
	}
	give_back(reader);
	return 0;
}

int
reader_run(const struct conf *conf, const char *owner)
{
	struct reader reader = { .conf = conf, .owner = owner };
	g_autoptr(GError) error = NULL;
	int code;

	reader.desk = desk_open(conf, &error);
	if (reader.desk == NULL || reader_jail_enter(&error) < 0) {
		log_error("reader-not-started", LOG_STR("reason", fault_name(error)), LOG_ERR(error));
		desk_free(&reader.desk);
		return 1;
	}
	code = work(&reader);
	g_clear_pointer(&reader.mailboxes, g_ptr_array_unref);
	g_strfreev(reader.own_addresses);
	desk_free(&reader.desk);
	return code;
}
