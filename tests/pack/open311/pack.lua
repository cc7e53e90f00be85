-- SPDX-License-Identifier: Apache-2.0
-- A small kind whose matters are forwarded to another Open311 server and told how far they are there.
pack { "requests", version = "1", label = { zh = "诉求", en = "Requests" } }
local function w(zh, en) return { zh = zh, en = en } end
local function act(t)
	t.help, t.done = t.label, t.label
	return action(t)
end

kind { "order",
	label = w("诉求工单", "Order"), number = "单{year}{n:5}", title = "title", see = { "boss" },
	roles = {
		role { "boss", duty = "supervision", relation = "any", label = w("诉求中心", "Request centre") },
		role { "asker", relation = "asker", label = w("诉求人", "Asker") },
	},
	fields = {
		field { "title", type = "line", label = w("题", "Title") },
		field { "category", type = "choice", label = w("分类", "Category"), choices = table("categories.tsv") },
		field { "place", type = "line", label = w("地点", "Place") },
		field { "x", type = "dec", label = w("经度", "Longitude") },
		field { "y", type = "dec", label = w("纬度", "Latitude") },
		field { "forward_text", type = "text", label = w("转给对方的话", "What the other side is told") },
		field { "forward_contact", type = "flag", label = w("连同姓名电话", "With name and phone") },
		field { "forward_number", type = "line", label = w("对方编号", "Its number there") },
		field { "forward_status", type = "line", label = w("对方进展", "How far it is there") },
		field { "forward_answer", type = "text", label = w("对方答复", "What they say") },
	},
	states = {
		state { "registered", first = true, label = w("已登记", "Registered") },
		state { "closed", closed = true, label = w("已结案", "Closed") },
	},
	parts = {
		part { "request", label = w("诉求", "Request"), request = true, number = "诉{year}{n:6}", max = 100, title = "channel", channel = "channel", phone = "phone",
			fields = {
				field { "channel", type = "choice", label = w("渠道", "Channel"), choices = { choice { "phone", label = w("电话", "By phone") } } },
				field { "name", type = "line", personal = true, purpose = "联系", data_class = "姓名", see = "boss", label = w("姓名", "Name") },
				field { "phone", type = "line", personal = true, purpose = "联系", data_class = "电话", see = "boss", label = w("电话", "Phone") },
				field { "words", type = "text", personal = true, purpose = "办理", data_class = "诉求内容", see = "boss", label = w("原话", "Words") },
			},
			states = { state { "open", first = true, label = w("办理中", "In hand") }, state { "closed", closed = true, label = w("办结", "Closed") } },
			actions = { act { "take", opens = true, to = "open", by = "boss", label = w("登记", "Take in"), form = { "channel", "name", "phone", "words" } },
				act { "close", from = "open", to = "closed", by = "boss", label = w("办结", "Close") },
			} },
	},
	actions = {
		act { "register", opens = true, to = "registered", by = "boss", label = w("登记", "Register"), form = { "title", "category", "place", "x", "y" } },
		act { "forward", from = "registered", by = "boss", label = w("转外地", "Forward"), form = { "forward_text", "forward_contact" } },
		act { "forward_report", from = "registered", by = "boss", label = w("对方进展", "Told from there"), form = { "forward_number", "forward_status", "forward_answer" } },
		act { "close", from = "registered", to = "closed", by = "boss", label = w("结案", "Close") },
	},
}
