-- SPDX-License-Identifier: Apache-2.0
-- Assessment of townships and offices (镇街、部门考核): who is assessed, what is measured of them, the assessment from the
-- values to the final plates, appeals, and tolerance of honest mistakes (容错). A person decides on each of these.
-- Marks of defaults: [V] read in the document, [S] secondary, [D] our inference, [M] from memory, [U] unverified.

pack { "appraisal", version = "1", label = { zh = "考核", en = "Assessment" } }

local function w(zh, en) return { zh = zh, en = en } end
local function must(field) return { field, required = true } end
local function keep(field) return { field, prefill = true } end
local function must_keep(field) return { field, required = true, prefill = true } end
local function pick(name, zh, en) return choice { name, label = w(zh, en) } end

-- settings --------------------------------------------------------------------------

setting { "notice_days", type = "int", low = 0, high = 30, default = 5,
	label = w("结果反馈几个工作日（0为不限）", "Working days in which a result may be appealed (0: no least time)"), source = "[D] 与公示期相当" }
setting { "appeal_days", type = "int", low = 1, high = 30, default = 5,
	label = w("申诉几个工作日内答复", "Working days in which an appeal is answered"), source = "[D] 与反馈期相当" }
setting { "accept_days", type = "int", low = 1, high = 30, default = 3,
	label = w("容错申请几个工作日内受理", "Working days in which an application for tolerance is taken up"), source = "[D] 各地办法未见统一时限" }
setting { "tolerance_days", type = "int", low = 1, high = 120, default = 20,
	label = w("容错受理后几个工作日内认定、反馈", "Working days in which tolerance is found on and told"), source = "[D] 各地办法未见统一时限" }
setting { "tolerance_months", type = "int", low = 12, high = 120, default = 60,
	label = w("容错材料办结后保存几个月", "Months that papers on tolerance are kept after the assessment is closed"), source = "[D] 一届任期五年" }
setting { "run_public", type = "int", low = 0, high = 1, default = 0,
	label = w("考核结果向社会公开（0否1是）", "Results of assessments are open to anybody (0 no, 1 yes)"),
	source = "[D] 默认只在内部反馈；枣庄市2022年“亮屏”在媒体公布，可改为1" }
setting { "plate_rise", type = "int", low = 0, high = 50, default = 3,
	label = w("比上期前进几位亮蓝牌（0为不看）", "Places gained that earn a blue plate (0: not looked at)"),
	source = "[S] 枣庄市2022年：排名和位次变化“双亮牌”；位数[D]" }
setting { "plate_fall", type = "int", low = 0, high = 50, default = 3,
	label = w("比上期后退几位亮黄牌（0为不看）", "Places lost that bring a yellow plate (0: not looked at)"),
	source = "[S] 枣庄市2022年：排名和位次变化“双亮牌”；位数[D]" }
setting { "plate_fall_red", type = "int", low = 0, high = 50, default = 6,
	label = w("比上期后退几位亮红牌（0为不看）", "Places lost that bring a red plate (0: not looked at)"),
	source = "[S] 枣庄市2022年：排名和位次变化“双亮牌”；位数[D]" }
data_class { "tolerance", keep = "tolerance_months", sensitive = true, files = true, label = w("容错纠错", "Tolerance of mistakes") }

-- ballots (民主测评、360°) -----------------------------------------------------------------
-- A pack that has `ballot_sort` offers rounds of ballots; these are what a new round begins with. docs/decisions/ballots.md

setting { "ballot_sort", type = "choice", default = "grade", choices = { pick("grade", "打等次", "Grades"), pick("rank", "排名次", "Ranks") }, label = w("测评方式", "How it is answered"), source = "[M] 360°测评按等次" }
setting { "ballot_grades", type = "line", default = "好:100 较好:85 一般:70 较差:50",
	label = w("等次和分值（名称:分，空格隔开）", "Grades and what they count (name:points, with spaces)"), source = "[M] A、B、C、D通常计100、85、70、50" }
setting { "ballot_groups", type = "line", default = "上级:45 同级:25 下级:20 服务对象:10",
	label = w("测评主体和权重（名称:权重，空格隔开）", "Groups and weights (name:weight, with spaces)"),
	source = "[M] 上级40—50%、同级20—30%、下级15—20%、服务对象10—20%" }
setting { "ballot_items", type = "line", default = "德:20 能:20 勤:20 绩:30 廉:10",
	label = w("测评项目和权重（名称:权重，空格隔开）", "Items and weights (name:weight, with spaces)"), source = "[M] 干部考核德能勤绩廉；权重[D]" }
setting { "ballot_least", type = "int", low = 3, high = 50, default = 5,
	label = w("一组至少几份才显示", "Answers of a group below which nothing of it is shown"), source = "[D] 少于5份不显示；低于3不能设" }
setting { "ballot_trim", type = "int", low = 0, high = 5, default = 1,
	label = w("每组每项去掉几个最高、几个最低", "Highest and lowest answers left out of each group and item"), source = "[M] 去掉一个最高分、一个最低分" }

-- who is assessed (考核对象) ---------------------------------------------------------------

local sees = { "supervision", "statistics", "organisation", "leader", "lead", "lead_head" }
local function roles(more)
	local all = {
		role { "supervision", duty = "supervision", relation = "any", label = w("考核办（督查室）", "Assessing office (supervision)") },
		role { "statistics", duty = "statistics", relation = "any", label = w("数据部门（统计岗）", "Data offices (statistics)") },
		role { "organisation", duty = "organisation", relation = "any", label = w("组织考核部门", "Organisation office") },
		role { "leader", duty = "leader", relation = "any", label = w("区领导", "Leaders of the district") },
		role { "lead", duty = "liaison", relation = "lead", label = w("本单位联络员", "Liaison of the unit") },
		role { "lead_head", duty = "head", relation = "lead", label = w("本单位负责人", "Head of the unit") },
	}
	for _, r in ipairs(more or {}) do all[#all + 1] = r end
	return all
end
local assess = { "supervision", "statistics", "organisation" }
local sorts = { pick("town", "镇街", "Townships"), pick("office", "部门", "Offices") }

kind { "assessed",
	label = w("考核对象", "Assessed unit"), subject = true, number = "考{n:3}", title = "name", lead = "lead", see = sees, roles = roles(),
	fields = {
		field { "code", type = "line", code = true, max = 12, heads = { "单位代码", "代码" }, label = w("单位代码", "Code"), hint = w("行政区划代码或机构代码", "Of the division or the office") },
		field { "name", type = "line", list = true, max = 60, heads = { "单位名称", "单位", "名称" }, label = w("单位名称", "Name") },
		field { "lead", type = "unit", list = true, heads = { "联系单位", "所属单位" }, label = w("在本系统里的单位", "The unit in this record") },
		field { "sort", type = "choice", list = true, heads = { "类型" }, label = w("镇街、部门", "Townships or offices"), choices = sorts },
		field { "class", type = "choice", list = true, heads = { "考核分类", "分类" }, label = w("考核分类", "Class"), choices = {
			pick("street", "街道、园区", "Sub-district or park"), pick("farm", "镇（农业为主）", "Township, mostly farming"), pick("service", "经济服务部门", "Office of the economy"),
			pick("people", "社会民生部门", "Office of social affairs") },
			hint = w("先分类，再排名：权重按类取", "Classes first, then ranks: weights are those of the class") },
		field { "reserved", type = "choice", list = true, heads = { "不参加排名" }, label = w("不参加排名", "Not ranked"), choices = {
			pick("new", "新设立不满一年", "Less than a year old"), pick("merged", "机构调整中", "Being reorganised") } },
	},
	states = {
		state { "active", first = true, label = w("在册", "On the list") },
		state { "gone", closed = true, label = w("已撤并", "Gone") },
	},
	actions = {
		action { "enter", opens = true, to = "active", by = assess, main = true,
			label = w("登记考核对象", "Enter a unit"), done = w("登记了考核对象", "entered the unit"), help = w("一个单位登记一次，分类决定权重。", "Once for each; the class decides the weights."),
			form = { must "code", must "name", must "lead", must "sort", must "class", "reserved" } },
		action { "correct", from = "active", by = assess, reason = true, main = true,
			label = w("更正", "Correct"), done = w("更正了考核对象", "corrected the unit"), help = w("改分类的写明依据，影响全部权重。", "Say on what ground a class changes: it changes every weight."),
			form = { must_keep "name", must_keep "lead", must_keep "sort", must_keep "class", keep "reserved" } },
		action { "rank_it", from = "active", by = assess, reason = true, clears = "reserved",
			label = w("恢复排名", "Rank it again"), done = w("恢复了排名", "ranked it again"), help = w("此后照常参加排名。", "From then on it is ranked like the others.") },
		action { "leave", from = "active", to = "gone", by = assess, reason = true,
			label = w("撤并", "Gone"), done = w("登记了撤并", "took it off the list"), help = w("历年结果保留。", "Earlier results stay.") },
	},
}

-- what is measured (考核数据) ----------------------------------------------------------------
-- Of a year; the office that holds the value enters it, the unit confirms it (docs/decisions/measured.md).

local common, deeds = w("考核数据", "Assessment"), w("加分扣分", "Bonus and penalty")
local usual = "[D] 各地镇街考核常列项目；枣庄市差异化人均化办法全文未见"
local function value(name, zh, en, unit, office, decimals, heads, group, source)
	indicator { name, label = w(zh, en), unit = unit, of = "assessed", span = "year", total = "last", decimals = decimals, from = office, confirm = true,
		heads = heads, group = group or common, source = source or usual }
end
local wan, times = w("万元", "10,000 yuan"), w("次", "times")
local wenzhou = "[V] 温州市2012年中心镇考核：投资率＝投资÷［常住人口×（市生产总值÷市人口）］×100%，县级以上政府投资按30%计"
value("ap_revenue", "本级财政收入", "General budget revenue", wan, "区财政局", 2, { "财政收入" })
value("ap_revenue_growth", "财政收入增速", "Growth of revenue", "%", "区财政局", 2, { "收入增速" })
value("ap_revenue_plan", "财政收入增速目标", "Growth of revenue aimed at", "%", "区财政局", 2, { "收入增速目标" })
value("ap_industry_growth", "规上工业增加值增速", "Growth of industry", "%", "区工信局", 2, { "工业增速" })
value("ap_industry_plan", "规上工业增速目标", "Growth of industry aimed at", "%", "区工信局", 2, { "工业增速目标" })
value("ap_investment", "社会投资（不含政府投资）", "Investment, without that of governments", wan, "区发改局", 2, { "社会投资" }, common, wenzhou)
value("ap_investment_gov", "县级以上政府投资", "Investment of county governments and above", wan, "区发改局", 2, { "政府投资" }, common, wenzhou)
value("ap_population", "常住人口", "Residents", w("人", "people"), "区发改局", 0, { "人口" }, common, wenzhou)
value("ap_gdp_head", "全市人均生产总值", "GDP per head of the city", w("万元/人", "10,000 yuan per head"), "区发改局", 4, { "人均GDP" }, common, wenzhou)
value("ap_difficulty", "难度系数", "Difficulty", w("倍", "times"), "区发改局", 3, { "系数" }, common, "[V] 温州市2012年：按人口和用电量定；[D] 未录的不调整")
value("ap_projects", "重点项目年度计划完成率", "Key projects done of the plan", "%", "区发改局", 2, { "项目完成率" })
value("ap_requests", "群众诉求满意率", "Requests answered to satisfaction", "%", "区民声诉求中心", 2, { "满意率" })
value("ap_air", "空气优良天数比例", "Days of good air", "%", "区生态环境分局", 2, { "优良率" })
value("ap_grain", "粮食和农业任务完成率", "Farming tasks done", "%", "区农业农村局", 2, { "农业任务完成率" })
value("ap_tasks", "重点任务完成率", "Key tasks done", "%", "区政府督查室", 2, { "任务完成率" })
value("ap_reply", "按期反馈率", "Reports in time", "%", "区政府督查室", 2, { "反馈率" })
value("ap_ballot", "民主测评得分", "Result of the ballot", w("分", "points"), "区政府督查室", 2, { "测评得分" })
value("ap_awards", "市级以上表彰", "Commended by the city or above", times, "区政府督查室", 0, { "表彰次数" }, deeds)
value("ap_pilots", "市级以上试点、经验推广", "Pilots and experience spread", times, "区政府督查室", 0, { "试点次数" }, deeds)
value("ap_criticism", "市级以上通报批评", "Criticised by the city or above", times, "区政府督查室", 0, { "通报次数" }, deeds)
value("ap_missed", "督查逾期件数", "Matters overdue", w("件", "matters"), "区政府督查室", 0, { "逾期件数" }, deeds)
value("ap_accident", "较大以上安全事故", "Serious accidents", w("起", "accidents"), "区政府督查室", 0, { "安全事故" }, deeds)

-- the assessment (年度考核) -----------------------------------------------------------------

local function waiting(list, states)
	local n = 0
	for _, p in ipairs(list) do
		for _, s in ipairs(states) do
			if p.state == s then n = n + 1 end
		end
	end
	return n
end
local function answered(m)
	local n = waiting(m.parts.appeal, { "raised" })
	if n > 0 then return w("还有" .. n .. "件申诉没有答复", "Appeals still to be answered: " .. n) end
end
local function settled(m)
	local open = answered(m)
	if open then return open end
	local n = waiting(m.parts.tolerance, { "applied", "accepted" })
	if n > 0 then return w("还有" .. n .. "件容错没有认定", "Applications for tolerance still to be found on: " .. n) end
	for _, p in ipairs(m.parts.tolerance) do
		if (p.state == "upheld" or p.state == "refused") and (p.reply or "") == "" then
			return w("容错认定结果还没有反馈申请单位", "A finding on tolerance has not been told to the unit yet")
		end
	end
	if m.setting.notice_days > 0 and m.clock.notice and not m.clock.notice.over then
		return w("反馈期还没有满", "The time for appeals is not over")
	end
end

local measured = {
	pick("ap_revenue", "财政收入", "Revenue"), pick("ap_revenue_growth", "财政收入增速", "Growth of revenue"), pick("ap_industry_growth", "工业增速", "Growth of industry"),
	pick("ap_investment", "社会投资", "Investment"), pick("ap_investment_gov", "政府投资", "Investment of governments"), pick("ap_population", "常住人口", "Residents"),
	pick("ap_projects", "项目完成率", "Key projects"), pick("ap_requests", "诉求满意率", "Requests"), pick("ap_air", "空气优良率", "Air"), pick("ap_grain", "农业任务", "Farming tasks"),
	pick("ap_tasks", "重点任务", "Key tasks"), pick("ap_reply", "按期反馈率", "Reports in time"), pick("ap_awards", "表彰", "Commendations"), pick("ap_pilots", "试点经验", "Pilots"),
	pick("ap_criticism", "通报批评", "Criticism"), pick("ap_missed", "督查逾期", "Matters overdue"), pick("ap_accident", "安全事故", "Accidents") }
local deductions = { pick("ap_criticism", "通报批评", "Criticism"), pick("ap_missed", "督查逾期", "Matters overdue"), pick("ap_accident", "安全事故", "Accidents") }
local yes_no = { pick("yes", "符合", "Met"), pick("no", "不符合", "Not met") }

-- [V] 四川自贸试验区2024年：六个条件同时符合
local conditions = { { "lawful", "遵纪守法", "Within law and discipline" }, { "reform", "改革创新", "In reform and new work" }, { "diligent", "勤勉尽责", "Diligent" },
	{ "unselfish", "出于公心", "For the public good" }, { "procedure", "程序正当", "By due procedure" }, { "corrected_it", "知错就改", "Stopped and mended in time" } }
local tolerance_fields = {
	field { "firm", type = "line", max = 12, label = w("单位代码", "Code of the unit") },
	field { "unit", type = "unit", fill = "actor", label = w("申请单位", "Applied by") },
	field { "item", type = "choice", label = w("针对哪项扣分", "Which deduction"), choices = deductions },
	field { "ground", type = "line", max = 120, label = w("扣分依据（文号、事项）", "What it rests on (number, matter)") },
	field { "who", type = "line", max = 60, personal = true, purpose = "容错认定", data_class = "tolerance", see = { "supervision", "organisation" }, label = w("相关责任人", "Who is responsible") },
	field { "why", type = "text", label = w("事情经过和申请理由", "What happened, and why") },
}
for _, c in ipairs(conditions) do
	tolerance_fields[#tolerance_fields + 1] = field { c[1], type = "choice", label = w(c[2], c[3]), choices = yes_no }
	tolerance_fields[#tolerance_fields + 1] = field { c[1] .. "_evidence", type = "line", max = 200, label = w(c[2] .. "：证据", c[3] .. ": evidence") }
end
for _, f in ipairs {
	field { "outcome", type = "choice", label = w("认定结果", "Finding"), choices = { pick("exempt", "免责", "Exempt"), pick("lighter", "从轻", "Lighter"), pick("reduced", "减轻", "Reduced") } },
	field { "corrected", type = "dec", label = w("扣除后计几次", "What counts after it") },
	field { "finding", type = "text", label = w("核实情况", "What was found") },
	field { "reply", type = "line", max = 300, label = w("反馈内容", "What the unit was told") },
} do tolerance_fields[#tolerance_fields + 1] = f end

local checklist = {}
for _, c in ipairs(conditions) do
	checklist[#checklist + 1] = must_keep(c[1])
	checklist[#checklist + 1] = must_keep(c[1] .. "_evidence")
end
checklist[#checklist + 1] = must_keep "finding"
local found_form = { must "outcome", must "corrected" }

local function six_met(m)
	for _, c in ipairs(conditions) do
		if m.part.field[c[1]] ~= "yes" then
			return w("六个条件要同时符合才能认定，“" .. c[2] .. "”还不符合或没有核实", "All six conditions must be met; “" .. c[3] .. "” is not, or was not looked into")
		end
	end
	if tonumber(m.given.corrected or "0") < 0 then
		return w("扣除后的次数不能是负数", "What counts cannot be less than nothing")
	end
end

kind { "assessment",
	label = w("年度考核", "Assessment of a year"), number = "核〔{year}〕{n:2}", title = "title", lead = "lead", due = "due",
	evaluation = evaluation { period = "period", method = "method" },
	see = { "supervision", "statistics", "organisation", "leader", "lead", "lead_head", "unit_own", "unit_head", "raiser", "applicant" },
	roles = roles {
		role { "unit_own", duty = "liaison", relation = "any", label = w("各单位联络员", "Liaisons of all units") },
		role { "unit_head", duty = "head", relation = "any", label = w("各单位负责人", "Heads of all units") },
		role { "raiser", duty = "liaison", relation = "part_unit", part = "appeal", label = w("申诉单位", "Unit that appealed") },
		role { "applicant", duty = "liaison", relation = "part_unit", part = "tolerance", label = w("申请容错的单位", "Unit that applied for tolerance") },
	},
	fields = {
		field { "title", type = "line", list = true, max = 120, label = w("名称", "Name"), hint = w("如：2025年度镇街综合考核", "Year and whom") },
		field { "period", type = "line", list = true, max = 4, label = w("考核年度", "Year"), hint = w("数据所属的年份，如 2025", "Of the data, like 2025") },
		field { "sort", type = "choice", list = true, label = w("考核谁", "Whom"), choices = sorts },
		field { "method", type = "choice", list = true, label = w("考核办法", "Method"), choices = {
			pick("appraisal_towns", "镇街：目标完成加争先进位、人均化", "Townships: targets, ranks, per head"), pick("appraisal_offices", "部门：任务、反馈、测评", "Offices: tasks, reports, ballot"),
			pick("appraisal_rank", "镇街：排名赋分乘难度系数", "Townships: points by rank, times difficulty") },
			hint = w("全部权重、上限和来源见“评价办法”页", "All weights, caps and sources stand on the page of the method") },
		field { "lead", type = "unit", list = true, label = w("考核部门", "Office in charge") },
		field { "due", type = "date", list = true, label = w("完成时限", "Due") },
		field { "run", type = "line", max = 20, label = w("结果编号", "Number of the run") },
		field { "round", type = "line", max = 20, label = w("测评编号", "Number of the ballot") },
		field { "note", type = "text", label = w("说明", "Note") },
	},
	states = {
		state { "collecting", first = true, label = w("采集核对", "Collecting"), tray = w("待采集考核数据", "Values of assessments") },
		state { "review", label = w("计算会审", "Review"), tray = w("待会审考核", "Assessments to review") },
		state { "notice", waits = true, label = w("结果反馈", "Told to the units"), tray = w("结果反馈中", "Told to the units") },
		state { "final", closed = true, label = w("已确定", "Final") },
		state { "dropped", closed = true, label = w("已取消", "Dropped") },
	},
	clocks = {
		clock { "finish", unit = "until", field = "due", main = true, label = w("完成考核", "Finished") },
		clock { "notice", unit = "working_day", budget = 5, setting = "notice_days", quiet = true, label = w("反馈期", "Time for appeals") },
	},
	lights = { light { "red", when = "overdue", word = w("超期", "overdue") }, light { "yellow", when = "left_at_most", than = 5, word = w("临期", "due soon") } },

	parts = {
		part { "appeal", label = w("申诉", "Appeals"), max = 200, title = "firm", unit = "unit",
			objection = objection { subject = "firm", value = "item", found = "corrected", upheld = "upheld" },
			see = { "supervision", "statistics", "organisation", "leader", "lead", "lead_head", "raiser" },
			fields = {
				field { "firm", type = "line", max = 12, label = w("单位代码", "Code of the unit") },
				field { "unit", type = "unit", fill = "actor", label = w("申诉单位", "Raised by") },
				field { "item", type = "choice", label = w("哪项数据", "Which value"), choices = measured },
				field { "claimed", type = "dec", label = w("单位认为应是", "As the unit says") },
				field { "why", type = "text", label = w("理由和依据", "Why") },
				field { "corrected", type = "dec", label = w("核实后的数值", "Value found") },
				field { "finding", type = "text", label = w("答复", "Answer") },
			},
			states = {
				state { "raised", first = true, label = w("待答复", "Raised"), tray = w("待答复申诉", "Appeals to answer") },
				state { "upheld", closed = true, label = w("成立", "Upheld") },
				state { "refused", closed = true, label = w("不成立", "Refused") },
				state { "withdrawn", closed = true, label = w("已撤回", "Withdrawn") },
			},
			clocks = { clock { "answer", unit = "working_day", budget = 5, setting = "appeal_days", main = true, label = w("答复时限", "Answered by") } },
			lights = { light { "red", when = "overdue", word = w("超期", "overdue") } },
			actions = {
				action { "raise", opens = true, to = "raised", by = { "unit_own", "unit_head", "statistics", "supervision" }, within = "notice", tells = { "supervision", "lead" }, topic = "task",
					label = w("申诉", "Appeal"), done = w("提出了申诉", "appealed"), help = w("反馈期内，由被考核单位提出：哪项数据、应是多少、依据什么。", "By the unit, while it may appeal: which value, what it should be, and why."),
					form = { must "firm", must "item", must "claimed", must "why" }, clocks = "arm answer" },
				action { "uphold", from = "raised", to = "upheld", by = { "statistics", "supervision", "organisation" }, other_than = "raise", main = true, tells = { "raiser", "lead" }, topic = "step",
					label = w("申诉成立", "Uphold"), done = w("认定申诉成立", "upheld the appeal"), help = w("写核实后的数值；更正数值后重新排名。提出的人不能自己认定。", "Give the value found; it is corrected and ranks are made again. Not by whoever appealed."),
					form = { must "corrected", must "finding" }, clocks = "stop answer" },
				action { "refuse", from = "raised", to = "refused", by = { "statistics", "supervision", "organisation" }, other_than = "raise", tells = { "raiser", "lead" }, topic = "step",
					label = w("申诉不成立", "Refuse"), done = w("认定申诉不成立", "refused the appeal"), help = w("写明核实了什么、为什么不成立。", "Say what was found and why it does not hold."),
					form = { must "finding" }, clocks = "stop answer" },
				action { "withdraw", from = "raised", to = "withdrawn", by = { "raiser", "supervision" }, reason = true,
					label = w("撤回申诉", "Withdraw"), done = w("撤回了申诉", "withdrew the appeal"), help = w("写明原因。", "Say why."), clocks = "stop answer" },
			} },
		part { "tolerance", label = w("容错", "Tolerance of mistakes"), max = 100, title = "ground", unit = "unit",
			objection = objection { subject = "firm", value = "item", found = "corrected", upheld = "upheld" },
			see = { "supervision", "organisation", "applicant" }, fields = tolerance_fields,
			states = {
				state { "applied", first = true, label = w("待受理", "Applied for"), tray = w("待受理容错", "Applications for tolerance") },
				state { "accepted", label = w("核实中", "Looked into"), tray = w("待核实容错", "Tolerance to look into") },
				state { "upheld", closed = true, label = w("予以容错", "Tolerated") },
				state { "refused", closed = true, label = w("不予容错", "Not tolerated") },
			},
			clocks = {
				clock { "accept", unit = "working_day", budget = 3, setting = "accept_days", main = true, label = w("受理时限", "Taken up by") },
				clock { "found", unit = "working_day", budget = 20, setting = "tolerance_days", main = true, label = w("认定反馈时限", "Found and told by") },
			},
			lights = { light { "red", when = "overdue", word = w("超期", "overdue") } },
			actions = {
				action { "apply", opens = true, to = "applied", by = { "unit_own", "unit_head" }, within = { "collecting", "review", "notice" }, evidence = 1, tells = { "supervision" }, topic = "task",
					label = w("申请容错", "Apply for tolerance"), done = w("申请容错", "applied for tolerance"), help = w("针对一项扣分，写清经过，附证据。", "For one deduction: what happened, with evidence."),
					form = { must "firm", must "item", must "ground", "who", must "why" }, clocks = "arm accept" },
				action { "accept", from = "applied", to = "accepted", by = { "supervision", "organisation" }, other_than = "apply", main = true,
					label = w("受理", "Take it up"), done = w("受理了容错申请", "took it up"), help = w("受理后逐条核实六个条件。", "Then the six conditions are looked into one by one."),
					clocks = { "stop accept", "arm found" } },
				action { "look", from = "accepted", by = { "supervision", "organisation" }, other_than = "apply", main = true,
					label = w("核实六个条件", "Look into the six conditions"), done = w("核实了六个条件", "looked into the six conditions"),
					help = w("逐条写符合不符合和证据：区分先行先试的失误与明知故犯、没有明令禁止的探索与违规、无意过失与谋私。", "Each with its evidence: inexperience or knowing violation, exploring or defying a ban, honest mistake or private gain."), form = checklist },
				action { "uphold", from = "accepted", to = "upheld", by = { "supervision", "organisation" }, other_than = "apply", reason = true, tells = { "applicant" }, topic = "step",
					label = w("认定容错", "Find for tolerance"), done = w("认定予以容错", "found for tolerance"), help = w("由人认定：六个条件同时符合。扣除后的次数更正到数据里，再重新排名。", "A person decides, all six met. What counts after it is corrected in the values, and ranks are made again."),
					form = found_form, guard = six_met },
				action { "refuse", from = "accepted", to = "refused", by = { "supervision", "organisation" }, other_than = "apply", reason = true, tells = { "applicant" }, topic = "step",
					label = w("不予容错", "Find against it"), done = w("认定不予容错", "found against tolerance"), help = w("写明哪个条件不符合。", "Say which condition is not met.") },
				action { "reply", from = { "upheld", "refused" }, by = { "supervision", "organisation" }, tells = { "applicant" }, topic = "step", main = true,
					label = w("反馈", "Tell the unit"), done = w("反馈了认定结果", "told the unit"), help = w("写明结果、理由；予以容错的，及时澄清。", "The finding and why; where it was tolerated, clear the name."),
					form = { must "reply" }, clocks = "stop found" },
			} },
	},

	actions = {
		action { "start", opens = true, to = "collecting", by = assess, main = true, tells = { "unit_own" }, topic = "task",
			label = w("开展考核", "Begin"), done = w("开展了考核", "began the assessment"), help = w("先定考核对象和分类，再采集数据；办法在结果冻结时一并冻结。", "First who is assessed and in which class, then the values; the method is frozen with the result."),
			form = { must "title", must "period", must "sort", must "method", must "lead", must "due", "note" }, clocks = "arm finish",
			guard = function(m)
				local year = tonumber(m.given.period or "")
				if m.given.period and (not year or year < 2000 or year > 2100) then
					return w("考核年度写四位年份，如 2025", "A year is written like 2025")
				end
				if m.given.sort and m.given.method and (m.given.sort == "office") ~= (m.given.method == "appraisal_offices") then
					return w("考核办法和考核对象不配，请核对", "The method is not one for these units; check it")
				end
			end },
		action { "change", from = { "collecting", "review" }, by = assess, reason = true,
			label = w("调整", "Change"), done = w("调整了考核", "changed the assessment"), help = w("改办法、时限的，写明原因；反馈后不能改办法。", "Method and day, with the reason; not once it was told."),
			form = { must_keep "title", must_keep "method", must_keep "due", keep "round", keep "note" }, clocks = "arm finish" },
		action { "lock", from = "collecting", to = "review", by = assess, main = true,
			label = w("锁定数据", "Lock the data"), done = w("锁定了数据", "locked the data"), help = w("各项数据经单位确认后锁定。", "Once the units have confirmed the values."), form = { "note" } },
		action { "unlock", from = "review", to = "collecting", by = assess, reason = true,
			label = w("退回核对", "Back to collecting"), done = w("退回核对", "sent it back"), help = w("写明哪些有误。", "Say what is wrong.") },
		action { "publish", from = "review", to = "notice", by = assess, main = true, tells = { "unit_own", "unit_head" }, topic = "step",
			label = w("反馈结果", "Tell the units"), done = w("反馈了结果", "told the result"), help = w("在评价结果页上点，结果冻结后才反馈。", "From the page of the result: it is frozen first."),
			form = { must "run", "note" }, clocks = "arm notice" },
		action { "rerank", from = "notice", by = assess, tells = { "unit_own" }, topic = "step",
			label = w("重新排名", "Rank again"), done = w("更正后重新排名", "ranked again after correction"), help = w("申诉、容错成立并更正以后，在评价结果页上重新计算。", "Once what was upheld is corrected: from the page of the result."),
			form = { must "run", "note" }, guard = answered },
		action { "recall", from = "notice", to = "review", by = assess, reason = true, tells = { "unit_own" }, topic = "step",
			label = w("撤回反馈", "Recall"), done = w("撤回了反馈", "recalled the result"), help = w("整体有误的，写明原因。", "If it is wrong as a whole, say why."), clocks = "stop notice" },
		action { "finish", from = "notice", to = "final", by = assess, main = true, tells = { "unit_own", "unit_head", "leader" }, topic = "step",
			label = w("确定结果", "Make it final"), done = w("确定了考核结果", "made the result final"), help = w("反馈期满、申诉答复、容错反馈后，由人确定。", "By a person, once appeals are answered and tolerance is told."),
			form = { must "run", "note" }, clocks = { "stop finish", "stop notice" }, guard = settled },
		action { "reopen", from = "final", to = "review", by = "supervision", reason = true,
			label = w("重新打开", "Open again"), done = w("重新打开了考核", "opened it again"), help = w("写明原因；原结果保留。", "Say why; the old result stays."), clocks = "arm finish" },
		action { "drop", from = { "collecting", "review", "notice" }, to = "dropped", by = "supervision", reason = true,
			label = w("取消考核", "Drop it"), done = w("取消了考核", "dropped it"), help = w("写明原因。", "Say why."), clocks = { "stop finish", "stop notice" } },
	},
}

-- methods (考核办法) ------------------------------------------------------------------------

local met = "[S] 某市月度经济运行考评：目标完成得满分，未完成不得分"
local forward = "[S] 某市月度经济运行考评：第一名满分，每降一名减5%（争先进位）"
local weights = "[D] 分类权重由区里定；南京市66个镇街、云南省129个县先分类再取权重"
local function each(street, farm) return { street = street, farm = farm } end
local function per_head(above, times_of)
	return input { "per_head", of = { times_of and input { "sum", of = above, times = times_of } or above, "ap_population", "ap_gdp_head" }, factor = 100 }
end
local plates = {
	band { "blue", label = w("蓝牌", "Blue plate"), to = 20, source = "[S] 枣庄市2022年“亮屏”：前列亮蓝牌；前20%[D]" },
	band { "plain", label = w("不亮牌", "No plate"), to = 80, source = "[D]" },
	band { "yellow", label = w("黄牌", "Yellow plate"), to = 90, source = "[S] 枣庄市2022年：黄牌提醒；末20%至10%[D]" },
	band { "red", label = w("红牌", "Red plate"), to = 100, source = "[S] 枣庄市2022年：红牌警示；末10%[D]" },
	band { "out", label = w("不参加排名", "Not ranked"), outside = true, source = "[D]" },
}
local function both_ways(t)
	local extra = {
		bonuses = {
			bonus { "ap_awards", label = w("市级以上表彰", "Commended"), each = 0.5, count_most = 4, most = 2, source = "[D] 正向激励：次数和分数都有上限" },
			bonus { "ap_pilots", label = w("试点、经验推广", "Pilots"), each = 0.5, count_most = 4, most = 2, source = "[D] 正向激励：次数和分数都有上限" } },
		penalties = {
			penalty { "ap_criticism", label = w("通报批评", "Criticised"), each = 1, most = 3, source = "[D] 负向约束；容错认定的不计，写明文号" },
			penalty { "ap_missed", label = w("督查逾期", "Overdue"), each = 0.2, most = 2, source = "[D] 负向约束；容错认定的不计，写明文号" } },
		bonus_most = 3, penalty_most = 5, total_least = 0,
		vetoes = { veto { "ap_accident", label = w("较大以上安全事故", "Serious accident"), at_least = 1, effect = "band", band = "red", source = "[V] 云南省2019年列18项一票否决；降为红牌[D]" } },
		version = "1", of = "assessed", decimals = 2, rounding = "half_up", bands = plates,
	}
	for k, v in pairs(extra) do t[k] = v end
	return method(t)
end

both_ways { "appraisal_towns", label = w("镇街：目标完成加争先进位、人均化", "Townships: targets, ranks, per head"), source = met .. "；" .. forward .. "；" .. wenzhou,
	classes = { class { "street", label = w("街道、园区", "Sub-district or park") }, class { "farm", label = w("镇（农业为主）", "Township, mostly farming") } },
	ties = { "ap_revenue" },
	dimensions = {
		dimension { "growth", label = w("发展速度", "Growth"), weight = each(35, 25), items = {
			item { "revenue_met", label = w("财政收入增速达标", "Growth of revenue reached"), weight = 20, input = "ap_revenue_growth", score = score { "target", base = base { "target", of = "ap_revenue_plan" } }, source = met },
			item { "revenue_rank", label = w("财政收入增速排名", "Growth of revenue by rank"), weight = 35, input = "ap_revenue_growth", score = score { "rank_step", step = 5, scope = "all" }, difficulty = "ap_difficulty", source = forward },
			item { "industry_met", label = w("工业增速达标", "Growth of industry reached"), weight = 15, input = "ap_industry_growth", score = score { "target", base = base { "target", of = "ap_industry_plan" } }, source = met },
			item { "industry_rank", label = w("工业增速排名", "Growth of industry by rank"), weight = 30, input = "ap_industry_growth", score = score { "rank_step", step = 5, scope = "all" }, difficulty = "ap_difficulty", source = forward } } },
		dimension { "head", label = w("人均水平", "Per head"), weight = each(30, 25), items = {
			item { "invest_rate", label = w("固定资产投资率", "Rate of investment"), unit = w("%", "%"), weight = 60, input = per_head({ "ap_investment", "ap_investment_gov" }, { 1, 0.3 }), score = score { "best", scope = "all" }, source = wenzhou },
			item { "revenue_rate", label = w("财政收入率", "Rate of revenue"), unit = w("%", "%"), weight = 40, input = per_head("ap_revenue"), score = score { "best", scope = "all" }, source = wenzhou .. "；[D] 财政收入同法" } } },
		dimension { "life", label = w("项目和民生", "Projects and people"), weight = each(35, 50), items = {
			item { "projects", label = w("重点项目", "Key projects"), unit = w("%", "%"), weight = 40, input = "ap_projects", score = score { "pro_rata", base = 100 }, source = weights },
			item { "requests", label = w("诉求满意率", "Requests"), unit = w("%", "%"), weight = 30, input = "ap_requests", score = score { "pro_rata", base = 100 }, source = weights },
			item { "air", label = w("空气优良率", "Air"), unit = w("%", "%"), weight = each(30, 15), input = "ap_air", score = score { "pro_rata", base = 100 }, source = weights },
			item { "grain", label = w("农业任务", "Farming tasks"), unit = w("%", "%"), weight = { farm = 15 }, input = "ap_grain", missing = "renormalise", score = score { "pro_rata", base = 100 }, source = weights } } },
	} }

local by_rank = "[V] 温州市2012年中心镇考核：按县（市、区）排名赋分，第一名满分、最后一名83.3%，其间均分，乘难度系数"
both_ways { "appraisal_rank", label = w("镇街：排名赋分乘难度系数", "Townships: points by rank, times difficulty"), source = by_rank .. "；" .. wenzhou, ties = { "ap_revenue" },
	items = {
		item { "revenue_rank", label = w("财政收入增速排名", "Growth of revenue by rank"), weight = 40, input = "ap_revenue_growth", score = score { "rank_linear", high = 100, low = 250 / 3 }, difficulty = "ap_difficulty", source = by_rank },
		item { "industry_rank", label = w("工业增速排名", "Growth of industry by rank"), weight = 37, input = "ap_industry_growth", score = score { "rank_linear", high = 100, low = 250 / 3 }, difficulty = "ap_difficulty", source = by_rank },
		item { "invest_rate", label = w("固定资产投资率", "Rate of investment"), unit = w("%", "%"), weight = 23, input = per_head({ "ap_investment", "ap_investment_gov" }, { 1, 0.3 }), score = score { "best" }, source = wenzhou },
	} }

local office = "[D] 部门考核：任务、反馈、测评各占其份；权重由区里定"
both_ways { "appraisal_offices", label = w("部门：任务、反馈、测评", "Offices: tasks, reports, ballot"), source = office,
	classes = { class { "service", label = w("经济服务部门", "Office of the economy") }, class { "people", label = w("社会民生部门", "Office of social affairs") } },
	ties = { "ap_tasks" },
	items = {
		item { "tasks", label = w("重点任务", "Key tasks"), unit = w("%", "%"), weight = { service = 55, people = 45 }, input = "ap_tasks", score = score { "pro_rata", base = 100 }, source = office },
		item { "reply", label = w("按期反馈", "Reports in time"), unit = w("%", "%"), weight = 15, input = "ap_reply", score = score { "pro_rata", base = 100 }, source = office },
		item { "requests", label = w("诉求满意率", "Requests"), unit = w("%", "%"), weight = { service = 10, people = 20 }, input = "ap_requests", score = score { "pro_rata", base = 100 }, source = office },
		item { "ballot", label = w("民主测评", "Ballot"), weight = 20, input = "ap_ballot", missing = "renormalise", score = score { "pro_rata", base = 100 }, source = office .. "；测评某组不足最少份数的不显示，没有得分的按其余折算" },
	} }
