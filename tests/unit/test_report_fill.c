/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include "report/fill.h"

static struct arena a;

static const struct fill_value unit_like[] = {{.name = S("name")}, {.name = S("late")}};
static const struct fill_value unit_1[] = {{.name = S("name"), .text = S("城建局"), .link = S("/matters?u=1")}, {.name = S("late"), .text = S("3")}};
static const struct fill_value unit_2[] = {{.name = S("name"), .text = S("1.教育局")}, {.name = S("late"), .text = S("0")}};
static const struct fill_record units[] = {{unit_1, 2}, {unit_2, 2}};
static const struct paper_run cell = {.text = S("1")};
static const struct paper_table table = {.n_columns = 1, .cells = &cell, .n_rows = 1}, bare = {.n_columns = 1};
static const struct fill_value all_values[] = {
	{.name = S("total"), .text = S("126"), .link = S("/matters")},
	{.name = S("late"), .text = S("0")},
	{.name = S("why")},
	{.name = S("long"), .text = S("一、甲\n二、乙")},
	{.name = S("单位"), .sort = FILL_LIST, .like = {unit_like, 2}, .records = units, .n_records = 2},
	{.name = S("none"), .sort = FILL_LIST, .like = {unit_like, 2}},
	{.name = S("list"), .sort = FILL_TABLE, .table = &table},
	{.name = S("bare"), .sort = FILL_TABLE, .table = &bare},
};
static const struct fill_record all = {all_values, COUNT_OF(all_values)};

/* Blocks as text: sort, heading | rest; links in brackets. */
static str shown(const struct filled *f)
{
	static const char sorts[PAPER_SORTS] = {'T', '1', '2', '3', '#', 'A'};
	struct buf b;
	buf_init(&b, &a);
	if (f->title.n) {
		buf_z(&b, "=");
		buf_add(&b, f->title);
		buf_z(&b, "\n");
	}
	for (size_t i = 0; i < f->n_blocks; i++) {
		const struct paper_block *k = &f->blocks[i];
		buf_byte(&b, sorts[k->sort]);
		for (size_t r = 0; r < k->n_runs; r++) {
			if (r == k->n_head && r)
				buf_byte(&b, '|');
			buf_add(&b, k->runs[r].text);
			if (k->runs[r].link.n) {
				buf_byte(&b, '[');
				buf_add(&b, k->runs[r].link);
				buf_byte(&b, ']');
			}
		}
		buf_byte(&b, '\n');
	}
	return buf_str(&b);
}

static void fills(const char *text, const char *want)
{
	struct filled f;
	if (fill_blocks(&a, str_of(text), &all, &f) != OK)
		test_fails("\"%s\": %s", text, fail_key());
	same_str(shown(&f), str_of(want));
}

static void refuses(const char *text, const char *zh)
{
	struct filled f;
	struct buf b;
	buf_init(&b, &a);
	assert_int_equal(fill_check(&a, str_of(text), &all), ERR_INPUT);
	fail_text(&b, LANG_ZH);
	same_str(buf_str(&b), str_of(zh));
	assert_int_equal(fill_blocks(&a, str_of(text), &all, &f), ERR_INPUT);
}

static void lines_are_paragraphs(void **state)
{
	unused_arg(state);
	fills("# 通报\n\n　　全区{total}项。\r\n一、总体情况\n（一）完成情况。好。\n1.甲\n", "=通报\nT全区126[/matters]项。\n1一、总体情况\n2（一）完成情况。|好。\n31.甲\n");
	fills("甲\n# 清单", "T甲\nA清单\n");
	fills("# 题\n# 清单\n一、甲", "=题\nA清单\n1一、甲\n");
	fills("", "");
	fills("{{甲}", "T{甲}\n");
}

static void levels_are_numbered_anew(void **state)
{
	unused_arg(state);
	fills("一、甲\n{#if late}二、乙\n{/if}三、丙\n（三）丁\n(五)戊\n3．己\n四、庚\n（二）辛", "1一、甲\n1二、丙\n2（一）丁\n2（二）戊\n31.己\n1三、庚\n2（一）辛\n");
	fills("1.5亿元\n一、二季度进展\n十二、甲\n12.乙", "T1.5亿元\nT一、二季度进展\n1一、甲\n31.乙\n");
	fills("{#each 单位}\n1.{name}\n{/each}", "31.城建局[/matters?u=1]\n32.1.教育局\n");
}

static void numbers_past_ten(void **state)
{
	struct buf b;
	struct filled f;
	unused_arg(state);
	buf_init(&b, &a);
	for (int i = 0; i < 101; i++)
		buf_z(&b, "一、甲\n");
	assert_int_equal(fill_blocks(&a, buf_str(&b), &all, &f), OK);
	same_str(f.blocks[9].runs[0].text, S("十、"));
	same_str(f.blocks[10].runs[0].text, S("十一、"));
	same_str(f.blocks[19].runs[0].text, S("二十、"));
	same_str(f.blocks[98].runs[0].text, S("九十九、"));
	same_str(f.blocks[100].runs[0].text, S("101、"));
}

static void values_tell_no_level(void **state)
{
	unused_arg(state);
	fills("{long}", "T一、甲 二、乙\n");
	fills("{#each 单位}{name}\n{/each}", "T城建局[/matters?u=1]\nT1.教育局\n");
}

static void blocks_and_words(void **state)
{
	unused_arg(state);
	fills("{#each 单位|、}{name}（{late}项）{/each}滞后，共{total}项，原因：{why|未说明}。",
	      "T城建局[/matters?u=1]（3项）、1.教育局（0项）滞后，共126[/matters]项，原因：未说明。\n");
	fills("{#if late}有{#else}无{/if}{#if total}甲{/if}{#if none}乙{#else}丙{/if}{#if 单位}丁{/if}{#if why}戊{/if}", "T无甲丙丁\n");
	fills("{#each 单位}{#if late}{name}{#each none}x{/each}{/if}{/each}", "T城建局[/matters?u=1]\n");
	fills("甲{list}乙{bare}{#if bare}丙{/if}", "T甲\n#\nT乙\n");
}

static void faults_name_their_line(void **state)
{
	unused_arg(state);
	refuses("甲\n{#if late}\n{nam}\n{/if}", "第 3 行：没有名为“nam”的内容，请从名称清单里选一个");
	refuses("{#each none}\n{total}{nam}{/each}", "第 2 行：没有名为“nam”的内容，请从名称清单里选一个");
	refuses("甲{name}", "第 1 行：没有名为“name”的内容，请从名称清单里选一个");
	refuses("甲\n{#each 单位}\n{name}", "第 2 行：{#each 单位} 没有收尾，请在结束的地方写 {/each}");
	refuses("{/if}", "第 1 行：{/if} 前面没有对应的开头，请删去它或者补上开头");
	refuses("{#if late}{/each}", "第 1 行：{/each} 前面没有对应的开头，请删去它或者补上开头");
	refuses("{#if late}{#else}{#else}{/if}", "第 1 行：{#else} 只能写一次，写在 {#if …} 和 {/if} 之间");
	refuses("{#each 单位}{#else}{/each}", "第 1 行：{#else} 只能写一次，写在 {#if …} 和 {/if} 之间");
	refuses("甲\n乙{total\n}", "第 2 行：花括号 { 在本行没有用 } 收尾；要写花括号本身就写两个 {{");
	refuses("{单位}", "第 1 行：“单位”是一组内容，请用 {#each 单位} … {/each} 把逐项的写法括起来");
	refuses("{#each total}{/each}", "第 1 行：“total”是单个内容，不是一组，直接写 {total} 即可");
	refuses("{}", "第 1 行：看不懂 {}；花括号里写名称、{#each 名称}、{#if 名称}、{#else}、{/each} 或 {/if}，要写花括号本身就写两个 {{");
	refuses("{#for x}", "第 1 行：看不懂 {#for x}；花括号里写名称、{#each 名称}、{#if 名称}、{#else}、{/each} 或 {/if}，要写花括号本身就写两个 {{");
}

static void too_deep_or_long(void **state)
{
	struct buf b;
	struct filled f;
	unused_arg(state);
	buf_init(&b, &a);
	for (int i = 0; i < 17; i++)
		buf_z(&b, "{#if late}");
	assert_int_equal(fill_check(&a, buf_str(&b), &all), ERR_INPUT);
	/* 2^16 times the same words */
	buf_clear(&b);
	for (int i = 0; i < 16; i++)
		buf_z(&b, "{#each 单位}");
	for (int i = 0; i < 200; i++)
		buf_z(&b, "压实责任");
	for (int i = 0; i < 16; i++)
		buf_z(&b, "{/each}");
	assert_int_equal(fill_check(&a, buf_str(&b), &all), OK);
	assert_int_equal(fill_blocks(&a, buf_str(&b), &all, &f), ERR_LIMIT);
	buf_clear(&b);
	while (b.n <= 65536)
		buf_z(&b, "压实责任");
	assert_int_equal(fill_check(&a, buf_str(&b), &all), ERR_LIMIT);
}

static int fresh(void **state)
{
	unused_arg(state);
	arena_init(&a);
	return 0;
}

static int over(void **state)
{
	unused_arg(state);
	arena_done(&a);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(lines_are_paragraphs, fresh, over),
		cmocka_unit_test_setup_teardown(levels_are_numbered_anew, fresh, over),
		cmocka_unit_test_setup_teardown(numbers_past_ten, fresh, over),
		cmocka_unit_test_setup_teardown(values_tell_no_level, fresh, over),
		cmocka_unit_test_setup_teardown(blocks_and_words, fresh, over),
		cmocka_unit_test_setup_teardown(faults_name_their_line, fresh, over),
		cmocka_unit_test_setup_teardown(too_deep_or_long, fresh, over),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
