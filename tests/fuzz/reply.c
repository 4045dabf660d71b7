/* Reply text: the new part of any text or HTML is valid UTF-8, and plain text loses no words to nowhere. */
#include "email/reply.h"

#include "fuzz.h"

static gsize
letters(const char *text)
{
	gsize n = 0;

	for (; text != NULL && *text != '\0'; text++)
		n += g_ascii_isalnum(*text) != 0;
	return n;
}

static void
check(const struct reply *reply)
{
	MUST(reply->text != NULL);
	MUST_BE_UTF8(reply->text);
	MUST_BE_UTF8(reply->quoted);
	MUST_BE_UTF8(reply->signature);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autofree char *text = size == 0 ? g_strdup("") : g_utf8_make_valid((const char *)data + 1, (gssize)size - 1);
	struct reply reply;

	if (size > 0 && data[0] % 2 == 1) {
		reply = reply_split_html(text, "Ana Torres", "ana@client.example");
		check(&reply);
	} else {
		reply = reply_split_text(text, "Ana Torres", "ana@client.example");
		check(&reply);
		MUST(letters(reply.text) + letters(reply.quoted) + letters(reply.signature) >= letters(text));
	}
	reply_clear(&reply);
	return 0;
}
