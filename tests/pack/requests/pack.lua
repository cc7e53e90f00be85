-- SPDX-License-Identifier: Apache-2.0
-- Requests in a small kind: orders with a lead unit, requests with numbers, phones and a channel, an asker without an account.
pack { "requests", version = "1", label = { zh = "诉求", en = "Requests" } }
local function w(zh, en) return { zh = zh, en = en } end
local function act(t)
	t.help, t.done = t.label, t.label
	return action(t)
end

kind { "order",
	label = w("诉求工单", "Order"),
	number = "单〔{year}〕{n:5}",
	title = "title", lead = "lead", assist = "assist",
	published = "published", secret = "confidential", merge = "merge", oldest = "oldest",
	see = { "boss", "doer", "helper" },
	roles = {
		role { "boss", duty = "supervision", relation = "any", label = w("诉求中心", "Request centre") },
		role { "doer", duty = "liaison", relation = "lead", label = w("承办单位", "Lead unit") },
		role { "helper", duty = "liaison", relation = "assist", label = w("协办单位", "Assisting unit") },
		role { "asker", relation = "asker", label = w("诉求人", "Asker") },
	},
	fields = {
		field { "title", type = "line", list = true, label = w("题", "Title"), public = true },
		field { "class", type = "choice", label = w("类别", "Class"),
			choices = { choice { "consult", label = w("咨询", "Question") }, choice { "complaint", label = w("投诉", "Complaint") } } },
		field { "category", type = "choice", list = true, label = w("分类", "Category"), choices = table("categories.tsv") },
		field { "lead", type = "unit", label = w("承办单位", "Lead") },
		field { "assist", type = "units", label = w("协办单位", "Assist") },
		field { "reported_unit", type = "unit", denies = true, see = "boss", label = w("被反映单位", "Unit complained of") },
		field { "confidential", type = "flag", label = w("保密", "Confidential") },
		field { "published", type = "flag", label = w("公开", "Published") },
		field { "public_answer", type = "text", public = true, label = w("公开答复", "Public answer") },
		field { "result", type = "text", label = w("办理结果", "Result") },
	},
	states = {
		state { "registered", first = true, public = true, label = w("已受理", "Registered") },
		state { "dispatched", public = true, label = w("办理中", "In hand"), tray = w("待办理", "To do") },
		state { "redo", public = true, label = w("重办", "Again") },
		state { "answered", public = true, closed = true, label = w("已答复", "Answered") },
		state { "merged", closed = true, label = w("已归并", "Merged") },
	},
	clocks = {
		clock { "quick", unit = "working_hour", budget = 2, label = w("咨询时限", "Questions") },
		clock { "due", unit = "working_day", budget = 5, main = true, label = w("办理时限", "Limit") },
	},
	lights = {
		light { "red", when = "overdue", word = w("超期", "late") },
		light { "yellow", when = "left_at_most", than = 1, word = w("临期", "near") },
	},
	parts = {
		part { "request", label = w("诉求", "Request"), request = true, number = "诉〔{year}〕{n:6}", max = 400,
			title = "title", channel = "channel", outside = "outside", phone = "phone", secret = "confidential",
			fields = {
				field { "title", type = "line", label = w("题", "Title") },
				field { "channel", type = "choice", label = w("渠道", "Channel"), choices = {
					choice { "phone", label = w("12345 电话", "12345 by phone") }, choice { "web", label = w("网页", "Web") },
					choice { "mailbox", label = w("市长信箱", "Mailbox") } } },
				field { "outside", type = "line", label = w("外部编号", "Number outside") },
				field { "name", type = "line", personal = true, purpose = "联系", data_class = "姓名", see = { "boss", "doer" }, mask = true,
					confide = "boss", label = w("姓名", "Name") },
				field { "phone", type = "line", personal = true, purpose = "联系", data_class = "联系方式", see = { "boss", "doer" }, mask = true,
					confide = "boss", label = w("电话", "Phone") },
				field { "words", type = "text", personal = true, purpose = "办理", data_class = "诉求内容", label = w("诉求原话", "Words") },
				field { "notice", type = "line", label = w("告知书版本", "Notice") },
				field { "solved", type = "flag", public = true, label = w("是否解决", "Solved") },
				field { "stars", type = "int", max = 5, label = w("满意度", "Satisfaction") },
				field { "comment", type = "text", personal = true, purpose = "评价", data_class = "评价内容", label = w("评语", "Comment") },
			},
			states = {
				state { "open", first = true, public = true, label = w("办理中", "In hand") },
				state { "answered", public = true, label = w("已答复", "Answered") },
				state { "closed", public = true, closed = true, label = w("已办结", "Closed") },
				state { "moved", closed = true, label = w("已并入", "Moved") },
			},
			clocks = { clock { "call_back", unit = "working_day", budget = 3, main = true, label = w("回访时限", "Call-back") } },
			actions = {
				act { "take", opens = true, to = "open", by = "boss", label = w("登记", "Take in"),
					form = { { "channel", required = true }, "outside", "title", "name", "phone", { "words", required = true }, "notice" },
					within = { "registered", "dispatched", "redo" } },
				act { "ask", opens = true, to = "open", by = "asker", public = true, label = w("我要反映", "Ask"),
					form = { "channel", "title", "name", "phone", { "words", required = true } } },
				act { "answer", from = "open", to = "answered", by = "boss", public = true, label = w("答复", "Answer"), within = { "registered",
					"dispatched", "redo", "answered" }, clocks = { "arm call_back if class=complaint" } },
				act { "add", from = { "open", "answered" }, by = "asker", public = true, label = w("追加", "Add"), form = { { "words", required = true } } },
				act { "rate", from = "answered", to = "closed", by = { "asker", "boss" }, public = true, within = { "registered", "dispatched", "redo", "answered" },
					label = w("评价", "Rate"), form = { { "stars", required = true }, { "solved", required = true }, "comment" } },
			} },
	},
	when_any = { part = "request", states = { "closed" }, take = "again" },
	actions = {
		act { "register", opens = true, to = "registered", by = { "boss", "asker" }, public = true, label = w("受理", "Register"),
			form = { "title", "class", "category", "reported_unit", "confidential" },
			clocks = { "arm quick if class=consult", "arm due unless class=consult" } },
		act { "dispatch", from = { "registered", "dispatched" }, to = "dispatched", by = "boss", public = true, label = w("派单", "Dispatch"),
			form = { { "lead", required = true }, "assist", "reported_unit", "confidential" } },
		act { "report", from = "dispatched", by = { "boss", "doer" }, label = w("被反映单位", "Complained of"), form = { { "reported_unit", prefill = true } } },
		act { "answer", from = { "registered", "dispatched", "redo" }, to = "answered", by = { "boss", "doer" }, public = true, label = w("答复", "Answer"),
			form = { { "public_answer", required = true }, "result" }, each = "request.answer" },
		act { "publish", from = "answered", by = "boss", label = w("公开", "Publish"), form = { { "published", required = true } } },
		act { "again", from = "answered", to = "redo", by = "boss", label = w("重办", "Do again"),
			guard = function(m)
				for _, r in ipairs(m.parts.request) do
					if r.solved == 0 then return end
				end
				return w("没有人说未解决", "nobody says that it is not solved")
			end },
		act { "merge", from = { "registered", "dispatched", "redo" }, to = "merged", by = "boss", label = w("归并", "Merge") },
	},
}
setting { "oldest", type = "int", low = 0, high = 1, default = 1, label = w("时限从最早的一件算起", "Time runs from the oldest"), source = "测试" }
