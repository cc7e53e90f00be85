-- SPDX-License-Identifier: Apache-2.0
-- Campaigns (创建): the book of indicators of a title that a place works for, each with an owner, evidence,
-- its own score and the assessor's. [D] our inference: a default that the district changes.

pack { "campaigns", version = "1", label = { zh = "创建工作", en = "Campaigns" } }

local function w(zh, en) return { zh = zh, en = en } end
local function must(field) return { field, required = true } end
local function must_keep(field) return { field, required = true, prefill = true } end
local function keep(field) return { field, prefill = true } end
local function pick(name, zh, en) return choice { name, label = w(zh, en) } end

setting { "near_days", type = "int", low = 0, high = 60, default = 5,
	label = w("剩几个工作日时亮黄灯", "Working days left at which the light turns yellow"),
	source = "[D] 材料补一轮约一周" }
-- Scores are exact decimals; what is written here holds for both.
local function fits(m, field, zh, en)
	local n, full = tonumber(m.given[field] or ""), tonumber(m.field.full or "")
	if n and (n < 0 or (full and n > full)) then
		return w(zh .. "应在0和满分之间", en .. " lies between nothing and full marks")
	end
end

kind { "criterion",
	label = w("创建指标", "Criterion"),
	number = "创〔{year}〕{n:4}", title = "title", lead = "lead", assist = "assist", due = "due",
	see = { "office", "office_own", "lead", "lead_head", "assist", "assist_head", "leader" },
	roles = {
		role { "office", duty = "supervision", relation = "any", label = w("创建办（督查室）", "Campaign office") },
		role { "office_own", duty = "supervision", relation = "owner", label = w("牵头创建办", "Campaign office that opened it") },
		role { "lead", duty = "liaison", relation = "lead", label = w("责任单位联络员", "Liaison of the responsible unit") },
		role { "lead_head", duty = "head", relation = "lead", label = w("责任单位负责人", "Head of the responsible unit") },
		role { "assist", duty = "liaison", relation = "assist", label = w("配合单位联络员", "Liaison of an assisting unit") },
		role { "assist_head", duty = "head", relation = "assist", label = w("配合单位负责人", "Head of an assisting unit") },
		role { "leader", duty = "leader", relation = "any", label = w("区领导", "Leaders of the district") },
	},
	fields = {
		field { "title", type = "line", list = true, max = 300, heads = { "测评内容", "指标内容", "测评指标" }, label = w("指标", "Criterion"), hint = w("照测评体系的原文", "As the book has it") },
		field { "campaign", type = "line", list = true, max = 80, heads = { "创建项目", "创建名称" }, label = w("创建名称", "Campaign"), hint = w("如 国家卫生县城复审", "For instance a review of the sanitary county") },
		field { "place", type = "line", list = true, max = 40, heads = { "指标编号", "编号" }, label = w("在体系里的编号", "Number in the book"), hint = w("如 Ⅱ-3-（2）", "As printed") },
		field { "dimension", type = "line", list = true, max = 80, heads = { "一级指标", "测评项目" }, label = w("测评项目", "Dimension") },
		field { "way", type = "choice", list = true, heads = { "测评方式", "测评方法" }, label = w("测评方式", "How it is assessed"), choices = {
			pick("papers", "材料审核", "Papers"), pick("site", "实地考察", "On site"), pick("survey", "问卷调查", "Survey"), pick("data", "数据核验", "Data") } },
		field { "full", type = "dec", list = true, max = 10000, heads = { "分值", "满分" }, label = w("满分", "Full marks") },
		field { "lead", type = "unit", list = true, heads = { "责任单位", "牵头单位" }, label = w("责任单位", "Responsible unit") },
		field { "assist", type = "units", list = true, heads = { "配合单位" }, label = w("配合单位", "Assisting units") },
		field { "due", type = "date", list = true, heads = { "完成时限", "时限" }, label = w("完成时限", "Due") },
		field { "state_now", type = "text", heads = { "现状" }, label = w("现状", "As it is") },
		field { "own", type = "dec", list = true, max = 10000, heads = { "自评分", "自评" }, label = w("自评得分", "Own score") },
		field { "own_ground", type = "text", label = w("自评依据", "Ground of the own score"), hint = w("对照评分标准逐条写，写明材料在哪里", "By the marking, line by line, and where the evidence is") },
		field { "found", type = "dec", list = true, max = 10000, heads = { "核查得分", "考评得分" }, label = w("核查得分", "Found") },
		field { "finding", type = "text", label = w("核查情况", "Finding") },
		field { "gap", type = "text", label = w("差距和整改要求", "Gap, and what to mend") },
	},
	states = {
		state { "assigned", first = true, label = w("已分解", "Assigned"), tray = w("待自评", "To score") },
		state { "scored", waits = true, label = w("已自评", "Scored by its unit"), tray = w("待核查", "To look into") },
		state { "gap", label = w("有差距", "Gap"), tray = w("待补差", "Gaps to close") },
		state { "met", waits = true, label = w("达标", "Met") },
		state { "ended", closed = true, label = w("已结束", "Ended") },
	},
	clocks = { clock { "due", unit = "until", field = "due", main = true, roll_to_workday = true, label = w("完成时限", "Due") } },
	lights = {
		light { "red", when = "overdue", word = w("超期", "overdue") },
		light { "yellow", when = "left_at_most", than = 5, setting = "near_days", word = w("临期", "due soon") },
	},
	actions = {
		action { "assign", opens = true, to = "assigned", by = "office", main = true, tells = { "lead" }, topic = "task", clocks = "arm due",
			label = w("分解指标", "Assign it"), done = w("分解了指标", "assigned it"),
			help = w("一条指标一个责任单位；整本体系可以从表格导入。", "One criterion, one unit; a whole book comes in from a sheet."),
			form = { must "title", must "campaign", "place", "dimension", "way", must "full", must "lead", "assist", "due" },
			guard = function(m)
				local n = tonumber(m.given.full or "")
				if n and n <= 0 then return w("满分要大于零", "Full marks are more than nothing") end
			end },
		action { "change", from = { "assigned", "gap" }, by = "office", reason = true, clocks = "arm due",
			label = w("调整", "Change"), done = w("调整了指标", "changed it"), help = w("换单位、改时限，写明原因。", "Another unit or another day, with the reason."),
			form = { must_keep "lead", keep "assist", must_keep "due" } },
		action { "score", from = { "assigned", "gap" }, to = "scored", by = { "lead", "lead_head" }, evidence = 1, main = true, tells = { "office_own" }, topic = "task",
			label = w("自评", "Score it"), done = w("报了自评", "scored it"),
			help = w("对照标准打分，附佐证；没有佐证的得分不算。", "By the marking, with evidence: points without evidence do not count."),
			form = { must_keep "own", must_keep "own_ground", keep "state_now" },
			guard = function(m) return fits(m, "own", "自评得分", "The own score") end },
		action { "find", from = "scored", to = "met", by = "office", other_unit = true, other_than = "score", main = true, tells = { "lead" }, clocks = "stop due",
			label = w("核查达标", "It is met"), done = w("核查达标", "found it met"),
			help = w("看过材料或现场再点；相差大的写明原因。", "After seeing papers or the place; say why when you differ much."), form = { must "found", must "finding" },
			guard = function(m)
				return fits(m, "found", "核查得分", "What is found")
			end },
		action { "miss", from = { "scored", "met" }, to = "gap", by = "office", tells = { "lead", "lead_head" }, topic = "task", clocks = "arm due",
			label = w("有差距", "There is a gap"), done = w("指出了差距", "found a gap"), help = w("写清差在哪里、补到什么程度、哪天。", "Where it falls short, what is enough, and by when."),
			form = { must "found", must "gap", must_keep "due" },
			guard = function(m) return fits(m, "found", "核查得分", "What is found") end },
		action { "finish", from = { "met", "gap" }, to = "ended", by = "office", reason = true, clocks = "stop due",
			label = w("结束", "End it"), done = w("结束了", "ended it"), help = w("创建结束或体系换版；写明结果。", "The campaign is over or the book was replaced; say with what result.") },
	},
}
