/* SPDX-License-Identifier: Apache-2.0 */
/* Enrolment: stations as people keep them, and as the gateway knows them. */
#include "monitor/monitor_in.h"

#include <stdlib.h>
#include <string.h>

STMT(station_rows,
     "SELECT s.id, s.version, s.mn, s.name, s.subject, s.crc, s.state, s.sealed, v.seen, v.frames, v.peer, s.x, s.y, s.open FROM station s"
     " LEFT JOIN station_seen v ON v.region = s.region AND v.station = s.id WHERE s.region = $1 ORDER BY s.id");
STMT(station_by_mn, "SELECT id FROM station WHERE region = $1 AND mn = $2");
STMT(station_put,
     "UPDATE station SET version = $3, mn = $4, name = $5, subject = $6, crc = $7, state = $8, sealed = $9,"
     " x = $10, y = $11, open = $12 WHERE region = $1 AND id = $2");
STMT(station_insert,
     "INSERT INTO station(region, id, version, mn, name, subject, crc, state, sealed, x, y, open)"
     " VALUES($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)");
STMT(station_mark_get, "SELECT n FROM station_mark WHERE region = $1");
STMT(station_mark_up, "UPDATE station_mark SET n = n + 1 WHERE region = $1");
STMT(station_mark_new, "INSERT INTO station_mark(region, n) VALUES($1, 1)");
const struct stmt *const monitor_station_stmts[] = {&station_rows, &station_by_mn, &station_put, &station_insert, &station_mark_get,
	&station_mark_up, &station_mark_new, NULL};

#define NAME_MOST 240
#define PASSWORD_LEN 6 /* HJ 212 6.3.2: PW */

bool station_may(const struct ctx *x)
{
	return !x->actor.user || (x->actor.duties & (1u << DUTY_ENVIRONMENT | 1u << DUTY_SYSTEM));
}

static err must_be_allowed(const struct ctx *x)
{
	return station_may(x) ? OK : fail(ERR_DENIED, "only the environment office and the system administrator may do this");
}

/* ---- reading ---------------------------------------------------------------------------------- */
struct full { /* with what is secret */
	struct station s;
	str sealed, password, password_before, key, key_before;
};
/* What is sealed of a station, and where it stands in struct full. */
static const struct secret {
	const char *name;
	size_t at;
} secrets[] = {
	{"password", offsetof(struct full, password)},
	{"password_before", offsetof(struct full, password_before)},
	{"key", offsetof(struct full, key)},
	{"key_before", offsetof(struct full, key_before)},
};

static str *secret_of(struct full *f, const struct secret *s)
{
	return (str *)((char *)f + s->at);
}

static err full_open(struct ctx *x, struct full *f)
{
	struct fact *v;
	size_t n;
	TRY(facts_open(x, f->s.id, f->sealed, &v, &n));
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < COUNT_OF(secrets); k++)
			if (str_eq(v[i].name, str_of(secrets[k].name)))
				*secret_of(f, &secrets[k]) = v[i].value;
	f->s.has_password = f->password.n > 0;
	f->s.has_key = f->key.n == HJ_KEY_LEN;
	return OK;
}

static struct station_site site_of(struct rows *r, int at)
{
	bool placed = !row_null(r, at);
	return (struct station_site){.placed = placed, .x = placed ? row_int(r, at) : 0, .y = placed ? row_int(r, at + 1) : 0, .open = row_int(r, at + 2) != 0};
}

static err full_list(struct ctx *x, struct full **ret, size_t *ret_n)
{
	LIST(struct full) l = {0};
	struct conn *conn;
	struct rows *r;
	TRY(ctx_conn(x, &conn));
	TRY(query(conn, &station_rows, VALS(V_INT(core_region(x->core))), &r));
	while (rows_next(r))
		*list_push(x->arena, &l) = (struct full){.sealed = row_copy(r, 7, x->arena), .s = {.id = row_int(r, 0), .version = row_int(r, 1),
			.mn = row_copy(r, 2, x->arena), .name = row_copy(r, 3, x->arena), .subject = row_int(r, 4), .crc = (enum hj_crc_variant)row_int(r, 5),
			.state = (enum station_state)row_int(r, 6), .seen = row_null(r, 8) ? MS_NONE : row_int(r, 8), .frames = row_int(r, 9),
			.peer = row_null(r, 10) ? S("") : row_copy(r, 10, x->arena), .site = site_of(r, 11)}};
	TRY(rows_end(r));
	for (size_t i = 0; i < l.n; i++)
		TRY(full_open(x, &l.v[i]));
	*ret = l.v;
	*ret_n = l.n;
	return OK;
}

static int by_name(const void *a, const void *b)
{
	const struct station *p = a, *q = b;
	int c = str_cmp(p->name, q->name);
	return c ? c : str_cmp(p->mn, q->mn);
}

err station_list(struct ctx *x, struct station **ret, size_t *ret_n)
{
	struct full *v;
	size_t n;
	TRY(station_must_be_seen(x));
	TRY(full_list(x, &v, &n));
	*ret = arena_new_n(x->arena, n, struct station);
	for (size_t i = 0; i < n; i++)
		(*ret)[i] = v[i].s;
	qsort(*ret, n, sizeof **ret, by_name);
	*ret_n = n;
	return OK;
}

static err full_find(struct ctx *x, int64_t id, str mn, struct full *ret)
{
	struct full *v;
	size_t n;
	TRY(full_list(x, &v, &n));
	for (size_t i = 0; i < n; i++)
		if (id ? v[i].s.id == id : str_eq(v[i].s.mn, mn)) {
			*ret = v[i];
			return OK;
		}
	return fail(ERR_NOTFOUND, "there is no station of this number; enrol it first");
}

err station_of_mn(struct ctx *x, str mn, struct station *ret)
{
	struct full f;
	TRY(station_must_be_seen(x));
	TRY(full_find(x, 0, mn, &f));
	*ret = f.s;
	return OK;
}

/* ---- changing ----------------------------------------------------------------------------------- */
/* An MN as devices have it: what may stand between "MN=" and ";". */
static bool mn_ok(str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] <= 0x20 || s.p[i] >= 0x7f || strchr(";=,&#", s.p[i]))
			return false;
	return s.n > 0 && s.n <= 64;
}

static err key_of(struct arena *a, str s, str *ret)
{
	uint8_t raw[HJ_KEY_LEN];
	if (s.n == HJ_KEY_LEN || !s.n) {
		*ret = s;
		return OK;
	}
	if (!hex_parse(s, raw, sizeof raw))
		return fail(ERR_INPUT, "the key of a station is 16 characters or 32 hexadecimal digits");
	*ret = str_dup(a, (str){(const char *)raw, sizeof raw});
	return OK;
}

static err check_new(const struct station_new *k)
{
	if (!mn_ok(k->mn))
		return fail(ERR_INPUT, "“{0}” cannot be the MN of a station; it is the number in its telegrams, like 010000A8900016F000169DC0", k->mn);
	if (!str_trim(k->name).n || k->name.n > NAME_MOST || utf8_valid(k->name) != k->name.n)
		return fail(ERR_INPUT, "a station needs a name of at most 80 characters");
	if (k->password.n > 64 || (k->password.n && !mn_ok(k->password)))
		return fail(ERR_INPUT, "this cannot be the password (PW) of a station; take it as the device has it, six characters");
	if ((unsigned)k->crc >= HJ_CRC_VARIANTS || (unsigned)k->state > STATION_ON)
		return fail(ERR_INPUT, "choose how the station takes its check: as the standard, or one of the two Modbus ways");
	return OK;
}

struct station_new station_same(const struct station *s)
{
	return (struct station_new){.mn = s->mn, .name = s->name, .subject = s->subject, .crc = s->crc, .state = s->state, .site = s->site};
}

static err put(struct ctx *x, struct full *f, str action)
{
	struct fact kept[COUNT_OF(secrets)];
	for (size_t i = 0; i < COUNT_OF(secrets); i++) {
		str s = *secret_of(f, &secrets[i]);
		kept[i] = (struct fact){str_of(secrets[i].name), s.p ? s : S(""), true};
	}
	struct digest *d = arena_new(x->arena, struct digest);
	str sealed;
	TRY(facts_seal(x, f->s.id, kept, COUNT_OF(kept), &sealed));
	hash_bytes(HASH_SHA256, sealed.p, sealed.n, d);
	const struct station_told told = {.id = f->s.id, .version = f->s.version, .mn = f->s.mn, .name = f->s.name, .subject = f->s.subject,
		.crc = (int)f->s.crc, .state = (int)f->s.state, .secrets = {(const char *)d->b, sizeof d->b}, .site = f->s.site};
	const struct val region = V_INT(core_region(x->core));
	const struct fact_row rows[] = {
		{.stmt = &station_put, .insert = &station_insert, .n = 12, .v = {region, V_INT(f->s.id), V_INT(f->s.version), V_TEXT(f->s.mn),
			V_TEXT(f->s.name), V_INT(f->s.subject), V_INT(f->s.crc), V_INT(f->s.state), V_BLOB(sealed),
			f->s.site.placed ? V_INT(f->s.site.x) : V_NULL, f->s.site.placed ? V_INT(f->s.site.y) : V_NULL, V_INT(f->s.site.open)}},
		{.stmt = &station_mark_up, .insert = &station_mark_new, .n = 1, .v = {region}},
	};
	return station_event(x, &told, action, rows, COUNT_OF(rows));
}

static err mn_free(struct ctx *x, str mn, int64_t but)
{
	struct conn *conn;
	struct rows *r;
	bool found;
	TRY(ctx_conn(x, &conn));
	TRY(query_one(conn, &station_by_mn, VALS(V_INT(core_region(x->core)), V_TEXT(mn)), &r, &found));
	if (found && row_int(r, 0) != but)
		return fail(ERR_INPUT, "there is a station with the MN {0} already", mn);
	return OK;
}

err station_add(struct ctx *x, const struct station_new *k, int64_t *ret)
{
	struct full f = {.s = {.version = 1, .mn = k->mn, .name = str_trim(k->name), .subject = k->subject, .crc = k->crc, .state = k->state, .site = k->site},
		.password = k->password};
	TRY(must_be_allowed(x));
	TRY(check_new(k));
	TRY(key_of(x->arena, k->key.p ? k->key : S(""), &f.key));
	TRY(mn_free(x, k->mn, 0));
	f.s.id = store_new_id(core_store(x->core), x->now);
	TRY(put(x, &f, S("station_add")));
	*ret = f.s.id;
	return OK;
}

err station_change(struct ctx *x, int64_t id, int64_t version, const struct station_new *k)
{
	struct full f;
	TRY(must_be_allowed(x));
	TRY(check_new(k));
	TRY(full_find(x, id, STR_NONE, &f));
	if (f.s.version != version)
		return fail(ERR_CONFLICT, "somebody changed this station meanwhile; look at it again");
	TRY(mn_free(x, k->mn, id));
	f.s = (struct station){.id = id, .version = version + 1, .mn = k->mn, .name = str_trim(k->name), .subject = k->subject, .crc = k->crc,
		.state = k->state, .site = k->site};
	if (k->password.p) {
		f.password = k->password;
		f.password_before = S("");
	}
	if (k->key.p) {
		f.key_before = f.key;
		TRY(key_of(x->arena, k->key, &f.key));
	}
	return put(x, &f, S("station_change"));
}

/* Letters and digits that nobody takes for one another. */
static void secret_new(char *ret, size_t n)
{
	static const char letters[] = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789abcdefg"; /* 64 */
	_Static_assert(sizeof letters == 65, "a letter for each six bits");
	random_bytes(ret, n);
	for (size_t i = 0; i < n; i++)
		ret[i] = letters[ret[i] & 63];
}

struct renewal {
	int cn;
	size_t now, before, n; /* of struct full; n: characters */
	const char *action, *without;
};

static err renew(struct ctx *x, int64_t id, const struct renewal *k, int64_t *ret)
{
	struct full f;
	char fresh[HJ_KEY_LEN];
	struct command *last;
	TRY(must_be_allowed(x));
	TRY(full_find(x, id, STR_NONE, &f));
	str *now = (str *)((char *)&f + k->now), *before = (str *)((char *)&f + k->before);
	if (!now->n)
		return fail(ERR_INPUT, k->without);
	TRY(command_last(x, id, k->cn, false, &last));
	/* another in place of one that the station perhaps took would lock it out */
	if (!last || last->state == COMMAND_DONE || !before->n) {
		secret_new(fresh, k->n);
		*before = *now;
		*now = (str){fresh, k->n};
		f.s.version++;
		err e = put(x, &f, str_of(k->action));
		explicit_bzero(fresh, sizeof fresh);
		TRY(e);
	}
	return command_make(x, id, k->cn, S(""), ret);
}

err station_rekey(struct ctx *x, int64_t id, int64_t *ret)
{
	static const struct renewal key = {1014, offsetof(struct full, key), offsetof(struct full, key_before), HJ_KEY_LEN, "station_rekey",
		W("this station has no key; enrol it with the one that the ministry's host gave")};
	return renew(x, id, &key, ret);
}

err station_repassword(struct ctx *x, int64_t id, int64_t *ret)
{
	static const struct renewal password = {1072, offsetof(struct full, password), offsetof(struct full, password_before), PASSWORD_LEN, "station_repassword",
		W("this station has no password; enrol it with the one that its device has")};
	return renew(x, id, &password, ret);
}

/* ---- as the gateway knows them -------------------------------------------------------------------- */
static void key_drop(void *key)
{
	hj_key_free(key);
}

static void roll_put(struct roll *r, const struct full *f)
{
	struct known *k = &r->v[r->n++];
	*k = (struct known){.id = f->s.id, .mn = str_dup(&r->arena, f->s.mn), .password = str_dup(&r->arena, f->password),
		.password_before = str_dup(&r->arena, f->password_before), .crc = f->s.crc};
	if (f->s.has_key) {
		memcpy(k->key_text, f->key.p, sizeof k->key_text);
		k->key = hj_key_new((const uint8_t *)f->key.p);
		arena_defer(&r->arena, key_drop, k->key);
	}
	if (f->key_before.n == HJ_KEY_LEN) {
		k->before = hj_key_new((const uint8_t *)f->key_before.p);
		arena_defer(&r->arena, key_drop, k->before);
	}
	for (size_t at = str_hash(k->mn) & r->mask;; at = (at + 1) & r->mask)
		if (!r->at[at]) {
			r->at[at] = (uint32_t)r->n;
			return;
		}
}

static err mark_read(struct ctx *x, int64_t *ret)
{
	struct conn *conn;
	struct rows *r;
	bool found;
	TRY(ctx_conn(x, &conn));
	TRY(query_one(conn, &station_mark_get, VALS(V_INT(core_region(x->core))), &r, &found));
	*ret = found ? row_int(r, 0) : 0;
	return OK;
}

static err load(struct ctx *x, int64_t mark, struct roll **ret)
{
	struct full *v;
	size_t n, room = 16;
	int64_t newest;
	TRY(mark_read(x, &newest));
	*ret = NULL;
	if (newest == mark)
		return OK;
	TRY(full_list(x, &v, &n));
	struct roll *r = calloc(1, sizeof *r);
	ours(r);
	arena_init(&r->arena);
	r->mark = newest;
	while (room < n * 2)
		room *= 2;
	r->mask = room - 1;
	r->v = arena_new_n(&r->arena, n, struct known);
	r->at = arena_new_n(&r->arena, room, uint32_t);
	for (size_t i = 0; i < n; i++)
		if (v[i].s.state == STATION_ON)
			roll_put(r, &v[i]);
	*ret = r;
	return OK;
}

err roll_load(struct core *c, int64_t mark, struct roll **ret)
{
	struct arena a;
	struct ctx x;
	arena_init(&a);
	err e = ctx_open(c, &a, NULL, &x);
	if (e == OK) {
		e = load(&x, mark, ret);
		ctx_close(&x);
	}
	arena_done(&a);
	return e;
}

void roll_free(struct roll *r)
{
	if (!r)
		return;
	arena_done(&r->arena);
	free(r);
}

const struct known *roll_find(const struct roll *r, str mn)
{
	if (!r || !r->at)
		return NULL;
	for (size_t at = str_hash(mn) & r->mask; r->at[at]; at = (at + 1) & r->mask)
		if (str_eq(r->v[r->at[at] - 1].mn, mn))
			return &r->v[r->at[at] - 1];
	return NULL;
}

const struct known *roll_by_id(const struct roll *r, int64_t id)
{
	size_t low = 0, high = r ? r->n : 0;
	while (low < high) {
		size_t mid = low + (high - low) / 2;
		if (r->v[mid].id == id)
			return &r->v[mid];
		if (r->v[mid].id < id)
			low = mid + 1;
		else
			high = mid;
	}
	return NULL;
}
