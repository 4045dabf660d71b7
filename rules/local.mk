rulesdir = $(sysconfdir)/supportd/rules
dist_rules_DATA = \
	%D%/categories.conf \
	%D%/sla.conf
