/* SPDX-License-Identifier: Apache-2.0 */
/* What a provider answers and what a browser brings back: the first byte chooses. */
#include "sign/calc_in.h"

static void token(struct arena *a, str s)
{
	/* the base point of the curve stands for a key */
	static const struct jwk ec = {.alg = JWT_ES256, .a = S("\x6b\x17\xd1\xf2\xe1\x2c\x42\x47\xf8\xbc\xe6\xe5\x63\xa4\x40\xf2\x77\x03\x7d\x81\x2d\xeb\x33\xa0\xf4\xa1\x39\x45\xd8\x98\xc2\x96"),
				       .b = S("\x4f\xe3\x42\xe2\xfe\x1a\x7f\x9b\x8e\xe7\xeb\x4a\x7c\x0f\x9e\x16\x2b\xce\x33\x57\x6b\x31\x5e\xce\xcb\xb6\x40\x68\x37\xbf\x51\xf5")};
	struct jwt t;
	struct claims c;
	const struct claims_want want = {.issuer = S("https://a.cn"), .client = S("c"), .nonce = S("n"), .claim = S("sub"), .now = 1000000, .begun = 1000000};
	if (jwt_parse(a, s, &t) == JWT_GOOD) {
		ours(t.signed_part.n + t.signature.n < s.n);
		(void)jwt_verify(&t, &ec, 1);
	}
	if (claims_judge(a, s, &want, &c) == JWT_GOOD)
		ours(c.who.n > 0 && c.who.n <= 64);
}

static void keys(struct arena *a, str s)
{
	struct jwk *v;
	size_t n;
	struct jwt t = {.alg = JWT_RS256, .signed_part = S("x"), .signature = {s.p, s.n < 256 ? s.n : 256}};
	if (!jwks_parse(a, s, &v, &n))
		return;
	ours(n <= KEYS_MOST);
	ours(jwt_verify(&t, v, n) != JWT_GOOD);
	t.alg = JWT_ES256;
	t.signature = S("0123456789012345678901234567890123456789012345678901234567890123");
	ours(jwt_verify(&t, v, n) != JWT_GOOD);
}

static void spelling(struct arena *a, str s)
{
	str bytes;
	struct buf b;
	buf_init(&b, a);
	if (!base64url_get(a, s, &bytes))
		return;
	base64url_put(&b, bytes);
	ours(str_eq(buf_str(&b), s));
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);
int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct arena a;
	struct discovery d;
	str s = {(const char *)p + 1, n - 1};
	if (!n)
		return 0;
	arena_init(&a);
	if (p[0] == 't')
		token(&a, s);
	else if (p[0] == 'k')
		keys(&a, s);
	else if (p[0] == 'd')
		(void)!discovery_parse(&a, s, S("https://a.cn"), &d);
	else if (p[0] == 'r')
		ours(token_refusal(&a, s).n <= 40 && token_answer(&a, s).n <= s.n);
	else
		spelling(&a, s);
	arena_done(&a);
	return 0;
}
