rulesdir = $(sysconfdir)/supportd/rules
dist_rules_DATA = \
	%D%/categories.conf \
	%D%/hours.conf \
	%D%/plans.conf \
	%D%/sla.conf
