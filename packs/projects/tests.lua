-- SPDX-License-Identifier: Apache-2.0
-- luoshi pack test projects. Days are day numbers; every action is shown allowed, every guard refusing.

local function w(zh, en) return { zh = zh, en = en } end
local good = { title = "榴园新材料产业园一期", level = "city", sort = "new", investment = "52000", planned_year = "18000", lead = "12" }
local function with(more)
	local t = {}
	for k, v in pairs(good) do t[k] = v end
	for k, v in pairs(more) do t[k] = v end
	return t
end

-- opening and planning
case { "the supervision office opens it", action = "open", role = "supervision", given = with { planned_start = 100, due = 400, officer = "7" }, to = "reserve" }
case { "without an officer yet", action = "open", role = "supervision", given = good, to = "reserve" }
case { "a unit cannot open it", action = "open", role = { "lead", "officer" }, given = good, refuse = "role" }
case { "it has a level", action = "open", role = "supervision", given = { title = "x", sort = "new", investment = "1", planned_year = "1", lead = "12" }, refuse = "missing" }
case { "completion after the start", action = "open", role = "supervision", given = with { planned_start = 400, due = 400 },
	refuse = w("计划竣工要晚于计划开工", "The planned completion must be later than the planned start") }
case { "no more this year than in all", action = "open", role = "supervision", given = with { planned_year = "52000.01" },
	refuse = w("年度计划投资大于总投资，请核对单位（万元）", "More is planned this year than in all; check the unit (10,000 yuan)") }
case { "amounts are not negative", action = "open", role = "supervision", given = with { investment = "-1" },
	refuse = w("总投资不能是负数，请核对", "The total investment cannot be negative; check it") }
case { "amounts in yuan are noticed", action = "open", role = "supervision", given = with { done_all = "520000000" },
	refuse = w("累计完成投资是总投资的两倍以上，请核对单位（万元）", "More than twice the total is done; check the unit (10,000 yuan)") }
local itself = w("责任单位不能同时是配合单位，请从配合单位里去掉它", "The responsible unit cannot assist itself; take it out of the assisting units")
case { "not its own assistant", action = "open", role = "supervision", given = with { assist = { "12" } }, refuse = itself }
case { "correcting", action = "correct", state = "building", role = "supervision", field = good, given = { site = "经开区锦绣路北" } }
case { "correcting, not its own assistant", action = "correct", state = "building", role = "supervision", field = good, given = { assist = { "12" } }, refuse = itself }
case { "what is closed stands", action = "correct", state = "closed", role = "supervision", field = good, refuse = "state" }
case { "an officer is named", action = "name_officer", state = "reserve", role = "lead_head", given = { officer = "7" } }
case { "an officer does not name himself", action = "name_officer", state = "reserve", role = "officer", given = { officer = "7" }, refuse = "role" }
case { "the plan is changed", action = "plan", state = "building", role = "supervision", reason = true, field = { investment = "52000", planned_start = 100 }, given = { due = 500 } }
case { "the plan is changed for a reason", action = "plan", state = "building", role = "supervision", field = { investment = "52000" }, given = { due = 500 }, refuse = "reason" }
case { "the plan leaves no milestone behind it", action = "plan", state = "building", role = "supervision", reason = true, field = { investment = "52000" },
	given = { due = 200 }, parts = { milestone = { { state = "planned", title = "主体封顶", due = 201 } } },
	refuse = w("节点“主体封顶”晚于新的竣工日期，请先调整节点", "The milestone “主体封顶” is later than the new completion; change it first") }
case { "a plan backwards", action = "plan", state = "building", role = "supervision", reason = true, field = { investment = "52000", planned_start = 300 },
	given = { due = 200 }, refuse = w("计划竣工要晚于计划开工", "The planned completion must be later than the planned start") }
case { "a new year", action = "plan_year", state = "building", role = "supervision", field = { investment = "52000", done_all = "9000" }, given = { planned_year = "20000", done_year = "0" } }
case { "a new year says what is done", action = "plan_year", state = "building", role = "supervision", given = { planned_year = "20000" }, refuse = "missing" }
case { "not more this year than in all", action = "plan_year", state = "building", role = "supervision", field = { investment = "52000", done_all = "9000" },
	given = { planned_year = "20000", done_year = "9000.5" }, refuse = w("今年完成投资大于累计完成投资，请核对", "More is done this year than in all; check the figures") }

-- starting and reporting
case { "the officer starts it", action = "start", state = "reserve", role = "officer", evidence = 1, today = 100, given = { actual_start = 98 }, to = "started" }
case { "a photograph comes with it", action = "start", state = "reserve", role = "lead", evidence = 0, today = 100, given = { actual_start = 98 }, refuse = "evidence" }
case { "not before it happened", action = "start", state = "reserve", role = "lead", evidence = 1, today = 100, given = { actual_start = 101 },
	refuse = w("实际开工还没有到，请填已经发生的日子", "The day of the start has not come yet; give the day it happened") }
case { "the first week", action = "report", state = "started", role = "officer", given = { share = 6, progress = "基坑支护完成" }, to = "building" }
case { "another week", action = "report", state = "building", role = "lead", field = { share = 20, progress = "桩基", done_year = "3000", done_all = "5000" },
	given = { share = 26, done_year = "3600.5", done_all = "5600.5" }, to = "building" }
case { "nothing new", action = "report", state = "building", role = "officer", field = { share = 20, progress = "桩基" }, given = { idle = "等图审" }, to = "building" }
case { "nothing new says why", action = "report", state = "building", role = "officer", field = { share = 20, progress = "桩基" },
	refuse = w("进度和进展都与上次一样；确无进展的，请写明“无进展原因”", "Share and text are those of the last report; if nothing is new, say why under “Nothing new, because”") }
case { "nothing new, and yet more", action = "report", state = "building", role = "officer", field = { share = 20, progress = "桩基" }, given = { share = 25, idle = "等图审" },
	refuse = w("写了无进展，进度却比上次高；请删去原因，或改回进度", "It says that nothing is new, yet progress rose; take out the reason, or put the share back") }
case { "leaders do not report", action = "report", state = "building", role = { "leader", "sponsor" }, given = { share = 6, progress = "x" }, refuse = "role" }
case { "falling back says why", action = "report", state = "building", role = "lead", field = { share = 20 }, given = { share = 18, progress = "返工" },
	refuse = w("进度比上次低，请在“存在问题”里写明原因", "Progress fell since the last report; say why under problems") }
case { "falling back with a cause", action = "report", state = "building", role = "lead", field = { share = 20 }, given = { share = 18, progress = "返工", problem = "一处梁体开裂" }, to = "building" }
case { "less money says why", action = "report", state = "building", role = "lead", field = { share = 20, done_year = "3000", done_all = "5000" },
	given = { share = 21, progress = "x", done_year = "2999.99" },
	refuse = w("今年完成投资比上次少，请在“存在问题”里写明原因", "Less is done this year than at the last report; say why under problems") }
case { "more this year than in all", action = "report", state = "building", role = "lead", field = { share = 20, done_all = "5000" },
	given = { share = 21, progress = "x", done_year = "5000.01" }, refuse = w("今年完成投资大于累计完成投资，请核对", "More is done this year than in all; check the figures") }
case { "amounts after completion", action = "invest", state = "completed", role = "lead", field = { investment = "52000" }, given = { done_year = "100", done_all = "51000" } }
case { "amounts after completion fit", action = "invest", state = "producing", role = "officer", given = { done_year = "100", done_all = "99.9" },
	refuse = w("今年完成投资大于累计完成投资，请核对", "More is done this year than in all; check the figures") }
case { "statistics", action = "enter", state = "started", role = "statistics", today = 100, given = { entered = 99, entry_code = "370499-26-0012" } }
case { "statistics need a code", action = "enter", state = "started", role = "lead", today = 100, given = { entered = 99 }, refuse = "missing" }
case { "statistics, not to come", action = "enter", state = "building", role = "officer", today = 100, given = { entered = 101, entry_code = "x" },
	refuse = w("入统日期还没有到，请填已经发生的日子", "The day of the entry has not come yet; give the day it happened") }
case { "statistics only once it began", action = "enter", state = "reserve", role = "officer", today = 100, given = { entered = 99, entry_code = "x" }, refuse = "state" }

-- milestones
case { "a milestone", part = "milestone", action = "add", role = "officer", field = { planned_start = 100, due = 400 }, given = { title = "桩基完成", due = 200, weight = 20 }, to = "planned" }
case { "weights make at most 100", part = "milestone", action = "add", role = "officer", given = { title = "封顶", due = 200, weight = 41 },
	parts = { milestone = { { state = "verified", title = "桩基", weight = 60 }, { state = "dropped", title = "水塔", weight = 10 } } },
	refuse = w("权重从1起，各节点合计不超过100（现在会是101）", "A weight is 1 or more, and all together at most 100 (they would be 101)") }
case { "exactly 100", part = "milestone", action = "add", role = "officer", given = { title = "封顶", due = 200, weight = 40 },
	parts = { milestone = { { state = "verified", title = "桩基", weight = 60 } } }, to = "planned" }
case { "not after completion", part = "milestone", action = "add", role = "lead", field = { due = 400 }, given = { title = "封顶", due = 401, weight = 5 },
	refuse = w("节点不能晚于计划竣工，请先调整项目计划", "A milestone cannot be later than the planned completion; change the project's plan first") }
case { "not before the start", part = "milestone", action = "add", role = "lead", field = { planned_start = 100, due = 400 }, given = { title = "封顶", due = 99, weight = 5 },
	refuse = w("节点不能早于计划开工", "A milestone cannot be earlier than the planned start") }
case { "assistants add none", part = "milestone", action = "add", role = "assist", given = { title = "封顶", due = 99, weight = 5 }, refuse = "role" }
case { "it is reached", part = "milestone", action = "reach", state = "planned", role = "officer", evidence = 1, today = 100, given = { reached = 99 }, to = "reached" }
case { "with evidence", part = "milestone", action = "reach", state = "planned", role = "officer", evidence = 0, today = 100, given = { reached = 99 }, refuse = "evidence" }
case { "not to come", part = "milestone", action = "reach", state = "planned", role = "officer", evidence = 1, today = 100, given = { reached = 101 },
	refuse = w("完成日期还没有到，请填已经发生的日子", "The day of the milestone has not come yet; give the day it happened") }
case { "it is verified", part = "milestone", action = "verify", state = "reached", role = "supervision", to = "verified" }
case { "by another", part = "milestone", action = "verify", state = "reached", role = "supervision", same_person = true, refuse = "same_person" }
case { "it goes back", part = "milestone", action = "send_back", state = "reached", role = "supervision", reason = true, to = "planned" }
case { "it is moved", part = "milestone", action = "move", state = "planned", role = "supervision", reason = true, field = { due = 400 }, own = { due = 200, weight = 20 },
	given = { due = 230 }, parts = { milestone = { { state = "planned", title = "桩基", weight = 20 }, { state = "planned", title = "封顶", weight = 80 } } } }
case { "moved, too heavy", part = "milestone", action = "move", state = "planned", role = "supervision", reason = true, own = { due = 200, weight = 20 }, given = { weight = 21 },
	parts = { milestone = { { state = "planned", title = "桩基", weight = 20 }, { state = "planned", title = "封顶", weight = 80 } } },
	refuse = w("权重从1起，各节点合计不超过100（现在会是101）", "A weight is 1 or more, and all together at most 100 (they would be 101)") }
case { "its unit does not move it", part = "milestone", action = "move", state = "planned", role = "lead", reason = true, own = { due = 200, weight = 20 }, given = { due = 230 }, refuse = "role" }
case { "it is dropped", part = "milestone", action = "drop", state = "planned", role = "supervision", reason = true, to = "dropped" }

-- households
case { "a household", part = "household", action = "add", role = "lead", given = { plot = "石桥村3号", name = "某某", area = "186.5" }, to = "listed" }
case { "it signs", part = "household", action = "sign", state = "listed", role = "officer", today = 100, given = { signed = 100 }, to = "signed" }
case { "it signs, not to come", part = "household", action = "sign", state = "listed", role = "officer", today = 100, given = { signed = 101 },
	refuse = w("签约日期还没有到，请填已经发生的日子", "The day of the agreement has not come yet; give the day it happened") }
case { "it vacates", part = "household", action = "vacate", state = "signed", role = "lead", today = 100, own = { signed = 90 }, given = { vacated = 95 }, to = "vacated" }
case { "not before it signed", part = "household", action = "vacate", state = "signed", role = "lead", today = 100, own = { signed = 90 }, given = { vacated = 89 },
	refuse = w("腾空不能早于签约", "It cannot be vacated before the agreement") }
case { "it is resettled", part = "household", action = "resettle", state = "vacated", role = "lead", today = 100, own = { vacated = 95 }, given = { resettled = 99 }, to = "resettled" }
case { "not before it vacated", part = "household", action = "resettle", state = "vacated", role = "lead", today = 100, own = { vacated = 95 }, given = { resettled = 94 },
	refuse = w("安置不能早于腾空", "It cannot be resettled before it is vacated") }
case { "it is no longer concerned", part = "household", action = "drop", state = "listed", role = "supervision", reason = true, to = "dropped" }
case { "whoever vacated is not taken off", part = "household", action = "drop", state = "vacated", role = "supervision", reason = true, refuse = "state" }
case { "the site is cleared", action = "clear", state = "building", role = "supervision", parts = { household = { { state = "resettled", plot = "3号" }, { state = "dropped", plot = "4号" } } } }
case { "the site is not cleared", action = "clear", state = "building", role = "supervision", parts = { household = { { state = "resettled", plot = "3号" }, { state = "vacated", plot = "4号" } } },
	refuse = w("还有1户没有安置", "Households still to resettle: 1") }

-- the end
case { "completed", action = "complete", state = "building", role = "officer", evidence = 1, today = 100, field = { share = 98 }, given = { completed = 99, share = 100 },
	parts = { milestone = { { state = "verified", title = "封顶" }, { state = "dropped", title = "水塔" } } }, to = "completed" }
case { "not with a milestone open", action = "complete", state = "building", role = "officer", evidence = 1, today = 100, given = { completed = 99, share = 100 },
	parts = { milestone = { { state = "planned", title = "封顶" } } }, refuse = w("节点“封顶”还没有完成", "The milestone “封顶” is not reached yet") }
case { "not half done", action = "complete", state = "building", role = "lead", evidence = 1, today = 100, field = { share = 98 }, given = { completed = 99 },
	refuse = w("竣工时进度应当是100%", "When it is completed its progress is 100 %") }
case { "produces", action = "produce", state = "completed", role = "lead", evidence = 1, today = 100, field = { completed = 90 }, given = { produced = 95 }, to = "producing" }
case { "not before it stands", action = "produce", state = "completed", role = "lead", evidence = 1, today = 100, field = { completed = 90 }, given = { produced = 89 },
	refuse = w("投产不能早于竣工", "It cannot produce before it is completed") }
case { "applying to close", action = "apply_close", state = "producing", role = "officer", evidence = 1, field = { entered = 80 }, given = { result = "建成3条生产线" }, to = "applied" }
case { "with its statistics", action = "apply_close", state = "producing", role = "officer", evidence = 1, given = { result = "建成3条生产线" },
	refuse = w("还没有入统，请先登记入统", "It is not in the statistics yet; enter it first") }
case { "with everybody resettled", action = "apply_close", state = "producing", role = "officer", evidence = 1, field = { entered = 80 }, given = { result = "建成3条生产线" },
	parts = { household = { { state = "signed", plot = "3号" } } }, refuse = w("还有1户没有安置，安置完再申请", "Households still to resettle: 1; apply when that is done") }
case { "closing", action = "close", state = "applied", role = "supervision", given = { check = "11月5日到现场，三条线均在生产" }, to = "closed" }
case { "closing says what was seen", action = "close", state = "applied", role = "supervision", refuse = "missing" }
case { "nobody closes what he applied for", action = "close", state = "applied", role = "supervision", same_person = true, given = { check = "x" }, refuse = "same_person" }
case { "going back", action = "send_back", state = "applied", role = "supervision", reason = true, to = "producing" }
case { "suspending", action = "suspend", state = "building", role = "lead", reason = true, to = "suspended" }
case { "suspending says why", action = "suspend", state = "building", role = "lead", refuse = "reason" }
case { "going on", action = "resume", state = "suspended", role = "supervision", to = "building" }
case { "giving up", action = "drop", state = "suspended", role = "supervision", reason = true, to = "dropped" }
case { "what is closed is not given up", action = "drop", state = "closed", role = "supervision", reason = true, refuse = "state" }

-- words around it
case { "asking for help", action = "ask_help", state = "suspended", role = "officer", given = { problem = "110千伏线路未迁改" } }
case { "reminding", action = "remind", state = "reserve", role = "sponsor" }
case { "a note", action = "note", state = "building", role = "leader", given = { note = "周五到现场看。" } }
case { "a note has words", action = "note", state = "building", role = "leader", refuse = "missing" }
