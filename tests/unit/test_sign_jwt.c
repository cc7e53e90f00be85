/* SPDX-License-Identifier: Apache-2.0 */
/* Tokens made by another program (tests/vectors/jwt.tsv), what is wrong with each; keys,
 * discovery documents and what the provider is asked. */
#include "check.h"

#include <stdio.h>

#include "sign/calc_in.h"

#define NOW 1790820000000LL

static struct arena a;

static int set_up(void **state)
{
	unused_arg(state);
	arena_init(&a);
	return 0;
}

static int tear_down(void **state)
{
	unused_arg(state);
	arena_done(&a);
	return 0;
}

static str file(const char *path)
{
	char block[4096];
	size_t n;
	struct buf b;
	FILE *f = fopen(path, "rb");
	assert_non_null(f);
	buf_init(&b, &a);
	while ((n = fread(block, 1, sizeof block, f)) > 0)
		buf_add(&b, (str){block, n});
	fclose(f);
	return buf_str(&b);
}

static const struct claims_want want = {.issuer = S("https://id.example.cn"), .client = S("luoshi"), .nonce = S("n-0S6"), .claim = S("preferred_username"),
					.now = NOW, .begun = NOW - 60000};

static enum jwt_fault judge(str token, const struct jwk *keys, size_t n, struct claims *ret)
{
	struct jwt t;
	enum jwt_fault f = jwt_parse(&a, token, &t);
	if (f == JWT_GOOD)
		f = jwt_verify(&t, keys, n);
	return f == JWT_GOOD ? claims_judge(&a, t.claims, &want, ret) : f;
}

static void tokens_are_what_they_are(void **state)
{
	unused_arg(state);
	str rest = file("tests/vectors/jwt.tsv"), line, sort, name, fault;
	struct jwk *keys = NULL;
	size_t n = 0, looked = 0;
	while (str_split(rest, '\n', &line, &rest)) {
		struct claims c = {0};
		if (!str_split(line, '\t', &sort, &line))
			continue;
		if (str_eq(sort, S("keys"))) {
			assert_true(jwks_parse(&a, line, &keys, &n));
			assert_int_equal(n, 2);
			continue;
		}
		assert_true(str_split(line, '\t', &name, &line) && str_split(line, '\t', &fault, &line));
		const char *got = jwt_fault_name(judge(line, keys, n, &c));
		if (!str_eq(str_of(got), fault))
			test_fails(STR_FMT ": %s, not " STR_FMT, STR_ARG(name), got, STR_ARG(fault));
		same_str(c.who, str_eq(fault, S("good")) ? S("liuqinghe") : STR_NONE);
		assert_int_equal(c.mfa, str_eq(name, S("two factors")));
		looked++;
	}
	assert_true(looked > 40);
}

static void a_good_token_bent_anywhere_is_refused(void **state)
{
	unused_arg(state);
	str rest = file("tests/vectors/jwt.tsv"), line, token = S("");
	struct jwk *keys = NULL;
	size_t n = 0;
	while (str_split(rest, '\n', &line, &rest) && !token.n) {
		if (str_starts(line, S("keys\t")))
			assert_true(jwks_parse(&a, str_cut(line, 5, line.n), &keys, &n));
		if (str_starts(line, S("token\tec\tgood\t")))
			token = str_cut(line, 14, line.n);
	}
	struct claims c;
	assert_int_equal(judge(token, keys, n, &c), JWT_GOOD);
	for (size_t i = 0; i < token.n; i++) {
		char *bent = arena_copy(&a, token.p, token.n);
		bent[i] = bent[i] == 'Q' ? 'R' : 'Q';
		assert_int_not_equal(judge((str){bent, token.n}, keys, n, &c), JWT_GOOD);
		assert_int_not_equal(judge((str){token.p, i}, keys, n, &c), JWT_GOOD);
	}
	assert_int_equal(judge(token, keys, 0, &c), JWT_NO_KEY);
	struct jwk twice[] = {keys[1], keys[1]};
	assert_int_equal(judge(token, twice, 2, &c), JWT_NO_KEY);
}

static void shapes_that_are_no_tokens(void **state)
{
	unused_arg(state);
	static const char *const rows[] = {"", ".", "..", "...", "a.b", "e30.e30.e30", "e30.e30.", "eyJhbGciOiJSUzI1NiJ9.e30.AA.AA", "eyJhbGciOiJSUzI1NiJ9.e30.A",
					   "eyJhbGciOiJSUzI1NiJ9.e30=.AA", "eyJhbGciOiJSUzI1NiJ9 .e30.AA", "W10.e30.AA"};
	struct jwt t;
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		assert_int_not_equal(jwt_parse(&a, str_of(rows[i]), &t), JWT_GOOD);
	char *big = arena_alloc(&a, TOKEN_MOST + 1);
	memset(big, 'A', TOKEN_MOST + 1);
	assert_int_equal(jwt_parse(&a, (str){big, TOKEN_MOST + 1}, &t), JWT_SHAPE);
}

static void base64url_has_one_spelling(void **state)
{
	unused_arg(state);
	str got;
	for (size_t n = 0; n < 40; n++) {
		char bytes[40];
		struct buf b;
		buf_init(&b, &a);
		for (size_t i = 0; i < n; i++)
			bytes[i] = (char)(i * 71 + n);
		base64url_put(&b, (str){bytes, n});
		assert_true(base64url_get(&a, buf_str(&b), &got));
		same_str(got, ((str){bytes, n}));
	}
	static const char *const bad[] = {"A", "AB", "AAB", "AA=", "AA==", "A+AA", "A/AA", "AAAAA", "A A", "\xe8\x90\xbd"};
	for (size_t i = 0; i < COUNT_OF(bad); i++)
		assert_false(base64url_get(&a, str_of(bad[i]), &got));
	assert_true(base64url_get(&a, S("_-8"), &got));
	same_str(got, S("\xff\xef"));
}

static void keys_that_are_none_are_left_out(void **state)
{
	unused_arg(state);
	static const struct {
		const char *json;
		int n; /* -1: it is no list of keys */
	} rows[] = {
		{"{}", -1}, {"[]", -1}, {"", -1}, {"{\"keys\":{}}", -1}, {"{\"keys\":[]}", 0}, {"{\"keys\":[1,null,\"x\",{}]}", 0},
		{"{\"keys\":[{\"kty\":\"RSA\",\"n\":\"AQAB\",\"e\":\"AQAB\"}]}", 0}, /* too small */
		{"{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-384\",\"x\":\"AQAB\",\"y\":\"AQAB\"}]}", 0},
		{"{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\",\"y\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"}]}", 1},
		{"{\"keys\":[{\"kty\":\"EC\",\"use\":\"enc\",\"crv\":\"P-256\",\"x\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\",\"y\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"}]}", 0},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct jwk *v;
		size_t n;
		bool good = jwks_parse(&a, str_of(rows[i].json), &v, &n);
		assert_int_equal(good ? (int)n : -1, rows[i].n);
		struct jwt t = {.alg = JWT_ES256, .signed_part = S("x"), .signature = S("0123456789012345678901234567890123456789012345678901234567890123")};
		if (good && n) /* not on the curve */
			assert_int_equal(jwt_verify(&t, v, n), JWT_SIGNATURE);
	}
}

static void an_address_of_mail_counts_when_it_was_proved(void **state)
{
	unused_arg(state);
	static const char head[] = "{\"iss\":\"https://id.example.cn\",\"sub\":\"1\",\"aud\":\"luoshi\",\"exp\":1790820300,\"iat\":1790820000,\"nonce\":\"n-0S6\",\"email\":\"liu@example.cn\"";
	static const struct {
		const char *tail;
		enum jwt_fault fault;
	} rows[] = {{"}", JWT_CLAIM}, {",\"email_verified\":false}", JWT_CLAIM}, {",\"email_verified\":\"true\"}", JWT_CLAIM}, {",\"email_verified\":true}", JWT_GOOD},
		    {",\"email\":\"twice@example.cn\",\"email_verified\":true}", JWT_SHAPE}};
	struct claims_want w = want;
	w.claim = S("email");
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct claims c;
		struct buf b;
		buf_init(&b, &a);
		buf_z(&b, head);
		buf_z(&b, rows[i].tail);
		assert_int_equal(claims_judge(&a, buf_str(&b), &w, &c), rows[i].fault);
	}
	w.nonce = S(""); /* a nonce of ours is never empty, and must not fit one that is */
	struct claims c;
	assert_int_equal(claims_judge(&a, S("{\"iss\":\"https://id.example.cn\",\"sub\":\"1\",\"aud\":\"luoshi\",\"exp\":1790820300,\"iat\":1790820000,\"nonce\":\"\"}"), &w, &c), JWT_NONCE);
}

/* ---- the provider ------------------------------------------------------------------------------ */
static void addresses_are_encrypted_or_here(void **state)
{
	unused_arg(state);
	static const struct {
		const char *url;
		bool near, good;
	} rows[] = {
		{"https://id.example.cn", false, true}, {"https://id.example.cn:8443/realms/a?x=1", false, true}, {"http://id.example.cn", true, false},
		{"http://127.0.0.1:9000", true, true}, {"http://127.0.0.1:9000", false, false}, {"http://localhost/x", true, true}, {"http://[::1]:9000/", true, true},
		{"http://127.0.0.1.example.cn", true, false}, {"http://127.0.0.1@example.cn/", true, false}, {"https://a@b.cn", false, false}, {"https://", false, false},
		{"https:///x", false, false}, {"https://a b", false, false}, {"https://a#b", false, false}, {"ftp://a", false, false}, {"", true, false},
		{"file:///etc/passwd", true, false}, {"https://id.example.cn\\@x", false, false},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		if (provider_url_good(str_of(rows[i].url), rows[i].near) != rows[i].good)
			test_fails("%s", rows[i].url);
	same_str(discovery_url(&a, S("https://id.example.cn/")), S("https://id.example.cn/.well-known/openid-configuration"));
	same_str(discovery_url(&a, S("https://id.example.cn/realms/a")), S("https://id.example.cn/realms/a/.well-known/openid-configuration"));
}

static void discovery_is_held_to_its_issuer(void **state)
{
	unused_arg(state);
#define REST ",\"authorization_endpoint\":\"https://a.cn/x\",\"token_endpoint\":\"https://b.cn/t\",\"jwks_uri\":\"https://c.cn/k\""
	static const struct {
		const char *json, *wrong;
		bool basic;
	} rows[] = {
		{"{\"issuer\":\"https://a.cn\"" REST "}", NULL, true},
		{"{\"issuer\":\"https://a.cn\"" REST ",\"token_endpoint_auth_methods_supported\":[\"client_secret_post\"]}", NULL, false},
		{"{\"issuer\":\"https://a.cn\"" REST ",\"code_challenge_methods_supported\":[\"plain\"]}", "discovery_no_s256", false},
		{"{\"issuer\":\"https://a.cn/\"" REST "}", "discovery_issuer", false},
		{"{\"issuer\":\"https://evil.cn\"" REST "}", "discovery_issuer", false},
		{"{\"issuer\":\"https://a.cn\",\"authorization_endpoint\":\"https://a.cn/x\",\"token_endpoint\":\"http://b.cn/t\",\"jwks_uri\":\"https://c.cn/k\"}", "discovery_address", false},
		{"{\"issuer\":\"https://a.cn\"}", "discovery_address", false}, {"[]", "discovery_shape", false}, {"", "discovery_shape", false},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct discovery d = {0};
		const char *wrong = discovery_parse(&a, str_of(rows[i].json), S("https://a.cn"), &d);
		same_str(str_of(wrong), str_of(rows[i].wrong));
		if (!wrong)
			assert_int_equal(d.basic, rows[i].basic);
	}
}

/* The challenge is the one of RFC 7636, appendix B. */
static void what_is_asked(void **state)
{
	unused_arg(state);
	const struct discovery d = {.authorize = S("https://a.cn/x?tenant=1"), .basic = true};
	struct asking k = {S("luo shi"), S("https://l.cn/sign-in/provider/back"), S("preferred_username"), S("st"), S("no"),
			   S("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"), S("zh-CN")};
	same_str(authorize_url(&a, &d, &k),
		 S("https://a.cn/x?tenant=1&response_type=code&client_id=luo%20shi&redirect_uri=https%3A%2F%2Fl.cn%2Fsign-in%2Fprovider%2Fback&scope=openid%20profile"
		   "&state=st&nonce=no&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256&ui_locales=zh-CN"));
	same_str(token_body(&a, &k, S("c&d"), S("s%")),
		 S("grant_type=authorization_code&code=c%26d&redirect_uri=https%3A%2F%2Fl.cn%2Fsign-in%2Fprovider%2Fback&code_verifier="
		   "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk&client_id=luo%20shi&client_secret=s%25"));
	same_str(token_answer(&a, S("{\"id_token\":\"a.b.c\"}")), S("a.b.c"));
	same_str(token_answer(&a, S("{\"id_token\":7}")), S(""));
	same_str(token_answer(&a, S("nonsense")), S(""));
	same_str(token_refusal(&a, S("{\"error\":\"invalid_grant\",\"error_description\":\"x\"}")), S("invalid_grant"));
	same_str(token_refusal(&a, S("{\"error\":\"a\\nfake=line\"}")), S(""));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tokens_are_what_they_are),
		cmocka_unit_test(a_good_token_bent_anywhere_is_refused),
		cmocka_unit_test(shapes_that_are_no_tokens),
		cmocka_unit_test(base64url_has_one_spelling),
		cmocka_unit_test(keys_that_are_none_are_left_out),
		cmocka_unit_test(an_address_of_mail_counts_when_it_was_proved),
		cmocka_unit_test(addresses_are_encrypted_or_here),
		cmocka_unit_test(discovery_is_held_to_its_issuer),
		cmocka_unit_test(what_is_asked),
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
