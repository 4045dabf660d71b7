#include "email/bounce_parts.h"

#include <string.h>

struct bounce_entry *
bounce_entry_new(const char *address)
{
	struct bounce_entry *entry = g_new0(struct bounce_entry, 1);

	entry->address = g_strdup(address);
	entry->diagnostic = g_string_new(NULL);
	entry->context = g_string_new(NULL);
	return entry;
}

static void
entry_free(void *data)
{
	struct bounce_entry *entry = data;

	g_free(entry->address);
	g_free(entry->action);
	g_free(entry->status);
	g_string_free(entry->diagnostic, TRUE);
	g_string_free(entry->context, TRUE);
	g_free(entry);
}

GPtrArray *
bounce_entries_new(void)
{
	return g_ptr_array_new_with_free_func(entry_free);
}

struct bounce_entry *
bounce_entries_get(GPtrArray *entries, const char *address)
{
	for (guint i = 0; i < entries->len; i++) {
		struct bounce_entry *entry = g_ptr_array_index(entries, i);

		if (address != NULL && entry->address != NULL && g_ascii_strcasecmp(entry->address, address) == 0)
			return entry;
	}
	if (entries->len >= BOUNCE_MAX_RECIPIENTS)
		return NULL;
	g_ptr_array_add(entries, bounce_entry_new(address));
	return g_ptr_array_index(entries, entries->len - 1);
}

void
bounce_append(GString *to, const char *words)
{
	gsize room = to->len < BOUNCE_MAX_WORDS ? BOUNCE_MAX_WORDS - to->len : 0, n = MIN(strlen(words), room);

	while (n > 0 && (words[n] & 0xC0) == 0x80)
		n--;
	if (n == 0)
		return;
	if (to->len > 0)
		g_string_append_c(to, '\n');
	g_string_append_len(to, words, (gssize)n);
}

/* The header line at line, unfolded, and where the next one begins. */
static char *
unfold(const char *line, const char **next_r)
{
	GString *whole = g_string_new(NULL);
	const char *p = line;

	do {
		gsize n = strcspn(p, "\n");

		if (whole->len < BOUNCE_MAX_WORDS)
			g_string_append_len(whole, p, (gssize)MIN(n, BOUNCE_MAX_WORDS));
		if (whole->len > 0 && whole->str[whole->len - 1] == '\r')
			g_string_truncate(whole, whole->len - 1);
		p += n;
		if (*p == '\n')
			p++;
	} while ((*p == ' ' || *p == '\t') && p[strspn(p, " \t\r")] != '\n' && *p != '\0');
	*next_r = p;
	return g_string_free(whole, FALSE);
}

static char *
value_if(const char *line, const char *name)
{
	gsize n = strlen(name);

	if (g_ascii_strncasecmp(line, name, n) != 0)
		return NULL;
	line += n;
	line += strspn(line, " \t");
	return *line == ':' ? g_strstrip(g_strdup(line + 1)) : NULL;
}

char *
bounce_field(const char *headers, const char *name)
{
	const char *p = headers;
	gsize n = strlen(name);

	while (p != NULL && *p != '\0') {
		const char *next;
		g_autofree char *line = NULL;
		char *value;

		if (g_ascii_strncasecmp(p, name, n) == 0) {
			line = unfold(p, &next);
			value = value_if(line, name);
			if (value != NULL && *value != '\0')
				return value;
			g_free(value);
		}
		p = strchr(p, '\n');
		p = p != NULL ? p + 1 : NULL;
	}
	return NULL;
}

/* "rfc822; <kijitora@example.jp>" and what servers make of it; NULL if no mail address. */
static char *
typed_address(const char *value)
{
	const char *semicolon = strchr(value, ';');
	const char *from = semicolon != NULL ? semicolon + 1 : value;
	char *found = bounce_first_address(from);
	g_autofree char *word = NULL;

	if (found != NULL)
		return found;
	word = g_strstrip(g_strdup(from)); /* a local user has no domain */
	if (semicolon == NULL || *word == '\0' || strlen(word) > 254 || strpbrk(word, " \t<>@") != NULL ||
	    g_ascii_strncasecmp(value, "rfc822", 6) != 0)
		return NULL;
	return g_steal_pointer(&word);
}

struct group { /* one recipient's fields, as they come */
	char *final, *original, *actual, *action, *status;
	GString *diagnostic, *comment; /* what stands in brackets after a status is only its name */
	gboolean any;
};

static void
group_end(GPtrArray *entries, struct group *group)
{
	/* The Original-Recipient is the address that was written to; the final one may be a stranger's alias. */
	const char *address = group->original != NULL && strchr(group->original, '@') != NULL ? group->original
			      : group->final != NULL                                          ? group->final
											      : group->actual;

	if (group->any && (address != NULL || group->action != NULL || group->status != NULL)) {
		struct bounce_entry *entry = bounce_entries_get(entries, address);

		if (entry != NULL) {
			g_free(entry->action);
			g_free(entry->status);
			entry->action = g_steal_pointer(&group->action);
			entry->status = g_steal_pointer(&group->status);
			bounce_append(entry->diagnostic,
			    group->diagnostic->len > 0 ? group->diagnostic->str : group->comment->str);
		}
	}
	g_free(group->final);
	g_free(group->original);
	g_free(group->actual);
	g_free(group->action);
	g_free(group->status);
	g_string_truncate(group->diagnostic, 0);
	g_string_truncate(group->comment, 0);
	*group = (struct group){ .diagnostic = group->diagnostic, .comment = group->comment };
}

static void
keep_address(char **slot, char *value)
{
	if (*slot == NULL)
		*slot = typed_address(value);
	g_free(value);
}

static void
group_line(GPtrArray *entries, struct group *group, const char *line)
{
	char *value;

	if ((value = value_if(line, "Final-Recipient")) != NULL) {
		if (group->final != NULL)
			group_end(entries, group); /* a writer that leaves out the empty line */
		keep_address(&group->final, value);
		group->any = TRUE;
	} else if ((value = value_if(line, "Original-Recipient")) != NULL) {
		if (group->original != NULL)
			group_end(entries, group);
		keep_address(&group->original, value);
		group->any = TRUE;
	} else if ((value = value_if(line, "X-Actual-Recipient")) != NULL) {
		keep_address(&group->actual, value);
	} else if ((value = value_if(line, "Action")) != NULL) {
		g_free(group->action);
		group->action = g_ascii_strdown(value, -1);
		group->action[strcspn(group->action, " \t(;")] = '\0';
		g_free(value);
		group->any = TRUE;
	} else if ((value = value_if(line, "Status")) != NULL) {
		g_free(group->status);
		group->status = bounce_status_find(value);
		if (strchr(value, '(') != NULL) /* "5.2.1 (mailbox disabled)" */
			bounce_append(group->comment, strchr(value, '('));
		g_free(value);
		group->any = TRUE;
	} else if ((value = value_if(line, "Diagnostic-Code")) != NULL ||
		   (value = value_if(line, "X-Supplementary-Info")) != NULL) {
		const char *semicolon = strchr(value, ';');
		gboolean typed = semicolon != NULL && strcspn(value, " \t<") >= (gsize)(semicolon - value);

		bounce_append(group->diagnostic, typed ? semicolon + 1 : value);
		g_free(value);
		group->any = TRUE;
	} else if ((value = value_if(line, "X-PowerMTA-BounceCategory")) != NULL) {
		bounce_append(group->comment, value);
		g_free(value);
	}
}

void
bounce_report_status(GPtrArray *entries, const char *text)
{
	struct group group = { .diagnostic = g_string_new(NULL), .comment = g_string_new(NULL) };
	const char *p = text;

	while (*p != '\0') {
		g_autofree char *line = unfold(p, &p);

		if (*g_strstrip(line) == '\0')
			group_end(entries, &group);
		else
			group_line(entries, &group, line);
	}
	group_end(entries, &group);
	g_string_free(group.diagnostic, TRUE);
	g_string_free(group.comment, TRUE);
}

gboolean
bounce_report_feedback(GPtrArray *entries, const char *text)
{
	static const char *const names[] = { "Original-Rcpt-To", "Removal-Recipient", "X-HmXmrOriginalRecipient" };
	g_autofree char *type = bounce_field(text, "Feedback-Type");

	for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
		g_autofree char *value = bounce_field(text, names[i]);
		g_autofree char *address = value != NULL ? bounce_first_address(value) : NULL;

		if (address != NULL) {
			bounce_entries_get(entries, address);
			break;
		}
	}
	return type != NULL;
}

/* The string after "key" : in JSON that a mail may have folded; its end in *end_r. NULL if there is none. */
static char *
json_string(const char *json, const char *key, const char **end_r)
{
	g_autofree char *quoted = g_strdup_printf("\"%s\"", key);
	const char *p = strstr(json, quoted);
	GString *value;

	if (p == NULL)
		return NULL;
	p += strlen(quoted);
	p += strspn(p, " \t\r\n:");
	if (*p++ != '"')
		return NULL;
	value = g_string_new(NULL);
	for (; *p != '\0' && *p != '"' && value->len < BOUNCE_MAX_WORDS; p++) {
		if (*p == '\\' && p[1] != '\0')
			p++;
		g_string_append_c(value, g_ascii_iscntrl(*p) ? ' ' : *p);
	}
	*end_r = p;
	return g_string_free(value, FALSE);
}

gboolean
bounce_report_json(GPtrArray *entries, const char *text, gboolean *complaint_r)
{
	const char *at = text, *end;
	g_autofree char *type = json_string(text, "notificationType", &end);

	if (type == NULL)
		type = json_string(text, "eventType", &end);
	if (type == NULL || (strcmp(type, "Bounce") != 0 && strcmp(type, "Complaint") != 0))
		return FALSE;
	*complaint_r = strcmp(type, "Complaint") == 0;
	for (char *address; (address = json_string(at, "emailAddress", &end)) != NULL; g_free(address)) {
		const char *from = end, *next = strstr(end, "\"emailAddress\"");
		g_autofree char *own = next != NULL ? g_strndup(from, (gsize)(next - from)) : g_strdup(from);
		g_autofree char *spec = bounce_first_address(address);
		g_autofree char *status = json_string(own, "status", &end),
				*said = json_string(own, "diagnosticCode", &end);
		struct bounce_entry *entry = spec != NULL ? bounce_entries_get(entries, spec) : NULL;

		if (entry != NULL && entry->status == NULL)
			entry->status = bounce_status_find(status);
		if (entry != NULL && said != NULL)
			bounce_append(entry->diagnostic, said);
		at = from;
		if (entries->len >= BOUNCE_MAX_RECIPIENTS) {
			g_free(address);
			break;
		}
	}
	return TRUE;
}
