-- SPDX-License-Identifier: Apache-2.0
-- Orders with the names that packs/requests gives them, and no more: what rates are read from. Here the
-- supervision office does what the request centre does.

pack { "orders", version = "1", label = { zh = "诉求", en = "Requests" } }

local function w(s) return { zh = s, en = s } end
local function must(field) return { field, required = true } end
local function pick(name) return choice { name, label = w(name) } end

setting { "callback_days", type = "int", low = 1, high = 30, default = 3, label = w("回访"), source = "[D]" }

local office = "intake"
local function step(name, from, to, by, more)
	local a = { name, from = from, to = to, by = by, label = w(name), done = w(name), help = w(name) }
	for k, v in pairs(more or {}) do a[k] = v end
	return action(a)
end
local open = { "registered", "dispatched", "handling", "returned", "meeting", "answered", "callback", "redo", "supervised" }

kind { "order", label = w("诉求工单"), number = "诉{year}{n:7}", title = "title", lead = "lead",
	see = { "intake", "lead" },
	roles = {
		role { "intake", duty = "supervision", relation = "any", label = w("诉求中心") },
		role { "lead", duty = "liaison", relation = "lead", label = w("主办单位") },
	},
	fields = {
		field { "title", type = "line", list = true, label = w("标题") },
		field { "class", type = "choice", choices = { pick "consult", pick "complaint" }, label = w("类别") },
		field { "category", type = "line", label = w("分类") },
		field { "area", type = "unit", label = w("属地") },
		field { "lead", type = "unit", list = true, label = w("主办") },
		field { "contacted", type = "flag", label = w("已联系") },
		field { "contact_at", type = "date", label = w("联系日期") },
		field { "no_reply_wanted", type = "flag", label = w("不需回复") },
		field { "repeat_no", type = "int", label = w("重复次数") },
	},
	states = {
		state { "registered", first = true, label = w("已登记") }, state { "dispatched", label = w("已派单") }, state { "handling", label = w("办理中") },
		state { "returned", waits = true, label = w("退单") }, state { "meeting", waits = true, label = w("例会") },
		state { "answered", waits = true, label = w("待审核") }, state { "callback", waits = true, label = w("待回访") },
		state { "redo", label = w("重办") }, state { "supervised", label = w("督办") },
		state { "closed", closed = true, label = w("结案") }, state { "declined", closed = true, label = w("不受理") },
	},
	clocks = {
		clock { "finish", unit = "working_day", budget = 5, main = true, label = w("办结"), pauses = { choice { "checking", label = w("审核") } } },
		clock { "sign", unit = "hour", budget = 4, label = w("签收") },
	},
	parts = {
		part { "request", label = w("诉求"), title = "channel", max = 50,
			fields = {
				field { "channel", type = "choice", choices = { pick "phone", pick "web" }, label = w("渠道") },
				field { "reached", type = "flag", label = w("接通") },
				field { "solved", type = "choice", choices = { pick "yes", pick "partly", pick "no" }, label = w("解决") },
				field { "satisfaction", type = "int", max = 5, label = w("满意度") },
			},
			states = { state { "open", first = true, label = w("办理中") }, state { "answered", label = w("已答复") }, state { "visited", label = w("已回访") },
				state { "moved", closed = true, label = w("已并入") } },
			actions = {
				action { "take", opens = true, to = "open", by = office, within = open, label = w("登记"), done = w("登记"), help = w("登记"), form = { must "channel" } },
				step("answer", { "open", "visited" }, "answered", office, { within = open }),
				step("move", "open", "moved", office, { within = open }),
				step("visit", "answered", "visited", office, { within = open, form = { "reached", "solved", "satisfaction" } }),
			} },
	},
	actions = {
		action { "register", opens = true, to = "registered", by = office, label = w("登记"), done = w("登记"), help = w("登记"),
			form = { must "title", must "class", "category", "area", "repeat_no" }, clocks = "arm finish" },
		step("dispatch", "registered", "dispatched", office, { form = { must "lead" }, clocks = "arm sign" }),
		step("answer_now", "registered", "callback", office, { clocks = "stop finish" }),
		step("decline", "registered", "declined", office),
		step("sign", "dispatched", "handling", "lead", { clocks = "stop sign" }),
		step("contact", { "handling", "redo" }, nil, "lead", { form = { must "contacted", must "contact_at" } }),
		step("return", { "dispatched", "handling" }, "returned", "lead", { reason = true }),
		step("uphold_return", "returned", "dispatched", office, { form = { must "lead" }, clocks = "arm sign" }),
		step("refuse_return", "returned", "dispatched", office, { reason = true }),
		step("return_again", { "dispatched", "handling" }, "meeting", "lead", { reason = true }),
		step("meeting_assign", "meeting", "dispatched", office, { form = { must "lead" }, clocks = "arm sign" }),
		step("answer", { "handling", "redo", "supervised" }, "answered", "lead", { form = { "contacted", "contact_at" }, clocks = "pause finish checking" }),
		step("pass_answer", "answered", "callback", office, { clocks = "stop finish" }),
		step("fail_answer", "answered", "handling", office, { reason = true, clocks = "resume finish" }),
		step("redo", "callback", "redo", office),
		step("supervise", { "dispatched", "handling", "redo" }, "supervised", office, { reason = true }),
		step("close", "callback", "closed", office),
		step("reopen", "closed", "registered", office, { reason = true, clocks = "arm finish" }),
	},
}
