/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include "core/event_in.h"

#include <stdio.h>
#include <stdlib.h>

static str part(char **line)
{
	char *p = *line, *end = p + strcspn(p, "\t\n");
	*line = *end ? end + 1 : end;
	return (str){p, (size_t)(end - p)};
}

static int64_t number(char **line)
{
	int64_t v = 0;
	assert_true(str_int(part(line), &v));
	return v;
}

static str unhex(struct arena *a, str hex)
{
	if (str_eq(hex, S("-")))
		return S("");
	uint8_t *p = arena_alloc(a, hex.n / 2);
	assert_true(hex_parse(hex, p, hex.n / 2));
	return (str){(char *)p, hex.n / 2};
}

static str text(str s)
{
	return str_eq(s, S("-")) ? S("") : s;
}

static struct event event_of(struct arena *a, char **line)
{
	struct event e = {.alg = HASH_SHA256};
	part(line);
	e.region = number(line);
	e.seq = number(line);
	e.id = number(line);
	e.entity = (enum entity)number(line);
	e.entity_id = number(line);
	e.version = number(line);
	e.at = number(line);
	e.actor = number(line);
	e.unit = number(line);
	e.action = part(line);
	e.effects = unhex(a, part(line));
	e.args = unhex(a, part(line));
	e.reason = text(part(line));
	memcpy(e.prev.b, unhex(a, part(line)).p, 32);
	return e;
}

static void the_vectors_hold(void **state)
{
	unused_arg(state);
	FILE *f = fopen("tests/vectors/event.tsv", "r");
	char *line = NULL;
	size_t cap = 0, rows = 0;
	struct arena a;
	struct buf b;
	assert_non_null(f);
	arena_init(&a);
	buf_init(&b, &a);
	while (getline(&line, &cap, f) > 0) {
		char *at = line;
		if (*line == '#')
			continue;
		struct event e = event_of(&a, &at);
		str record = unhex(&a, part(&at)), hash = unhex(&a, part(&at));
		event_hash(&b, &e);
		assert_int_equal(b.n, record.n);
		assert_memory_equal(b.p, record.p, record.n);
		assert_memory_equal(e.hash.b, hash.p, 32);
		struct effect *v;
		size_t n;
		assert_true(effects_read(&a, e.effects, &v, &n));
		buf_clear(&b);
		cbor_array(&b, n);
		for (size_t i = 0; i < n; i++)
			effect_put(&b, &v[i]);
		same_str(buf_str(&b), e.effects);
		rows++;
	}
	assert_int_equal(rows, 4);
	free(line);
	fclose(f);
	arena_done(&a);
}

static void the_tree_is_that_of_rfc6962(void **state)
{
	unused_arg(state);
	FILE *f = fopen("tests/vectors/merkle.tsv", "r");
	char *line = NULL;
	size_t cap = 0, rows = 0;
	struct arena a;
	assert_non_null(f);
	arena_init(&a);
	while (getline(&line, &cap, f) > 0) {
		char *at = line;
		if (*line == '#')
			continue;
		int64_t size = number(&at);
		str want = unhex(&a, part(&at));
		struct merkle m = {0}, again;
		struct digest leaf, root;
		for (int64_t i = 0; i < size; i++) {
			hash_bytes(HASH_SHA256, (const uint8_t[]){0, (uint8_t)i}, 2, &leaf);
			merkle_add(&m, &leaf);
			assert_true(merkle_load(merkle_bytes(&a, &m), m.size, &again));
			m = again;
		}
		merkle_root(&m, &root);
		assert_memory_equal(root.b, want.p, 32);
		rows++;
	}
	assert_int_equal(rows, 16);
	free(line);
	fclose(f);
	arena_done(&a);
}

static void a_part_holds_one_effect_and_no_part(void **state)
{
	unused_arg(state);
	struct arena a;
	struct buf b;
	struct effect out, in = {.op = EFFECT_STATE, .text = {S("signed")}}, outer = {.op = EFFECT_IN_PART, .number = {7}};
	arena_init(&a);
	buf_init(&b, &a);
	effect_put(&b, &in);
	outer.bytes[0] = buf_str(&b);
	assert_true(effect_inside(&a, &outer, &out));
	assert_int_equal(out.op, EFFECT_STATE);
	same_str(out.text[0], S("signed"));
	assert_false(effect_inside(&a, &in, &out));
	outer.bytes[0] = str_cut(outer.bytes[0], 0, outer.bytes[0].n - 1);
	assert_false(effect_inside(&a, &outer, &out));
	buf_clear(&b);
	effect_put(&b, &(struct effect){.op = EFFECT_PART, .text = {S("step")}, .number = {7}});
	outer.bytes[0] = buf_str(&b);
	assert_false(effect_inside(&a, &outer, &out));
	outer.bytes[0] = S("");
	assert_false(effect_inside(&a, &outer, &out));
	arena_done(&a);
}

static void only_canonical_bytes_are_read(void **state)
{
	unused_arg(state);
	const str refused[] = {
		S("\x18\x17"), S("\x19\x00\xff"), S("\x1a\x00\x00\xff\xff"), S("\x1b\0\0\0\0\xff\xff\xff\xff"), /* not shortest */
		S("\x1b\xff\xff\xff\xff\xff\xff\xff\xff"), S("\x1f"), S("\xf5"), S("\x61"), S("\x61\xff"), S("\x42\x01"), S(""),
	};
	for (size_t i = 0; i < COUNT_OF(refused); i++) {
		struct cbor c = cbor_read(refused[i]), d = c, e = c, f = c;
		cbor_get_int(&c);
		cbor_get_text(&d);
		cbor_get_bytes(&e);
		cbor_get_array(&f);
		assert_true(c.bad && d.bad && e.bad && f.bad);
	}
	const int64_t edges[] = {0, 23, 24, 255, 256, 65535, 65536, 4294967295, 4294967296, INT64_MAX, -1, -24, -25, INT64_MIN};
	for (size_t i = 0; i < COUNT_OF(edges); i++) {
		struct buf b;
		buf_init(&b, NULL);
		cbor_int(&b, edges[i]);
		struct cbor c = cbor_read(buf_str(&b));
		assert_true(cbor_get_int(&c) == edges[i] && cbor_done(&c));
		buf_done(&b);
	}
}

static void every_flipped_bit_moves_the_hash_or_is_refused(void **state)
{
	unused_arg(state);
	struct arena a;
	struct buf b, c;
	arena_init(&a);
	buf_init(&b, &a);
	buf_init(&c, &a);
	cbor_array(&b, 2);
	effect_put(&b, &(struct effect){.op = EFFECT_STATE, .text = {S("done")}});
	effect_put(&b, &(struct effect){.op = EFFECT_LIGHT, .number = {3, -1, MS_NONE}});
	for (size_t i = 0; i < b.n * 8; i++) {
		char *p = arena_copy(&a, b.p, b.n);
		struct effect *v;
		size_t n;
		p[i / 8] ^= (char)(1 << i % 8);
		if (!effects_read(&a, (str){p, b.n}, &v, &n))
			continue;
		buf_clear(&c);
		cbor_array(&c, n);
		for (size_t k = 0; k < n; k++)
			effect_put(&c, &v[k]);
		str flipped = {p, b.n};
		same_str(buf_str(&c), flipped); /* what is read is written back byte for byte */
	}
	arena_done(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_vectors_hold),
		cmocka_unit_test(the_tree_is_that_of_rfc6962),
		cmocka_unit_test(a_part_holds_one_effect_and_no_part),
		cmocka_unit_test(only_canonical_bytes_are_read),
		cmocka_unit_test(every_flipped_bit_moves_the_hash_or_is_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
