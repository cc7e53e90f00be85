-- SPDX-License-Identifier: Apache-2.0
-- Idle and inefficient land (闲置低效用地): a parcel, the day from which it counts as idle, and what is done about it.
-- [M] 闲置土地处置办法（国土资源部令第53号） from memory; [S] local lists of inefficient land; [D] our inference: all are settings.

pack { "idle_land", version = "1", label = { zh = "闲置低效用地", en = "Idle land" } }

local function w(zh, en) return { zh = zh, en = en } end
local function must(field) return { field, required = true } end
local function must_keep(field) return { field, required = true, prefill = true } end
local function keep(field) return { field, prefill = true } end
local function pick(name, zh, en) return choice { name, label = w(zh, en) } end

setting { "answer_days", type = "int", low = 1, high = 120, default = 30,
	label = w("调查通知送达后几天内要使用权人说明", "Days in which the holder has to answer the inquiry"),
	source = "[M] 53号令：自收到调查通知书之日起30日内" }
setting { "plan_days", type = "int", low = 1, high = 365, default = 60,
	label = w("认定后几个工作日内定处置方案", "Working days from the finding to the plan"),
	source = "[D]" }
setting { "fee_share", type = "int", low = 0, high = 100, default = 20,
	label = w("满一年未动工的闲置费（出让价款的百分之几）", "Idle fee after a year, per cent of the price"),
	source = "[M] 53号令、城市房地产管理法26条：20%" }
setting { "fee_days", type = "int", low = 30, high = 1000, default = 365,
	label = w("满几天未动工可收闲置费", "Days not begun from which the fee is due"),
	source = "[M] 53号令：满一年" }
setting { "take_days", type = "int", low = 60, high = 2000, default = 730,
	label = w("满几天未动工可无偿收回", "Days not begun from which it may be taken back"),
	source = "[M] 53号令：满两年" }
setting { "near_days", type = "int", low = 0, high = 60, default = 10,
	label = w("剩几天时亮黄灯", "Days left at which the light turns yellow"), source = "[D]" }

-- Days since the day on which it was to be begun, without those for which the government answers.
local function idle_days(m)
	return m.today - (m.field.agreed_start or m.today) - (m.field.excluded or 0)
end

kind { "parcel",
	label = w("闲置低效地块", "Idle parcel"),
	number = "地〔{year}〕{n:3}", title = "title", lead = "lead", assist = "assist", due = "due",
	see = { "office", "office_head", "assist", "assist_head", "supervision", "leader" },
	roles = {
		role { "liaison", duty = "liaison", relation = "any", label = w("各单位联络员", "Liaisons of all units") },
		role { "office", duty = "liaison", relation = "lead", label = w("主办部门", "Office in charge") },
		role { "office_head", duty = "head", relation = "lead", label = w("主办部门负责人", "Head of the office in charge") },
		role { "assist", duty = "liaison", relation = "assist", label = w("属地镇街和配合部门", "Town and offices that help") },
		role { "assist_head", duty = "head", relation = "assist", label = w("属地和配合部门负责人", "Head of a town or office that helps") },
		role { "supervision", duty = "supervision", relation = "any", label = w("督查室", "Supervision office") },
		role { "leader", duty = "leader", relation = "any", label = w("区领导", "Leaders of the district") },
	},
	fields = {
		field { "title", type = "line", list = true, max = 200, heads = { "地块名称", "宗地名称" }, label = w("地块", "Parcel") },
		field { "parcel_no", type = "line", list = true, max = 60, heads = { "宗地编号", "地块编号", "电子监管号" }, label = w("宗地编号", "Parcel number") },
		field { "holder", type = "line", list = true, max = 120, heads = { "使用权人", "企业名称" }, label = w("使用权人", "Holder") },
		field { "holder_code", type = "line", max = 40, heads = { "统一社会信用代码" }, label = w("统一社会信用代码", "Unified social credit code") },
		field { "sort", type = "choice", list = true, heads = { "低效类型", "类型" }, label = w("类型", "Sort"), choices = {
			pick("not_begun", "满一年未动工", "Not begun for a year"), pick("stopped", "动工后停工满一年", "Begun, and stopped for a year"),
			pick("low_output", "亩均效益低", "Low yield"), pick("let_out", "擅自出租、注册不在本地", "Let to others who are not registered here"), pick("empty", "厂房空置", "Buildings empty") } },
		field { "mu", type = "dec", list = true, max = 1000000, heads = { "面积（亩）", "占地面积", "面积" }, label = w("面积（亩）", "Area (mu)") },
		field { "place", type = "line", max = 200, heads = { "坐落", "位置" }, label = w("坐落", "Where") },
		field { "price", type = "dec", max = 100000000, heads = { "出让价款" }, label = w("出让价款（万元）", "Price (10,000 yuan)") },
		field { "agreed_start", type = "date", list = true, heads = { "约定开工日期", "约定动工日期" }, label = w("约定动工日期", "To be begun by") },
		field { "invested", type = "share", heads = { "投资比例" }, label = w("已投资占总投资", "Invested so far") },
		field { "developed", type = "share", heads = { "开发面积比例" }, label = w("已动工面积占应动工面积", "Developed so far") },
		field { "tax_mu", type = "dec", max = 100000, heads = { "亩均税收" }, label = w("上年亩均税收（万元/亩）", "Tax for each mu last year (10,000 yuan)") },
		field { "lead", type = "unit", list = true, fill = "actor", heads = { "主办部门" }, label = w("主办部门", "Office in charge") },
		field { "assist", type = "units", list = true, heads = { "属地镇街", "配合部门" }, label = w("属地和配合部门", "Town and offices that help") },
		field { "excluded", type = "int", max = 10000, label = w("因政府原因、不可抗力不计的天数", "Days that do not count: the government's fault, force majeure") },
		field { "answer", type = "text", label = w("使用权人说明", "What the holder says") },
		field { "cause", type = "choice", list = true, label = w("闲置原因", "Why"), choices = {
			pick("firm", "企业原因", "The holder"), pick("government", "政府原因", "The government"), pick("force", "不可抗力", "Force majeure") } },
		field { "finding", type = "text", label = w("认定意见", "Finding") },
		field { "way", type = "choice", list = true, label = w("处置方式", "What is done"), choices = {
			pick("restart", "限期动工、复工", "To begin by a day"), pick("fee", "征缴闲置费", "Idle fee"), pick("take", "收回", "Taken back"),
			pick("transfer", "协商流转、引进新项目", "Passed on to a new project"), pick("retrofit", "增资技改、改扩建", "Built up"), pick("swap", "调整用途、置换", "Other use, exchange") } },
		field { "plan", type = "text", label = w("处置方案", "Plan") },
		field { "due", type = "date", list = true, label = w("处置期限", "Due") },
		field { "result", type = "text", label = w("处置结果", "Result") },
		field { "revived", type = "dec", max = 1000000, label = w("盘活面积（亩）", "Brought back into use (mu)") },
	},
	states = {
		state { "found", first = true, label = w("疑似", "Suspected"), tray = w("待调查地块", "Parcels to inquire into") },
		state { "inquiry", waits = true, label = w("调查中", "Under inquiry"), tray = w("待认定地块", "Parcels to find on") },
		state { "finding", label = w("已认定", "Found idle"), tray = w("待定处置方案", "Parcels without a plan") },
		state { "disposal", label = w("处置中", "Being dealt with"), tray = w("待处置完毕", "Parcels to bring back") },
		state { "done", waits = true, label = w("已盘活待核", "Done, to verify"), tray = w("待核验盘活", "To verify") },
		state { "closed", closed = true, label = w("已销号", "Closed") },
		state { "not_idle", closed = true, label = w("不属闲置", "Not idle") },
	},
	clocks = {
		clock { "answer", unit = "day", setting = "answer_days", main = true, label = w("使用权人说明期", "The holder's answer") },
		clock { "plan", unit = "working_day", setting = "plan_days", main = true, label = w("定方案期限", "Plan") },
		clock { "due", unit = "until", field = "due", main = true, label = w("处置期限", "Due") },
	},
	lights = {
		light { "red", when = "overdue", word = w("超期", "overdue") },
		light { "yellow", when = "left_at_most", than = 10, setting = "near_days", word = w("临期", "due soon") },
	},
	actions = {
		action { "report", opens = true, to = "found", by = { "liaison", "supervision" }, main = true,
			label = w("登记地块", "Enter a parcel"), done = w("登记了地块", "entered the parcel"), help = w("一宗地一件；清单可以从表格导入。", "One for each parcel; a list comes in from a sheet."),
			form = { must "title", must "parcel_no", must "holder", "holder_code", must "sort", must "mu", "place", "price", "agreed_start", "invested", "developed", "tax_mu", "lead", "assist" },
			guard = function(m)
				if m.given.sort == "not_begun" and not m.given.agreed_start then
					return w("“满一年未动工”要写约定动工日期", "“Not begun for a year” needs the day by which it was to be begun")
				end
			end },
		action { "inquire", from = "found", to = "inquiry", by = "office", main = true, evidence = 1, clocks = "arm answer",
			label = w("送达调查通知", "Serve the inquiry"), done = w("送达了调查通知", "served the inquiry"), help = w("附送达回证；从送达之日起算。", "With the proof of service; time runs from there.") },
		action { "hear", from = "inquiry", by = { "office", "assist" }, label = w("收到说明", "The holder answered"), done = w("收到了说明", "took the holder's answer"),
			help = w("照原意记，附材料。", "In his sense, with his papers."), form = { must "answer" } },
		action { "clear", from = { "found", "inquiry" }, to = "not_idle", by = { "office_head" }, clocks = "stop answer",
			label = w("不属闲置", "Not idle"), done = w("认定不属闲置", "found it not idle"), help = w("写明依据。", "Say by which rule."), form = { must "finding" } },
		action { "find", from = "inquiry", to = "finding", by = "office_head", main = true, tells = { "assist" }, clocks = { "stop answer", "arm plan" },
			label = w("认定", "Find it idle"), done = w("认定为闲置低效", "found it idle"), help = w("说明期满或收到说明后认定；政府原因的天数要扣除。", "After the answer or its time; days that the government answers for do not count."),
			form = { must "cause", "excluded", must "finding" },
			guard = function(m)
				if not m.field.answer and m.clock.answer and m.clock.answer.running and not m.clock.answer.over then
					return w("说明期还没有满，也没有收到说明", "The time for the answer is not over, and none has come")
				end
			end },
		action { "plan", from = { "finding", "disposal" }, to = "disposal", by = { "office", "office_head" }, clocks = { "stop plan", "arm due" }, tells = { "assist", "supervision" },
			label = w("定处置方案", "Set the plan"), done = w("定了处置方案", "set the plan"), help = w("一地一策：怎么处置、谁来办、哪天完成。", "One plan for each parcel: what, who, by when."),
			form = { must_keep "way", must_keep "plan", must_keep "due", keep "assist" },
			guard = function(m)
				if m.given.way == "fee" and idle_days(m) < m.setting.fee_days then
					return w("未动工还不满" .. m.setting.fee_days .. "天（扣除后" .. idle_days(m) .. "天），不能收闲置费", "Not begun for " .. idle_days(m) .. " days that count; the fee needs " .. m.setting.fee_days)
				end
				if m.given.way == "take" and (m.field.cause ~= "firm" or idle_days(m) < m.setting.take_days) then
					return w("无偿收回要企业原因且满" .. m.setting.take_days .. "天（扣除后" .. idle_days(m) .. "天）；协议收回请选流转", "Taking it back needs the holder's fault and " .. m.setting.take_days .. " days (" .. idle_days(m) .. " count); by agreement, choose to pass it on")
				end
			end },
		action { "finish", from = "disposal", to = "done", by = { "office", "assist" }, main = true, evidence = 1,
			label = w("报处置完毕", "It is dealt with"), done = w("报了处置完毕", "said it is dealt with"), help = w("附开工照片、缴费或收回凭证。", "With photographs or vouchers."), form = { must "result", must "revived" },
			guard = function(m)
				local n, all = tonumber(m.given.revived or ""), tonumber(m.field.mu or "")
				if n and (n < 0 or (all and n > all)) then
					return w("盘活面积应在0和地块面积之间", "What is brought back lies between nothing and the area of the parcel")
				end
			end },
		action { "verify", from = "done", to = "closed", by = "supervision", other_than = "finish", main = true, clocks = "stop due",
			label = w("核验销号", "Verify and close"), done = w("核验销号", "verified and closed it"), help = w("看过现场或凭证再点。", "After seeing the place or the vouchers.") },
		action { "send_back", from = "done", to = "disposal", by = "supervision", reason = true, tells = { "office" }, topic = "task",
			label = w("退回", "Send back"), done = w("退回了", "sent it back"), help = w("写明还差什么。", "Say what is missing.") },
	},
}
