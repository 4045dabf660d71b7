/* agent.h - support_agents, as they are provisioned. */
#pragma once
#include "model/provision.h"
#include "store/db.h"

/* 1 if an agent of that id works here; -1 with "no-such-agent", or "agent-inactive". */
int agent_is_active(struct db *db, const char *agent_id, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The agent, and the user that every agent is: found by its address, or made. 1 or -1. As the owner. */
int agent_put(struct db *db, const struct agent_put *agent, GError **error) G_GNUC_WARN_UNUSED_RESULT;
int agent_set_available(struct db *db, const char *agent_id, gboolean is_available, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* api_agent JSON; one row or none. */
db_rows *agent_find(struct db *db, const char *id, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* api_agent JSON, id. */
db_rows *agent_page(struct db *db, const char *after, int most, GError **error) G_GNUC_WARN_UNUSED_RESULT;
