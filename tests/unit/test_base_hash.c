/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include "base/hash.h"

static void known_digests(void **state)
{
	unused_arg(state);
	/* FIPS 180-4 and GB/T 32905-2016 examples for "abc" */
	const struct {
		enum hash_alg alg;
		const char *hex;
	} row[] = {
		{HASH_SHA256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
		{HASH_SM3, "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"},
	};
	struct buf b;
	buf_init(&b, NULL);
	for (size_t i = 0; i < COUNT_OF(row); i++) {
		struct digest one, two;
		hash_bytes(row[i].alg, "abc", 3, &one);
		hash_pieces(row[i].alg, (str[]){S("a"), S(""), S("bc")}, 3, &two);
		assert_memory_equal(one.b, two.b, 32);
		buf_clear(&b);
		digest_hex(&b, &one);
		same_str(buf_str(&b), str_of(row[i].hex));
		assert_true(hex_parse(buf_str(&b), two.b, 32));
		assert_memory_equal(one.b, two.b, 32);
	}
	buf_done(&b);
}

static void a_seal_notices_every_flipped_bit(void **state)
{
	unused_arg(state);
	struct arena a;
	uint8_t key[SEAL_KEY_LEN] = {1, 2, 3};
	str sealed, plain;
	arena_init(&a);
	assert_int_equal(seal(&a, key, S("王某某 13800000000"), S("request/7"), &sealed), OK);
	assert_int_equal(unseal(&a, key, sealed, S("request/7"), &plain), OK);
	same_str(plain, S("王某某 13800000000"));
	assert_int_equal(unseal(&a, key, sealed, S("request/8"), &plain), ERR_INPUT);
	for (size_t i = 0; i < sealed.n * 8; i++) {
		char *p = arena_copy(&a, sealed.p, sealed.n);
		p[i / 8] ^= (char)(1 << i % 8);
		assert_int_equal(unseal(&a, key, (str){p, sealed.n}, S("request/7"), &plain), ERR_INPUT);
	}
	for (size_t n = 0; n < sealed.n; n++)
		assert_int_equal(unseal(&a, key, str_cut(sealed, 0, n), S("request/7"), &plain), ERR_INPUT);
	arena_done(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(known_digests),
		cmocka_unit_test(a_seal_notices_every_flipped_bit),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
