#include "ctl/dns.h"

#include <arpa/nameser.h>
#include <netdb.h>
#include <resolv.h>
#include <string.h>

#define ANSWER_MOST 8192

static char *
join_strings(const ns_rr *record)
{
	GString *text = g_string_new(NULL);
	const unsigned char *at = ns_rr_rdata(*record), *end = at + ns_rr_rdlen(*record);

	while (at < end) {
		gssize length = *at++;

		if (length > end - at)
			break;
		g_string_append_len(text, (const char *)at, length);
		at += length;
	}
	return g_string_free(text, FALSE);
}

static enum dns_answer
pick(const unsigned char *answer, int length, const char *prefix, char **text_r)
{
	ns_msg message;

	if (ns_initparse(answer, length, &message) < 0)
		return DNS_NOTHING;
	for (int i = 0; i < ns_msg_count(message, ns_s_an); i++) {
		g_autofree char *text = NULL;
		ns_rr record;

		if (ns_parserr(&message, ns_s_an, i, &record) < 0 || ns_rr_type(record) != ns_t_txt)
			continue;
		text = join_strings(&record);
		if (g_ascii_strncasecmp(text, prefix, strlen(prefix)) == 0) {
			*text_r = g_steal_pointer(&text);
			return DNS_FOUND;
		}
	}
	return DNS_NOTHING;
}

enum dns_answer
dns_txt(const char *name, const char *prefix, char **text_r)
{
	struct __res_state state = { 0 };
	unsigned char answer[ANSWER_MOST];
	int length;

	if (res_ninit(&state) < 0)
		return DNS_NO_RESOLVER;
	state.retrans = 2;
	state.retry = 1;
	length = res_nquery(&state, name, ns_c_in, ns_t_txt, answer, sizeof answer);
	if (length < 0) {
		gboolean answered = state.res_h_errno == HOST_NOT_FOUND || state.res_h_errno == NO_DATA;

		res_nclose(&state);
		return answered ? DNS_NOTHING : DNS_NO_RESOLVER;
	}
	res_nclose(&state);
	return pick(answer, MIN(length, ANSWER_MOST), prefix, text_r);
}
