#include "web/files.h"

#include <string.h>
#include <sys/stat.h>

#include "base/log.h"

#define FILE_MOST (4 * 1024 * 1024)
#define FILES_MOST 500
#define DEPTH_MOST 4
#define DIGEST_LENGTH 16

/* Scripts only from files of ours, no eval, and HTML is only made by the policy "mail", of whole documents in frames that
 * run no script. Images from elsewhere are for mails, and stand there only after a click. */
static const char console_policy[] = "default-src 'none'; script-src 'self'; style-src-elem 'self'; style-src-attr 'unsafe-inline'; "
	"img-src 'self' data: blob: https: http:; connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'; "
	"require-trusted-types-for 'script'; trusted-types mail";
static const char widget_policy[] = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "
	"form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

static const struct room {
	const char *name, *policy;
	gboolean is_for_all;
} rooms[] = {
	{ "console", console_policy, FALSE },
	{ "widget", widget_policy, TRUE },
};

static const struct {
	const char *ending, *content_type;
} types[] = {
	{ ".html", "text/html; charset=utf-8" },
	{ ".js", "text/javascript; charset=utf-8" },
	{ ".css", "text/css; charset=utf-8" },
	{ ".json", "application/json" },
	{ ".svg", "image/svg+xml" },
	{ ".png", "image/png" },
	{ ".txt", "text/plain; charset=utf-8" },
};

struct files {
	GHashTable *by_path;	/* "console/main.js" to struct file * */
	char *digests[G_N_ELEMENTS(rooms)];
};

static void
file_free(void *data)
{
	struct file *file = data;

	g_bytes_unref(file->bytes);
	g_free(file->etag);
	g_free(file);
}

static const char *
type_of(const char *name)
{
	for (gsize i = 0; i < G_N_ELEMENTS(types); i++)
		if (g_str_has_suffix(name, types[i].ending))
			return types[i].content_type;
	return NULL;
}

static void
add_file(struct files *files, const struct room *room, const char *name, const char *at)
{
	g_autoptr(GError) error = NULL;
	struct file *file;
	char *data;
	gsize length;

	if (!g_file_get_contents(at, &data, &length, &error)) {
		log_warning("cannot read a file for browsers", LOG_ERR(error));
		return;
	}
	file = g_new0(struct file, 1);
	file->bytes = g_bytes_new_take(data, length);
	file->content_type = type_of(name);
	file->policy = room->policy;
	file->is_for_all = room->is_for_all;
	g_hash_table_insert(files->by_path, g_strdup(name), file);
}

/* Only plain files of the types above, under plain names: no links, nothing hidden, none of what npm or an editor leaves. */
static void
add_folder(struct files *files, const struct room *room, const char *name, const char *at, int depth)
{
	GDir *dir = g_dir_open(at, 0, NULL);
	const char *entry;

	while (dir != NULL && (entry = g_dir_read_name(dir)) != NULL) {
		g_autofree char *path = g_build_filename(at, entry, NULL), *inner = g_strconcat(name, "/", entry, NULL);
		struct stat state;

		if (*entry == '.' || g_str_has_prefix(entry, "package") || strcmp(entry, "node_modules") == 0 || lstat(path, &state) < 0)
			continue;
		if (S_ISDIR(state.st_mode) && depth < DEPTH_MOST)
			add_folder(files, room, inner, path, depth + 1);
		else if (S_ISREG(state.st_mode) && type_of(entry) != NULL && state.st_size <= FILE_MOST &&
		    g_hash_table_size(files->by_path) < FILES_MOST)
			add_file(files, room, inner, path);
	}
	if (dir != NULL)
		g_dir_close(dir);
}

static char *
digest_of(GBytes *bytes, GChecksum *sum)
{
	gsize length;
	const guchar *data = g_bytes_get_data(bytes, &length);
	g_autoptr(GChecksum) own = g_checksum_new(G_CHECKSUM_SHA256);

	g_checksum_update(own, data, (gssize)length);
	if (sum != NULL)
		g_checksum_update(sum, (const guchar *)g_checksum_get_string(own), -1);
	return g_strndup(g_checksum_get_string(own), DIGEST_LENGTH);
}

static gboolean
is_in(const char *path, const struct room *room)
{
	gsize length = strlen(room->name);

	return strncmp(path, room->name, length) == 0 && (path[length] == '/' || path[length] == '\0');
}

static void
put_digest(struct file *file, const char *digest)
{
	gsize length;
	const char *data = g_bytes_get_data(file->bytes, &length);
	g_autoptr(GString) text = g_string_new_len(data, (gssize)length);

	if (!g_str_has_prefix(file->content_type, "text/html"))
		return;
	g_string_replace(text, "@DIGEST@", digest, 0);
	g_bytes_unref(file->bytes);
	file->bytes = g_string_free_to_bytes(g_steal_pointer(&text));
}

static char *
seal_room(struct files *files, const struct room *room)
{
	g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
	GList *names = g_list_sort(g_hash_table_get_keys(files->by_path), (GCompareFunc)strcmp);
	char *digest;

	for (GList *one = names; one != NULL; one = one->next) {
		if (!is_in(one->data, room))
			continue;
		g_checksum_update(sum, one->data, (gssize)strlen(one->data) + 1);
		g_free(digest_of(((struct file *)g_hash_table_lookup(files->by_path, one->data))->bytes, sum));
	}
	digest = g_strndup(g_checksum_get_string(sum), DIGEST_LENGTH);
	for (GList *one = names; one != NULL; one = one->next) {
		struct file *file = g_hash_table_lookup(files->by_path, one->data);
		g_autofree char *own = NULL;

		if (!is_in(one->data, room))
			continue;
		put_digest(file, digest);
		own = digest_of(file->bytes, NULL);
		file->etag = g_strdup_printf("\"%s\"", own);
	}
	g_list_free(names);
	return digest;
}

struct files *
files_load(const char *folder)
{
	struct files *files = g_new0(struct files, 1);

	files->by_path = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, file_free);
	for (gsize i = 0; i < G_N_ELEMENTS(rooms); i++) {
		g_autofree char *at = g_build_filename(folder, rooms[i].name, NULL);

		add_folder(files, &rooms[i], rooms[i].name, at, 0);
		files->digests[i] = seal_room(files, &rooms[i]);
	}
	log_info("files for browsers", LOG_STR("folder", folder), LOG_INT("files", g_hash_table_size(files->by_path)));
	return files;
}

void
files_free(struct files **files)
{
	if (*files == NULL)
		return;
	g_hash_table_unref((*files)->by_path);
	for (gsize i = 0; i < G_N_ELEMENTS(rooms); i++)
		g_free((*files)->digests[i]);
	g_clear_pointer(files, g_free);
}

gboolean
files_owns(const char *path)
{
	for (gsize i = 0; *path == '/' && i < G_N_ELEMENTS(rooms); i++)
		if (is_in(path + 1, &rooms[i]))
			return TRUE;
	return FALSE;
}

const struct file *
files_find(const struct files *files, const char *path, gboolean *is_lasting_r)
{
	*is_lasting_r = FALSE;
	for (gsize i = 0; *path == '/' && i < G_N_ELEMENTS(rooms); i++) {
		const char *rest = path + 1 + strlen(rooms[i].name);
		g_autofree char *name = NULL;

		if (!is_in(path + 1, &rooms[i]))
			continue;
		if (*rest == '/')
			rest++;
		*is_lasting_r = strncmp(rest, files->digests[i], DIGEST_LENGTH) == 0 && rest[DIGEST_LENGTH] == '/';
		if (*is_lasting_r)
			rest += DIGEST_LENGTH + 1;
		name = g_strconcat(rooms[i].name, "/", *rest != '\0' ? rest : "index.html", NULL);
		return g_hash_table_lookup(files->by_path, name);
	}
	return NULL;
}
