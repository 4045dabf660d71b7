#include <string.h>

#include "base/log.h"
#include "email/imap_session.h"

/* 1 done; 0 the server said no, with its words; -1 the session is over. */
static int
outcome(const struct imap *imap, int result, const char *what, char **why_r, GError **error)
{
	if (result == MAILIMAP_NO_ERROR)
		return 1;
	if (result == MAILIMAP_ERROR_STREAM || result == MAILIMAP_ERROR_PARSE)
		return imap_fault(imap, result, what, error);
	*why_r = g_strdup(imap->session->imap_response != NULL ? imap->session->imap_response : what);
	return 0;
}

static int
store_flag(struct imap *imap, const uint32_t *uids, int n, struct mailimap_flag *flag, char **why_r, GError **error)
{
	struct mailimap_set *set = imap_set_of(uids, sizeof *uids, n);
	struct mailimap_flag_list *flags = mailimap_flag_list_new_empty();
	struct mailimap_store_att_flags *store;
	int result;

	mailimap_flag_list_add(flags, flag);
	store = mailimap_store_att_flags_new_add_flags_silent(flags);
	result = mailimap_uid_store(imap->session, set, store);
	mailimap_store_att_flags_free(store);
	mailimap_set_free(set);
	return outcome(imap, result, "flag mail", why_r, error);
}

int
imap_mark_seen(struct imap *imap, const uint32_t *uids, int n, char **why_r, GError **error)
{
	return store_flag(imap, uids, n, mailimap_flag_new_seen(), why_r, error);
}

/* RFC 6851, or for older servers a copy whose originals are deleted (and expunged by UID only: RFC 4315). */
static int
try_move(struct imap *imap, const uint32_t *uids, int n, const char *name, gboolean has_move)
{
	struct mailimap_set *set = imap_set_of(uids, sizeof *uids, n);
	int result = has_move ? mailimap_uid_move(imap->session, set, name) : mailimap_uid_copy(imap->session, set, name);

	mailimap_set_free(set);
	return result;
}

static int
delete_originals(struct imap *imap, const uint32_t *uids, int n, char **why_r, GError **error)
{
	int result = store_flag(imap, uids, n, mailimap_flag_new_deleted(), why_r, error);
	struct mailimap_set *set;

	if (result <= 0 || !mailimap_has_uidplus(imap->session))
		return result;
	set = imap_set_of(uids, sizeof *uids, n);
	result = mailimap_uid_expunge(imap->session, set);
	mailimap_set_free(set);
	return outcome(imap, result, "expunge mail", why_r, error);
}

int
imap_move(struct imap *imap, const uint32_t *uids, int n, const char *folder, char **why_r, GError **error)
{
	g_autofree char *name = imap_folder_name(folder);
	gboolean has_move = mailimap_has_extension(imap->session, "MOVE");
	int result = try_move(imap, uids, n, name, has_move);

	if (result != MAILIMAP_NO_ERROR && result != MAILIMAP_ERROR_STREAM && result != MAILIMAP_ERROR_PARSE &&
	    mailimap_create(imap->session, name) == MAILIMAP_NO_ERROR) {
		log_info("folder-made", LOG_STR("host", imap->host), LOG_STR("folder", folder));
		result = try_move(imap, uids, n, name, has_move);
	}
	if (result != MAILIMAP_NO_ERROR || has_move)
		return outcome(imap, result, "move mail", why_r, error);
	return delete_originals(imap, uids, n, why_r, error);
}
