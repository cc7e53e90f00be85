-- SPDX-License-Identifier: Apache-2.0
-- luoshi pack test yield. Days are day numbers; 20589 is 2026-05-16. Every action is shown allowed, every guard refusing.

local function w(zh, en) return { zh = zh, en = en } end
local code = "91370499MA3TEST001"
local firm = { code = code, name = "某某机械有限公司", lead = "31", scale = "above" }
local others = { "lead_head", "leader" }
local dates = { list_due = 20589, data_due = 20620, due = 20645 } -- 16 May, 16 June, 11 July 2026

-- firms
case { "a data office enters a firm", action = "enter", role = "statistics", today = 20500, given = firm, to = "active" }
case { "so does its township", action = "enter", role = "lead", today = 20500, given = firm, to = "active" }
case { "not the leaders", action = "enter", role = others, today = 20500, given = firm, refuse = "role" }
case { "a code has 18 characters", action = "enter", role = "statistics", today = 20500, given = { code = "9137", name = "x", lead = "31", scale = "above" },
	refuse = w("统一社会信用代码是18位，请核对", "A unified social credit code has 18 characters; check it") }
case { "a firm has a township", action = "enter", role = "statistics", today = 20500, given = { code = code, name = "x", scale = "above" }, refuse = "missing" }
case { "other grounds are said", action = "enter", role = "statistics", today = 20500, given = { code = code, name = "x", lead = "31", scale = "above", reserved = "other" },
	refuse = w("“其他”要写明不定等级的理由", "Say why it is left unclassed") }
case { "production has begun", action = "correct", state = "active", role = "lead", today = 20500, field = firm, given = { started = 20501 },
	refuse = w("投产日期还没有到", "The day production began has not come yet") }
case { "who came above scale is above it", action = "correct", state = "active", role = "lead", today = 20500, field = { code = code, name = firm.name, lead = "31", scale = "below" }, given = { above_since = 20400 },
	refuse = w("填了升规日期，规模要选规上", "With the day it came above scale, its scale is above") }
case { "with its scale", action = "correct", state = "active", role = "lead", today = 20500, field = { code = code, name = firm.name, lead = "31", scale = "below" }, given = { above_since = 20400, scale = "above" } }
case { "years are not negative", action = "correct", state = "active", role = "lead", today = 20500, field = firm, given = { low_before = -1 },
	refuse = w("连续年数不能是负数", "A number of years cannot be negative") }
case { "a firm is corrected", action = "correct", state = "active", role = "lead", today = 20500, field = firm, given = { park = "高新产业园" } }
case { "a code is given anew", action = "recode", state = "active", role = "statistics", reason = true, field = firm, given = { code = "91370499MA3TEST002" } }
case { "with its reason", action = "recode", state = "active", role = "statistics", field = firm, given = { code = "91370499MA3TEST002" }, refuse = "reason" }
case { "a new code is whole", action = "recode", state = "active", role = "statistics", reason = true, field = firm, given = { code = "1" },
	refuse = w("统一社会信用代码是18位，请核对", "A unified social credit code has 18 characters; check it") }
case { "class T", action = "reserve", state = "active", role = "statistics", reason = true, field = firm, given = { reserved = "utility" } }
case { "class T for another ground", action = "reserve", state = "active", role = "statistics", reason = true, field = firm, given = { reserved = "other" },
	refuse = w("“其他”要写明不定等级的理由", "Say why it is left unclassed") }
case { "class T while young in production", action = "reserve", state = "active", role = "statistics", reason = true, today = 20500,
	field = { code = code, name = firm.name, lead = "31", scale = "above", started = 19770 }, given = { reserved = "young" } }
case { "not from its second anniversary", action = "reserve", state = "active", role = "statistics", reason = true, today = 20501,
	field = { code = code, name = firm.name, lead = "31", scale = "above", started = 19770 }, given = { reserved = "young" },
	refuse = w("投产已满2年，不能再按“投产不满规定年限”不定等级；请改选或留空",
		"It is in production for 2 years and is too old for this; choose another reason or none") }
case { "townships put nobody into class T", action = "reserve", state = "active", role = "lead", reason = true, field = firm, given = { reserved = "utility" }, refuse = "role" }
case { "out of class T", action = "unreserve", state = "active", role = "supervision", reason = true, field = firm }
case { "a firm leaves", action = "leave", state = "active", role = "statistics", reason = true, field = firm, to = "gone" }
case { "and comes back", action = "return", state = "gone", role = "statistics", reason = true, field = firm, to = "active" }
case { "a parcel is entered", part = "parcel", action = "add", role = "lead", given = { no = "甲1", mu = "12.5", use = "own" }, to = "used" }
case { "a parcel has an area", part = "parcel", action = "add", role = "lead", given = { no = "甲1", mu = "0", use = "own" }, refuse = w("面积要大于零", "The area must be more than zero") }
case { "a parcel is corrected", part = "parcel", action = "change", state = "used", role = "lead", reason = true, own = { no = "甲1", mu = "12.5", use = "own" }, given = { mu = "13" } }
case { "to an area", part = "parcel", action = "change", state = "used", role = "lead", reason = true, own = { no = "甲1", mu = "12.5", use = "own" }, given = { mu = "-1" },
	refuse = w("面积要大于零", "The area must be more than zero") }
case { "a parcel is given up", part = "parcel", action = "stop", state = "used", role = "statistics", reason = true, own = { no = "甲1", mu = "1", use = "lease_in" }, to = "ended" }

-- the evaluation
local start = { title = "2025年度规上工业企业亩产效益评价", period = "2025", scale = "above", method = "huangyan_2022_above", lead = "5",
	list_due = 20589, data_due = 20620, due = 20645 }
local function with(t, k, v)
	local r = {}
	for a, b in pairs(t) do r[a] = b end
	r[k] = v
	return r
end
case { "an evaluation begins", kind = "evaluation", action = "start", role = "statistics", today = 20500, given = start, to = "listing" }
case { "liaisons do not begin it", kind = "evaluation", action = "start", role = { "lead", "town", "leader" }, today = 20500, given = start, refuse = "role" }
case { "a year has four digits", kind = "evaluation", action = "start", role = "statistics", today = 20500, given = with(start, "period", "去年"),
	refuse = w("评价年度写四位年份，如 2025", "A year is written like 2025") }
case { "the list by the end of May", kind = "evaluation", action = "start", role = "statistics", today = 20500, given = with(start, "list_due", 20605),
	refuse = w("定名单晚于规定的5月31日，请改早，或写明晚于规定的理由", "Later than the 5-31 of the rules; choose an earlier day, or say why it is later") }
case { "later with a reason", kind = "evaluation", action = "start", role = "statistics", today = 20500, given = with(with(start, "list_due", 20605), "late_why", "部门数据迟到"), to = "listing" }
case { "one after the other", kind = "evaluation", action = "start", role = "statistics", today = 20500, given = with(start, "data_due", 20580),
	refuse = w("先定名单，再核对数据，最后完成评价，请核对三个日期", "The list comes first, then the data, then the end; check the three days") }
case { "it is changed", kind = "evaluation", action = "change", state = "review", role = "statistics", reason = true, field = start, given = { method = "huaian_2024" } }
case { "changed within the rules", kind = "evaluation", action = "change", state = "review", role = "statistics", reason = true, field = start, given = { due = 20660 },
	refuse = w("完成评价晚于规定的7月15日，请改早，或写明晚于规定的理由", "Later than the 7-15 of the rules; choose an earlier day, or say why it is later") }
case { "not once it is public", kind = "evaluation", action = "change", state = "notice", role = "statistics", reason = true, field = start, given = { method = "huaian_2024" }, refuse = "state" }
case { "the list stands", kind = "evaluation", action = "listed", state = "listing", role = "lead", field = start, to = "collecting" }
case { "the data is in", kind = "evaluation", action = "collected", state = "collecting", role = "lead_head", field = start, to = "confirming" }
case { "the data is locked", kind = "evaluation", action = "lock", state = "confirming", role = "statistics", field = start, to = "review" }
case { "and opened again", kind = "evaluation", action = "unlock", state = "review", role = "statistics", reason = true, field = start, to = "confirming" }
case { "it is published", kind = "evaluation", action = "publish", state = "review", role = "statistics", field = start, given = { run = "1" }, to = "notice" }
case { "only with a result", kind = "evaluation", action = "publish", state = "review", role = "statistics", field = start, refuse = "missing" }
case { "townships do not publish", kind = "evaluation", action = "publish", state = "review", role = "town", field = start, given = { run = "1" }, refuse = "role" }
case { "ranked again", kind = "evaluation", action = "rerank", state = "notice", role = "statistics", field = start, given = { run = "2" }, parts = { objection = { { state = "upheld" } } } }
case { "not with objections open", kind = "evaluation", action = "rerank", state = "notice", role = "statistics", field = start, given = { run = "2" }, parts = { objection = { { state = "raised" } } },
	refuse = w("还有1件异议没有核实", "Objections still to be looked into: 1") }
case { "recalled", kind = "evaluation", action = "recall", state = "notice", role = "supervision", reason = true, field = start, to = "review" }
case { "final", kind = "evaluation", action = "finish", state = "notice", role = "statistics", field = start, given = { run = "3" }, clock = { notice = -1 }, parts = { objection = { { state = "upheld" }, { state = "refused" } } },
	to = "final" }
case { "not before the notice is over", kind = "evaluation", action = "finish", state = "notice", role = "statistics", field = start, given = { run = "3" }, clock = { notice = 2 },
	refuse = w("公示期还没有满", "The time of public notice is not over") }
case { "not with an objection open", kind = "evaluation", action = "finish", state = "notice", role = "statistics", field = start, given = { run = "3" }, clock = { notice = -1 },
	parts = { objection = { { state = "raised" } } }, refuse = w("还有1件异议没有核实", "Objections still to be looked into: 1") }
case { "opened again", kind = "evaluation", action = "reopen", state = "final", role = "supervision", reason = true, field = start, to = "review" }
case { "dropped", kind = "evaluation", action = "drop", state = "collecting", role = "supervision", reason = true, field = start, to = "dropped" }

-- objections
local objection = { firm = code, item = "firm_tax", claimed = "1250.5", why = "完税证明漏计一笔" }
case { "a township objects", kind = "evaluation", part = "objection", action = "raise", role = "town", given = objection, to = "raised" }
case { "with the value", kind = "evaluation", part = "objection", action = "raise", role = "town", given = { firm = code, item = "firm_tax", why = "x" },
	refuse = w("请写明企业认为应是多少", "Say what the value should be") }
case { "about the class no value", kind = "evaluation", part = "objection", action = "raise", role = "town", given = { firm = code, item = "class", why = "应列T类" }, to = "raised" }
case { "upheld", kind = "evaluation", part = "objection", action = "uphold", state = "raised", role = "statistics", own = objection, given = { corrected = "1250.5", finding = "属实" }, to = "upheld" }
case { "upheld with its value", kind = "evaluation", part = "objection", action = "uphold", state = "raised", role = "statistics", own = objection, given = { finding = "属实" },
	refuse = w("请填核实后的数值", "Give the value found") }
case { "not by whoever raised it", kind = "evaluation", part = "objection", action = "uphold", state = "raised", role = "statistics", same_person = true, own = objection,
	given = { corrected = "1250.5", finding = "属实" }, refuse = "same_person" }
case { "townships do not find on it", kind = "evaluation", part = "objection", action = "uphold", state = "raised", role = "raiser", own = objection, given = { corrected = "1", finding = "x" }, refuse = "role" }
case { "refused", kind = "evaluation", part = "objection", action = "refuse", state = "raised", role = "statistics", own = objection, given = { finding = "税务系统无此笔" }, to = "refused" }
case { "refused with a finding", kind = "evaluation", part = "objection", action = "refuse", state = "raised", role = "statistics", own = objection, refuse = "missing" }
case { "withdrawn", kind = "evaluation", part = "objection", action = "withdraw", state = "raised", role = "raiser", reason = true, own = objection, to = "withdrawn" }

-- exit of low yield
local low = { title = "某某建材厂", code = code, lead = "31", ground = "2024、2025年度均为D类" }
case { "put on the list", kind = "low_yield", action = "list", role = "statistics", given = low, to = "listed" }
case { "townships put nobody on it", kind = "low_yield", action = "list", role = "lead", given = low, refuse = "role" }
case { "a talk", kind = "low_yield", action = "talk", state = "listed", role = "lead", evidence = 1, today = 100, field = low, given = { talk = "约谈法定代表人", path = "rectify", due = 200 }, to = "rectifying" }
case { "a talk has minutes", kind = "low_yield", action = "talk", state = "listed", role = "lead", today = 100, field = low, given = { talk = "x", path = "rectify", due = 200 }, refuse = "evidence" }
case { "with a day to come", kind = "low_yield", action = "talk", state = "listed", role = "lead", evidence = 1, today = 100, field = low, given = { talk = "x", path = "rectify", due = 99 },
	refuse = w("期限已经过了，请改成以后的日子", "The day is past; choose a later one") }
case { "another day", kind = "low_yield", action = "extend", state = "rectifying", role = "statistics", reason = true, field = low, given = { due = 300 } }
case { "asked to verify", kind = "low_yield", action = "apply", state = "rectifying", role = "lead", evidence = 1, field = low, given = { result = "亩均税收已达标" }, to = "applied" }
case { "verified", kind = "low_yield", action = "verify", state = "applied", role = "statistics", field = low, to = "done" }
case { "not by whoever asked", kind = "low_yield", action = "verify", state = "applied", role = "statistics", same_person = true, field = low, refuse = "same_person" }
case { "sent back", kind = "low_yield", action = "send_back", state = "applied", role = "supervision", reason = true, field = low, to = "rectifying" }
case { "taken off", kind = "low_yield", action = "drop", state = "listed", role = "supervision", reason = true, field = low, to = "dropped" }
