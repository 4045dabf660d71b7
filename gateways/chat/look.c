#include "chat/look.h"

#include <glib.h>

#include "base/log.h"
#include "chat/inside.h"
#include "chat/job.h"
#include "chat/room.h"
#include "desk/chat.h"
#include "wire/loop.h"

#define QUIET_MS 5000		/* while the bell is heard */
#define TICKETS_AT_ONCE 2000

struct looking {
	GPtrArray *tickets;	/* char *, ended by NULL */
	GHashTable *newest;	/* ticket, borrowed, to int64_t * */
};

static void
note_newest(const char *ticket, int64_t seq, void *user)
{
	struct looking *looking = user;
	int64_t *kept = g_new(int64_t, 1);

	*kept = seq;
	g_hash_table_replace(looking->newest, g_strdup(ticket), kept);
}

static void
find_newest(struct place *place, void *data, GError **error)
{
	struct looking *looking = data;

	for (guint at = 0; at + 1 < looking->tickets->len && *error == NULL; at += TICKETS_AT_ONCE) {
		g_autoptr(GPtrArray) some = g_ptr_array_new();

		for (guint i = at; i < at + TICKETS_AT_ONCE && looking->tickets->pdata[i] != NULL; i++)
			g_ptr_array_add(some, looking->tickets->pdata[i]);
		g_ptr_array_add(some, NULL);
		if (desk_chat_newest(place->desk, (const char *const *)some->pdata, note_newest, looking, error) < 0)
			return;
	}
}

static void
on_newest(struct server *server, void *data, const GError *error)
{
	struct looking *looking = data;
	GHashTableIter iter;
	void *ticket, *seq;

	server->is_looking = FALSE;
	if (error != NULL)
		server->looked_ms = 0;	/* again, soon */
	g_hash_table_iter_init(&iter, looking->newest);
	while (g_hash_table_iter_next(&iter, &ticket, &seq))
		room_newest(server, ticket, *(int64_t *)seq);
	g_hash_table_unref(looking->newest);
	g_ptr_array_unref(looking->tickets);
	g_free(looking);
}

void
look(struct server *server)
{
	struct looking *looking;
	GHashTableIter iter;
	void *ticket;

	if (server->is_looking || g_hash_table_size(server->rooms) == 0 || (server->hears && loop_now_ms() - server->looked_ms < QUIET_MS))
		return;
	server->is_looking = TRUE;
	server->looked_ms = loop_now_ms();
	looking = g_new0(struct looking, 1);
	looking->newest = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	looking->tickets = g_ptr_array_new_with_free_func(g_free);
	g_hash_table_iter_init(&iter, server->rooms);
	while (g_hash_table_iter_next(&iter, &ticket, NULL))
		g_ptr_array_add(looking->tickets, g_strdup(ticket));
	g_ptr_array_add(looking->tickets, NULL);
	job_do(server, find_newest, on_newest, looking);
}
