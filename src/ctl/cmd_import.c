/* import - old mail into a mailbox's intake: mbox files (RFC 4155) and Maildirs. Twice the same does no harm. */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fault.h"
#include "ctl/ctl.h"
#include "ctl/families.h"
#include "desk/desk.h"
#include "desk/intake.h"

#define BATCH 100
#define BATCH_BYTES (8 << 20)

struct import {
	const struct ctl *ctl;
	char mailbox_id[UUID_LENGTH + 1];
	GPtrArray *waiting;	/* GBytes * */
	gsize waiting_bytes;
	gint64 done_bytes, all_bytes;
	int taken, fresh;
	gint64 told_us;
};

static void
tell_progress(struct import *import, gboolean is_last)
{
	gint64 now = g_get_monotonic_time();

	if (import->ctl->quiet || import->ctl->json || (!is_last && now - import->told_us < 200000))
		return;
	import->told_us = now;
	fprintf(stderr, "\r%3d%%  %d mails read, %d new%s", import->all_bytes > 0 ? (int)(import->done_bytes * 100 / import->all_bytes) : 100,
	    import->taken, import->fresh, is_last ? "\n" : "");
}

static int
store_waiting(struct import *import, GError **error)
{
	struct intake_mail mails[BATCH] = { 0 };
	int n = (int)import->waiting->len, fresh;

	if (n == 0)
		return 1;
	for (int i = 0; i < n; i++) {
		mails[i].raw = g_ptr_array_index(import->waiting, (guint)i);
		mails[i].size = (int64_t)g_bytes_get_size(mails[i].raw);
		mails[i].fd = -1;
	}
	fresh = desk_intake(import->ctl->desk, import->mailbox_id, 0, 0, mails, n, error);
	if (fresh < 0)
		return -1;
	import->taken += n;
	import->fresh += fresh;
	g_ptr_array_set_size(import->waiting, 0);
	import->waiting_bytes = 0;
	tell_progress(import, FALSE);
	return 1;
}

static int
add_mail(struct import *import, const char *data, gsize length, GError **error)
{
	if (length == 0)
		return 1;
	g_ptr_array_add(import->waiting, g_bytes_new(data, length));
	import->waiting_bytes += length;
	return import->waiting->len == BATCH || import->waiting_bytes > BATCH_BYTES ? store_waiting(import, error) : 1;
}

/* "mboxrd": a line that starts with ">", any more of them, and "From " had one ">" added when it was written. */
static gboolean
is_quoted_from(const char *line, gsize length)
{
	gsize i = 0;

	while (i < length && line[i] == '>')
		i++;
	return i > 0 && length - i >= 5 && strncmp(line + i, "From ", 5) == 0;
}

static int
read_mbox(struct import *import, const char *path, GError **error)
{
	g_autoptr(GMappedFile) file = g_mapped_file_new(path, FALSE, error);
	g_autoptr(GString) mail = g_string_new(NULL);
	const char *at, *end;
	gboolean was_blank = TRUE;

	if (file == NULL)
		return -1;
	at = g_mapped_file_get_contents(file);
	end = at + g_mapped_file_get_length(file);
	if (end - at < 5 || strncmp(at, "From ", 5) != 0) {
		fault_set(error, FAULT_INVALID, "not-an-mbox", NULL, "%s does not start with a \"From \" line: it is no mbox file.", path);
		return -1;
	}
	while (at < end) {
		const char *newline = memchr(at, '\n', (gsize)(end - at));
		gsize length = (gsize)((newline != NULL ? newline + 1 : end) - at);

		if (was_blank && length >= 5 && strncmp(at, "From ", 5) == 0) {
			if (add_mail(import, mail->str, mail->len, error) < 0)
				return -1;
			g_string_truncate(mail, 0);
		} else {
			gsize skip = is_quoted_from(at, length) ? 1 : 0;

			g_string_append_len(mail, at + skip, (gssize)(length - skip));
		}
		was_blank = length <= 2 && (*at == '\n' || *at == '\r');
		import->done_bytes += (gint64)length;
		at += length;
	}
	return add_mail(import, mail->str, mail->len, error);
}

static int
read_folder(struct import *import, const char *directory, gboolean only_measure, GError **error)
{
	g_autoptr(GDir) dir = g_dir_open(directory, 0, NULL);
	const char *name;

	while (dir != NULL && (name = g_dir_read_name(dir)) != NULL) {
		g_autofree char *path = g_build_filename(directory, name, NULL), *data = NULL;
		struct stat info;
		gsize length;

		if (*name == '.' || stat(path, &info) < 0 || !S_ISREG(info.st_mode))
			continue;
		if (only_measure) {
			import->all_bytes += info.st_size;
			continue;
		}
		if (!g_file_get_contents(path, &data, &length, error) || add_mail(import, data, length, error) < 0)
			return -1;
		import->done_bytes += (gint64)length;
	}
	return 1;
}

static int
read_maildir(struct import *import, const char *path, GError **error)
{
	g_autofree char *fresh = g_build_filename(path, "new", NULL), *seen = g_build_filename(path, "cur", NULL);

	if (!g_file_test(seen, G_FILE_TEST_IS_DIR)) {
		fault_set(error, FAULT_INVALID, "not-a-maildir", NULL, "%s has no folder `cur`: it is no Maildir.", path);
		return -1;
	}
	if (read_folder(import, seen, TRUE, error) < 0 || read_folder(import, fresh, TRUE, error) < 0)
		return -1;
	return read_folder(import, seen, FALSE, error) < 0 ? -1 : read_folder(import, fresh, FALSE, error);
}

static int
import_run(struct ctl *ctl, int n, char **words, GError **error)
{
	struct import import = { .ctl = ctl };
	struct stat info;
	int done;

	(void)n;
	if (ctl_mailbox_id(ctl, words[0], import.mailbox_id, error) < 0)
		return -1;
	if (stat(words[1], &info) < 0) {
		fault_set(error, FAULT_NOT_FOUND, "no-such-file", NULL, "%s is not there.", words[1]);
		return -1;
	}
	import.waiting = g_ptr_array_new_with_free_func((GDestroyNotify)g_bytes_unref);
	import.all_bytes = S_ISDIR(info.st_mode) ? 0 : info.st_size;
	done = S_ISDIR(info.st_mode) ? read_maildir(&import, words[1], error) : read_mbox(&import, words[1], error);
	if (done > 0)
		done = store_waiting(&import, error);
	g_ptr_array_unref(import.waiting);
	tell_progress(&import, TRUE);
	if (done < 0)
		return -1;
	printf(ctl->json ? "{\"read\": %d, \"new\": %d}\n" : "%d mails read, %d new; supportd-email turns them into tickets.\n", import.taken,
	    import.fresh);
	return 0;
}

const struct command import_commands[] = {
	{ "import", NULL, "MAILBOX FILE|MAILDIR", "Take old mail in, from an mbox file or a Maildir", NEEDS_DESK, NULL, 2, 2, import_run },
	{ .noun = NULL },
};
