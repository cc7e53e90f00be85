/* SPDX-License-Identifier: Apache-2.0 */
/* A pack with one of each kind of clock, beside the first pack of the kit. */
#ifndef LUOSHI_TEST_TIMED_PACK_H
#define LUOSHI_TEST_TIMED_PACK_H

#include "core_kit.h"

static const char timed_pack[] =
	"pack { \"timed\", version = \"1\", label = { zh = \"时限\", en = \"Timed\" } }\n"
	"local function w(zh, en) return { zh = zh, en = en } end\n"
	"setting { \"deemed\", type = \"int\", low = 0, high = 1, default = 0, label = w(\"超时默认\", \"Deemed\"), source = \"[D]\" }\n"
	"kind { \"task\", label = w(\"任务\", \"Task\"), number = \"限〔{year}〕{n:4}\", title = \"title\", lead = \"lead\",\n"
	" see = { \"supervision\", \"lead\" },\n"
	" roles = { role { \"supervision\", duty = \"supervision\", relation = \"any\", label = w(\"督查室\", \"Supervision\") },\n"
	"  role { \"lead\", duty = \"liaison\", relation = \"lead\", label = w(\"牵头\", \"Lead\") } },\n"
	" fields = { field { \"title\", type = \"line\", list = true, label = w(\"事项\", \"Title\") },\n"
	"  field { \"lead\", type = \"unit\", list = true, label = w(\"单位\", \"Unit\") },\n"
	"  field { \"days\", type = \"int\", label = w(\"几天内答复\", \"Days to answer\"), max = 100 },\n"
	"  field { \"more\", type = \"int\", label = w(\"延长\", \"More\") }, field { \"by\", type = \"date\", label = w(\"限期\", \"By\") } },\n"
	" states = { state { \"open\", first = true, label = w(\"待办\", \"Open\") }, state { \"running\", label = w(\"在办\", \"Running\") },\n"
	"  state { \"accepted\", label = w(\"已受理\", \"Accepted\") },\n"
	"  state { \"done\", closed = true, label = w(\"办结\", \"Done\") } },\n"
	" clocks = {\n"
	"  clock { \"work\", unit = \"working_day\", budget = 10, main = true, label = w(\"办结\", \"Due\"), pauses = { choice { \"test\", label = w(\"检验\", \"Test\") } } },\n"
	"  clock { \"hall\", unit = \"working_day\", budget = 5, calendar = \"hall\", label = w(\"大厅\", \"Hall\") },\n"
	"  clock { \"hours\", unit = \"working_hour\", budget = 20, label = w(\"工作时\", \"Hours\") },\n"
	"  clock { \"days\", unit = \"day\", budget = 30, roll_to_workday = true, label = w(\"自然日\", \"Days\") },\n"
	"  clock { \"wait\", unit = \"hour\", budget = 24, label = w(\"小时\", \"Clock hours\") },\n"
	"  clock { \"promise\", unit = \"working_day\", budget = 5, legal = \"work\", warn = 2, extensions = 1, asked = \"ask\", asked_first = true, label = w(\"承诺\", \"Promised\") },\n"
	"  clock { \"answer\", unit = \"working_day\", budget = 3, field = \"days\", label = w(\"答复\", \"Answer\") },\n"
	"  clock { \"accept\", unit = \"day\", budget = 2, expire = \"accepted\", expire_setting = \"deemed\", label = w(\"受理\", \"Accept\") },\n"
	"  clock { \"term\", unit = \"until\", field = \"by\", roll_to_workday = true, label = w(\"限期\", \"Term\") } },\n"
	" lights = { light { \"red\", when = \"overdue\", word = w(\"超期\", \"overdue\") },\n"
	"  light { \"yellow\", when = \"left_at_most\", than = 3, word = w(\"临期\", \"near\") } },\n"
	" actions = {\n"
	"  action { \"open\", opens = true, to = \"open\", by = \"supervision\", label = w(\"立项\", \"Open\"), done = w(\"立项\", \"opened\"), help = w(\"立项\", \"Open\"),\n"
	"   form = { { \"title\", required = true }, { \"lead\", required = true } } },\n"
	"  action { \"start\", from = \"open\", to = \"running\", by = \"supervision\", label = w(\"开始\", \"Start\"), done = w(\"开始\", \"started\"), help = w(\"开始\", \"Start\"),\n"
	"   clocks = { \"arm work\", \"arm hall\", \"arm hours\", \"arm days\", \"arm wait\", \"arm promise\", \"arm accept\" } },\n"
	"  action { \"accepted\", from = \"running\", to = \"accepted\", by = \"supervision\", reason = true, label = w(\"受理\", \"Accept\"), done = w(\"受理\", \"accepted\"), help = w(\"受理\", \"Accept\"), clocks = \"stop accept\" },\n"
	"  action { \"ask_answer\", from = { \"running\", \"accepted\" }, by = \"supervision\", label = w(\"请答复\", \"Ask\"), done = w(\"请答复\", \"asked\"), help = w(\"请答复\", \"Ask\"), form = { \"days\" }, clocks = \"arm answer\" },\n"
	"  action { \"ask\", from = { \"running\", \"accepted\" }, by = \"lead\", reason = true, label = w(\"申请延期\", \"Ask for more\"), done = w(\"申请延期\", \"asked\"), help = w(\"申请\", \"Ask\") },\n"
	"  action { \"grant\", from = { \"running\", \"accepted\" }, by = \"supervision\", reason = true, label = w(\"批准延期\", \"Grant\"), done = w(\"批准延期\", \"granted\"), help = w(\"批准\", \"Grant\"), form = { \"more\" }, clocks = \"extend promise\" },\n"
	"  action { \"pause\", from = \"running\", by = \"supervision\", label = w(\"暂停\", \"Pause\"), done = w(\"暂停\", \"paused\"), help = w(\"暂停\", \"Pause\"), clocks = \"pause work test\" },\n"
	"  action { \"resume\", from = \"running\", by = \"supervision\", label = w(\"恢复\", \"Resume\"), done = w(\"恢复\", \"resumed\"), help = w(\"恢复\", \"Resume\"), clocks = \"resume work\" },\n"
	"  action { \"halt\", from = \"running\", by = \"supervision\", label = w(\"停表\", \"Halt\"), done = w(\"停表\", \"halted\"), help = w(\"停表\", \"Halt\"), clocks = \"stop work\" },\n"
	"  action { \"set_term\", from = \"running\", by = \"supervision\", label = w(\"定限期\", \"Set\"), done = w(\"定限期\", \"set\"), help = w(\"定限期\", \"Set\"), form = { \"by\" }, clocks = \"arm term\" },\n"
	"  action { \"later\", from = \"running\", by = \"supervision\", reason = true, label = w(\"延限期\", \"Later\"), done = w(\"延限期\", \"later\"), help = w(\"延限期\", \"Later\"), form = { \"by\" }, clocks = \"extend term\" },\n"
	"  action { \"redate\", from = \"running\", by = \"supervision\", reason = true, label = w(\"改限期\", \"Redate\"), done = w(\"改限期\", \"redated\"), help = w(\"改限期\", \"Redate\"), form = { \"by\" } },\n"
	"  action { \"finish\", from = { \"running\", \"accepted\" }, to = \"done\", by = \"supervision\", label = w(\"办结\", \"Finish\"), done = w(\"办结\", \"finished\"), help = w(\"办结\", \"Finish\") } } }\n";

static void timed_open(struct kit *k)
{
	const struct pack_file file = {S("pack.lua"), str_of(timed_pack)};
	good(pack_load(&k->arena, S("timed"), &file, 1, &k->packs[1]));
	kit_open(k);
	kit_people(k);
}

static inline int64_t timed_task(struct kit *k, const char *title)
{
	struct arena a;
	struct act_result done;
	arena_init(&a);
	struct ctx x = kit_ctx(k, &a, P_CHIEF);
	const struct arg args[] = {{S("title"), str_of(title)}, {S("lead"), kit_id(&a, k->unit[U_HOUSING])}};
	good(act(&x, &(struct act_request){.kind = &k->packs[1]->kinds[0], .action = S("open"), .args = args, .n_args = 2}, &done));
	good(act(&x, &(struct act_request){.matter = done.matter, .action = S("start")}, &done));
	ctx_close(&x);
	arena_done(&a);
	return done.matter;
}

#endif
