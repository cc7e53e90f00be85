/* SPDX-License-Identifier: Apache-2.0 */
/* Claims of reports about indicators: which numbers are claims, what they stand for, what agrees. */
#include "check.h"

#include <string.h>

#include "core/bunch.h"
#include "core/fast.h"
#include "core/said.h"
#include "core/cultivate.h"

extern const char said_tsv[];
extern const size_t said_tsv_n;
extern const char thresholds_tsv[];
extern const size_t thresholds_tsv_n;

static struct arena a;
static const str gdp_heads[] = {S("GDP"), S("生产总值")}, industry_heads[] = {S("规上工业增加值")}, retail_heads[] = {S("社零总额")};
#define OF(n, l, u, s, ...) {.name = S(n), .label = {S(l), S("x")}, .unit = {S(u), S("u")}, .of = S("district"), .span = s, __VA_ARGS__}
static const struct indicator indicators[] = {
	OF("gdp", "地区生产总值", "亿元", SPAN_QUARTER, .total = TOTAL_SUM, .cumulative = true, .compare = BY_GROWTH, .target = BY_GROWTH, .heads = gdp_heads, .n_heads = 2),
	OF("revenue", "一般公共预算收入", "亿元", SPAN_MONTH, .total = TOTAL_SUM, .cumulative = true, .compare = BY_GROWTH, .target = BY_GROWTH),
	OF("tech", "工业技改投资", "亿元", SPAN_MONTH, .total = TOTAL_SUM, .cumulative = true, .compare = BY_GROWTH, .target = BY_VALUE),
	OF("industry", "规模以上工业增加值增速", "%", SPAN_MONTH, .compare = BY_VALUE, .target = BY_VALUE, .heads = industry_heads, .n_heads = 1),
	OF("tax_share", "税收占一般公共预算收入比重", "%", SPAN_MONTH, .compare = BY_VALUE, .target = BY_VALUE),
	OF("income", "居民人均可支配收入", "元", SPAN_QUARTER, .total = TOTAL_SUM, .cumulative = true, .compare = BY_GROWTH, .target = BY_GROWTH),
	OF("pm25", "细颗粒物平均浓度", "微克/立方米", SPAN_MONTH, .down = true, .compare = BY_VALUE, .target = BY_VALUE),
	OF("retail", "社会消费品零售总额", "亿元", SPAN_MONTH, .total = TOTAL_SUM, .cumulative = true, .compare = BY_GROWTH, .target = BY_VALUE, .heads = retail_heads, .n_heads = 1),
	{.name = S("town"), .label = {S("固定资产投资完成额"), S("x")}, .unit = {S("亿元"), S("u")}, .of = S("unit"), .span = SPAN_MONTH, .total = TOTAL_SUM, .cumulative = true,
	 .compare = BY_GROWTH, .target = BY_VALUE},
};
static struct indicator held[COUNT_OF(indicators)];
static struct pack pack;
static const struct pack *const packs[] = {&pack, NULL};
static const struct said_subject subjects[] = {{S("青萝街道"), 77}};
static const char *const aspects[] = {"value", "growth", "points", "gap", "rank", "done", "above"};

static size_t find(const char *text, const char *title, day_t date, struct said **ret)
{
	struct extracted x;
	struct said_name *names;
	struct said_source s = {.words = said_words_compile(&a, (str){said_tsv, said_tsv_n}), .subjects = subjects, .n_subjects = 1, .text = str_of(text),
		.title = str_of(title), .date = date, .about = {5, 100}};
	size_t n;
	memcpy(held, indicators, sizeof held);
	pack.indicators = held;
	pack.n_indicators = COUNT_OF(held);
	said_all_names(&a, s.words, packs, &names, &s.n_names);
	s.names = names;
	text_extract(&a, s.text, date, NULL, &x);
	s.sentences = x.sentences;
	s.n_sentences = x.n_sentences;
	said_find(&a, &s, ret, &n);
	return n;
}

static void put_end(struct buf *b, bool has, struct frac f)
{
	struct dec d;
	if (!has)
		buf_z(b, "*");
	else if (frac_round(f, 6, ROUND_HALF_UP, &d)) {
		while (d.scale && d.v % 10 == 0) {
			d.v /= 10;
			d.scale--;
		}
		dec_put(b, d);
	}
}

/* gdp growth 2026 1-9 [4.65,4.75) */
static str told(const struct said *v, size_t n)
{
	struct buf b;
	buf_init(&b, &a);
	for (size_t i = 0; i < n; i++) {
		const struct said *c = &v[i];
		if (i)
			buf_z(&b, "; ");
		buf_add(&b, c->of ? c->of->name : S("above"));
		if (c->subject)
			buf_fmt(&b, "@%d", (int)c->subject);
		buf_fmt(&b, " %s%s ", c->target ? "to " : "", aspects[c->aspect]);
		if (c->period.from)
			buf_fmt(&b, "%d %d-%d ", c->period.year, c->period.from, c->period.to);
		else
			buf_z(&b, "? ");
		buf_z(&b, c->range.low_in ? "[" : "(");
		put_end(&b, c->range.has_low, c->range.low);
		buf_byte(&b, ',');
		put_end(&b, c->range.has_high, c->range.high);
		buf_z(&b, c->range.high_in ? "]" : ")");
		if (c->among)
			buf_fmt(&b, " of %d", (int)c->among);
	}
	return buf_str(&b);
}

static void claims_of_sentences(void **state)
{
	static const struct { const char *text, *want; } cases[] = {
		/* value and growth, rank, gap in one sentence */
		{"1—10月，全区一般公共预算收入完成10.04亿元，同比增长9.7%，增速居全市第2位。", "revenue value 2026 1-10 [10.035,10.045); revenue growth 2026 1-10 [9.65,9.75); revenue rank 2026 1-10 [1.5,2.5)"},
		{"前10个月，一般公共预算收入完成100400万元，同比增长9.7%。", "revenue value 2026 1-10 [10.03995,10.04005); revenue growth 2026 1-10 [9.65,9.75)"},
		{"上半年，工业技改投资同比下降3.2%。", "tech growth 2026 1-6 (-3.25,-3.15]"},
		{"上半年，工业技改投资同比增长-3.2%。", "tech growth 2026 1-6 (-3.25,-3.15]"},
		{"前三季度，地区生产总值完成213.5亿元，增长6.1%，高于全市平均0.8个百分点。",
		 "gdp value 2026 1-9 [213.45,213.55); gdp growth 2026 1-9 [6.05,6.15); gdp gap 2026 1-9 [0.75,0.85)"},
		{"前三季度，GDP增速低于全市平均0.8个百分点。", "gdp gap 2026 1-9 (-0.85,-0.75]"},
		/* the newest month alone */
		{"10月，一般公共预算收入完成1.2亿元。", "revenue value 2026 10-10 [1.15,1.25)"},
		{"1—10月，一般公共预算收入当月完成1.2亿元。", "revenue value 2026 10-10 [1.15,1.25)"},
		{"截至10月底，一般公共预算收入完成10.04亿元。", "revenue value 2026 1-10 [10.035,10.045)"},
		/* what is growth itself, its name left out; points */
		{"1—10月，规模以上工业增加值同比增长8.2%。", "industry value 2026 1-10 [8.15,8.25)"},
		{"1—10月，规上工业增加值下降1.8%。", "industry value 2026 1-10 (-1.85,-1.75]"},
		{"1—10月，税收占一般公共预算收入比重达到82.3%，比去年同期提高2.1个百分点。",
		 "tax_share value 2026 1-10 [82.25,82.35); tax_share points 2026 1-10 [2.05,2.15)"},
		/* bounds */
		{"去年，一般公共预算收入突破12亿元。", "revenue value 2025 1-12 (12,*)"},
		{"1—10月，一般公共预算收入完成10亿元左右。", "revenue value 2026 1-10 [9.5,10.5]"},
		{"1—10月，一般公共预算收入同比增长9%以上。", "revenue growth 2026 1-10 [8.5,*)"},
		{"1—10月，一般公共预算收入达到10.04亿元。", "revenue value 2026 1-10 [10.035,10.045)"},
		/* several names */
		{"上半年，一般公共预算收入、工业技改投资增幅居全市第一。", "revenue rank 2026 1-6 [0.5,1.5); tech rank 2026 1-6 [0.5,1.5)"},
		{"1—10月，一般公共预算收入和社零总额分别增长9.7%、6.3%。", "revenue growth 2026 1-10 [9.65,9.75); retail growth 2026 1-10 [6.25,6.35)"},
		{"1—10月，工业技改投资占年度计划的92%。", "tech done 2026 1-10 [91.5,92.5)"},
		/* the city's count */
		{"上半年，15项主要经济指标有11项增幅高于全市平均水平。", "above above 2026 1-6 [10.5,11.5) of 15"},
		/* a unit */
		{"1—10月，青萝街道固定资产投资完成额18.2亿元。", "town@77 value 2026 1-10 [18.15,18.25)"},
		/* years */
		{"2025年，全区地区生产总值完成281.6亿元。", "gdp value 2025 1-12 [281.55,281.65)"},
		{"全年地区生产总值完成281.6亿元。", "gdp value 2025 1-12 [281.55,281.65)"},
		{"今年以来，一般公共预算收入完成10.04亿元。", "revenue value ? [10.035,10.045)"},
		{"12月，社零总额完成15.1亿元。", "retail value 2025 12-12 [15.05,15.15)"},
		/* promises */
		{"今年，确保地区生产总值增长6%以上，一般公共预算收入增长5%左右。", "gdp to growth 2026 1-12 [5.5,6.5); revenue to growth 2026 1-12 [4.5,5.5)"},
		/* none of these is a claim about our indicators */
		{"1—10月，全市一般公共预算收入完成310.4亿元。", ""},
		{"1—9月，农村居民人均可支配收入增长6.1%。", ""},
		{"1—10月，一般公共预算收入环比增长2.1%。", ""},
		{"1—10月，一般公共预算收入中税收8.1亿元。", ""},
		{"1—9月，地区生产总值能耗下降3.1%。", ""},
		{"1—10月，一般公共预算收入增加0.9亿元。", ""},
		{"1—10月，华辰公司外贸增长9%，高端装备产业产值20亿元。", ""},
		{"1—10月，工业技改投资项目12个。", ""},
		{"1—10月，规模以上工业增加值完成52.1亿元。", ""},
		{"地区生产总值完成×亿元，增速×%，全市排名第×。", ""},
	};
	unused_arg(state);
	int wrong = 0;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct said *v;
		size_t n = find(cases[i].text, "", day_of(2026, 11, 18), &v);
		str got = told(v, n);
		if (!str_eq(got, str_of(cases[i].want))) {
			print_error("%s\n  want %s\n  got  " STR_FMT "\n", cases[i].text, cases[i].want, STR_ARG(got));
			wrong++;
		}
	}
	assert_int_equal(wrong, 0);
}

static void the_title_says_the_period(void **state)
{
	struct said *v;
	unused_arg(state);
	assert_int_equal(find("一般公共预算收入完成10.04亿元。", "2026年1—10月经济运行情况", DAY_NONE, &v), 1);
	assert_int_equal(v[0].period.to, 10);
	assert_int_equal(v[0].period.year, 2026);
	assert_int_equal(find("一般公共预算收入完成10.04亿元。", "在会上的讲话", day_of(2026, 11, 18), &v), 1);
	assert_int_equal(v[0].period.from, 0);
}

static struct dec number(const char *s)
{
	struct dec d;
	assert_true(dec_parse(str_of(s), &d));
	return d;
}

static bool fits(const char *value, enum quantity_op op, bool down, const char *measured, const char *half)
{
	struct said_range r = said_range_of(number(value), NULL, op, down, (struct frac){5, 100});
	return said_agrees(&r, frac_of(number(measured)), frac_of(number(half)));
}

static void rounding_decides(void **state)
{
	unused_arg(state);
	assert_true(fits("9.7", OP_EQ, false, "9.65", "0"));
	assert_false(fits("9.7", OP_EQ, false, "9.6499", "0"));
	assert_true(fits("9.7", OP_EQ, false, "9.7499", "0"));
	assert_false(fits("9.7", OP_EQ, false, "9.75", "0"));
	assert_true(fits("9.70", OP_EQ, false, "9.7", "0.05"));   /* the measured number has one place only */
	assert_true(fits("9.74", OP_EQ, false, "9.7", "0.05"));
	assert_false(fits("9.76", OP_EQ, false, "9.7", "0.05"));
	assert_false(fits("9.70", OP_EQ, false, "9.71", "0.005"));
	assert_true(fits("3.2", OP_EQ, true, "-3.249", "0"));
	assert_false(fits("3.2", OP_EQ, true, "3.2", "0"));
	assert_true(fits("9", OP_GE, false, "12.3", "0"));
	assert_true(fits("9", OP_GE, false, "8.5", "0"));
	assert_false(fits("9", OP_GE, false, "8.4", "0"));
	assert_false(fits("100", OP_GT, false, "99.98", "0"));
	assert_false(fits("100", OP_GT, false, "100", "0"));
	assert_true(fits("100", OP_GT, false, "100.01", "0"));
	assert_true(fits("20", OP_LT, false, "19.9", "0"));
	assert_false(fits("20", OP_LT, false, "20", "0"));
	assert_true(fits("10", OP_APPROX, false, "9.5", "0"));
	assert_false(fits("10", OP_APPROX, false, "9.49", "0"));
	assert_true(fits("3", OP_GE, true, "-4", "0"));           /* 下降3%以上 */
	assert_false(fits("3", OP_GE, true, "-2", "0"));
}

static void units_are_one_measure_or_none(void **state)
{
	struct frac f;
	unused_arg(state);
	assert_true(said_unit(S("万元"), S("亿元"), &f) && f.n == 1 && f.d == 10000);
	assert_true(said_unit(S("万亿元"), S("亿元"), &f) && f.n == 10000 && f.d == 1);
	assert_true(said_unit(S("元"), S("元"), &f) && f.n == 1 && f.d == 1);
	assert_true(said_unit(S("亿度"), S("万千瓦时"), &f) && f.n == 10000);
	assert_true(said_unit(S("亿美元"), S("万美元"), &f) && f.n == 10000);
	assert_false(said_unit(S("亿美元"), S("亿元"), &f));
	assert_false(said_unit(S("个"), S("亿元"), &f));
	assert_false(said_unit(S(""), S("亿元"), &f));
}

static void periods_are_read(void **state)
{
	static const struct { const char *text; int n, year, from, to; } cases[] = {
		{"2026年1—10月", 17, 2026, 1, 10}, {"1至10月份", 14, 0, 1, 10}, {"前10个月", 11, 0, 1, 10}, {"前十个月", 12, 0, 1, 10}, {"10月", 5, 0, 10, 10},
		{"10月末", 8, 0, 1, 10}, {"10月25日", 0, 0, 0, 0}, {"上半年", 9, 0, 1, 6}, {"去年上半年", 15, -2, 1, 6}, {"第三季度", 12, 0, 7, 9},
		{"2026年前三季度", 19, 2026, 1, 9}, {"2025年", 7, 2025, 1, 12}, {"今年", 6, -1, 0, 12}, {"去年同期", 0, 0, 0, 0}, {"13月", 0, 0, 0, 0}, {"十二月", 9, 0, 12, 12},
		{"1.5亿", 0, 0, 0, 0}, {"12", 0, 0, 0, 0}};
	unused_arg(state);
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct said_period p = {0};
		size_t n = said_period_read(str_of(cases[i].text), &p);
		if (cases[i].from || cases[i].n) {
			if (!n || p.year != cases[i].year || p.from != cases[i].from || p.to != cases[i].to)
				test_fails("%s: %zu bytes, %d %d-%d", cases[i].text, n, p.year, p.from, p.to);
		} else {
			assert_int_equal(p.year, 0);
		}
	}
}

static struct bunch_count around(const char *value, const char *threshold, bool down)
{
	struct bunch_count c = {0};
	(void)bunch_values(frac_of(number(value)), frac_of(number(threshold)), 5, down, &c);
	return c;
}

static void windows_of_bunching(void **state)
{
	struct bunch_count c = {0};
	unused_arg(state);
	assert_int_equal(around("100", "100", false).past, 1);
	assert_int_equal(around("104.99", "100", false).past, 1);
	assert_int_equal(around("105", "100", false).past, 0);
	assert_int_equal(around("99.99", "100", false).before, 1);
	assert_int_equal(around("95", "100", false).before, 1);
	assert_int_equal(around("94.99", "100", false).before, 0);
	assert_int_equal(around("100", "100", true).past, 1);
	assert_int_equal(around("95", "100", true).past, 0);
	assert_int_equal(around("100.01", "100", true).before, 1);
	assert_int_equal(around("105", "100", true).before, 1);
	assert_false(bunch_values(frac_int(1), frac_int(0), 5, false, &c));
	for (int64_t left = -2; left < 10; left++)
		bunch_days(left, 3, &c);
	assert_int_equal(c.past, 3);
	assert_int_equal(c.before, 3);
	assert_true(bunch_tail(0, 0) == 1 && bunch_tail(5, 0) == 1 && bunch_tail(0, 2) == 0.25);
}

static str rounded(bool have, struct frac f, int decimals)
{
	struct dec d;
	struct buf b;
	buf_init(&b, &a);
	if (!have || !frac_round(f, decimals, ROUND_HALF_UP, &d))
		return S("none");
	dec_put(&b, d);
	return buf_str(&b);
}
#define gives(o, what, decimals, want) \
	do { \
		str got_ = rounded((o).has_##what, (o).what, decimals); \
		if (!str_eq(got_, S(want))) \
			test_fails(#what " is " STR_FMT ", not " want, STR_ARG(got_)); \
	} while (0)

/* Two of three ten-day reports: 0.8; last year 0.3 + 0.3 of 1.0, so 60 %; 1.333 expected, 1.5 wanted. */
static void a_month_from_its_ten_days(void **state)
{
	struct fast_in in = {.so_far = frac_of(number("0.8")), .part = frac_of(number("0.6")), .whole = frac_of(number("1.0")), .has_target = true,
		.target = frac_of(number("1.5")), .has_base = true, .base_rest = frac_of(number("0.4"))};
	struct fast_out o;
	struct frac t;
	unused_arg(state);
	fast_calc(&in, &o);
	gives(o, share, 1, "60.0");
	gives(o, forecast, 3, "1.333");
	gives(o, gap, 3, "0.167");
	gives(o, need, 2, "0.70");
	gives(o, need_growth, 1, "75.0");
	in.target = frac_of(number("0.7"));
	fast_calc(&in, &o);
	gives(o, need, 2, "0.00");
	assert_true(o.gap.n < 0 && !o.has_need_growth);
	in.part = frac_int(0);
	fast_calc(&in, &o);
	assert_false(o.has_share || o.has_forecast || o.has_gap);
	/* 120 for the year, 92 % of it by the end of November in other years, 101.2 done: 9.2 are due in November */
	assert_true(fast_month_target(frac_int(120), (struct frac){92, 100}, frac_of(number("101.2")), &t));
	assert_true(str_eq(rounded(true, t, 2), S("9.20")));
}

static enum scale_state scale(const char *industry, const char *turnover, int months, bool counted)
{
	struct scale_rule *r;
	size_t n;
	scale_rules(&a, (str){thresholds_tsv, thresholds_tsv_n}, &r, &n);
	return scale_judge(scale_rule_of(r, n, str_of(industry)), frac_of(number(turnover)), months, counted, 80);
}

static void firms_beside_their_threshold(void **state)
{
	unused_arg(state);
	assert_int_equal(scale("34 通用设备制造业", "2000", 12, false), SCALE_REACHED);
	assert_int_equal(scale("C3411", "2000", 7, false), SCALE_REACHED);
	assert_int_equal(scale("34", "1999.99", 12, false), SCALE_NEAR);
	assert_int_equal(scale("34", "1600", 12, false), SCALE_NEAR);
	assert_int_equal(scale("34", "1599.99", 12, false), SCALE_FINE);
	assert_int_equal(scale("34", "1599.99", 11, false), SCALE_UNKNOWN);
	assert_int_equal(scale("34", "1999.99", 12, true), SCALE_RISK);
	assert_int_equal(scale("34", "1999.99", 11, true), SCALE_UNKNOWN);
	assert_int_equal(scale("34", "2000", 12, true), SCALE_FINE);
	assert_int_equal(scale("52", "500", 12, false), SCALE_REACHED);
	assert_int_equal(scale("61", "199", 12, true), SCALE_RISK);
	assert_int_equal(scale("7020", "1000", 12, false), SCALE_REACHED);
	assert_int_equal(scale("701", "9000", 12, false), SCALE_UNKNOWN); /* not by income */
	assert_int_equal(scale("47", "9000", 12, false), SCALE_UNKNOWN);
	assert_int_equal(scale("66", "9000", 12, false), SCALE_UNKNOWN);  /* no rule */
	assert_int_equal(scale("通用设备", "9000", 12, false), SCALE_UNKNOWN);
	assert_int_equal(scale("82", "450", 12, false), SCALE_NEAR);
}

static int band(const char *setting, const char *turnover)
{
	struct scale_band *v;
	size_t n;
	assert_true(scale_bands(&a, str_of(setting), &v, &n));
	return scale_band_of(v, n, frac_of(number(turnover)));
}

static void bands_of_turnover(void **state)
{
	static const char *const wrong[] = {"10", "10:", "x:5", "0:5", "-1:5", "10:-5", "10:5 5", "10:5,5:7"};
	struct scale_band *v = NULL;
	size_t n = 0;
	unused_arg(state);
	assert_int_equal(band("10:5 5:7 1:22", "100000"), 0); /* over begins at the amount itself */
	assert_int_equal(band("10:5 5:7 1:22", "99999.99"), 1);
	assert_int_equal(band("1:22 5:7 10:5", "10000"), 2);  /* sorted, however they are written */
	assert_int_equal(band("10:5 5:7 1:22", "9999.99"), -1);
	assert_int_equal(band("0.5:3", "5000"), 0);
	assert_int_equal(band("", "5000"), -1);
	for (size_t i = 0; i < COUNT_OF(wrong); i++)
		assert_false(scale_bands(&a, str_of(wrong[i]), &v, &n));
	assert_true(scale_bands(&a, S("  1:22  5:7 "), &v, &n) && n == 2 && v[0].wanted == 7 && str_eq(v[0].written, S("5")));
}

static void who_may_go_on(void **state)
{
	const struct library_rule entered = {.entered = true}, both = {.turnover = 5000, .share = 3}, none = {0};
	struct library_facts f = {.has_turnover = true, .turnover = frac_int(5000), .has_share = true, .share = frac_int(3)};
	unused_arg(state);
	assert_false(library_met(&none, &f)); /* what looks at nothing proposes nobody */
	assert_false(library_met(&entered, &f));
	assert_true(library_met(&both, &f));
	f.share = (struct frac){299, 100};
	assert_false(library_met(&both, &f));
	f.has_share = false;
	assert_false(library_met(&both, &f)); /* not known is not met */
	f.turnover = frac_int(4999);
	assert_false(library_met(&(struct library_rule){.turnover = 5000}, &f));
	f.entered = true;
	assert_true(library_met(&entered, &f));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(claims_of_sentences),
		cmocka_unit_test(the_title_says_the_period),
		cmocka_unit_test(rounding_decides),
		cmocka_unit_test(units_are_one_measure_or_none),
		cmocka_unit_test(periods_are_read),
		cmocka_unit_test(windows_of_bunching),
		cmocka_unit_test(a_month_from_its_ten_days),
		cmocka_unit_test(firms_beside_their_threshold),
		cmocka_unit_test(bands_of_turnover),
		cmocka_unit_test(who_may_go_on),
	};
	arena_init(&a);
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	arena_done(&a);
	return failed;
}
