#include "wire/jwks.h"

#include <curl/curl.h>

#include "base/backoff.h"
#include "base/fault.h"
#include "base/log.h"
#include "wire/jwt.h"

#define FRESH_SECONDS 600
#define LOOK_AGAIN_SECONDS 30
#define CONNECT_SECONDS 5L
#define FETCH_SECONDS 15L
#define BYTES_MOST 1048576

struct jwks {
	struct keyring *keyring;
	char *url, *cache;
	GThread *thread;
	GMutex lock;
	GCond wake;
	gboolean is_stopping, is_wanted;
};

static size_t
on_data(char *data, size_t size, size_t n, void *user)
{
	GString *body = user;

	if (body->len + size * n > BYTES_MOST)
		return 0;
	g_string_append_len(body, data, (gssize)(size * n));
	return size * n;
}

static int
fetch(const char *url, GString *body, GError **error)
{
	CURL *curl = curl_easy_init();
	char why[CURL_ERROR_SIZE] = "";
	CURLcode code;

	curl_easy_setopt(curl, CURLOPT_URL, url);
	curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
	curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(curl, CURLOPT_FAILONERROR, 1L);
	curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, CONNECT_SECONDS);
	curl_easy_setopt(curl, CURLOPT_TIMEOUT, FETCH_SECONDS);
	curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, why);
	curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, on_data);
	curl_easy_setopt(curl, CURLOPT_WRITEDATA, body);
	code = curl_easy_perform(curl);
	curl_easy_cleanup(curl);
	if (code == CURLE_OK)
		return 1;
	fault_set(error, FAULT_UNAVAILABLE, "no-jwks", NULL, "The platform's keys cannot be fetched: %s.",
	    *why != '\0' ? why : curl_easy_strerror(code));
	return -1;
}

static void
read_cache(struct jwks *jwks)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *json = NULL;
	gsize length;

	if (*jwks->cache == '\0' || !g_file_test(jwks->cache, G_FILE_TEST_EXISTS))
		return;
	if (!g_file_get_contents(jwks->cache, &json, &length, &error) || keyring_publish(jwks->keyring, json, length, &error) < 0)
		log_warning("cannot read the kept keys", LOG_STR("file", jwks->cache), LOG_ERR(error));
}

static int
refresh(struct jwks *jwks)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GString) body = g_string_new(NULL);
	int taken = fetch(jwks->url, body, &error) > 0 ? keyring_publish(jwks->keyring, body->str, body->len, &error) : -1;

	if (taken < 0) {
		log_warning("keeps the keys that it has", LOG_STR("url", jwks->url), LOG_ERR(error));
		return -1;
	}
	log_debug("fetched the platform's keys", LOG_INT("keys", taken));
	if (*jwks->cache != '\0' && !g_file_set_contents_full(jwks->cache, body->str, (gssize)body->len, G_FILE_SET_CONTENTS_CONSISTENT, 0600, &error))
		log_warning("cannot keep the keys", LOG_STR("file", jwks->cache), LOG_ERR(error));
	return 1;
}

/* Sleeps until the keys are stale, or somebody wants a look, but not within the shortest pause. */
static gboolean
sleep_until_due(struct jwks *jwks, gint64 shortest_ms, gint64 longest_ms)
{
	gint64 start = g_get_monotonic_time(), due = start + longest_ms * 1000, earliest = start + shortest_ms * 1000;
	gboolean goes_on;

	g_mutex_lock(&jwks->lock);
	while (!jwks->is_stopping && g_get_monotonic_time() < (jwks->is_wanted ? MIN(earliest, due) : due))
		g_cond_wait_until(&jwks->wake, &jwks->lock, jwks->is_wanted ? MIN(earliest, due) : due);
	jwks->is_wanted = FALSE;
	goes_on = !jwks->is_stopping;
	g_mutex_unlock(&jwks->lock);
	return goes_on;
}

static void *
keep_fresh(void *data)
{
	struct jwks *jwks = data;
	struct backoff backoff = { .first_ms = 1000, .most_ms = 60000 };
	gint64 wait_ms;

	do {
		if (refresh(jwks) > 0) {
			backoff_succeeded(&backoff);
			wait_ms = FRESH_SECONDS * 1000;
		} else {
			wait_ms = backoff_next_ms(&backoff);
		}
	} while (sleep_until_due(jwks, LOOK_AGAIN_SECONDS * 1000, wait_ms));
	return NULL;
}

struct jwks *
jwks_start(struct keyring *keyring, const char *url, const char *cache)
{
	struct jwks *jwks = g_new0(struct jwks, 1);

	curl_global_init(CURL_GLOBAL_DEFAULT);
	jwks->keyring = keyring;
	jwks->url = g_strdup(url);
	jwks->cache = g_strdup(cache);
	g_mutex_init(&jwks->lock);
	g_cond_init(&jwks->wake);
	read_cache(jwks);
	jwks->thread = g_thread_new("jwks", keep_fresh, jwks);
	return jwks;
}

void
jwks_stop(struct jwks **jwks_p)
{
	struct jwks *jwks = *jwks_p;

	if (jwks == NULL)
		return;
	g_mutex_lock(&jwks->lock);
	jwks->is_stopping = TRUE;
	g_cond_signal(&jwks->wake);
	g_mutex_unlock(&jwks->lock);
	g_thread_join(jwks->thread);
	g_mutex_clear(&jwks->lock);
	g_cond_clear(&jwks->wake);
	g_free(jwks->url);
	g_free(jwks->cache);
	g_free(jwks);
	*jwks_p = NULL;
}

void
jwks_look_again(struct jwks *jwks)
{
	if (jwks == NULL)
		return;
	g_mutex_lock(&jwks->lock);
	jwks->is_wanted = TRUE;
	g_cond_signal(&jwks->wake);
	g_mutex_unlock(&jwks->lock);
}
