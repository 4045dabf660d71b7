#include "email/reply_words.h"

#include <string.h>

static const struct {
	const char *word;
	enum reply_header kind;
} headers[] = {
	{ "from", REPLY_HEADER_FROM }, { "de", REPLY_HEADER_FROM }, { "von", REPLY_HEADER_FROM },
	{ "da", REPLY_HEADER_FROM }, { "van", REPLY_HEADER_FROM }, { "fra", REPLY_HEADER_FROM },
	{ "från", REPLY_HEADER_FROM }, { "lähettäjä", REPLY_HEADER_FROM }, { "od", REPLY_HEADER_FROM },
	{ "od kogo", REPLY_HEADER_FROM }, { "от", REPLY_HEADER_FROM }, { "від", REPLY_HEADER_FROM },
	{ "от кого", REPLY_HEADER_FROM }, { "feladó", REPLY_HEADER_FROM }, { "kimden", REPLY_HEADER_FROM },
	{ "gönderen", REPLY_HEADER_FROM }, { "de la", REPLY_HEADER_FROM }, { "发件人", REPLY_HEADER_FROM },
	{ "寄件者", REPLY_HEADER_FROM }, { "差出人", REPLY_HEADER_FROM }, { "送信者", REPLY_HEADER_FROM },
	{ "보낸 사람", REPLY_HEADER_FROM }, { "보낸사람", REPLY_HEADER_FROM }, { "από", REPLY_HEADER_FROM },
	{ "מאת", REPLY_HEADER_FROM }, { "من", REPLY_HEADER_FROM }, { "từ", REPLY_HEADER_FROM },
	{ "dari", REPLY_HEADER_FROM }, { "expéditeur", REPLY_HEADER_FROM }, { "remitente", REPLY_HEADER_FROM },
	{ "remetente", REPLY_HEADER_FROM }, { "mittente", REPLY_HEADER_FROM }, { "absender", REPLY_HEADER_FROM },
	{ "afzender", REPLY_HEADER_FROM }, { "avsändare", REPLY_HEADER_FROM }, { "odesílatel", REPLY_HEADER_FROM },
	{ "odosielateľ", REPLY_HEADER_FROM }, { "šalje", REPLY_HEADER_FROM }, { "pošiljatelj", REPLY_HEADER_FROM },
	{ "saatja", REPLY_HEADER_FROM }, { "nuo", REPLY_HEADER_FROM }, { "no", REPLY_HEADER_FROM },
	{ "frá", REPLY_HEADER_FROM }, { "จาก", REPLY_HEADER_FROM }, { "nadawca", REPLY_HEADER_FROM },

	{ "sent", REPLY_HEADER_DATE }, { "date", REPLY_HEADER_DATE }, { "sent on", REPLY_HEADER_DATE },
	{ "envoyé", REPLY_HEADER_DATE }, { "envoyé le", REPLY_HEADER_DATE }, { "date d'envoi", REPLY_HEADER_DATE },
	{ "message du", REPLY_HEADER_DATE }, { "enviado", REPLY_HEADER_DATE }, { "enviado el", REPLY_HEADER_DATE },
	{ "enviada em", REPLY_HEADER_DATE }, { "enviado em", REPLY_HEADER_DATE }, { "enviada", REPLY_HEADER_DATE },
	{ "fecha", REPLY_HEADER_DATE }, { "data", REPLY_HEADER_DATE }, { "gesendet", REPLY_HEADER_DATE },
	{ "gesendet am", REPLY_HEADER_DATE }, { "datum", REPLY_HEADER_DATE }, { "inviato", REPLY_HEADER_DATE },
	{ "inviata", REPLY_HEADER_DATE }, { "verzonden", REPLY_HEADER_DATE }, { "verstuurd", REPLY_HEADER_DATE },
	{ "sendt", REPLY_HEADER_DATE }, { "dato", REPLY_HEADER_DATE }, { "skickat", REPLY_HEADER_DATE },
	{ "lähetetty", REPLY_HEADER_DATE }, { "päivämäärä", REPLY_HEADER_DATE }, { "päiväys", REPLY_HEADER_DATE },
	{ "wysłano", REPLY_HEADER_DATE }, { "wysłane", REPLY_HEADER_DATE }, { "отправлено", REPLY_HEADER_DATE },
	{ "дата", REPLY_HEADER_DATE }, { "надіслано", REPLY_HEADER_DATE }, { "odesláno", REPLY_HEADER_DATE },
	{ "odoslané", REPLY_HEADER_DATE }, { "dátum", REPLY_HEADER_DATE }, { "elküldve", REPLY_HEADER_DATE },
	{ "tarih", REPLY_HEADER_DATE }, { "gönderildi", REPLY_HEADER_DATE }, { "gönderme tarihi", REPLY_HEADER_DATE },
	{ "trimis", REPLY_HEADER_DATE }, { "发送时间", REPLY_HEADER_DATE }, { "日期", REPLY_HEADER_DATE },
	{ "寄件日期", REPLY_HEADER_DATE }, { "傳送日期", REPLY_HEADER_DATE }, { "已傳送", REPLY_HEADER_DATE },
	{ "送信日時", REPLY_HEADER_DATE }, { "日付", REPLY_HEADER_DATE }, { "日時", REPLY_HEADER_DATE },
	{ "보낸 날짜", REPLY_HEADER_DATE }, { "날짜", REPLY_HEADER_DATE }, { "στάλθηκε", REPLY_HEADER_DATE },
	{ "ημερομηνία", REPLY_HEADER_DATE }, { "נשלח", REPLY_HEADER_DATE }, { "תאריך", REPLY_HEADER_DATE },
	{ "تاريخ الإرسال", REPLY_HEADER_DATE }, { "التاريخ", REPLY_HEADER_DATE }, { "ngày", REPLY_HEADER_DATE },
	{ "đã gửi", REPLY_HEADER_DATE }, { "dikirim", REPLY_HEADER_DATE }, { "tanggal", REPLY_HEADER_DATE },
	{ "poslano", REPLY_HEADER_DATE }, { "saadetud", REPLY_HEADER_DATE }, { "kuupäev", REPLY_HEADER_DATE },

	{ "to", REPLY_HEADER_TO }, { "à", REPLY_HEADER_TO }, { "a", REPLY_HEADER_TO }, { "pour", REPLY_HEADER_TO },
	{ "para", REPLY_HEADER_TO }, { "an", REPLY_HEADER_TO }, { "aan", REPLY_HEADER_TO }, { "til", REPLY_HEADER_TO },
	{ "till", REPLY_HEADER_TO }, { "vastaanottaja", REPLY_HEADER_TO }, { "do", REPLY_HEADER_TO },
	{ "komu", REPLY_HEADER_TO }, { "кому", REPLY_HEADER_TO }, { "címzett", REPLY_HEADER_TO },
	{ "kime", REPLY_HEADER_TO }, { "alıcı", REPLY_HEADER_TO }, { "către", REPLY_HEADER_TO },
	{ "收件人", REPLY_HEADER_TO }, { "收件者", REPLY_HEADER_TO }, { "宛先", REPLY_HEADER_TO },
	{ "받는 사람", REPLY_HEADER_TO }, { "받는사람", REPLY_HEADER_TO }, { "προς", REPLY_HEADER_TO },
	{ "אל", REPLY_HEADER_TO }, { "إلى", REPLY_HEADER_TO }, { "đến", REPLY_HEADER_TO }, { "kepada", REPLY_HEADER_TO },
	{ "destinataire", REPLY_HEADER_TO }, { "destinatario", REPLY_HEADER_TO }, { "prima", REPLY_HEADER_TO },
	{ "za", REPLY_HEADER_TO }, { "adresse", REPLY_HEADER_TO }, { "saaja", REPLY_HEADER_TO }, { "kam", REPLY_HEADER_TO },

	{ "subject", REPLY_HEADER_SUBJECT }, { "objet", REPLY_HEADER_SUBJECT }, { "sujet", REPLY_HEADER_SUBJECT },
	{ "asunto", REPLY_HEADER_SUBJECT }, { "assunto", REPLY_HEADER_SUBJECT }, { "betreff", REPLY_HEADER_SUBJECT },
	{ "oggetto", REPLY_HEADER_SUBJECT }, { "onderwerp", REPLY_HEADER_SUBJECT }, { "emne", REPLY_HEADER_SUBJECT },
	{ "ämne", REPLY_HEADER_SUBJECT }, { "aihe", REPLY_HEADER_SUBJECT }, { "temat", REPLY_HEADER_SUBJECT },
	{ "тема", REPLY_HEADER_SUBJECT }, { "předmět", REPLY_HEADER_SUBJECT }, { "predmet", REPLY_HEADER_SUBJECT },
	{ "tárgy", REPLY_HEADER_SUBJECT }, { "konu", REPLY_HEADER_SUBJECT }, { "subiect", REPLY_HEADER_SUBJECT },
	{ "主题", REPLY_HEADER_SUBJECT }, { "主旨", REPLY_HEADER_SUBJECT }, { "主題", REPLY_HEADER_SUBJECT },
	{ "件名", REPLY_HEADER_SUBJECT }, { "제목", REPLY_HEADER_SUBJECT }, { "θέμα", REPLY_HEADER_SUBJECT },
	{ "נושא", REPLY_HEADER_SUBJECT }, { "الموضوع", REPLY_HEADER_SUBJECT }, { "chủ đề", REPLY_HEADER_SUBJECT },
	{ "subjek", REPLY_HEADER_SUBJECT }, { "perihal", REPLY_HEADER_SUBJECT }, { "assumpte", REPLY_HEADER_SUBJECT },
	{ "naslov", REPLY_HEADER_SUBJECT }, { "teema", REPLY_HEADER_SUBJECT }, { "efni", REPLY_HEADER_SUBJECT },

	{ "cc", REPLY_HEADER_OTHER }, { "bcc", REPLY_HEADER_OTHER }, { "reply-to", REPLY_HEADER_OTHER },
	{ "reply to", REPLY_HEADER_OTHER }, { "importance", REPLY_HEADER_OTHER }, { "priority", REPLY_HEADER_OTHER },
	{ "attachments", REPLY_HEADER_OTHER }, { "copie à", REPLY_HEADER_OTHER }, { "kopie", REPLY_HEADER_OTHER },
	{ "kopia", REPLY_HEADER_OTHER }, { "kopi", REPLY_HEADER_OTHER }, { "copia", REPLY_HEADER_OTHER },
	{ "organization", REPLY_HEADER_OTHER }, { "dw", REPLY_HEADER_OTHER }, { "копия", REPLY_HEADER_OTHER },
	{ "抄送", REPLY_HEADER_OTHER }, { "answer to", REPLY_HEADER_OTHER }, { "antwort an", REPLY_HEADER_OTHER },
	{ "répondre à", REPLY_HEADER_OTHER }, { "responder a", REPLY_HEADER_OTHER }, { "cópia", REPLY_HEADER_OTHER },
};

static const char *const leads[] = {
	"on", "at", "le", "à la date du", "el", "a las", "el dia", "el día", "il", "il giorno", "nel giorno", "in data", "in date",
	"am", "vom", "em", "em data", "no dia", "a", "à", "op", "den", "på", "kl", "klo", "w dniu", "dnia", "dne", "dňa", "u", "dana",
	"a(z)", "în data de", "pe data de", "στις", "στο", "в", "pada", "ngày", "vào", "wiadomość napisana przez", "fecha", "data",
	"datum", "date", "ב-", "בתאריך", "في", "在", "於", "于", "hi ha",
};

static const char *const verbs[] = {
	"wrote", "writes", "said", "sent", "wrote the following", "has written", "escribió", "ha escrito", "escribio", "schrieb",
	"hat geschrieben", "geschrieben", "schrieb folgendes", "a écrit", "a ecrit", "écrit", "écrivait", "ha scritto", "scrive",
	"escreveu", "escreveu o seguinte", "schreef", "het volgende geschreven", "geschreven", "schreef het volgende",
	"schreef op", "napisał", "napisał(a)", "napisała", "pisze", "skrev", "skrev følgende", "skrev följande", "kirjoitti",
	"написал", "написал(а)", "написал (-а)", "написала", "пишет", "писал", "писал(а)", "написав", "пише", "написа",
	"napsal", "napsal(a)", "napsala", "napísal", "napísal(a)", "napisao", "napisao/la", "je napisao/la", "je napisao",
	"je pisao", "je napisal", "írta", "ezt írta", "a scris", "şunu yazdı", "yazdı", "şunları yazdı", "έγραψε", "đã viết",
	"menulis", "tulis", "写道", "寫道", "说", "のメール", "さんは書きました", "のメッセージ", "wrote / schrieb", "님이 작성",
	"작성", "כתב", "כתב/ה", "كتب", "va escriure", "escribiu", "kirjutas", "rašė", "rakstīja", "skrifaði", "idatzi du",
	"เขียน", "ने लिखा", "schreibt", "a scrie",
};

static const char *const originals[] = {
	"original message", "original email", "original mail", "original appointment", "reply message", "replied message",
	"message d'origine", "message original", "message initial", "message d’origine", "mail original", "mail d'origine",
	"mensaje original", "mensaje de origen", "correo original", "mensagem original", "ursprüngliche nachricht",
	"ursprungliche nachricht", "originalnachricht", "original-nachricht", "original nachricht", "antwort nachricht",
	"ursprüngliche e-mail", "original-mail", "messaggio originale", "messaggio di origine", "oorspronkelijk bericht",
	"oorspronkelijke bericht", "origineel bericht", "oorspronkelijke mail", "oprindelig meddelelse", "oprindelig besked",
	"original besked", "opprinnelig melding", "opprinnelig e-post", "original melding", "ursprungligt meddelande",
	"originalmeddelande", "ursprungligt mail", "originalmeddelandet", "alkuperäinen viesti", "oryginalna wiadomość",
	"wiadomość oryginalna", "wiadomość pierwotna", "исходное сообщение", "исходное письмо", "первоначальное сообщение",
	"оригинальное сообщение", "пересланное сообщение (ответ)", "оригінальне повідомлення", "původní zpráva",
	"původní e-mail", "pôvodná správa", "eredeti üzenet", "izvorna poruka", "originalna poruka", "izvirno sporočilo",
	"orijinal mesaj", "özgün ileti", "orjinal mesaj", "mesaj original", "mesajul original", "mesaj inițial",
	"αρχικό μήνυμα", "tin nhắn gốc", "thư gốc", "pesan asli", "原始邮件", "原始郵件", "原邮件", "邮件原件", "回复的原邮件",
	"元のメッセージ", "元のメール", "원본 메시지", "원본 메일", "הודעה מקורית", "ההודעה המקורית", "الرسالة الأصلية",
	"رسالة أصلية", "missatge original", "mensaxe orixinal", "jatorrizko mezua", "algne kiri", "algne sõnum",
	"pradinis laiškas", "sākotnējais ziņojums", "upprunaleg skilaboð", "оригинално съобщение", "ข้อความต้นฉบับ",
	"message from", "ответ на сообщение", "message de réponse", "antwort",
};

/* Parts of words: what is forwarded is called many things. */
static const char *const forwardeds[] = {
	"forwarded", "forward message", "fwd:", "weitergeleitet", "transféré", "transfere", "réexpédié", "reenviado",
	"encaminhada", "inoltrat", "doorgestuurd", "videresendt", "vidarebefordrat", "vidarebefordrad", "välitetty", "edelleenläh",
	"przekazana", "przesłana dalej", "переслан", "пересл", "přeposlan", "preposlan", "továbbított", "iletilen", "iletildi",
	"redirecționat", "προωθ", "chuyển tiếp", "diteruskan", "转发", "轉寄", "轉發", "転送", "전달", "הועבר", "معاد توجيه",
	"reenviat", "proslijeđen", "posredovan", "edastatud", "persiųst",
};

static const char *const mobiles[] = {
	"sent from my ", "sent from mailbox", "sent from outlook", "sent from mail for", "sent from yahoo", "sent from samsung",
	"sent from android", "sent from proton", "sent from aol", "sent from iphone", "sent from ipad", "sent from windows",
	"sent from mobile", "sent from acompli", "sent from nine", "sent from blue", "sent from bluemail", "sent from workspace",
	"sent from spark", "sent from gmail", "sent from phone", "sent from a mobile", "sent from the ", "sent from hey",
	"sent from airmail", "sent from polymail", "sent from newton", "sent from front", "sent from surface", "sent from xfinity",
	"sent from mail.ru", "sent from yandex", "sent from smartphone", "sent from myphone", "sent from tutanota", "sent from huawei",
	"sent from an ", "sent by my ", "sent on my ", "sent on the go", "sent via the samsung", "sent via my ", "sent via blackberry",
	"sent wirelessly", "sent with airmail", "sent with sparrow", "sent with spark", "sent with proton", "sent with tutanota",
	"sent with mailtrack", "sent with unibox", "sent with bluemail", "sent with aqua mail", "sent using ", "get outlook for ",
	"get bluemail for", "written on my ", "typed on my ", "sent securely ", "sent through ",
	"envoyé de mon ", "envoyé depuis ", "envoyé à partir d", "envoyé avec ", "envoyé sans fil", "envoyé par mon ", "envoyé d'un ",
	"envoyé via ", "envoye de mon ", "envoyé du ", "provenance : courrier", "obtenir outlook", "obtenez outlook",
	"téléchargez outlook", "télécharger outlook", "enviado desde ", "enviado de mi ", "enviado con ", "enviado a través ",
	"enviado do meu", "enviado do ", "enviado da ", "enviado a partir d", "enviado pelo ", "enviado de meu ", "enviado via ",
	"enviada do ", "obtener outlook", "descargar outlook", "obter o outlook", "baixar o outlook",
	"von meinem ", "von unterwegs ", "gesendet von ", "gesendet mit ", "gesendet über ", "gesendet vom ", "gesendet aus ",
	"diese nachricht wurde von mein", "holen sie sich outlook", "outlook für ", "outlook voor ", "mit freundlichen grüßen von mein",
	"inviato da", "inviato dal", "inviata da", "inviato con ", "ottieni outlook", "scarica outlook", "verzonden vanaf ",
	"verstuurd vanaf ", "verzonden met ", "verstuurd via ", "verzonden via ", "verzonden vanuit ", "verstuurd met ",
	"download outlook", "skickat från ", "skickades från ", "skickat via ", "hämta outlook", "sendt fra ", "sendt med ",
	"sendt via ", "hent outlook", "få outlook", "lähetetty ", "hanki outlook", "wysłane z ", "wysłano z ", "pobierz outlook",
	"отправлено с ", "отправлено из ", "отправлено от ", "отправлено через ", "отправлено со ", "скачать outlook",
	"надіслано з ", "надіслано через ", "odesláno z ", "odoslané z", "odoslané zo", "získejte outlook", "küldve ",
	"elküldve az", "trimis de pe ", "trimis din ", "poslano z ", "poslano s ", "poslato sa ", "στάλθηκε από ", "enviat des d",
	"được gửi từ ", "đã gửi từ ", "dikirim dari ", "发自我的", "发自 ", "發自我的", "從我的", "从我的", "来自我的", "获取 outlook",
	"取得 outlook", "iphoneから送信", "ipadから送信", "androidから送信", "スマートフォンから送信", "나의 iphone에서", "내 iphone에서",
	"נשלח מה", "أرسلت من", "تم الإرسال من", "מה-iphone שלי", "saadetud minu", "išsiųsta iš", "nosūtīts no", "sent from ",
};

/* Ways to say that something was sent from a telephone where the words come at the end. */
static const char *const mobile_ends[] = {
	" gesendet", " gesendet.", "'umdan gönderildi", "dan gönderildi", "den gönderildi", "から送信", "에서 보냄", " küldve",
	" från min iphone", " lähetetty",
};

static const struct {
	const char *words;
	gboolean thanks;
} closings[] = {
	{ "thanks and regards", FALSE }, { "thanks & regards", FALSE }, { "thanks and best regards", FALSE },
	{ "thanks in advance", TRUE }, { "thanks again", TRUE }, { "thanks so much", TRUE }, { "thanks a lot", TRUE },
	{ "thanks very much", TRUE }, { "thank you very much", TRUE }, { "thank you so much", TRUE },
	{ "thank you in advance", TRUE }, { "thank you", TRUE }, { "many thanks", TRUE }, { "thanks", TRUE }, { "thx", TRUE },
	{ "cheers", TRUE }, { "kind regards", FALSE }, { "best regards", FALSE }, { "warm regards", FALSE },
	{ "warmest regards", FALSE }, { "kindest regards", FALSE }, { "with kind regards", FALSE }, { "regards", FALSE },
	{ "with regards", FALSE }, { "with best regards", FALSE }, { "best wishes", FALSE }, { "all the best", FALSE },
	{ "best", FALSE }, { "sincerely yours", FALSE }, { "sincerely", FALSE }, { "yours sincerely", FALSE },
	{ "yours faithfully", FALSE }, { "yours truly", FALSE }, { "yours", FALSE }, { "respectfully", FALSE },
	{ "cordially", FALSE }, { "take care", FALSE }, { "rgds", FALSE }, { "br", FALSE }, { "kr", FALSE },
	{ "un saludo cordial", FALSE }, { "un saludo", FALSE }, { "un cordial saludo", FALSE }, { "saludos cordiales", FALSE },
	{ "cordiales saludos", FALSE }, { "muchos saludos", FALSE }, { "saludos", FALSE }, { "atentamente", FALSE },
	{ "atte", FALSE }, { "cordialmente", FALSE }, { "un abrazo", FALSE }, { "abrazos", FALSE }, { "muchas gracias", TRUE },
	{ "gracias de antemano", TRUE }, { "gracias", TRUE }, { "reciba un cordial saludo", FALSE },
	{ "mit freundlichen grüßen", FALSE }, { "mit freundlichen grüssen", FALSE }, { "mit freundlichem gruß", FALSE },
	{ "freundliche grüße", FALSE }, { "freundliche grüsse", FALSE }, { "viele grüße", FALSE }, { "viele grüsse", FALSE },
	{ "liebe grüße", FALSE }, { "liebe grüsse", FALSE }, { "beste grüße", FALSE }, { "beste grüsse", FALSE },
	{ "schöne grüße", FALSE }, { "herzliche grüße", FALSE }, { "mit besten grüßen", FALSE }, { "grüße", FALSE },
	{ "gruß", FALSE }, { "gruss", FALSE }, { "hochachtungsvoll", FALSE }, { "mfg", FALSE }, { "lg", FALSE },
	{ "vg", FALSE }, { "vielen dank", TRUE }, { "besten dank", TRUE }, { "danke", TRUE },
	{ "bien cordialement", FALSE }, { "très cordialement", FALSE }, { "cordialement", FALSE }, { "cdlt", FALSE },
	{ "bien à vous", FALSE }, { "bien à toi", FALSE }, { "sincères salutations", FALSE }, { "salutations", FALSE },
	{ "amicalement", FALSE }, { "merci d'avance", TRUE }, { "merci beaucoup", TRUE }, { "merci", TRUE },
	{ "met vriendelijke groeten", FALSE }, { "met vriendelijke groet", FALSE }, { "vriendelijke groeten", FALSE },
	{ "hartelijke groeten", FALSE }, { "groeten", FALSE }, { "groetjes", FALSE }, { "groet", FALSE }, { "mvg", FALSE },
	{ "alvast bedankt", TRUE }, { "bedankt", TRUE }, { "hoogachtend", FALSE },
	{ "cordiali saluti", FALSE }, { "distinti saluti", FALSE }, { "un cordiale saluto", FALSE }, { "saluti", FALSE },
	{ "grazie mille", TRUE }, { "grazie", TRUE }, { "un saluto", FALSE },
	{ "atenciosamente", FALSE }, { "com os melhores cumprimentos", FALSE }, { "melhores cumprimentos", FALSE },
	{ "cumprimentos", FALSE }, { "abraços", FALSE }, { "abraço", FALSE }, { "att", FALSE }, { "obrigado", TRUE },
	{ "obrigada", TRUE }, { "muito obrigado", TRUE }, { "muito obrigada", TRUE },
	{ "med vänlig hälsning", FALSE }, { "med vänliga hälsningar", FALSE }, { "vänliga hälsningar", FALSE },
	{ "hälsningar", FALSE }, { "mvh", FALSE }, { "tack", TRUE }, { "tack på förhand", TRUE },
	{ "med venlig hilsen", FALSE }, { "venlig hilsen", FALSE }, { "med vennlig hilsen", FALSE }, { "vennlig hilsen", FALSE },
	{ "hilsen", FALSE }, { "takk", TRUE }, { "tak", TRUE }, { "på forhånd tak", TRUE },
	{ "ystävällisin terveisin", FALSE }, { "terveisin", FALSE }, { "kiitos", TRUE },
	{ "pozdrawiam", FALSE }, { "z poważaniem", FALSE }, { "dziękuję", TRUE }, { "s pozdravem", FALSE }, { "děkuji", TRUE },
	{ "с уважением", FALSE }, { "с наилучшими пожеланиями", FALSE }, { "спасибо", TRUE }, { "з повагою", FALSE },
	{ "üdvözlettel", FALSE }, { "köszönöm", TRUE }, { "saygılarımla", FALSE }, { "iyi çalışmalar", FALSE },
	{ "teşekkürler", TRUE }, { "cu stimă", FALSE }, { "mulțumesc", TRUE }, { "trân trọng", FALSE }, { "此致", FALSE },
	{ "谢谢", TRUE }, { "謝謝", TRUE }, { "よろしくお願いします", FALSE }, { "よろしくお願いいたします", FALSE },
	{ "감사합니다", TRUE },
};

enum reply_header
words_header(const char *word, gsize length)
{
	for (gsize i = 0; i < G_N_ELEMENTS(headers); i++)
		if (headers[i].word[0] == word[0] && strlen(headers[i].word) == length &&
		    memcmp(headers[i].word, word, length) == 0)
			return headers[i].kind;
	return REPLY_HEADER_NONE;
}

/* Words by their first or last byte: nearly every word of a mail is asked for, and nearly none is in a table. */
#define INDEXED_MOST 128
struct word_index {
	guint8 head[256];	/* 1 and up: a word's place; 0: no word has this byte there */
	guint8 next[INDEXED_MOST + 1];
	guint8 length[INDEXED_MOST + 1];
};

static void
index_words(struct word_index *index, const char *const *words, gsize n, gboolean by_last)
{
	g_assert(n <= INDEXED_MOST);
	for (gsize i = n; i > 0; i--) {
		gsize length = strlen(words[i - 1]);
		guchar key = (guchar)words[i - 1][by_last ? length - 1 : 0];

		index->length[i] = (guint8)length;
		index->next[i] = index->head[key];
		index->head[key] = (guint8)i;
	}
}

static const struct word_index *
lead_index(void)
{
	static struct word_index index;
	static gsize ready;

	if (g_once_init_enter(&ready)) {
		index_words(&index, leads, G_N_ELEMENTS(leads), FALSE);
		g_once_init_leave(&ready, 1);
	}
	return &index;
}

static const struct word_index *
verb_index(void)
{
	static struct word_index index;
	static gsize ready;

	if (g_once_init_enter(&ready)) {
		index_words(&index, verbs, G_N_ELEMENTS(verbs), TRUE);
		g_once_init_leave(&ready, 1);
	}
	return &index;
}

gboolean
words_is_lead(const char *text, gsize *length_r)
{
	const struct word_index *index = lead_index();

	for (guint8 i = index->head[(guchar)text[0]]; i != 0; i = index->next[i]) {
		const char *lead = leads[i - 1];

		/* Chinese and Hebrew write no space after it. */
		if (strncmp(text, lead, index->length[i]) == 0 && (text[index->length[i]] == ' ' || (guchar)lead[0] >= 0xd7)) {
			*length_r = index->length[i];
			return TRUE;
		}
	}
	return FALSE;
}

/* A word begins at text + at. Chinese, Japanese and Korean (whose UTF-8 begins at E3) write words together. */
static gboolean
is_word_start(const char *text, gsize at)
{
	return at == 0 || (guchar)text[at] >= 0xe3 || !g_ascii_isalnum(text[at - 1]);
}

gboolean
words_ends_with_verb(const char *text, gsize length, gsize *at_r)
{
	const struct word_index *index = verb_index();
	gsize best = 0;

	for (guint8 i = length > 0 ? index->head[(guchar)text[length - 1]] : 0; i != 0; i = index->next[i]) {
		gsize n = index->length[i];

		if (n > best && n <= length && memcmp(text + length - n, verbs[i - 1], n) == 0 &&
		    is_word_start(text, length - n))
			best = n;
	}
	*at_r = length - best;
	return best > 0;
}

gboolean
words_has_verb(const char *text)
{
	for (gsize i = 0; i < G_N_ELEMENTS(verbs); i++) {
		const char *at = strstr(text, verbs[i]);
		gsize n = strlen(verbs[i]);

		if (at != NULL && is_word_start(text, (gsize)(at - text)) && (at[n] == ' ' || at[n] == ':' || at[n] == '\0'))
			return TRUE;
	}
	return FALSE;
}

gboolean
words_is_original(const char *phrase)
{
	for (gsize i = 0; i < G_N_ELEMENTS(originals); i++)
		if (strcmp(phrase, originals[i]) == 0)
			return TRUE;
	return FALSE;
}

gboolean
words_is_reply_above(const char *phrase)
{
	static const char *const above[] = { "reply above", "response above", "above this line", "encima de esta línea",
		"arriba de esta línea", "au-dessus de cette ligne", "oberhalb dieser", "über dieser", "acima desta linha",
		"sopra questa riga", "boven deze", "ovanför den här", "over denne", "powyżej tej linii", "выше этой", NULL };

	for (int i = 0; above[i] != NULL; i++)
		if (strstr(phrase, above[i]) != NULL)
			return TRUE;
	return FALSE;
}

gboolean
words_is_forwarded(const char *phrase)
{
	for (gsize i = 0; i < G_N_ELEMENTS(forwardeds); i++)
		if (strstr(phrase, forwardeds[i]) != NULL)
			return TRUE;
	return FALSE;
}

/* "Sent from my desk, which is easier than my phone" is a sentence; few words, or a device among the first, are not. */
static gboolean
is_sentence(const char *rest)
{
	static const char *const devices[] = { "phone", "ipad", "ipod", "android", "berry", "galaxy", "samsung", "device", "outlook",
		"mail", "mobile", "móvil", "mobil", "handy", "tablet", "huawei", "xiaomi", "nokia", "htc", "nexus", "pixel", "lumia",
		"windows", "app", NULL };
	const char *end = rest;
	g_autofree char *start = NULL;

	for (int words = 0; *end != '\0' && words < 5 && *end != ','; end++)
		words += *end == ' ';
	if (*end == '\0' || strlen(end) < 3)
		return FALSE;
	start = g_strndup(rest, (gsize)(end - rest));
	for (int i = 0; devices[i] != NULL; i++)
		if (strstr(start, devices[i]) != NULL)
			return FALSE;
	return TRUE;
}

gboolean
words_is_mobile_signature(const char *line)
{
	gsize length = strlen(line);

	if (length > 200)
		return FALSE;
	for (gsize i = 0; i < G_N_ELEMENTS(mobiles); i++)
		if (mobiles[i][0] == line[0] && g_str_has_prefix(line, mobiles[i]))
			return !is_sentence(line + strlen(mobiles[i]));
	for (gsize i = 0; i < G_N_ELEMENTS(mobile_ends) && length < 60; i++)
		if (g_str_has_suffix(line, mobile_ends[i]) &&
		    (strstr(line, "phone") != NULL || strstr(line, "ipad") != NULL || strstr(line, "android") != NULL ||
		        strstr(line, "smart") != NULL || strstr(line, "telefon") != NULL))
			return TRUE;
	return FALSE;
}

gsize
words_closing(const char *text, gboolean *thanks_r)
{
	gsize best = 0;

	for (gsize i = 0; i < G_N_ELEMENTS(closings); i++) {
		gsize n = strlen(closings[i].words);

		if (n > best && closings[i].words[0] == text[0] && strncmp(text, closings[i].words, n) == 0 &&
		    (text[n] == '\0' || strchr(" ,.!;:-&/", text[n]) != NULL)) {
			best = n;
			*thanks_r = closings[i].thanks;
		}
	}
	return best;
}
