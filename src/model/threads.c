#include "model/threads.h"

#define REFERENCES_MOST 50	/* of one mail, the last ones: enough to find any thread, too few to waste an hour */

struct node {
	const char *id;		/* NULL for a mail without one */
	struct node *parent;
};

static struct node *
node_of(GHashTable *nodes, const char *id)
{
	struct node *node = g_hash_table_lookup(nodes, id);

	if (node == NULL) {
		node = g_new0(struct node, 1);
		node->id = id;
		g_hash_table_insert(nodes, (char *)id, node);
	}
	return node;
}

static gboolean
is_above(const struct node *above, const struct node *node)
{
	for (; node != NULL; node = node->parent)
		if (node == above)
			return TRUE;
	return FALSE;
}

/* Step 1.A: the mail's own References as a chain, where nothing better is known. The last of them, or NULL. */
static struct node *
link_references(GHashTable *nodes, GPtrArray *references)
{
	struct node *last = NULL;

	for (guint i = references->len > REFERENCES_MOST ? references->len - REFERENCES_MOST : 0; i < references->len; i++) {
		struct node *node = node_of(nodes, g_ptr_array_index(references, i));

		if (last != NULL && node->parent == NULL && !is_above(node, last))
			node->parent = last;
		last = node;
	}
	return last;
}

/* Step 1.B: the mail itself knows best who its parent is. A second mail of the same id gets a node of its own. */
static struct node *
link_mail(GHashTable *nodes, GHashTable *taken, GPtrArray *nameless, const struct threads_mail *mail)
{
	struct node *parent = link_references(nodes, mail->references), *node;

	if (mail->id != NULL && g_hash_table_add(taken, (char *)mail->id)) {
		node = node_of(nodes, mail->id);
	} else {
		node = g_new0(struct node, 1);
		g_ptr_array_add(nameless, node);
	}
	node->parent = NULL;
	if (parent != NULL && !is_above(node, parent))
		node->parent = parent;
	return node;
}

GPtrArray *
threads_ancestors(const struct threads_mail *mails, int n)
{
	g_autoptr(GHashTable) nodes = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, g_free);
	g_autoptr(GHashTable) taken = g_hash_table_new(g_str_hash, g_str_equal);
	g_autoptr(GPtrArray) nameless = g_ptr_array_new_with_free_func(g_free);
	g_autofree struct node **own = g_new(struct node *, (gsize)n + 1);
	GPtrArray *all = g_ptr_array_new_with_free_func((GDestroyNotify)g_ptr_array_unref);

	for (int i = 0; i < n; i++)
		own[i] = link_mail(nodes, taken, nameless, &mails[i]);
	for (int i = 0; i < n; i++) {
		GPtrArray *ancestors = g_ptr_array_new();

		for (const struct node *node = own[i]->parent; node != NULL && ancestors->len < REFERENCES_MOST; node = node->parent)
			g_ptr_array_add(ancestors, (char *)node->id);
		g_ptr_array_add(all, ancestors);
	}
	return all;
}
