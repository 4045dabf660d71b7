# The reading half: pure, from bytes to struct inbound_mail. Tests, fuzzers and benches link it alone.
noinst_LIBRARIES += %D%/libmailread.a
%C%_libmailread_a_SOURCES = \
	%D%/mime.h %D%/bounce.h %D%/kind.h %D%/reply.h \
	%D%/bounce.c %D%/bounce_parts.h %D%/bounce_fold.c %D%/bounce_judge.c %D%/bounce_phrases.c %D%/bounce_phrases.h \
	%D%/bounce_report.c %D%/bounce_status.c %D%/bounce_text.c %D%/bounce_words.c \
	%D%/kind.c %D%/kind_words.c %D%/kind_words.h
%C%_libmailread_a_CFLAGS = $(AM_CFLAGS) $(GMIME_CFLAGS)
LIBMAILREAD = %D%/libmailread.a $(LIBHTML) $(GMIME_LIBS) $(YTNEF_LIBS)
# The MIME reader itself
%C%_libmailread_a_SOURCES += \
	%D%/mime.c %D%/mime_reader.h %D%/mime_scan.c %D%/mime_scan.h %D%/mime_words.c %D%/mime_words.h \
	%D%/mime_header.c %D%/mime_name.c %D%/mime_content.c %D%/mime_walk.c %D%/mime_body.c %D%/mime_kind.c %D%/mime_reply.c %D%/mime_raw.c %D%/mime_flowed.c \
	%D%/mime_calendar.c %D%/mime_tnef.c %D%/charset.c %D%/charset.h \
	%D%/charset_guess.c %D%/charset_guess.h %D%/auth_results.c %D%/auth_results.h
# Reply, quote and signature
%C%_libmailread_a_SOURCES += \
	%D%/reply.c %D%/reply_split.h %D%/reply_html.c \
	%D%/reply_attribution.c %D%/reply_attribution.h \
	%D%/reply_header.c %D%/reply_header.h \
	%D%/reply_line.c %D%/reply_line.h \
	%D%/reply_words.c %D%/reply_words.h \
	%D%/signature.c %D%/signature.h

# The program: IMAP in, SMTP out, and the child that reads. All but main.c is a library, so that unit tests can link it.
noinst_LIBRARIES += %D%/libmail.a
%C%_libmail_a_SOURCES = \
	%D%/check.c %D%/check.h \
	%D%/compose.c %D%/compose.h \
	%D%/compose_text.c %D%/compose_text.h \
	%D%/email.c %D%/email.h \
	%D%/imap.c %D%/imap.h %D%/imap_session.h \
	%D%/imap_auth.c %D%/imap_auth.h \
	%D%/imap_fetch.c \
	%D%/imap_flag.c \
	%D%/instance.c %D%/instance.h \
	%D%/oauth.c %D%/oauth.h \
	%D%/reader.c %D%/reader.h \
	%D%/ready.c %D%/ready.h \
	%D%/reader_fault.c %D%/reader_fault.h \
	%D%/reader_jail.c %D%/reader_jail.h \
	%D%/reader_lot.c %D%/reader_lot.h \
	%D%/sender.c %D%/sender.h \
	%D%/smtp.c %D%/smtp.h \
	%D%/smtp_talk.c %D%/smtp_talk.h \
	%D%/spool.c %D%/spool.h \
	%D%/stream.c %D%/stream.h \
	%D%/stream_tls.c %D%/stream_tls.h \
	%D%/supervise.c %D%/supervise.h \
	%D%/take.c %D%/take.h \
	%D%/watch.c %D%/watch.h \
	%D%/watchers.c %D%/watchers.h
%C%_libmail_a_CFLAGS = $(AM_CFLAGS) $(GMIME_CFLAGS) $(GNUTLS_CFLAGS) $(CURL_CFLAGS) $(JSON_CFLAGS) $(SECCOMP_CFLAGS)
LIBMAIL = %D%/libmail.a $(LIBMAILREAD) $(LIBDESK) $(ETPAN_LIBS) $(GNUTLS_LIBS) $(CURL_LIBS) $(JSON_LIBS) $(SECCOMP_LIBS)

sbin_PROGRAMS += %D%/supportd-email
%C%_supportd_email_SOURCES = %D%/main.c
%C%_supportd_email_CFLAGS = $(AM_CFLAGS) $(GMIME_CFLAGS)
%C%_supportd_email_LDADD = $(LIBMAIL)
