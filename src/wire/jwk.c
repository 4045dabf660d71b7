#include "wire/jwk.h"

#include <string.h>

/* SubjectPublicKeyInfo (RFC 5280, 4.1) needs four kinds of DER (X.690): INTEGER 2, BIT STRING 3, SEQUENCE 0x30, and fixed OIDs. */

static const guint8 rsa_oid[] = { 0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00 };
static const guint8 p256_oid[] = { 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a, 0x86, 0x48,
	0xce, 0x3d, 0x03, 0x01, 0x07 };

GBytes *
jwk_base64url(const char *text, gsize length)
{
	g_autofree char *plain = g_malloc0(length + 4);
	gsize size = 0;
	guchar *bytes;

	for (gsize i = 0; i < length; i++) {
		if (!g_ascii_isalnum(text[i]) && text[i] != '-' && text[i] != '_')
			return NULL;
		plain[i] = text[i] == '-' ? '+' : text[i] == '_' ? '/' : text[i];
	}
	if (length == 0 || length % 4 == 1)
		return NULL;
	for (gsize i = length; i % 4 != 0; i++)
		plain[i] = '=';
	bytes = g_base64_decode(plain, &size);
	return g_bytes_new_take(bytes, size);
}

static void
append_der(GByteArray *out, guint8 tag, const guint8 *data, gsize length)
{
	guint8 head[6] = { tag };
	guint n = 1;

	if (length < 0x80) {
		head[n++] = (guint8)length;
	} else if (length < 0x100) {
		head[n++] = 0x81;
		head[n++] = (guint8)length;
	} else {
		head[n++] = 0x82;
		head[n++] = (guint8)(length >> 8);
		head[n++] = (guint8)length;
	}
	g_byte_array_append(out, head, n);
	g_byte_array_append(out, data, (guint)length);
}

static void
append_integer(GByteArray *out, GBytes *number)
{
	gsize length;
	const guint8 *data = g_bytes_get_data(number, &length);
	g_autoptr(GByteArray) positive = g_byte_array_new();
	static const guint8 zero;

	while (length > 1 && *data == 0) {
		data++;
		length--;
	}
	if (*data >= 0x80)
		g_byte_array_append(positive, &zero, 1);
	g_byte_array_append(positive, data, (guint)length);
	append_der(out, 0x02, positive->data, positive->len);
}

/* Algorithm and key to PEM. */
static GBytes *
public_key_pem(const guint8 *algorithm, gsize algorithm_length, const guint8 *key, gsize key_length)
{
	g_autoptr(GByteArray) bits = g_byte_array_new(), inner = g_byte_array_new(), outer = g_byte_array_new();
	g_autofree char *base64 = NULL;
	GString *pem = g_string_new("-----BEGIN PUBLIC KEY-----\n");
	static const guint8 no_unused_bits;

	g_byte_array_append(bits, &no_unused_bits, 1);
	g_byte_array_append(bits, key, (guint)key_length);
	g_byte_array_append(inner, algorithm, (guint)algorithm_length);
	append_der(inner, 0x03, bits->data, bits->len);
	append_der(outer, 0x30, inner->data, inner->len);
	base64 = g_base64_encode(outer->data, outer->len);
	for (const char *at = base64; *at != '\0'; at += strnlen(at, 64))
		g_string_append_printf(pem, "%.64s\n", at);
	g_string_append(pem, "-----END PUBLIC KEY-----\n");
	return g_string_free_to_bytes(pem);
}

GBytes *
jwk_rsa_pem(const char *n, const char *e)
{
	g_autoptr(GBytes) modulus = n != NULL ? jwk_base64url(n, strlen(n)) : NULL;
	g_autoptr(GBytes) exponent = e != NULL ? jwk_base64url(e, strlen(e)) : NULL;
	g_autoptr(GByteArray) numbers = NULL, key = NULL;

	/* 2048 to 8192 bits; less is no protection. */
	if (modulus == NULL || exponent == NULL || g_bytes_get_size(modulus) < 256 || g_bytes_get_size(modulus) > 1025 ||
	    g_bytes_get_size(exponent) > 8)
		return NULL;
	numbers = g_byte_array_new();
	key = g_byte_array_new();
	append_integer(numbers, modulus);
	append_integer(numbers, exponent);
	append_der(key, 0x30, numbers->data, numbers->len);
	return public_key_pem(rsa_oid, sizeof(rsa_oid), key->data, key->len);
}

GBytes *
jwk_p256_pem(const char *x, const char *y)
{
	g_autoptr(GBytes) left = x != NULL ? jwk_base64url(x, strlen(x)) : NULL;
	g_autoptr(GBytes) right = y != NULL ? jwk_base64url(y, strlen(y)) : NULL;
	guint8 point[65] = { 0x04 };	/* uncompressed */

	if (left == NULL || right == NULL || g_bytes_get_size(left) != 32 || g_bytes_get_size(right) != 32)
		return NULL;
	memcpy(point + 1, g_bytes_get_data(left, NULL), 32);
	memcpy(point + 33, g_bytes_get_data(right, NULL), 32);
	return public_key_pem(p256_oid, sizeof(p256_oid), point, sizeof(point));
}
