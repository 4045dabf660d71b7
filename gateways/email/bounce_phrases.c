/* The wordings of the world's mail servers, as data. bounce_words.c searches them.
 *
 * They are written as bounce_words_fold leaves a text: lower case, no punctuation, no apostrophes, no addresses and no
 * host names. A '*' stands for up to 80 bytes of anything.
 */
#include "email/bounce_phrases.h"

/* Whole idioms, whose single words would say something else. */
static const char *const idioms_trouble[] = {
	"sending quota", "sending limit", "sending rate", "daily * quota", "per hour", "per day", "command unrecognized",
	"command not recognized", "unrecognized command", "command not implemented", " cxmxrt ", " cxcnct ", " cxthrt ",
	" in 1300 ", " in 1310 ", " in 1320 ", " in 1330 ", " in 1340 ",
	"scanner unavailable", "scanner is unavailable", "scanner not available", "unable to scan",
};
static const char *const idioms_refused[] = {
	"larger than the current system limit or", "permanently deferred", "permanently rejected message", "smtplf",
	"mailbox unavailable or access denied", " con b1 ", " rtr bl ", " hvu b1 ", " hvu b2 ", " dyn t1 ",
	"penalty box",
};
static const char *const idioms_no_user[] = {
	"not accepted invalid mailbox", "cuda nsu ",
};
static const char *const idioms_no_host[] = {
	"unable to get mx info", "failed to get mx",
};

/* The mailbox is full. */
static const char *const full[] = {
	"mailbox full", "mailbox is full", "mailbox for user is full", "mailfolder is full", "mail box full",
	"mailbox has exceeded", "mailbox size limit", "mailbox quota", "mailbox exceeds", "mailbox * is full",
	"inbox is full", "inbox full", "account is full", "user is full", "maildir over quota",
	"maildir delivery failed * quota", "quota exceeded", "exceeded quota", "exceeds quota", "exceeded * quota",
	"exceed * quota", "quota * exceeded", "over quota", "overquota", "out of quota", "quota full", "disk quota",
	"quota violation", "full quota", "storage quota", "out of storage space", "exceeded its storage",
	"exceeded storage", "storage limit", "not enough storage space in * mailbox", "not enough space in * mailbox",
	"not have enough space", "no space left * mailbox", "too many messages in * mailbox",
	"number of messages in recipient", "too much mail data", "too many messages on this mailbox",
	"account has too many messages", "mailbox would exceed", "would exceed * quota",
	"would be over the allowed quota", "exceed maximum allowed storage", "exceeded allowed storage",
	"user has exhausted allowed storage", "user has exceeded his her", "has too much mail",
	"insufficient space in * mailbox", "cannot receive any more mail", "exceeded his disk space limit",
	"recipient rejected mailbox would exceed", "mdbex storedrv deliver exception storedrvquota", "quotaexceeded",
	"bal * full", "boite * pleine", "boîte * pleine", "postfach ist voll", "postfach voll", "buzón * lleno",
	"buzon * lleno", "casella * piena", "caixa postal cheia", "caixa * cheia", "メールボックスが一杯", "メールボックスがいっぱい",
	"容量を超え", "ящик переполнен", "邮箱已满", "the message size exceeds the * mailbox", "mailbox exceeds allowed size",
	"exceeds allowed size", "mailbox is over", "exceeded the * mailbox", "mailbox of the recipient is full",
	"recipients mailbox is full", "over its quota", "over the quota", "temporarily over quota", "account is over",
	"no more space", "disk space limit", "full mailbox", "mailbox storage", "user over quota",
	"postfach des empfängers ist voll", "casella di posta piena", "poczta pełna", "skrzynka * pełna",
	"postvak * vol", "mailboxen er fuld", "brevlådan är full", "容量不足", "メールボックスの容量", "信箱已滿", "صندوق * ممتلئ",
	"quota issues",
	"переполнен", "ящик * полон", "почтовый ящик * заполнен", "quota * dépassé", "quota dépassé",
	"quota * überschritten", "quota überschritten", "kontingent * überschritten", "speicherplatz",
	"cuota * excedida", "cuota excedida", "excedió", "excedeu", "quota * superata", "quota superata", "esaurito",
	"容量超过", "空间不足", "容量オーバー", "一杯", "いっぱい", "vol zit", "box full", "mailboxfull", "mailbox reached",
	"reached its quota", "reached * quota", "reached maximum * mailbox", "reached the maximum * storage",
	"too much mail * mailbox", "mailbox over", "mailbox out of", "mailbox limit", "mailbox capacity", "over disk",
	"over the maximum * mailbox", "out of storage", "overquotaperm", "overquotatemp",
	"zuviele mails", "zu viele mails", "maximum inbox", "inbox size", "inbox exceeded", "casilla * llena",
	"llena", "lleno", "lotada", "dépassement de quota", "mailbox voll", "postfach ist überfüllt", "überfüllt",
	"満杯", "已满", "已滿", "superado * cuota",
	"has used all", "used all of his", "used all of its", "used all * storage", "messages on the server",
	"used up * quota", "quota * used up",
};

/* The message is too large, here or at all. */
static const char *const too_large[] = {
	"message too large", "message too big", "message is too large", "message size exceeds", "message exceeds",
	"exceeds maximum message size", "message file too big", "exceeded maximum * message size",
	"maximum message size", "exceeds the maximum size", "message length exceeds", "recipsizelimit",
	"size limit exceeded", "exceeds size limit", "max message size", "exceeds administrative limit",
	"message header size", "larger than the current system limit", "message size * exceeds",
	"size of the message * exceeds", "mail size limit", "size limit is", "message size too", "message bigger than",
	"size exceeds limit", "size exceeded", "exceeds the limit", "too large to", "message is too big",
	"data size exceeds", "larger than the", "maximum size", "message is larger", "message was too",
	"too long for", "size of attachment", "attachment size", "size over limit", "bigger than our",
	"is bigger than", "zu gross", "zu groß", "demasiado grande", "trop volumineux", "trop grand", "muito grande",
	"troppo grande", "слишком больш",
};

/* Rates, numbers and loops: it will work later, or in smaller portions. */
static const char *const rates[] = {
	"too many recipients", "too many connections", "too many concurrent", "too many simultaneous",
	"too many sessions", "connection rate limit", "connection limit", "too many smtp sessions",
	"receiving mail too quickly", "receiving mail at a rate", "too many messages", "too many emails",
	"too frequent", "number of recipients exceeds", "recipients per session",
	"recipients per message", "maximum number of recipients", "please try again slower", "sending too many",
	"too many hops", "mail loop", "loops back to myself", "routing loop", "message looping",
	"hop count exceeded", "frequency limited", "frequency limit", "user * receiving mail at", "exceeded the rate",
	"exceeded * rate", "rate that prevents", "limit exceeded for sending", "max defers and failures",
	"daily message quota", "reached * sending limit", "too many invalid", "too many bad",
	"too many received", "is looping", "loop detected", "loop condition", "loop alert", "loop back warning",
	"hop count", "delivery temporarily suspended", "mail server temporarily suspended", "host not found try again",
	"maximum hop", "too much mail from", "unusual rate", "too fast", "connections from your host",
	"slow down", "connection frequency", "frequency", "too much", "too many messages per",
	"maximum * connections", "max * connections", 
	"exceeded the maximum number of", "exceeded the maximum connections", "message rate", "reduce your",
	"mail * rate", "trop de", "zu viele", "demasiad", "muitas conex", "слишком много",
	"too many unknown",
};

/* The sender is not believed: SPF, DKIM, DMARC, its domain, its reverse name. */
static const char *const sender[] = {
	"dmarc", "dkim", " spf ", "spfhard", "sender policy framework", "unauthenticated email",
	"unauthenticated sender", "unauthenticated mail", "does not have authentication information",
	"mail is unauthenticated", "not allowed to send from", "not allowed to send mail", "not authorized to send",
	"not permitted to send", "sender rejected", "sender was rejected", "sender address rejected",
	"sender is rejected", "sender denied", "sender not allowed", "sender is blocked", "sender blocked",
	"invalid sender", "unknown sender", "sender unknown", "sender verify failed", "sender not exist",
	"sender * does not exist", "sender * not found", "sender domain", "domain of sender", "senders domain",
	"from domain is invalid", "sending domain", "mail from domain", "valid from", "return path",
	"purported responsible", "spoof", "forged", "backscatter", "invalid helo", "helo command rejected",
	"ehlo command rejected", "reverse dns", "ptr record", "no ptr", "without ptr", "ptr name", "reverse lookup",
	"fcrdns", "find your reverse", "cannot find your hostname", "cannot resolve your", "cannot verify your",
	"mismatches client ip", "hostname * not found * client", "unverifyable sending", "unresolvable rdns",
	"unable to verify * sender", "must issue a starttls", "tls required", "encryption required",
	"authentication required", "smtp authentication", "authentication is required", "authentication failed",
	"authentication error", "authentication failure", "authentication turned on", "must be authenticated",
	"must authenticate", "not authenticated", "smtp auth", "anti spoof", "bogus helo", "bad helo", "helo name",
	"dns ptr", "reverse ip", "rdns", "no reverse", "ip lookup", "authenticate", "authentifi", "does not pass",
	"sender id", "senderid", "domainkeys", "arc validation", "authentication checks", "authentication results",
	"starttls required", "tls is required", "secure connection", "senders address", "mail from address",
	"envelope sender", "return address", "bad sender", "sender is not", "bad from", "mailfrom",
	"sender verification", "verify sender", "sender verify", "fully qualified", "not a valid from", "resolvable",
	"from header", "a valid sender",
	"certificate * not verified", "certificate verification", "certificate not trusted", "untrusted certificate",
	"certificate chain", "no trusted", "plaintext", "encryption needed", "not encrypted", "dane", "mta sts",
	"domain for sender", "absender", "expéditeur", "remitente", "remetente", "mittente", "отправител",
};

/* Relaying. */
static const char *const relaying[] = {
	"relay access denied", "relaying denied", "relay denied", "no relaying", "not permitted to relay",
	"relay not permitted", "relaying not permitted", "unable to relay", "not allowed to relay",
	"relaying not allowed", "relaying is prohibited", "relaying prohibited", "relay operation rejected",
	"we do not relay", "not an open relay", "open relay", "rejected for relay", "relaying mail to",
	"mail server requires authentication", "allowed list of rcpthosts", "isnt in my list of allowed",
	"is not allowed to relay", "cannot relay", "relay prohibited", "relay not allowed", "relay access",
	"relaying is", "relay from", "relay is", "relay not", "via this server", "through this server",
	"must check for new mail", "pop before smtp", "rcpthosts", "gateway not permitted", "not a gateway",
	"not gateway", "no local mailbox and no relay", "relaying issues",
};

/* Preferences of the recipient. */
static const char *const preferences[] = {
	"recipient preferences", "email preferences of the person", "because the recipient is only accepting mail from",
	"message filtered", "rejected by the domain filter", "resolver rst", "not permitted to post",
	"authorized to post", "not allowed to post", "permission to post", "only accepts messages from",
	"not accepting messages from", "delivery restriction", "refused by recipient", "the group you tried to contact",
	"not been granted permission", "not member", "not a member", "members only", "nonmember", "non member",
	"not open to", "organization policy", "organizational policy", "user refuse", "refuses to accept",
	"recipient has rejected", "recipient refused", "rejected by recipient", "rejected by user", "user has rejected",
	"recipient not accepting", "blocked by recipient", "blocked by user", "challenge response", "recipient rejects",
	"does not accept messages from", "not accept mail from", "does not accept email", "only accept",
	"not allowed to send to", "transport rules", "content restriction", " google groups ",
	"cannot route mail to user", "receive setting", "受信拒否", "拒否", "received by the recipients filter",
	"recipients filter", "recipient has blocked", "you have been blocked by", "mail is rejected by recipients",
	"recipient does not accept", "recipient only accepts", "user preferences", "allow list", "allowlist",
	"whitelist",
};

/* The account was closed, for now or for long. */
static const char *const closed[] = {
	"account disabled", "account is disabled", "account has been disabled", "tried to reach is disabled",
	"tried to reach is inactive", "disabled recipient", "recipient disabled", "recipient is disabled",
	"mailbox disabled", "mailbox is disabled", "user disabled", "user is disabled", "address is disabled",
	"is a deactivated mailbox", "deactivated", "disabled or discontinued", "account not activated", "not active",
	"inactive account", "account inactive", "account is inactive", "inactive user", "user is inactive",
	"user inactive", "mailbox is inactive", "mailbox inactive", "inactive recipient", "account has been locked",
	"account is locked", "account locked", "mailbox is frozen", "mailbox frozen", "account suspended",
	"account has been suspended", "account is suspended", "account is temporarily suspended", "suspended account",
	"recipient suspend", "user suspended", "user is suspended", "mailbox suspended", "mailbox is suspended",
	"mailbox currently suspended", "account is blocked", "recipient account is blocked",
	"compte du destinataire est bloque", "account expired", "account has expired", "expired account",
	"account closed", "account has been closed", "unpaid", "mailbox is closed", "account is currently suspended",
	"temporarily disabled", "customer is no longer", "domain name * suspended", "konto * gesperrt",
	"аккаунт * заблокирован", "ящик * заблокирован", "vdelivermail account is locked",
	"due to extended inactivity new mail is not", "disabled mailbox", "temporarily limited", "temporary locked",
	"temporarily locked", "user * locked", "mailbox * locked", "account * locked", "account * disabled",
	"mailbox * disabled", "user * disabled", "recipient * disabled", "address * disabled", "account * suspended",
	"user * suspended", "mailbox * suspended", "account * inactive", "mailbox * inactive", "user * inactive",
	"account * deactivated", "account has been terminated", "account terminated", "account is closed",
	"address is inactive", "address inactive", "blocked account", "account * blocked", "mailbox * blocked",
	"mailbox is blocked", "mailbox blocked", "user is blocked", "user blocked", "dormant", "discontinued",
	"not been activated", "out of service", "compte * désactivé", "compte * bloqué", "konto * deaktiviert",
	"cuenta * deshabilitada", "cuenta * suspendida", "account is not active", "this account is not allowed",
	"inactive mailbox",
	"archived recipient", "destinataire archiv", "not able to receive mail", "not able to receive messages",
	"unable to receive mail", "cannot receive mail", "account archived", "has been frozen",
	"conta * desativada", "conta * suspensa", "conta * bloqueada", "cuenta * bloqueada",
	"cuenta * desactivada", "account * disattivato", "account * sospeso", "отключен", "заблокирован", "停用", "禁用",
	"冻结", "利用停止", "停止中", "account * frozen", "account * closed", "mailbox * closed",
	"account * cancelled", "account * canceled", "account * terminated", "no longer accepting mail",
	"pending renewal",
};

/* Moved away. */
static const char *const moved[] = {
	"no longer on server", "has moved", "user has moved", "has been replaced by", "has changed to",
	"address has been changed", "mailbox has moved", "please try forward path", "user not local please try",
	"address changed", "new address is", "no longer on this server", "relocated", "new email address",
	"new e mail address", "is now known as", "user has left", "use the new address", "moved to",
	"left the company", "has left the",
};

/* The host takes no mail, or is not there. */
static const char *const no_host[] = {
	"does not accept mail", "null mx", "nullmx", "mail receiving disabled",
	"name server accepts no mail", "smtp protocol returned a permanent error * does not accept",
	"does not receive mail", "host unknown", "unknown host", "host not found", "host name not found",
	"host or domain name not found", "domain does not exist", "domain not exist", "domain must exist",
	"domain is not exist", "domain name not found", "no such domain", "unknown domain", "nxdomain",
	"nonexistentdomain", "non existent domain", "nonexistent domain", "domain * couldnt be found",
	"domain * could not be found", "domain * does not exist", "couldnt find any host",
	"couldnt find a mail exchanger", "couldnt find any host named", "illegal host", "illegal host domain name",
	"unrouteable mail domain", "unroutable mail domain", "unrouteable domain",
	"all relevant mx records point to non existent", "no mail exchanger", "no mx record", "no mx found",
	"mx records point to", "no such host", "host does not exist", "address lookup failed", "cannot resolve mail",
	"recipient domain * not exist", "domain isnt in my list of mail", "unable to route", "no valid hosts",
	"not a valid domain", "invalid domain", "destination server not found", "name or service not known",
	"bad destination host", "bad destination system", "no mx", "mx or srv record", "domain is not reachable",
	"domain is unknown", "domain unknown", "domain isnt", "domain not found", "domain * not found",
	"unable to find * domain", "domain could not", "domain is invalid", "host name does not", "no a record",
	"no ip address", "cannot resolve host", "unable to resolve", "no route found", "not a valid hostname",
	"server not found", "seem to reject all mail", "no dns", "dns * non existent", "dns type * nxdomain",
	"this domain is not hosted", "domain is not hosted", "domain is not local", "domain is no longer", "bad host",
	"domain expired", "invalid host", "account or domain may not exist", "doesnt receive email",
	"doesnt receive mail", "does not receive email", "doesnt accept mail", "doesnt accept email", "bad domain",
	"host * does not exist", "домен не", "dominio no", "domínio não", "domain * non existent",
	"domain is not valid", "host could not", "could not find * host", "no mail hosts", "no mail server",
	"no mail servers", "mx * invalid", "all * mx", "host unbekannt", "null mx record",
	"does not handle mail", "mail not accepted here", "not accepting any mail",
	"not served", "no dns entry", "domain or user isnt", "unknown destination",
};

/* Blocked, spam, viruses, policy. Before the missing users: to a blocked sender some read "user unknown". */
static const char *const blocked[] = {
	"blacklist", "black list", "blocklist", "block list", "denylist", " rbl ", "dnsbl", "spamhaus", "spamcop",
	"spamcannibal", "sorbs", "cloudmark", "senderbase", "banned sending ip", "banned", "blocked using",
	"blocked by", "has been blocked", "is blocked", "was blocked", "are blocked", "been blocked", "blocked for",
	"temporarily blocked", "ip address blocked", "reputation", "client host * rejected", "client host rejected",
	"host network not allowed", "connection refused by policy", "no access from mail server", "bad sender ip",
	"use the smtp server of your isp", "your isp", "dynamic ip", "dynamic address", "dynamic range", "dialup",
	"refused to talk to me * spam", "service refuse", "user complaints", "not allowed to connect",
	"access denied banned", "spam", "junk", "unsolicited", "bulk email", "bulk e mail", " ube ", " uce ", "phish",
	"virus", "malware", "trojan", "infected", "suspicious", "policy violation", "policy reasons", "violates",
	"due to policy", "policy restrictions", "local policy", "by policy", "security policy", "policy rejection",
	"content policy", "message policy", "against policy", "administrative prohibition", "administrative policy",
	"message content rejected", "content rejected", "content filter", "message rejected", "mail rejected",
	"mail rejete", "mail refused", "email rejected", "message refused", "message not accepted", "not accepted for",
	"message was rejected", "message was not accepted", "message has been rejected", "header error", "bad header",
	"header syntax", "headers consist entirely", "rfc 5322", "rfc5322", "rfc 822", "rfc 2822", "rfc compliant",
	"not rfc", "duplicate header", "bare lf", "bare linefeed", "missing * header", "media error", "8bit data",
	"improper use of 8 bit", "message contains", "delivery not authorized", "not authorized", "not authorised",
	"security reasons", "email address is on suppression", "suppression list", "previously bounced", "unsubscribed",
	"the message was rejected because", "closed to * mail", "anti spam", "antispam", "anti virus", "blocked see",
	"connection rejected", "connections not accepted", "connections will not be accepted",
	"connection not accepted", "not accept connections", "ip * blocked", "ip * rejected", "ip address * block",
	"host * blocked", "poor reputation", "bad reputation", "abusive", "zombie", "botnet", "on our list",
	"blackhole", "black hole", "ip is not allowed", "blocking", "policyd", "prohibited by", "not compliant",
	"noncompliant", "not comply", "compliance", "rfc2822", "invalid content", "content denied", "mail content",
	"objectionable", "offensive", "profan", "forbidden", "scored", "scoring", "message id header", "no message id",
	"missing message", "date header", "headers are missing", "non ascii", "character set", "executable", "zip file",
	"dangerous", "blocked content", "harmful", "worm", "quarantine", "content * rejected", "we do not accept",
	"administratively", "connection denied", "permission is denied", "bounce address tag", "batv", "hyperlink",
	"advert", "mass mail", "bulk mail", "your e mail is redundant", "residential ip", "report abuse * blocked",
	"abuse detected", "spam filter", "your ip address is", "your ip is", "is listed", "are listed", "been listed",
	"currently listed", "malformed header", "malformed message", "malformed address", "protocol violation",
	"rejected by our", "rejected by the anti", "rejected for policy", "was filtered", "been filtered",
	"attachments are not", "attachment is not", "attachment type", "attachment rejected", "prohibited attachment",
	"illegal attachment", "dangerous attachment", "attachments not", "attachment was", "contains an attachment",
	"policy settings", "spam related", "policy related", "content related", "virus related",
	"barracuda reputation", "barracudacentral", "unsafe", "abuse rbl", "surbl", "uribl", "complaints",
	"contact your isp", "hacked", "ip range",
	"verweigert", "abgelehnt", "zurückgewiesen", "rejeté", "refusé", "rechazad", "rejeitad", "rifiutat",
	"отклонен", "отклонён", "拒收", "拒绝", "geweigerd", "odrzucon", "avvisad", "talos", "sender score", "deny list",
	"blocked list", "dynamic or residential", "classified as",
};

/* Nobody of that name. */
static const char *const no_user[] = {
	"user unknown", "unknown user", "userunknown", "no such user", "user not found", "user * not found",
	"user doesnt exist", "user does not exist", "user not exist", "user doesnt have", "user does not have",
	"user * does not exist", "user * unknown", "user is not found", "user is unknown", "invalid user", "bad user",
	"not a known user", "not a valid user", "no user by that name", "invalid final delivery userid",
	"not our customer", "not a registered gateway user", "is not a known user", "no mailbox here",
	"no such mailbox", "mailbox not found", "mailbox does not exist", "mailbox doesnt exist", "mailbox unknown",
	"unknown mailbox", "no mailbox", "mailbox invalid", "invalid mailbox", "mailbox not present",
	"mailbox * does not exist", "mailbox * not found", "mailbox non existent", "not a valid mailbox",
	"unknown recipient", "recipient unknown", "recipient not found", "recipnotfound", "recipientnotfound",
	"recipient does not exist", "recipient * does not exist", "invalid recipient", "bad recipient",
	"no such recipient", "recipient name is not recognized", "recipient is not exist", "recipient not exist",
	"recipient invalid", "recipient no longer", "recipient is not recognized", "not a valid recipient",
	"no valid recipients", "unknown local part", "unknown or illegal", "address unknown", "address does not exist",
	"address doesnt exist", "no such address", "address not found", "address wasnt found",
	"address couldnt be found", "wasnt found at", "address invalid", "invalid address", "bad address",
	"address no longer", "address is no longer", "address is unknown", "bad destination mailbox", "badrcptto",
	"bad rcpt", "invalid rcpt", "tried to reach does not exist", "nosuchuser", "account does not exist",
	"account doesnt exist", "account not found", "account unknown", "unknown account", "no account",
	"no such account", "account has been deleted", "account that you tried to reach does not", "invalid account",
	"doesnt have a * account", "not listed in", "not in directory", "no such person", "no one here by that",
	"nobody by that name", "no such name", "not known at this", "unrouteable address", "unroutable address",
	"local delivery failed * unknown", "email address could not be found", "undeliverable address",
	"recipient address rejected undeliverable", "unknown * alias", "not a local mailbox", "isnt a local",
	"could not be resolved * directory", "does not exist here", "does not exist at", "no longer available",
	"no longer in use", "no longer valid", "no longer exists", "no longer with", "has left the company",
	"employee no longer", "destinataire inconnu", "destinataire invalide", "utilisateur inconnu",
	"adresse inconnue", "unbekannter empfänger", "empfänger unbekannt", "benutzer unbekannt", "usuario desconocido",
	"usuario no existe", "destinatario desconocido", "usuário desconhecido", "destinatário desconhecido",
	"utente sconosciuto", "destinatario sconosciuto", "пользователь не найден", "メールアドレスが見つかりません", "宛先不明", "用户不存在",
	"收件人不存在", "recipient address rejected access denied", "user isnt", "user could not be found",
	"user couldnt be found", "no matches found", "several matches found", "not unique", 
	"not have an account", "doesnt have an account", "does not have an account",
	"does not exist in", "no valid recipient", "recipient * not found", "recipient * unknown",
	"unknown * recipient", "unknown mail address", "unknown e mail", "unknown email", "email address * not exist",
	"e mail address * not exist", "email * does not exist", "invalid email", "invalid e mail",
	"no longer an active", "no longer active", "no longer work", "no longer employed", "no longer accepts",
	"not exist", "no account by", "mailbox is unknown", "mailbox has been removed", "mailbox has been deleted",
	"account * does not exist", "account * not found", "account deleted", "account removed", "user * deleted",
	"user * removed", "address has been deleted", "deleted account", "there is no user", "there is no one",
	"does not belong to", "chkuser", "addressee unknown", "addressee * unknown", "bad local part", "bad dest",
	"unknownrecipient", "unknownuser", "invalidrecipient", "invaliduser", "adresse * inconnu",
	"adresse * existe pas", "inexistant", "inexistente", "no existe", "não existe", "nao existe", "non esiste",
	"existiert nicht", "nicht bekannt", "ist unbekannt", "unbekannte", "bestaat niet", "onbekend", "findes ikke",
	"finns inte", "nie istnieje", "не существует", "нет такого", "存在しません", "见つかりません", "見つかりません", "不存在", "地址不正确",
	"no such e mail", "no such email", "no such local", "no such alias", "non existent user", "nonexistent user",
	"non existent mailbox", "address does not", "unknown address of", "to an unknown address",
	"is an unknown address", "unknown address in", "unknown address at", "bad mailbox", "wasnt found",
	"not be found at",
	"recipient not recognized", "user not recognized", "address not recognized", "mailbox not recognized",
	"recipient unrecognized", "unrecognized recipient", "unrecognized user", "unrecognized address",
	"user name * not recognized", "hat hier kein konto", "kein konto", "kein postfach", "kein benutzer",
	"unbekannter benutzer", "unbekannter nutzer", "empfängeradresse * unbekannt", "unbekannt", "inconnu",
	"desconocid", "desconhecid", "sconosciut", "неизвестный пользователь", "неизвестен", "не найден",
	"нет пользователя", "が見つかりません", "見つかりませんでした", "に存在しない", "ありません", "该用户", "查无此", "找不到", "不存在该", "用户名不",
	"nieznany", "okänd", "ukendt", "ukjent", "tuntematon", "tidak ditemukan", "no encontrad", "não encontrad",
	"nao encontrad", "non trovat", "introuvable", "nicht gefunden", "ne existe", "n existe pas", "nexiste pas",
	"nicht vorhanden", "no mail box", "not a user", "no user", "user doesnt", "not our user", "no inbox",
	"not on this system", "not in our", "cannot find * user", "cannot find * recipient",
	"could not find * recipient", "could not find * user", "couldnt find * user", "unknown person",
	"no recipient",
	"nicht vergeben",
	"user list", "address book", "not a deliverable", "not in our directory", "account * not valid",
	"mailbox * not valid", "recipient * not valid", "address * not valid", "user * not valid",
};

/* Trouble that may pass. */
static const char *const trouble[] = {
	"message expired", "queue expired", "retry timeout exceeded", "retry time not reached", "in the queue too long",
	"queue too long", "multiple retries", "maximum retry", "delivery time expired", "delivery expired",
	"expired before", "unable to deliver in", "cannot send message for", "could not be delivered for more than",
	"could not send message for past", "timed out", "timeout", "time out", "connection refused", "connection reset",
	"connection lost", "lost connection", "connection closed", "connection dropped", "connection failed",
	"connection failure", "connection was refused", "broken pipe", "no route to host", "network is unreachable",
	"network unreachable", "host not reachable", "host unreachable", "host is unreachable", "not reachable",
	"could not connect", "couldnt connect", "cannot connect", "unable to connect", "unable to contact",
	"failed to connect", "wasnt able to establish", "socket error", "did not accept our requests to connect",
	"no response", "not responding", "did not respond", "smtp connection failed", "remote host unreachable",
	"greylist", "graylist", "grey list", "greeting wait", "deferred", "name server", "nameserver",
	"name service error", "dns error", "dns lookup", "dns query", "dns failure", "domain lookup",
	"temporary failure", "temporary error", "temporarily", "temporary", "try again later", "try later", "try again",
	"please retry", "essayer plus tard", "rate limit", "throttl", "insufficient disk space", "disk full",
	"no space left", "insufficient system", "insufficient resources", "out of memory", "system full",
	"server is busy", "server busy", "too busy", "overloaded", "high load", "resources temporarily",
	"internal error", "internal server error", "local error", "system error", "config error", "configuration error",
	"server configuration", "local configuration", "mailer error", "command died", "command failed", "command time",
	"pipe to", "exit status", "exit code", "service currently unavailable", "service not available",
	"service is unavailable", "service temporarily", "cannot open", "can not open", "cant create", "cannot create",
	"permission denied", "i o error", "operating system error", "file system", "database error", "protocol error",
	"requeue", "interrupted system call", "mail system is not", "tls handshake", "does not support tls",
	"tls session", "could not be reached", "server unreachable", "message has been delayed", "has been delayed",
	"delivery * delayed", "not yet been delivered", "still being retried", "サーバの事由", "temporär", "temporalmente",
	"could not deliver for the last", "tried to deliver * times", "delivery failed * attempts", "giving up after",
	"all hosts * failing", "have been failing", "host lookup did not complete", "lowest numbered mx",
	"best preference mx", "existing smtp connection", "returned * from command", "redirect data", "transport error",
	"unknown mailer error", "network error", "address family mismatch", "routes to destination", "envelope expired",
	"lookup failure", "lookup failed", "temp failure", "soft failure", "transient", "bad gateway", "hangup",
	"out of disk", "disk space", "no disk", "insufficient", "unable to chdir", "unable to open", "unable to create",
	"failed to create", "failed to open", "io error", "data format error", "insufficient permission",
	"program failure", "process failed", "crash", "unable to process", "processing error", "server error",
	"local problem", "technical problem", "technical error", "not ready", "maintenance", "down for",
	"shutting down", "shut down", "cannot accept", "can not accept", "unable to accept", "overload", "busy",
	"too many", "command not", "unrecognized command", "bad sequence", "syntax error", "certificate",
	"delivery has been deferred", "has not been collected", "queue lifetime", "lifetime exceeded", "expiré",
	"abgelaufen", "caducado", "plus tard", "später", "más tarde", "mais tarde", "più tardi", "недоступ", "превышен",
	"一時的", "稍后", "暂时", "duplicated message id", "routing errors", "no answer from host", "bad connection",
	"no smtp service", "will be deleted from queue", "could not be delivered for", "couldnt be delivered for",
	"not delivered within", "unreachable for", "unreachable", "not be reached", "queue file", "retries",
	"retry limit", "retry time", "deleted from the queue", "unzustellbar seit", "unable to lock",
	"try again in", "come back later", "reintent", "réessay", "попробуйте позже", "позже", "временн",
	"wieder versuchen", "erneut", "再試行", "稍後", "timed",
	"software error", "failed to write", "write error", "chdir", "terminated with", "signal", "unable to write",
};

#define SECTION(meaning, list) \
	{ \
		meaning, list, G_N_ELEMENTS(list) \
	}

/* The first section that has a phrase of the text decides, so the specific stand before the general: a full mailbox is
 * often wrapped in "unknown address error", and a refused sender in words that would suit a missing recipient. */
const struct bounce_section bounce_clear[] = {
    SECTION(MEANS_TROUBLE, idioms_trouble),
    SECTION(MEANS_REFUSED, idioms_refused),
    SECTION(MEANS_NO_HOST, idioms_no_host),
    SECTION(MEANS_FULL, full),
    SECTION(MEANS_REFUSED, too_large),
    SECTION(MEANS_TROUBLE, rates),
    SECTION(MEANS_REFUSED, sender),
    SECTION(MEANS_REFUSED, relaying),
    SECTION(MEANS_REFUSED, preferences),
    SECTION(MEANS_CLOSED, closed),
    SECTION(MEANS_MOVED, moved),
    SECTION(MEANS_NO_USER, idioms_no_user),
    SECTION(MEANS_NO_HOST, no_host),
    SECTION(MEANS_REFUSED, blocked),
    SECTION(MEANS_NO_USER, no_user),
    SECTION(MEANS_TROUBLE, trouble),
};
const gsize bounce_n_clear = G_N_ELEMENTS(bounce_clear);

/* Weaker ones, which a status code outweighs. Postfix puts "Recipient address rejected" before whatever the reason. */
static const char *const hint_postfix[] = { "recipient address rejected" };
static const char *const hint_full[] = {
	"quota",
};
static const char *const hint_no_user[] = {
	"address rejected", "mailbox unavailable", "mailbox not available", "recipient rejected", "does not exist",
	"doesnt exist", "not found", "does not like recipient", "invalid", "unknown address",
};
static const char *const hint_refused[] = {
	"access denied", "not allowed", "denied", "refused", "rejected", "blocked", "prohibited", "policy",
	"unacceptable", "not permitted", "does not accept", "filter", "abuse", "restricted", "sender address",
	"from address", "from domain", "group", "rejected by", "refused by",
	" aup ",
};
static const char *const hint_trouble[] = {
	"service unavailable", "unavailable", "delayed", "expired", "queued", "attempts", "giving up", "exception",
	"unexpected", "no such file", "died", "transaction failed",
};
const struct bounce_section bounce_hints[] = {
    SECTION(MEANS_REFUSED, hint_postfix),
    SECTION(MEANS_FULL, hint_full),
    SECTION(MEANS_NO_USER, hint_no_user),
    SECTION(MEANS_REFUSED, hint_refused),
    SECTION(MEANS_TROUBLE, hint_trouble),
};
const gsize bounce_n_hints = G_N_ELEMENTS(bounce_hints);
