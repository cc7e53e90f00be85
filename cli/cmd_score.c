/* SPDX-License-Identifier: Apache-2.0 */
/* luoshi score METHOD DATA.csv: points, totals, ranks and bands of a table by a method. Pure: reads no database
 * and asks no clock; the same method and table give the same bytes on every machine. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "base/limits.h"
#include "cli/cli.h"
#include "ledger/out.h"
#include "score/score.h"
#include "text/text.h"

#define TABLE_MOST ((size_t)1 << 30) /* bytes: ten million subjects with ten inputs */
#define VARIANTS_MOST 100000
#define SEED 20080808

/* ---- what is asked for ------------------------------------------------------------------------ */
static str method_names(struct arena *a, const struct pack *p)
{
	struct buf b;
	buf_init(&b, a);
	for (size_t i = 0; i < p->n_methods; i++)
		buf_fmt(&b, "%s" STR_FMT "/" STR_FMT "@" STR_FMT, i ? ", " : "", STR_ARG(p->name), STR_ARG(p->methods[i].name), STR_ARG(p->methods[i].version));
	return buf_str(&b);
}

/* pack/method@version, or pack/method: the last that was declared */
static err method_of_pack(struct cli *cli, str name, const struct method **ret)
{
	str pack, method, version = STR_NONE, rest;
	const struct pack_file *files;
	struct pack *p;
	if (!str_split(name, '/', &pack, &rest))
		return fail(ERR_USAGE, "{0} is neither a method nor a file; write pack/method@version, or the name of a file that ends with .lua", name);
	if (!str_split(rest, '@', &method, &version)) {
		method = rest;
		version = STR_NONE;
	}
	size_t n = pack_builtin(&files, pack);
	if (!n)
		return fail(ERR_INPUT, "there is no built-in pack {0}; write pack/method@version, or the name of a file that ends with .lua", pack);
	TRY(pack_load(cli->arena, pack, files, n, &p));
	*ret = method_named(p, method, version);
	if (*ret)
		return OK;
	if (!p->n_methods)
		return fail(ERR_INPUT, "the pack {0} declares no method; write another pack, or the name of a file that ends with .lua", pack);
	return fail(ERR_INPUT, "there is no method {0}; the pack has {1}", name, method_names(cli->arena, p));
}

static err find_method(struct cli *cli, str name, const struct method **ret)
{
	str source;
	if (!str_ends(name, S(".lua")))
		return method_of_pack(cli, name, ret);
	TRY(cli_read(cli, str_z(cli->arena, name), LIMIT_TEXT, &source));
	return method_load(cli->arena, name, source, ret);
}

/* Tables saved by a spreadsheet are often in GB18030. */
static err read_table(struct cli *cli, const char *name, struct score_table *ret)
{
	str bytes;
	struct decoded text;
	TRY(cli_read(cli, name, TABLE_MOST, &bytes));
	if (utf8_valid(bytes) != bytes.n) {
		TRY(text_decode(cli->arena, bytes, &text));
		bytes = text.text;
	}
	return score_table_read(cli->arena, bytes, ret);
}

/* ---- how it is written ------------------------------------------------------------------------ */
static str band_of(const struct score_result *r, const struct score_line *l)
{
	return l->band < 0 ? STR_NONE : r->method->bands[l->band].name;
}

static str class_of(const struct score_result *r, size_t row)
{
	return r->table->classes ? r->table->classes[row] : STR_NONE;
}

static void csv_points(struct buf *b, const struct score_result *r, size_t row)
{
	for (size_t k = 0; k < r->n_items; k++) {
		int decimals = r->method->items[k].decimals;
		double v = r->items[k * r->table->n + row].points;
		buf_byte(b, ',');
		if (decimals < 0)
			score_real_put(b, v);
		else
			score_fixed_put(b, v, decimals);
	}
	if (!r->method->n_extras)
		return;
	buf_byte(b, ',');
	score_real_put(b, r->lines[row].bonus);
	buf_byte(b, ',');
	score_real_put(b, r->lines[row].penalty);
}

static void csv_row(struct buf *b, const struct score_result *r, size_t row)
{
	const struct score_line *l = &r->lines[row];
	csv_put(b, r->table->subjects[row]);
	buf_byte(b, ',');
	csv_put(b, class_of(r, row));
	csv_points(b, r, row);
	buf_byte(b, ',');
	score_fixed_put(b, l->total, r->method->decimals);
	buf_byte(b, ',');
	if (l->rank)
		buf_int(b, l->rank);
	buf_byte(b, ',');
	csv_put(b, band_of(r, l));
	if (r->variants) {
		buf_byte(b, ',');
		if (l->rank)
			buf_fmt(b, "%u,%u", l->rank_lo, l->rank_hi);
		else
			buf_byte(b, ',');
	}
	buf_byte(b, '\n');
}

static err write_csv(struct cli *cli, const struct score_result *r)
{
	struct buf b;
	buf_init(&b, NULL);
	buf_z(&b, "subject,class");
	for (size_t k = 0; k < r->n_items; k++) {
		buf_byte(&b, ',');
		buf_add(&b, r->method->items[k].name);
	}
	buf_z(&b, r->method->n_extras ? ",bonus,penalty,total,rank,band" : ",total,rank,band");
	buf_z(&b, r->variants ? ",rank_lo,rank_hi\n" : "\n");
	err e = OK;
	for (size_t i = 0; e == OK && i < r->table->n; i++) {
		csv_row(&b, r, i);
		if (b.n > (1u << 20)) {
			e = cli_write(cli, buf_str(&b));
			buf_clear(&b);
		}
	}
	if (e == OK)
		e = cli_write(cli, buf_str(&b));
	buf_done(&b);
	return e;
}

static void member(struct json *j, const char *name, double v, int decimals)
{
	char digits[400];
	json_key(j, name);
	if (!isfinite(v))
		json_null(j);
	else if (decimals < 0)
		json_raw(j, (str){digits, (size_t)snprintf(digits, sizeof digits, "%.15g", v + 0.0)});
	else
		json_raw(j, (str){digits, (size_t)snprintf(digits, sizeof digits, "%.*f", decimals, v == 0 ? 0.0 : v)});
}

static void json_subject(struct json *j, const struct score_result *r, size_t row)
{
	const struct score_line *l = &r->lines[row];
	const struct method *m = r->method;
	json_open(j, '{');
	json_key(j, "subject"), json_str(j, r->table->subjects[row]);
	json_key(j, "class"), json_str(j, class_of(r, row));
	json_key(j, "points"), json_open(j, '{');
	for (size_t k = 0; k < r->n_items; k++)
		member(j, str_z(j->out->arena, m->items[k].name), r->items[k * r->table->n + row].points, m->items[k].decimals);
	json_close(j);
	if (m->n_extras) {
		member(j, "bonus", l->bonus, -1);
		member(j, "penalty", l->penalty, -1);
	}
	member(j, "total", l->total, m->decimals);
	json_key(j, "rank");
	if (l->rank)
		json_int(j, l->rank);
	else
		json_null(j);
	json_key(j, "band"), json_str(j, band_of(r, l));
	if (l->veto >= 0)
		json_key(j, "veto"), json_str(j, m->vetoes[l->veto].name);
	if (r->variants && l->rank) {
		json_key(j, "rank_lo"), json_int(j, l->rank_lo);
		json_key(j, "rank_hi"), json_int(j, l->rank_hi);
		json_key(j, "stable"), json_bool(j, l->stable);
	}
	json_close(j);
}

static void json_items(struct json *j, const struct score_result *r)
{
	json_key(j, "items"), json_open(j, '[');
	for (size_t k = 0; k < r->n_items; k++) {
		json_open(j, '{');
		json_key(j, "item"), json_str(j, r->method->items[k].name);
		json_key(j, "function"), json_z(j, r->method->index ? "index" : score_fn_name(r->method->items[k].score.fn));
		member(j, "effective_weight", r->weights[k], -1);
		member(j, "correlation", r->correlations[k], -1);
		json_key(j, "against"), json_bool(j, r->correlations[k] < 0);
		json_close(j);
	}
	json_close(j);
}

static void json_pairs(struct json *j, const struct score_result *r)
{
	struct score_pair *v;
	size_t n;
	score_pairs(j->out->arena, r, &v, &n);
	json_key(j, "pairs"), json_open(j, '[');
	for (size_t i = 0; i < n; i++) {
		json_open(j, '{');
		member_str(j, "item", r->method->items[v[i].a].name);
		member_str(j, "with", r->method->items[v[i].b].name);
		member(j, "correlation", v[i].r, -1);
		json_close(j);
	}
	json_close(j);
}

static err write_json(struct cli *cli, const struct score_result *r)
{
	struct buf b, text;
	struct json j;
	struct digest d;
	struct arena a;
	arena_init(&a);
	buf_init(&b, &a);
	buf_init(&text, &a);
	method_text(&text, r->method);
	hash_bytes(HASH_SHA256, text.p, text.n, &d);
	buf_clear(&text);
	digest_hex(&text, &d);
	json_begin(&j, &b);
	json_open(&j, '{');
	json_key(&j, "method"), json_str(&j, r->method->name);
	json_key(&j, "version"), json_str(&j, r->method->version);
	json_key(&j, "method_sha256"), json_str(&j, buf_str(&text));
	json_items(&j, r);
	json_pairs(&j, r);
	if (r->variants)
		json_key(&j, "variants"), json_int(&j, r->variants);
	json_key(&j, "subjects"), json_open(&j, '[');
	for (size_t i = 0; i < r->table->n; i++)
		json_subject(&j, r, i);
	json_close(&j);
	json_close(&j);
	buf_byte(&b, '\n');
	err e = cli_write(cli, buf_str(&b));
	arena_done(&a);
	return e;
}

/* Sobol's shares: how much of the movement of ranks goes with each choice, alone and with the others. */
static err write_shares(struct cli *cli, const struct score_result *r, uint32_t variants)
{
	struct score_share *v;
	size_t n;
	struct buf b;
	TRY(score_shares(cli->arena, r, variants, SEED, &v, &n));
	buf_init(&b, cli->arena);
	buf_z(&b, "choice,alone,in all,in all at least,in all at most\n");
	for (size_t i = 0; i < n; i++)
		buf_fmt(&b, "%s,%.4f,%.4f,%.4f,%.4f\n", v[i].input, v[i].first, v[i].total, v[i].total_lo, v[i].total_hi);
	return cli_write(cli, buf_str(&b));
}

/* Whoever asks how stable the ranks are is told what works against the total. */
static void warn_against(struct cli *cli, const struct score_result *r)
{
	for (size_t k = 0; k < r->n_items; k++)
		if (r->correlations[k] < 0) {
			struct buf b, v;
			buf_init(&b, cli->arena);
			buf_init(&v, cli->arena);
			buf_fmt(&v, "%.2f", r->correlations[k]);
			const str args[] = {r->method->items[k].name, buf_str(&v)};
			word_fmt(&b, cli->lang, W("{0} works against the total: its correlation with it is {1}; look at its direction and weight"), args, 2);
			fprintf(stderr, "luoshi: " STR_FMT "\n", STR_ARG(buf_str(&b)));
		}
}

err cmd_score(struct cli *cli)
{
	struct cli_opt opts[] = {{.name = "json"}, {.name = "csv"}, {.name = "sensitivity", .value = "N"}, {.name = "shares"}};
	const struct method *m;
	struct score_table t;
	struct score_result r;
	struct score_options o = {.seed = SEED, .weight_noise = 0.25};
	int64_t variants = 0;
	TRY(cli_options(cli, opts, COUNT_OF(opts)));
	if (cli->argc != 2 || (opts[0].ret.p && opts[1].ret.p))
		return fail(ERR_USAGE, "luoshi score wants a method and a table: luoshi score pack/method@version DATA.csv, then --json or --csv, --sensitivity N, and --shares");
	if (opts[2].ret.p && (!str_int(opts[2].ret, &variants) || variants < 1 || variants > VARIANTS_MOST))
		return fail(ERR_USAGE, "--sensitivity wants a number of variants from 1 to 100000; 100 or more make an interval");
	if (opts[3].ret.p && (!variants || opts[0].ret.p))
		return fail(ERR_USAGE, "--shares is a table of what moves the ranks, and goes with --sensitivity N: luoshi score METHOD DATA.csv --sensitivity 1000 --shares");
	o.variants = opts[3].ret.p ? 0 : (uint32_t)variants;
	TRY(find_method(cli, str_of(cli->argv[0]), &m));
	TRY(read_table(cli, cli->argv[1], &t));
	TRY(score_run(cli->arena, m, &t, &o, &r));
	if (opts[3].ret.p)
		return write_shares(cli, &r, (uint32_t)variants);
	if (o.variants)
		warn_against(cli, &r);
	return opts[0].ret.p ? write_json(cli, &r) : write_csv(cli, &r);
}
