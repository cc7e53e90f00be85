-- SPDX-License-Identifier: Apache-2.0
-- Parts in a small kind: milestones with a unit, a person, a clock and lights of their own; steps that together end the matter.
pack { "parts", version = "1", label = { zh = "分项", en = "Parts" } }
local function w(zh, en) return { zh = zh, en = en } end
local function act(t)
	t.help, t.done = t.label, t.label
	return action(t)
end

kind { "work",
	label = w("工程", "Work"),
	number = "工〔{year}〕{n:4}",
	title = "title", lead = "lead",
	see = { "boss", "doer", "part_unit", "part_person" },
	roles = {
		role { "boss", duty = "supervision", relation = "any", label = w("管", "Boss") },
		role { "doer", duty = "liaison", relation = "lead", label = w("办", "Doer") },
	},
	fields = {
		field { "title", type = "line", list = true, label = w("题", "Title") },
		field { "lead", type = "unit", label = w("单位", "Unit") },
		field { "price", type = "int", see = { "boss", "doer" }, label = w("价", "Price") },
	},
	states = {
		state { "new", first = true, label = w("在办", "Open") },
		state { "done", closed = true, label = w("办结", "Done") },
	},
	parts = {
		part { "milestone", label = w("节点", "Milestone"), max = 3,
			title = "title", unit = "unit", person = "person", due = "due", weight = "weight", done = "share",
			fields = {
				field { "title", type = "line", label = w("节点名", "Title") },
				field { "unit", type = "unit", label = w("单位", "Unit") },
				field { "person", type = "person", label = w("责任人", "Person") },
				field { "due", type = "date", label = w("时限", "Due") },
				field { "weight", type = "int", label = w("权重", "Weight") },
				field { "share", type = "share", label = w("进度", "Share") },
				field { "note", type = "text", label = w("情况", "Note") },
				field { "phone", type = "line", personal = true, purpose = "联系", data_class = "联系方式",
					see = { "boss", "part_unit" }, mask = true, label = w("电话", "Phone") },
			},
			states = {
				state { "planned", first = true, label = w("未开始", "Planned"), tray = w("待开工", "To begin") },
				state { "underway", label = w("进行中", "Under way"), tray = w("待完成", "To reach") },
				state { "reached", closed = true, label = w("已完成", "Reached") },
				state { "dropped", closed = true, label = w("已取消", "Dropped") },
			},
			clocks = { clock { "due", unit = "until", field = "due", main = true, label = w("时限", "Due") } },
			lights = {
				light { "red", when = "overdue", word = w("超期", "late") },
				light { "yellow", when = "left_at_most", than = 3, word = w("临期", "near") },
			},
			actions = {
				act { "add", opens = true, to = "planned", by = "boss", label = w("加节点", "Add a milestone"),
					form = { { "title", required = true }, "unit", "person", "due", "weight", "phone" }, clocks = "arm due" },
				act { "begin", from = "planned", to = "underway", by = { "part_unit", "part_person" }, main = true,
					label = w("开工", "Begin"), form = { "note" } },
				act { "reach", from = "underway", to = "reached", by = "part_unit", evidence = 1, main = true,
					label = w("完成", "Reach"), form = { { "share", required = true } },
					guard = function(m)
						if m.part.state ~= "underway" or m.part.field.title == nil or m.field.title == nil then return w("错", "wrong") end
						if m.given.share < 100 then return w("没有办完", "it is not finished") end
					end },
				act { "drop", from = { "planned", "underway" }, to = "dropped", by = "boss", reason = true, label = w("取消", "Drop") },
				act { "remark", from = { "planned", "underway" }, by = "doer", label = w("附言", "Remark"), reason = true },
				act { "judge", from = "reached", within = "done", by = "boss", label = w("评价", "Judge"), form = { "weight" } },
			} },
		part { "step", label = w("环节", "Step"), title = "title", see = { "boss", "doer" },
			fields = { field { "title", type = "line", label = w("环节名", "Title") } },
			states = {
				state { "open", first = true, label = w("未办", "Open") },
				state { "done", closed = true, label = w("已办", "Done") },
			},
			actions = {
				act { "add", opens = true, to = "open", by = { "boss", "doer" }, label = w("加环节", "Add a step"), form = { { "title", required = true } } },
				act { "finish", from = "open", to = "done", by = "doer", main = true, label = w("办完", "Finish") },
			} },
	},
	when_all = { part = "step", states = { "done" }, take = "complete" },
	actions = {
		act { "open", opens = true, to = "new", by = "boss", main = true, label = w("立项", "Open"), form = { { "title", required = true }, "lead", "price" } },
		act { "hand_on", from = "new", by = "boss", label = w("转派", "Hand on"), form = { { "lead", required = true } } },
		act { "complete", from = "new", to = "done", by = "boss", label = w("办结", "Complete"),
			guard = function(m)
				for _, p in ipairs(m.parts.milestone) do
					if p.state == "planned" or p.state == "underway" then
						return w("还有节点没有完成：" .. p.title, "a milestone is open: " .. p.title)
					end
				end
				if m.part ~= nil then return w("错", "wrong") end
			end },
		act { "reopen", from = "done", to = "new", by = "boss", label = w("重开", "Reopen") },
	},
}
