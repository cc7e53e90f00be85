-- SPDX-License-Identifier: Apache-2.0
-- Key projects (重点项目): from the plan of a year to a project that produces.
-- What a district changes is a setting; its source says where the default comes from:
-- [D] our inference, [M] from memory, [U] unverified, otherwise the place itself.

pack { "projects", version = "1", label = { zh = "重点项目", en = "Key projects" } }

local function w(zh, en) return { zh = zh, en = en } end
local function must(field) return { field, required = true } end
local function keep(field) return { field, prefill = true } end
local function must_keep(field) return { field, required = true, prefill = true } end
local function pick(name, zh, en) return choice { name, label = w(zh, en) } end

-- settings --------------------------------------------------------------------------

setting { "share_by", type = "choice", default = "reported", choices = {
	pick("reported", "按填报的进度", "As reported"),
	pick("milestones", "按已完成节点的权重", "By the weights of milestones reached"),
}, label = w("项目进度怎么算", "How progress is reckoned"),
	source = "[D] 各地多由专员填报形象进度；节点权重齐全的地方可改为自动计算" }
setting { "officer_most", type = "int", low = 1, high = 50, default = 3,
	label = w("一名专员最多负责几个项目", "Projects one officer may have"),
	source = "[D] 一项目一专员；人手不足的地方允许兼管，过多则列出" }
setting { "near_days", type = "int", low = 0, high = 60, default = 20,
	label = w("离计划竣工还有几个工作日（含）起亮黄灯", "Working days before the planned completion, or fewer, that turn the light yellow"),
	source = "[D] 约一个月" }
setting { "behind_yellow", type = "int", low = 1, high = 100, default = 10,
	label = w("比计划落后几个点（含）起亮黄灯", "Points behind plan, or more, that turn the light yellow"),
	source = "银川市2025年重点项目红黄绿灯：落后10至30个百分点（含）为黄灯" }
setting { "behind_red", type = "int", low = 1, high = 100, default = 31,
	label = w("比计划落后几个点（含）起亮红灯", "Points behind plan, or more, that turn the light red"),
	source = "银川市2025年重点项目红黄绿灯：落后30个百分点以上（不含30）为红灯" }
setting { "entry_yellow", type = "int", low = 1, high = 24, default = 1,
	label = w("开工后几个月没有入统亮黄灯", "Months after the start without entry in statistics that turn the light yellow"),
	source = "银川市2025年重点项目红黄绿灯：开工1个月后未入库为黄灯" }
setting { "entry_red", type = "int", low = 1, high = 24, default = 2,
	label = w("开工后几个月没有入统亮红灯", "Months after the start without entry in statistics that turn the light red"),
	source = "银川市2025年重点项目红黄绿灯：开工2个月以上未入库为红灯" }
setting { "unreported_days", type = "int", low = 1, high = 60, default = 7,
	label = w("满几个工作日没有周报亮黄灯", "Working days without a weekly report that turn the light yellow"),
	source = "[D] 每周一报，宽限两个工作日" }

setting { "report_every", type = "int", low = 0, high = 2, default = 1,
	label = w("多久报一次进展：0不定期，1每周，2每月", "How often progress is reported: 0 as it comes, 1 weekly, 2 monthly"),
	source = "百千万工程“周调度、月通报”；单个项目可以另定" }

-- the kind --------------------------------------------------------------------------

local all_open = { "reserve", "started", "building", "completed", "producing", "applied", "suspended" }
local going = { "reserve", "started", "building", "completed", "producing" }
local building = { "started", "building" }
local begun = { "started", "building", "completed", "producing" }
local runs = { "supervision", "lead", "lead_head", "officer" }

-- Amounts are texts of exact decimals; they are only compared here, never added.
local function amount(m, name)
	return tonumber(m.given[name] or m.field[name] or "")
end

local amounts = { { "investment", "总投资", "total investment" }, { "planned_year", "年度计划投资", "investment planned this year" },
	{ "done_year", "今年完成投资", "investment done this year" }, { "done_all", "累计完成投资", "investment done in all" } }

local function amounts_fit(m)
	for _, a in ipairs(amounts) do
		local v = amount(m, a[1])
		if v and v < 0 then
			return w(a[2] .. "不能是负数，请核对", "The " .. a[3] .. " cannot be negative; check it")
		end
	end
	local total, planned, year, all = amount(m, "investment"), amount(m, "planned_year"), amount(m, "done_year"), amount(m, "done_all")
	if total and planned and planned > total then
		return w("年度计划投资大于总投资，请核对单位（万元）", "More is planned this year than in all; check the unit (10,000 yuan)")
	end
	if year and all and year > all then
		return w("今年完成投资大于累计完成投资，请核对", "More is done this year than in all; check the figures")
	end
	if all and all > 0 and total and all > total * 2 then
		return w("累计完成投资是总投资的两倍以上，请核对单位（万元）", "More than twice the total is done; check the unit (10,000 yuan)")
	end
end

local function dates_fit(m)
	local start, due = m.given.planned_start or m.field.planned_start, m.given.due or m.field.due
	if start and due and due <= start then
		return w("计划竣工要晚于计划开工", "The planned completion must be later than the planned start")
	end
end

local function not_future(m, name, zh, en)
	if m.given[name] and m.given[name] > m.today then
		return w(zh .. "还没有到，请填已经发生的日子", "The day of the " .. en .. " has not come yet; give the day it happened")
	end
end

local function units_fit(lead, assist)
	for _, unit in ipairs(assist or {}) do
		if unit == lead then
			return w("责任单位不能同时是配合单位，请从配合单位里去掉它", "The responsible unit cannot assist itself; take it out of the assisting units")
		end
	end
end

-- The weights of milestones that count, and of those reached, in points.
local function weights(m)
	local all, reached = 0, 0
	for _, p in ipairs(m.parts.milestone) do
		local weight = p.weight or 0
		if p.state ~= "dropped" then all = all + weight end
		if p.state == "reached" or p.state == "verified" then reached = reached + weight end
	end
	return all, reached
end

local function weight_fits(m, own)
	local all = weights(m)
	local now = all - own + (m.given.weight or own)
	if m.given.weight and (m.given.weight < 1 or now > 100) then
		return w("权重从1起，各节点合计不超过100（现在会是" .. now .. "）", "A weight is 1 or more, and all together at most 100 (they would be " .. now .. ")")
	end
end

local function milestone_date_fits(m)
	local start = m.field.planned_start
	if m.given.due and m.field.due and m.given.due > m.field.due then
		return w("节点不能晚于计划竣工，请先调整项目计划", "A milestone cannot be later than the planned completion; change the project's plan first")
	end
	if m.given.due and start and m.given.due < start then
		return w("节点不能早于计划开工", "A milestone cannot be earlier than the planned start")
	end
end

local function open_households(m)
	local n = 0
	for _, p in ipairs(m.parts.household) do
		if p.state ~= "resettled" and p.state ~= "dropped" then n = n + 1 end
	end
	return n
end

kind { "project",
	label = w("重点项目", "Key project"),
	number = "重〔{year}〕{n:3}",
	title = "title", lead = "lead", assist = "assist", due = "due", share = "share",
	undo = "drop", planned_start = "planned_start", started = "actual_start", awaited_from = "actual_start", awaited = "entered",
	rhythm = rhythm { "report_every", field = "report_every", idle = "idle" },
	curve = curve { part = "milestone", reached = { "reached", "verified" }, without = "dropped", on = "reached", share_by = "share_by" },
	overview = overview { group = "level", total = "investment", planned = "planned_year", done = "done_year", done_all = "done_all",
		officer = "officer", officer_most = "officer_most", behind = "behind_yellow", without = "dropped" },
	see = { "supervision", "owner", "lead", "lead_head", "assist", "assist_head", "sponsor", "leader", "officer", "officer_head", "statistics" },

	roles = {
		role { "supervision", duty = "supervision", relation = "any", label = w("督查室", "Supervision office") },
		role { "owner", duty = "supervision", relation = "owner", label = w("立项督查室", "Supervision office that opened it") },
		role { "lead", duty = "liaison", relation = "lead", label = w("责任单位联络员", "Liaison of the responsible unit") },
		role { "lead_head", duty = "head", relation = "lead", label = w("责任单位负责人", "Head of the responsible unit") },
		role { "assist", duty = "liaison", relation = "assist", label = w("配合单位联络员", "Liaison of an assisting unit") },
		role { "assist_head", duty = "head", relation = "assist", label = w("配合单位负责人", "Head of an assisting unit") },
		role { "officer", duty = "liaison", relation = "person", field = "officer", label = w("项目专员", "Project officer") },
		role { "officer_head", duty = "head", relation = "person", field = "officer", label = w("项目专员（单位负责人）", "Project officer (head of a unit)") },
		role { "sponsor", duty = "leader", relation = "person", field = "sponsor", label = w("包联领导", "Leader in charge") },
		role { "leader", duty = "leader", relation = "any", label = w("区领导", "Leaders of the district") },
		role { "statistics", duty = "statistics", relation = "any", label = w("统计部门", "Statistics office") },
	},

	fields = {
		field { "title", type = "line", heads = { "项目名称", "项目", "工程名称", "名称" }, list = true, max = 300, label = w("项目名称", "Project"),
			hint = w("和批复、备案上的名称一致", "As in its approval or registration") },
		field { "level", type = "choice", heads = { "级别", "项目级别", "项目层级" }, list = true, label = w("级别", "Level"), choices = {
			pick("province", "省级", "Province"), pick("city", "市级", "City"), pick("district", "区县级", "District") } },
		field { "sort", type = "choice", heads = { "类别", "项目类别", "建设性质", "项目性质", "建设类型" }, list = true, label = w("类别", "Sort"), choices = {
			pick("continued", "续建", "Continued"), pick("new", "新开工", "New"),
			pick("to_produce", "计划投产", "To produce this year"), pick("early", "前期", "In preparation") } },
		field { "industry", type = "choice", heads = { "行业", "产业类别", "项目类型", "产业类型", "所属行业" }, list = true, label = w("行业", "Industry"), choices = {
			pick("industry", "工业", "Industry"), pick("services", "现代服务业", "Services"), pick("agriculture", "农业农村", "Agriculture"),
			pick("infrastructure", "基础设施", "Infrastructure"), pick("livelihood", "社会民生", "Livelihood"), pick("ecology", "生态环保", "Environment") } },
		field { "content", type = "text", heads = { "建设内容", "建设规模及内容", "主要建设内容", "建设规模", "项目概况", "建设内容及规模" }, label = w("建设内容", "What is built"),
			hint = w("规模和主要工程，尽量带数字", "Size and main works, in numbers where possible") },
		field { "site", type = "line", heads = { "建设地点", "项目地点", "建设地址", "所在镇街" }, max = 200, label = w("建设地点", "Site"),
			hint = w("镇街、道路或地块", "Town, street or parcel") },
		field { "investment", type = "dec", heads = { "总投资", "计划总投资", "投资总额", "总投资额" }, max = 100000000, label = w("总投资（万元）", "Total investment (10,000 yuan)") },
		field { "planned_year", type = "dec", heads = { "年度计划投资", "年度计划", "本年计划投资", "当年计划投资", "年度投资计划", "今年计划投资", "年内计划投资", "年内计划完成投资", "本年计划完成投资" }, max = 100000000, label = w("年度计划投资（万元）", "Planned this year (10,000 yuan)") },
		field { "done_year", type = "dec", heads = { "今年完成投资", "本年完成投资", "年内完成投资", "累计完成年度投资", "今年累计完成投资" }, max = 100000000, label = w("今年完成投资（万元）", "Done this year (10,000 yuan)"),
			hint = w("从1月1日到今天", "From 1 January to today") },
		field { "done_all", type = "dec", heads = { "累计完成投资", "自开工累计完成投资", "累计投资" }, max = 100000000, label = w("累计完成投资（万元）", "Done in all (10,000 yuan)"),
			hint = w("从开工到今天", "From the start to today") },
		field { "lead", type = "unit", heads = { "责任单位", "牵头单位", "主管部门", "责任部门", "包保单位", "项目单位", "承办单位" }, list = true, label = w("责任单位", "Responsible unit") },
		field { "assist", type = "units", heads = { "配合单位", "协办单位", "配合部门" }, list = true, label = w("配合单位", "Assisting units") },
		field { "sponsor", type = "person", heads = { "包联领导", "包保领导", "责任领导", "包抓领导", "区级领导", "牵头领导", "挂包领导", "分管领导", "领导", "包保人", "包联人", "包保责任人" }, list = true, label = w("包联领导", "Leader in charge") },
		field { "officer", type = "person", heads = { "项目专员", "专员", "项目管家", "服务专员" }, list = true, label = w("项目专员", "Project officer"),
			hint = w("一个项目一名专员", "One officer for each project") },
		field { "planned_start", type = "date", heads = { "计划开工", "计划开工时间", "拟开工时间", "开工时间", "计划开工日期" }, label = w("计划开工", "Planned start") },
		field { "actual_start", type = "date", label = w("实际开工", "Actual start") },
		field { "due", type = "date", heads = { "计划竣工", "计划竣工时间", "竣工时间", "计划完工时间", "完成时限", "计划竣工日期", "竣工日期", "建成时间", "计划建成时间" }, list = true, label = w("计划竣工", "Planned completion") },
		field { "completed", type = "date", label = w("实际竣工", "Actual completion") },
		field { "produced", type = "date", label = w("投产（交付）日期", "In production since") },
		field { "entered", type = "date", label = w("入统日期", "Entered in statistics") },
		field { "entry_code", type = "line", max = 60, label = w("入统代码", "Statistics code"),
			hint = w("投资项目统计联网直报的代码", "Its code in the statistical reporting system") },
		field { "share", type = "share", heads = { "完成比例", "完成率", "工程进度", "工作进度" }, list = true, label = w("进度", "Progress") },
		field { "progress", type = "text", heads = { "形象进度", "进展情况", "工程进展", "项目进展", "目前进展", "推进情况", "当前进展" }, label = w("本周进展", "This week"),
			hint = w("做了什么，形象进度到哪一步", "What was done, and how far") },
		field { "problem", type = "text", label = w("存在问题", "Problems"),
			hint = w("卡在哪里，需要谁协调", "What is in the way, and who could help") },
		field { "next_step", type = "text", label = w("下步打算", "Next step") },
		field { "idle", type = "text", label = w("无进展原因", "Nothing new, because"),
			hint = w("这段时间确无进展的，写明原因；有进展的不用填", "Only when nothing was done: say why") },
		field { "report_every", type = "choice", label = w("报送频次", "How often it is reported"),
			hint = w("不选的，按全区统一的频次", "Left open, it is as everywhere"), choices = {
			pick("weekly", "每周", "Weekly"), pick("monthly", "每月", "Monthly"), pick("never", "不定期", "As it comes") } },
		field { "result", type = "text", label = w("完成情况", "Result"),
			hint = w("建成了什么，投资、产值、就业", "What stands now: investment, output, jobs") },
		field { "check", type = "text", label = w("核查情况", "What the check found"),
			hint = w("何时、到哪里、看了什么", "When, where, and what was seen") },
		field { "note", type = "text", label = w("批示", "Note") },
	},

	states = {
		state { "reserve", first = true, waits = true, label = w("储备前期", "In preparation"), tray = w("待开工", "To start") },
		state { "started", label = w("已开工", "Started"), tray = w("待报进展", "To report") },
		state { "building", label = w("在建", "Under construction"), tray = w("待报进展", "To report") },
		state { "completed", waits = true, label = w("已竣工", "Completed"), tray = w("待投产", "To put into production") },
		state { "producing", waits = true, label = w("已投产", "In production"), tray = w("待申请销号", "To apply to close") },
		state { "applied", waits = true, label = w("已申请销号", "Close applied for"), tray = w("待销号", "To close") },
		state { "suspended", waits = true, label = w("停工", "Suspended") },
		state { "closed", closed = true, label = w("已销号", "Closed") },
		state { "dropped", closed = true, label = w("已退出", "Given up") },
	},

	clocks = {
		clock { "due", unit = "until", field = "due", main = true, label = w("计划竣工", "Planned completion") },
	},

	lights = {
		light { "red", when = "overdue", word = w("超期", "overdue") },
		light { "red", when = "not_started", months = 3, word = w("连续三月未开工", "not begun for three months") },
		light { "red", when = "behind", than = 31, setting = "behind_red", word = w("严重滞后", "far behind") },
		light { "red", when = "awaited", than = 2, setting = "entry_red", word = w("久未入统", "long not in statistics") },
		light { "yellow", when = "not_started", word = w("未按期开工", "not begun") },
		light { "yellow", when = "behind", than = 10, setting = "behind_yellow", word = w("滞后", "behind") },
		light { "yellow", when = "awaited", than = 1, setting = "entry_yellow", word = w("未入统", "not in statistics") },
		light { "yellow", when = "unreported", than = 7, setting = "unreported_days", word = w("未报", "unreported") },
		light { "yellow", when = "left_at_most", than = 20, setting = "near_days", word = w("临期", "due soon") },
	},

	parts = {
		-- 节点: what must be reached by when, and how much of the project it is
		part { "milestone", label = w("节点", "Milestones"), max = 60, title = "title", due = "due", weight = "weight",
			fields = {
				field { "title", type = "line", max = 200, label = w("节点", "Milestone"), hint = w("一句话：到哪一步算完成", "One sentence: what has to stand") },
				field { "due", type = "date", label = w("计划日期", "Planned for") },
				field { "weight", type = "int", max = 100, label = w("权重", "Weight"), hint = w("占整个项目的点数，各节点合计不超过100", "Points of the whole project; all together at most 100") },
				field { "reached", type = "date", label = w("完成日期", "Reached on") },
				field { "remark", type = "text", label = w("说明", "Remark") },
			},
			states = {
				state { "planned", first = true, label = w("未完成", "Planned") },
				state { "reached", waits = true, label = w("已完成待核", "Reached, to verify"), tray = w("节点待核验", "Milestone to verify") },
				state { "verified", closed = true, label = w("已核验", "Verified") },
				state { "dropped", closed = true, label = w("已取消", "Dropped") },
			},
			clocks = { clock { "due", unit = "until", field = "due", main = true, label = w("节点时限", "Due") } },
			lights = {
				light { "red", when = "overdue", word = w("超期", "overdue") },
				light { "yellow", when = "left_at_most", than = 20, setting = "near_days", word = w("临期", "due soon") },
			},
			actions = {
				action { "add", opens = true, to = "planned", by = runs, within = { "reserve", "started", "building", "suspended" },
					label = w("加节点", "Add a milestone"), done = w("加了节点", "added a milestone"),
					help = w("定下到哪一步、哪天、占多少点。", "Say what, by when, and how many points of the whole."),
					form = { must "title", must "due", must "weight" },
					clocks = "arm due",
					guard = function(m) return weight_fits(m, 0) or milestone_date_fits(m) end },
				action { "reach", from = "planned", to = "reached", by = { "lead", "lead_head", "officer" }, main = true, evidence = 1,
					within = { "started", "building", "completed" },
					label = w("完成节点", "Reach it"), done = w("完成了节点", "reached it"),
					help = w("写完成的日子，附现场照片或验收单；督查室核验。", "Give the day and add a photograph or the acceptance; the supervision office verifies it."),
					form = { must "reached", "remark" },
					clocks = "stop due",
					guard = function(m) return not_future(m, "reached", "完成日期", "milestone") end },
				action { "verify", from = "reached", to = "verified", by = "supervision", other_than = "reach", main = true,
					label = w("核验节点", "Verify it"), done = w("核验了节点", "verified it"),
					help = w("看过现场或佐证再点。填完成的人不能自己核验。", "Only after seeing the place or the evidence. Whoever reached it may not verify it."),
					form = { "remark" } },
				action { "send_back", from = "reached", to = "planned", by = "supervision", reason = true,
					label = w("退回", "Send back"), done = w("退回了节点", "sent it back"),
					help = w("写明还差什么。", "Say what is missing."),
					clocks = "arm due" },
				action { "move", from = "planned", by = "supervision", reason = true,
					label = w("调整节点", "Change it"), done = w("调整了节点", "changed it"),
					help = w("改日期或权重，写明原因；原来的日期留在流水里。", "Change its day or weight and say why; the old day stays in the record."),
					form = { must_keep "due", must_keep "weight" },
					guard = function(m) return weight_fits(m, m.part.field.weight or 0) or milestone_date_fits(m) end },
				action { "drop", from = "planned", to = "dropped", by = "supervision", reason = true,
					label = w("取消节点", "Drop it"), done = w("取消了节点", "dropped it"),
					help = w("不再需要的，写明原因。", "If it is no longer needed, say why."),
					clocks = "stop due" },
			} },

		-- 征迁安置: one household each, so that progress is a count
		part { "household", label = w("征迁安置（户）", "Households to resettle"), max = 200, title = "plot",
			see = { "supervision", "owner", "lead", "lead_head", "officer", "officer_head", "sponsor", "leader" },
			fields = {
				field { "plot", type = "line", max = 60, label = w("户号", "Household no."), hint = w("村居和编号，不写姓名", "Village and number, no names") },
				field { "name", type = "line", max = 60, label = w("户主", "Head of household"),
					personal = true, purpose = "征迁安置联系和补偿", data_class = "identity",
					see = { "supervision", "lead", "lead_head", "officer", "officer_head" }, mask = true },
				field { "area", type = "dec", max = 1000000, label = w("面积（平方米）", "Area (square metres)") },
				field { "signed", type = "date", label = w("签约日期", "Agreement signed") },
				field { "vacated", type = "date", label = w("腾空日期", "Vacated") },
				field { "resettled", type = "date", label = w("安置日期", "Resettled") },
			},
			states = {
				state { "listed", first = true, label = w("未签约", "Not signed") },
				state { "signed", label = w("已签约", "Signed") },
				state { "vacated", label = w("已腾空", "Vacated") },
				state { "resettled", closed = true, label = w("已安置", "Resettled") },
				state { "dropped", closed = true, label = w("不再征迁", "No longer concerned") },
			},
			actions = {
				action { "add", opens = true, to = "listed", by = { "lead", "lead_head", "officer", "supervision" },
					label = w("登记一户", "Enter a household"), done = w("登记了一户", "entered a household"),
					help = w("户主姓名单独加密保存，只有经办人看得到。", "The name is kept sealed; only those who handle it see it."),
					form = { must "plot", "name", "area" } },
				action { "sign", from = "listed", to = "signed", by = { "lead", "lead_head", "officer" }, main = true,
					label = w("签约", "Signed"), done = w("签约", "signed"), help = w("协议签订的日子。", "The day of the agreement."),
					form = { must "signed" }, guard = function(m) return not_future(m, "signed", "签约日期", "agreement") end },
				action { "vacate", from = "signed", to = "vacated", by = { "lead", "lead_head", "officer" }, main = true,
					label = w("腾空", "Vacated"), done = w("腾空", "vacated"), help = w("交房交地的日子。", "The day the place was handed over."),
					form = { must "vacated" }, guard = function(m)
						if m.given.vacated and m.part.field.signed and m.given.vacated < m.part.field.signed then
							return w("腾空不能早于签约", "It cannot be vacated before the agreement")
						end
						return not_future(m, "vacated", "腾空日期", "handing over")
					end },
				action { "resettle", from = "vacated", to = "resettled", by = { "lead", "lead_head", "officer" }, main = true,
					label = w("安置", "Resettled"), done = w("安置", "resettled"), help = w("补偿付清、安置到位的日子。", "The day it was paid and resettled."),
					form = { must "resettled" }, guard = function(m)
						if m.given.resettled and m.part.field.vacated and m.given.resettled < m.part.field.vacated then
							return w("安置不能早于腾空", "It cannot be resettled before it is vacated")
						end
						return not_future(m, "resettled", "安置日期", "resettlement")
					end },
				action { "drop", from = { "listed", "signed" }, to = "dropped", by = "supervision", reason = true,
					label = w("不再征迁", "No longer concerned"), done = w("不再征迁", "took it off the list"),
					help = w("红线调整等，写明原因。", "If the line has moved, say why.") },
			} },
	},

	when_all = { part = "household", states = { "resettled", "dropped" }, take = "clear" },

	actions = {
		action { "open", opens = true, to = "reserve", by = "supervision", main = true,
			tells = { "lead", "lead_head", "officer" }, topic = "task",
			label = w("新建项目", "Open a project"), done = w("新建了项目", "opened it"),
			help = w("年度重点项目清单上的一项。定了计划竣工就开始计时；专员可以以后再定，没有专员的会列出来。",
				"One line of the year's list. It is timed once its completion is planned; the officer may be named later, and those without one are listed."),
			form = { must "title", must "level", must "sort", "industry", "content", "site", must "investment", must "planned_year",
				"done_all", must "lead", "assist", "sponsor", "officer", "planned_start", "due" },
			clocks = "arm due",
			guard = function(m) return dates_fit(m) or amounts_fit(m) or units_fit(m.given.lead, m.given.assist) end },

		action { "correct", from = all_open, by = "supervision", key = "e",
			label = w("更正", "Correct"), done = w("更正", "corrected it"),
			help = w("改名称、级别、单位等；改计划用“调整计划”。", "Name, level, units and the like; for dates and amounts change the plan."),
			form = { must_keep "title", must_keep "level", must_keep "sort", keep "industry", keep "content", keep "site",
				must_keep "lead", keep "assist", keep "sponsor", keep "report_every" },
			guard = function(m) return units_fit(m.given.lead or m.field.lead, m.given.assist or m.field.assist) end },

		action { "name_officer", from = all_open, by = { "supervision", "lead_head", "leader" }, bulk = true,
			tells = { "officer", "lead" }, topic = "task",
			label = w("定专员", "Name the officer"), done = w("定了专员", "named the officer"),
			help = w("一个项目一名专员，周报、节点由他负责。", "One officer for each project, who reports and keeps its milestones."),
			form = { must_keep "officer" } },

		action { "plan", from = { "reserve", "started", "building", "suspended" }, by = "supervision", reason = true,
			tells = { "lead", "lead_head", "officer" },
			label = w("调整计划", "Change the plan"), done = w("调整了计划", "changed the plan"),
			help = w("定或改开工、竣工和总投资，写明依据；原来的留在流水里。", "Set or change start, completion and total, and say on what ground; the old ones stay in the record."),
			form = { keep "planned_start", must_keep "due", must_keep "investment" },
			clocks = "arm due",
			guard = function(m)
				for _, p in ipairs(m.parts.milestone) do
					if p.state == "planned" and p.due and m.given.due and p.due > m.given.due then
						return w("节点“" .. p.title .. "”晚于新的竣工日期，请先调整节点", "The milestone “" .. p.title .. "” is later than the new completion; change it first")
					end
				end
				return dates_fit(m) or amounts_fit(m)
			end },

		action { "plan_year", from = all_open, by = "supervision",
			label = w("下达年度计划", "Set the year's plan"), done = w("下达了年度计划", "set the year's plan"),
			help = w("新的一年：今年计划多少；今年完成从零起填，累计不变。", "A new year: what is planned; what is done this year begins anew, the total stays."),
			form = { must_keep "planned_year", must "done_year" },
			guard = amounts_fit },

		action { "start", from = "reserve", to = "started", by = { "lead", "lead_head", "officer" }, evidence = 1, main = true, key = "s",
			label = w("开工", "Start"), done = w("开工", "started"),
			help = w("填实际开工的日子，附现场照片。开工后一个月内要入统。", "Give the day it began and add a photograph. It has to be in the statistics within a month."),
			form = { must "actual_start", keep "progress" },
			guard = function(m) return not_future(m, "actual_start", "实际开工", "start") end },

		action { "report", from = building, to = "building", by = { "lead", "officer", "assist" }, main = true, key = "r",
			label = w("报周进展", "Weekly report"), done = w("报了周进展", "reported"),
			help = w("上周报的已经带出。进度填整个项目的百分比，投资填万元，附现场照片。",
				"Last week's report is filled in. Progress is of the whole project, amounts are in 10,000 yuan; add photographs."),
			form = { must_keep "share", must_keep "progress", keep "done_year", keep "done_all", keep "problem", keep "next_step", "idle" },
			guard = function(m)
				local before = m.field.share or 0
				local now = m.given.share or before
				local idle = (m.given.idle or "") ~= ""
				if idle and now > before then
					return w("写了无进展，进度却比上次高；请删去原因，或改回进度", "It says that nothing is new, yet progress rose; take out the reason, or put the share back")
				end
				if not idle and m.field.share and now == before and now < 100 and (m.given.progress or m.field.progress) == m.field.progress then
					return w("进度和进展都与上次一样；确无进展的，请写明“无进展原因”", "Share and text are those of the last report; if nothing is new, say why under “Nothing new, because”")
				end
				if m.setting.share_by == "milestones" then
					local _, reached = weights(m)
					if now ~= before and now ~= reached then
						return w("进度按节点权重计算，现在是" .. reached .. "%；请在节点上登记完成", "Progress is reckoned by milestones and is " .. reached .. " % now; enter what was reached there")
					end
				elseif now < before and (m.given.problem or "") == "" then
					return w("进度比上次低，请在“存在问题”里写明原因", "Progress fell since the last report; say why under problems")
				end
				local year, year_before = tonumber(m.given.done_year or ""), tonumber(m.field.done_year or "")
				if year and year_before and year < year_before and (m.given.problem or "") == "" then
					return w("今年完成投资比上次少，请在“存在问题”里写明原因", "Less is done this year than at the last report; say why under problems")
				end
				return amounts_fit(m)
			end },

		action { "invest", from = { "completed", "producing" }, by = { "lead", "officer" }, key = "i",
			label = w("更新投资", "Amounts"), done = w("更新了投资", "brought the amounts up to date"),
			help = w("竣工以后仍有结算的，更新完成投资。", "Where payments go on after completion, bring the amounts up to date."),
			form = { must_keep "done_year", must_keep "done_all" },
			guard = amounts_fit },

		action { "enter", from = begun, by = { "lead", "officer", "supervision", "statistics" },
			label = w("入统", "Enter in statistics"), done = w("入统", "entered it in statistics"),
			help = w("统计联网直报通过的日期和代码。", "The day it was accepted by statistics, and its code."),
			form = { must_keep "entered", must_keep "entry_code" },
			guard = function(m) return not_future(m, "entered", "入统日期", "entry") end },

		action { "clear", from = all_open, by = "supervision",
			label = w("净地", "Cleared"), done = w("征迁安置全部完成", "cleared the site"),
			help = w("各户全部安置后自动记一条；也可以核对后手工登记。", "Written by itself once every household is resettled; or by hand after checking."),
			guard = function(m)
				local n = open_households(m)
				if n > 0 then
					return w("还有" .. n .. "户没有安置", "Households still to resettle: " .. n)
				end
			end },

		action { "complete", from = "building", to = "completed", by = { "lead", "lead_head", "officer" }, evidence = 1, key = "c",
			tells = { "supervision", "sponsor" },
			label = w("竣工", "Complete"), done = w("竣工", "completed"),
			help = w("节点都完成后，填竣工的日子，附验收材料。", "When every milestone is reached, give the day and add the acceptance."),
			form = { must "completed", must_keep "share" },
			clocks = "stop due",
			guard = function(m)
				for _, p in ipairs(m.parts.milestone) do
					if p.state == "planned" then
						return w("节点“" .. p.title .. "”还没有完成", "The milestone “" .. p.title .. "” is not reached yet")
					end
				end
				if (m.given.share or m.field.share or 0) < 100 then
					return w("竣工时进度应当是100%", "When it is completed its progress is 100 %")
				end
				return not_future(m, "completed", "实际竣工", "completion")
			end },

		action { "produce", from = "completed", to = "producing", by = { "lead", "lead_head", "officer" }, main = true, evidence = 1,
			tells = { "supervision", "sponsor" },
			label = w("投产", "Put into production"), done = w("投产", "put it into production"),
			help = w("产业项目填投产的日子，公共项目填交付使用的日子。", "The day production began, or the day it was handed over for use."),
			form = { must "produced" },
			guard = function(m)
				if m.given.produced and m.field.completed and m.given.produced < m.field.completed then
					return w("投产不能早于竣工", "It cannot produce before it is completed")
				end
				return not_future(m, "produced", "投产日期", "production")
			end },

		action { "apply_close", from = "producing", to = "applied", by = { "lead", "lead_head", "officer" }, evidence = 1, main = true,
			tells = "supervision", topic = "task",
			label = w("申请销号", "Apply to close"), done = w("申请销号", "applied to close it"),
			help = w("写明建成了什么，附佐证。由督查室另一个人核查后销号。", "Say what stands now, with evidence. Somebody of the supervision office checks and closes it."),
			form = { must_keep "result" },
			guard = function(m)
				local n = open_households(m)
				if n > 0 then
					return w("还有" .. n .. "户没有安置，安置完再申请", "Households still to resettle: " .. n .. "; apply when that is done")
				end
				if not m.field.entered then
					return w("还没有入统，请先登记入统", "It is not in the statistics yet; enter it first")
				end
			end },

		action { "close", from = "applied", to = "closed", by = "supervision", other_than = "apply_close", main = true,
			tells = { "lead", "lead_head", "officer", "sponsor" },
			label = w("销号", "Close"), done = w("销号", "closed it"),
			help = w("到现场看过、对过佐证再销号。申请的人不能自己销号。", "Only after seeing the place and the evidence. Whoever applied may not close."),
			form = { must "check" },
			clocks = "stop due" },

		action { "send_back", from = "applied", to = "producing", by = "supervision", reason = true,
			tells = { "lead", "lead_head", "officer" }, topic = "task",
			label = w("退回", "Send back"), done = w("退回了", "sent it back"),
			help = w("写明缺什么。", "Say what is missing."),
			form = { "check" } },

		action { "suspend", from = building, to = "suspended", by = { "supervision", "lead", "lead_head" }, reason = true,
			tells = { "supervision", "lead", "lead_head", "officer" },
			label = w("停工", "Suspend"), done = w("停工", "suspended it"),
			help = w("写明原因和预计复工的日子。停工期间不用报周进展，计划不变；要改期的，由督查室调整计划。",
				"Say why, and when it should go on. No weekly report is owed; the plan stays until the supervision office changes it.") },

		action { "resume", from = "suspended", to = "building", by = { "supervision", "lead", "lead_head" },
			tells = { "supervision", "lead", "lead_head", "officer" },
			label = w("复工", "Go on"), done = w("复工", "went on"),
			help = w("接着报周进展；工期要顺延的，请督查室调整计划。", "Weekly reports go on; if it takes longer, ask the supervision office to change the plan."),
			form = { keep "next_step" } },

		action { "drop", from = { "reserve", "started", "building", "suspended" }, to = "dropped", by = "supervision", reason = true,
			tells = { "lead", "lead_head", "officer" },
			label = w("退出", "Give up"), done = w("退出了重点项目", "gave it up"),
			help = w("不再实施或调出清单的，写明原因，流水保留。", "If it is not built or taken off the list, say why; the record stays."),
			clocks = "stop due" },

		action { "ask_help", from = all_open, by = { "lead", "lead_head", "officer", "assist" },
			tells = { "supervision", "sponsor" }, topic = "task",
			label = w("请求协调", "Ask for help"), done = w("请求协调", "asked for help"),
			help = w("写明卡在哪里、需要谁来协调，包联领导和督查室会看到。",
				"Say what is in the way and who could help; the leader and the supervision office will see it."),
			form = { must_keep "problem" } },

		action { "remind", from = going, by = { "supervision", "leader", "sponsor" }, bulk = true, key = "u",
			tells = { "lead", "lead_head", "officer" }, topic = "remind", urgent = true,
			label = w("催办", "Remind"), done = w("催办", "sent a reminder"),
			help = w("马上通知责任单位和专员，可以附一句话。", "The unit and the officer are told at once; you may add a line."),
			form = { "note" } },

		action { "note", from = all_open, by = { "leader", "sponsor" }, key = "n",
			tells = { "supervision", "lead", "lead_head", "officer" }, topic = "remind", urgent = true,
			label = w("批示", "Write a note"), done = w("批示", "wrote a note"),
			help = w("批示原样记入流水，责任单位和督查室马上看到。", "It is recorded as written; the unit and the supervision office see it at once."),
			form = { must "note" } },
	},
}
