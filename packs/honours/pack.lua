-- SPDX-License-Identifier: Apache-2.0
-- Honours (试点、经验、督查激励): what a higher level gave or praised. Each document counts once, whoever claims it:
-- its code is unique, so a second unit joins as assisting instead of entering it again.
-- [D] our inference: a default that the district changes.

pack { "honours", version = "1", label = { zh = "试点经验激励", en = "Pilots, praise, incentives" } }

local function w(zh, en) return { zh = zh, en = en } end
local function must(field) return { field, required = true } end
local function must_keep(field) return { field, required = true, prefill = true } end
local function keep(field) return { field, prefill = true } end
local function pick(name, zh, en) return choice { name, label = w(zh, en) } end

kind { "honour",
	label = w("试点经验激励", "Pilot, praise or incentive"), subject = true,
	number = "誉〔{year}〕{n:3}", title = "title", lead = "lead", assist = "assist",
	see = { "liaison", "head", "own", "supervision", "leader", "organisation" },
	roles = {
		role { "liaison", duty = "liaison", relation = "any", label = w("各单位联络员", "Liaisons of all units") },
		role { "head", duty = "head", relation = "any", label = w("单位负责人", "Heads of units") },
		role { "own", duty = "liaison", relation = "lead", label = w("申报单位联络员", "Liaison of the unit that claims it") },
		role { "supervision", duty = "supervision", relation = "any", label = w("督查室", "Supervision office") },
		role { "organisation", duty = "organisation", relation = "any", label = w("组织考核部门", "Organisation office") },
		role { "leader", duty = "leader", relation = "any", label = w("区领导", "Leaders of the district") },
	},
	fields = {
		field { "title", type = "line", list = true, max = 200, heads = { "事项", "名称", "荣誉名称" }, label = w("事项", "What for") },
		field { "code", type = "line", code = true, max = 90, heads = { "文号", "文件号" }, label = w("文号（没有文号的写发文机关和日期）", "Document number, or issuer and day"),
			hint = w("同一文件里有几项的，后面加序号，如 鲁政发〔2026〕3号-2", "Several in one document: add their order, as in …-2") },
		field { "sort", type = "choice", list = true, heads = { "类别" }, label = w("类别", "Sort"), choices = {
			pick("pilot", "试点示范", "Pilot"), pick("experience", "经验推广", "Experience made known"), pick("incentive", "督查激励", "Incentive after supervision"),
			pick("praise", "表彰奖励", "Award"), pick("note", "领导批示肯定", "Praised in a leader's note") } },
		field { "level", type = "choice", list = true, heads = { "级别", "层级" }, label = w("级别", "Level"), choices = {
			pick("nation", "国家级", "Nation"), pick("province", "省级", "Province"), pick("city", "市级", "City") } },
		field { "issuer", type = "line", list = true, max = 120, heads = { "发文机关", "授予单位" }, label = w("发文机关", "Issued by") },
		field { "given_on", type = "date", list = true, heads = { "日期", "印发日期" }, label = w("印发日期", "Issued on") },
		field { "lead", type = "unit", list = true, fill = "actor", heads = { "申报单位", "牵头单位" }, label = w("申报单位", "Unit that claims it") },
		field { "assist", type = "units", list = true, heads = { "参与单位" }, label = w("参与单位", "Units that took part") },
		field { "money", type = "dec", max = 100000000000, heads = { "奖补资金" }, label = w("奖补资金（万元）", "Money that came with it (10,000 yuan)") },
		field { "made_of_it", type = "text", label = w("试点进展、复制推广情况", "What came of it") },
		field { "finding", type = "text", label = w("核定意见", "Finding") },
	},
	states = {
		state { "claimed", first = true, label = w("待核定", "Claimed") },
		state { "counted", label = w("已核定，计入", "Counts") },
		state { "not_counted", label = w("不计入", "Does not count") },
		state { "ended", label = w("已到期或撤销", "Over or withdrawn") },
	},
	actions = {
		action { "claim", opens = true, to = "claimed", by = { "liaison", "supervision" }, main = true, evidence = 1, tells = { "supervision" },
			label = w("申报", "Claim"), done = w("申报了", "claimed it"),
			help = w("附文件或截图。一份文件只计一次；别的单位已申报的，请它把你单位加为参与单位。", "With the document. Each counts once: where another unit claimed it, have it add yours as taking part."),
			form = { must "title", must "code", must "sort", must "level", must "issuer", must "given_on", "lead", "assist", "money" },
			guard = function(m)
				if m.given.given_on and m.given.given_on > m.today then
					return w("印发日期还没有到，请核对", "That day has not come yet; check it")
				end
			end },
		action { "join", from = { "claimed", "counted" }, by = { "own", "supervision" },
			label = w("加参与单位", "Add who took part"), done = w("加了参与单位", "added who took part"), help = w("共同取得的，不重复申报。", "Won together is claimed once."), form = { must_keep "assist" } },
		action { "count", from = { "claimed", "not_counted" }, to = "counted", by = { "supervision", "organisation" }, other_than = "claim", main = true, tells = { "own" },
			label = w("核定计入", "It counts"), done = w("核定计入", "found that it counts"), help = w("看过原件再点；级别以发文机关为准。", "After seeing the original; the level is that of the issuer."),
			form = { must_keep "level", must "finding" } },
		action { "refuse", from = { "claimed", "counted" }, to = "not_counted", by = { "supervision", "organisation" }, tells = { "own" },
			label = w("不计入", "It does not count"), done = w("定为不计入", "found that it does not count"), help = w("写明依据。", "Say by which rule."), form = { must "finding" } },
		action { "tell", from = "counted", by = "own", label = w("报进展", "Say what came of it"), done = w("报了试点进展", "said what came of it"),
			help = w("试点要有下文：做到哪一步，推广到哪里。", "A pilot leads somewhere: how far, and where else it is done."), form = { must_keep "made_of_it" } },
		action { "finish", from = "counted", to = "ended", by = { "supervision", "organisation" }, reason = true,
			label = w("到期或撤销", "It is over"), done = w("记为到期或撤销", "entered that it is over"), help = w("写明原因。", "Say why.") },
	},
}
