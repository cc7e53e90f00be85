/* SPDX-License-Identifier: Apache-2.0 */
/* Finds functions that assign to a variable outside of them. Lua has no question for
 * this, so the compiled chunk is dumped and read back: the format of Lua 5.4 (lundump),
 * which was made a moment ago by the same library and is trusted to be well formed;
 * its reader stays inside the bytes all the same. */
#include <string.h>

#include "pack/lua_in.h"

#if LUA_VERSION_NUM != 504
#error "the dumped form of another Lua must be read again before it is used"
#endif

enum { OP_SETUPVAL = 10, OP_SETTABUP = 15, OPCODE_MASK = 0x7f };
enum { TAG_INT = 3, TAG_FLOAT = 19, TAG_SHORT = 4, TAG_LONG = 20 };
enum { HEADER = 4 + 1 + 1 + 6 + 3 + 8 + 8 + 1, LINE_ELSEWHERE = -0x80 };

struct dump {
	str s;
	size_t at;
	bool bad;
};

static const uint8_t *take(struct dump *d, size_t n)
{
	if (d->bad || n > d->s.n - d->at) {
		d->bad = true;
		return NULL;
	}
	d->at += n;
	return (const uint8_t *)d->s.p + d->at - n;
}

static int take_byte(struct dump *d)
{
	const uint8_t *p = take(d, 1);
	return p ? *p : 0;
}

static size_t take_size(struct dump *d)
{
	size_t v = 0;
	int b;
	do {
		b = take_byte(d);
		v = v << 7 | (size_t)(b & 0x7f);
	} while (!(b & 0x80) && !d->bad);
	return v;
}

static void skip_text(struct dump *d)
{
	size_t n = take_size(d);
	if (n)
		take(d, n - 1);
}

static void skip_constants(struct dump *d)
{
	for (size_t n = take_size(d); n && !d->bad; n--) {
		int tag = take_byte(d);
		if (tag == TAG_INT || tag == TAG_FLOAT)
			take(d, 8);
		else if (tag == TAG_SHORT || tag == TAG_LONG)
			skip_text(d);
	}
}

/* The line of instruction pc; lines are kept as steps from the one before, with
 * absolute ones in between. */
static int line_at(struct dump *d, const int8_t *steps, size_t n_steps, size_t pc, int defined)
{
	int line = defined;
	struct dump far = *d;
	size_t n = take_size(&far);
	for (size_t i = 0; i <= pc && i < n_steps; i++) {
		if (steps[i] != LINE_ELSEWHERE) {
			line += steps[i];
		} else if (n--) {
			take_size(&far);
			line = (int)take_size(&far);
		}
	}
	return line;
}

/* Line of the first assignment to the outside in this function or those in it. */
static int function_writes(struct dump *d, bool inner)
{
	skip_text(d);
	int defined = (int)take_size(d), found = 0;
	take_size(d);
	take(d, 3);
	size_t n_code = take_size(d), at = SIZE_MAX;
	const uint8_t *code = take(d, n_code * 4);
	for (size_t i = 0; inner && code && i < n_code && at == SIZE_MAX; i++) {
		uint32_t op;
		memcpy(&op, code + i * 4, 4);
		op &= OPCODE_MASK;
		if (op == OP_SETUPVAL || op == OP_SETTABUP)
			at = i;
	}
	skip_constants(d);
	take(d, take_size(d) * 3);
	for (size_t n = take_size(d); n && !d->bad; n--) {
		int line = function_writes(d, true);
		found = found ? found : line;
	}
	size_t n_steps = take_size(d);
	const int8_t *steps = (const int8_t *)take(d, n_steps);
	if (at != SIZE_MAX && steps)
		found = line_at(d, steps, n_steps, at, defined);
	for (size_t n = take_size(d); n && !d->bad; n--) {
		take_size(d);
		take_size(d);
	}
	for (size_t n = take_size(d); n && !d->bad; n--) {
		skip_text(d);
		take_size(d);
		take_size(d);
	}
	for (size_t n = take_size(d); n && !d->bad; n--)
		skip_text(d);
	return found;
}

static int keep(lua_State *L, const void *p, size_t n, void *to)
{
	unused_arg(L);
	buf_add(to, (str){p, n});
	return 0;
}

int upvalue_written(lua_State *L)
{
	struct buf b;
	buf_init(&b, NULL);
	lua_dump(L, keep, &b, 0);
	struct dump d = {.s = buf_str(&b)};
	take(&d, HEADER);
	int line = function_writes(&d, false);
	ours(!d.bad);
	buf_done(&b);
	return line;
}
