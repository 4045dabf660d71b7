#include "desk/texts.h"

#include <string.h>

static const struct {
	const char *language;
	const char *texts[TEXT_COUNT];
} languages[] = {
	{ "en", {
		[TEXT_ACK] = "Hello {name},\n\nthank you for your message \"{subject}\". It has reached us and has the number {number}. {promise}\n\n"
		    "If there is anything to add, just answer this mail.\n\n{team}\n",
		[TEXT_ACK_NAMELESS] = "Hello,\n\nthank you for your message \"{subject}\". It has reached us and has the number {number}. {promise}\n\n"
		    "If there is anything to add, just answer this mail.\n\n{team}\n",
		[TEXT_PROMISE_MINUTES] = "You will hear from us within {n} minutes.",
		[TEXT_PROMISE_HOURS] = "You will hear from us within {n} hours.",
		[TEXT_PROMISE_DAYS] = "You will hear from us within {n} days.",
		[TEXT_TEAM] = "Your support team",
	} },
	{ "es", {
		[TEXT_ACK] = "Hola, {name}:\n\nGracias por su mensaje «{subject}». Lo hemos recibido con el número {number}. {promise}\n\n"
		    "Si desea añadir algo, responda a este correo.\n\n{team}\n",
		[TEXT_ACK_NAMELESS] = "Hola:\n\nGracias por su mensaje «{subject}». Lo hemos recibido con el número {number}. {promise}\n\n"
		    "Si desea añadir algo, responda a este correo.\n\n{team}\n",
		[TEXT_PROMISE_MINUTES] = "Le responderemos en un plazo de {n} minutos.",
		[TEXT_PROMISE_HOURS] = "Le responderemos en un plazo de {n} horas.",
		[TEXT_PROMISE_DAYS] = "Le responderemos en un plazo de {n} días.",
		[TEXT_TEAM] = "El equipo de soporte",
	} },
};

static const char *
template_of(const char *language, enum text_id id)
{
	for (gsize i = 0; language != NULL && i < G_N_ELEMENTS(languages); i++)
		if (g_ascii_strncasecmp(language, languages[i].language, 2) == 0 && !g_ascii_isalpha(language[2]))
			return languages[i].texts[id];
	return languages[0].texts[id];
}

char *
text_fill(const char *language, enum text_id id, const struct text_value *values)
{
	return fill(template_of(language, id), values);
}
