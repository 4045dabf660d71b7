#include "email/watchers.h"

#include "base/fault.h"
#include "base/log.h"
#include "desk/desk.h"
#include "desk/mailbox.h"
#include "email/email.h"
#include "email/watch.h"

struct watchers {
	struct email *email;
	struct desk *desk;
	GHashTable *by_id;	/* struct watch *, by their own id */
};

struct watchers *
watchers_new(struct email *email)
{
	struct watchers *watchers = g_new0(struct watchers, 1);

	watchers->email = email;
	watchers->by_id = g_hash_table_new(g_str_hash, g_str_equal);
	return watchers;
}

static gboolean
is_listed(GPtrArray *mailboxes, const char *id)
{
	for (guint i = 0; i < mailboxes->len; i++)
		if (g_str_equal(((const struct mailbox *)g_ptr_array_index(mailboxes, i))->id, id))
			return TRUE;
	return FALSE;
}

static gboolean
end_if_unlisted(void *id, void *value, void *user)
{
	struct watch *watch = value;

	if (is_listed(user, id))
		return FALSE;
	watch_stop(watch);
	watch_join(&watch);
	return TRUE;
}

gboolean
watchers_scan(struct watchers *watchers)
{
	g_autoptr(GPtrArray) mailboxes = NULL;
	g_autoptr(GError) error = NULL;

	if (watchers->desk == NULL)
		watchers->desk = desk_open(email_conf(watchers->email), &error);
	if (watchers->desk != NULL)
		mailboxes = desk_mailboxes(watchers->desk, TRUE, &error);
	if (mailboxes == NULL) {
		log_warning("mailboxes-unknown", LOG_STR("reason", fault_name(error)), LOG_ERR(error));
		return FALSE;
	}
	g_hash_table_foreach_remove(watchers->by_id, end_if_unlisted, mailboxes);
	for (guint i = 0; i < mailboxes->len; i++) {
		const struct mailbox *mailbox = g_ptr_array_index(mailboxes, i);
		struct watch *watch;

		if (g_hash_table_contains(watchers->by_id, mailbox->id))
			continue;
		watch = watch_start(watchers->email, mailbox);
		g_hash_table_insert(watchers->by_id, (void *)watch_mailbox_id(watch), watch);
	}
	return TRUE;
}

static void
for_each(struct watchers *watchers, void (*act)(struct watch *watch))
{
	GHashTableIter iter;
	void *watch;

	g_hash_table_iter_init(&iter, watchers->by_id);
	while (g_hash_table_iter_next(&iter, NULL, &watch))
		act(watch);
}

void
watchers_kick(struct watchers *watchers)
{
	for_each(watchers, watch_kick);
}

static gboolean
join(void *id, void *value, void *user)
{
	struct watch *watch = value;

	(void)id;
	(void)user;
	watch_join(&watch);
	return TRUE;
}

void
watchers_free(struct watchers **watchers_p)
{
	struct watchers *watchers = *watchers_p;

	for_each(watchers, watch_stop);
	g_hash_table_foreach_remove(watchers->by_id, join, NULL);
	g_hash_table_unref(watchers->by_id);
	desk_free(&watchers->desk);
	g_free(watchers);
	*watchers_p = NULL;
}
