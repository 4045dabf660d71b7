/* ready.h - whether a desk could do its work now. */
#pragma once
#include <glib.h>

struct desk;

/* 1 if the database answers and has our schema; -1 with error set. */
int desk_ready(struct desk *desk, GError **error) G_GNUC_WARN_UNUSED_RESULT;
