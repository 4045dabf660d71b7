#include "email/bounce_parts.h"

#include <string.h>

/* What mail servers say, as bounce_words_fold leaves it: lower case, no punctuation, no apostrophes, no addresses.
 * A '*' stands for up to 80 bytes of anything. The first phrase of the list that is found decides, so the specific
 * stand before the general: a full mailbox is often wrapped in "unknown address error", and a refused
 * sender in words that would suit a missing recipient. */
static const struct {
	const char *phrase;
	enum bounce_meaning meaning;
} clear[] = {
	/* The mailbox is full. */
	{ "mailbox full", MEANS_FULL }, { "mailbox is full", MEANS_FULL }, { "mailbox for user is full", MEANS_FULL },
	{ "mailfolder is full", MEANS_FULL }, { "mail box full", MEANS_FULL }, { "mailbox has exceeded", MEANS_FULL },
	{ "mailbox size limit", MEANS_FULL }, { "mailbox quota", MEANS_FULL }, { "mailbox exceeds", MEANS_FULL },
	{ "mailbox * is full", MEANS_FULL }, { "inbox is full", MEANS_FULL }, { "inbox full", MEANS_FULL },
	{ "account is full", MEANS_FULL }, { "user is full", MEANS_FULL }, { "maildir over quota", MEANS_FULL },
	{ "maildir delivery failed * quota", MEANS_FULL }, { "quota exceeded", MEANS_FULL }, { "exceeded quota", MEANS_FULL },
	{ "exceeds quota", MEANS_FULL }, { "exceeded * quota", MEANS_FULL }, { "exceed * quota", MEANS_FULL },
	{ "quota * exceeded", MEANS_FULL }, { "over quota", MEANS_FULL }, { "overquota", MEANS_FULL },
	{ "out of quota", MEANS_FULL }, { "quota full", MEANS_FULL }, { "disk quota", MEANS_FULL },
	{ "quota violation", MEANS_FULL }, { "full quota", MEANS_FULL }, { "storage quota", MEANS_FULL },
	{ "out of storage space", MEANS_FULL }, { "exceeded its storage", MEANS_FULL }, { "exceeded storage", MEANS_FULL },
	{ "storage limit", MEANS_FULL }, { "not enough storage space in * mailbox", MEANS_FULL },
	{ "not enough space in * mailbox", MEANS_FULL }, { "not have enough space", MEANS_FULL },
	{ "no space left * mailbox", MEANS_FULL }, { "too many messages in * mailbox", MEANS_FULL },
	{ "number of messages in recipient", MEANS_FULL }, { "too much mail data", MEANS_FULL },
	{ "too many messages on this mailbox", MEANS_FULL }, { "account has too many messages", MEANS_FULL },
	{ "mailbox would exceed", MEANS_FULL }, { "would exceed * quota", MEANS_FULL }, { "would be over the allowed quota", MEANS_FULL },
	{ "exceed maximum allowed storage", MEANS_FULL }, { "exceeded allowed storage", MEANS_FULL },
	{ "user has exhausted allowed storage", MEANS_FULL }, { "user has exceeded his her", MEANS_FULL },
	{ "has too much mail", MEANS_FULL }, { "insufficient space in * mailbox", MEANS_FULL },
	{ "cannot receive any more mail", MEANS_FULL }, { "exceeded his disk space limit", MEANS_FULL },
	{ "recipient rejected mailbox would exceed", MEANS_FULL }, { "mdbex storedrv deliver exception storedrvquota", MEANS_FULL },
	{ "quotaexceeded", MEANS_FULL }, { "bal * full", MEANS_FULL }, { "boite * pleine", MEANS_FULL },
	{ "boîte * pleine", MEANS_FULL }, { "postfach ist voll", MEANS_FULL }, { "postfach voll", MEANS_FULL },
	{ "buzón * lleno", MEANS_FULL }, { "buzon * lleno", MEANS_FULL }, { "casella * piena", MEANS_FULL },
	{ "caixa postal cheia", MEANS_FULL }, { "caixa * cheia", MEANS_FULL }, { "メールボックスが一杯", MEANS_FULL },
	{ "メールボックスがいっぱい", MEANS_FULL }, { "容量を超え", MEANS_FULL }, { "ящик переполнен", MEANS_FULL },
	{ "邮箱已满", MEANS_FULL }, { "the message size exceeds the * mailbox", MEANS_FULL },

	/* The message is too large, here or at all. */
	{ "message too large", MEANS_REFUSED }, { "message too big", MEANS_REFUSED }, { "message is too large", MEANS_REFUSED },
	{ "message size exceeds", MEANS_REFUSED }, { "message exceeds", MEANS_REFUSED }, { "exceeds maximum message size", MEANS_REFUSED },
	{ "message file too big", MEANS_REFUSED }, { "exceeded maximum * message size", MEANS_REFUSED },
	{ "maximum message size", MEANS_REFUSED }, { "exceeds the maximum size", MEANS_REFUSED }, { "message length exceeds", MEANS_REFUSED },
	{ "recipsizelimit", MEANS_REFUSED }, { "size limit exceeded", MEANS_REFUSED }, { "exceeds size limit", MEANS_REFUSED },
	{ "max message size", MEANS_REFUSED }, { "exceeds administrative limit", MEANS_REFUSED },
	{ "message header size", MEANS_REFUSED }, { "larger than the current system limit", MEANS_REFUSED },
	{ "message size * exceeds", MEANS_REFUSED }, { "size of the message * exceeds", MEANS_REFUSED },

	/* Rates and numbers: it will work later, or in smaller portions. */
	{ "too many recipients", MEANS_TROUBLE }, { "too many connections", MEANS_TROUBLE }, { "too many concurrent", MEANS_TROUBLE },
	{ "too many simultaneous", MEANS_TROUBLE }, { "too many sessions", MEANS_TROUBLE }, { "connection rate limit", MEANS_TROUBLE },
	{ "connection limit", MEANS_TROUBLE }, { "too many smtp sessions", MEANS_TROUBLE }, { "receiving mail too quickly", MEANS_TROUBLE },
	{ "receiving mail at a rate", MEANS_TROUBLE }, { "too many messages", MEANS_TROUBLE }, { "too many emails", MEANS_TROUBLE },
	{ "sending rate", MEANS_TROUBLE }, { "too frequent", MEANS_TROUBLE }, { "number of recipients exceeds", MEANS_TROUBLE },
	{ "recipients per session", MEANS_TROUBLE }, { "recipients per message", MEANS_TROUBLE }, { "maximum number of recipients", MEANS_TROUBLE },
	{ "please try again slower", MEANS_TROUBLE }, { "sending too many", MEANS_TROUBLE }, { "daily * quota", MEANS_TROUBLE },
	{ "too many hops", MEANS_TROUBLE }, { "mail loop", MEANS_TROUBLE }, { "loops back to myself", MEANS_TROUBLE },
	{ "routing loop", MEANS_TROUBLE }, { "message looping", MEANS_TROUBLE }, { "hop count exceeded", MEANS_TROUBLE },

	/* The sender is not believed: SPF, DKIM, DMARC, its domain, its reverse name. */
	{ "dmarc", MEANS_REFUSED }, { "dkim", MEANS_REFUSED }, { " spf ", MEANS_REFUSED }, { "spfhard", MEANS_REFUSED },
	{ "sender policy framework", MEANS_REFUSED }, { "unauthenticated email", MEANS_REFUSED },
	{ "unauthenticated sender", MEANS_REFUSED }, { "unauthenticated mail", MEANS_REFUSED },
	{ "does not have authentication information", MEANS_REFUSED }, { "mail is unauthenticated", MEANS_REFUSED },
	{ "not allowed to send from", MEANS_REFUSED }, { "not allowed to send mail", MEANS_REFUSED },
	{ "not authorized to send", MEANS_REFUSED }, { "not permitted to send", MEANS_REFUSED },
	{ "sender rejected", MEANS_REFUSED }, { "sender was rejected", MEANS_REFUSED }, { "sender address rejected", MEANS_REFUSED },
	{ "sender is rejected", MEANS_REFUSED }, { "sender denied", MEANS_REFUSED }, { "sender not allowed", MEANS_REFUSED },
	{ "sender is blocked", MEANS_REFUSED }, { "sender blocked", MEANS_REFUSED }, { "invalid sender", MEANS_REFUSED },
	{ "unknown sender", MEANS_REFUSED }, { "sender unknown", MEANS_REFUSED }, { "sender verify failed", MEANS_REFUSED },
	{ "sender not exist", MEANS_REFUSED }, { "sender * does not exist", MEANS_REFUSED }, { "sender * not found", MEANS_REFUSED },
	{ "sender domain", MEANS_REFUSED }, { "domain of sender", MEANS_REFUSED }, { "senders domain", MEANS_REFUSED },
	{ "from domain is invalid", MEANS_REFUSED }, { "from domain", MEANS_REFUSED }, { "from address", MEANS_REFUSED },
	{ "sending domain", MEANS_REFUSED }, { "mail from domain", MEANS_REFUSED }, { "valid from", MEANS_REFUSED },
	{ "return path", MEANS_REFUSED }, { "purported responsible", MEANS_REFUSED }, { "spoof", MEANS_REFUSED },
	{ "forged", MEANS_REFUSED }, { "backscatter", MEANS_REFUSED }, { "invalid helo", MEANS_REFUSED }, { "helo command rejected", MEANS_REFUSED },
	{ "ehlo command rejected", MEANS_REFUSED }, { "reverse dns", MEANS_REFUSED }, { "ptr record", MEANS_REFUSED },
	{ "no ptr", MEANS_REFUSED }, { "without ptr", MEANS_REFUSED }, { "ptr name", MEANS_REFUSED }, { "reverse lookup", MEANS_REFUSED },
	{ "fcrdns", MEANS_REFUSED }, { "find your reverse", MEANS_REFUSED }, { "cannot find your hostname", MEANS_REFUSED },
	{ "cannot resolve your", MEANS_REFUSED }, { "cannot verify your", MEANS_REFUSED }, { "mismatches client ip", MEANS_REFUSED },
	{ "hostname * not found * client", MEANS_REFUSED }, { "unverifyable sending", MEANS_REFUSED }, { "unresolvable rdns", MEANS_REFUSED },
	{ "unable to verify * sender", MEANS_REFUSED }, { "must issue a starttls", MEANS_REFUSED }, { "tls required", MEANS_REFUSED },
	{ "encryption required", MEANS_REFUSED }, { "authentication required", MEANS_REFUSED }, { "smtp authentication", MEANS_REFUSED },
	{ "authentication is required", MEANS_REFUSED }, { "authentication failed", MEANS_REFUSED }, { "authentication error", MEANS_REFUSED },
	{ "authentication failure", MEANS_REFUSED }, { "authentication turned on", MEANS_REFUSED }, { "must be authenticated", MEANS_REFUSED },
	{ "must authenticate", MEANS_REFUSED }, { "not authenticated", MEANS_REFUSED }, { "smtp auth", MEANS_REFUSED },

	/* Relaying. */
	{ "relay access denied", MEANS_REFUSED }, { "relaying denied", MEANS_REFUSED }, { "relay denied", MEANS_REFUSED },
	{ "no relaying", MEANS_REFUSED }, { "not permitted to relay", MEANS_REFUSED }, { "relay not permitted", MEANS_REFUSED },
	{ "relaying not permitted", MEANS_REFUSED }, { "unable to relay", MEANS_REFUSED }, { "not allowed to relay", MEANS_REFUSED },
	{ "relaying not allowed", MEANS_REFUSED }, { "relaying is prohibited", MEANS_REFUSED }, { "relaying prohibited", MEANS_REFUSED },
	{ "relay operation rejected", MEANS_REFUSED }, { "we do not relay", MEANS_REFUSED }, { "not an open relay", MEANS_REFUSED },
	{ "open relay", MEANS_REFUSED }, { "rejected for relay", MEANS_REFUSED }, { "relaying mail to", MEANS_REFUSED },
	{ "mail server requires authentication", MEANS_REFUSED }, { "allowed list of rcpthosts", MEANS_REFUSED },
	{ "isnt in my list of allowed", MEANS_REFUSED }, { "is not allowed to relay", MEANS_REFUSED }, { "cannot relay", MEANS_REFUSED },
	{ "relay prohibited", MEANS_REFUSED }, { "relay not allowed", MEANS_REFUSED },

	/* Preferences of the recipient. */
	{ "recipient preferences", MEANS_REFUSED }, { "email preferences of the person", MEANS_REFUSED },
	{ "because the recipient is only accepting mail from", MEANS_REFUSED }, { "message filtered", MEANS_REFUSED },
	{ "rejected by the domain filter", MEANS_REFUSED }, { "resolver rst", MEANS_REFUSED }, { "not permitted to post", MEANS_REFUSED },
	{ "authorized to post", MEANS_REFUSED }, { "not allowed to post", MEANS_REFUSED }, { "permission to post", MEANS_REFUSED },
	{ "only accepts messages from", MEANS_REFUSED }, { "not accepting messages from", MEANS_REFUSED }, { "delivery restriction", MEANS_REFUSED },
	{ "refused by recipient", MEANS_REFUSED }, { "due to extended inactivity new mail is not", MEANS_CLOSED },
	{ "the group you tried to contact", MEANS_REFUSED }, { "not been granted permission", MEANS_REFUSED },

	/* The account was closed, for now or for long. */
	{ "account disabled", MEANS_CLOSED }, { "account is disabled", MEANS_CLOSED }, { "account has been disabled", MEANS_CLOSED },
	{ "tried to reach is disabled", MEANS_CLOSED }, { "tried to reach is inactive", MEANS_CLOSED }, { "disabled recipient", MEANS_CLOSED },
	{ "recipient disabled", MEANS_CLOSED }, { "recipient is disabled", MEANS_CLOSED }, { "mailbox disabled", MEANS_CLOSED },
	{ "mailbox is disabled", MEANS_CLOSED }, { "user disabled", MEANS_CLOSED }, { "user is disabled", MEANS_CLOSED },
	{ "address is disabled", MEANS_CLOSED }, { "is a deactivated mailbox", MEANS_CLOSED }, { "deactivated", MEANS_CLOSED },
	{ "disabled or discontinued", MEANS_CLOSED }, { "account not activated", MEANS_CLOSED }, { "not active", MEANS_CLOSED },
	{ "inactive account", MEANS_CLOSED }, { "account inactive", MEANS_CLOSED }, { "account is inactive", MEANS_CLOSED },
	{ "inactive user", MEANS_CLOSED }, { "user is inactive", MEANS_CLOSED }, { "user inactive", MEANS_CLOSED },
	{ "mailbox is inactive", MEANS_CLOSED }, { "mailbox inactive", MEANS_CLOSED }, { "inactive recipient", MEANS_CLOSED },
	{ "account has been locked", MEANS_CLOSED }, { "account is locked", MEANS_CLOSED }, { "account locked", MEANS_CLOSED },
	{ "mailbox is frozen", MEANS_CLOSED }, { "mailbox frozen", MEANS_CLOSED }, { "account suspended", MEANS_CLOSED },
	{ "account has been suspended", MEANS_CLOSED }, { "account is suspended", MEANS_CLOSED }, { "account is temporarily suspended", MEANS_CLOSED },
	{ "suspended account", MEANS_CLOSED }, { "recipient suspend", MEANS_CLOSED }, { "user suspended", MEANS_CLOSED },
	{ "user is suspended", MEANS_CLOSED }, { "mailbox suspended", MEANS_CLOSED }, { "mailbox is suspended", MEANS_CLOSED },
	{ "mailbox currently suspended", MEANS_CLOSED }, { "account is blocked", MEANS_CLOSED }, { "recipient account is blocked", MEANS_CLOSED },
	{ "compte du destinataire est bloque", MEANS_CLOSED }, { "account expired", MEANS_CLOSED }, { "account has expired", MEANS_CLOSED },
	{ "expired account", MEANS_CLOSED }, { "account closed", MEANS_CLOSED }, { "account has been closed", MEANS_CLOSED },
	{ "unpaid", MEANS_CLOSED }, { "mailbox is closed", MEANS_CLOSED }, { "account is currently suspended", MEANS_CLOSED },
	{ "temporarily disabled", MEANS_CLOSED }, { "customer is no longer", MEANS_CLOSED }, { "domain name * suspended", MEANS_CLOSED },
	{ "konto * gesperrt", MEANS_CLOSED }, { "аккаунт * заблокирован", MEANS_CLOSED }, { "ящик * заблокирован", MEANS_CLOSED },
	{ "vdelivermail account is locked", MEANS_CLOSED },

	/* Moved away. */
	{ "no longer on server", MEANS_MOVED }, { "has moved", MEANS_MOVED }, { "user has moved", MEANS_MOVED },
	{ "has been replaced by", MEANS_MOVED }, { "has changed to", MEANS_MOVED }, { "address has been changed", MEANS_MOVED },
	{ "mailbox has moved", MEANS_MOVED }, { "please try forward path", MEANS_MOVED }, { "user not local please try", MEANS_MOVED },
	{ "address changed", MEANS_MOVED }, { "new address is", MEANS_MOVED },

	/* The host takes no mail, or is not there. */
	{ "does not accept mail", MEANS_NO_HOST }, { "null mx", MEANS_NO_HOST }, { "nullmx", MEANS_NO_HOST },
	{ "no smtp service", MEANS_NO_HOST }, { "mail receiving disabled", MEANS_NO_HOST }, { "name server accepts no mail", MEANS_NO_HOST },
	{ "smtp protocol returned a permanent error * does not accept", MEANS_NO_HOST }, { "does not receive mail", MEANS_NO_HOST },
	{ "host unknown", MEANS_NO_HOST }, { "unknown host", MEANS_NO_HOST }, { "host not found", MEANS_NO_HOST },
	{ "host name not found", MEANS_NO_HOST }, { "host or domain name not found", MEANS_NO_HOST }, { "domain does not exist", MEANS_NO_HOST },
	{ "domain not exist", MEANS_NO_HOST }, { "domain must exist", MEANS_NO_HOST }, { "domain is not exist", MEANS_NO_HOST },
	{ "domain name not found", MEANS_NO_HOST }, { "no such domain", MEANS_NO_HOST }, { "unknown domain", MEANS_NO_HOST },
	{ "nxdomain", MEANS_NO_HOST }, { "nonexistentdomain", MEANS_NO_HOST }, { "non existent domain", MEANS_NO_HOST },
	{ "nonexistent domain", MEANS_NO_HOST }, { "domain * couldnt be found", MEANS_NO_HOST }, { "domain * could not be found", MEANS_NO_HOST },
	{ "domain * does not exist", MEANS_NO_HOST }, { "couldnt find any host", MEANS_NO_HOST }, { "couldnt find a mail exchanger", MEANS_NO_HOST },
	{ "couldnt find any host named", MEANS_NO_HOST }, { "illegal host", MEANS_NO_HOST }, { "illegal host domain name", MEANS_NO_HOST },
	{ "unrouteable mail domain", MEANS_NO_HOST }, { "unroutable mail domain", MEANS_NO_HOST }, { "unrouteable domain", MEANS_NO_HOST },
	{ "all relevant mx records point to non existent", MEANS_NO_HOST }, { "no mail exchanger", MEANS_NO_HOST }, { "no mx record", MEANS_NO_HOST },
	{ "no mx found", MEANS_NO_HOST }, { "mx records point to", MEANS_NO_HOST }, { "no such host", MEANS_NO_HOST }, { "host does not exist", MEANS_NO_HOST },
	{ "address lookup failed", MEANS_NO_HOST }, { "cannot resolve mail", MEANS_NO_HOST }, { "recipient domain * not exist", MEANS_NO_HOST },
	{ "domain isnt in my list of mail", MEANS_NO_HOST }, { "unable to route", MEANS_NO_HOST }, { "no valid hosts", MEANS_NO_HOST },
	{ "not a valid domain", MEANS_NO_HOST }, { "invalid domain", MEANS_NO_HOST }, { "destination server not found", MEANS_NO_HOST },
	{ "name or service not known", MEANS_NO_HOST }, { "bad destination host", MEANS_NO_HOST }, { "bad destination system", MEANS_NO_HOST },

	/* Blocked, spam, viruses, policy. Before the missing users: a blocked sender reads "user unknown" now and then. */
	{ "blacklist", MEANS_REFUSED }, { "black list", MEANS_REFUSED }, { "blocklist", MEANS_REFUSED }, { "block list", MEANS_REFUSED },
	{ "denylist", MEANS_REFUSED }, { " rbl ", MEANS_REFUSED }, { "dnsbl", MEANS_REFUSED }, { "spamhaus", MEANS_REFUSED }, { "spamcop", MEANS_REFUSED },
	{ "spamcannibal", MEANS_REFUSED }, { "sorbs", MEANS_REFUSED }, { "barracuda", MEANS_REFUSED }, { "cloudmark", MEANS_REFUSED },
	{ "senderbase", MEANS_REFUSED }, { "banned sending ip", MEANS_REFUSED }, { "banned", MEANS_REFUSED }, { "blocked using", MEANS_REFUSED },
	{ "blocked by", MEANS_REFUSED }, { "has been blocked", MEANS_REFUSED }, { "is blocked", MEANS_REFUSED }, { "was blocked", MEANS_REFUSED },
	{ "are blocked", MEANS_REFUSED }, { "been blocked", MEANS_REFUSED }, { "blocked for", MEANS_REFUSED }, { "temporarily blocked", MEANS_REFUSED },
	{ "ip address blocked", MEANS_REFUSED }, { "reputation", MEANS_REFUSED }, { "client host * rejected", MEANS_REFUSED },
	{ "client host rejected", MEANS_REFUSED }, { "host network not allowed", MEANS_REFUSED }, { "connection refused by policy", MEANS_REFUSED },
	{ "no access from mail server", MEANS_REFUSED }, { "bad sender ip", MEANS_REFUSED }, { "use the smtp server of your isp", MEANS_REFUSED },
	{ "your isp", MEANS_REFUSED }, { "dynamic ip", MEANS_REFUSED }, { "dynamic address", MEANS_REFUSED }, { "dynamic range", MEANS_REFUSED },
	{ "dialup", MEANS_REFUSED }, { "residential", MEANS_REFUSED }, { "refused to talk to me * spam", MEANS_REFUSED },
	{ "service refuse", MEANS_REFUSED }, { "redundant", MEANS_REFUSED }, { "not allowed to connect", MEANS_REFUSED },
	{ "access denied banned", MEANS_REFUSED }, { "spam", MEANS_REFUSED }, { "junk", MEANS_REFUSED }, { "unsolicited", MEANS_REFUSED },
	{ "bulk email", MEANS_REFUSED }, { "bulk e mail", MEANS_REFUSED }, { " ube ", MEANS_REFUSED }, { " uce ", MEANS_REFUSED }, { "phish", MEANS_REFUSED },
	{ "virus", MEANS_REFUSED }, { "malware", MEANS_REFUSED }, { "trojan", MEANS_REFUSED }, { "infected", MEANS_REFUSED },
	{ "suspicious", MEANS_REFUSED }, { "policy violation", MEANS_REFUSED }, { "policy reasons", MEANS_REFUSED }, { "violates", MEANS_REFUSED },
	{ "due to policy", MEANS_REFUSED }, { "policy restrictions", MEANS_REFUSED }, { "local policy", MEANS_REFUSED }, { "by policy", MEANS_REFUSED },
	{ "security policy", MEANS_REFUSED }, { "policy rejection", MEANS_REFUSED }, { "content policy", MEANS_REFUSED }, { "message policy", MEANS_REFUSED },
	{ "against policy", MEANS_REFUSED }, { "administrative prohibition", MEANS_REFUSED }, { "administrative policy", MEANS_REFUSED },
	{ "message content rejected", MEANS_REFUSED }, { "content rejected", MEANS_REFUSED }, { "content filter", MEANS_REFUSED },
	{ "message rejected", MEANS_REFUSED }, { "mail rejected", MEANS_REFUSED }, { "mail rejete", MEANS_REFUSED }, { "mail refused", MEANS_REFUSED },
	{ "email rejected", MEANS_REFUSED }, { "message refused", MEANS_REFUSED }, { "message not accepted", MEANS_REFUSED }, { "not accepted for", MEANS_REFUSED },
	{ "message was rejected", MEANS_REFUSED }, { "message was not accepted", MEANS_REFUSED }, { "message has been rejected", MEANS_REFUSED },
	{ "header error", MEANS_REFUSED }, { "bad header", MEANS_REFUSED }, { "header syntax", MEANS_REFUSED }, { "headers consist entirely", MEANS_REFUSED },
	{ "rfc 5322", MEANS_REFUSED }, { "rfc5322", MEANS_REFUSED }, { "rfc 822", MEANS_REFUSED }, { "rfc 2822", MEANS_REFUSED }, { "rfc compliant", MEANS_REFUSED },
	{ "not rfc", MEANS_REFUSED }, { "duplicate header", MEANS_REFUSED }, { "bare lf", MEANS_REFUSED }, { "bare linefeed", MEANS_REFUSED },
	{ "missing * header", MEANS_REFUSED }, { "media error", MEANS_REFUSED }, { "8bit data", MEANS_REFUSED }, { "improper use of 8 bit", MEANS_REFUSED },
	{ "message contains", MEANS_REFUSED }, { "attachment", MEANS_REFUSED }, { "delivery not authorized", MEANS_REFUSED },
	{ "not authorized", MEANS_REFUSED }, { "not authorised", MEANS_REFUSED }, { "security reasons", MEANS_REFUSED }, { "email address is on suppression", MEANS_REFUSED },
	{ "suppression list", MEANS_REFUSED }, { "previously bounced", MEANS_REFUSED }, { "unsubscribed", MEANS_REFUSED },
	{ "the message was rejected because", MEANS_REFUSED }, { "closed to * mail", MEANS_REFUSED }, { "challenge", MEANS_REFUSED },

	/* Nobody of that name. */
	{ "user unknown", MEANS_NO_USER }, { "unknown user", MEANS_NO_USER }, { "userunknown", MEANS_NO_USER }, { "no such user", MEANS_NO_USER },
	{ "user not found", MEANS_NO_USER }, { "user * not found", MEANS_NO_USER }, { "user doesnt exist", MEANS_NO_USER }, { "user does not exist", MEANS_NO_USER },
	{ "user not exist", MEANS_NO_USER }, { "user doesnt have", MEANS_NO_USER }, { "user does not have", MEANS_NO_USER }, { "user * does not exist", MEANS_NO_USER },
	{ "user * unknown", MEANS_NO_USER }, { "user is not found", MEANS_NO_USER }, { "user is unknown", MEANS_NO_USER }, { "invalid user", MEANS_NO_USER },
	{ "bad user", MEANS_NO_USER }, { "not a known user", MEANS_NO_USER }, { "not a valid user", MEANS_NO_USER }, { "no user by that name", MEANS_NO_USER },
	{ "invalid final delivery userid", MEANS_NO_USER }, { "not our customer", MEANS_NO_USER }, { "not a registered gateway user", MEANS_NO_USER },
	{ "is not a known user", MEANS_NO_USER }, { "no mailbox here", MEANS_NO_USER }, { "no such mailbox", MEANS_NO_USER }, { "mailbox not found", MEANS_NO_USER },
	{ "mailbox does not exist", MEANS_NO_USER }, { "mailbox doesnt exist", MEANS_NO_USER }, { "mailbox unknown", MEANS_NO_USER },
	{ "unknown mailbox", MEANS_NO_USER }, { "no mailbox", MEANS_NO_USER }, { "mailbox invalid", MEANS_NO_USER }, { "invalid mailbox", MEANS_NO_USER },
	{ "mailbox not present", MEANS_NO_USER }, { "mailbox * does not exist", MEANS_NO_USER }, { "mailbox * not found", MEANS_NO_USER },
	{ "mailbox non existent", MEANS_NO_USER }, { "not a valid mailbox", MEANS_NO_USER }, { "unknown recipient", MEANS_NO_USER },
	{ "recipient unknown", MEANS_NO_USER }, { "recipient not found", MEANS_NO_USER }, { "recipnotfound", MEANS_NO_USER }, { "recipientnotfound", MEANS_NO_USER },
	{ "recipient does not exist", MEANS_NO_USER }, { "recipient * does not exist", MEANS_NO_USER }, { "invalid recipient", MEANS_NO_USER },
	{ "bad recipient", MEANS_NO_USER }, { "no such recipient", MEANS_NO_USER }, { "recipient name is not recognized", MEANS_NO_USER },
	{ "recipient is not exist", MEANS_NO_USER }, { "recipient not exist", MEANS_NO_USER }, { "recipient invalid", MEANS_NO_USER },
	{ "recipient no longer", MEANS_NO_USER }, { "recipient is not recognized", MEANS_NO_USER }, { "not a valid recipient", MEANS_NO_USER },
	{ "no valid recipients", MEANS_NO_USER }, { "unknown local part", MEANS_NO_USER }, { "unknown or illegal", MEANS_NO_USER }, { "unknown address", MEANS_NO_USER },
	{ "address unknown", MEANS_NO_USER }, { "address does not exist", MEANS_NO_USER }, { "address doesnt exist", MEANS_NO_USER }, { "no such address", MEANS_NO_USER },
	{ "address not found", MEANS_NO_USER }, { "address wasnt found", MEANS_NO_USER }, { "address couldnt be found", MEANS_NO_USER },
	{ "wasnt found at", MEANS_NO_USER }, { "address invalid", MEANS_NO_USER }, { "invalid address", MEANS_NO_USER }, { "bad address", MEANS_NO_USER },
	{ "address no longer", MEANS_NO_USER }, { "address is no longer", MEANS_NO_USER }, { "address is unknown", MEANS_NO_USER },
	{ "bad destination mailbox", MEANS_NO_USER }, { "badrcptto", MEANS_NO_USER }, { "bad rcpt", MEANS_NO_USER }, { "invalid rcpt", MEANS_NO_USER },
	{ "tried to reach does not exist", MEANS_NO_USER }, { "nosuchuser", MEANS_NO_USER }, { "account does not exist", MEANS_NO_USER },
	{ "account doesnt exist", MEANS_NO_USER }, { "account not found", MEANS_NO_USER }, { "account unknown", MEANS_NO_USER }, { "unknown account", MEANS_NO_USER },
	{ "no account", MEANS_NO_USER }, { "no such account", MEANS_NO_USER }, { "account has been deleted", MEANS_NO_USER }, { "account that you tried to reach does not", MEANS_NO_USER },
	{ "invalid account", MEANS_NO_USER }, { "doesnt have a * account", MEANS_NO_USER }, { "not listed in", MEANS_NO_USER }, { "not in directory", MEANS_NO_USER },
	{ "no such person", MEANS_NO_USER }, { "no one here by that", MEANS_NO_USER }, { "nobody by that name", MEANS_NO_USER }, { "no such name", MEANS_NO_USER },
	{ "not known at this", MEANS_NO_USER }, { "unrouteable address", MEANS_NO_USER }, { "unroutable address", MEANS_NO_USER }, { "local delivery failed * unknown", MEANS_NO_USER },
	{ "email address could not be found", MEANS_NO_USER }, { "undeliverable address", MEANS_NO_USER }, { "recipient address rejected undeliverable", MEANS_NO_USER },
	{ "unknown * alias", MEANS_NO_USER }, { "not a local mailbox", MEANS_NO_USER }, { "isnt a local", MEANS_NO_USER }, { "could not be resolved * directory", MEANS_NO_USER },
	{ "does not exist here", MEANS_NO_USER }, { "does not exist at", MEANS_NO_USER }, { "no longer available", MEANS_NO_USER }, { "no longer in use", MEANS_NO_USER },
	{ "no longer valid", MEANS_NO_USER }, { "no longer exists", MEANS_NO_USER }, { "no longer with", MEANS_NO_USER }, { "has left the company", MEANS_NO_USER },
	{ "employee no longer", MEANS_NO_USER }, { "destinataire inconnu", MEANS_NO_USER }, { "destinataire invalide", MEANS_NO_USER }, { "utilisateur inconnu", MEANS_NO_USER },
	{ "adresse inconnue", MEANS_NO_USER }, { "unbekannter empfänger", MEANS_NO_USER }, { "empfänger unbekannt", MEANS_NO_USER }, { "benutzer unbekannt", MEANS_NO_USER },
	{ "usuario desconocido", MEANS_NO_USER }, { "usuario no existe", MEANS_NO_USER }, { "destinatario desconocido", MEANS_NO_USER },
	{ "usuário desconhecido", MEANS_NO_USER }, { "destinatário desconhecido", MEANS_NO_USER }, { "utente sconosciuto", MEANS_NO_USER },
	{ "destinatario sconosciuto", MEANS_NO_USER }, { "пользователь не найден", MEANS_NO_USER }, { "メールアドレスが見つかりません", MEANS_NO_USER },
	{ "宛先不明", MEANS_NO_USER }, { "用户不存在", MEANS_NO_USER }, { "收件人不存在", MEANS_NO_USER }, { "prohibitrelay", MEANS_REFUSED },

	/* Trouble that may pass. */
	{ "message expired", MEANS_TROUBLE }, { "queue expired", MEANS_TROUBLE }, { "retry timeout exceeded", MEANS_TROUBLE }, { "retry time not reached", MEANS_TROUBLE },
	{ "in the queue too long", MEANS_TROUBLE }, { "queue too long", MEANS_TROUBLE }, { "multiple retries", MEANS_TROUBLE }, { "maximum retry", MEANS_TROUBLE },
	{ "delivery time expired", MEANS_TROUBLE }, { "delivery expired", MEANS_TROUBLE }, { "expired before", MEANS_TROUBLE }, { "unable to deliver in", MEANS_TROUBLE },
	{ "cannot send message for", MEANS_TROUBLE }, { "could not be delivered for more than", MEANS_TROUBLE }, { "could not send message for past", MEANS_TROUBLE },
	{ "timed out", MEANS_TROUBLE }, { "timeout", MEANS_TROUBLE }, { "time out", MEANS_TROUBLE }, { "connection refused", MEANS_TROUBLE },
	{ "connection reset", MEANS_TROUBLE }, { "connection lost", MEANS_TROUBLE }, { "lost connection", MEANS_TROUBLE }, { "connection closed", MEANS_TROUBLE },
	{ "connection dropped", MEANS_TROUBLE }, { "connection failed", MEANS_TROUBLE }, { "connection failure", MEANS_TROUBLE }, { "connection was refused", MEANS_TROUBLE },
	{ "broken pipe", MEANS_TROUBLE }, { "no route to host", MEANS_TROUBLE }, { "network is unreachable", MEANS_TROUBLE }, { "network unreachable", MEANS_TROUBLE },
	{ "host not reachable", MEANS_TROUBLE }, { "host unreachable", MEANS_TROUBLE }, { "host is unreachable", MEANS_TROUBLE }, { "not reachable", MEANS_TROUBLE },
	{ "could not connect", MEANS_TROUBLE }, { "couldnt connect", MEANS_TROUBLE }, { "cannot connect", MEANS_TROUBLE }, { "unable to connect", MEANS_TROUBLE },
	{ "unable to contact", MEANS_TROUBLE }, { "failed to connect", MEANS_TROUBLE }, { "wasnt able to establish", MEANS_TROUBLE }, { "socket error", MEANS_TROUBLE },
	{ "did not accept our requests to connect", MEANS_TROUBLE }, { "no response", MEANS_TROUBLE }, { "not responding", MEANS_TROUBLE }, { "did not respond", MEANS_TROUBLE },
	{ "smtp connection failed", MEANS_TROUBLE }, { "remote host unreachable", MEANS_TROUBLE }, { "greylist", MEANS_TROUBLE }, { "graylist", MEANS_TROUBLE },
	{ "grey list", MEANS_TROUBLE }, { "greeting wait", MEANS_TROUBLE }, { "deferred", MEANS_TROUBLE }, { "name server", MEANS_TROUBLE },
	{ "nameserver", MEANS_TROUBLE }, { "name service error", MEANS_TROUBLE }, { "dns error", MEANS_TROUBLE }, { "dns lookup", MEANS_TROUBLE },
	{ "dns query", MEANS_TROUBLE }, { "dns failure", MEANS_TROUBLE }, { "domain lookup", MEANS_TROUBLE }, { "temporary failure", MEANS_TROUBLE },
	{ "temporary error", MEANS_TROUBLE }, { "temporarily", MEANS_TROUBLE }, { "temporary", MEANS_TROUBLE }, { "try again later", MEANS_TROUBLE },
	{ "try later", MEANS_TROUBLE }, { "try again", MEANS_TROUBLE }, { "please retry", MEANS_TROUBLE }, { "essayer plus tard", MEANS_TROUBLE },
	{ "rate limit", MEANS_TROUBLE }, { "throttl", MEANS_TROUBLE }, { "insufficient disk space", MEANS_TROUBLE }, { "disk full", MEANS_TROUBLE },
	{ "no space left", MEANS_TROUBLE }, { "insufficient system", MEANS_TROUBLE }, { "insufficient resources", MEANS_TROUBLE }, { "out of memory", MEANS_TROUBLE },
	{ "system full", MEANS_TROUBLE }, { "server is busy", MEANS_TROUBLE }, { "server busy", MEANS_TROUBLE }, { "too busy", MEANS_TROUBLE }, { "overloaded", MEANS_TROUBLE },
	{ "high load", MEANS_TROUBLE }, { "resources temporarily", MEANS_TROUBLE }, { "internal error", MEANS_TROUBLE }, { "internal server error", MEANS_TROUBLE },
	{ "local error", MEANS_TROUBLE }, { "system error", MEANS_TROUBLE }, { "config error", MEANS_TROUBLE }, { "configuration error", MEANS_TROUBLE },
	{ "server configuration", MEANS_TROUBLE }, { "local configuration", MEANS_TROUBLE }, { "mailer error", MEANS_TROUBLE }, { "command died", MEANS_TROUBLE },
	{ "command failed", MEANS_TROUBLE }, { "command time", MEANS_TROUBLE }, { "pipe to", MEANS_TROUBLE }, { "exit status", MEANS_TROUBLE }, { "exit code", MEANS_TROUBLE },
	{ "service currently unavailable", MEANS_TROUBLE }, { "service not available", MEANS_TROUBLE }, { "service is unavailable", MEANS_TROUBLE },
	{ "service temporarily", MEANS_TROUBLE }, { "cannot open", MEANS_TROUBLE }, { "can not open", MEANS_TROUBLE }, { "cant create", MEANS_TROUBLE },
	{ "cannot create", MEANS_TROUBLE }, { "permission denied", MEANS_TROUBLE }, { "i o error", MEANS_TROUBLE }, { "operating system error", MEANS_TROUBLE },
	{ "file system", MEANS_TROUBLE }, { "database error", MEANS_TROUBLE }, { "protocol error", MEANS_TROUBLE }, { "requeue", MEANS_TROUBLE },
	{ "interrupted system call", MEANS_TROUBLE }, { "mail system is not", MEANS_TROUBLE }, { "tls handshake", MEANS_TROUBLE }, { "tls session", MEANS_TROUBLE },
	{ "could not be reached", MEANS_TROUBLE }, { "server unreachable", MEANS_TROUBLE }, { "message has been delayed", MEANS_TROUBLE }, { "has been delayed", MEANS_TROUBLE },
	{ "delivery * delayed", MEANS_TROUBLE }, { "not yet been delivered", MEANS_TROUBLE }, { "still being retried", MEANS_TROUBLE },
	{ "サーバの事由", MEANS_TROUBLE }, { "temporär", MEANS_TROUBLE }, { "temporalmente", MEANS_TROUBLE },
}, hints[] = {
	{ "address rejected", MEANS_NO_USER }, { "mailbox unavailable", MEANS_NO_USER }, { "mailbox not available", MEANS_NO_USER },
	{ "recipient rejected", MEANS_NO_USER }, { "does not exist", MEANS_NO_USER }, { "doesnt exist", MEANS_NO_USER }, { "not found", MEANS_NO_USER },
	{ "does not like recipient", MEANS_NO_USER }, { "invalid", MEANS_NO_USER }, { "access denied", MEANS_REFUSED }, { "not allowed", MEANS_REFUSED },
	{ "denied", MEANS_REFUSED }, { "refused", MEANS_REFUSED }, { "rejected", MEANS_REFUSED }, { "blocked", MEANS_REFUSED }, { "prohibited", MEANS_REFUSED },
	{ "policy", MEANS_REFUSED }, { "unacceptable", MEANS_REFUSED }, { "not permitted", MEANS_REFUSED }, { "service unavailable", MEANS_TROUBLE },
	{ "unavailable", MEANS_TROUBLE }, { "delayed", MEANS_TROUBLE }, { "expired", MEANS_TROUBLE }, { "queued", MEANS_TROUBLE },
};

static const struct {
	const char *phrase;
	enum smtp_stage stage;
} stages[] = {
	{ "in reply to end of data", STAGE_DATA }, { "after end of data", STAGE_DATA }, { "after data", STAGE_DATA }, { "final data", STAGE_DATA },
	{ "end of message", STAGE_DATA }, { "data command", STAGE_DATA }, { "text command", STAGE_DATA }, { "smtp data", STAGE_DATA },
	{ "smtp command data", STAGE_DATA }, { "message data", STAGE_DATA }, { "failed after i sent the message", STAGE_DATA }, { "your message data", STAGE_DATA },
	{ "in reply to data", STAGE_DATA }, { "after pipelined data", STAGE_DATA }, { "in reply to rcpt", STAGE_RCPT }, { "after rcpt", STAGE_RCPT },
	{ "after pipelined rcpt", STAGE_RCPT }, { "our rcpt", STAGE_RCPT }, { "rcpt to", STAGE_RCPT }, { "rcpt command", STAGE_RCPT }, { "smtp rcpt", STAGE_RCPT },
	{ "does not like recipient", STAGE_RCPT }, { "in reply to mail", STAGE_MAIL }, { "after mail from", STAGE_MAIL }, { "after pipelined mail", STAGE_MAIL },
	{ "our mail from", STAGE_MAIL }, { "mail from", STAGE_MAIL }, { "mail command", STAGE_MAIL }, { "sender was rejected", STAGE_MAIL },
	{ "after initial connection", STAGE_CONNECT }, { "refused to talk", STAGE_CONNECT }, { "in reply to ehlo", STAGE_CONNECT }, { "in reply to helo", STAGE_CONNECT },
	{ "after ehlo", STAGE_CONNECT }, { "after helo", STAGE_CONNECT }, { "while performing the ehlo", STAGE_CONNECT },
};

/* What a mail system says that returns a mail; a person's own sentences hardly have them. */
static const char *const reports[] = {
	"could not be delivered", "couldnt be delivered", "could not deliver", "couldnt deliver", "cannot be delivered", "can not be delivered",
	"not been delivered", "was not delivered", "wasnt delivered", "not yet been delivered", "unable to deliver", "wasnt able to deliver",
	"was not able to deliver", "were unable to deliver", "had trouble delivering", "failed to deliver", "error delivering", "error sending your mail",
	"delivery failed", "delivery failure", "delivery has failed", "delivery to the following", "delivery of the following", "delivery has been delayed",
	"undeliverable", "undelivered", "not deliverable", "non delivered", "nondelivery", "non delivery", "returned mail", "returned to sender",
	"returning message", "mail was returned", "did not reach the following recipient", "following recipient", "was not relayed", "following address",
	"the mail system at host", "permanent fatal errors", "delivery errors", "transcript of session follows", "failure reasons", "failed addresses",
	"message delivery status", "delivery status notification", "delivery notification", "returned message", "message log follows", "attempting to deliver a message",
	"attempted to deliver", "was blocked by our", "was undeliverable", "unable to send your", "unknown user", "invalid final delivery userid", "rejected by a remote mail server",
	"message from interscan", "user unknown", "message bounced", "bounced", "smtp error from remote", "message could not", "not delivered",
	"konnte nicht zugestellt", "nicht zustellbar", "unzustellbar", "zustellung * fehlgeschlagen", "n a pas pu être", "na pas pu être", "non remis", "na pu être",
	"no se pudo entregar", "no se ha podido entregar", "no pudo ser entregado", "no ha podido ser entregado", "não foi possível entregar", "não pôde ser entregue", "impossibile recapitare",
	"non è stato possibile recapitare", "не может быть доставлено", "не доставлено", "недоставлен", "送信できませんでした", "配信できませんでした", "配送できませんでした",
	"送れません", "送信に失敗", "無法傳送", "无法投递", "退信", "kan niet worden bezorgd", "kon niet worden afgeleverd", "kunde inte levereras",
};

static const char *const subjects[] = {
	"undeliver", "returned mail", "delivery fail", "delivery status", "delivery notification", "delivery report", "delivery problem", "delivery error",
	"mail delivery", "failure notice", "failure delivery", "delivery failure", "failed delivery", "delivery has failed", "mail failure", "mail failed", "mail system error",
	"mail error", "non delivery", "nondelivery", "could not be delivered", "couldnt be delivered", "not delivered", "could not send message", "cannot send message", "message delayed",
	"mail delayed", "delayed mail", "delivery delayed", "delivery * delayed", "message * delayed", "returning message", "returned to sender", "notification d état", "unzustellbar", "nicht zustellbar",
	"error sending your mail", "mail status", "message you sent blocked", "unsolicited bulk email apparently from you", "rejected", "bounce", "user unknown", "message status", "delivery expired",
	"no se puede entregar", "no entregado", "недоставлен", "не доставлено", "エラー", "配信不能", "送信できません", "退信", "系统退信", "smtp server errors", "errors from", "virus", "blocked", "error notification", "warning",
	"niet bezorgd", "onbestelbaar", "remise", "échec",
};

static const char *const delays[] = {
	"warning message only", "not yet been delivered", "has been delayed", "delivery delayed", "message delayed", "will be retried", "still being retried", "attempts will continue",
	"will continue to try", "will keep trying", "still trying", "could not send message for past", "could not send message for the past", "do not need to resend",
	"not need to resend", "will try to send it again", "try to deliver * again", "temporarily deferred", "remains in the server queue",
};

/* Lines after which the returned message begins, without the dashes and in lower case. */
static const char *const returned[] = {
	"this is a copy of the message", "this is a copy of your message", "this is a copy of the original", "this is a copy of the headers", "below this line is",
	"enclosed is a copy", "original message follows", "original message -", "original message headers", "original message header", "original mail info", "original mail header", "message headers follow",
	"message header follows", "message text follows", "message body follows", "message follows", "the header of the original", "the headers of the original",
	"the original message follows", "the original message headers", "unsent message follows", "unsent message below", "returned message", "below is a copy of",
	"included is a copy of", "a copy of the message", "a copy of your message", "the body of the message is", "undelivered message follows", "your original message", "message header:",
	"begin of the original", "beginning of the original", "start of the original", "original mail follows", "non-delivered message", "rejected message", "the following is a copy", "header of the original", "mail header follows",
};

gboolean
bounce_words_start_of_returned(const char *line)
{
	g_autofree char *lower = NULL;

	line += strspn(line, " \t-=*|+#>_~");
	lower = g_ascii_strdown(line, (gssize)MIN(strlen(line), 64));
	if (g_str_has_prefix(lower, "original message") && lower[16 + strspn(lower + 16, " -:=*\r\t")] == '\0')
		return TRUE;
	for (gsize i = 0; i < G_N_ELEMENTS(returned); i++)
		if (g_str_has_prefix(lower, returned[i]))
			return TRUE;
	return g_str_has_prefix(lower, "received:") || g_str_has_prefix(lower, "return-path:");
}

static gboolean
has(const char *folded, const char *phrase)
{
	const char *star = strchr(phrase, '*'), *at;
	char head[64];
	gsize n;

	if (star == NULL)
		return strstr(folded, phrase) != NULL;
	n = (gsize)(star - phrase);
	g_return_val_if_fail(n < sizeof head, FALSE);
	memcpy(head, phrase, n);
	head[n] = '\0';
	for (at = strstr(folded, head); at != NULL; at = strstr(at + n, head)) {
		const char *tail = star + 1 + (star[1] == ' '), *end = g_strstr_len(at + n, 80, tail);

		if (end != NULL)
			return TRUE;
	}
	return FALSE;
}

static gboolean
has_any(const char *folded, const char *const *phrases, gsize n)
{
	for (gsize i = 0; i < n; i++)
		if (has(folded, phrases[i]))
			return TRUE;
	return FALSE;
}

enum bounce_meaning
bounce_words_mean(const char *folded)
{
	for (gsize i = 0; i < G_N_ELEMENTS(clear); i++)
		if (has(folded, clear[i].phrase))
			return clear[i].meaning;
	return MEANS_NOTHING;
}

enum bounce_meaning
bounce_words_hint(const char *folded)
{
	for (gsize i = 0; i < G_N_ELEMENTS(hints); i++)
		if (has(folded, hints[i].phrase))
			return hints[i].meaning;
	return MEANS_NOTHING;
}

enum smtp_stage
bounce_words_stage(const char *folded)
{
	for (gsize i = 0; i < G_N_ELEMENTS(stages); i++)
		if (has(folded, stages[i].phrase))
			return stages[i].stage;
	return STAGE_UNKNOWN;
}

gboolean
bounce_words_say_delayed(const char *folded)
{
	return has_any(folded, delays, G_N_ELEMENTS(delays));
}

gboolean
bounce_words_report(const char *folded)
{
	return has_any(folded, reports, G_N_ELEMENTS(reports));
}

gboolean
bounce_words_subject(const char *folded)
{
	return has_any(folded, subjects, G_N_ELEMENTS(subjects));
}
