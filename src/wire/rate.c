#include "wire/rate.h"

#include "base/fault.h"

#define BUCKETS_MOST 50000

struct bucket {
	double left;
	gint64 at;		/* monotonic, microseconds */
};

struct rate {
	int many, seconds;
	GMutex lock;
	GHashTable *buckets;	/* key to struct bucket */
};

struct rate *
rate_new(int many, int seconds)
{
	struct rate *rate = g_new0(struct rate, 1);

	rate->many = many;
	rate->seconds = seconds;
	g_mutex_init(&rate->lock);
	rate->buckets = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	return rate;
}

void
rate_free(struct rate **rate_p)
{
	struct rate *rate = *rate_p;

	if (rate == NULL)
		return;
	g_hash_table_unref(rate->buckets);
	g_mutex_clear(&rate->lock);
	g_free(rate);
	*rate_p = NULL;
}

static void
fill(const struct rate *rate, struct bucket *bucket, gint64 now)
{
	bucket->left += (double)(now - bucket->at) / G_USEC_PER_SEC * rate->many / rate->seconds;
	bucket->left = MIN(bucket->left, rate->many);
	bucket->at = now;
}

static gboolean
is_full(void *key, void *value, void *user)
{
	const struct rate *rate = user;
	struct bucket *bucket = value;

	(void)key;
	fill(rate, bucket, g_get_monotonic_time());
	return bucket->left >= rate->many;
}

static struct bucket *
find(struct rate *rate, const char *key)
{
	struct bucket *bucket = g_hash_table_lookup(rate->buckets, key);

	if (bucket != NULL)
		return bucket;
	if (g_hash_table_size(rate->buckets) >= BUCKETS_MOST)
		g_hash_table_foreach_remove(rate->buckets, is_full, rate);
	bucket = g_new(struct bucket, 1);
	bucket->left = rate->many;
	bucket->at = g_get_monotonic_time();
	g_hash_table_insert(rate->buckets, g_strdup(key), bucket);
	return bucket;
}

int
rate_take(struct rate *rate, const char *key, const char *name, struct rate_state *state_r, GError **error)
{
	struct rate_state state = { .limit = rate->many };
	struct bucket *bucket;
	gboolean taken;

	g_mutex_lock(&rate->lock);
	bucket = find(rate, key);
	fill(rate, bucket, g_get_monotonic_time());
	taken = bucket->left >= 1;
	if (taken)
		bucket->left -= 1;
	state.remaining = (int)bucket->left;
	state.reset_s = (int)((rate->many - bucket->left) * rate->seconds / rate->many) + 1;
	g_mutex_unlock(&rate->lock);
	if (state_r != NULL)
		*state_r = state;
	if (taken)
		return 1;
	fault_set(error, FAULT_RATE, name, NULL, "Too many requests: at most %d in %d seconds; wait and try again.", rate->many, rate->seconds);
	return -1;
}
