#include "store/agent.h"

#include "base/fault.h"

STATEMENT(agent_active, "SELECT is_active, display_name FROM support_agents WHERE id = $1::uuid");

int
agent_is_active(struct db *db, const char *agent_id, GError **error)
{
	g_autoptr(db_rows) found = db_query(db, &agent_active, PARAMS(p_text(agent_id)), error);

	if (found == NULL)
		return -1;
	if (rows_count(found) == 0) {
		fault_set(error, FAULT_NOT_FOUND, "no-such-agent", "assigned_to", "There is no agent of that id.");
		return -1;
	}
	if (!rows_bool(found, 0, 0)) {
		fault_set(error, FAULT_CONFLICT, "agent-inactive", "assigned_to", "%s does not work here any more.", rows_text(found, 0, 1));
		return -1;
	}
	return 1;
}
