#include "web/problem.h"

#include <json-c/json.h>
#include <string.h>

#include "base/fault.h"

/* Where HTTP has a finer word than the fault's code. */
static const struct {
	const char *name;
	int status;
} finer[] = {
	{ "bad-json", 400 },
	{ "bad-header", 400 },
	{ "bad-multipart", 400 },
	{ "token-in-url", 400 },
	{ "unknown-parameter", 400 },
	{ "missing-parameter", 400 },
	{ "invalid-parameter", 400 },
	{ "bad-cursor", 400 },
	{ "method-not-allowed", 405 },
	{ "too-slow", 408 },
	{ "length-required", 411 },
	{ "changed-meanwhile", 412 },
	{ "uri-too-long", 414 },
	{ "wrong-content-type", 415 },
	{ "range-not-satisfiable", 416 },
	{ "headers-too-large", 431 },
};

int
problem_status(const GError *error)
{
	static const int statuses[] = { [FAULT_INTERNAL] = 500, [FAULT_INVALID] = 422, [FAULT_UNAUTHENTICATED] = 401, [FAULT_FORBIDDEN] = 403,
		[FAULT_NOT_FOUND] = 404, [FAULT_CONFLICT] = 409, [FAULT_LIMIT] = 413, [FAULT_RATE] = 429, [FAULT_UNAVAILABLE] = 503 };
	const char *name = fault_name(error);

	if (error->domain != FAULT || error->code < 0 || error->code >= (int)G_N_ELEMENTS(statuses))
		return 500;
	for (size_t i = 0; i < G_N_ELEMENTS(finer); i++)
		if (strcmp(finer[i].name, name) == 0)
			return finer[i].status;
	return statuses[error->code];
}

const char *
problem_title(int status)
{
	static const struct {
		int status;
		const char *title;
	} titles[] = { { 400, "The request cannot be read" }, { 401, "Who is asking is not known" }, { 403, "Not allowed" },
		{ 404, "Not found" }, { 405, "Not possible here" }, { 408, "Too slow" }, { 409, "Conflict" }, { 411, "Length required" },
		{ 412, "Changed meanwhile" }, { 413, "Too large" }, { 414, "Address too long" }, { 415, "Wrong content type" },
		{ 416, "No such range" }, { 422, "Something in the request is wrong" }, { 429, "Too many requests" },
		{ 431, "Headers too large" }, { 500, "Our mistake" }, { 503, "Not possible now" } };

	for (size_t i = 0; i < G_N_ELEMENTS(titles); i++)
		if (titles[i].status == status)
			return titles[i].title;
	return "Error";
}

static void
add_text(json_object *object, const char *name, const char *text)
{
	json_object_object_add(object, name, json_object_new_string(text));
}

char *
problem_json(const GError *error, int status)
{
	json_object *problem = json_object_new_object();
	const char *name = status == 500 ? "internal" : fault_name(error);
	g_autofree char *type = g_strconcat("/problems/", name, NULL);
	g_autofree char *detail = g_utf8_make_valid(error->message, -1);
	char *json;

	add_text(problem, "type", type);
	add_text(problem, "title", problem_title(status));
	json_object_object_add(problem, "status", json_object_new_int(status));
	if (status == 500)
		add_text(problem, "detail", "Something went wrong on our side; nothing was changed. Try again, and tell us if it stays.");
	else if (status == 503 && strcmp(name, "database-unavailable") == 0)	/* its own words name hosts and users */
		add_text(problem, "detail", "The database does not answer; nothing was changed. Try again in a moment.");
	else
		add_text(problem, "detail", detail);
	if (fault_field(error) != NULL)
		add_text(problem, "field", fault_field(error));
	json = g_strdup(json_object_to_json_string_ext(problem, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE));
	json_object_put(problem);
	return json;
}

int
problem_retry_after(const GError *error)
{
	if (fault_is(error, FAULT_RATE))
		return 30;
	return fault_is(error, FAULT_UNAVAILABLE) ? 2 : 0;
}
