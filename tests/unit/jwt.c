#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <glib.h>
#include <string.h>

#include "base/fault.h"
#include "wire/jwt.h"

#define NOW 1900000000	/* before the tokens below end */

/* Made with openssl for this test; the private keys are gone. */
#define RSA_N \
	"2FyvgROoVRFcP_6Ttd81uBOoprfcWRmGXd6bvmFSNv1iA5iU9tw-V5FXaRo3LjOnvqyQDAvB4_QgSO5tYcSbBD--" \
	"0t-SCKNAvy9JuOIbn34S_OMOfoTYI2SaU4nNVjUgWMfo7Rn2O82zjkQLZUNVHNVZgv-uXcbQ4j83bsNB1vzyqwIo-MbEyA-wbcrG" \
	"uleMOpmGegfPNCSaQd0O0ziaBLzO55Fsp4GrZ0xvR6wjEPxacIy5mSDcL3bLZj7FvyKRR4jT_0ldiqKbQebDPsI5-" \
	"QVfXRVcdJH_UsN7jgjf_i2PElmPN6QIhwxnE-8LPHdVipKtlOzwv1R8nhaQjuX3Xw"
#define EC_X \
	"BKAF10-JraJOh7hk3loIY-m1TxMyv0E9W6Ny2c4Esi4"
#define EC_Y \
	"ynE8JBShL6_INe2M4GSwxu6p5rFFRM-sP1757SnfmLE"
static const char rs256_token[] =
	"eyJhbGciOiJSUzI1NiIsImtpZCI6InIifQ.eyJpc3MiOiJpIiwiYXVkIjoic3VwcG9ydGQiLCJzdWIiOiJ1IiwiZXhwIjoyMDAwM" \
	"DAwMDAwfQ.PYXpaM8Ol2h48IThzQOPV8vc06_u1ZB74PpOnF1kC4yE0Kc953BwNzx5bCJ51YqvoLB0P8zvrsxNMSAEMjoXfSvOvv" \
	"lzLzl4TYo9aWp8yfuLWoafDhAXXXCn76ItA1TvZw9PNF6afahsvq9DNu5S1rtMIgOvMw8hM4i-mgP4yNa-" \
	"4EXZEt7tDTST1Z41c9cNCYbvCU0Z3V4ymkU-vy5yMV9Ah_eLb7-" \
	"pZJ74a_h1yNQTBfOss4JLAxY34o8VzMDncMT20_u6hcbRZNP0HzZEVmtq63622JhW4AuO8HzNXphiNEILmaGsFOREbsBaA924pF7" \
	"Udo2khC3JjwYFaR8wkQ";
static const char es256_token[] =
	"eyJhbGciOiJFUzI1NiIsImtpZCI6ImUifQ.eyJpc3MiOiJpIiwiYXVkIjoic3VwcG9ydGQiLCJzdWIiOiJ1IiwiZXhwIjoyMDAwM" \
	"DAwMDAwfQ.qOpuRSJhfYQykcwzzjM7wcn6d1kvglmG-rhJca2_xwswW456yb6i1Rl-ZzNodXr40HqD2NuKHomgz0UeMODsag";
static const char key_set[] = "{\"keys\":[{\"kty\":\"RSA\",\"kid\":\"r\",\"alg\":\"RS256\",\"use\":\"sig\",\"e\":\"AQAB\",\"n\":\"" RSA_N "\"},"
    "{\"kty\":\"EC\",\"kid\":\"e\",\"crv\":\"P-256\",\"x\":\"" EC_X "\",\"y\":\"" EC_Y "\"},"
    "{\"kty\":\"oct\",\"kid\":\"s\",\"alg\":\"HS256\",\"k\":\"c2VjcmV0\"}]}";

static char *
base64url(const void *data, gsize length)
{
	char *text = g_base64_encode(data, length);

	g_strdelimit(text, "+", '-');
	g_strdelimit(text, "/", '_');
	*(strchrnul(text, '=')) = '\0';
	return text;
}

/* A token signed by HMAC-SHA256, whatever its header says. */
static char *
make(const char *header, const char *claims, const char *key, gsize key_length)
{
	g_autofree char *head = base64url(header, strlen(header)), *body = base64url(claims, strlen(claims)), *mac = NULL;
	g_autofree char *text = g_strconcat(head, ".", body, NULL);
	g_autoptr(GHmac) hmac = g_hmac_new(G_CHECKSUM_SHA256, (const guchar *)key, key_length);
	guint8 digest[32];
	gsize length = sizeof(digest);

	g_hmac_update(hmac, (const guchar *)text, -1);
	g_hmac_get_digest(hmac, digest, &length);
	mac = base64url(digest, length);
	return g_strconcat(text, ".", mac, NULL);
}

static struct keyring *
a_keyring(void)
{
	struct keyring *keyring = keyring_new();
	g_autoptr(GBytes) secret = g_bytes_new_static("a secret of thirty-two bytes here", 33);

	assert_int_equal(keyring_add(keyring, "h", "HS256", secret, NULL), 1);
	assert_int_equal(keyring_publish(keyring, key_set, strlen(key_set), NULL), 2);
	return keyring;
}

#define HS "{\"alg\":\"HS256\",\"kid\":\"h\"}"
#define GOOD "{\"iss\":\"i\",\"aud\":\"supportd\",\"sub\":\"u\",\"exp\":2000000000,\"plan_tier\":\"business\"}"

/* The fault's name, or "" for a token that holds. */
static const char *
check(const char *token, int64_t now)
{
	static char name[60];
	struct keyring *keyring = a_keyring();
	struct jwt_claims claims;
	g_autoptr(GError) error = NULL;

	g_strlcpy(name, "", sizeof(name));
	if (jwt_check(keyring, token, "i", "supportd", now, &claims, &error) < 0)
		g_strlcpy(name, fault_name(error), sizeof(name));
	jwt_claims_clear(&claims);
	keyring_free(&keyring);
	return name;
}

static const char *
check_hs(const char *header, const char *claims, int64_t now)
{
	g_autofree char *token = make(header, claims, "a secret of thirty-two bytes here", 33);

	return check(token, now);
}

static void
tokens_of_all_three_kinds_hold(void **state)
{
	(void)state;
	assert_string_equal(check_hs(HS, GOOD, NOW), "");
	assert_string_equal(check(rs256_token, NOW), "");
	assert_string_equal(check(es256_token, NOW), "");
}

static void
a_changed_token_does_not_hold(void **state)
{
	g_autofree char *rs = g_strdup(rs256_token), *es = g_strdup(es256_token);

	(void)state;
	rs[strlen(rs) - 9] = rs[strlen(rs) - 9] == 'A' ? 'B' : 'A';
	es[strlen(es) - 9] = es[strlen(es) - 9] == 'A' ? 'B' : 'A';
	assert_string_equal(check(rs, NOW), "bad-token");
	assert_string_equal(check(es, NOW), "bad-token");
}

static void
nobody_gets_in_with_alg_none(void **state)
{
	g_autofree char *head = base64url("{\"alg\":\"none\",\"kid\":\"h\"}", 25), *claims = base64url(GOOD, strlen(GOOD));
	g_autofree char *unsigned_token = g_strconcat(head, ".", claims, ".", NULL);

	(void)state;
	assert_string_equal(check(unsigned_token, NOW), "bad-token");
	assert_string_equal(check_hs("{\"alg\":\"none\",\"kid\":\"h\"}", GOOD, NOW), "bad-token");
	assert_string_equal(check_hs("{\"kid\":\"h\"}", GOOD, NOW), "bad-token");
}

/* The classic: sign with HMAC, and the public key that everybody has as the secret. */
static void
a_public_key_is_no_secret(void **state)
{
	g_autofree char *token = make("{\"alg\":\"HS256\",\"kid\":\"r\"}", GOOD, RSA_N, strlen(RSA_N));

	(void)state;
	assert_string_equal(check(token, NOW), "bad-token");
	assert_string_equal(check_hs("{\"alg\":\"RS256\",\"kid\":\"h\"}", GOOD, NOW), "bad-token");
	assert_string_equal(check_hs("{\"alg\":\"HS512\",\"kid\":\"h\"}", GOOD, NOW), "bad-token");
}

static void
a_published_secret_is_not_taken(void **state)
{
	g_autofree char *token = make("{\"alg\":\"HS256\",\"kid\":\"s\"}", GOOD, "secret", 6);

	(void)state;
	assert_string_equal(check(token, NOW), "unknown-key");
}

static void
times_are_kept_with_a_minute_of_patience(void **state)
{
	static const char early[] = "{\"iss\":\"i\",\"aud\":\"supportd\",\"sub\":\"u\",\"exp\":2000000000,\"nbf\":1900000000}";

	(void)state;
	assert_string_equal(check_hs(HS, GOOD, 2000000059), "");
	assert_string_equal(check_hs(HS, GOOD, 2000000060), "token-expired");
	assert_string_equal(check_hs(HS, early, 1899999940), "");
	assert_string_equal(check_hs(HS, early, 1899999939), "token-not-yet-valid");
	assert_string_equal(check_hs(HS, "{\"iss\":\"i\",\"aud\":\"supportd\",\"sub\":\"u\"}", NOW), "bad-token");
	assert_string_equal(check_hs(HS, "{\"iss\":\"i\",\"aud\":\"supportd\",\"sub\":\"u\",\"exp\":\"2000000000\"}", NOW), "bad-token");
}

static void
a_token_for_somebody_else_is_refused(void **state)
{
	(void)state;
	assert_string_equal(check_hs(HS, "{\"iss\":\"i\",\"aud\":\"billing\",\"sub\":\"u\",\"exp\":2000000000}", NOW), "wrong-audience");
	assert_string_equal(check_hs(HS, "{\"iss\":\"i\",\"sub\":\"u\",\"exp\":2000000000}", NOW), "wrong-audience");
	assert_string_equal(check_hs(HS, "{\"iss\":\"x\",\"aud\":\"supportd\",\"sub\":\"u\",\"exp\":2000000000}", NOW), "wrong-issuer");
	assert_string_equal(check_hs(HS, "{\"iss\":\"i\",\"aud\":[\"billing\",\"supportd\"],\"sub\":\"u\",\"exp\":2000000000}", NOW), "");
	assert_string_equal(check_hs(HS, "{\"iss\":\"i\",\"aud\":\"supportd\",\"exp\":2000000000}", NOW), "bad-token");
}

static void
rubbish_is_refused_and_nothing_worse(void **state)
{
	static const char *const rubbish[] = { "", ".", "..", "a.b.c", "e30.e30.", "e30.e30.e30", "bnVsbA.bnVsbA.x", "W10.W10.x", "....", "a..b",
		"eyJhbGciOiJIUzI1NiJ9.eyJhbGciOiJIUzI1NiJ9." };

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(rubbish); i++)
		assert_string_not_equal(check(rubbish[i], NOW), "");
}

static void
a_broken_key_set_leaves_the_old_keys(void **state)
{
	struct keyring *keyring = a_keyring();
	struct jwt_claims claims;
	static const char *const broken[] = { "", "{", "[]", "{\"keys\":[]}", "{\"keys\":[{\"kty\":\"RSA\",\"kid\":\"x\",\"n\":\"AQAB\",\"e\":\"AQAB\"}]}" };

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(broken); i++)
		assert_int_equal(keyring_publish(keyring, broken[i], strlen(broken[i]), NULL), -1);
	assert_int_equal(jwt_check(keyring, rs256_token, "i", "supportd", NOW, &claims, NULL), 1);
	assert_string_equal(claims.subject, "u");
	jwt_claims_clear(&claims);
	keyring_free(&keyring);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tokens_of_all_three_kinds_hold),
		cmocka_unit_test(a_changed_token_does_not_hold),
		cmocka_unit_test(nobody_gets_in_with_alg_none),
		cmocka_unit_test(a_public_key_is_no_secret),
		cmocka_unit_test(a_published_secret_is_not_taken),
		cmocka_unit_test(times_are_kept_with_a_minute_of_patience),
		cmocka_unit_test(a_token_for_somebody_else_is_refused),
		cmocka_unit_test(rubbish_is_refused_and_nothing_worse),
		cmocka_unit_test(a_broken_key_set_leaves_the_old_keys),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
