#include "base/health.h"

#include <gio/gio.h>
#include <string.h>

#include "base/fault.h"
#include "base/metric.h"

#define REQUEST_MOST 4096	/* bytes; ours are far shorter */
#define PATIENCE_S 5

static int
answer_ready(const struct health_check *checks, GString *body)
{
	int status = 200;

	for (const struct health_check *check = checks; check != NULL && check->name != NULL; check++) {
		g_autofree char *why = NULL;

		if (check->is_ready(check->user, &why))
			continue;
		status = 503;
		g_string_append_printf(body, "%s: not ready%s%s\n", check->name, why != NULL ? ": " : "", why != NULL ? why : "");
	}
	if (status == 200)
		g_string_append(body, "ready\n");
	return status;
}

int
health_answer(const char *path, const struct health_check *checks, GString *body)
{
	if (strcmp(path, "/healthz") == 0) {
		g_string_append(body, "alive\n");
		return 200;
	}
	if (strcmp(path, "/readyz") == 0)
		return answer_ready(checks, body);
	if (strcmp(path, "/metrics") == 0) {
		metrics_write(body);
		return 200;
	}
	g_string_append(body, "Here are /healthz, /readyz and /metrics.\n");
	return 404;
}

/* The path of a GET request; NULL if it is none. The caller's. */
static char *
read_path(GInputStream *in)
{
	char request[REQUEST_MOST + 1];
	gsize have = 0;

	while (have < REQUEST_MOST) {
		gssize n = g_input_stream_read(in, request + have, REQUEST_MOST - have, NULL, NULL);

		if (n <= 0)
			return NULL;
		have += (gsize)n;
		request[have] = '\0';
		if (strstr(request, "\r\n\r\n") != NULL || strstr(request, "\n\n") != NULL)
			break;
	}
	if (strncmp(request, "GET ", 4) != 0)
		return NULL;
	return g_strndup(request + 4, strcspn(request + 4, " ?\r\n"));
}

static gboolean
on_connection(GThreadedSocketService *service, GSocketConnection *connection, GObject *source, gpointer user)
{
	const struct health_check *checks = user;
	g_autoptr(GString) body = g_string_new(NULL), head = g_string_new(NULL);
	g_autofree char *path = NULL;
	int status = 400;

	(void)service;
	(void)source;
	g_socket_set_timeout(g_socket_connection_get_socket(connection), PATIENCE_S);
	path = read_path(g_io_stream_get_input_stream(G_IO_STREAM(connection)));
	if (path != NULL)
		status = health_answer(path, checks, body);
	g_string_printf(head, "HTTP/1.1 %d %s\r\nContent-Type: text/plain; version=0.0.4; charset=utf-8\r\nContent-Length: %zu\r\n"
	    "Connection: close\r\n\r\n", status, status == 200 ? "OK" : "Not OK", body->len);
	g_string_append_len(head, body->str, (gssize)body->len);
	g_output_stream_write_all(g_io_stream_get_output_stream(G_IO_STREAM(connection)), head->str, head->len, NULL, NULL, NULL);
	return TRUE;
}

static gpointer
serve(gpointer context)
{
	g_autoptr(GMainLoop) loop = g_main_loop_new(context, FALSE);

	g_main_context_push_thread_default(context);
	g_main_loop_run(loop);
	return NULL;
}

int
health_start(const char *host, int port, const struct health_check *checks, GError **error)
{
	GSocketService *service;
	GMainContext *context;
	g_autoptr(GSocketAddress) address = g_inet_socket_address_new_from_string(host, (guint)port);
	g_autoptr(GError) why = NULL;
	gboolean listens;

	if (address == NULL) {
		fault_set(error, FAULT_INVALID, "bad-config", "health", "`%s` is not an address: give an IP address and a port.", host);
		return -1;
	}
	service = g_threaded_socket_service_new(4);	/* lives as long as the process, and the context with it */
	context = g_main_context_new();
	g_main_context_push_thread_default(context);
	g_signal_connect(service, "run", G_CALLBACK(on_connection), (gpointer)checks);
	listens = g_socket_listener_add_address(G_SOCKET_LISTENER(service), address, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL,
	    NULL, &why);
	g_main_context_pop_thread_default(context);
	if (!listens) {
		fault_set(error, FAULT_UNAVAILABLE, "cannot-listen", "health", "Cannot listen on %s:%d: %s", host, port, why->message);
		g_object_unref(service);
		g_main_context_unref(context);
		return -1;
	}
	g_thread_unref(g_thread_new("health", serve, context));
	return 1;
}
