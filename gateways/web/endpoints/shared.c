#include "base/fault.h"
#include "base/uuid.h"
#include "web/endpoints/shared.h"
#include "web/reply.h"

void
reply_page(struct reply *reply, struct page *page)
{
	reply_items(reply, g_steal_pointer(&page->items), page->next);
	page_clear(page);
}

int
reply_versioned(struct reply *reply, char *json, int64_t version)
{
	if (json == NULL)
		return -1;
	reply_version(reply, version);
	reply_json(reply, json);
	return 1;
}

int
check_agent_word(const char *agent, const char *field, GError **error)
{
	if (agent == NULL || g_str_equal(agent, "me") || uuid_is_valid(agent))
		return 1;
	fault_set(error, FAULT_INVALID, "invalid-field", field, "Name an agent by id, or say \"me\"; null is nobody.");
	return -1;
}

int
reply_plain(struct reply *reply, char *json)
{
	if (json == NULL)
		return -1;
	reply_json(reply, json);
	return 1;
}
