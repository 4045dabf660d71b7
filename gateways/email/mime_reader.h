/* mime_reader.h - what mime.c and its parts mime_*.c share. Nobody else includes this. */
#pragma once
#include <gmime/gmime.h>

#include "email/mime.h"

G_DEFINE_AUTOPTR_CLEANUP_FUNC(GMimeContentType, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GMimeContentDisposition, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(InternetAddressList, g_object_unref)

struct mime_part {		/* where an attachment's content comes from */
	GMimeObject *object;	/* borrowed from the message; NULL if bytes has it */
	GMimeStream *raw;	/* a mail within the mail, as its bytes stand there; NULL if object or bytes has it */
	GBytes *bytes;		/* taken out of a winmail.dat */
	gboolean encoded;	/* the transfer encoding does not decode: hand the bytes over as they came */
};

struct mime {
	GBytes *bytes;			/* the mail itself, if it was opened from memory, */
	GByteArray array;		/* as GMime's stream wants to see it */
	GMimeStream *source;
	GMimeMessage *message;
	struct mime_limits limits;
	const char *own_host;		/* these three borrowed from the context, only while the mail is opened */
	const char *trusted_authserv;
	const char *const *own_addresses;
	GPtrArray *headers;		/* char *: "Name: value", unfolded, UTF-8, NULL-terminated */
	GArray *parts;			/* struct mime_part */
	struct inbound_mail *mail;

	/* What the body turned out to be */
	GPtrArray *text_parts, *html_parts;	/* GMimeObject *, borrowed (RFC 8621, 4.1.4) */
	char *source_html;		/* the HTML as it came, in UTF-8; NULL if there is none */
	GHashTable *texts;		/* GMimeObject * to its decoded text */
	gboolean has_plain;		/* a text/plain part is among text_parts */
	GString *delivery_status, *feedback_report, *original_headers;	/* of a report; NULL if absent */
	char *calendar;			/* the first text/calendar part; NULL if absent */
	int seen;			/* parts met so far */
};

void mime_warn(struct mime *mime, const char *warning);

/* mime.c: a multipart within the mail that has lost its boundary gets what it holds as its only part. The stream in which the
 * offsets of that count, the caller's; NULL if it has lost none. */
GMimeStream *mime_mend_nested(struct mime *mime, GMimeMultipart *multipart);

/* mime_header.c: the headers into mail. */
void mime_read_header(struct mime *mime);
/* The value of the first header of this name, unfolded and UTF-8 but not decoded; borrowed, NULL if absent. */
const char *mime_header(const struct mime *mime, const char *name);

/* mime_walk.c: tells bodies from attachments. FALSE with error set if a limit is passed. */
gboolean mime_walk(struct mime *mime, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* mime_content.c: bytes of parts. */
/* A text part as UTF-8, flowed lines joined; borrowed. */
const char *mime_part_text(struct mime *mime, GMimeObject *object);
GByteArray *mime_part_bytes(GMimeObject *object, gsize most, gboolean *cut_r);
gint64 mime_part_size(const struct mime_part *part);
gboolean mime_part_is_undecodable(GMimeObject *object);
int mime_part_copy(const struct mime_part *part, mime_sink sink, void *user, GError **error);

/* mime_raw.c */
struct mime_fence {		/* the boundaries that end a part: its multipart's and those around */
	const char *boundary;
	const struct mime_fence *around;
};
/* A nested message's bytes; the caller's. NULL if they cannot be told from GMime's reading of it. */
GMimeStream *mime_raw_message(struct mime *mime, GMimeObject *object, const struct mime_fence *fence);
/* Gives a part its last character back. */
void mime_mend_content(struct mime *mime, GMimeObject *object);

/* mime_name.c */
/* A parameter ("name", "charset") of Content-Type or Content-Disposition, decoded; the caller's, NULL if absent. */
char *mime_parameter(GMimeObject *object, const char *header, const char *parameter);
/* What the sender named the part, decoded, as it came; the caller's, NULL if nothing. */
char *mime_part_name(GMimeObject *object);
/* Safe to show and to store: no path, no control or direction characters, at most 255 bytes, with an extension. */
char *mime_safe_name(const char *name, const char *content_type, int number);

/* mime_body.c: text, html and what follows from them. */
void mime_read_body(struct mime *mime);

/* mime_kind.c: bounce, auto-reply, list, own or a person's. After the body. */
void mime_read_kind(struct mime *mime);

/* mime_reply.c: what is new, quoted and signature, and its language. After the kind. */
void mime_read_reply(struct mime *mime);

/* mime_tnef.c: adds the attachments of a winmail.dat. FALSE if it holds none (often only the text's formatting), or
 * none that can be read. */
gboolean mime_add_tnef(struct mime *mime, GMimeObject *object);

/* mime_calendar.c: an invitation in one paragraph; the caller's, NULL if there is no event in it. */
char *mime_calendar_summary(const char *calendar);

/* mime_flowed.c: RFC 3676 lines joined; the caller's. */
char *mime_unflow(const char *text, gboolean delete_space);

