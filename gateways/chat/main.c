/* supportd-chat - live chat over WebSockets. */
#include "base/daemon.h"
#include "base/log.h"
#include "conf/conf.h"
#include "chat/server.h"

static int
serve(const char *path, GError **error)
{
	struct conf *conf = conf_load(path, error);
	struct server *server = NULL;

	if (conf == NULL)
		return -1;
	log_set_level((enum log_level)log_level_from_word(conf->log_level));
	server = server_new(conf, error);
	if (server != NULL)
		server_run(server);
	server_free(&server);
	conf_free(&conf);
	return error == NULL || *error == NULL ? 1 : -1;
}

int
main(int argc, char **argv)
{
	static const struct daemon_program program = { .name = "supportd-chat", .summary = "Serves supportd's live chat." };
	g_autofree char *path = daemon_start(&program, &argc, &argv);
	g_autoptr(GError) error = NULL;

	return serve(path, &error) > 0 ? 0 : daemon_failed(error);
}
