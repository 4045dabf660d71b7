/* reply_address.h - support+t1234.<sign>@example.com: whoever answers to it answers ticket 1234, and only we can make one. */
#pragma once
#include <glib.h>
#include <stdint.h>

#include "base/sign.h"

/* The address by which a ticket is answered, at this mailbox. The caller's. */
char *reply_address_make(GBytes *key, const char *mailbox_address, int64_t number, const char *ticket_id);

/* Takes an address apart, letter case ignored. FALSE if it is not of this form. */
gboolean reply_address_parse(const char *address, int64_t *number_r, char sign_r[SIGN_LENGTH + 1]);

/* Did we make this sign for that ticket? */
gboolean reply_address_holds(GBytes *key, const char *ticket_id, const char *sign);
