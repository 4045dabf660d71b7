#include "model/dialogue_words.h"

#include <string.h>

#define LOOKED_AT 600	/* bytes; who means yes or no says it in the first few words */

/* Against folded words. Each is one pattern for both languages: nobody says "si" and means an English word. */
#define PERSON "(?:persona?s?|humans?|humano|humana|agents?|agente|representative|representante|operator|operadora?|asesora?|someone|somebody|alguien)"
#define FILLER "(?:a|an|the|to|with|me|us|real|live|actual|human|support|please|now|here|instead|por|favor|ya|ahora|un|una|el|la|con|de|del|" \
	"soporte|verdad|real|en|vivo|humano|humana|i|want|need|would|like|d|quiero|necesito|quisiera|get|give|yes|si|no|your|some|talk|speak|chat|hablar)"
#define TALK "(?:talk|talking|speak|speaking|chat|connect|transfer|hablar|hable|chatear|comunicar|comunicarme|comuniqueme|comunicame|" \
	"conectar|conecteme|conectame|paseme|pasame|pasar|atienda)"
#define ASK "(?:want|need|get|give|like|have|quiero|necesito|quisiera|deme|dame|prefiero)"

static const struct {
	enum meaning meaning;
	const char *pattern;
} patterns[] = {
	{ MEANS_PERSON, "^(?:" FILLER " )*" PERSON "(?: " FILLER ")*$" },
	{ MEANS_PERSON, "\\b" TALK "(?: " FILLER ")* " PERSON "\\b" },
	{ MEANS_PERSON, "\\b" ASK "(?: " FILLER ")* " PERSON "(?: (?:please|now|here|instead|por|favor|ya|ahora))*$" },
	{ MEANS_DOWN, "\\b(?:site|website|page|app|application|system|platform|server|service|everything|portal)s? (?:is |are |seems |has |have |"
	    "just |all |completely |gone |went )*(?:down|offline|crashed|unreachable)\\b" },
	{ MEANS_DOWN, "\\b(?:can ?not|can t|cant|couldn t|could not|unable to|not able to) (?:even )?(?:log ?in|log on|sign ?in|get in|"
	    "access (?:the |my |our )?(?:site|app|account|system|platform))\\b" },
	{ MEANS_DOWN, "\\b(?:locked out|outage|nothing works|nothing is working|nothing loads|everyone is down|we are down)\\b" },
	{ MEANS_DOWN, "\\b(?:no|ni) (?:puedo|podemos|pueden|puede|logro|logramos) (?:entrar|acceder|ingresar|iniciar (?:la )?sesion|conectarme)\\b" },
	{ MEANS_DOWN, "\\b(?:caid[oa]s?|se cayo|se ha caido|fuera de servicio|nada funciona|no funciona nada|nada carga|no carga nada|"
	    "todo (?:esta )?parado)\\b" },
	{ MEANS_FIRST, "^(?:(?:the|el|la|number|option|opcion|numero) )*(?:1|one|uno|una|first|1st|primer[oa]?)(?: (?:one|please|por|favor))*$" },
	{ MEANS_SECOND, "^(?:(?:the|el|la|number|option|opcion|numero) )*(?:2|two|dos|second|2nd|segund[oa])(?: (?:one|please|por|favor))*$" },
	{ MEANS_YES, "^(?:yes|yeah|yep|yup|y|sure|ok|okay|correct|right|of course|please|please do|do it|go ahead|si|claro|vale|correcto|"
	    "por supuesto|por favor|de acuerdo|adelante|exacto)(?: (?:yes|si|it did|it does|it is|that helped|thanks|thank you|please|sure|"
	    "of course|do it|go ahead|gracias|muchas|claro|por favor|me ayudo|me sirvio|lo esta|esta parado|adelante))*$" },
	{ MEANS_YES, "^(?:it|that|this) (?:did|does|is|helped|worked|works)(?: (?:a lot|thanks|thank you|great))*$" },
	{ MEANS_NO, "^(?:no|nope|nah|n|not really|not yet|neither|none|neither one|neither of them|none of them|nada|todavia no|aun no|"
	    "ninguno|ninguna|ninguno de los dos|ninguna de las dos)(?: (?:no|it did not|it didn t|it does not|it doesn t|that did not|not really|"
	    "thanks|thank you|sorry|gracias|para nada|en absoluto|no me ayudo|no me sirvio|lo siento))*$" },
	{ MEANS_NO, "^(?:it|that|this) (?:did not|didn t|does not|doesn t|is not|isn t)(?: (?:help|work|it|what i need|me))*$" },
	{ MEANS_NO, "^no (?:me )?(?:ayudo|sirvio|sirve|funciono|ha servido|es eso)$" },
	{ MEANS_THANKS, "^(?:thanks|thank you|thx|great|perfect|solved|got it|cheers|awesome|gracias|muchas gracias|mil gracias|perfecto|"
	    "genial|listo|resuelto|excelente|bye|goodbye|adios|hasta luego)(?: (?:thanks|thank you|very much|so much|a lot|that helped|"
	    "that worked|it worked|it works now|bye|gracias|muchas|me ayudo|me sirvio|ya funciona|por la ayuda|for the help|for your help))*$" },
	{ MEANS_GREETING, "^(?:hi|hello|hey|hola|good (?:morning|afternoon|evening)|buen(?:os|as) (?:dias|tardes|noches)|buen dia|buenas|help|"
	    "ayuda|anybody there|anyone there|hay alguien)(?: (?:there|team|all|everyone|hi|hello|hola|a todos|equipo|que tal|buenos dias|"
	    "buenas tardes|buenas noches|please|por favor))*$" },
};

static GRegex *compiled[G_N_ELEMENTS(patterns)], *stopped;

static void
compile_all(void)
{
	static gsize once;

	if (g_once_init_enter(&once)) {
		for (gsize i = 0; i < G_N_ELEMENTS(patterns); i++)
			compiled[i] = g_regex_new(patterns[i].pattern, G_REGEX_OPTIMIZE | G_REGEX_NO_AUTO_CAPTURE, 0, NULL);
		stopped = g_regex_new("\\b(?:nobody|no one|everyone|everybody|all of us|whole (?:team|company|office)|work is stopped|we are stopped|"
		    "completely stopped|at a standstill|nadie|todos|toda la empresa|todo el equipo|(?:esta(?:mos)?|totalmente) parad[oa]s?)\\b",
		    G_REGEX_OPTIMIZE, 0, NULL);
		g_once_init_leave(&once, 1);
	}
}

char *
words_fold(const char *words)
{
	g_autofree char *apart = g_utf8_normalize(words, -1, G_NORMALIZE_ALL), *lower = apart != NULL ? g_utf8_casefold(apart, -1) : g_strdup("");
	GString *out = g_string_new(NULL);
	gboolean gap = FALSE;

	for (const char *at = lower; *at != '\0'; at = g_utf8_next_char(at)) {
		gunichar c = g_utf8_get_char(at);

		if (g_unichar_ismark(c))
			continue;
		if (!g_unichar_isalnum(c)) {
			gap = TRUE;
			continue;
		}
		if (gap && out->len > 0)
			g_string_append_c(out, ' ');
		gap = FALSE;
		g_string_append_unichar(out, c);
	}
	return g_string_free(out, FALSE);
}

enum meaning
meaning_of(const char *words)
{
	g_autofree char *start = g_utf8_make_valid(words, MIN((gssize)strlen(words), LOOKED_AT)), *folded = words_fold(start);

	compile_all();
	if (*folded == '\0')
		return MEANS_NOTHING;
	for (gsize i = 0; i < G_N_ELEMENTS(patterns); i++)
		if (g_regex_match(compiled[i], folded, 0, NULL))
			return patterns[i].meaning;
	return MEANS_OTHER;
}

gboolean
meaning_is_stopped(const char *words)
{
	g_autofree char *start = g_utf8_make_valid(words, MIN((gssize)strlen(words), LOOKED_AT)), *folded = words_fold(start);

	compile_all();
	return g_regex_match(stopped, folded, 0, NULL);
}
