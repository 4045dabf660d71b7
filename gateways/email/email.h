/* email.h - what the threads of supportd-email share. */
#pragma once
#include <glib.h>

struct conf;

struct email {
	char *config_path;
	char *owner;		/* who we are in leases; see instance.h */
	struct conf *conf;	/* the one in force: ask email_conf, it may be replaced */
	int poke_fd;		/* a byte here tells the reader that there is mail */
	gint is_stopping;	/* atomic */
};

/* The settings as they stand. What it returns stays valid, an older one too: threads hold on to it for as long as a connection lasts. */
const struct conf *email_conf(struct email *email);
void email_conf_replace(struct email *email, struct conf *conf);

gboolean email_is_stopping(struct email *email);
void email_poke_reader(struct email *email);

/* Waits, at most ms, until a byte comes on the eventfd, and takes it. */
void email_pause(int event_fd, int ms);
