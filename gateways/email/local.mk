# The reading half: pure, from bytes to struct inbound_mail. Tests, fuzzers and benches link it alone.
noinst_LIBRARIES += %D%/libmailread.a
%C%_libmailread_a_SOURCES = \
	%D%/mime.h %D%/bounce.h %D%/kind.h %D%/reply.h \
	%D%/bounce.c %D%/bounce_parts.h %D%/bounce_fold.c %D%/bounce_report.c %D%/bounce_status.c %D%/bounce_text.c %D%/bounce_words.c \
	%D%/kind.c %D%/kind_words.c %D%/kind_words.h
%C%_libmailread_a_CFLAGS = $(AM_CFLAGS) $(GMIME_CFLAGS)
LIBMAILREAD = %D%/libmailread.a $(LIBHTML) $(GMIME_LIBS) $(YTNEF_LIBS)
