-- SPDX-License-Identifier: Apache-2.0
-- What may be published: orders with a place and a category, a request that is rated, topics.
pack { "requests", version = "1", label = { zh = "诉求", en = "Requests" } }
local function w(zh, en) return { zh = zh, en = en } end
local function act(t)
	t.help, t.done = t.label, t.label
	return action(t)
end

kind { "order", label = w("诉求工单", "Order"), number = "单〔{year}〕{n:5}", title = "title", lead = "lead", published = "published", secret = "confidential",
	see = { "boss", "doer" },
	roles = {
		role { "boss", duty = "supervision", relation = "any", label = w("诉求中心", "Request centre") },
		role { "doer", duty = "liaison", relation = "lead", label = w("承办单位", "Lead unit") },
		role { "asker", relation = "asker", label = w("诉求人", "Asker") },
	},
	fields = {
		field { "title", type = "line", list = true, label = w("题", "Title") },
		field { "category", type = "choice", public = true, label = w("分类", "Category"), choices = table("categories.tsv") },
		field { "area", type = "unit", public = true, label = w("属地", "Area") },
		field { "lead", type = "unit", label = w("承办单位", "Lead") },
		field { "reported_unit", type = "unit", denies = true, label = w("被反映单位", "Unit complained of") },
		field { "confidential", type = "flag", label = w("保密", "Confidential") },
		field { "published", type = "flag", label = w("公开", "Published") },
		field { "public_title", type = "line", public = true, label = w("公开标题", "Public title") },
		field { "result", type = "text", label = w("办理结果", "Result") },
	},
	states = { state { "registered", first = true, public = true, label = w("已受理", "Registered") },
		state { "closed", closed = true, public = true, label = w("已结案", "Closed") } },
	parts = {
		part { "request", label = w("诉求", "Request"), request = true, number = "诉〔{year}〕{n:6}", max = 9, title = "title", channel = "channel", phone = "phone",
			fields = {
				field { "title", type = "line", label = w("题", "Title") },
				field { "channel", type = "choice", label = w("渠道", "Channel"), choices = { choice { "web", label = w("网页", "Web") } } },
				field { "phone", type = "line", personal = true, purpose = "联系", data_class = "联系方式", label = w("电话", "Phone") },
				field { "satisfaction", type = "int", max = 5, public = true, label = w("满意度", "Satisfaction") },
			},
			states = { state { "open", first = true, public = true, label = w("办理中", "In hand") }, state { "closed", closed = true, label = w("已办结", "Closed") } },
			actions = {
				act { "take", opens = true, to = "open", by = "boss", within = "registered", label = w("登记", "Take"), form = { { "channel", required = true }, "phone", "satisfaction" } },
				act { "ask", opens = true, to = "open", by = "asker", within = "registered", label = w("提交", "Ask"), form = { { "channel", required = true }, "phone" } },
				act { "close", from = "open", to = "closed", by = "boss", label = w("办结", "Close") },
			} },
	},
	actions = {
		act { "register", opens = true, to = "registered", by = { "boss", "asker" }, label = w("受理", "Register"), form = { { "title", required = true }, "category", "area" } },
		act { "edit", from = { "registered", "closed" }, by = "boss", label = w("更正", "Edit"),
			form = { { "category", prefill = true }, { "area", prefill = true }, { "lead", prefill = true }, { "result", prefill = true } } },
		act { "hide", from = { "registered", "closed" }, by = "boss", label = w("保密", "Hide"), form = { "confidential", "reported_unit" } },
		act { "publish", from = { "registered", "closed" }, by = "boss", label = w("公开", "Publish"), form = { "published", "public_title" } },
		act { "close", from = "registered", to = "closed", by = "boss", label = w("结案", "Close") },
	},
}

kind { "topic", label = w("每月一题", "Topic"), number = "题〔{year}〕{n:3}", title = "title", published = "published", see = "boss",
	roles = { role { "boss", duty = "supervision", relation = "any", label = w("诉求中心", "Request centre") } },
	fields = { field { "title", type = "line", public = true, label = w("题目", "Topic") }, field { "published", type = "flag", label = w("公开", "Published") } },
	states = { state { "registered", first = true, label = w("进行中", "Running") }, state { "closed", closed = true, label = w("销号", "Closed") } },
	actions = {
		act { "open", opens = true, to = "registered", by = "boss", label = w("立题", "Open"), form = { { "title", required = true }, "published" } },
		act { "publish", from = "registered", by = "boss", label = w("公开", "Publish"), form = { "published" } },
		act { "close", from = "registered", to = "closed", by = "boss", label = w("销号", "Close") },
	},
}
