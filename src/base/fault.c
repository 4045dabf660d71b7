#include "base/fault.h"

typedef struct {
	char *name;
	char *field;
} FaultPrivate;

/* GLib's macro derives its names from the type; nothing outside this file sees them. */
static void
fault_private_init(FaultPrivate *priv)
{
	priv->name = NULL;
	priv->field = NULL;
}

static void
fault_private_copy(const FaultPrivate *from, FaultPrivate *to)
{
	to->name = g_strdup(from->name);
	to->field = g_strdup(from->field);
}

static void
fault_private_clear(FaultPrivate *priv)
{
	g_free(priv->name);
	g_free(priv->field);
}

static FaultPrivate *fault_get_private(const GError *error);
G_DEFINE_EXTENDED_ERROR(Fault, fault)

void
fault_set(GError **error, enum fault_code code, const char *name, const char *field, const char *format, ...)
{
	va_list args;
	GError *made;
	FaultPrivate *priv;

	if (error == NULL)
		return;
	g_return_if_fail(*error == NULL);
	va_start(args, format);
	made = g_error_new_valist(FAULT, (int)code, format, args);
	va_end(args);
	priv = fault_get_private(made);
	priv->name = g_strdup(name);
	priv->field = g_strdup(field);
	*error = made;
}

const char *
fault_name(const GError *error)
{
	const FaultPrivate *priv = error != NULL && error->domain == FAULT ? fault_get_private(error) : NULL;

	return priv != NULL && priv->name != NULL ? priv->name : "internal";
}

const char *
fault_field(const GError *error)
{
	return error != NULL && error->domain == FAULT ? fault_get_private(error)->field : NULL;
}

gboolean
fault_is(const GError *error, enum fault_code code)
{
	return g_error_matches(error, FAULT, (int)code);
}
