#include "desk/provision.h"

#include <string.h>

#include "base/fault.h"
#include "base/uuid.h"
#include "desk/check.h"
#include "desk/desk.h"
#include "desk/password.h"
#include "store/agent.h"
#include "store/event.h"
#include "store/mailbox_setup.h"
#include "store/people.h"
#include "store/token.h"

static const struct {
	const char *word;
	db_rows *(*find)(struct db *db, const char *id, GError **error);
} kinds[] = {
	[PROVISIONED_BUILDER] = { "builder", builder_find },
	[PROVISIONED_USER] = { "user", user_find },
	[PROVISIONED_CONTACT] = { "contact", contact_find },
	[PROVISIONED_AGENT] = { "agent", agent_find },
	[PROVISIONED_MAILBOX] = { "mailbox", mailbox_find },
};

static char *
find_json(struct db *db, enum provisioned kind, const char *id, gboolean may_be_missing, GError **error)
{
	g_autoptr(db_rows) found = kinds[kind].find(db, id, error);

	if (found == NULL)
		return NULL;
	if (rows_count(found) > 0)
		return g_strdup(rows_text(found, 0, 0));
	if (may_be_missing)
		return g_strdup("");
	fault_set(error, FAULT_NOT_FOUND, "not-found", NULL, "There is no %s of that id.", kinds[kind].word);
	return NULL;
}

/* Provisioning runs as the owner: an administrator may do what the agents' role may not. */
static char *
put(struct desk *desk, const struct actor *actor, enum provisioned kind, const char *id, const char *builder_id,
    int (*write)(struct db *db, const void *what, GError **error), const void *what, GError **error)
{
	struct db *db = desk_db(desk);
	g_autofree char *before = NULL, *after = NULL, *changed = g_strdup_printf("%s.changed", kinds[kind].word);

	if (check_provisions(actor, error) < 0 || db_begin(db, NULL, error) < 0)
		return NULL;
	if ((before = find_json(db, kind, id, TRUE, error)) != NULL && write(db, what, error) > 0 &&
	    (after = find_json(db, kind, id, FALSE, error)) != NULL &&
	    (event_of_thing(db, actor, changed, builder_id, id, error) < 0 ||
	    audit_note_json(db, actor, changed, kinds[kind].word, id, before, after, error) < 0))
		g_clear_pointer(&after, g_free);
	return desk_done(db, g_steal_pointer(&after), error);
}

static int
check_domains(const char *const *domains, GError **error)
{
	for (int i = 0; domains != NULL && domains[i] != NULL; i++) {
		g_autofree char *lower = g_ascii_strdown(domains[i], -1);

		if (strcmp(lower, domains[i]) == 0 && strchr(lower, '.') != NULL && strpbrk(lower, "@ /:") == NULL && lower[0] != '.')
			continue;
		fault_set(error, FAULT_INVALID, "bad-domain", "domains", "\"%s\" is no mail domain in lower case, such as \"example.com\".", domains[i]);
		return -1;
	}
	return 1;
}

static int
write_builder(struct db *db, const void *what, GError **error)
{
	return builder_put(db, what, error);
}

static int
write_user(struct db *db, const void *what, GError **error)
{
	return user_put(db, what, error);
}

static int
write_agent(struct db *db, const void *what, GError **error)
{
	const struct agent_put *agent = what;
	g_autofree char *hash = NULL;

	if (agent_put(db, agent, error) < 0)
		return -1;
	if (agent->password == NULL)
		return 1;
	hash = password_hash(agent->password, error);
	return hash != NULL ? agent_password_set(db, agent->id, hash, error) : -1;
}

static int
write_mailbox(struct db *db, const void *what, GError **error)
{
	return mailbox_put(db, what, error);
}

char *
desk_builder_put(struct desk *desk, const struct actor *actor, const struct builder_put *builder, GError **error)
{
	if (check_domains(builder->domains, error) < 0)
		return NULL;
	return put(desk, actor, PROVISIONED_BUILDER, builder->id, builder->id, write_builder, builder, error);
}

char *
desk_user_put(struct desk *desk, const struct actor *actor, const struct user_put *user, GError **error)
{
	return put(desk, actor, PROVISIONED_USER, user->id, user->builder_id, write_user, user, error);
}

char *
desk_agent_put(struct desk *desk, const struct actor *actor, const struct agent_put *agent, GError **error)
{
	if (actor->kind == ACTOR_PLATFORM) {
		fault_set(error, FAULT_FORBIDDEN, "not-allowed", NULL, "Agents are set up by administrators, not by the platform.");
		return NULL;
	}
	return put(desk, actor, PROVISIONED_AGENT, agent->id, NULL, write_agent, agent, error);
}

char *
desk_mailbox_put(struct desk *desk, const struct actor *actor, const struct mailbox_put *mailbox, GError **error)
{
	if (actor->kind == ACTOR_PLATFORM) {
		fault_set(error, FAULT_FORBIDDEN, "not-allowed", NULL, "Mailboxes are set up by administrators, not by the platform.");
		return NULL;
	}
	return put(desk, actor, PROVISIONED_MAILBOX, mailbox->id, NULL, write_mailbox, mailbox, error);
}

char *
desk_contact_put(struct desk *desk, const struct actor *actor, const char *id, const char *name, const char *builder_id, GError **error)
{
	struct db *db = desk_db(desk);
	g_autofree char *before = NULL, *after = NULL;

	if ((actor->kind != ACTOR_PLATFORM && check_staff(actor, error) < 0) || db_begin(db, actor, error) < 0)
		return NULL;
	if ((before = find_json(db, PROVISIONED_CONTACT, id, FALSE, error)) != NULL && contact_put(db, id, name, builder_id, error) > 0 &&
	    (after = find_json(db, PROVISIONED_CONTACT, id, FALSE, error)) != NULL &&
	    (event_of_thing(db, actor, "contact.changed", builder_id, id, error) < 0 ||
	    audit_note_json(db, actor, "contact.changed", "contact", id, before, after, error) < 0))
		g_clear_pointer(&after, g_free);
	return desk_done(db, g_steal_pointer(&after), error);
}

char *
desk_agent_available(struct desk *desk, const struct actor *actor, gboolean is_available, GError **error)
{
	struct db *db = desk_db(desk);
	char *json = NULL;

	if (actor->kind != ACTOR_AGENT || actor->id[0] == '\0') {
		fault_set(error, FAULT_FORBIDDEN, "not-an-agent", NULL, "Only an agent takes new work, or does not.");
		return NULL;
	}
	if (db_begin(db, actor, error) < 0)
		return NULL;
	if (agent_set_available(db, actor->id, is_available, error) >= 0 &&
	    event_of_thing(db, actor, is_available ? "agent.available" : "agent.away", NULL, actor->id, error) > 0)
		json = find_json(db, PROVISIONED_AGENT, actor->id, FALSE, error);
	return desk_done(db, json, error);
}

static int
check_reads(const struct actor *actor, GError **error)
{
	return actor->kind == ACTOR_PLATFORM ? 1 : check_staff(actor, error);
}

char *
desk_provisioned(struct desk *desk, const struct actor *actor, enum provisioned kind, const char *id, GError **error)
{
	struct db *db = desk_db(desk);

	if (check_reads(actor, error) < 0 || db_begin(db, actor, error) < 0)
		return NULL;
	return desk_done(db, find_json(db, kind, id, FALSE, error), error);
}

static db_rows *
page_rows(struct db *db, enum provisioned kind, const char *builder_id, const char *address, const char *after, int most, GError **error)
{
	switch (kind) {
	case PROVISIONED_BUILDER:
		return builder_page(db, after, most, error);
	case PROVISIONED_USER:
		return user_page(db, builder_id, address, after, most, error);
	case PROVISIONED_CONTACT:
		return contact_page(db, builder_id, address, after, most, error);
	case PROVISIONED_AGENT:
		return agent_page(db, after, most, error);
	case PROVISIONED_MAILBOX:
		return mailbox_page(db, after, most, error);
	}
	g_assert_not_reached();
}

int
desk_provisioned_page(struct desk *desk, const struct actor *actor, enum provisioned kind, const char *builder_id, const char *address,
    int most, const char *cursor, struct page *page_r, GError **error)
{
	struct db *db = desk_db(desk);
	const char letter = (char)('B' + kind);
	g_autofree char *after = NULL, *time = NULL;
	g_autoptr(db_rows) rows = NULL;

	if (check_reads(actor, error) < 0 || cursor_read(cursor, letter, TRUE, &after, &time, error) < 0 || db_begin(db, actor, error) < 0)
		return -1;
	rows = page_rows(db, kind, builder_id, address, after, most + 1, error);
	if (desk_ended(db, rows != NULL ? 1 : -1, error) < 0)
		return -1;
	page_r->items = page_items(rows, most);
	page_r->next = rows_count(rows) > most ? cursor_make(letter, rows_text(rows, most - 1, 1), NULL) : NULL;
	return 1;
}
