#include "email/bounce_parts.h"

#include <string.h>

static const struct {
	const char *status;	/* RFC 3463 without its class; the registry at IANA has the rest */
	enum bounce_meaning permanent, transient;
} meanings[] = {
	{ "1.1", MEANS_NO_USER, MEANS_TROUBLE },
	{ "1.2", MEANS_NO_HOST, MEANS_TROUBLE },
	{ "1.3", MEANS_NO_USER, MEANS_TROUBLE },
	{ "1.4", MEANS_NO_USER, MEANS_TROUBLE },
	{ "1.6", MEANS_MOVED, MEANS_TROUBLE },
	{ "1.7", MEANS_REFUSED, MEANS_REFUSED },
	{ "1.8", MEANS_REFUSED, MEANS_REFUSED },
	{ "1.9", MEANS_REFUSED, MEANS_TROUBLE },
	{ "1.10", MEANS_NO_HOST, MEANS_TROUBLE },	/* RFC 7505: a null MX; Exchange: recipient not found */
	{ "1.351", MEANS_NO_USER, MEANS_TROUBLE },	/* Exchange Online: the remote does not know it */
	{ "2.0", MEANS_REFUSED, MEANS_TROUBLE },
	{ "2.1", MEANS_CLOSED, MEANS_CLOSED },
	{ "2.2", MEANS_FULL, MEANS_FULL },
	{ "2.3", MEANS_REFUSED, MEANS_REFUSED },
	{ "3.0", MEANS_TROUBLE, MEANS_TROUBLE },
	{ "3.4", MEANS_REFUSED, MEANS_REFUSED },
	{ "4.310", MEANS_NO_HOST, MEANS_TROUBLE },	/* Exchange Online: no such domain */
	{ "4.4", MEANS_NO_HOST, MEANS_TROUBLE },
	{ "5.0", MEANS_NOTHING, MEANS_TROUBLE },
	{ "7.13", MEANS_CLOSED, MEANS_CLOSED },		/* RFC 5248: user account disabled */
	{ "7.17", MEANS_MOVED, MEANS_MOVED },		/* RFC 7293: mailbox owner has changed */
};

/* By subject, for details that are not in the table. */
static const enum bounce_meaning by_subject[8][2] = {
	[1] = { MEANS_NOTHING, MEANS_TROUBLE },
	[2] = { MEANS_CLOSED, MEANS_TROUBLE },
	[3] = { MEANS_TROUBLE, MEANS_TROUBLE },
	[4] = { MEANS_TROUBLE, MEANS_TROUBLE },
	[5] = { MEANS_TROUBLE, MEANS_TROUBLE },
	[6] = { MEANS_REFUSED, MEANS_REFUSED },
	[7] = { MEANS_REFUSED, MEANS_REFUSED },
};

/* Length of the status code at p, 0 if there is none: class 2, 4 or 5, a subject of one digit, a detail of up to 3. */
static gsize
status_length(const char *p)
{
	gsize n = 4;

	if ((*p != '2' && *p != '4' && *p != '5') || p[1] != '.' || p[2] < '0' || p[2] > '7' || p[3] != '.' ||
	    !g_ascii_isdigit(p[4]))
		return 0;
	while (n < 7 && g_ascii_isdigit(p[n]))
		n++;
	if (g_ascii_isdigit(p[n]) || (p[n] == '.' && g_ascii_isdigit(p[n + 1])))
		return 0;	/* a version or an IP address */
	return n;
}

/* How much a status says: 0 for "5.0.0", 1 for "5.1.0", 2 for "5.1.1". */
static int
precision(const char *p)
{
	return (strncmp(p + 1, ".0.0", 4) != 0) + (p[4] != '0' || g_ascii_isdigit(p[5]));
}

char *
bounce_status_find(const char *text)
{
	const char *best = NULL;
	char before = ' ';
	gsize n, length = 0;

	for (const char *p = text; p != NULL && *p != '\0'; before = *p++) {
		if (*p == '2' || g_ascii_isalnum(before) || before == '.' || before == '/' ||
		    (n = status_length(p)) == 0)
			continue;
		if (best == NULL || precision(p) > precision(best)) {
			best = p;
			length = n;
		}
	}
	return best != NULL ? g_strndup(best, length) : NULL;
}

static int
code_at(const char *p)
{
	static const int known[] = { 421, 422, 431, 432, 441, 442, 446, 447, 449, 450, 451, 452, 454, 455, 471, 500, 501,
		502, 503, 504, 510, 511, 512, 513, 515, 517, 521, 522, 523, 525, 530, 531, 533, 534, 535, 540, 541, 542,
		543, 550, 551, 552, 553, 554, 555, 556, 557, 558, 559, 571, 572, 573, 574, 577 };
	int code = (p[0] - '0') * 100 + (p[1] - '0') * 10 + (p[2] - '0');

	for (gsize i = 0; i < G_N_ELEMENTS(known); i++)
		if (known[i] == code)
			return code;
	return 0;
}

int
bounce_reply_code_find(const char *text)
{
	char before = ' ';

	if (text == NULL)
		return 0;
	for (const char *p = text; *p != '\0'; before = *p++) {
		int code;

		if ((*p != '4' && *p != '5') || g_ascii_isalnum(before) || strchr("./-_@[", before) != NULL)
			continue;
		if (!g_ascii_isdigit(p[1]) || !g_ascii_isdigit(p[2]) || p[3] == '\0' ||
		    strchr(" -:;,#)'\"\t\r\n", p[3]) == NULL)
			continue;
		code = code_at(p);
		if (code != 0)
			return code;
	}
	return 0;
}

enum bounce_meaning
bounce_status_mean(const char *status)
{
	int kind;

	if (status == NULL || status_length(status) == 0 || status[0] == '2' || strncmp(status + 1, ".0.", 3) == 0)
		return MEANS_NOTHING;
	kind = status[0] == '4';
	for (gsize i = 0; i < G_N_ELEMENTS(meanings); i++)
		if (strcmp(meanings[i].status, status + 2) == 0)
			return kind ? meanings[i].transient : meanings[i].permanent;
	return by_subject[status[2] - '0'][kind];
}

enum bounce_meaning
bounce_reply_code_mean(int code)
{
	if (code == 0)
		return MEANS_NOTHING;
	if (code < 500)
		return MEANS_TROUBLE;
	switch (code) {
	case 500 ... 504:
		return MEANS_TROUBLE;
	case 512:
		return MEANS_NO_HOST;
	case 511:
		return MEANS_NO_USER;
	case 525:
		return MEANS_CLOSED;
	case 551:
		return MEANS_MOVED;
	case 522:
	case 552:
		return MEANS_FULL;
	case 521:
	case 556:
		return MEANS_NO_HOST;	/* RFC 7504: the host takes no mail, for good */
	default:
		return MEANS_REFUSED;
	}
}
