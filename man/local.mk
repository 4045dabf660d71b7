# Pages with tables in them are made from the tables that the programs themselves use.
noinst_PROGRAMS += %D%/print-settings
%C%_print_settings_SOURCES = %D%/print-settings.c
%C%_print_settings_LDADD = $(LIBCONF) $(LIBBASE)

%D%/supportd.conf.5: %D%/supportd.conf.5.in src/conf/supportd.conf.sample %D%/print-settings
	$(AM_V_GEN)$(MKDIR_P) %D% && %D%/print-settings >$@.part && \
		sed -e '/@SETTINGS@/{' -e 'r $@.part' -e 'd' -e '}' \
		-e '/@EXAMPLE@/{' -e 'r $(srcdir)/src/conf/supportd.conf.sample' -e 'd' -e '}' $(srcdir)/%D%/supportd.conf.5.in >$@.new && \
		rm $@.part && mv $@.new $@

%D%/supportctl.1: %D%/supportctl.1.in src/ctl/supportctl
	$(AM_V_GEN)$(MKDIR_P) %D% && src/ctl/supportctl --man >$@.part && \
		sed -e '/@COMMANDS@/{' -e 'r $@.part' -e 'd' -e '}' $(srcdir)/%D%/supportctl.1.in >$@.new && \
		rm $@.part && mv $@.new $@

man_MANS = %D%/supportd.conf.5 %D%/supportctl.1
dist_man_MANS += %D%/supportd.8 %D%/supportd-chat.8 %D%/supportd-email.8 %D%/supportd-index.8 %D%/supportd-web.8
EXTRA_DIST += %D%/supportd.conf.5.in %D%/supportctl.1.in
CLEANFILES += $(man_MANS)
