-- SPDX-License-Identifier: Apache-2.0
-- The ladder of enterprises (梯队培育): who has reached the scale at which a firm is counted (升规入库), who is near, who may fall below;
-- libraries in which firms are cultivated for a term, one after the other. Data proposes a step, a person decides it.
-- The thresholds stand in thresholds.tsv.
-- [S] weak source, [D] our inference, [M] from memory, [U] unverified; defaults that the district changes.
pack { "ladder", version = "2", label = { zh = "梯队培育", en = "Ladder of enterprises" } }

local function w(zh, en) return { zh = zh, en = en } end
local function must(field) return { field, required = true } end
local function must_keep(field) return { field, required = true, prefill = true } end
local function keep(field) return { field, prefill = true } end
local function pick(name, zh, en) return choice { name, label = w(zh, en) } end

-- settings --------------------------------------------------------------------------

setting { "near", type = "int", low = 50, high = 99, default = 80,
	label = w("达到起点百分之几算临规", "Per cent of the threshold from which a firm is near"),
	source = "[D] 各地临规企业多按起点标准的80%建库" }
setting { "entered_target", type = "int", low = 0, high = 10000, default = 9,
	label = w("本年新升规目标（家，0为不定）", "Firms to be entered above scale this year (0: no target)"),
	source = "[S] 某区年度安排：新增规上企业9家" }
setting { "bands", type = "line", default = "10:5 5:7 1:22",
	label = w("营收梯队（过几亿元:目标家数，空格隔开，从高到低）", "Bands of turnover (over so many 100 million yuan: firms wanted; with spaces, highest first)"),
	source = "[S] 某区年度安排：营业收入过10亿元5家、过5亿元7家、过1亿元22家" }
setting { "bands_cumulative", type = "choice", default = "yes", choices = {
	pick("yes", "累计：过1亿元包括过5亿元、过10亿元的", "Cumulative: over 100 million includes over 500 million and over a billion"),
	pick("no", "分段：每家只算最高的一档", "Apart: each firm counts in its highest band alone") },
	label = w("营收梯队怎么计数", "How the bands are counted"),
	source = "[D] “过×亿元”按字面包括更高的；安排没有写明" }

local term = "[S] 西安高新区梯队培育：小升规后备1年、专精特新2年、小巨人2年"
local function months(name, zh, en, default, source)
	setting { name, type = "int", low = 1, high = 120, default = default, label = w(zh .. "培育期（个月）", "Months of cultivation: " .. en), source = source }
end
months("reserve_months", "小升规后备库", "reserve", 12, term)
months("specialised_months", "专精特新库", "specialised", 24, term)
months("giant_months", "小巨人库", "little giants", 24, term)
months("champion_months", "单项冠军库", "champions", 36, "[D] 来源没有写单项冠军库的期限；与认定有效期三年相当")
setting { "warn_days", type = "int", low = 0, high = 365, default = 60,
	label = w("培育期满前几天亮黄灯", "Days before the end of a term at which the light turns yellow"), source = "[D] 留出认定申报的时间" }

local function wanted(name, zh, en)
	setting { name, type = "int", low = 0, high = 10000, default = 0, label = w(zh .. "在库目标（家，0为不定）", "Firms wanted in the library: " .. en .. " (0: no target)"),
		source = "[D] 年度安排没有写各库的家数" }
end
wanted("reserve_target", "小升规后备库", "reserve")
wanted("specialised_target", "专精特新库", "specialised")
wanted("giant_target", "小巨人库", "little giants")
wanted("champion_target", "单项冠军库", "champions")

local rules = "[M] 工信部企业〔2022〕63号梯度培育办法"
setting { "specialised_turnover", type = "int", low = 0, high = 100000000, default = 1000,
	label = w("专精特新库：滚动12个月营业收入达到多少提示晋级（万元，0为不看）", "Specialised: turnover of twelve months that proposes the next step (10 000 yuan; 0: not looked at)"),
	source = rules .. "：专精特新中小企业上年营业收入1000万元以上；融资等其他条件由人核" }
setting { "specialised_share", type = "int", low = 0, high = 100, default = 3,
	label = w("专精特新库：研发费用占营业收入百分之几提示晋级（0为不看）", "Specialised: research as per cent of revenue that proposes the next step (0: not looked at)"),
	source = rules .. "：研发费用占营业收入不低于3%，且不少于100万元" }
setting { "giant_turnover", type = "int", low = 0, high = 100000000, default = 5000,
	label = w("小巨人库：滚动12个月营业收入达到多少提示晋级（万元，0为不看）", "Little giants: turnover of twelve months that proposes the next step (10 000 yuan; 0: not looked at)"),
	source = rules .. "：小巨人上年营业收入5000万元以上的一般情形；其他条件由人核" }
setting { "giant_share", type = "int", low = 0, high = 100, default = 3,
	label = w("小巨人库：研发费用占营业收入百分之几提示晋级（0为不看）", "Little giants: research as per cent of revenue that proposes the next step (0: not looked at)"),
	source = rules .. "：1亿元以上3%；5000万元至1亿元要6%，由人核" }

-- turnover, from which scale and bands are read --------------------------------------

indicator { "firm_turnover", label = w("企业当月营业收入", "Turnover of the month"), unit = w("万元", "10 000 yuan"), of = "firm", span = "month", total = "sum", decimals = 2,
	group = w("梯队培育", "Ladder of enterprises"), target = "value", heads = { "当月营业收入", "营业收入（万元）", "月营业收入" },
	scale_code = "industry", scale_field = "scale", scale_is = "above", scale_near = "near", scale_since = "above_since", scale_target = "entered_target",
	scale_bands = "bands", scale_cumulative = "bands_cumulative",
	source = "[D] 按月归集；滚动12个月之和与起点标准比较" }

-- the libraries -----------------------------------------------------------------------

local order = { "reserve", "specialised", "giant", "champion" }
local function place(library)
	for i, name in ipairs(order) do
		if name == library then return i end
	end
	return 0
end
-- A step ends the term of where it stood and begins that of where it comes to.
local function on(what)
	local list = {}
	for i, name in ipairs(order) do list[i] = what .. " " .. name .. " if library=" .. name end
	return list
end
local step = {}
for i, name in ipairs(order) do
	step[2 * i - 1] = "stop " .. name .. " unless library=" .. name
	step[2 * i] = "arm " .. name .. " if library=" .. name
end
local function clock_of(name, zh, en)
	return clock { name, unit = "month", budget = 12, setting = name .. "_months", main = true, label = w(zh .. "培育期", "Term: " .. en) }
end

kind { "cultivation",
	label = w("入库培育", "Cultivation"),
	number = "培〔{year}〕{n:3}", title = "title", lead = "lead", assist = "assist",
	about = about { "firm", code = "code", must = true },
	alone = { "code", "library" },
	cultivation = cultivation { field = "library", promote = "promote", share_of = "firm_research", share_per = "firm_revenue", libraries = {
		library { "reserve", target = "reserve_target", entered = true },
		library { "specialised", target = "specialised_target", turnover = "specialised_turnover", share = "specialised_share" },
		library { "giant", target = "giant_target", turnover = "giant_turnover", share = "giant_share" },
		library { "champion", target = "champion_target" },
	} },
	see = { "lead", "lead_head", "assist", "assist_head", "officer", "statistics", "supervision", "leader" },
	roles = {
		role { "lead", duty = "liaison", relation = "lead", label = w("责任部门联络员", "Liaison of the office in charge") },
		role { "lead_head", duty = "head", relation = "lead", label = w("责任部门负责人", "Head of the office in charge") },
		role { "assist", duty = "liaison", relation = "assist", label = w("属地镇街联络员", "Liaison of its township") },
		role { "assist_head", duty = "head", relation = "assist", label = w("属地镇街负责人", "Head of its township") },
		role { "officer", relation = "person", field = "officer", duty = "liaison", label = w("培育专员", "Officer") },
		role { "liaison", duty = "liaison", relation = "any", label = w("各单位联络员", "Liaisons of all units") },
		role { "statistics", duty = "statistics", relation = "any", label = w("数据部门（统计岗）", "Data offices (statistics)") },
		role { "supervision", duty = "supervision", relation = "any", label = w("督查室", "Supervision office") },
		role { "leader", duty = "leader", relation = "any", label = w("区领导", "Leaders of the district") },
	},
	fields = {
		field { "title", type = "line", list = true, max = 120, heads = { "企业名称", "企业" }, label = w("企业", "Firm") },
		field { "code", type = "line", list = true, max = 18, heads = { "统一社会信用代码", "信用代码" }, label = w("统一社会信用代码", "Unified social credit code") },
		field { "library", type = "choice", list = true, heads = { "培育库", "入库类别" }, label = w("培育库", "Library"), choices = {
			pick("reserve", "小升规后备", "Reserve for scale"), pick("specialised", "专精特新", "Specialised"), pick("giant", "小巨人", "Little giants"),
			pick("champion", "单项冠军", "Champions") } },
		field { "lead", type = "unit", list = true, fill = "actor", heads = { "责任部门", "培育部门" }, label = w("责任部门", "Office in charge"), hint = w("空着的，是登记的单位", "Left empty, it is the unit that enters it") },
		field { "assist", type = "units", list = true, heads = { "属地镇街", "镇街" }, label = w("属地镇街", "Township") },
		field { "officer", type = "person", list = true, label = w("培育专员", "Officer") },
		field { "ground", type = "text", label = w("入库依据", "Ground"), hint = w("哪项数据、哪份名单", "Which data, which list") },
		field { "plan", type = "text", label = w("培育措施", "What is done for it") },
		field { "progress", type = "text", label = w("培育进展", "Progress") },
		field { "more_months", type = "int", max = 24, label = w("延长几个月", "More months") },
		field { "finding", type = "text", label = w("核实意见", "Finding"), hint = w("核对了哪些条件、认定文件", "Which conditions were checked, which document") },
		field { "why", type = "choice", list = true, label = w("出库原因", "Why it leaves"), choices = {
			pick("unmet", "期满未达标", "The term is over and it was not reached"), pick("trouble", "经营异常、失信", "In trouble"), pick("moved", "迁出、注销", "Moved away or closed"),
			pick("asked", "企业自愿退出", "At its own wish"), pick("wrong", "误入库", "Entered by mistake") } },
	},
	states = {
		state { "in", first = true, label = w("在库培育", "In cultivation") },
		state { "achieved", closed = true, label = w("达标出库", "Reached") },
		state { "left", closed = true, label = w("退出", "Left") },
	},
	clocks = { clock_of("reserve", "小升规后备库", "reserve"), clock_of("specialised", "专精特新库", "specialised"), clock_of("giant", "小巨人库", "little giants"),
		clock_of("champion", "单项冠军库", "champions") },
	lights = {
		light { "red", when = "overdue", word = w("期满未定", "term over") },
		light { "yellow", when = "left_at_most", than = 60, setting = "warn_days", word = w("将期满", "ends soon") },
	},
	tells_yellow = { "lead", "officer" }, tells_red = { "lead", "lead_head", "officer" },
	actions = {
		action { "enter", opens = true, to = "in", by = { "liaison", "statistics", "supervision" }, main = true, tells = { "lead", "officer", "assist" }, topic = "task", clocks = on "arm",
			label = w("入库", "Enter"), done = w("登记入库", "entered it"),
			help = w("企业要先在企业台账里。一家企业在一个库里只能有一件在办；培育期从登记之日起算。", "The firm stands in the ledger of firms first. One for each firm and library; the term runs from this day."),
			form = { must "title", must "code", must "library", "lead", "assist", "officer", must "ground", "plan" },
			guard = function(m)
				local code = m.given.code
				if code and (length(code) ~= 18 or contains(code, " ")) then
					return w("统一社会信用代码是18位，请核对", "A unified social credit code has 18 characters; check it")
				end
			end },
		action { "tell", from = "in", by = { "lead", "assist", "officer" }, main = true,
			label = w("报培育进展", "Report progress"), done = w("报了培育进展", "reported progress"), help = w("做了什么服务，离条件还差什么。", "What was done for it, and what is still lacking."),
			form = { must_keep "progress", keep "plan" } },
		action { "hand", from = "in", by = { "lead_head", "statistics", "supervision" }, tells = { "lead", "officer", "assist" }, topic = "task",
			label = w("调整责任", "Change who answers"), done = w("调整了责任", "changed who answers"), help = w("责任部门、镇街或专员有变的。", "Another office, township or officer."),
			form = { must_keep "lead", keep "assist", keep "officer" } },
		action { "extend", from = "in", by = { "lead_head", "supervision" }, reason = true, tells = { "lead", "officer" }, topic = "time", clocks = on "extend",
			label = w("延长培育期", "Extend the term"), done = w("延长了培育期", "extended the term"), help = w("写明原因；从原来的期满日接着算。", "Say why; it goes on from where it ended."),
			form = { must "more_months" },
			guard = function(m)
				if m.given.more_months and m.given.more_months < 1 then
					return w("至少延长1个月", "At least one month")
				end
			end },
		action { "promote", from = "in", by = { "lead_head", "supervision" }, other_than = "enter", evidence = 1, tells = { "lead", "officer", "assist", "statistics" }, topic = "step", clocks = step,
			label = w("晋级", "Promote"), done = w("定了晋级", "promoted it"),
			help = w("数据只是提示，由人核实条件后决定；附认定文件或核对材料。新库的培育期从今天起算。", "Data proposes; a person checks the conditions and decides, with the document. The new term runs from today."),
			form = { must "library", must "finding" },
			guard = function(m)
				if m.given.library and place(m.given.library) ~= place(m.field.library) + 1 then
					return place(m.field.library) == #order and w("已经在最高的库，请用“达标出库”", "It stands in the highest library; choose “Reached”")
						or w("一次晋一级：下一级才可以选", "One step at a time: only the next library")
				end
			end },
		action { "achieve", from = "in", to = "achieved", by = { "lead_head", "supervision" }, other_than = "enter", evidence = 1, tells = { "lead", "officer" }, topic = "step",
			label = w("达标出库", "Reached"), done = w("定为达标出库", "found that it was reached"), help = w("达到本库目标、不再进下一库的；附认定文件。", "It reached what the library is for and goes no further; with the document."),
			form = { must "finding" } },
		action { "leave", from = "in", to = "left", by = { "lead_head", "statistics", "supervision" }, reason = true, tells = { "lead", "officer", "assist" }, topic = "step",
			label = w("退出", "Leave"), done = w("退出培育库", "took it out"), help = w("选原因，并写明情况。", "Choose why, and say what happened."),
			form = { must "why" } },
		action { "back", from = { "achieved", "left" }, to = "in", by = "supervision", reason = true, tells = { "lead", "officer" }, topic = "step", clocks = on "arm",
			label = w("恢复在库", "Take back in"), done = w("恢复在库", "took it back in"), help = w("出库有误的，写明原因；培育期重新起算。", "If it was a mistake, say why; the term begins anew.") },
	},
}
