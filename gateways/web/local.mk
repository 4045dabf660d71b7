# The REST API: everything but main.c is a library, so that unit tests and fuzz targets can link it.
noinst_LIBRARIES += %D%/libweb.a
%C%_libweb_a_SOURCES = \
	%D%/answer.h \
	%D%/call.c %D%/call.h \
	%D%/counts.c %D%/counts.h \
	%D%/endpoint.h %D%/endpoints.c \
	%D%/endpoints/articles.c \
	%D%/endpoints/chat.c \
	%D%/endpoints/description.c \
	%D%/endpoints/entitlement.c \
	%D%/endpoints/files.c \
	%D%/endpoints/mail.c \
	%D%/endpoints/merging.c \
	%D%/endpoints/messages.c \
	%D%/endpoints/participants.c \
	%D%/endpoints/provision.c \
	%D%/endpoints/sessions.c \
	%D%/endpoints/shared.c %D%/endpoints/shared.h \
	%D%/endpoints/tickets.c \
	%D%/endpoints/tokens.c \
	%D%/field.c %D%/field.h \
	%D%/field_value.c %D%/field_value.h \
	%D%/files.c %D%/files.h \
	%D%/head.c %D%/head.h \
	%D%/header.c %D%/header.h \
	%D%/health.c %D%/health.h \
	%D%/inside.h \
	%D%/multipart.c %D%/multipart.h \
	%D%/openapi.c %D%/openapi.h \
	%D%/problem.c %D%/problem.h \
	%D%/reply.c %D%/reply.h \
	%D%/request.h \
	%D%/route.c %D%/route.h \
	%D%/send.c %D%/send.h \
	%D%/server.c %D%/server.h \
	%D%/shapes.c %D%/shapes.h \
	%D%/upload.c %D%/upload.h \
	%D%/values.c %D%/values.h \
	%D%/who.c %D%/who.h
%C%_libweb_a_CFLAGS = $(AM_CFLAGS) $(LWS_CFLAGS) $(JSON_CFLAGS)
LIBWEB = %D%/libweb.a $(LIBWIRE) $(LIBDESK) $(LIBHTML)

sbin_PROGRAMS += %D%/supportd-web
%C%_supportd_web_SOURCES = %D%/main.c
%C%_supportd_web_LDADD = $(LIBWEB)

# What browsers load goes to pkgdatadir as it is; vendor/ comes from npm (contrib/setup) and goes into the tarball.
CONSOLE = %D%/console
CONSOLE_FILES = \
	$(CONSOLE)/index.html $(CONSOLE)/icon.svg $(CONSOLE)/main.js \
	$(CONSOLE)/lib $(CONSOLE)/parts $(CONSOLE)/css $(CONSOLE)/vendor
EXTRA_DIST += $(CONSOLE_FILES) $(CONSOLE)/package.json $(CONSOLE)/package-lock.json $(CONSOLE)/vendor.mjs

install-data-hook: install-console
uninstall-hook: uninstall-console

install-console:
	@test -f $(srcdir)/$(CONSOLE)/vendor/preact.js || { echo "install: the console's libraries are missing: run contrib/setup" >&2; exit 1; }
	$(MKDIR_P) $(DESTDIR)$(pkgdatadir)/console
	for one in $(CONSOLE_FILES); do cp -R $(srcdir)/$$one $(DESTDIR)$(pkgdatadir)/console/ || exit 1; done
	chmod -R u+w,a+rX $(DESTDIR)$(pkgdatadir)/console

uninstall-console:
	rm -rf $(DESTDIR)$(pkgdatadir)/console

.PHONY: install-console uninstall-console
