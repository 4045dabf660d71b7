#include "desk/check.h"

#include <string.h>

#include "base/fault.h"
#include "store/participant.h"

int
check_staff(const struct actor *actor, GError **error)
{
	if (actor->kind == ACTOR_AGENT || actor->kind == ACTOR_OPERATOR)
		return 1;
	fault_set(error, FAULT_FORBIDDEN, "agents-only", NULL, "Only the support team may do this.");
	return -1;
}

int
check_provisions(const struct actor *actor, GError **error)
{
	if (actor->kind == ACTOR_PLATFORM || actor->kind == ACTOR_OPERATOR ||
	    (actor->kind == ACTOR_AGENT && actor->role == AGENT_ROLE_ADMIN))
		return 1;
	fault_set(error, FAULT_FORBIDDEN, "not-allowed", NULL, "Only the platform and administrators may do this.");
	return -1;
}

int
check_version(const ticket_row *ticket, int64_t if_version, GError **error)
{
	if (if_version == 0 || if_version == ticket->version)
		return 1;
	fault_set(error, FAULT_CONFLICT, "changed-meanwhile", NULL,
	    "The ticket is at version %" G_GINT64_FORMAT " by now, and you saw %" G_GINT64_FORMAT "; look again, then decide.",
	    ticket->version, if_version);
	return -1;
}

int
check_not_merged(const ticket_row *ticket, GError **error)
{
	if (ticket->merged_into == NULL)
		return 1;
	fault_set(error, FAULT_CONFLICT, "ticket-merged", NULL, "This ticket was merged into %s; go on there, or undo the merge first.",
	    ticket->merged_into);
	return -1;
}

static gboolean
is_blank(const char *text)
{
	for (; text != NULL && *text != '\0'; text = g_utf8_next_char(text))
		if (!g_unichar_isspace(g_utf8_get_char(text)))
			return FALSE;
	return TRUE;
}

int
check_subject(const char *subject, GError **error)
{
	if (is_blank(subject)) {
		fault_set(error, FAULT_INVALID, "subject-missing", "subject", "Say in a few words what it is about.");
		return -1;
	}
	if (g_utf8_strlen(subject, -1) > TICKET_SUBJECT_MAX) {
		fault_set(error, FAULT_LIMIT, "subject-too-long", "subject", "A subject has at most %d characters; this one has %ld.",
		    TICKET_SUBJECT_MAX, g_utf8_strlen(subject, -1));
		return -1;
	}
	return 1;
}

int
check_body(const char *body, const char *field, GError **error)
{
	if (is_blank(body)) {
		fault_set(error, FAULT_INVALID, "body-missing", field, "A message needs some text.");
		return -1;
	}
	if (strlen(body) > TICKET_BODY_MAX) {
		fault_set(error, FAULT_LIMIT, "body-too-large", field, "A message has at most %d bytes; attach what is longer.", TICKET_BODY_MAX);
		return -1;
	}
	return 1;
}

int
check_attachments(const char *const *attachments, GError **error)
{
	int n = attachments != NULL ? (int)g_strv_length((char **)attachments) : 0;

	if (n <= TICKET_ATTACHMENTS_MAX)
		return n;
	fault_set(error, FAULT_LIMIT, "too-many-attachments", "attachments", "A message has at most %d attachments; these are %d.",
	    TICKET_ATTACHMENTS_MAX, n);
	return -1;
}

int
check_participants(struct db *db, const char *ticket_id, GError **error)
{
	int n = participant_count(db, ticket_id, error);

	if (n <= TICKET_PARTICIPANTS_MAX)
		return n;
	fault_set(error, FAULT_LIMIT, "too-many-participants", NULL, "At most %d people take part in a ticket; these would be %d.",
	    TICKET_PARTICIPANTS_MAX, n);
	return -1;
}

char *
desk_done(struct db *db, char *result, GError **error)
{
	if (result != NULL && db_commit(db, error) > 0)
		return result;
	db_rollback(db);
	g_free(result);
	return NULL;
}

int
desk_ended(struct db *db, int result, GError **error)
{
	if (result >= 0 && db_commit(db, error) > 0)
		return result;
	db_rollback(db);
	return -1;
}
