#include "wire/pool.h"

#include "base/log.h"

#define OPEN_AGAIN_US (G_USEC_PER_SEC / 4)

struct piece {
	pool_work work;
	void *data;
};

struct worker {
	struct pool *pool;
	int number;
	GThread *thread;
	GQueue own;		/* struct piece *: work that only this one can do */
	void *place;
	gint64 opened_at;	/* when open was last tried */
};

struct pool {
	struct pool_place place;
	struct worker *workers;
	int n, most_waiting;
	GMutex lock;
	GCond wake;
	GQueue shared;		/* struct piece * */
	int waiting, busy;
	gboolean is_ending;
};

static void
open_place(struct worker *worker)
{
	struct pool_place *place = &worker->pool->place;
	gint64 now = g_get_monotonic_time();
	g_autoptr(GError) error = NULL;

	if (worker->place != NULL || (worker->opened_at != 0 && now - worker->opened_at < OPEN_AGAIN_US))
		return;
	worker->place = place->open(place->user, &error);
	worker->opened_at = g_get_monotonic_time();
	if (worker->place == NULL)
		log_warning("worker cannot open its place", LOG_INT("worker", worker->number), LOG_ERR(error));
}

/* The next piece of work, or NULL when the pool ends and nothing is left. Own work first: somebody in the middle waits for it. */
static struct piece *
next_piece(struct worker *worker)
{
	struct pool *pool = worker->pool;
	struct piece *piece;

	while (g_queue_is_empty(&worker->own) && g_queue_is_empty(&pool->shared)) {
		if (pool->is_ending)
			return NULL;
		g_cond_wait(&pool->wake, &pool->lock);
	}
	piece = g_queue_pop_head(&worker->own);
	return piece != NULL ? piece : g_queue_pop_head(&pool->shared);
}

static void *
work(void *data)
{
	struct worker *worker = data;
	struct pool *pool = worker->pool;
	struct piece *piece;

	open_place(worker);
	g_mutex_lock(&pool->lock);
	while ((piece = next_piece(worker)) != NULL) {
		pool->waiting--;
		pool->busy++;
		g_mutex_unlock(&pool->lock);
		open_place(worker);
		piece->work(worker->place, worker->number, piece->data);
		g_free(piece);
		g_mutex_lock(&pool->lock);
		pool->busy--;
	}
	g_mutex_unlock(&pool->lock);
	if (worker->place != NULL)
		pool->place.close(worker->place);
	return NULL;
}

struct pool *
pool_new(int n, int most_waiting, struct pool_place place)
{
	struct pool *pool = g_new0(struct pool, 1);

	pool->place = place;
	pool->n = n;
	pool->most_waiting = most_waiting;
	g_mutex_init(&pool->lock);
	g_cond_init(&pool->wake);
	g_queue_init(&pool->shared);
	pool->workers = g_new0(struct worker, n);
	for (int i = 0; i < n; i++) {
		struct worker *worker = &pool->workers[i];

		worker->pool = pool;
		worker->number = i;
		g_queue_init(&worker->own);
		worker->thread = g_thread_new("worker", work, worker);
	}
	return pool;
}

void
pool_free(struct pool **pool_p)
{
	struct pool *pool = *pool_p;

	if (pool == NULL)
		return;
	g_mutex_lock(&pool->lock);
	pool->is_ending = TRUE;
	g_cond_broadcast(&pool->wake);
	g_mutex_unlock(&pool->lock);
	for (int i = 0; i < pool->n; i++)
		g_thread_join(pool->workers[i].thread);
	g_free(pool->workers);
	g_cond_clear(&pool->wake);
	g_mutex_clear(&pool->lock);
	g_free(pool);
	*pool_p = NULL;
}

static struct piece *
piece_new(pool_work what, void *data)
{
	struct piece *piece = g_new(struct piece, 1);

	piece->work = what;
	piece->data = data;
	return piece;
}

gboolean
pool_submit(struct pool *pool, pool_work what, void *data)
{
	gboolean taken;

	g_mutex_lock(&pool->lock);
	taken = pool->waiting < pool->most_waiting && !pool->is_ending;
	if (taken) {
		g_queue_push_tail(&pool->shared, piece_new(what, data));
		pool->waiting++;
		g_cond_signal(&pool->wake);
	}
	g_mutex_unlock(&pool->lock);
	return taken;
}

void
pool_submit_to(struct pool *pool, int number, pool_work what, void *data)
{
	g_mutex_lock(&pool->lock);
	g_queue_push_tail(&pool->workers[number].own, piece_new(what, data));
	pool->waiting++;
	g_cond_broadcast(&pool->wake);	/* signal might wake another worker only */
	g_mutex_unlock(&pool->lock);
}

int
pool_waiting(struct pool *pool)
{
	int waiting;

	g_mutex_lock(&pool->lock);
	waiting = pool->waiting;
	g_mutex_unlock(&pool->lock);
	return waiting;
}

int
pool_busy(struct pool *pool)
{
	int busy;

	g_mutex_lock(&pool->lock);
	busy = pool->busy;
	g_mutex_unlock(&pool->lock);
	return busy;
}

int
pool_size(const struct pool *pool)
{
	return pool->n;
}
