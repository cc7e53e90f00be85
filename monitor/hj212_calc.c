/* SPDX-License-Identifier: Apache-2.0 */
/* A segment into fields and items. One walk over the bytes; everything found is a place in the
 * segment. Nothing irregular is refused: it is kept as it came and noted. */
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "monitor/hj212_in.h"

const struct hj_odd_row hj_odds[HJ_ODDS] = {
#define ODD(id, name, zh, en) {name, zh, en},
#include "monitor/hj212_anomaly.tbl.h"
#undef ODD
};
_Static_assert(HJ_ODDS <= 64, "anomalies are bits of 64");

const char *const hj_field_names[HJ_FIELDS] = {"QN", "ST", "CN", "PW", "MN", "Flag", "PNUM", "PNO", "RF"};

/* No early end: what is asked nearly always holds. */
static inline bool digits(str s)
{
	unsigned bad = s.n == 0;
	for (size_t i = 0; i < s.n; i++)
		bad |= (uint8_t)(s.p[i] - '0') > 9;
	return !bad;
}

/* At most nine digits; -1: no number. */
static inline int number(str s)
{
	unsigned v = 0, bad = s.n == 0 || s.n > 9;
	for (size_t i = 0; i < s.n && i < 9; i++) {
		unsigned d = (uint8_t)(s.p[i] - '0');
		bad |= d > 9;
		v = v * 10 + d;
	}
	return bad ? -1 : (int)v;
}

static inline int two(const char *p)
{
	return (p[0] - '0') * 10 + (p[1] - '0');
}

static bool same(const char *p, size_t n, const char *z)
{
	return strlen(z) == n && memcmp(p, z, n) == 0;
}

/* ---- where the signs stand --------------------------------------------------------------------- */

/* The signs - = , ; among 64 bytes (fewer at the end), as bits. */
static uint64_t signs_of(const char *p, size_t n)
{
	uint64_t bits = 0;
	size_t i = 0;
#ifdef __SSE2__
	const __m128i dash = _mm_set1_epi8('-'), equal = _mm_set1_epi8('='), comma = _mm_set1_epi8(','), semicolon = _mm_set1_epi8(';');
	for (; i + 16 <= n && i < 64; i += 16) {
		__m128i v = _mm_loadu_si128((const __m128i *)(p + i));
		__m128i hit = _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(v, dash), _mm_cmpeq_epi8(v, equal)),
					   _mm_or_si128(_mm_cmpeq_epi8(v, comma), _mm_cmpeq_epi8(v, semicolon)));
		bits |= (uint64_t)(uint32_t)_mm_movemask_epi8(hit) << i;
	}
#endif
	for (; i < n && i < 64; i++)
		bits |= (uint64_t)(p[i] == '-' || p[i] == '=' || p[i] == ',' || p[i] == ';') << i;
	return bits;
}

/* The signs from `at` to the end, one after the other. */
struct signs {
	const char *s;
	size_t base, to; /* base: of the 64 bytes that `bits` are of */
	uint64_t bits;
};

/* The next sign; `to` when there is none. */
static inline size_t sign_next(struct signs *x)
{
	while (!x->bits) {
		x->base += 64;
		if (x->base >= x->to)
			return x->to;
		x->bits = signs_of(x->s + x->base, x->to - x->base);
	}
	size_t at = x->base + (size_t)__builtin_ctzll(x->bits);
	x->bits &= x->bits - 1;
	return at;
}

/* ---- the fields before CP ------------------------------------------------------------------- */

static bool same_any_case(const char *p, size_t n, const char *z)
{
	if (strlen(z) != n)
		return false;
	for (size_t i = 0; i < n; i++)
		if ((p[i] | 0x20) != (z[i] | 0x20))
			return false;
	return true;
}

static const uint8_t field_lengths[HJ_FIELDS] = {2, 2, 2, 2, 2, 4, 4, 3, 2};

/* `next`: the one that should stand here. */
static int field_of(struct hj_frame *f, const char *p, size_t n, int next)
{
	if (next < HJ_FIELDS && n == field_lengths[next] && memcmp(p, hj_field_names[next], n) == 0)
		return next;
	for (int i = 0; i < HJ_FIELDS; i++)
		if (n == field_lengths[i] && memcmp(p, hj_field_names[i], n) == 0)
			return i;
	for (int i = 0; i < HJ_FIELDS; i++)
		if (same_any_case(p, n, hj_field_names[i])) {
			f->odd |= ODD_BIT(FIELD_CASE);
			return i;
		}
	return -1;
}

static void field_extra(struct hj_frame *f, size_t at, size_t eq, size_t end)
{
	f->odd |= ODD_BIT(FIELD_UNKNOWN);
	if (f->n_extra == HJ_EXTRA)
		return;
	f->extra[f->n_extra++] = (struct hj_item){.at = (uint16_t)at, .code_n = (uint16_t)(eq - at), .name_n = HJ_NO_NAME,
		.value = (uint16_t)(eq < end ? eq + 1 : end), .value_n = (uint16_t)(eq < end ? end - eq - 1 : 0)};
}

static void fields_read(struct hj_frame *f, size_t head)
{
	const char *s = f->segment.p;
	struct signs signs = {s, 0, head, head ? signs_of(s, head) : 0};
	int before = -1;
	for (size_t at = 0, end; at < head; at = end + 1) {
		size_t eq = end = sign_next(&signs);
		while (end < head && s[end] != ';') {
			if (s[eq] != '=')
				eq = end;
			end = sign_next(&signs);
		}
		if (end == at) {
			f->odd |= ODD_BIT(SEPARATOR_EMPTY);
			continue;
		}
		if (eq < head && s[eq] != '=')
			eq = end;
		int k = field_of(f, s + at, eq - at, before + 1);
		if (k < 0) {
			field_extra(f, at, eq, end);
			continue;
		}
		if (f->field[k].p) {
			f->odd |= ODD_BIT(FIELD_REPEATED);
			continue;
		}
		f->field[k] = eq < end ? (str){s + eq + 1, end - eq - 1} : (str){s + end, 0};
		if (k < before)
			f->odd |= k == HJ_PNUM && before == HJ_PNO ? ODD_BIT(SPLIT_ORDER) : ODD_BIT(FIELD_ORDER);
		before = k;
	}
}

/* ---- what the fields say ------------------------------------------------------------------------ */

static bool cn_known(int cn)
{
	switch (cn) {
#define CN(code, first, last) case code:
#include "monitor/hj212_names.tbl.h"
#undef CN
		return true;
	default:
		return false;
	}
}

static bool st_known(int st)
{
	switch (st) {
#define ST(code, zh, en) case code:
#include "monitor/hj212_names.tbl.h"
#undef ST
		return true;
	default:
		return false;
	}
}

static bool mn_regular(str mn)
{
	if (mn.n != 14 && mn.n != 24)
		return false;
	/* 14 of 2005: letters and digits; 24 of 2017: 0-9 A-F */
	unsigned bad = 0, letters = mn.n == 24 ? 6 : 26;
	for (size_t i = 0; i < mn.n; i++)
		bad |= (uint8_t)(mn.p[i] - '0') > 9 && (uint8_t)(mn.p[i] - 'A') >= letters;
	return !bad;
}

static void flag_judge(struct hj_frame *f)
{
	static const int versions[] = {2005, 2017, 2025};
	str s = f->field[HJ_FLAG];
	f->version = 2005; /* whose frames may be without */
	if (!s.p) {
		f->odd |= ODD_BIT(FLAG_MISSING);
		return;
	}
	f->flag = number(s);
	if (f->flag < 0 || f->flag > 255) {
		f->odd |= ODD_BIT(FLAG_SHAPE);
		f->flag = -1;
		f->version = 0;
		return;
	}
	f->split = f->flag & 2;
	f->answer = f->flag & 1;
	f->version = f->flag >> 2 < 3 ? versions[f->flag >> 2] : 0;
	if (!f->version)
		f->odd |= ODD_BIT(FLAG_VERSION);
}

static void split_judge(struct hj_frame *f)
{
	bool num = f->field[HJ_PNUM].p, no = f->field[HJ_PNO].p;
	f->pnum = num ? number(f->field[HJ_PNUM]) : -1;
	f->pno = no ? number(f->field[HJ_PNO]) : -1;
	if ((num || no) && !f->split)
		f->odd |= ODD_BIT(SPLIT_UNFLAGGED);
	if (f->split && !(num && no))
		f->odd |= ODD_BIT(SPLIT_MISSING);
	if ((num && f->pnum < 1) || (no && f->pno < 1) || (num && no && f->pno > f->pnum))
		f->odd |= ODD_BIT(SPLIT_SHAPE);
	if (f->field[HJ_RF].p) {
		f->again = same(f->field[HJ_RF].p, f->field[HJ_RF].n, "1");
		f->odd |= f->again ? 0 : ODD_BIT(RF_SHAPE);
	}
}

static void fields_judge(struct hj_frame *f)
{
	const str *v = f->field;
	static const struct {
		enum hj_field field;
		uint64_t odd;
	} wanted[] = {{HJ_QN, ODD_BIT(QN_MISSING)}, {HJ_ST, ODD_BIT(ST_MISSING)}, {HJ_CN, ODD_BIT(CN_MISSING)},
		      {HJ_PW, ODD_BIT(PW_MISSING)}, {HJ_MN, ODD_BIT(MN_MISSING)}};
	for (size_t i = 0; i < COUNT_OF(wanted); i++)
		if (!v[wanted[i].field].p)
			f->odd |= wanted[i].odd;
	if (v[HJ_QN].p && (v[HJ_QN].n != 17 || !digits(v[HJ_QN])))
		f->odd |= v[HJ_QN].n == 13 && digits(v[HJ_QN]) ? ODD_BIT(QN_EPOCH) : ODD_BIT(QN_SHAPE);
	f->st = v[HJ_ST].p ? number(v[HJ_ST]) : -1;
	if (v[HJ_ST].p && (v[HJ_ST].n != 2 || f->st < 0))
		f->odd |= ODD_BIT(ST_SHAPE);
	else if (v[HJ_ST].p && !st_known(f->st))
		f->odd |= ODD_BIT(ST_UNKNOWN);
	f->cn = v[HJ_CN].p ? number(v[HJ_CN]) : -1;
	if (v[HJ_CN].p && !cn_known(f->cn))
		f->odd |= ODD_BIT(CN_UNKNOWN);
	if (v[HJ_PW].p && v[HJ_PW].n != 6)
		f->odd |= ODD_BIT(PW_SHAPE);
	if (v[HJ_MN].p && !mn_regular(v[HJ_MN]))
		f->odd |= ODD_BIT(MN_SHAPE);
	flag_judge(f);
	split_judge(f);
}

/* ---- items ---------------------------------------------------------------------------------------- */

#define KEY(a, b, c, d) ((uint32_t)(a) | (uint32_t)(b) << 8 | (uint32_t)(c) << 16 | (uint32_t)(d) << 24)
/* A name of three or four letters as a number; 0: it has another length. */
static uint32_t name_key(const char *p, size_t n)
{
	if (n == 3)
		return KEY((uint8_t)p[0], (uint8_t)p[1], (uint8_t)p[2], 0);
	return n == 4 ? KEY((uint8_t)p[0], (uint8_t)p[1], (uint8_t)p[2], (uint8_t)p[3]) : 0;
}

static uint64_t class_judge(const char *p, size_t n)
{
#define CLASS(name, last) \
	if (same(p, n, name)) \
		return last ? ODD_BIT(NAME_OLD) : 0;
#include "monitor/hj212_names.tbl.h"
#undef CLASS
	return ODD_BIT(NAME_UNKNOWN);
}

static uint64_t parameter_judge(const char *p, size_t n)
{
#define PARAMETER(name) \
	if (same(p, n, name)) \
		return 0;
#include "monitor/hj212_names.tbl.h"
#undef PARAMETER
	return ODD_BIT(ITEM_UNKNOWN);
}

/* w01018, a34004, L…: one letter and five digits; i13001 and the e… and g… of 2025 likewise. SB and a
 * number: a device. */
static uint64_t code_judge(const char *p, size_t n)
{
	if (n == 6 && digits((str){p + 1, 5}) && ((p[0] >= 'a' && p[0] <= 'z') || p[0] == 'L'))
		return 0;
	if (n >= 2 && p[0] == 'S' && p[1] == 'B' && (n == 2 || digits((str){p + 2, n - 2})))
		return 0;
	if (n == 2 && p[0] == 'L' && (p[1] == 'A' || p[1] == 'd' || p[1] == 'n'))
		return 0;
	/* 2005: three digits, or a letter and two; Leq, L5, L10 … of noise */
	if (n == 3 && (digits((str){p + 1, 2}) && ((p[0] >= '0' && p[0] <= '9') || p[0] == 'B' || p[0] == 'S')))
		return ODD_BIT(CODE_OLD);
	if (p[0] == 'L' && (same(p, n, "Leq") || (n <= 3 && n > 1 && digits((str){p + 1, n - 1}))))
		return n == 3 && p[1] == 'e' ? 0 : ODD_BIT(CODE_OLD);
	return ODD_BIT(CODE_VENDOR);
}

static void time_judge(struct hj_frame *f, size_t k)
{
	str v = hj_value(f, &f->item[k]);
	day_t day;
	int ms;
	if (f->time >= 0) {
		f->odd |= ODD_BIT(CODE_REPEATED);
		return;
	}
	f->time = (int)k;
	if (v.n == 17 && digits(v))
		f->odd |= ODD_BIT(DATATIME_MS);
	else if (!hj_time(v, &day, &ms))
		f->odd |= ODD_BIT(DATATIME_SHAPE);
}

/* Codes seen so far, as bits of their hashes: most frames need no second look. */
struct seen {
	uint64_t bits[8];
};

static void code_note(struct hj_frame *f, struct seen *seen, size_t k)
{
	const struct hj_item *i = &f->item[k];
	const char *p = f->segment.p + i->at;
	uint32_t h = 2166136261u;
	for (size_t b = 0; b < i->code_n; b++)
		h = (h ^ (uint8_t)p[b]) * 16777619u;
	h ^= h >> 15;
	uint64_t bit = UINT64_C(1) << (h & 63), *word = &seen->bits[h >> 6 & 7];
	f->odd |= code_judge(p, i->code_n);
	if (*word & bit)
		for (size_t j = 0; j < k; j++)
			if (f->item[j].group != i->group && f->item[j].code_n == i->code_n &&
			    memcmp(f->segment.p + f->item[j].at, p, i->code_n) == 0) {
				f->odd |= ODD_BIT(CODE_REPEATED);
				break;
			}
	*word |= bit;
}

static bool is_flag(const struct hj_frame *f, const struct hj_item *i)
{
	return name_key(f->segment.p + i->at + i->code_n + 1, i->name_n) == KEY('F', 'l', 'a', 'g');
}

/* The newest item; `first` of its group. */
static void item_judge(struct hj_frame *f, struct seen *seen, size_t k, bool first)
{
	const struct hj_item *i = &f->item[k];
	const char *p = f->segment.p + i->at;
	if (i->name_n == HJ_NO_NAME) {
		if (same(p, i->code_n, "DataTime"))
			time_judge(f, k);
		else
			f->odd |= parameter_judge(p, i->code_n);
		return;
	}
	const char *name = p + i->code_n + 1;
	uint32_t key = name_key(name, i->name_n);
	bool common = key == KEY('R', 't', 'd', 0) || key == KEY('F', 'l', 'a', 'g') || key == KEY('A', 'v', 'g', 0) ||
		      key == KEY('M', 'i', 'n', 0) || key == KEY('M', 'a', 'x', 0) || key == KEY('C', 'o', 'u', 0);
	if (!common)
		f->odd |= class_judge(name, i->name_n);
	if (first)
		code_note(f, seen, k);
	else if (is_flag(f, i - 1) && key == KEY('R', 't', 'd', 0))
		f->odd |= ODD_BIT(FLAG_FIRST);
}

struct reading {
	struct hj_frame *f;
	struct seen seen;
	uint16_t group;
	bool first; /* of its group */
};

/* [at,end) with its first dash (0: none) and sign of equality (end: none). */
static void item_done(struct reading *r, size_t at, size_t dash, size_t eq, size_t end)
{
	struct hj_frame *f = r->f;
	if (f->n == HJ_ITEMS) {
		f->odd |= ODD_BIT(ITEMS_MANY);
		return;
	}
	size_t value = eq < end ? eq + 1 : end;
	if (eq == end)
		f->odd |= ODD_BIT(ITEM_SHAPE);
	f->item[f->n] = (struct hj_item){.at = (uint16_t)at, .code_n = (uint16_t)((dash ? dash : eq) - at),
		.name_n = dash ? (uint16_t)(eq - dash - 1) : HJ_NO_NAME, .value = (uint16_t)value,
		.value_n = (uint16_t)(end - value), .group = r->group};
	item_judge(f, &r->seen, f->n++, r->first);
	r->first = false;
}

static void items_read(struct hj_frame *f, size_t from, size_t to)
{
	struct reading r = {.f = f, .first = true};
	struct signs signs = {f->segment.p, from, to, from < to ? signs_of(f->segment.p + from, to - from) : 0};
	for (size_t at = from; at < to;) {
		size_t dash = 0, eq = to, p = sign_next(&signs);
		if (p < to && f->segment.p[p] == '-') {
			dash = p;
			do
				p = sign_next(&signs);
			while (p < to && f->segment.p[p] == '-');
		}
		if (p < to && f->segment.p[p] == '=') {
			eq = p;
			do
				p = sign_next(&signs);
			while (p < to && (f->segment.p[p] == '-' || f->segment.p[p] == '='));
		}
		if (p == at)
			f->odd |= ODD_BIT(SEPARATOR_EMPTY);
		else
			item_done(&r, at, dash, eq < p ? eq : p, p);
		if (p < to && f->segment.p[p] == ';')
			r.group++, r.first = true;
		if (p + 1 == to)
			f->odd |= ODD_BIT(SEPARATOR_TRAILING);
		at = p + 1;
	}
}

/* ---- the whole ---------------------------------------------------------------------------------------- */

/* Bytes that are no text: eight at a time. */
static void bytes_judge(struct hj_frame *f)
{
	const char *p = f->segment.p;
	uint64_t high = 0, low = 0;
	size_t i = 0, n = f->segment.n;
	for (; i + 8 <= n; i += 8) {
		uint64_t v;
		memcpy(&v, p + i, 8);
		high |= v;
		low |= (v - UINT64_C(0x2020202020202020)) & ~v;
	}
	for (; i < n; i++) {
		high |= (uint64_t)(uint8_t)p[i];
		low |= (uint8_t)p[i] < 0x20 ? 0x80 : 0;
	}
	if ((high & UINT64_C(0x8080808080808080)) && utf8_valid(f->segment) != n)
		f->odd |= ODD_BIT(NOT_UTF8);
	if (low & UINT64_C(0x8080808080808080))
		f->odd |= ODD_BIT(CONTROL);
}

static void crc_judge(struct hj_frame *f, const struct hj_piece *piece)
{
	static const uint64_t odd[] = {0, ODD_BIT(CRC_MODBUS_LOW), ODD_BIT(CRC_MODBUS_HIGH)};
	for (size_t i = 0; i < f->crc.n; i++)
		if (f->crc.p[i] >= 'a')
			f->odd |= ODD_BIT(CRC_LOWER);
	f->crc_ok = piece->crc_ok;
	f->variant = piece->variant;
	f->odd |= f->crc_ok ? odd[f->variant] : ODD_BIT(CRC_WRONG);
}

/* Where the fields end and what stands between the &&; false: there is no such place. */
static bool cp_find(const struct hj_frame *f, size_t *ret_head, size_t *ret_from, size_t *ret_to)
{
	str s = f->segment;
	size_t a = hj_amp(s, 0), to = s.n;
	*ret_head = a >= 3 && a < s.n && same_any_case(s.p + a - 3, 3, "CP=") ? a - 3 : a;
	*ret_from = a + 2 < s.n ? a + 2 : s.n;
	if (to >= *ret_from + 2 && s.p[to - 1] == '&' && s.p[to - 2] == '&')
		to -= 2;
	else
		to = hj_amp(s, *ret_from);
	*ret_to = to < *ret_from ? *ret_from : to;
	return a < s.n && *ret_head + 3 == a && *ret_to < s.n;
}

void hj_parse(const struct hj_piece *piece, struct hj_frame *f)
{
	size_t head, from, to;
	memset(f, 0, offsetof(struct hj_frame, extra));
	f->segment = (str){piece->segment.p, piece->segment.n < HJ_SEGMENT_MOST ? piece->segment.n : HJ_SEGMENT_MOST};
	f->crc = piece->crc;
	f->odd = piece->odd;
	f->flag = f->pnum = f->pno = f->time = -1;
	crc_judge(f, piece);
	bytes_judge(f);
	if (!cp_find(f, &head, &from, &to))
		f->odd |= ODD_BIT(CP_MISSING);
	else if (head && f->segment.p[head - 1] != ';')
		f->odd |= ODD_BIT(SEPARATOR_CP);
	f->cp = (str){f->segment.p + from, to - from};
	fields_read(f, head);
	fields_judge(f);
	items_read(f, from, to);
	if (f->time < 0 && f->cn > 2000 && f->cn < 3000 && f->n)
		f->odd |= ODD_BIT(DATATIME_MISSING);
}

str hj_find(const struct hj_frame *f, str code, str name)
{
	for (size_t i = 0; i < f->n; i++)
		if (str_eq(hj_code(f, &f->item[i]), code) && str_eq(hj_name(f, &f->item[i]), name))
			return hj_value(f, &f->item[i]);
	return STR_NONE;
}

bool hj_time(str s, day_t *ret_day, int *ret_ms)
{
	if ((s.n != 14 && s.n != 17) || !digits(s))
		return false;
	day_t day = day_of(two(s.p) * 100 + two(s.p + 2), two(s.p + 4), two(s.p + 6));
	int hour = two(s.p + 8), minute = two(s.p + 10), second = two(s.p + 12);
	if (day == DAY_NONE || hour > 23 || minute > 59 || second > 59)
		return false;
	*ret_day = day;
	*ret_ms = ((hour * 60 + minute) * 60 + second) * 1000 + (s.n == 17 ? number((str){s.p + 14, 3}) : 0);
	return true;
}

/* ---- frames of our own --------------------------------------------------------------------------------- */

/* Answers are made as often as telegrams are read: no printf. */
struct putting {
	char p[512];
	size_t n;
};

static void put_text(struct putting *t, const char *name, str value)
{
	size_t n = strlen(name), most = value.n < 64 ? value.n : 64; /* of frames that were read, or of the station table */
	memcpy(t->p + t->n, name, n);
	if (most)
		memcpy(t->p + t->n + n, value.p, most);
	t->n += n + most;
	t->p[t->n++] = ';';
}

static void put_number(struct putting *t, const char *name, int v, int width)
{
	char digits[10];
	int n = 0;
	for (; v > 0 || n < width; v /= 10)
		digits[sizeof digits - (size_t)++n] = (char)('0' + v % 10);
	put_text(t, name, (str){digits + sizeof digits - n, (size_t)n});
}

void hj_put(struct buf *b, const struct hj_say *say)
{
	struct putting t = {.n = 0};
	int version = say->version == 2025 ? 2 : say->version == 2017 ? 1 : 0;
	ours(say->st >= 0 && say->st < 1000 && say->cn >= 0 && say->cn < 100000 && say->pnum >= 0 && say->pno >= 0);
	put_text(&t, "QN=", say->qn);
	put_number(&t, "ST=", say->st, 2);
	put_number(&t, "CN=", say->cn, 4);
	put_text(&t, "PW=", say->pw);
	put_text(&t, "MN=", say->mn);
	put_number(&t, "Flag=", version << 2 | (say->pnum ? 2 : 0) | (say->answer ? 1 : 0), 1);
	if (say->pnum) {
		put_number(&t, "PNUM=", say->pnum, 1);
		put_number(&t, "PNO=", say->pno, 1);
	}
	if (say->again)
		put_number(&t, "RF=", 1, 1);
	size_t segment = t.n + 5 + say->cp.n + 2;
	ours(segment <= HJ_SEGMENT_MOST);
	const char length[] = {'#', '#', (char)('0' + segment / 1000), (char)('0' + segment / 100 % 10), (char)('0' + segment / 10 % 10), (char)('0' + segment % 10)};
	buf_add(b, (str){length, sizeof length});
	size_t from = b->n;
	buf_add(b, (str){t.p, t.n});
	buf_add(b, S("CP=&&"));
	buf_add(b, say->cp);
	buf_add(b, S("&&"));
	if (b->bad)
		return;
	uint16_t c = hj_crc_of(say->variant, (str){b->p + from, b->n - from});
	const char end[] = {"0123456789ABCDEF"[c >> 12], "0123456789ABCDEF"[c >> 8 & 15], "0123456789ABCDEF"[c >> 4 & 15], "0123456789ABCDEF"[c & 15], '\r', '\n'};
	buf_add(b, (str){end, sizeof end});
}
