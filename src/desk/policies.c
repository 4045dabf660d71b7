#include "desk/policies.h"

#include "rules/rules.h"

static GMutex lock;
static GHashTable *current;	/* folder: struct rules * */
static GPtrArray *former;	/* struct rules *: a few KB a reload, and some thread may still read one */

static const struct rules *
current_of(const char *directory)
{
	const struct rules *rules;

	g_mutex_lock(&lock);
	rules = current != NULL ? g_hash_table_lookup(current, directory) : NULL;
	g_mutex_unlock(&lock);
	return rules;
}

int
policies_reload(const char *directory, GError **error)
{
	struct rules *fresh = rules_load(directory, error), *old;

	if (fresh == NULL)
		return -1;
	g_mutex_lock(&lock);
	if (current == NULL) {
		current = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
		former = g_ptr_array_new();
	}
	old = g_hash_table_lookup(current, directory);
	if (old != NULL)
		g_ptr_array_add(former, old);
	g_hash_table_replace(current, g_strdup(directory), fresh);
	g_mutex_unlock(&lock);
	return 1;
}

const struct rules *
policies_of(const char *directory, GError **error)
{
	if (current_of(directory) == NULL && policies_reload(directory, error) < 0)
		return NULL;
	return current_of(directory);
}
