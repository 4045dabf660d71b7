#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/fault.h"
#include "email/imap_session.h"

#define LISTED_MOST 2000000	/* mails in one folder that are new to us: 16 MB of numbers */

struct fetched {		/* one FETCH answer */
	uint32_t uid, size;
	const char *bytes;	/* borrowed */
	gsize length;
	gboolean has_size, has_bytes;
};

struct mailimap_set *
imap_set_of(const uint32_t *uids, gsize stride, int n)
{
	struct mailimap_set *set = mailimap_set_new_empty();

	for (int i = 0; i < n;) {
		uint32_t first = *(const uint32_t *)(const void *)((const char *)uids + (gsize)i * stride), last = first;

		for (i++; i < n && *(const uint32_t *)(const void *)((const char *)uids + (gsize)i * stride) == last + 1; i++)
			last++;
		mailimap_set_add_interval(set, first, last);
	}
	return set;
}

static void
read_answer(const struct mailimap_msg_att *answer, struct fetched *fetched)
{
	*fetched = (struct fetched){ 0 };
	for (clistiter *at = clist_begin(answer->att_list); at != NULL; at = clist_next(at)) {
		const struct mailimap_msg_att_item *item = clist_content(at);
		const struct mailimap_msg_att_static *value = item->att_data.att_static;

		if (item->att_type != MAILIMAP_MSG_ATT_ITEM_STATIC)
			continue;
		if (value->att_type == MAILIMAP_MSG_ATT_UID)
			fetched->uid = value->att_data.att_uid;
		else if (value->att_type == MAILIMAP_MSG_ATT_RFC822_SIZE) {
			fetched->size = value->att_data.att_rfc822_size;
			fetched->has_size = TRUE;
		} else if (value->att_type == MAILIMAP_MSG_ATT_BODY_SECTION) {
			fetched->bytes = value->att_data.att_body_section->sec_body_part;
			fetched->length = value->att_data.att_body_section->sec_length;
			fetched->has_bytes = fetched->bytes != NULL;
		}
	}
}

/* Sends a UID FETCH; each answer goes to take, and is freed behind it. Both set and what are freed here. */
static int
run_fetch(struct imap *imap, struct mailimap_set *set, struct mailimap_fetch_type *what, mailimap_msg_att_handler *take, void *user,
    GError **error)
{
	clist *rest = NULL;
	int result;

	mailimap_set_msg_att_handler(imap->session, take, user);
	result = mailimap_uid_fetch(imap->session, set, what, &rest);
	mailimap_set_msg_att_handler(imap->session, NULL, NULL);
	if (rest != NULL)
		mailimap_fetch_list_free(rest);
	mailimap_fetch_type_free(what);
	mailimap_set_free(set);
	return result == MAILIMAP_NO_ERROR ? 1 : imap_fault(imap, result, "hand over mail", error);
}

static struct mailimap_fetch_type *
fetch_of(struct mailimap_fetch_att *attribute)
{
	struct mailimap_fetch_type *what = mailimap_fetch_type_new_fetch_att_list_empty();

	mailimap_fetch_type_new_fetch_att_list_add(what, mailimap_fetch_att_new_uid());
	mailimap_fetch_type_new_fetch_att_list_add(what, attribute);
	return what;
}

struct listing {
	uint32_t last_uid;
	GArray *listed;
};

static void
take_listed(struct mailimap_msg_att *answer, void *user)
{
	struct listing *listing = user;
	struct fetched fetched;
	struct imap_listed mail;

	read_answer(answer, &fetched);
	mail = (struct imap_listed){ .uid = fetched.uid, .size = fetched.size };
	/* `n:*` always names the last mail, even if its UID is below n (RFC 3501, 6.4.8). */
	if (mail.uid > listing->last_uid && fetched.has_size && listing->listed->len < LISTED_MOST)
		g_array_append_val(listing->listed, mail);
}

static int
by_uid(const void *a, const void *b)
{
	const struct imap_listed *x = a, *y = b;

	return x->uid < y->uid ? -1 : x->uid > y->uid;
}

int
imap_list(struct imap *imap, uint32_t last_uid, GArray *listed, GError **error)
{
	struct listing listing = { .last_uid = last_uid, .listed = listed };
	guint before = listed->len;

	imap->exists_seen = imap->session->imap_selection_info->sel_exists;
	if (last_uid == UINT32_MAX || imap->exists_seen == 0)
		return 0;
	if (run_fetch(imap, mailimap_set_new_interval(last_uid + 1, 0), fetch_of(mailimap_fetch_att_new_rfc822_size()), take_listed,
		&listing, error) < 0)
		return -1;
	g_array_sort(listed, by_uid);
	return (int)(listed->len - before);
}

struct catch {
	const struct imap_listed *mails;
	int n;
	GBytes **raw;
};

static void
take_mail(struct mailimap_msg_att *answer, void *user)
{
	struct catch *catch = user;
	struct fetched fetched;
	const struct imap_listed *found;
	struct imap_listed key;

	read_answer(answer, &fetched);
	key = (struct imap_listed){ .uid = fetched.uid };
	found = fetched.has_bytes ? bsearch(&key, catch->mails, (size_t)catch->n, sizeof key, by_uid) : NULL;
	if (found != NULL && catch->raw[found - catch->mails] == NULL)
		catch->raw[found - catch->mails] = g_bytes_new(fetched.bytes, fetched.length);
}

int
imap_fetch(struct imap *imap, const struct imap_listed *mails, int n, GBytes **raw_r, GError **error)
{
	struct catch catch = { .mails = mails, .n = n, .raw = raw_r };
	struct mailimap_fetch_att *body = mailimap_fetch_att_new_body_peek_section(mailimap_section_new(NULL));

	memset(raw_r, 0, (size_t)n * sizeof *raw_r);
	if (run_fetch(imap, imap_set_of(&mails->uid, sizeof *mails, n), fetch_of(body), take_mail, &catch, error) > 0)
		return 1;
	for (int i = 0; i < n; i++)
		g_clear_pointer(&raw_r[i], g_bytes_unref);
	return -1;
}

struct piece {
	uint32_t uid;
	int fd;			/* or -1: */
	GBytes *bytes;
	gint64 length;		/* -1: not there */
	int problem;		/* errno of a write */
};

static void
take_piece(struct mailimap_msg_att *answer, void *user)
{
	struct piece *piece = user;
	struct fetched fetched;

	read_answer(answer, &fetched);
	if (fetched.uid != piece->uid || !fetched.has_bytes || piece->length >= 0)
		return;
	piece->length = (gint64)fetched.length;
	if (piece->fd < 0)
		piece->bytes = g_bytes_new(fetched.bytes, fetched.length);
	for (gsize done = 0; piece->fd >= 0 && done < fetched.length && piece->problem == 0;) {
		ssize_t n = write(piece->fd, fetched.bytes + done, fetched.length - done);

		if (n > 0)
			done += (gsize)n;
		else if (errno != EINTR)
			piece->problem = errno;
	}
}

static int
fetch_piece(struct imap *imap, struct piece *piece, struct mailimap_section *section, uint32_t from, uint32_t most, GError **error)
{
	struct mailimap_fetch_att *part = mailimap_fetch_att_new_body_peek_section_partial(section, from, most);

	piece->length = -1;
	if (run_fetch(imap, mailimap_set_new_single(piece->uid), fetch_of(part), take_piece, piece, error) < 0)
		return -1;
	if (piece->problem == 0)
		return 1;
	fault_set(error, FAULT_UNAVAILABLE, "disk-full", NULL, "A large mail cannot be kept for the moment: %s.",
	    g_strerror(piece->problem));
	return -1;
}

gint64
imap_fetch_to_file(struct imap *imap, uint32_t uid, int fd, GError **error)
{
	struct piece piece = { .uid = uid, .fd = fd };
	gint64 total = 0;

	/* RFC822.SIZE is wrong on some servers: the short piece is the last. */
	do {
		if (fetch_piece(imap, &piece, mailimap_section_new(NULL), (uint32_t)total, IMAP_PIECE_BYTES, error) < 0)
			return -1;
		total += MAX(piece.length, 0);
	} while (piece.length == IMAP_PIECE_BYTES && total < UINT32_MAX - IMAP_PIECE_BYTES);
	return total;
}

GBytes *
imap_fetch_header(struct imap *imap, uint32_t uid, uint32_t most_bytes, GError **error)
{
	struct piece piece = { .uid = uid, .fd = -1 };
	struct mailimap_section *header = mailimap_section_new(mailimap_section_spec_new(MAILIMAP_SECTION_SPEC_SECTION_MSGTEXT,
	    mailimap_section_msgtext_new(MAILIMAP_SECTION_MSGTEXT_HEADER, NULL), NULL, NULL));

	if (fetch_piece(imap, &piece, header, 0, most_bytes, error) < 0)
		return NULL;
	return piece.bytes;
}
