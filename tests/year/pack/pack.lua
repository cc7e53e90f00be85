-- SPDX-License-Identifier: Apache-2.0
-- The projects of the simulated year: one clock of every unit, with and without a calendar of its own, with
-- budgets that the story chooses, and every way in which a clock is moved.
pack { "year", version = "1", label = { zh = "一年", en = "A year" } }
local function w(zh, en) return { zh = zh, en = en } end
local function act(t)
	t.help, t.done = t.label, t.label
	return action(t)
end
local function must(field) return { field, required = true } end
local why = { choice { "test", label = w("检验检测", "Tests") }, choice { "expert", label = w("专家评审", "Experts") } }
local running = { "running", "accepted" }
local all = { "work", "hall", "hall_hours", "hours", "days", "plain", "months", "month", "wait", "minutes" }
local function each(what)
	local t = {}
	for i, name in ipairs(all) do t[i] = what .. " " .. name end
	return t
end
local function also(t, more)
	for _, v in ipairs(more) do t[#t + 1] = v end
	return t
end

setting { "deemed", type = "int", low = 0, high = 1, default = 0, label = w("受理超时默认", "Deemed accepted"), source = "[D]" }

kind { "timed", label = w("计时事项", "Timed matter"), number = "项〔{year}〕{n:4}", title = "title", lead = "lead", due = "due", share = "share",
	see = { "supervision", "lead", "head", "part_unit" },
	roles = {
		role { "supervision", duty = "supervision", relation = "any", label = w("督查室", "Supervision") },
		role { "lead", duty = "liaison", relation = "lead", label = w("责任单位", "Lead") },
		role { "head", duty = "head", relation = "lead", label = w("单位负责人", "Head") },
		role { "part_unit", duty = "liaison", relation = "part_unit", label = w("节点单位", "Unit of a milestone") },
	},
	fields = {
		field { "title", type = "line", list = true, label = w("事项", "Title") },
		field { "lead", type = "unit", list = true, label = w("单位", "Unit") },
		field { "due", type = "date", label = w("竣工", "Completion") },
		field { "share", type = "share", label = w("进度", "Share") },
		field { "progress", type = "text", label = w("进展", "Progress") },
		field { "budget_hours", type = "int", max = 120, label = w("几个工作小时", "Working hours") },
		field { "budget_days", type = "int", max = 120, label = w("几天", "Days") },
		field { "budget_months", type = "int", max = 6, label = w("几个月", "Months") },
		field { "more", type = "int", max = 20, label = w("延长", "More") },
	},
	states = {
		state { "planned", first = true, label = w("待开工", "Planned") }, state { "running", label = w("在建", "Running") },
		state { "accepted", label = w("已受理", "Accepted") }, state { "done", closed = true, label = w("办结", "Done") },
		state { "dropped", closed = true, label = w("退出", "Dropped") },
	},
	clocks = {
		clock { "work", unit = "working_day", budget = 20, main = true, asked = "ask", pauses = why, label = w("办结", "Work") },
		clock { "hall", unit = "working_day", budget = 15, calendar = "hall", pauses = why, label = w("大厅", "Hall") },
		clock { "hall_hours", unit = "working_hour", budget = 24, calendar = "hall", pauses = why, label = w("大厅工时", "Hours of the hall") },
		clock { "hours", unit = "working_hour", budget = 40, field = "budget_hours", pauses = why, label = w("工时", "Hours") },
		clock { "days", unit = "day", budget = 30, field = "budget_days", roll_to_workday = true, pauses = why, label = w("自然日", "Days") },
		clock { "plain", unit = "day", budget = 45, pauses = why, label = w("自然日不顺延", "Days as they fall") },
		clock { "months", unit = "month", budget = 2, field = "budget_months", roll_to_workday = true, pauses = why, label = w("几个月", "Months") },
		clock { "month", unit = "month", budget = 1, pauses = why, label = w("一个月", "A month") },
		clock { "wait", unit = "hour", budget = 72, pauses = why, label = w("小时", "Clock hours") },
		clock { "minutes", unit = "minute", budget = 5000, pauses = why, label = w("分钟", "Minutes") },
		clock { "term", unit = "until", field = "due", roll_to_workday = true, pauses = why, label = w("竣工", "Completion") },
		clock { "accept", unit = "working_day", budget = 3, expire = "accept", expire_setting = "deemed", label = w("受理", "Accept") },
	},
	lights = {
		light { "red", when = "overdue", word = w("超期", "overdue") },
		light { "yellow", when = "left_at_most", than = 3, word = w("临期", "near") },
		light { "yellow", when = "spent_at_least", than = 60, word = w("过半", "spent") },
	},
	parts = {
		part { "milestone", label = w("节点", "Milestone"), max = 6, title = "title", unit = "unit", due = "due", done = "share",
			fields = {
				field { "title", type = "line", label = w("节点", "Title") }, field { "unit", type = "unit", label = w("单位", "Unit") },
				field { "due", type = "date", label = w("时限", "Due") }, field { "share", type = "share", label = w("进度", "Share") },
				field { "more", type = "int", max = 20, label = w("延长", "More") },
			},
			states = {
				state { "planned", first = true, label = w("未开始", "Planned") }, state { "underway", label = w("进行中", "Under way") },
				state { "reached", closed = true, label = w("已完成", "Reached") }, state { "dropped", closed = true, label = w("取消", "Dropped") },
			},
			clocks = {
				clock { "due", unit = "until", field = "due", main = true, label = w("时限", "Due") },
				clock { "step", unit = "working_day", budget = 8, pauses = why, label = w("环节", "Step") },
			},
			lights = {
				light { "red", when = "overdue", word = w("超期", "late") }, light { "yellow", when = "left_at_most", than = 3, word = w("临期", "near") },
			},
			actions = {
				act { "add", opens = true, to = "planned", by = { "supervision", "lead" }, label = w("加节点", "Add"),
					form = { must "title", must "unit", must "due" }, clocks = "arm due" },
				act { "begin", from = "planned", to = "underway", by = "part_unit", label = w("开始", "Begin"), clocks = "arm step" },
				act { "pause", from = "underway", by = "supervision", label = w("暂停", "Pause"), clocks = "pause step" },
				act { "resume", from = "underway", by = "supervision", label = w("恢复", "Resume"), clocks = "resume step" },
				act { "extend", from = "underway", by = "supervision", reason = true, label = w("延期", "Extend"), form = { must "more" }, clocks = "extend step" },
				act { "move", from = { "planned", "underway" }, by = "supervision", reason = true, label = w("改期", "Move"), form = { must "due" } },
				act { "put_off", from = { "planned", "underway" }, by = "supervision", reason = true, label = w("推迟", "Put off"), form = { must "due" },
					clocks = "extend due" },
				act { "reach", from = "underway", to = "reached", by = "part_unit", label = w("完成", "Reach"), form = { must "share" }, clocks = { "stop due", "stop step" } },
				act { "reopen", from = "reached", to = "underway", by = "supervision", reason = true, label = w("退回", "Reopen") },
				act { "drop", from = { "planned", "underway" }, to = "dropped", by = "supervision", reason = true, label = w("取消", "Drop") },
			} },
	},
	actions = {
		act { "open", opens = true, to = "planned", by = "supervision", main = true, label = w("立项", "Open"), form = { must "title", must "lead" } },
		act { "start", from = "planned", to = "running", by = "supervision", main = true, label = w("开工", "Start"),
			form = { must "due", "budget_hours", "budget_days", "budget_months" }, clocks = also(each("arm"), { "arm term", "arm accept" }) },
		act { "accept", from = "running", to = "accepted", by = "lead", reason = true, label = w("受理", "Accept"), clocks = "stop accept" },
		act { "report", from = running, by = "lead", label = w("报进展", "Report"), form = { must "share", must "progress" } },
		act { "pause_all", from = running, by = "supervision", reason = true, label = w("停工", "Pause all"), clocks = also(each("pause"), { "pause term" }) },
		act { "resume_all", from = running, by = "supervision", label = w("复工", "Resume all"), clocks = also(each("resume"), { "resume term" }) },
		act { "pause_some", from = running, by = "supervision", reason = true, label = w("部分停工", "Pause some"),
			clocks = { "pause hall", "pause hours", "pause days", "pause wait", "pause month" } },
		act { "resume_some", from = running, by = "supervision", label = w("部分复工", "Resume some"),
			clocks = { "resume hall", "resume hours", "resume days", "resume wait", "resume month" } },
		act { "ask", from = running, by = { "lead", "head" }, reason = true, label = w("申请延期", "Ask for more") },
		act { "extend_work", from = running, by = "supervision", reason = true, label = w("延期", "Extend"), form = { must "more" },
			clocks = { "extend work", "extend hall", "extend plain" } },
		act { "extend_hours", from = running, by = "supervision", reason = true, label = w("延长工时", "More hours"), form = { must "more" },
			clocks = { "extend hours", "extend hall_hours", "extend wait" } },
		act { "extend_days", from = running, by = "supervision", reason = true, label = w("延长自然日", "More days"), form = { must "more" }, clocks = "extend days" },
		act { "extend_minutes", from = running, by = "supervision", reason = true, label = w("延长分钟", "More minutes"), form = { must "more" }, clocks = "extend minutes" },
		act { "extend_term", from = running, by = "supervision", reason = true, label = w("竣工延期", "Later completion"), form = { must "due" }, clocks = "extend term" },
		act { "redate", from = running, by = "supervision", reason = true, label = w("改竣工", "Another completion"), form = { must "due" } },
		act { "restart", from = running, by = "supervision", reason = true, label = w("重新计时", "From the beginning"),
			form = { "budget_hours", "budget_days", "budget_months" }, clocks = each("arm") },
		act { "finish", from = running, to = "done", by = { "lead", "head" }, label = w("办结", "Finish"), form = { must "share" } },
		act { "reopen", from = "done", to = "running", by = "supervision", reason = true, label = w("重开", "Reopen") },
		act { "drop", from = { "planned", "running", "accepted" }, to = "dropped", by = "supervision", reason = true, label = w("退出", "Drop") },
	},
}
