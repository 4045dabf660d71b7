#include "desk/held.h"

#include "base/log.h"
#include "desk/check.h"
#include "desk/desk.h"
#include "desk/mail_change.h"
#include "store/mail_admin.h"
#include "store/ticket.h"

static char *
approve_in(struct db *db, const struct actor *actor, const char *intake_id, const char *ticket, gboolean as_new, GError **error)
{
	static const struct mail_change change = { mail_show_intake, "mail.approved", "intake", "not-held",
		"The mail is %s: only one that is held, refused by an agent or ignored can be let in." };
	char id[UUID_LENGTH + 1];

	if (!as_new && ticket != NULL && ticket_id(db, ticket, id, error) < 0)
		return NULL;
	return mail_changed(db, actor, &change, intake_id, mail_approve(db, intake_id, as_new, !as_new && ticket != NULL ? id : NULL, error), error);
}

char *
desk_held_approve(struct desk *desk, const struct actor *actor, const char *intake_id, const char *ticket, gboolean as_new, GError **error)
{
	struct db *db = desk_db(desk);
	char *json;

	if (check_staff(actor, error) < 0 || mail_check_id(intake_id, error) < 0 || db_begin(db, actor, error) < 0)
		return NULL;
	json = desk_done(db, approve_in(db, actor, intake_id, ticket, as_new, error), error);
	if (json != NULL)
		log_info("approved", LOG_STR("intake", intake_id), LOG_STR("by", actor->id));
	return json;
}

char *
desk_held_refuse(struct desk *desk, const struct actor *actor, const char *intake_id, GError **error)
{
	static const struct mail_change change = { mail_show_intake, "mail.rejected", "intake", "not-held",
		"The mail is %s: only one that is held can be refused." };
	struct db *db = desk_db(desk);
	char *json;

	if (check_staff(actor, error) < 0 || mail_check_id(intake_id, error) < 0 || db_begin(db, actor, error) < 0)
		return NULL;
	json = desk_done(db, mail_changed(db, actor, &change, intake_id, mail_reject(db, intake_id, error), error), error);
	if (json != NULL)
		log_info("rejected", LOG_STR("intake", intake_id), LOG_STR("by", actor->id));
	return json;
}
