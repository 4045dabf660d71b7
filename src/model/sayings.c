#include "model/sayings.h"

#include <string.h>

const char *const sayings_languages[SAYINGS_LANGUAGES] = { "en", "es" };

static const struct {
	const char *const texts[SAY_COUNT];
	const char *const weekdays[7];
} tables[SAYINGS_LANGUAGES] = {
	{ {
		[SAY_BOT] = "Assistant",
		[SAY_HELLO] = "Hello! I am the help centre's assistant: a program that looks up answers. Say \"person\" whenever you would "
		    "rather have one.",
		[SAY_ASK] = "What can I help you with? A whole sentence works best.",
		[SAY_ASK_AGAIN] = "What would you like to know?",
		[SAY_ANSWER] = "{passage}\n\nFrom \"{title}\": {link}",
		[SAY_MORE] = "This may help too:",
		[SAY_MORE_ITEM] = "- {title}: {link}",
		[SAY_HELPED] = "Did this help?",
		[SAY_GLAD] = "Glad to hear it. If there is anything else, just ask.",
		[SAY_WELCOME] = "You are welcome. If there is anything else, just ask.",
		[SAY_NARROW] = "That could be about two things. Which one do you mean?\n1. {first}\n2. {second}",
		[SAY_UNKNOWN] = "I do not know that: nothing in the help centre answers it well.",
		[SAY_AWAY] = "I cannot search the help centre at the moment.",
		[SAY_REPEATED] = "I have told you what I could find about that; somebody else should look at it.",
		[SAY_SORRY] = "I am sorry that it did not.",
		[SAY_OFFER_PERSON] = "Shall I get a person for you?",
		[SAY_OFFER_TICKET] = "Shall I pass your question on to our team? They answer by mail.",
		[SAY_DECLINED] = "All right. Ask me something else whenever you like.",
		[SAY_STOPPED] = "That sounds serious. Is work stopped for you or your team right now (yes or no)?",
		[SAY_URGENT] = "I have marked this as urgent.",
		[SAY_HANDED_OVER] = "I am getting a person. They can read what we wrote, so there is no need to say it again.",
		[SAY_CLOSED] = "Our team is not here right now; they are back on {opens}.",
		[SAY_CLOSED_LONG] = "Our team is not here right now.",
		[SAY_MAIL_ONLY] = "Our team answers your questions by mail.",
		[SAY_PLAN] = "Your plan ({plan}) reaches our team by {channels}.",
		[SAY_PLAN_NEXT] = "With {next} you would also have {brings}.",
		[SAY_ASK_NAME] = "I will make a ticket for our team. What is your name?",
		[SAY_ASK_NAME_AGAIN] = "What is your name, please?",
		[SAY_ASK_ADDRESS] = "Thank you, {name}. To which mail address shall they answer?",
		[SAY_BAD_ADDRESS] = "That does not look like a mail address. One looks like this: name@company.com",
		[SAY_NO_ADDRESS] = "Then I make the ticket without an address.",
		[SAY_ASK_SUMMARY] = "What is it about? One or two sentences are enough.",
		[SAY_ASK_SUMMARY_AGAIN] = "Please say in a few words what it is about.",
		[SAY_TICKET] = "Your ticket has the number {number}. Our team sees everything that we wrote here.",
		[SAY_BY_MAIL] = "They answer to {address}.",
		[SAY_HERE] = "The answer will stand here, in this conversation.",
		[SAY_PROMISE] = "You will hear from us by {promise}.",
		[SAY_NO_PROMISE] = "They answer as soon as they can; your plan has no fixed time for questions.",
		[SAY_NOTED] = "I have added that to your ticket {number}. Our team will read it there.",
		[SAY_EMAIL] = "mail", [SAY_CHAT] = "live chat", [SAY_PHONE] = "phone", [SAY_CSM] = "a customer success manager of your own",
		[SAY_AND] = " and ",
		[SAY_TIME] = "{weekday}, %Y-%m-%d, %H:%M (%Z)",
	}, { "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday" } },
	{ {
		[SAY_BOT] = "Asistente",
		[SAY_HELLO] = "¡Hola! Soy el asistente del centro de ayuda: un programa que busca respuestas. Escriba «persona» cuando prefiera "
		    "hablar con una.",
		[SAY_ASK] = "¿En qué puedo ayudarle? Una frase completa es lo que mejor funciona.",
		[SAY_ASK_AGAIN] = "¿Qué desea saber?",
		[SAY_ANSWER] = "{passage}\n\nDe «{title}»: {link}",
		[SAY_MORE] = "Esto también puede servirle:",
		[SAY_MORE_ITEM] = "- {title}: {link}",
		[SAY_HELPED] = "¿Le ha servido?",
		[SAY_GLAD] = "Me alegro. Si necesita algo más, pregunte.",
		[SAY_WELCOME] = "De nada. Si necesita algo más, pregunte.",
		[SAY_NARROW] = "Puede tratarse de dos cosas. ¿A cuál se refiere?\n1. {first}\n2. {second}",
		[SAY_UNKNOWN] = "No lo sé: nada en el centro de ayuda lo responde bien.",
		[SAY_AWAY] = "En este momento no puedo buscar en el centro de ayuda.",
		[SAY_REPEATED] = "Ya le he dicho lo que encontré sobre eso; es mejor que lo vea otra persona.",
		[SAY_SORRY] = "Siento que no le haya servido.",
		[SAY_OFFER_PERSON] = "¿Quiere que llame a una persona?",
		[SAY_OFFER_TICKET] = "¿Quiere que pase su pregunta a nuestro equipo? Le responderán por correo.",
		[SAY_DECLINED] = "De acuerdo. Pregunte otra cosa cuando quiera.",
		[SAY_STOPPED] = "Parece grave. ¿Está parado su trabajo o el de su equipo en este momento (sí o no)?",
		[SAY_URGENT] = "Lo he marcado como urgente.",
		[SAY_HANDED_OVER] = "Estoy llamando a una persona. Podrá leer lo que hemos escrito; no hace falta repetirlo.",
		[SAY_CLOSED] = "Nuestro equipo no está en este momento; vuelve el {opens}.",
		[SAY_CLOSED_LONG] = "Nuestro equipo no está en este momento.",
		[SAY_MAIL_ONLY] = "Nuestro equipo responde a sus preguntas por correo.",
		[SAY_PLAN] = "Con su plan ({plan}) puede contactar con nuestro equipo por {channels}.",
		[SAY_PLAN_NEXT] = "Con {next} tendría además {brings}.",
		[SAY_ASK_NAME] = "Voy a crear un ticket para nuestro equipo. ¿Cómo se llama?",
		[SAY_ASK_NAME_AGAIN] = "¿Cómo se llama, por favor?",
		[SAY_ASK_ADDRESS] = "Gracias, {name}. ¿A qué dirección de correo deben responderle?",
		[SAY_BAD_ADDRESS] = "Eso no parece una dirección de correo. Tiene esta forma: nombre@empresa.com",
		[SAY_NO_ADDRESS] = "Entonces creo el ticket sin dirección.",
		[SAY_ASK_SUMMARY] = "¿De qué se trata? Bastan una o dos frases.",
		[SAY_ASK_SUMMARY_AGAIN] = "Diga en pocas palabras de qué se trata, por favor.",
		[SAY_TICKET] = "Su ticket tiene el número {number}. Nuestro equipo ve todo lo que hemos escrito aquí.",
		[SAY_BY_MAIL] = "Le responderán a {address}.",
		[SAY_HERE] = "La respuesta aparecerá aquí, en esta conversación.",
		[SAY_PROMISE] = "Tendrá noticias nuestras antes del {promise}.",
		[SAY_NO_PROMISE] = "Le responderán en cuanto puedan; su plan no fija un plazo para consultas.",
		[SAY_NOTED] = "Lo he añadido a su ticket {number}. Nuestro equipo lo leerá allí.",
		[SAY_EMAIL] = "correo", [SAY_CHAT] = "chat en vivo", [SAY_PHONE] = "teléfono", [SAY_CSM] = "un gestor de cuenta propio",
		[SAY_AND] = " y ",
		[SAY_TIME] = "{weekday} %d/%m/%Y a las %H:%M (%Z)",
	}, { "lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo" } },
};

static int
index_of(const char *tag)
{
	for (int i = 0; tag != NULL && i < SAYINGS_LANGUAGES; i++)
		if (g_ascii_strncasecmp(tag, sayings_languages[i], 2) == 0 && !g_ascii_isalpha(tag[2]))
			return i;
	return 0;
}

const char *
sayings_language(const char *tag)
{
	return sayings_languages[index_of(tag)];
}

const char *
saying_template(const char *language, enum saying id)
{
	return tables[index_of(language)].texts[id];
}

const char *
saying_weekday(const char *language, int day)
{
	return tables[index_of(language)].weekdays[day - 1];
}
