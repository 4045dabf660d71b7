#include "desk/mailbox.h"

#include "base/fault.h"
#include "desk/desk.h"
#include "store/mailbox.h"

static struct mailbox *
mailbox_from_row(const db_rows *rows, int row)
{
	struct mailbox *mailbox = g_new0(struct mailbox, 1);
	const char *aliases = rows_text(rows, row, MAILBOX_ALIASES);

	g_strlcpy(mailbox->id, rows_text(rows, row, MAILBOX_ID), sizeof mailbox->id);
	mailbox->name = g_strdup(rows_text(rows, row, MAILBOX_NAME));
	mailbox->address = g_strdup(rows_text(rows, row, MAILBOX_ADDRESS));
	mailbox->display_name = g_strdup(rows_text(rows, row, MAILBOX_DISPLAY_NAME));
	mailbox->language = g_strdup(rows_text(rows, row, MAILBOX_LANGUAGE));
	mailbox->aliases = g_strsplit(aliases, "\n", -1);
	mailbox->imap_host = g_strdup(rows_text(rows, row, MAILBOX_IMAP_HOST));
	mailbox->imap_port = (int)rows_int(rows, row, MAILBOX_IMAP_PORT);
	mailbox->imap_security = g_strdup(rows_text(rows, row, MAILBOX_IMAP_SECURITY));
	mailbox->imap_user = g_strdup(rows_text(rows, row, MAILBOX_IMAP_USER));
	mailbox->auth = g_strdup(rows_text(rows, row, MAILBOX_AUTH));
	mailbox->secret = g_strdup(rows_text(rows, row, MAILBOX_SECRET));
	mailbox->folder = g_strdup(rows_text(rows, row, MAILBOX_FOLDER));
	mailbox->after_intake = g_strdup(rows_text(rows, row, MAILBOX_AFTER_INTAKE));
	mailbox->move_to = g_strdup(rows_text(rows, row, MAILBOX_MOVE_TO));
	mailbox->trusted_authserv = g_strdup(rows_text(rows, row, MAILBOX_TRUSTED_AUTHSERV));
	mailbox->sends_ack = rows_bool(rows, row, MAILBOX_SENDS_ACK);
	mailbox->is_enabled = rows_bool(rows, row, MAILBOX_IS_ENABLED);
	mailbox->uid_validity = (uint32_t)rows_int(rows, row, MAILBOX_UID_VALIDITY);
	mailbox->last_uid = (uint32_t)rows_int(rows, row, MAILBOX_LAST_UID);
	mailbox->starts_now = rows_bool(rows, row, MAILBOX_STARTS_NOW);
	return mailbox;
}

void
mailbox_free(struct mailbox *mailbox)
{
	if (mailbox == NULL)
		return;
	g_free(mailbox->name);
	g_free(mailbox->address);
	g_free(mailbox->display_name);
	g_free(mailbox->language);
	g_strfreev(mailbox->aliases);
	g_free(mailbox->imap_host);
	g_free(mailbox->imap_security);
	g_free(mailbox->imap_user);
	g_free(mailbox->auth);
	g_free(mailbox->secret);
	g_free(mailbox->folder);
	g_free(mailbox->after_intake);
	g_free(mailbox->move_to);
	g_free(mailbox->trusted_authserv);
	g_free(mailbox);
}

GPtrArray *
desk_mailboxes(struct desk *desk, gboolean enabled_only, GError **error)
{
	g_autoptr(db_rows) rows = mailbox_rows(desk_db(desk), enabled_only, error);
	GPtrArray *mailboxes;

	if (rows == NULL)
		return NULL;
	mailboxes = g_ptr_array_new_with_free_func((GDestroyNotify)mailbox_free);
	for (int i = 0; i < rows_count(rows); i++)
		g_ptr_array_add(mailboxes, mailbox_from_row(rows, i));
	return mailboxes;
}

int
desk_mailbox_lease(struct desk *desk, const char *id, const char *owner, int seconds, struct mailbox **mailbox_r, GError **error)
{
	g_autoptr(db_rows) rows = mailbox_take(desk_db(desk), id, owner, seconds, error);

	*mailbox_r = NULL;
	if (rows == NULL)
		return -1;
	if (rows_count(rows) == 0)
		return 0;
	*mailbox_r = mailbox_from_row(rows, 0);
	return 1;
}

int
desk_mailbox_release(struct desk *desk, const char *id, const char *owner, GError **error)
{
	int64_t released = mailbox_give_back(desk_db(desk), id, owner, error);

	return released < 0 ? -1 : released > 0;
}

int
desk_mailbox_state(struct desk *desk, const char *id, const char *state, const char *detail, GError **error)
{
	int64_t noted = mailbox_set_state(desk_db(desk), id, state, detail, error);

	return noted < 0 ? -1 : noted > 0;
}

int
desk_mailboxes_watched(struct desk *desk, GError **error)
{
	g_autoptr(db_rows) rows = mailbox_rows_unwatched(desk_db(desk), error);
	g_autoptr(GString) names = g_string_new(NULL);

	if (rows == NULL)
		return -1;
	if (rows_count(rows) == 0)
		return 1;
	for (int i = 0; i < rows_count(rows); i++) {
		const char *why = rows_text(rows, i, 1);

		g_string_append_printf(names, "%s%s (%s)", i > 0 ? ", " : "", rows_text(rows, i, 0), why != NULL ? why : "nobody watches it");
	}
	fault_set(error, FAULT_UNAVAILABLE, "mailboxes-not-watched", NULL, "These mailboxes are not watched: %s.", names->str);
	return -1;
}
