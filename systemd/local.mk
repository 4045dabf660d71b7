UNITS_IN = \
	%D%/supportd.service \
	%D%/supportd-chat.service \
	%D%/supportd-email.service \
	%D%/supportd-index.service \
	%D%/supportd-web.service

EXTRA_DIST += $(UNITS_IN) %D%/supportd.target %D%/supportd.sysusers

install-data-hook: install-units
install-units:
	$(MKDIR_P) '$(DESTDIR)$(systemdsystemunitdir)' '$(DESTDIR)$(prefix)/lib/sysusers.d'
	for unit in $(UNITS_IN); do \
		sed 's#@sbindir@#$(sbindir)#g' '$(srcdir)'/$$unit >'$(DESTDIR)$(systemdsystemunitdir)'/$${unit##*/} || exit 1; \
	done
	$(INSTALL_DATA) '$(srcdir)/%D%/supportd.target' '$(DESTDIR)$(systemdsystemunitdir)/supportd.target'
	$(INSTALL_DATA) '$(srcdir)/%D%/supportd.sysusers' '$(DESTDIR)$(prefix)/lib/sysusers.d/supportd.conf'

uninstall-hook: uninstall-units
uninstall-units:
	for unit in $(UNITS_IN) %D%/supportd.target; do rm -f '$(DESTDIR)$(systemdsystemunitdir)'/$${unit##*/}; done
	rm -f '$(DESTDIR)$(prefix)/lib/sysusers.d/supportd.conf'

.PHONY: install-units uninstall-units

TESTS += tests/units
EXTRA_DIST += tests/units
