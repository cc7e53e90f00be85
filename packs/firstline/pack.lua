-- SPDX-License-Identifier: Apache-2.0
-- Seen at work (一线考察): dated observations by two people, for the organisation office alone. Nothing here
-- becomes a number, a rank or a light: a person always decides about a person.
-- [D] our inference: a default that the district changes. 党政领导干部考核工作条例 asks for observation at the place of work.

pack { "firstline", version = "1", label = { zh = "一线考察", en = "Seen at work" } }

local function w(zh, en) return { zh = zh, en = en } end
local function must(field) return { field, required = true } end
local function pick(name, zh, en) return choice { name, label = w(zh, en) } end

setting { "cadre_months", type = "int", low = 12, high = 120, default = 60,
	label = w("考察记录办结后保存几个月", "Months that observations are kept after they are closed"),
	source = "[D] 一届任期五年" }
data_class { "cadre", keep = "cadre_months", sensitive = true, files = true, label = w("干部考察", "Observations of officials") }

kind { "observation",
	label = w("一线考察记录", "Observation"),
	number = "察〔{year}〕{n:4}", title = "title", lead = "lead",
	see = { "organisation" },
	roles = { role { "organisation", duty = "organisation", relation = "any", label = w("组织考核部门", "Organisation office") } },
	fields = {
		field { "title", type = "line", list = true, max = 120, label = w("摘要", "In short"), hint = w("写事，不写人名", "What it was about, without a name") },
		field { "lead", type = "unit", list = true, fill = "actor", label = w("考察部门", "Office that observes") },
		field { "person_name", type = "line", max = 60, personal = true, purpose = "一线考察识别对象", data_class = "cadre", see = { "organisation" }, label = w("考察对象", "Who was observed") },
		field { "occasion", type = "choice", list = true, label = w("场合", "Occasion"), choices = {
			pick("project", "重点项目", "A key project"), pick("emergency", "急难险重任务", "An emergency"), pick("requests", "信访和群众工作", "Dealing with people"),
			pick("reform", "改革攻坚", "A reform"), pick("daily", "日常履职", "Daily work") } },
		field { "seen_on", type = "date", list = true, label = w("考察日期", "Seen on") },
		field { "place", type = "line", max = 120, label = w("地点", "Where") },
		field { "matter", type = "line", list = true, max = 60, label = w("相关事项编号", "Number of the matter") },
		field { "facts", type = "text", personal = true, purpose = "一线考察识别对象", data_class = "cadre", see = { "organisation" }, label = w("所见事实", "What was seen"),
			hint = w("只写看到和听到的，不写评价和分数", "Only what was seen and heard: no opinion, no score") },
		field { "second_view", type = "text", personal = true, purpose = "一线考察识别对象", data_class = "cadre", see = { "organisation" }, label = w("第二人所见", "What the second person saw") },
		field { "answer", type = "text", personal = true, purpose = "一线考察识别对象", data_class = "cadre", see = { "organisation" }, label = w("本人说明", "His or her own words") },
	},
	states = {
		state { "written", first = true, label = w("待第二人补记", "Waits for the second person"), tray = w("待补记考察", "Observations to second") },
		state { "seconded", waits = true, label = w("已两人记录", "Written by two") },
		state { "closed", closed = true, label = w("已归档", "Filed") },
	},
	actions = {
		action { "write", opens = true, to = "written", by = "organisation", main = true,
			label = w("记一次考察", "Write an observation"), done = w("记了一次考察", "wrote an observation"),
			help = w("当天写，只写事实；两个人各写各的。", "On the day, facts only; two people write, each for himself."),
			form = { must "title", "lead", must "person_name", must "occasion", must "seen_on", "place", "matter", must "facts" },
			guard = function(m)
				if m.given.seen_on and m.given.seen_on > m.today then
					return w("考察日期还没有到，请填看到的那天", "That day has not come yet; give the day it was seen")
				end
			end },
		action { "second", from = "written", to = "seconded", by = "organisation", other_than = "write", main = true,
			label = w("第二人补记", "Write what you saw"), done = w("补记了所见", "wrote what the second person saw"),
			help = w("必须是另一个人；不一致的照实写。", "Must be somebody else; where you saw it differently, say so."), form = { must "second_view" } },
		action { "hear", from = "seconded", by = "organisation",
			label = w("记本人说明", "Add his or her own words"), done = w("记了本人说明", "added his or her own words"),
			help = w("不利的记录应听本人说明。", "Whoever is spoken of badly is heard."), form = { must "answer" } },
		action { "file", from = "seconded", to = "closed", by = "organisation", reason = true,
			label = w("归档", "File it"), done = w("归档了", "filed it"), help = w("写明用在哪里；不得折算成分数。", "Say what it is for; it is never turned into points.") },
	},
}
