/* provision.h - who and what the platform and the operators set up. In a put, NULL or -1 is "not said": it stays as it is, or takes its
 * default where the row is new; "" empties what may be empty. Lists are NULL-terminated. */
#pragma once

struct builder_put {
	const char *id, *name, *plan_tier, *language, *status, *support_email, *support_phone, *support_url;
	int company_size;
	const char *const *domains;	/* all of its mail domains */
};

struct user_put {
	const char *id, *builder_id, *email, *name, *role, *language;
	int is_active;
};

struct agent_put {
	const char *id, *email, *display_name, *role;
	const char *password;		/* set anew if given */
	const char *const *specialties;
	int tier, is_available, is_active, max_active_tickets, max_active_chats;
};

struct mailbox_put {
	const char *id, *name, *address, *display_name, *language, *imap_host, *imap_security, *imap_user, *auth, *secret, *folder,
	    *after_intake, *move_to, *trusted_authserv;
	const char *const *aliases;
	int imap_port, sends_ack, is_enabled;
};
