-- SPDX-License-Identifier: Apache-2.0
pack { "small", version = "1", label = { zh = "小包", en = "Small" } }
local function w(zh, en) return { zh = zh, en = en } end

setting { "days", type = "int", low = 1, high = 9, default = 2,
	label = w("天数", "Days"), source = "[D]" }
setting { "word", type = "line", default = "x", label = w("词", "Word"), source = "[D]" } setting { "deemed", type = "int", low = 0, high = 1, default = 0, label = w("默认", "Deemed"), source = "[D]" }

kind { "job",
	label = w("活", "Job"),
	number = "活〔{year}〕{n:4}",
	title = "title", lead = "lead", due = "due", share = "share",
	see = { "boss", "doer" },
	roles = {
		role { "boss", duty = "supervision", relation = "any", label = w("管", "Boss") },
		role { "doer", duty = "liaison", relation = "lead", label = w("办", "Doer") },
	},
	fields = {
		field { "title", type = "line", list = true, label = w("题", "Title") },
		field { "lead", type = "unit", label = w("单位", "Unit") },
		field { "due", type = "date", label = w("时限", "Due") },
		field { "share", type = "share", label = w("进度", "Share") },
		field { "sort", type = "choice", label = w("类", "Sort"), choices = {
			choice { "a", label = w("甲", "A") },
		} },
		field { "phone", type = "line", personal = true, purpose = "回访", data_class = "联系方式",
			see = "boss", mask = true, label = w("电话", "Phone") },
	},
	states = {
		state { "new", first = true, label = w("新", "New") },
		state { "done", closed = true, label = w("成", "Done") },
	},
	clocks = {
		clock { "due", unit = "until", field = "due", main = true, label = w("时限", "Due"), pauses = {
			choice { "wait", label = w("等", "Waiting") },
		} },
		clock { "start", unit = "working_day", setting = "days", expire = "hold", expire_setting = "deemed", label = w("开工", "Start") },
	},
	lights = {
		light { "red", when = "overdue", word = w("超", "late") },
		light { "yellow", when = "left_at_most", than = 3, word = w("临", "near") },
		light { "yellow", when = "behind", than = 30, word = w("滞", "behind") },
	},
	actions = {
		action { "open", opens = true, to = "new", by = "boss", main = true,
			label = w("立", "Open"), help = w("立项", "Open it"), done = w("立", "opened"),
			form = { "title", { "lead", required = true } }, clocks = { "arm due", "arm start" } },
		action { "hold", from = "new", by = { "boss", "doer" }, key = "h",
			label = w("停", "Hold"), help = w("停表", "Stop"), done = w("停", "held"), clocks = "pause due wait" },
		action { "finish", from = { "new" }, to = "done", by = "doer", other_than = "open", main = true, key = "f",
			label = w("完", "Finish"), help = w("完成", "Finish it"), done = w("完", "finished"),
			guard = function(m)
				if (m.given.share or 0) < 100 then return w("没完", "not done") end
			end },
	},
}
