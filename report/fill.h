/* SPDX-License-Identifier: Apache-2.0 */
/* fill: the text of bulletins and letters as an office writes it once, with places for values,
 * and from it the blocks of a paper. Pure.
 *
 *     # 关于{period}重点工作落实情况的通报     the first: title of the paper; later ones begin an annex
 *     截至{day}，全区{total}项重点工作已办结{done}项。
 *     一、总体情况                             一、 （一） 1. tell the level; everything else is text
 *     {#if late}
 *     （一）存在问题。{#each units|、}{name}（{late}项）{/each}进度滞后，原因：{why|未说明}。
 *     {#else}
 *     （一）各单位均按期推进。
 *     {/if}
 *     {#each tasks}
 *     1.{title}
 *     {/each}
 *     # 事项清单
 *     {list}                                   a table stands on a line of its own
 *
 * A line is a paragraph; empty ones fall away. Headings are numbered anew after filling, for parts
 * may fall away: 1. in {#each} counts 1. 2. 3. Only what the office wrote tells the level, never
 * what a value begins with. {name|word}: the word where the value is empty. {#each name|word}: the
 * word between the records. {#if name} holds when the text is neither empty nor 0, the list has a
 * record. {{ is a brace. In {#each} a name is looked for in the record first, then outside. */
#ifndef LUOSHI_FILL_H
#define LUOSHI_FILL_H

#include "report/paper.h"

enum fill_sort { FILL_TEXT, FILL_LIST, FILL_TABLE, FILL_SORTS };
struct fill_value;
struct fill_record {
	const struct fill_value *values;
	size_t n;
};
struct fill_value {
	str name; /* as templates write it; without white space and { } | # / */
	enum fill_sort sort;
	str text, link;             /* FILL_TEXT; a link makes it lead to its rows (paper_run.link) */
	const struct paper_table *table;
	struct fill_record like;    /* FILL_LIST: the names its records have; their texts do not matter */
	const struct fill_record *records;
	size_t n_records;
};
struct filled {
	str title; /* empty: the template has none */
	struct paper_block *blocks;
	size_t n_blocks;
};

/* ERR_INPUT: one sentence that names the line: a name that is not in `like`, a block that is not
 * closed or never began, a list written as a text. Looks at all branches. */
err fill_check(struct arena *, str text, const struct fill_record *like) must_check;
/* The same checks first. ERR_LIMIT: the result is longer than a document may be. */
err fill_blocks(struct arena *, str text, const struct fill_record *values, struct filled *ret) must_check;

#endif
