# widget.js is made of src/ by esbuild (npm, contrib/setup brings it), beside its sources: there supportd-web finds it in a source tree, and make dist takes it along.
widget_sources = \
	%D%/build.mjs \
	%D%/package.json %D%/package-lock.json \
	%D%/src/api.js \
	%D%/src/app.js \
	%D%/src/chat.js \
	%D%/src/contact.js \
	%D%/src/dom.js \
	%D%/src/files.js \
	%D%/src/help.js \
	%D%/src/link.js \
	%D%/src/main.js \
	%D%/src/style.css \
	%D%/src/texts.js \
	%D%/src/tickets.js
EXTRA_DIST += $(widget_sources) %D%/widget.js

all-local: $(top_srcdir)/%D%/widget.js
$(top_srcdir)/%D%/widget.js: $(widget_sources)
	@if test -d '$(top_srcdir)/%D%/node_modules/esbuild'; then \
		echo '  GEN      %D%/widget.js'; node '$(top_srcdir)/%D%/build.mjs'; \
	elif test -f '$@'; then touch '$@'; \
	else echo 'The widget is not made: its npm packages are missing. Run contrib/setup, then make again.'; fi

install-data-hook: install-widget
uninstall-hook: uninstall-widget
.PHONY: install-widget uninstall-widget
install-widget:
	$(MKDIR_P) '$(DESTDIR)$(pkgdatadir)/widget'
	if test -f '$(top_srcdir)/%D%/widget.js'; then \
		$(INSTALL_DATA) '$(top_srcdir)/%D%/widget.js' '$(DESTDIR)$(pkgdatadir)/widget/widget.js'; \
	else echo 'The widget is not installed: it was not made.' >&2; fi
uninstall-widget:
	rm -f '$(DESTDIR)$(pkgdatadir)/widget/widget.js'
