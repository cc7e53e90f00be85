/* SPDX-License-Identifier: Apache-2.0 */
/* luoshi hj212 decode [--key HEX]: interfaces.md "hj212 decode". Reads as it comes and writes as it
 * goes, so that a log of any length and a live line can be piped through. */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/json.h"
#include "cli/cli.h"
#include "monitor/hj212.h"

struct job {
	struct cli *cli;
	struct hj_key *key;
	struct hj_frame frame;
	char scratch[HJ_SEGMENT_MOST];
	char in[1 << 18];
	size_t n; /* bytes of `in` */
	struct buf out;
};

/* JSON is UTF-8: every byte that is none is shown as U+FFFD. */
static void put_text(struct json *j, struct arena *a, str s)
{
	struct buf b;
	if (utf8_valid(s) == s.n) {
		json_str(j, s.n ? s : S(""));
		return;
	}
	buf_init(&b, a);
	while (s.n) {
		size_t good = utf8_valid(s);
		buf_add(&b, str_cut(s, 0, good));
		s = str_cut(s, good, s.n);
		if (s.n) {
			buf_cp(&b, 0xfffd);
			s = str_cut(s, 1, s.n);
		}
	}
	json_str(j, buf_str(&b));
}

static void put_key(struct json *j, struct arena *a, str s)
{
	json_key(j, str_z(a, utf8_valid(s) == s.n ? s : S("?")));
}

static void put_fields(struct json *j, struct arena *a, const struct hj_frame *f)
{
	json_key(j, "fields"), json_open(j, '{');
	for (size_t i = 0; i < HJ_FIELDS; i++)
		if (f->field[i].p) {
			json_key(j, hj_field_names[i]);
			put_text(j, a, f->field[i]);
		}
	for (size_t i = 0; i < f->n_extra; i++) {
		put_key(j, a, hj_code(f, &f->extra[i]));
		put_text(j, a, hj_value(f, &f->extra[i]));
	}
	json_close(j);
}

/* Names that the entry has already: a repeated one begins another entry. */
static bool has_name(const struct hj_frame *f, size_t from, size_t to, const struct hj_item *i)
{
	for (size_t k = from; k < to; k++)
		if (str_eq(hj_name(f, &f->item[k]), hj_name(f, i)))
			return true;
	return false;
}

/* One entry per factor; a parameter without a class (DataTime) has its value under "". */
static void put_data(struct json *j, struct arena *a, const struct hj_frame *f)
{
	json_key(j, "data"), json_open(j, '[');
	for (size_t i = 0; i < f->n;) {
		size_t from = i;
		str code = hj_code(f, &f->item[i]);
		json_open(j, '{');
		json_key(j, "code");
		put_text(j, a, code);
		json_key(j, "values"), json_open(j, '{');
		do {
			put_key(j, a, hj_name(f, &f->item[i]));
			put_text(j, a, hj_value(f, &f->item[i]));
			i++;
		} while (i < f->n && str_eq(hj_code(f, &f->item[i]), code) && !has_name(f, from, i, &f->item[i]));
		json_close(j), json_close(j);
	}
	json_close(j);
}

static void put_odd(struct json *j, uint64_t odd)
{
	json_key(j, "anomalies"), json_open(j, '[');
	for (int i = 0; i < HJ_ODDS; i++)
		if (odd >> i & 1)
			json_str(j, str_of(hj_odds[i].name));
	json_close(j);
}

static void put_error(struct json *j, const char *why)
{
	json_key(j, "ok"), json_bool(j, !why);
	json_key(j, "error");
	if (why)
		json_str(j, str_of(why));
	else
		json_null(j);
}

static void put_frame(struct job *job, const struct hj_frame *f)
{
	static const struct {
		int version;
		const char *name;
	} versions[] = {{2005, "2005"}, {2017, "2017"}, {2025, "2025"}};
	struct arena *a = job->cli->arena;
	struct json j;
	const char *version = NULL;
	for (size_t i = 0; i < COUNT_OF(versions); i++)
		if (f->version == versions[i].version)
			version = versions[i].name;
	json_begin(&j, &job->out);
	json_open(&j, '{');
	put_error(&j, f->crc_ok ? NULL : f->odd & ODD_BIT(CIPHER_NO_KEY) ? "encrypted" : "crc_wrong");
	json_key(&j, "version");
	version ? json_str(&j, str_of(version)) : json_null(&j);
	json_key(&j, "crc");
	put_text(&j, a, f->crc);
	json_key(&j, "crc_variant");
	f->crc_ok ? json_str(&j, str_of(hj_crc_name(f->variant))) : json_null(&j);
	put_odd(&j, f->odd);
	put_fields(&j, a, f);
	put_data(&j, a, f);
	json_close(&j);
	buf_byte(&job->out, '\n');
}

/* Bytes that began like a frame, or the last ones, and are none. */
static void put_skipped(struct job *job, uint64_t odd)
{
	struct json j;
	json_begin(&j, &job->out);
	json_open(&j, '{');
	put_error(&j, odd & ODD_BIT(TRUNCATED) ? "truncated" : "no_frame");
	json_key(&j, "version"), json_null(&j);
	json_key(&j, "crc"), json_null(&j);
	json_key(&j, "crc_variant"), json_null(&j);
	put_odd(&j, odd);
	json_key(&j, "fields"), json_open(&j, '{'), json_close(&j);
	json_key(&j, "data"), json_open(&j, '['), json_close(&j);
	json_close(&j);
	buf_byte(&job->out, '\n');
}

/* All frames that are whole; what is left moves to the front. */
static void take(struct job *job, bool last)
{
	struct hj_piece piece;
	size_t at = 0;
	enum hj_got got;
	while ((got = hj_cut((str){job->in + at, job->n - at}, last, &piece)) != HJ_MORE) {
		if (got == HJ_FRAME) {
			hj_read(&piece, job->key, job->scratch, &job->frame);
			put_frame(job, &job->frame);
		} else if (piece.odd)
			put_skipped(job, piece.odd);
		at += piece.used;
	}
	memmove(job->in, job->in + at, job->n - at);
	job->n -= at;
}

static err decode(struct job *job)
{
	for (;;) {
		ssize_t got = read(job->cli->in, job->in + job->n, sizeof job->in - job->n);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return fail(ERR_IO, "the standard input cannot be read: {0}", str_of(strerror(errno)));
		job->n += (size_t)got;
		struct arena *mine = job->cli->arena, lines;
		arena_init(&lines);
		job->cli->arena = &lines;
		buf_init(&job->out, &lines);
		take(job, got == 0);
		err e = cli_write(job->cli, buf_str(&job->out));
		job->cli->arena = mine;
		arena_done(&lines);
		if (e != OK || got == 0)
			return e;
	}
}

/* 32 hexadecimal digits, or the 16 characters as the standard writes its key. */
static err key_read(str s, uint8_t ret[HJ_KEY_LEN])
{
	if (hex_parse(s, ret, HJ_KEY_LEN))
		return OK;
	return fail(ERR_USAGE, "the key of SM4 is 32 hexadecimal digits (16 bytes); {0} is not", s);
}

err cmd_hj212(struct cli *cli)
{
	struct cli_opt opt = {.name = "key", .value = "HEX"};
	uint8_t key[HJ_KEY_LEN];
	TRY(cli_options(cli, &opt, 1));
	if (cli->argc != 1 || !str_eq(str_of(cli->argv[0]), S("decode")))
		return fail(ERR_USAGE, "hj212 knows one thing: hj212 decode [--key HEX] reads frames from the standard input");
	if (opt.ret.p)
		TRY(key_read(opt.ret, key));
	struct job *job = arena_new(cli->arena, struct job);
	job->cli = cli;
	job->key = opt.ret.p ? hj_key_new(key) : NULL;
	err e = decode(job);
	hj_key_free(job->key);
	return e;
}
