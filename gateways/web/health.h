/* health.h - /healthz, /readyz and /metrics. */
#pragma once
#include <glib.h>

struct call;

/* TRUE if the call is for one of them: it is then answered, now or later. */
gboolean health_answers(struct call *call);
