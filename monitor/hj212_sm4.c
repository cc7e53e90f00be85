/* SPDX-License-Identifier: Apache-2.0 */
/* What HJ 212-2025 encrypts: SM4 in ECB, whole blocks of 16 bytes of what stands between CP=&& and
 * the last &&; what is left over stays plain, so that the length does not change. The check is taken
 * over the plain segment. The official vectors show raw bytes; their printed form, {0xE4,0x3E,…}, is
 * sent by some implementations and read as well. */
#include <openssl/evp.h>
#include <stdlib.h>

#include "monitor/hj212_in.h"

struct hj_key {
	EVP_CIPHER_CTX *open, *close;
};

static EVP_CIPHER_CTX *sm4(const uint8_t *key, int close)
{
	EVP_CIPHER_CTX *x = EVP_CIPHER_CTX_new();
	ours(x && EVP_CipherInit_ex(x, EVP_sm4_ecb(), NULL, key, NULL, close) == 1);
	EVP_CIPHER_CTX_set_padding(x, 0);
	return x;
}

struct hj_key *hj_key_new(const uint8_t key[HJ_KEY_LEN])
{
	struct hj_key *k = calloc(1, sizeof *k);
	ours(k);
	k->open = sm4(key, 0);
	k->close = sm4(key, 1);
	return k;
}

void hj_key_free(struct hj_key *k)
{
	if (!k)
		return;
	EVP_CIPHER_CTX_free(k->open);
	EVP_CIPHER_CTX_free(k->close);
	free(k);
}

/* Blocks in place; ECB needs no state between frames. */
static void blocks(EVP_CIPHER_CTX *x, char *p, size_t n)
{
	int done = 0;
	n -= n % 16;
	if (n)
		ours(EVP_CipherUpdate(x, (uint8_t *)p, &done, (uint8_t *)p, (int)n) == 1 && done == (int)n);
}

/* Where the encrypted part stands in the segment; false: nowhere. */
static bool coded_part(str s, size_t *ret_from, size_t *ret_to)
{
	size_t a = hj_amp(s, 0);
	if (a + 4 > s.n || s.p[s.n - 1] != '&' || s.p[s.n - 2] != '&')
		return false;
	*ret_from = a + 2;
	*ret_to = s.n - 2;
	return true;
}

/* ---- the printed form ------------------------------------------------------------------------- */

static int nibble(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'A' && c <= 'F' ? c - 'A' + 10 : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Pairs of digits, in braces with 0x before each and commas between. */
static bool printed_bytes(str s, bool braces, char *ret, size_t *ret_n)
{
	size_t n = 0, i = 0;
	while (i < s.n) {
		if (s.p[i] == ' ' || (braces && s.p[i] == ',')) {
			i++;
			continue;
		}
		if (braces && i + 2 < s.n && s.p[i] == '0' && (s.p[i + 1] | 0x20) == 'x')
			i += 2;
		int a = nibble(s.p[i]), b = i + 1 < s.n ? nibble(s.p[i + 1]) : -1;
		if (a < 0 || b < 0)
			return false;
		ret[n++] = (char)(a << 4 | b);
		i += 2;
	}
	*ret_n = n;
	return n > 0;
}

/* {0xE4,0x3E,…} and what is left over as it is, or E43E…; the bytes into ret, of HJ_SEGMENT_MOST. */
static bool printed_form(str s, char *ret, size_t *ret_n)
{
	ptrdiff_t close = s.n && s.p[0] == '{' ? str_find(s, S("}"), 0) : -1;
	if (close < 0)
		return printed_bytes(s, false, ret, ret_n);
	str rest = str_cut(s, (size_t)close + 1, s.n);
	if (!printed_bytes(str_cut(s, 1, (size_t)close), true, ret, ret_n))
		return false;
	memcpy(ret + *ret_n, rest.p, rest.n);
	*ret_n += rest.n;
	return true;
}

/* ---- reading -------------------------------------------------------------------------------------- */

/* Puts the segment together with `coded` opened; true when the check fits then. */
static bool opened(const struct hj_piece *piece, struct hj_key *key, size_t from, str coded, char *scratch, struct hj_piece *ret)
{
	str s = piece->segment;
	if (from + coded.n + 2 > HJ_SEGMENT_MOST)
		return false;
	memmove(scratch + from, coded.p, coded.n);
	memcpy(scratch, s.p, from);
	blocks(key->open, scratch + from, coded.n);
	memcpy(scratch + from + coded.n, "&&", 2);
	*ret = *piece;
	ret->segment = (str){scratch, from + coded.n + 2};
	ret->crc_ok = hj_crc_find(ret->segment, (uint16_t)hj_hex4(piece->crc.p), &ret->variant);
	return ret->crc_ok;
}

void hj_read(const struct hj_piece *piece, struct hj_key *key, char *scratch, struct hj_frame *ret)
{
	struct hj_piece plain;
	size_t from, to, n = 0;
	hj_parse(piece, ret);
	if (ret->crc_ok || piece->segment.n > HJ_SEGMENT_MOST || !coded_part(piece->segment, &from, &to) || to == from)
		return;
	str coded = str_cut(piece->segment, from, to);
	char bytes[HJ_SEGMENT_MOST];
	bool printed = printed_form(coded, bytes, &n);
	bool good = false;
	if (key && printed && opened(piece, key, from, (str){bytes, n}, scratch, &plain)) {
		/* its length was counted over the raw bytes by some, over the text by others */
		plain.odd = (plain.odd & ~ODD_BIT(LENGTH_WRONG)) | ODD_BIT(CIPHER_TEXT);
		good = true;
	}
	if (key && !good)
		good = opened(piece, key, from, coded, scratch, &plain);
	if (good)
		hj_parse(&plain, ret);
	else if (printed || (ret->odd & (ODD_BIT(NOT_UTF8) | ODD_BIT(CONTROL)))) {
		ret->odd |= ODD_BIT(CIPHER_NO_KEY) | (printed ? ODD_BIT(CIPHER_TEXT) : 0);
		/* what was read between the && is noise */
		ret->odd &= ~(ODD_BIT(NOT_UTF8) | ODD_BIT(CONTROL) | ODD_BIT(ITEM_SHAPE) | ODD_BIT(ITEM_UNKNOWN) | ODD_BIT(NAME_UNKNOWN) |
			      ODD_BIT(CODE_VENDOR) | ODD_BIT(CODE_OLD) | ODD_BIT(SEPARATOR_EMPTY) | ODD_BIT(SEPARATOR_TRAILING) | ODD_BIT(CRC_WRONG) |
			      ODD_BIT(DATATIME_MISSING) | ODD_BIT(CODE_REPEATED));
		ret->n = 0;
		ret->time = -1;
	}
	ret->coded = good || (ret->odd & ODD_BIT(CIPHER_NO_KEY));
}

void hj_seal(struct buf *b, size_t at, struct hj_key *key)
{
	struct hj_piece piece;
	size_t from, to;
	if (b->bad || hj_cut((str){b->p + at, b->n - at}, true, &piece) != HJ_FRAME || !coded_part(piece.segment, &from, &to))
		return;
	blocks(key->close, b->p + (piece.segment.p - b->p) + from, to - from);
}
