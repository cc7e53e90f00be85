-- SPDX-License-Identifier: Apache-2.0
-- Firms that are measured, and indicators of the district, of units and of firms.
pack { "measured", version = "1", label = { zh = "评价", en = "Measured" } }
local function w(zh, en) return { zh = zh, en = en } end
local function act(t)
	t.help, t.done = t.label, t.label
	return action(t)
end

kind { "firm",
	label = w("企业", "Firm"), subject = true,
	number = "企〔{year}〕{n:5}",
	title = "title", lead = "town",
	see = { "boss", "doer" },
	roles = {
		role { "boss", duty = "statistics", relation = "any", label = w("统计", "Statistics") },
		role { "doer", duty = "liaison", relation = "lead", label = w("镇街", "Town") },
	},
	fields = {
		field { "title", type = "line", label = w("名称", "Name") },
		field { "code", type = "line", code = true, label = w("统一社会信用代码", "Code") },
		field { "town", type = "unit", label = w("镇街", "Town") },
		field { "class", type = "choice", list = true, label = w("类别", "Class"), choices = {
			choice { "large", label = w("规上", "Large") }, choice { "small", label = w("规下", "Small") },
		} },
	},
	states = {
		state { "here", first = true, label = w("在册", "Here") },
	},
	actions = {
		act { "open", opens = true, to = "here", by = { "boss" }, label = w("登记", "Enter"), form = { { "title", required = true }, { "code", required = true }, "town", "class" } },
		act { "change", from = "here", by = { "boss", "doer" }, label = w("更正", "Correct"), form = { "title", "code", "town", "class" } },
	},
}

kind { "talk",
	label = w("事", "Talk"), number = "事〔{year}〕{n:5}", title = "title", see = { "boss" },
	roles = { role { "boss", duty = "statistics", relation = "any", label = w("统计", "Statistics") } },
	fields = { field { "title", type = "line", label = w("名称", "Name") } },
	states = { state { "here", first = true, label = w("在册", "Here") }, state { "gone", closed = true, label = w("了", "Gone") } },
	actions = {
		act { "open", opens = true, to = "here", by = { "boss" }, label = w("登记", "Enter"), form = { { "title", required = true } } },
		act { "close", from = "here", to = "gone", by = { "boss" }, label = w("办结", "Close") },
	},
}

indicator { "output", label = w("工业总产值", "Industrial output"), unit = w("亿元", "100 million yuan"), group = w("工业", "Industry"),
	of = "district", span = "month", total = "sum", cumulative = true, decimals = 2, from = "统计局", heads = { "规上工业产值", "产值" },
	public = true, source = "[D]" }
indicator { "growth", label = w("工业增加值增速", "Growth of value added"), unit = "%", of = "district", span = "month", total = "last",
	decimals = 1, source = "[D]" }
indicator { "energy", label = w("能耗", "Energy"), unit = w("吨标准煤", "tce"), of = "unit", span = "quarter", total = "sum", better = "down",
	target = "growth", source = "[D]" }
indicator { "tax", label = w("税收", "Tax"), unit = w("万元", "10 000 yuan"), of = "firm", span = "year", total = "sum", decimals = 2,
	confirm = true, source = "[D]" }
