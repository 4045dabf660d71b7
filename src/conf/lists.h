/* lists.h - the settings that are lists of things: web.jwt.keys and secrets. */
#pragma once
#include <glib.h>
#include <libconfig.h>

struct conf;

gboolean conf_lists_own(const char *path);
int conf_lists_read(struct conf *conf, config_t *file, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void conf_jwt_key_free(void *key);
void conf_secret_free(void *secret);
