-- SPDX-License-Identifier: Apache-2.0
-- Orders whose category and lead unit are suggested.
pack { "suggest", version = "1", label = { zh = "推荐", en = "Suggestions" } }
local function w(zh, en) return { zh = zh, en = en } end
local function act(t)
	t.help, t.done = t.label, t.label
	return action(t)
end

setting { "suggest", type = "line", default = "order.category = title request.words; order.lead = title request.words + category area; order.nothing = title; rubbish",
	label = w("推荐", "Suggestions"), source = "test" }

kind { "order",
	label = w("诉求工单", "Order"),
	number = "单〔{year}〕{n:5}",
	title = "title", lead = "lead", secret = "confidential",
	see = { "boss", "doer" },
	roles = {
		role { "boss", duty = "supervision", relation = "any", label = w("诉求中心", "Request centre") },
		role { "doer", duty = "liaison", relation = "lead", label = w("承办单位", "Lead unit") },
		role { "asker", relation = "asker", label = w("诉求人", "Asker") },
	},
	fields = {
		field { "title", type = "line", label = w("题", "Title") },
		field { "category", type = "choice", label = w("分类", "Category"), choices = table("categories.tsv") },
		field { "area", type = "unit", label = w("属地", "Area") },
		field { "lead", type = "unit", label = w("承办单位", "Lead") },
		field { "reported_unit", type = "unit", denies = true, see = "boss", label = w("被反映单位", "Unit complained of") },
		field { "confidential", type = "flag", label = w("保密", "Confidential") },
		field { "result", type = "text", label = w("办理结果", "Result") },
	},
	states = {
		state { "registered", first = true, label = w("已受理", "Registered") },
		state { "dispatched", label = w("办理中", "In hand"), tray = w("待办理", "To do") },
		state { "answered", closed = true, label = w("已答复", "Answered") },
	},
	clocks = { clock { "due", unit = "working_day", budget = 5, main = true, label = w("办理时限", "Limit") } },
	lights = { light { "red", when = "overdue", word = w("超期", "late") } },
	parts = {
		part { "request", label = w("诉求", "Request"), request = true, number = "诉〔{year}〕{n:6}", max = 400,
			title = "title", channel = "channel", outside = "outside", phone = "phone", secret = "confidential",
			fields = {
				field { "title", type = "line", label = w("题", "Title") },
				field { "channel", type = "choice", label = w("渠道", "Channel"), choices = { choice { "phone", label = w("电话", "Phone") } } },
				field { "outside", type = "line", label = w("外部编号", "Number outside") },
				field { "phone", type = "line", personal = true, purpose = "联系", data_class = "联系方式", see = "boss", mask = true,
					label = w("电话", "Phone") },
				field { "words", type = "text", personal = true, purpose = "办理", data_class = "诉求内容", see = "boss", label = w("诉求原话", "Words") },
			},
			states = { state { "open", first = true, label = w("办理中", "In hand") }, state { "closed", closed = true, label = w("已办结", "Closed") } },
			actions = {
				act { "take", opens = true, to = "open", by = "boss", label = w("登记", "Take in"),
					form = { { "channel", required = true }, "outside", "title", "phone", { "words", required = true } } },
				act { "ask", opens = true, to = "open", by = "asker", label = w("我要反映", "Ask"), form = { "channel", "phone", { "words", required = true } } },
				act { "close", from = "open", to = "closed", by = "boss", label = w("办结", "Close") },
			} },
	},
	actions = {
		act { "register", opens = true, to = "registered", by = { "boss", "asker" }, label = w("受理", "Register"),
			form = { "title", "category", "area", "reported_unit", "confidential" }, clocks = { "arm due" } },
		act { "dispatch", from = { "registered", "dispatched" }, to = "dispatched", by = "boss", label = w("派单", "Dispatch"),
			form = { { "lead", required = true }, "reported_unit" } },
		act { "answer", from = { "dispatched" }, to = "answered", by = { "boss", "doer" }, label = w("答复", "Answer"), form = { { "result", required = true } } },
	},
}
