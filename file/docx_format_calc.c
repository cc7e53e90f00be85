/* SPDX-License-Identifier: Apache-2.0 */
/* ST_NumberFormat: how a paragraph's number is written. */
#include "file/docx_in.h"

/* 4053 -> 四千零五十三; units[0] is the ten. A leading one before the first ten is not
 * said (十一), except in the legal forms (壹拾壹). */
static void put_counting(struct buf *b, int64_t n, const char *const digits[10], const char *const units[3], bool say_one)
{
	if (n < 0 || n > 9999) {
		buf_int(b, n);
		return;
	}
	if (n == 0)
		buf_z(b, digits[0]);
	bool begun = false, zero = false;
	for (int64_t p = 1000, u = 2; p; p /= 10, u--) {
		int64_t d = n / p % 10;
		if (!d) {
			zero = begun;
			continue;
		}
		if (zero)
			buf_z(b, digits[0]);
		if (d != 1 || u != 0 || begun || say_one)
			buf_z(b, digits[d]);
		if (u >= 0)
			buf_z(b, units[u]);
		begun = true;
		zero = false;
	}
}

static const char *const plain_digits[] = {"零", "一", "二", "三", "四", "五", "六", "七", "八", "九"};
static const char *const plain_units[] = {"十", "百", "千"};

static void chinese(struct buf *b, int64_t n)
{
	put_counting(b, n, plain_digits, plain_units, false);
}

static void chinese_legal(struct buf *b, int64_t n)
{
	static const char *const digits[] = {"零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"};
	static const char *const units[] = {"拾", "佰", "仟"};
	put_counting(b, n, digits, units, true);
}

static void chinese_legal_traditional(struct buf *b, int64_t n)
{
	static const char *const digits[] = {"零", "壹", "貳", "參", "肆", "伍", "陸", "柒", "捌", "玖"};
	static const char *const units[] = {"拾", "佰", "仟"};
	put_counting(b, n, digits, units, true);
}

/* Each decimal digit by its own sign. */
static void put_digits(struct buf *b, int64_t n, const char *const digits[10])
{
	int64_t p = 1;
	if (n < 0) {
		buf_int(b, n);
		return;
	}
	while (n / p >= 10)
		p *= 10;
	for (; p; p /= 10)
		buf_z(b, digits[n / p % 10]);
}

static void digital(struct buf *b, int64_t n)
{
	static const char *const digits[] = {"〇", "一", "二", "三", "四", "五", "六", "七", "八", "九"};
	put_digits(b, n, digits);
}

static void full_width(struct buf *b, int64_t n)
{
	static const char *const digits[] = {"０", "１", "２", "３", "４", "５", "６", "７", "８", "９"};
	put_digits(b, n, digits);
}

static void decimal_zero(struct buf *b, int64_t n)
{
	if (n >= 0 && n < 10)
		buf_byte(b, '0');
	buf_int(b, n);
}

static void roman(struct buf *b, int64_t n, const char *const v[13])
{
	static const int worth[] = {1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1};
	if (n < 1 || n > 3999) {
		buf_int(b, n);
		return;
	}
	for (size_t i = 0; n; i++)
		for (; n >= worth[i]; n -= worth[i])
			buf_z(b, v[i]);
}

static void upper_roman(struct buf *b, int64_t n)
{
	static const char *const v[] = {"M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"};
	roman(b, n, v);
}

static void lower_roman(struct buf *b, int64_t n)
{
	static const char *const v[] = {"m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i"};
	roman(b, n, v);
}

/* a … z, aa, bb … (17.18.59 lowerLetter) */
static void put_letter(struct buf *b, int64_t n, char first)
{
	if (n < 1 || n > 26 * 20) {
		buf_int(b, n);
		return;
	}
	for (int64_t i = 0; i <= (n - 1) / 26; i++)
		buf_byte(b, (char)(first + (n - 1) % 26));
}

static void upper_letter(struct buf *b, int64_t n)
{
	put_letter(b, n, 'A');
}

static void lower_letter(struct buf *b, int64_t n)
{
	put_letter(b, n, 'a');
}

/* A run of characters in Unicode that begins with number 1; past it, Arabic digits. */
static void put_run(struct buf *b, int64_t n, uint32_t first, int64_t most)
{
	if (n < 1 || n > most)
		buf_int(b, n);
	else
		buf_cp(b, first + (uint32_t)(n - 1));
}

static void circled(struct buf *b, int64_t n)
{
	put_run(b, n, 0x2460, 20);
}

static void in_parentheses(struct buf *b, int64_t n)
{
	put_run(b, n, 0x2474, 20);
}

static void with_stop(struct buf *b, int64_t n)
{
	put_run(b, n, 0x2488, 20);
}

static void heavenly(struct buf *b, int64_t n)
{
	static const char *const v[] = {"甲", "乙", "丙", "丁", "戊", "己", "庚", "辛", "壬", "癸"};
	if (n < 1 || n > 10)
		buf_int(b, n);
	else
		buf_z(b, v[n - 1]);
}

static void earthly(struct buf *b, int64_t n)
{
	static const char *const v[] = {"子", "丑", "寅", "卯", "辰", "巳", "午", "未", "申", "酉", "戌", "亥"};
	if (n < 1 || n > 12)
		buf_int(b, n);
	else
		buf_z(b, v[n - 1]);
}

static void nothing(struct buf *b, int64_t n)
{
	unused_arg(b), unused_arg(n);
}

static const struct format {
	str name;
	void (*put)(struct buf *, int64_t);
} formats[] = {
	{S("decimal"), buf_int},
	{S("decimalZero"), decimal_zero},
	{S("upperRoman"), upper_roman},
	{S("lowerRoman"), lower_roman},
	{S("upperLetter"), upper_letter},
	{S("lowerLetter"), lower_letter},
	{S("chineseCounting"), chinese},
	{S("chineseCountingThousand"), chinese},
	{S("japaneseCounting"), chinese}, /* what Word in Chinese writes for 一, 二, 三 */
	{S("taiwaneseCounting"), chinese},
	{S("taiwaneseCountingThousand"), chinese},
	{S("chineseLegalSimplified"), chinese_legal},
	{S("japaneseLegal"), chinese_legal_traditional},
	{S("ideographLegalTraditional"), chinese_legal_traditional},
	{S("ideographDigital"), digital},
	{S("japaneseDigitalTenThousand"), digital},
	{S("taiwaneseDigital"), digital},
	{S("koreanDigital2"), digital},
	{S("ideographTraditional"), heavenly},
	{S("ideographZodiac"), earthly},
	{S("decimalFullWidth"), full_width},
	{S("decimalFullWidth2"), full_width},
	{S("decimalEnclosedCircle"), circled},
	{S("decimalEnclosedCircleChinese"), circled},
	{S("decimalEnclosedParen"), in_parentheses},
	{S("decimalEnclosedFullstop"), with_stop},
	{S("bullet"), nothing},
	{S("none"), nothing},
};

void docx_format_put(struct buf *b, str format, int64_t n)
{
	for (size_t i = 0; i < COUNT_OF(formats); i++)
		if (str_eq(formats[i].name, format)) {
			formats[i].put(b, n);
			return;
		}
	buf_int(b, n);
}
