-- SPDX-License-Identifier: Apache-2.0
-- The ten-day fast report (旬报) and gap letters (缺口提示函): by the ten days the month is kept (以旬保月).
-- [D] our inference; defaults that the district changes.
pack { "economy", version = "1", label = { zh = "经济运行调度", en = "Steering the economy" } }

local function w(zh, en) return { zh = zh, en = en } end
local function must(field) return { field, required = true } end
local function must_keep(field) return { field, required = true, prefill = true } end

setting { "gap_days", type = "int", low = 1, high = 15, default = 3,
	label = w("缺口提示函几个工作日内答复", "Working days to answer a gap letter"),
	source = "[D] 旬后还有时间补救：三个工作日" }

local yi = w("亿元", "100 million yuan")
local usual = "[D] 旬报由主管部门快报，不作考核依据，以月报为准"
-- Of the ten days alone; together they are the month.
local function fast(name, zh, en, unit, office, month, decimals)
	return indicator { name, label = w(zh, en), unit = unit, of = "district", span = "ten_days", total = "sum", decimals = decimals or 2, from = office,
		group = w("旬报", "Ten-day report"), foretells = month, letter = "gap_letter", source = usual }
end
fast("revenue_fast", "一般公共预算收入旬报", "General budget revenue, ten days", yi, "区财政局", "revenue")
fast("retail_fast", "限上零售额旬报", "Retail sales, ten days", yi, "区商务局", "retail")
fast("tech_fast", "工业技改投资旬报", "Technical renewal, ten days", yi, "区工信局", "tech_investment")
fast("power_fast", "工业用电量旬报", "Electricity of industry, ten days", w("万千瓦时", "10 MWh"), "区工信局", "industry_power", 0)

kind { "gap_letter",
	label = w("缺口提示函", "Gap letter"),
	number = "提示〔{year}〕{n}号", elsewhere = true, title = "title", lead = "lead",
	tells_yellow = { "lead", "lead_head" }, tells_red = { "lead", "lead_head", "statistics" },
	see = { "supervision", "statistics", "lead", "lead_head", "leader" },
	roles = {
		role { "supervision", duty = "supervision", relation = "any", label = w("督查室", "Supervision office") },
		role { "statistics", duty = "statistics", relation = "any", label = w("统计部门", "Statistics office") },
		role { "lead", duty = "liaison", relation = "lead", label = w("收函部门联络员", "Liaison of the office addressed") },
		role { "lead_head", duty = "head", relation = "lead", label = w("收函部门负责人", "Head of the office addressed") },
		role { "leader", duty = "leader", relation = "any", label = w("区领导", "Leaders of the district") },
	},
	fields = {
		field { "title", type = "line", list = true, max = 300, label = w("标题", "Title") },
		field { "lead", type = "unit", list = true, label = w("收函部门", "Office addressed") },
		field { "why", type = "text", label = w("依据", "Ground"), hint = w("预计、目标和缺口，数字从哪里来", "Forecast, target and gap, and where the numbers come from") },
		field { "text", type = "text", label = w("正文", "Text") },
		field { "answer", type = "text", label = w("答复", "Answer"), hint = w("原因、补缺措施、预计补上多少", "Causes, what is being done, how much of it will be made good") },
		field { "remark", type = "text", label = w("审核意见", "Remark on the answer") },
	},
	states = {
		state { "sent", first = true, label = w("已发出", "Sent"), tray = w("待签收提示函", "Gap letters to sign for") },
		state { "signed", label = w("已签收", "Signed for"), tray = w("待答复提示函", "Gap letters to answer") },
		state { "answered", waits = true, label = w("已答复", "Answered"), tray = w("待审核答复", "Answers to look at") },
		state { "closed", closed = true, label = w("已办结", "Settled") },
		state { "withdrawn", closed = true, label = w("已撤回", "Withdrawn") },
	},
	clocks = {
		clock { "answer", unit = "working_day", budget = 3, setting = "gap_days", main = true, label = w("答复时限", "Time to answer"),
			pauses = { choice { "reading", label = w("审核期间", "While the answer is read") } } },
	},
	lights = {
		light { "red", when = "overdue", word = w("超期", "overdue") },
		light { "yellow", when = "left_at_most", than = 1, word = w("临期", "due soon") },
	},
	actions = {
		action { "send", opens = true, to = "sent", by = { "statistics", "supervision" }, main = true,
			tells = { "lead", "lead_head" }, topic = "task", urgent = true,
			label = w("发出提示函", "Send a gap letter"), done = w("发出提示函", "sent the letter"),
			help = w("草稿由旬报算出，发出前请核对、修改。发出后答复时限起算。", "The draft comes from the ten-day report; read and change it before it goes out. The time to answer then begins."),
			form = { must "title", must "lead", must "why", must "text" }, clocks = "arm answer" },
		action { "sign", from = "sent", to = "signed", by = { "lead", "lead_head" }, main = true,
			tells = "statistics", label = w("签收", "Sign for it"), done = w("签收", "signed for it"),
			help = w("确认收到。答复时限从发出之日起算。", "Confirm that it was received; the time to answer runs from the day it was sent.") },
		action { "answer", from = "signed", to = "answered", by = { "lead", "lead_head" }, main = true,
			tells = { "statistics", "supervision" }, topic = "task", label = w("答复", "Answer"), done = w("答复", "answered"),
			help = w("写明原因、补缺措施和预计数。", "Say why, what is being done, and what it will come to."),
			form = { must_keep "answer" }, clocks = "pause answer reading" },
		action { "send_back", from = "answered", to = "signed", by = { "statistics", "supervision" }, reason = true,
			tells = { "lead", "lead_head" }, topic = "task", label = w("退回重报", "Send back"), done = w("退回重报", "sent it back"),
			help = w("写明答复里缺什么，时限继续走。", "Say what the answer lacks; the clock runs on."),
			form = { "remark" }, clocks = "resume answer" },
		action { "close", from = "answered", to = "closed", by = { "statistics", "supervision" }, other_than = "answer", main = true,
			tells = { "lead", "lead_head" }, label = w("办结", "Settle"), done = w("办结", "settled it"),
			help = w("缺口补上或者措施可行以后再点。答复的人不能自己办结。", "When the gap is closed or the measures will do. Whoever answered may not settle it."),
			form = { "remark" }, clocks = "stop answer" },
		action { "withdraw", from = { "sent", "signed", "answered" }, to = "withdrawn", by = { "statistics", "supervision" }, reason = true,
			tells = { "lead", "lead_head" }, label = w("撤回", "Withdraw"), done = w("撤回", "withdrew it"),
			help = w("数据有误或情况有变的，写明原因。", "If the data were wrong or things have changed, say why."), clocks = "stop answer" },
	},
}
