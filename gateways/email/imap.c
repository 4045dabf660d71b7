#include <stdlib.h>
#include <string.h>

#include "base/fault.h"
#include "base/log.h"
#include "conf/conf.h"
#include "desk/mailbox.h"
#include "email/imap_auth.h"
#include "email/imap_session.h"

int
imap_fault(const struct imap *imap, int result, const char *what, GError **error)
{
	const char *words = imap->session->imap_response;

	if (result == MAILIMAP_ERROR_STREAM) {
		const char *name = stream_trouble(imap->stream);

		fault_set(error, FAULT_UNAVAILABLE, strcmp(name, "imap-failed") == 0 ? "connection-lost" : name, NULL,
		    "%s is gone while we asked it to %s.", imap->host, what);
	} else {
		fault_set(error, FAULT_UNAVAILABLE, "imap-failed", NULL, "%s could not %s (libetpan %d): %.200s", imap->host, what, result,
		    words != NULL ? words : "no answer that can be read");
	}
	return -1;
}

char *
imap_folder_name(const char *folder)
{
	char *name = g_convert(folder, -1, "UTF-7-IMAP", "UTF-8", NULL, NULL, NULL);

	return name != NULL ? name : g_strdup(folder);
}

/* libetpan calls the handler of fetched mails only when there is somebody to tell the progress to. */
static void
progress(size_t current, size_t most, void *user)
{
	(void)current;
	(void)most;
	(void)user;
}

static int
start_tls(struct imap *imap, const struct stream_address *address, GError **error)
{
	struct mailimap_capability_data *capability = NULL;
	int result = mailimap_starttls(imap->session);

	/* libetpan refuses what follows the yes in the clear, too: then it is stream_start_tls that says so. */
	if (result != MAILIMAP_NO_ERROR && imap->stream->read_buffer_len == 0) {
		fault_set(error, FAULT_UNAVAILABLE, "starttls-not-offered", "imap_security",
		    "%s does not do STARTTLS, or someone on the way took it out; nothing was sent. Try imap_security tls.", imap->host);
		return -1;
	}
	if (stream_start_tls(imap->stream, address, error) < 0)
		return -1;
	/* What it said in the clear about itself counts no more. */
	result = mailimap_capability(imap->session, &capability);
	if (capability != NULL)
		mailimap_capability_data_free(capability);
	return result == MAILIMAP_NO_ERROR ? 1 : imap_fault(imap, result, "tell what it can", error);
}

static int
ask_capability(struct imap *imap, GError **error)
{
	struct mailimap_capability_data *capability = NULL;
	int result = mailimap_capability(imap->session, &capability);

	if (capability != NULL)
		mailimap_capability_data_free(capability);
	return result == MAILIMAP_NO_ERROR ? 1 : imap_fault(imap, result, "tell what it can", error);
}

static int
greet(struct imap *imap, const struct stream_address *address, GError **error)
{
	int result = mailimap_connect(imap->session, imap->stream);

	if (result != MAILIMAP_NO_ERROR_NON_AUTHENTICATED) {
		/* PREAUTH before TLS cannot be upgraded any more: a known way to strip STARTTLS. */
		fault_set(error, FAULT_UNAVAILABLE, result == MAILIMAP_NO_ERROR_AUTHENTICATED ? "starttls-not-offered" : "imap-failed", NULL,
		    "%s greets in a way that is no good for a login.", imap->host);
		return -1;
	}
	if (address->security == STREAM_STARTTLS)
		return start_tls(imap, address, error);
	return ask_capability(imap, error);
}

static int
select_folder(struct imap *imap, const char *folder, GError **error)
{
	g_autofree char *name = imap_folder_name(folder);
	int result = mailimap_select(imap->session, name);
	const struct mailimap_selection_info *info = imap->session->imap_selection_info;

	if (result == MAILIMAP_ERROR_SELECT) {
		fault_set(error, FAULT_NOT_FOUND, "folder-unavailable", "folder", "%s does not open the folder `%s`: %.200s", imap->host,
		    folder, imap->session->imap_response != NULL ? imap->session->imap_response : "");
		return -1;
	}
	if (result != MAILIMAP_NO_ERROR || info == NULL || info->sel_uidvalidity == 0)
		return imap_fault(imap, result, "open the folder", error);
	imap->uid_validity = info->sel_uidvalidity;
	imap->uid_next = info->sel_uidnext;
	return 1;
}

struct imap *
imap_open(const struct conf *conf, const struct mailbox *mailbox, GError **error)
{
	const struct stream_address address = {
		.host = mailbox->imap_host,
		.port = mailbox->imap_port,
		.security = stream_security_of(mailbox->imap_security),
		.ca_file = conf->email.ca_file,
	};
	mailstream *stream = stream_open(&address, error);
	struct imap *imap;

	if (stream == NULL)
		return NULL;
	imap = g_new0(struct imap, 1);
	imap->stream = stream;
	imap->host = g_strdup(mailbox->imap_host);
	imap->session = mailimap_new(0, NULL);
	mailimap_set_progress_callback(imap->session, progress, progress, NULL);
	if (greet(imap, &address, error) < 0 || imap_auth(imap->session, conf, mailbox, &imap->login_ends_at, error) < 0 ||
	    ask_capability(imap, error) < 0 || select_folder(imap, mailbox->folder, error) < 0)
		imap_close(&imap);
	return imap;
}

/* No LOGOUT: it would wait for a server that may be gone, and closing says the same. */
void
imap_close(struct imap **imap_p)
{
	struct imap *imap = *imap_p;

	if (imap == NULL)
		return;
	imap->session->imap_stream = NULL;
	mailimap_free(imap->session);
	mailstream_close(imap->stream);
	g_free(imap->host);
	g_free(imap);
	*imap_p = NULL;
}

uint32_t
imap_uid_validity(const struct imap *imap)
{
	return imap->uid_validity;
}

uint32_t
imap_uid_next(const struct imap *imap)
{
	return imap->uid_next;
}

gboolean
imap_can_idle(const struct imap *imap)
{
	return mailimap_has_idle(imap->session) != 0;
}

gint64
imap_login_ends_at(const struct imap *imap)
{
	return imap->login_ends_at;
}

guint64
imap_traffic(const struct imap *imap)
{
	return stream_traffic(imap->stream);
}

int
imap_wait_begin(struct imap *imap, GError **error)
{
	const struct mailimap_selection_info *info = imap->session->imap_selection_info;
	int result;

	if (info->sel_exists != imap->exists_seen)
		return 0;	/* told in passing, in the answer to another command; IDLE would not say it again */
	if (!imap_can_idle(imap))
		return 1;
	result = mailimap_idle(imap->session);
	if (result != MAILIMAP_NO_ERROR)
		return imap_fault(imap, result, "idle", error);
	imap->is_idling = TRUE;
	if (info->sel_exists != imap->exists_seen)
		return imap_wait_end(imap, error) < 0 ? -1 : 0;
	return 1;
}

/* "* 23 EXISTS": libetpan is told, since it did not see the line. */
static gboolean
take_exists(struct imap *imap, const char *line)
{
	char *end = NULL;
	gulong n = g_str_has_prefix(line, "* ") ? strtoul(line + 2, &end, 10) : 0;

	if (end == NULL || end == line + 2 || g_ascii_strncasecmp(end, " EXISTS", 7) != 0)
		return FALSE;
	imap->session->imap_selection_info->sel_exists = (uint32_t)n;
	return TRUE;
}

/* Reads what an idling server says. 1 there is new mail; 0 nothing of interest ("* OK Still here"); -1. */
static int
hear(struct imap *imap, GError **error)
{
	MMAPString *line = mmap_string_new("");
	gboolean is_new = FALSE, is_over = FALSE;

	do {
		mmap_string_truncate(line, 0);
		if (mailstream_read_line(imap->stream, line) == NULL) {
			mmap_string_free(line);
			return imap_fault(imap, MAILIMAP_ERROR_STREAM, "wait for mail", error);
		}
		is_new |= take_exists(imap, line->str);
		is_over |= g_ascii_strncasecmp(line->str, "* BYE", 5) == 0;
	} while (stream_wait(imap->stream, -1, 0) == 1);
	mmap_string_free(line);
	if (is_over) {
		fault_set(error, FAULT_UNAVAILABLE, "connection-lost", NULL, "%s said BYE.", imap->host);
		return -1;
	}
	return is_new ? 1 : 0;
}

int
imap_wait(struct imap *imap, int wake_fd, int timeout_ms, GError **error)
{
	gint64 until = g_get_monotonic_time() + timeout_ms * (gint64)1000;

	for (;;) {
		int left_ms = (int)MAX((until - g_get_monotonic_time() + 999) / 1000, 0), heard;
		int ready = stream_wait(imap->stream, wake_fd, left_ms);

		if (ready != 1)
			return ready;
		heard = hear(imap, error);
		if (heard != 0)
			return heard;
	}
}

int
imap_wait_end(struct imap *imap, GError **error)
{
	/* Without IDLE, a server tells of new mail in the answer to any command: this is the poll. */
	int result = imap->is_idling ? mailimap_idle_done(imap->session) : mailimap_noop(imap->session);

	imap->is_idling = FALSE;
	return result == MAILIMAP_NO_ERROR ? 1 : imap_fault(imap, result, "stop waiting", error);
}
