-- SPDX-License-Identifier: Apache-2.0
-- Rates of requests (诉求指标): by which rules a month is counted and ranked, and orders that are left out
-- of it (剔除). What each rate counts, in words: data/request_rates.tsv. Marks of sources as in packs/requests.

pack { "rates", version = "1", label = { zh = "诉求指标", en = "Rates of requests" } }

local function w(zh, en) return { zh = zh, en = en } end
local function must(field) return { field, required = true } end
local function pick(name, zh, en) return choice { name, label = w(zh, en) } end

-- how it is counted -------------------------------------------------------------------------

setting { "rates_decimals", type = "int", low = 0, high = 2, default = 2,
	label = w("比率和得分的小数位数", "Decimals of rates and scores"),
	source = "[D] 各地月报多保留两位" }
setting { "rates_contact_days", type = "int", low = 1, high = 10, default = 1,
	label = w("派单后几个工作日内联系诉求人算及时响应", "Working days in which whoever asked is to be contacted"),
	source = "[D] 准格尔旗以签收时效、联系反馈计响应率，没有写明天数；北京7日内办结，先联系" }
setting { "rates_partly", type = "int", low = 0, high = 1, default = 0,
	label = w("部分解决算已解决（1 是，0 否）", "Partly solved counts as solved (1 yes, 0 no)"),
	source = "[D] 从严" }
setting { "rates_first_visit", type = "int", low = 0, high = 1, default = 0,
	label = w("同一诉求当月多次回访，算第一次（1）还是最后一次（0）", "Of several call-backs of a request in the month: the first (1) or the last (0)"),
	source = "[D] 算最后一次，鼓励“不满意未解决工单回头办”；头一次的情况看重办率" }
setting { "rates_carried", type = "int", low = 0, high = 1, default = 1,
	label = w("以前到期、月末仍未答复的，计入本月按时办结率分母（1 是，0 否）", "What was due earlier and is still open counts below the line of answered in time (1 yes, 0 no)"),
	source = "[D] 超期未结计入分母；否则拖过月末反而不扣分" }
setting { "rates_repeat_days", type = "int", low = 7, high = 365, default = 90,
	label = w("办结后几天内再次反映算重复诉求", "Days after closing in which the same matter counts as raised again"),
	source = "[D] 三个月内" }

-- how it is ranked -----------------------------------------------------------------------------

setting { "rates_weight_response", type = "int", low = 0, high = 100, default = 30,
	label = w("综合得分里响应率的权重", "Weight of the response rate in the score"),
	source = "[S] 准格尔旗：响应30%、解决35%、满意35%" }
setting { "rates_weight_solved", type = "int", low = 0, high = 100, default = 35,
	label = w("综合得分里解决率的权重", "Weight of the solved rate in the score"),
	source = "[S] 准格尔旗：响应30%、解决35%、满意35%" }
setting { "rates_weight_satisfied", type = "int", low = 0, high = 100, default = 35,
	label = w("综合得分里满意率的权重", "Weight of the satisfied rate in the score"),
	source = "[S] 准格尔旗：响应30%、解决35%、满意35%" }
setting { "rates_weight_on_time", type = "int", low = 0, high = 100, default = 0,
	label = w("综合得分里按时办结率的权重", "Weight of answered in time in the score"),
	source = "[V] 枣庄市考核含办结率，权重未公布；[D] 默认不计" }
setting { "rates_weight_knowledge", type = "int", low = 0, high = 100, default = 0,
	label = w("综合得分里知识库有效率的权重", "Weight of knowledge in date in the score"),
	source = "[V] 枣庄市考核含知识库维护，权重未公布；[D] 默认不计" }
setting { "rates_target_response", type = "int", low = 0, high = 100, default = 0,
	label = w("响应率目标（百分之几，0 不设）", "Target of the response rate (per cent; 0: none)"), source = "[D] 各地自定" }
setting { "rates_target_solved", type = "int", low = 0, high = 100, default = 0,
	label = w("解决率目标（百分之几，0 不设）", "Target of the solved rate (per cent; 0: none)"), source = "[D] 各地自定；北京2024年97%" }
setting { "rates_target_satisfied", type = "int", low = 0, high = 100, default = 0,
	label = w("满意率目标（百分之几，0 不设）", "Target of the satisfied rate (per cent; 0: none)"), source = "[D] 各地自定；北京2024年97%" }
setting { "rates_target_on_time", type = "int", low = 0, high = 100, default = 0,
	label = w("按时办结率目标（百分之几，0 不设）", "Target of answered in time (per cent; 0: none)"), source = "[D] 各地自定" }
setting { "rates_target_knowledge", type = "int", low = 0, high = 100, default = 0,
	label = w("知识库有效率目标（百分之几，0 不设）", "Target of knowledge in date (per cent; 0: none)"), source = "[D] 各地自定" }
setting { "rates_small", type = "int", low = 1, high = 1000, default = 10,
	label = w("样本少于几件的不单独排名，合并计算", "Fewer than so many are not ranked alone but counted together"),
	source = "[D] 件数太少，一件之差就换好几位" }
setting { "rates_bands", type = "line", default = "30000 60000",
	label = w("镇街按常住人口分类的界线（人，空格隔开，从小到大）", "Residents that divide towns into classes (with spaces, rising)"),
	source = "[D] 镇街分类排名；界线各地自定" }
setting { "rates_residents", type = "text", default = "residents.txt",
	label = w("镇街常住人口（每行：单位名称 空格 人数）", "Residents of towns (a line each: name, space, number)"),
	source = "[D] 填本区统计公报的数；列在这里的单位按镇街排名，其余按部门排名" }

-- left out (剔除) ---------------------------------------------------------------------------------

kind { "exclusion",
	label = w("剔除申请", "Leaving out of the figures"),
	number = "剔〔{year}〕{n}号", title = "title", lead = "lead",
	see = { "intake", "supervision", "leader", "own", "own_head" },

	roles = {
		role { "intake", duty = "intake", relation = "any", label = w("诉求中心", "Request centre") },
		role { "supervision", duty = "supervision", relation = "any", label = w("督查室", "Supervision office") },
		role { "leader", duty = "leader", relation = "any", label = w("区领导", "Leaders of the district") },
		role { "liaison", duty = "liaison", relation = "any", label = w("各单位联络员", "Liaisons of all units") },
		role { "head", duty = "head", relation = "any", label = w("单位负责人", "Heads of units") },
		role { "own", duty = "liaison", relation = "lead", label = w("申请单位联络员", "Liaison of the unit that applies") },
		role { "own_head", duty = "head", relation = "lead", label = w("申请单位负责人", "Head of the unit that applies") },
	},

	fields = {
		field { "title", type = "line", list = true, max = 120, label = w("摘要", "In short"), hint = w("不写诉求人的情况", "Nothing about who asked") },
		field { "order", type = "line", list = true, max = 60, label = w("工单编号", "Number of the order") },
		field { "lead", type = "unit", list = true, fill = "actor", label = w("申请单位", "Unit that applies") },
		-- [D] the usual grounds of assessment rules; which of them holds a person decides
		field { "ground", type = "choice", list = true, label = w("剔除情形", "Ground"), choices = {
			pick("beyond", "超出职责或没有法律政策依据", "Beyond its duties or without any ground in law"),
			pick("force", "不可抗力、客观条件不具备", "Force majeure, or it cannot be done for now"),
			pick("above", "需上级或区外单位办理", "It is for a higher level or another district"),
			pick("abuse", "恶意、虚假或反复无理诉求", "Malicious, false or unreasonable again and again"),
			pick("twice", "同一诉求重复计入", "Counted twice"),
			pick("other", "其他", "Something else"),
		} },
		field { "facts", type = "text", label = w("情况和依据", "Facts and grounds"), hint = w("写明依据哪条规定、做过什么工作", "By which rule, and what was done") },
		field { "finding", type = "text", label = w("审核意见", "Finding") },
	},

	states = {
		state { "applied", first = true, waits = true, label = w("已申请", "Applied for"), tray = w("待审核剔除", "To find on") },
		state { "granted", closed = true, label = w("同意剔除", "Left out") },
		state { "refused", closed = true, label = w("不予剔除", "Refused") },
		state { "revoked", closed = true, label = w("已撤销", "Revoked") },
		state { "withdrawn", closed = true, label = w("已撤回", "Withdrawn") },
	},

	actions = {
		action { "apply", opens = true, to = "applied", by = { "intake", "liaison", "head" }, main = true, tells = "supervision", topic = "task",
			label = w("申请剔除", "Apply to leave it out"), done = w("申请剔除", "applied to leave it out"),
			help = w("一张单一份申请，写明依据。同意后该单不计入办理类指标，并在指标页公开。", "One order, one application, with its ground. What is left out is listed with the figures."),
			form = { must "title", must "order", "lead", must "ground", must "facts" } },
		action { "grant", from = "applied", to = "granted", by = "supervision", other_than = "apply", other_unit = true, main = true, tells = { "own", "own_head" },
			label = w("同意剔除", "Leave it out"), done = w("同意剔除", "left it out"),
			help = w("核实后再点；申请单位的人不能审核。已冻结的月份不变，次月说明。", "Once looked into; nobody of the unit that applied. Months that are kept stay as they are."),
			form = { must "finding" } },
		action { "refuse", from = "applied", to = "refused", by = "supervision", other_than = "apply", other_unit = true, tells = { "own", "own_head" },
			label = w("不予剔除", "Refuse"), done = w("不予剔除", "refused it"),
			help = w("写明为什么不符合。", "Say why it does not hold."), form = { must "finding" } },
		action { "withdraw", from = "applied", to = "withdrawn", by = { "own", "own_head", "intake" }, reason = true,
			label = w("撤回申请", "Withdraw"), done = w("撤回申请", "withdrew it"), help = w("写明原因。", "Say why.") },
		action { "revoke", from = "granted", to = "revoked", by = "supervision", reason = true, tells = { "own", "own_head" },
			label = w("撤销剔除", "Revoke"), done = w("撤销剔除", "revoked it"),
			help = w("情况不实的，写明原因；以后的月份重新计入。", "If it was obtained falsely, say why; from then on it counts again.") },
	},
}
