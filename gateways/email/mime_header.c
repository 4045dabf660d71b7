#include "email/mime_reader.h"

#include <string.h>

#include "email/auth_results.h"
#include "email/charset.h"
#include "email/mime_words.h"

enum {
	MOST_ADDRESSES = 500,
	MOST_REFERENCES = 200,
	MOST_GROUPS = 500,
	MOST_ID_BYTES = 998,	/* a line of RFC 5322 */
};

static const char earliest[] = "1990-01-01T00:00:00Z";

/* "Name: value" with the line ends of the folding taken out. */
static char *
unfold(const char *name, const char *raw)
{
	gsize name_length = strlen(name);
	char *out, *to, *text;
	gboolean plain = TRUE;

	raw += strspn(raw, " \t");
	out = g_malloc(name_length + strlen(raw) + 3);
	to = g_stpcpy(g_stpcpy(out, name), ": ");
	for (; *raw != '\0'; raw++) {
		if (*raw != '\r' && *raw != '\n')
			*to++ = *raw == '\t' ? ' ' : *raw;
		plain = plain && (guchar)*raw < 0x80 && *raw != '\033';
	}
	while (to[-1] == ' ')
		to--;
	*to = '\0';
	if (plain && g_utf8_validate(name, (gssize)name_length, NULL))
		return out;
	text = charset_to_utf8(out, (gsize)(to - out), NULL, NULL, NULL);
	g_free(out);
	return text;
}

static void
collect_from(struct mime *mime, GMimeObject *object)
{
	GMimeHeaderList *list = g_mime_object_get_header_list(object);
	int n = g_mime_header_list_get_count(list);

	for (int i = 0; i < n; i++) {
		GMimeHeader *header = g_mime_header_list_get_header_at(list, i);
		const char *raw = g_mime_header_get_raw_value(header);

		g_ptr_array_add(mime->headers, unfold(g_mime_header_get_name(header), raw != NULL ? raw : ""));
	}
}

/* GMime gives all that is named "Content-…" to the mail's part. */
static void
collect(struct mime *mime)
{
	GMimeObject *root = g_mime_message_get_mime_part(mime->message);

	mime->headers = g_ptr_array_new_with_free_func(g_free);
	collect_from(mime, GMIME_OBJECT(mime->message));
	if (root != NULL)
		collect_from(mime, root);
	g_ptr_array_add(mime->headers, NULL);
}

static const char *
value_of(const char *header, const char *name, gsize length)
{
	/* Most headers are told apart by their first letter. */
	if (((header[0] ^ name[0]) & 0x1f) != 0 || g_ascii_strncasecmp(header, name, length) != 0 || header[length] != ':')
		return NULL;
	header += length + 1;
	return header + strspn(header, " ");
}

const char *
mime_header(const struct mime *mime, const char *name)
{
	gsize length = strlen(name);

	for (guint i = 0; i + 1 < mime->headers->len; i++) {
		const char *value = value_of(mime->headers->pdata[i], name, length);

		if (value != NULL)
			return value;
	}
	return NULL;
}

/* The address with its domain in lower case; NULL if these characters are no address. */
static char *
clean_address(const char *address)
{
	g_autofree char *clean = g_strstrip(g_strdup(address));
	char *at = strrchr(clean, '@');

	for (const char *p = clean; *p != '\0'; p++)
		if ((guchar)*p <= ' ' || *p == 0x7f || *p == '<' || *p == '>')
			return NULL;
	if (*clean == '\0' || !g_utf8_validate(clean, -1, NULL))
		return NULL;
	if (at != NULL)
		for (char *p = at; *p != '\0'; p++)
			*p = g_ascii_tolower(*p);
	return g_steal_pointer(&clean);
}

static gboolean
is_direction(gunichar c)
{
	return (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

/* A display name as words_decode leaves it, without what would turn the line around it. NULL if nothing is left. */
static char *
clean_name(const char *masked)
{
	g_autofree char *name = words_unmask(masked);
	GString *out;

	if (name == NULL || *name == '\0')
		return NULL;
	out = g_string_sized_new(strlen(name));
	for (const char *p = name; *p != '\0'; p = g_utf8_next_char(p))
		if (!is_direction(g_utf8_get_char(p)))
			g_string_append_len(out, p, g_utf8_next_char(p) - p);
	return g_string_free(out, FALSE);
}

static void
add_mailbox(InternetAddress *entry, GPtrArray *out)
{
	struct mail_address *made = mail_address_new(NULL, NULL);
	const char *address = internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(entry));

	made->name = clean_name(internet_address_get_name(entry));
	made->address = clean_address(address != NULL ? address : "");
	/* A word on its own is what somebody calls himself, not where he can be reached. */
	if (made->name == NULL && (made->address == NULL || strchr(made->address, '@') == NULL)) {
		made->name = clean_name(address);
		g_clear_pointer(&made->address, g_free);
	}
	if (made->name != NULL || made->address != NULL)
		g_ptr_array_add(out, made);
	else
		mail_address_free(made);
}

static void
add_list(InternetAddressList *list, int depth, GPtrArray *out)
{
	int n = list != NULL && depth < 4 ? internet_address_list_length(list) : 0;

	for (int i = 0; i < n && out->len < MOST_ADDRESSES; i++) {
		InternetAddress *entry = internet_address_list_get_address(list, i);

		if (INTERNET_ADDRESS_IS_GROUP(entry))
			add_list(internet_address_group_get_members(INTERNET_ADDRESS_GROUP(entry)), depth + 1, out);
		else
			add_mailbox(entry, out);
	}
}

/* Each opens a group that the parser calls itself for. mime_scan.c counts them in the headers that GMime looks at. */
static gboolean
has_many_groups(const char *value)
{
	int colons = 0;

	for (; *value != '\0'; value++)
		colons += *value == ':';
	return colons > MOST_GROUPS;
}

/* All addresses of all headers of this name. */
static void
read_addresses(struct mime *mime, const char *name, GPtrArray *out)
{
	gsize length = strlen(name);

	for (guint i = 0; i + 1 < mime->headers->len; i++) {
		const char *value = value_of(mime->headers->pdata[i], name, length);
		g_autoptr(InternetAddressList) list = NULL;
		g_autofree char *masked = NULL;

		if (value == NULL || has_many_groups(value))
			continue;
		masked = words_mask(value);
		list = internet_address_list_parse(NULL, masked);
		add_list(list, 0, out);
	}
	if (out->len >= MOST_ADDRESSES)
		mime_warn(mime, "addresses-cut");
}

static gboolean
read_address(struct mime *mime, const char *name, struct mail_address *out)
{
	g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func((GDestroyNotify)mail_address_free);
	struct mail_address *first = NULL;

	read_addresses(mime, name, all);
	for (guint i = 0; i < all->len; i++) {
		struct mail_address *one = all->pdata[i];

		if (first == NULL || (first->address == NULL && one->address != NULL))
			first = one;
	}
	if (first == NULL)
		return FALSE;
	out->name = g_strdup(first->name);
	out->address = g_strdup(first->address);
	return TRUE;
}

static gboolean
is_id(const char *from, gsize length)
{
	if (length == 0 || length > MOST_ID_BYTES)
		return FALSE;
	for (gsize i = 0; i < length; i++)
		if ((guchar)from[i] <= ' ' || from[i] == 0x7f || from[i] == '<' || from[i] == '>')
			return FALSE;
	return TRUE;
}

static gboolean
has_string(GPtrArray *strings, const char *from, gsize length)
{
	for (guint i = 0; i < strings->len; i++)
		if (strlen(strings->pdata[i]) == length && memcmp(strings->pdata[i], from, length) == 0)
			return TRUE;
	return FALSE;
}

/* The ids between < and >, in order, none twice; or the value itself if it is one word with an @. */
static void
read_ids(const char *value, GPtrArray *out)
{
	const char *p = value, *end;
	gboolean found = FALSE;

	if (value == NULL)
		return;
	while (out->len < MOST_REFERENCES && (p = strchr(p, '<')) != NULL && (end = strchr(p, '>')) != NULL) {
		const char *inner;

		while ((inner = memchr(p + 1, '<', (gsize)(end - p - 1))) != NULL)
			p = inner;
		p++;
		if (is_id(p, (gsize)(end - p))) {
			found = TRUE;
			if (!has_string(out, p, (gsize)(end - p)))
				g_ptr_array_add(out, g_strndup(p, (gsize)(end - p)));
		}
		p = end + 1;
	}
	if (!found && strchr(value, '@') != NULL && is_id(value, strlen(value)) && !has_string(out, value, strlen(value)))
		g_ptr_array_add(out, g_strdup(value));
}

static void
read_thread(struct mime *mime)
{
	g_autoptr(GPtrArray) own = g_ptr_array_new_with_free_func(g_free);

	read_ids(mime_header(mime, "Message-ID"), own);
	if (own->len > 0)
		mime->mail->message_id = g_strdup(own->pdata[0]);
	read_ids(mime_header(mime, "References"), mime->mail->references);
	read_ids(mime_header(mime, "In-Reply-To"), mime->mail->references);
}

static void
read_date(struct mime *mime)
{
	const char *value = mime_header(mime, "Date");
	g_autoptr(GDateTime) date = value != NULL ? g_mime_utils_header_decode_date(value) : NULL;
	g_autoptr(GDateTime) first = g_date_time_new_from_iso8601(earliest, NULL);
	g_autoptr(GDateTime) now = g_date_time_new_now_utc();
	g_autoptr(GDateTime) last = g_date_time_add_days(now, 2);

	if (date != NULL && g_date_time_compare(date, first) >= 0 && g_date_time_compare(date, last) <= 0)
		mime->mail->date = g_date_time_to_utc(date);
	else if (value != NULL)
		mime_warn(mime, "date-nonsense");
}

static void
read_delivered(struct mime *mime)
{
	static const char *const names[] = { "Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To",
		"X-Delivered-To" };
	GPtrArray *out = mime->mail->delivered_to;

	for (size_t n = 0; n < G_N_ELEMENTS(names); n++) {
		g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func((GDestroyNotify)mail_address_free);

		read_addresses(mime, names[n], all);
		for (guint i = 0; i < all->len; i++) {
			const struct mail_address *one = all->pdata[i];

			if (one->address != NULL && !has_string(out, one->address, strlen(one->address)))
				g_ptr_array_add(out, g_strdup(one->address));
		}
	}
}

void
mime_read_header(struct mime *mime)
{
	struct inbound_mail *mail = mime->mail;
	const char *subject;

	collect(mime);
	subject = mime_header(mime, "Subject");
	mail->subject = words_decode(subject != NULL ? subject : "");
	if (!read_address(mime, "From", &mail->from))
		read_address(mime, "Sender", &mail->from);
	if (read_address(mime, "Reply-To", &mail->reply_to) && mail->reply_to.address == NULL)
		g_clear_pointer(&mail->reply_to.name, g_free);
	read_addresses(mime, "To", mail->to);
	read_addresses(mime, "Cc", mail->cc);
	read_delivered(mime);
	read_thread(mime);
	read_date(mime);
	auth_results_read((const char *const *)mime->headers->pdata, mime->trusted_authserv, &mail->auth_results,
	    &mail->dmarc);
}
