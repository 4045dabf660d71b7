/* replysplit text|html FILE... - prints what reply.h makes of each file, one JSON object a line:
 * {"file", "text", "quoted", "signature"}. For contrib/benches/corpora_replies.py. */
#include <json-c/json.h>
#include <stdio.h>
#include <string.h>

#include "email/reply.h"

static struct json_object *
string_or_null(const char *text)
{
	return text != NULL ? json_object_new_string(text) : NULL;
}

static void
print(const char *file, const struct reply *reply)
{
	struct json_object *line = json_object_new_object();

	json_object_object_add(line, "file", json_object_new_string(file));
	json_object_object_add(line, "text", string_or_null(reply->text));
	json_object_object_add(line, "quoted", string_or_null(reply->quoted));
	json_object_object_add(line, "signature", string_or_null(reply->signature));
	puts(json_object_to_json_string_ext(line, JSON_C_TO_STRING_PLAIN));
	json_object_put(line);
}

int
main(int argc, char **argv)
{
	gboolean html = argc > 1 && strcmp(argv[1], "html") == 0;

	if (argc < 3 || (!html && strcmp(argv[1], "text") != 0)) {
		fputs("usage: replysplit text|html FILE...\n", stderr);
		return 2;
	}
	for (int i = 2; i < argc; i++) {
		g_autofree char *bytes = NULL, *text = NULL;
		g_autoptr(GError) error = NULL;
		gsize length;
		struct reply reply;

		if (!g_file_get_contents(argv[i], &bytes, &length, &error)) {
			fprintf(stderr, "replysplit: %s\n", error->message);
			return 1;
		}
		text = g_utf8_make_valid(bytes, (gssize)length);
		reply = html ? reply_split_html(text, NULL, NULL) : reply_split_text(text, NULL, NULL);
		print(argv[i], &reply);
		reply_clear(&reply);
	}
	return 0;
}
