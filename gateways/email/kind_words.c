#include "email/kind_words.h"

#include <string.h>

#define LOOK_AT 2000 /* bytes of the text: a note says at once that its writer is away */

static const char *const subjects[] = {
	"automatic reply", "auto reply", "auto-reply", "autoreply", "automated reply", "automatic response",
	"auto response", "auto-response", "autoresponse", "automated response", "out of office", "out of the office",
	"out-of-office", "ooo:", "away from my mail", "away from the office", "vacation", "on vacation", "on leave",
	"on holiday", "away until", "is away", "automatische antwort", "abwesenheit", "abwesend", "nicht im büro",
	"im urlaub", "réponse automatique", "reponse automatique", "absence du bureau", "absent du bureau", "absence :",
	"message d'absence", "respuesta automática", "respuesta automatica", "fuera de la oficina", "fuera de oficina",
	"ausente", "estoy de vacaciones", "risposta automatica", "fuori sede", "fuori ufficio", "assente",
	"resposta automática", "resposta automatica", "fora do escritório", "ausência", "automatisch antwoord",
	"automatisch bericht", "afwezig", "niet aanwezig", "autosvar", "automatiskt svar", "automatisk svar",
	"frånvaro", "frånvarande", "fravær", "ikke til stede", "automaattinen vastaus", "poissaolo",
	"automatyczna odpowiedź", "autoodpowiedź", "nieobecność", "automatická odpověď", "automatická odpoveď",
	"automatikus válasz", "răspuns automat", "raspuns automat", "automatski odgovor", "samodejni odgovor",
	"otomatik yanıt", "αυτόματη απάντηση", "автоответ", "автоматический ответ", "автоматична відповідь",
	"отсутствие на рабочем месте", "вне офиса", "自动回复", "自動回覆", "自动答复", "自動応答", "自動返信", "不在通知", "不在のお知らせ", "자동 회신",
	"자동회신", "부재중", "מענה אוטומטי", "تلقائي", "trả lời tự động", "ตอบกลับอัตโนมัติ",
};

static const char *const texts[] = {
	"out of office", "out of the office", "away from the office", "away from my mail", "away from my desk",
	"currently away", "will be away", "i am away", "i'm away", "i am on vacation", "on annual leave",
	"on maternity leave", "on parental leave", "on holiday", "limited access to email", "limited access to e-mail",
	"limited access to my email", "return to the office", "returning to the office", "back in the office",
	"upon my return", "when i return", "automated response", "automatic reply", "this is an automat",
	"do not reply to this", "has been received and", "bin ich nicht im büro", "nicht im büro", "nicht im hause",
	"außer haus", "im urlaub", "abwesend", "nach meiner rückkehr", "absent du bureau", "je suis absent",
	"actuellement absent", "en congé", "de retour le", "à mon retour", "fuera de la oficina", "estoy de vacaciones",
	"estaré ausente", "me encuentro ausente", "a mi regreso", "fuori ufficio", "sono assente", "sarò assente",
	"al mio rientro", "estou ausente", "estarei ausente", "de férias", "fora do escritório", "ben ik afwezig",
	"ik ben afwezig", "niet op kantoor", "met vakantie", "inte på kontoret", "på semester", "ikke på kontoret",
	"på ferie", "en ole tavoitettavissa", "lomalla", "jestem nieobecn", "poza biurem", "na urlopie",
	"nejsem v kanceláři", "szabadságon", "я в отпуске", "отсутствую", "休暇", "不在", "出差", "休假", "부재중",
};

static const char *const unanswerable[] = {
	"do not reply", "don't reply", "not reply directly", "not be able to reply", "cannot reply",
	"automatically generated", "automated message", "automated email", "generated automatically", "nicht auf diese",
	"automatisch generiert", "automatisch erstellt", "ne pas répondre", "ne répondez pas", "généré automatiquement",
	"no responda", "no responder", "generado automáticamente", "não responda", "non rispondere",
	"niet beantwoorden", "返信いただけません", "返信しないで",
};
static const char *const daemons[] = { "mailer-daemon", "mailerdaemon", "mail-daemon", "mailer_daemon", "mdaemon" };
static const char *const software[] = {
	"majordomo", "listserv", "mailman", "sympa", "ezmlm", "listmaster", "listproc", "mailman-owner",
};
static const char *const software_ends[] = { "-request", "-bounces", "-confirm", "-unsubscribe", "-subscribe" };
static const char *const machines[] = {
	"noreply", "no-reply", "no_reply", "donotreply", "do-not-reply", "do_not_reply", "nepasrepondre",
	"ne-pas-repondre", "noresponder", "no-responder", "nicht-antworten", "keineantwort", "notifications",
	"notification", "newsletter", "newsletters", "mailer",
};
static const char *const bulk[] = {
	"news", "marketing", "promo", "promotions", "offers", "deals", "digest", "updates", "update", "alerts",
	"announce", "announcements", "email", "e-mail", "reply", "mailing", "campaign", "info-news",
};

static gboolean
found_in(const char *text, const char *const *words, gsize n)
{
	g_autofree char *valid = text != NULL ? g_utf8_make_valid(text, (gssize)strnlen(text, LOOK_AT)) : g_strdup("");
	g_autofree char *lower = g_utf8_strdown(valid, -1);

	for (gsize i = 0; i < n; i++)
		if (strstr(lower, words[i]) != NULL)
			return TRUE;
	return FALSE;
}

static gboolean
is_one_of(const char *local, const char *const *words, gsize n)
{
	for (gsize i = 0; i < n; i++)
		if (strcmp(local, words[i]) == 0)
			return TRUE;
	return FALSE;
}

gboolean
kind_words_absent_subject(const char *subject)
{
	return found_in(subject, subjects, G_N_ELEMENTS(subjects));
}

gboolean
kind_words_absent_text(const char *text)
{
	return found_in(text, texts, G_N_ELEMENTS(texts));
}

gboolean
kind_words_not_to_answer(const char *text)
{
	return found_in(text, unanswerable, G_N_ELEMENTS(unanswerable));
}

gboolean
kind_words_daemon(const char *local)
{
	return is_one_of(local, daemons, G_N_ELEMENTS(daemons));
}

gboolean
kind_words_list_software(const char *local)
{
	for (gsize i = 0; i < G_N_ELEMENTS(software_ends); i++)
		if (g_str_has_suffix(local, software_ends[i]))
			return TRUE;
	return is_one_of(local, software, G_N_ELEMENTS(software));
}

gboolean
kind_words_machine_sender(const char *local)
{
	static const char *const starts[] = {
	    "noreply-", "noreply+", "no-reply-", "no-reply+", "donotreply-", "notifications+", "newsletter-"};

	for (gsize i = 0; i < G_N_ELEMENTS(starts); i++)
		if (g_str_has_prefix(local, starts[i]))
			return TRUE;
	return is_one_of(local, machines, G_N_ELEMENTS(machines));
}

gboolean
kind_words_bulk_sender(const char *local)
{
	return kind_words_machine_sender(local) || is_one_of(local, bulk, G_N_ELEMENTS(bulk));
}
