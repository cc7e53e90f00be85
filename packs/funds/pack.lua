-- SPDX-License-Identifier: Apache-2.0
-- Rewards and support (奖励扶持): from the rule of a policy to the money, and back when it was wrong.
-- [D] our inference, [M] from memory; both are defaults that the district changes.

pack { "funds", version = "1", label = { zh = "奖励扶持", en = "Rewards and support" } }

local function w(zh, en) return { zh = zh, en = en } end
local function must(field) return { field, required = true } end
local function must_keep(field) return { field, required = true, prefill = true } end
local function keep(field) return { field, prefill = true } end
local function pick(name, zh, en) return choice { name, label = w(zh, en) } end

setting { "check_days", type = "int", low = 1, high = 60, default = 10,
	label = w("受理后几个工作日内初审", "Working days for the first check of an application"),
	source = "[D] 各地兑现细则多为10个工作日" }
setting { "notice_days", type = "int", low = 1, high = 30, default = 5,
	label = w("公示不少于几个工作日", "Working days of public notice at least"),
	source = "[D] 财政奖补名单公示多为5个工作日" }
setting { "pay_days", type = "int", low = 1, high = 120, default = 20,
	label = w("审定后几个工作日内拨付", "Working days until it is paid"),
	source = "[D] 惠企资金限时拨付；天数各地自定" }
setting { "near_days", type = "int", low = 0, high = 30, default = 3,
	label = w("剩几个工作日时亮黄灯", "Working days left at which the light turns yellow"),
	source = "[D]" }

local roles = {
	role { "office", duty = "liaison", relation = "lead", label = w("主管部门", "Office in charge") },
	role { "office_head", duty = "head", relation = "lead", label = w("主管部门负责人", "Head of the office in charge") },
	role { "assist", duty = "liaison", relation = "assist", label = w("联审部门", "Offices that review as well") },
	role { "assist_head", duty = "head", relation = "assist", label = w("联审部门负责人", "Head of an office that reviews") },
	role { "liaison", duty = "liaison", relation = "any", label = w("各单位联络员（代企业申报）", "Liaisons of all units, on behalf of firms") },
	role { "supervision", duty = "supervision", relation = "any", label = w("督查室", "Supervision office") },
	role { "leader", duty = "leader", relation = "any", label = w("区领导", "Leaders of the district") },
	role { "statistics", duty = "statistics", relation = "any", label = w("统计部门", "Statistics office") },
}

-- Amounts are in yuan, exact.
local function amount(m, field, zh, en)
	local n = tonumber(m.given[field] or "")
	if n and n <= 0 then
		return w(zh .. "要大于零（元）", en .. " must be more than nothing (yuan)")
	end
end

kind { "support",
	label = w("扶持政策条款", "Clause of support"),
	number = "策〔{year}〕{n:3}", title = "title", lead = "lead", assist = "assist", published = "published",
	see = { "office", "office_head", "assist", "assist_head", "liaison", "supervision", "leader", "statistics" },
	roles = roles,
	fields = {
		field { "title", type = "line", list = true, max = 200, public = true, label = w("条款", "Clause"), hint = w("一句话：奖什么、奖多少", "One sentence: what is rewarded, and how much") },
		field { "document", type = "line", list = true, max = 200, public = true, label = w("依据文件和条号", "Document and article") },
		field { "lead", type = "unit", list = true, fill = "actor", label = w("主管部门", "Office in charge") },
		field { "assist", type = "units", label = w("联审部门", "Offices that review as well") },
		field { "rule", type = "text", public = true, label = w("享受条件", "Who is eligible"), hint = w("能用数据核对的写明指标、口径和时段", "Where data can tell, name the indicator, what it counts and when") },
		field { "materials", type = "text", public = true, label = w("申报材料", "What is to be handed in"), hint = w("能由部门核的不让企业交", "Nothing that an office can look up itself") },
		field { "most", type = "dec", max = 100000000000, public = true, label = w("单户最高（元）", "Most for one (yuan)") },
		field { "budget", type = "dec", max = 100000000000, label = w("年度预算（元）", "Budget of the year (yuan)") },
		field { "from", type = "date", public = true, label = w("开始申报", "Applications from") },
		field { "until", type = "date", list = true, public = true, label = w("截止申报", "Applications until") },
		field { "published", type = "flag", list = true, label = w("已公开", "Published") },
	},
	states = {
		state { "draft", first = true, label = w("拟定", "Draft"), tray = w("待发布条款", "Clause to open") },
		state { "open", waits = true, public = true, label = w("申报中", "Open") },
		state { "ended", closed = true, public = true, label = w("已截止", "Ended") },
	},
	actions = {
		action { "draft", opens = true, to = "draft", by = { "liaison", "supervision" }, main = true,
			label = w("拟一条", "Draft a clause"), done = w("拟了一条扶持条款", "drafted a clause"),
			help = w("一条政策一个条款，写清条件、材料、上限和时间。", "One clause for each rule: who, what is handed in, how much, until when."),
			form = { must "title", must "document", "lead", "assist", must "rule", "materials", must "most", "budget", must "from", must "until" },
			guard = function(m)
				if m.given["until"] and m.given.from and m.given["until"] < m.given.from then
					return w("截止早于开始，请核对日期", "It ends before it begins; check the days")
				end
				return amount(m, "most", "单户最高", "The most for one")
			end },
		action { "correct", from = "draft", by = { "office", "office_head" },
			label = w("修改", "Change"), done = w("修改了条款", "changed the clause"), help = w("发布前都可以改。", "Until it is opened."),
			form = { must_keep "title", must_keep "document", keep "assist", must_keep "rule", keep "materials", must_keep "most", keep "budget", must_keep "from", must_keep "until" } },
		action { "publish", from = "draft", to = "open", by = { "office_head", "supervision" }, main = true, other_than = "draft",
			label = w("发布", "Open it"), done = w("发布了条款", "opened the clause"),
			help = w("发布后任何人都能看到条件和上限；起草的人不能自己发布。", "Anybody may read it then; whoever drafted it may not open it."),
			form = { must "published" } },
		action { "stop", from = "open", to = "ended", by = { "office_head", "supervision" }, reason = true,
			label = w("截止申报", "End it"), done = w("截止了申报", "ended it"), help = w("写明原因；已受理的照常办。", "Say why; what was taken in goes on.") },
	},
}

kind { "grant",
	label = w("扶持申报", "Application for support"),
	number = "扶〔{year}〕{n:4}", about = about { "firm", code = "code" }, title = "title", lead = "lead", assist = "assist", published = "published",
	see = { "office", "office_head", "assist", "assist_head", "supervision", "leader", "statistics" },
	roles = roles,
	fields = {
		field { "title", type = "line", list = true, max = 200, public = true, label = w("企业（单位）名称", "Firm or body") },
		field { "code", type = "line", list = true, max = 40, label = w("统一社会信用代码", "Unified social credit code") },
		field { "support", type = "line", list = true, max = 60, public = true, label = w("条款编号", "Number of the clause"), hint = w("如 策〔2026〕003", "For instance 策〔2026〕003") },
		field { "year", type = "int", list = true, max = 2999, public = true, label = w("兑现年度", "Year it is for") },
		field { "lead", type = "unit", list = true, label = w("主管部门", "Office in charge") },
		field { "assist", type = "units", label = w("联审部门", "Offices that review as well") },
		field { "asked", type = "dec", max = 100000000000, label = w("申报金额（元）", "Asked for (yuan)") },
		field { "facts", type = "text", label = w("符合条件的情况", "How the rule is met"), hint = w("用数据说：指标、数值、时段、来源", "In data: indicator, value, period, source") },
		field { "found", type = "dec", max = 100000000000, label = w("核定金额（元）", "Found due (yuan)") },
		field { "finding", type = "text", label = w("审核意见", "Finding") },
		field { "amount", type = "dec", max = 100000000000, list = true, public = true, label = w("审定金额（元）", "Decided (yuan)") },
		field { "objection", type = "text", label = w("异议和处理", "Objections and what came of them") },
		field { "paid", type = "date", list = true, label = w("拨付日期", "Paid on") },
		field { "returned", type = "dec", max = 100000000000, label = w("追回金额（元）", "Paid back (yuan)") },
		field { "published", type = "flag", list = true, label = w("已公开", "Published") },
	},
	states = {
		state { "applied", first = true, label = w("已受理", "Taken in"), tray = w("待初审扶持申报", "Applications to check") },
		state { "review", label = w("联审中", "Under joint review"), tray = w("待联审扶持申报", "Applications to review") },
		state { "notice", waits = true, public = true, label = w("公示中", "Under public notice"), tray = w("公示待满", "Notice to end") },
		state { "decided", public = true, label = w("已审定", "Decided"), tray = w("待拨付", "To pay") },
		state { "paid", closed = true, public = true, label = w("已拨付", "Paid") },
		state { "refused", closed = true, label = w("不予扶持", "Refused") },
		state { "withdrawn", closed = true, label = w("已撤回", "Withdrawn") },
		state { "recovery", label = w("追缴中", "To be paid back"), tray = w("待追缴", "To recover") },
		state { "recovered", closed = true, label = w("已追回", "Paid back") },
	},
	clocks = {
		clock { "check", unit = "working_day", setting = "check_days", main = true, label = w("初审时限", "Check") },
		clock { "pay", unit = "working_day", setting = "pay_days", main = true, label = w("拨付时限", "Payment") },
	},
	lights = {
		light { "red", when = "overdue", word = w("超期", "overdue") },
		light { "yellow", when = "left_at_most", than = 3, setting = "near_days", word = w("临期", "due soon") },
	},
	actions = {
		action { "apply", opens = true, to = "applied", by = { "liaison" }, main = true, tells = { "office" }, topic = "task", clocks = "arm check",
			label = w("申报", "Apply"), done = w("申报了扶持", "applied"),
			help = w("一户一条一年一件。写明用什么数据证明符合条件。", "One for each firm, clause and year. Say by which data the rule is met."),
			form = { must "title", must "code", must "support", must "year", must "lead", "assist", must "asked", must "facts" },
			guard = function(m) return amount(m, "asked", "申报金额", "The amount asked for") end },
		action { "check", from = "applied", to = "review", by = "office", main = true, tells = { "assist" }, topic = "task", clocks = "stop check", evidence = 1,
			label = w("初审通过", "Pass the check"), done = w("初审通过", "passed the check"),
			help = w("核过数据再点，附核对依据；金额以核定的为准。", "Only after the data were looked up, with what shows it."),
			form = { must "found", must "finding" },
			guard = function(m)
				if m.field.asked and m.given.found and tonumber(m.given.found) > tonumber(m.field.asked) then
					return w("核定金额大于申报金额，请核对", "More is found due than was asked for; check the figures")
				end
				return amount(m, "found", "核定金额", "The amount found due")
			end },
		action { "refuse", from = { "applied", "review", "notice" }, to = "refused", by = { "office_head" }, clocks = "stop check",
			label = w("不予扶持", "Refuse"), done = w("不予扶持", "refused it"),
			help = w("写明哪一条不符合，企业据此可以申诉。", "Say which condition is not met; the firm may contest it."), form = { must "finding" } },
		action { "withdraw", from = { "applied", "review" }, to = "withdrawn", by = "liaison", reason = true, clocks = "stop check",
			label = w("撤回", "Withdraw"), done = w("撤回了申报", "withdrew it"), help = w("写明原因。", "Say why.") },
		action { "review", from = "review", to = "notice", by = { "assist", "assist_head", "office_head" }, other_than = "check", main = true,
			label = w("联审通过，公示", "Pass the review, give notice"), done = w("联审通过并公示", "passed the review and gave notice"),
			help = w("初审的人不能自己联审。公示名称、条款和金额。", "Not by whoever checked it. Name, clause and amount are published."),
			form = { must "amount", must "published", "finding" },
			guard = function(m)
				if m.field.found and m.given.amount and tonumber(m.given.amount) > tonumber(m.field.found) then
					return w("审定金额大于核定金额，请核对", "More is decided than was found due; check the figures")
				end
			end },
		action { "decide", from = "notice", to = "decided", by = "office_head", other_than = "review", main = true, tells = { "office" }, clocks = "arm pay",
			label = w("公示期满，审定", "Decide after the notice"), done = w("审定了扶持", "decided it"),
			help = w("公示满天数、异议处理完才能审定。", "When the notice is over and every objection is dealt with."), form = { "objection" },
			guard = function(m)
				if m.in_state < m.setting.notice_days then
					return w("公示要满" .. m.setting.notice_days .. "个工作日，现在是第" .. m.in_state .. "个", "The notice takes " .. m.setting.notice_days .. " working days; this is day " .. m.in_state)
				end
			end },
		action { "pay", from = "decided", to = "paid", by = "office", evidence = 1, main = true, clocks = "stop pay",
			label = w("拨付", "Pay"), done = w("拨付了", "paid it"), help = w("附拨付凭证，写到账的日子。", "With the voucher and the day it arrived."), form = { must "paid" },
			guard = function(m)
				if m.given.paid and m.given.paid > m.today then
					return w("拨付日期还没有到，请填已经到账的日子", "That day has not come yet; give the day it arrived")
				end
			end },
		action { "recover", from = "paid", to = "recovery", by = { "office_head", "supervision" }, reason = true, tells = { "office" }, topic = "task",
			label = w("追缴", "Have it paid back"), done = w("决定追缴", "decided to have it paid back"),
			help = w("虚假申报、重复享受、迁出违约的，写明依据。", "False data, paid twice, or moved away against the agreement: say by which rule.") },
		action { "recovered", from = "recovery", to = "recovered", by = "office", evidence = 1, main = true,
			label = w("已追回", "Paid back"), done = w("追回了资金", "got it back"), help = w("附入库凭证。", "With the voucher."), form = { must "returned" },
			guard = function(m) return amount(m, "returned", "追回金额", "What was paid back") end },
	},
}
