/* SPDX-License-Identifier: Apache-2.0 */
/* One-time codes: HOTP of RFC 4226 counted by the clock, RFC 6238. SHA-1, six digits and thirty
 * seconds, because programs on phones ignore any other parameter; HMAC-SHA-1 is not broken
 * by collisions of SHA-1. */
#include "core/sign_in_in.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <string.h>

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"; /* RFC 4648, 6 */

str base32_put(struct arena *a, const uint8_t *p, size_t n)
{
	struct buf b;
	uint32_t bits = 0;
	int have = 0;
	buf_init(&b, a);
	for (size_t i = 0; i < n; i++) {
		bits = bits << 8 | p[i];
		for (have += 8; have >= 5; have -= 5)
			buf_byte(&b, alphabet[bits >> (have - 5) & 31]);
	}
	if (have)
		buf_byte(&b, alphabet[bits << (5 - have) & 31]);
	return buf_str(&b);
}

bool base32_get(str s, uint8_t *ret, size_t n)
{
	uint32_t bits = 0;
	int have = 0;
	size_t at = 0;
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == ' ')
			continue;
		char c = s.p[i] >= 'a' && s.p[i] <= 'z' ? (char)(s.p[i] - 32) : s.p[i];
		const char *where = c ? strchr(alphabet, c) : NULL;
		if (!where || at >= n)
			return false;
		bits = bits << 5 | (uint32_t)(where - alphabet);
		if ((have += 5) >= 8) {
			have -= 8;
			ret[at++] = (uint8_t)(bits >> have);
		}
	}
	return at == n;
}

static uint32_t hotp(const uint8_t *key, size_t n, int64_t step)
{
	uint8_t counter[8], mac[EVP_MAX_MD_SIZE];
	unsigned len = 0;
	for (int i = 0; i < 8; i++)
		counter[i] = (uint8_t)((uint64_t)step >> (56 - 8 * i));
	ours(HMAC(EVP_sha1(), key, (int)n, counter, sizeof counter, mac, &len) && len == 20);
	size_t at = mac[19] & 15;
	uint32_t v = (uint32_t)(mac[at] & 127) << 24 | (uint32_t)mac[at + 1] << 16 | (uint32_t)mac[at + 2] << 8 | mac[at + 3];
	return v % 1000000;
}

void totp_digits(const uint8_t *key, size_t n, int64_t step, char ret[TOTP_DIGITS])
{
	uint32_t v = hotp(key, n, step);
	for (int i = TOTP_DIGITS - 1; i >= 0; i--, v /= 10)
		ret[i] = (char)('0' + v % 10);
}

int64_t totp_match(const uint8_t *key, size_t n, str typed, int64_t step, int64_t used)
{
	char code[TOTP_DIGITS], given[TOTP_DIGITS];
	int64_t found = 0;
	size_t digits = 0;
	for (size_t i = 0; i < typed.n; i++)
		if (typed.p[i] >= '0' && typed.p[i] <= '9') {
			if (digits < TOTP_DIGITS)
				given[digits] = typed.p[i];
			digits++;
		} else if (typed.p[i] != ' ') {
			return 0;
		}
	if (digits != TOTP_DIGITS)
		return 0;
	/* all three are always computed, so that time does not tell which one it was */
	for (int64_t s = step - 1; s <= step + 1; s++) {
		totp_digits(key, n, s, code);
		bool same = equal_secret(code, given, TOTP_DIGITS);
		if (same && s > used)
			found = s;
	}
	return found;
}
