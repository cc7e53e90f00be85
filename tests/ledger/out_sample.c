/* SPDX-License-Identifier: Apache-2.0 */
/* A workbook with every sort of cell, and enough rows for several pages, on the standard
 * output. out_reads.py knows what is in it. `wide`: more columns than one page holds. */
#include "ledger/ledger.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define ROWS 120
static const str states[] = {S("已交办"), S("推进中"), S("已销号")};
static struct out_column columns[40] = {
	{S("序号"), "row", OUT_NUMBER, 6, NULL, 0},
	{S("事项"), "title", OUT_TEXT, 40, NULL, 0},
	{S("投资（万元）"), "money", OUT_NUMBER, 14, NULL, 0},
	{S("完成时限"), "due", OUT_DATE, 12, NULL, 0},
	{S("身份证号"), "identity", OUT_IDENTITY, 22, NULL, 0},
	{S("状态"), "state", OUT_CHOICE, 12, states, COUNT_OF(states)},
	{S("亮灯"), "light", OUT_LIGHT, 12, NULL, 0},
};

int main(int argc, char **argv)
{
	struct arena a;
	struct out *o;
	size_t n = 7, more = argc > 1 && !strcmp(argv[1], "wide") ? 20 : 0;
	for (size_t i = 0; i < more; i++)
		columns[n++] = (struct out_column){S("说明"), "more", OUT_TEXT, 20, NULL, 0};
	columns[n++] = (struct out_column){S(""), "id", OUT_ID, 12, NULL, 0};
	const struct out_table table = {S("榴园区事项台账"), S("填报单位：督查室"), S("填报日期：2026-10-01"), LANG_ZH, columns, n};
	arena_init(&a);
	err e = out_begin(&a, OUT_XLSX, &table, STDOUT_FILENO, &o);
	for (int i = 0; e == OK && i < ROWS; i++) {
		struct out_cell c[40] = {0};
		char number[16], id[32];
		snprintf(number, sizeof number, "%d", i + 1);
		snprintf(id, sizeof id, "%d:%d", 1000 + i, i + 1);
		c[0].text = str_of(number);
		c[1].text = i == 0 ? S("=1+1") : i == 1 ? S("两行\n<b>&_x000D_") : i == 2 ? S("\x01𠀀") : S("沿线积水点整治到位并逐点销号，不留断头，汛前完成");
		c[2].text = i == 0 ? S("-1234.50") : i == 1 ? S("12345678901234567") : S("8.05");
		c[3].day = i % 2 ? day_of(2026, 12, 31) : DAY_NONE;
		c[4].text = S("110101199003071234");
		c[5].text = states[i % 3];
		c[6] = (struct out_cell){.text = S("■ 红 超期"), .light = LIGHT_RED};
		c[n - 1].text = str_of(id);
		e = out_row(o, c);
	}
	if (e == OK)
		e = out_end(o);
	arena_done(&a);
	return e != OK;
}
