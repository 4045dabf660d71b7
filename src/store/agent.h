/* agent.h - support_agents. */
#pragma once
#include "store/db.h"

/* 1 if an agent of that id works here; -1 with "no-such-agent", or "agent-inactive". */
int agent_is_active(struct db *db, const char *agent_id, GError **error) G_GNUC_WARN_UNUSED_RESULT;
