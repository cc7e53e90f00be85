-- SPDX-License-Identifier: Apache-2.0
-- Project tours (项目观摩): the units are visited one after the other, everybody on the tour ranks all of them, and the
-- ballots become points. The ballots themselves are rounds (docs/decisions/ballots.md); this is the tour around them.

pack { "observation", version = "1", label = { zh = "项目观摩", en = "Project tours" } }

local function w(zh, en) return { zh = zh, en = en } end
local function must(field) return { field, required = true } end
local function pick(name, zh, en) return choice { name, label = w(zh, en) } end
local function keep(field) return { field, prefill = true } end
local function must_keep(field) return { field, required = true, prefill = true } end

local jining = "[V] 济宁市2015年一季度：每票对全部13个单位排名，得分＝Σ各名次票数×［100－3×（名次－1）］÷总票数，公布两位小数，同分并列"
setting { "ballot_sort", type = "choice", default = "rank", choices = { pick("grade", "打等次", "Grades"), pick("rank", "排名次", "Ranks") }, label = w("评议方式", "How it is answered"), source = jining }
setting { "ballot_first", type = "int", low = 1, high = 1000, default = 100, label = w("第一名计几分", "Points of the first place"), source = jining }
setting { "ballot_step", type = "int", low = 0, high = 100, default = 3, label = w("每降一名少几分", "Points less with each place"), source = jining }
setting { "ballot_groups", type = "line", default = "观摩人员:100",
	label = w("评议主体和权重（名称:权重，空格隔开）", "Groups and weights (name:weight, with spaces)"), source = "[D] 济宁市各票同权：一组即可" }
setting { "ballot_least", type = "int", low = 3, high = 50, default = 5,
	label = w("一组至少几份才显示", "Answers of a group below which nothing of it is shown"), source = "[D] 少于5份不显示；低于3不能设" }
setting { "near_days", type = "int", low = 0, high = 30, default = 3,
	label = w("剩几个工作日时亮黄灯", "Working days left at which the light turns yellow"), source = "[D] 定路线、通知约三天" }

kind { "tour",
	label = w("项目观摩", "Project tour"), number = "观〔{year}〕{n:2}", title = "title", lead = "lead", due = "due",
	see = { "office", "leader", "liaison", "head" },
	roles = {
		role { "office", duty = "supervision", relation = "any", label = w("观摩组织单位（督查室）", "Office that leads the tour") },
		role { "leader", duty = "leader", relation = "any", label = w("区领导", "Leaders of the district") },
		role { "liaison", duty = "liaison", relation = "any", label = w("各单位联络员", "Liaisons of all units") },
		role { "head", duty = "head", relation = "any", label = w("各单位负责人", "Heads of all units") },
	},
	fields = {
		field { "title", type = "line", list = true, max = 120, label = w("名称", "Name"), hint = w("如：2026年三季度重点项目观摩", "Quarter and what is visited") },
		field { "lead", type = "unit", list = true, fill = "actor", label = w("组织单位", "Office in charge") },
		field { "due", type = "date", list = true, label = w("观摩日期", "Day of the tour") },
		field { "units", type = "units", label = w("观摩哪些单位", "Units visited") },
		field { "route", type = "text", label = w("路线和项目", "Route and projects"), hint = w("一个单位一行：项目、看点、停留几分钟", "A line each: project, what to see, minutes") },
		field { "round", type = "line", list = true, max = 20, label = w("评议编号", "Number of the ballot") },
		field { "found", type = "text", label = w("观摩发现的问题", "What was found") },
	},
	states = {
		state { "planned", first = true, label = w("已安排", "Planned"), tray = w("待观摩", "Tours to hold") },
		state { "held", label = w("已观摩，待评议", "Held"), tray = w("待公布观摩结果", "Results of tours") },
		state { "told", closed = true, label = w("已公布", "Told") },
		state { "dropped", closed = true, label = w("已取消", "Dropped") },
	},
	clocks = { clock { "due", unit = "until", field = "due", main = true, label = w("观摩日期", "Day of the tour") } },
	lights = {
		light { "red", when = "overdue", word = w("超期", "overdue") },
		light { "yellow", when = "left_at_most", than = 3, setting = "near_days", word = w("临近", "soon") },
	},
	actions = {
		action { "plan", opens = true, to = "planned", by = "office", main = true, tells = { "liaison", "head" }, topic = "task", clocks = "arm due",
			label = w("安排观摩", "Plan a tour"), done = w("安排了观摩", "planned the tour"), help = w("定日期、单位和路线。", "Day, units and route."),
			form = { must "title", must "due", must "units", "route" },
			guard = function(m)
				if m.given.due and m.given.due < m.today then
					return w("观摩日期已经过了，请改成以后的日子", "The day of the tour is past; choose a later one")
				end
			end },
		action { "change", from = "planned", by = "office", reason = true, tells = { "liaison", "head" }, topic = "step", clocks = "arm due",
			label = w("调整", "Change"), done = w("调整了观摩", "changed the tour"), help = w("改日期、路线的，写明原因。", "Another day or route, with the reason."),
			form = { must_keep "due", must_keep "units", keep "route" } },
		action { "hold", from = "planned", to = "held", by = "office", main = true, clocks = "stop due",
			label = w("观摩完毕", "It was held"), done = w("完成了观摩", "held the tour"), help = w("写看到的问题；评议在“评议投票”里开。", "What was found; the ballot is opened with the ballots."), form = { "found", "round" } },
		action { "tell", from = "held", to = "told", by = "office", main = true, tells = { "liaison", "head", "leader" }, topic = "step",
			label = w("公布结果", "Tell the result"), done = w("公布了观摩结果", "told the result"), help = w("评议结束后，填评议编号，由人确认公布。", "Once the ballot is closed: its number; a person decides."),
			form = { must_keep "round", keep "found" } },
		action { "drop", from = { "planned", "held" }, to = "dropped", by = "office", reason = true, tells = { "liaison", "head" }, clocks = "stop due",
			label = w("取消观摩", "Drop it"), done = w("取消了观摩", "dropped it"), help = w("写明原因。", "Say why.") },
	},
}
