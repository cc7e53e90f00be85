-- SPDX-License-Identifier: Apache-2.0
-- luoshi pack test appraisal. Days are day numbers. Every action is shown allowed, every guard refusing.

local function w(zh, en) return { zh = zh, en = en } end
local unit = { code = "370499001", name = "某某街道", lead = "31", sort = "town", class = "street" }
case { "a unit is entered", action = "enter", role = "supervision", given = unit, to = "active" }
case { "not by the unit itself", action = "enter", role = { "lead", "lead_head", "leader" }, given = unit, refuse = "role" }
case { "it has a class", action = "enter", role = "statistics", given = { code = "1", name = "x", lead = "31", sort = "town" }, refuse = "missing" }
case { "it is corrected", action = "correct", state = "active", role = "organisation", reason = true, field = unit, given = { class = "farm" } }
case { "with the reason", action = "correct", state = "active", role = "organisation", field = unit, given = { class = "farm" }, refuse = "reason" }
case { "it is ranked again", action = "rank_it", state = "active", role = "supervision", reason = true, field = unit }
case { "it is merged", action = "leave", state = "active", role = "supervision", reason = true, field = unit, to = "gone" }

local start = { title = "2025年度镇街综合考核", period = "2025", sort = "town", method = "appraisal_towns", lead = "5", due = 20645 }
local function with(t, k, v)
	local r = {}
	for a, b in pairs(t) do r[a] = b end
	r[k] = v
	return r
end
case { "an assessment begins", kind = "assessment", action = "start", role = "supervision", given = start, to = "collecting" }
case { "units do not begin it", kind = "assessment", action = "start", role = { "lead", "unit_own", "leader" }, given = start, refuse = "role" }
case { "a year has four digits", kind = "assessment", action = "start", role = "supervision", given = with(start, "period", "去年"), refuse = w("考核年度写四位年份，如 2025", "A year is written like 2025") }
case { "a method of its units", kind = "assessment", action = "start", role = "supervision", given = with(start, "method", "appraisal_offices"),
	refuse = w("考核办法和考核对象不配，请核对", "The method is not one for these units; check it") }
case { "it is changed", kind = "assessment", action = "change", state = "review", role = "supervision", reason = true, field = start, given = { method = "appraisal_rank" } }
case { "not once it was told", kind = "assessment", action = "change", state = "notice", role = "supervision", reason = true, field = start, given = { method = "appraisal_rank" }, refuse = "state" }
case { "the data is locked", kind = "assessment", action = "lock", state = "collecting", role = "statistics", field = start, to = "review" }
case { "and opened again", kind = "assessment", action = "unlock", state = "review", role = "supervision", reason = true, field = start, to = "collecting" }
case { "it is told", kind = "assessment", action = "publish", state = "review", role = "supervision", field = start, given = { run = "1" }, to = "notice" }
case { "only with a result", kind = "assessment", action = "publish", state = "review", role = "supervision", field = start, refuse = "missing" }
case { "ranked again", kind = "assessment", action = "rerank", state = "notice", role = "supervision", field = start, given = { run = "2" }, parts = { appeal = { { state = "upheld" } } } }
case { "not with appeals open", kind = "assessment", action = "rerank", state = "notice", role = "supervision", field = start, given = { run = "2" }, parts = { appeal = { { state = "raised" } } },
	refuse = w("还有1件申诉没有答复", "Appeals still to be answered: 1") }
case { "recalled", kind = "assessment", action = "recall", state = "notice", role = "supervision", reason = true, field = start, to = "review" }
local over = { notice = -1 }
case { "final", kind = "assessment", action = "finish", state = "notice", role = "supervision", field = start, given = { run = "3" }, clock = over,
	parts = { appeal = { { state = "upheld" } }, tolerance = { { state = "refused", reply = "不符合程序正当" } } }, to = "final" }
case { "not before the time is over", kind = "assessment", action = "finish", state = "notice", role = "supervision", field = start, given = { run = "3" }, clock = { notice = 2 },
	refuse = w("反馈期还没有满", "The time for appeals is not over") }
case { "not with tolerance open", kind = "assessment", action = "finish", state = "notice", role = "supervision", field = start, given = { run = "3" }, clock = over,
	parts = { tolerance = { { state = "accepted" } } }, refuse = w("还有1件容错没有认定", "Applications for tolerance still to be found on: 1") }
case { "nor before it was told", kind = "assessment", action = "finish", state = "notice", role = "supervision", field = start, given = { run = "3" }, clock = over,
	parts = { tolerance = { { state = "upheld" } } }, refuse = w("容错认定结果还没有反馈申请单位", "A finding on tolerance has not been told to the unit yet") }
case { "opened again", kind = "assessment", action = "reopen", state = "final", role = "supervision", reason = true, field = start, to = "review" }
case { "dropped", kind = "assessment", action = "drop", state = "collecting", role = "supervision", reason = true, field = start, to = "dropped" }

-- appeals
local appeal = { firm = "370499001", item = "ap_projects", claimed = "96.5", why = "漏计一个项目" }
case { "a unit appeals", kind = "assessment", part = "appeal", action = "raise", role = "unit_own", given = appeal, to = "raised" }
case { "with the value", kind = "assessment", part = "appeal", action = "raise", role = "unit_own", given = { firm = "370499001", item = "ap_projects", why = "x" }, refuse = "missing" }
case { "upheld", kind = "assessment", part = "appeal", action = "uphold", state = "raised", role = "supervision", own = appeal, given = { corrected = "96.5", finding = "属实" }, to = "upheld" }
case { "not by whoever appealed", kind = "assessment", part = "appeal", action = "uphold", state = "raised", role = "supervision", same_person = true, own = appeal,
	given = { corrected = "96.5", finding = "属实" }, refuse = "same_person" }
case { "units do not answer it", kind = "assessment", part = "appeal", action = "uphold", state = "raised", role = "raiser", own = appeal, given = { corrected = "1", finding = "x" }, refuse = "role" }
case { "refused", kind = "assessment", part = "appeal", action = "refuse", state = "raised", role = "organisation", own = appeal, given = { finding = "未入库" }, to = "refused" }
case { "withdrawn", kind = "assessment", part = "appeal", action = "withdraw", state = "raised", role = "raiser", reason = true, own = appeal, to = "withdrawn" }

-- tolerance
local mistake = { firm = "370499001", item = "ap_criticism", ground = "市通〔2025〕3号", why = "先行先试中的失误" }
local six = { finding = "逐条核实" }
for _, c in ipairs { "lawful", "reform", "diligent", "unselfish", "procedure", "corrected_it" } do
	six[c] = "yes"
	six[c .. "_evidence"] = "会议纪要"
end
local looked = { firm = "370499001", item = "ap_criticism", ground = "市通〔2025〕3号" }
for k, v in pairs(six) do looked[k] = v end
case { "a unit applies", kind = "assessment", part = "tolerance", action = "apply", role = "unit_own", evidence = 1, given = mistake, to = "applied" }
case { "with evidence", kind = "assessment", part = "tolerance", action = "apply", role = "unit_own", given = mistake, refuse = "evidence" }
case { "taken up", kind = "assessment", part = "tolerance", action = "accept", state = "applied", role = "supervision", own = mistake, to = "accepted" }
case { "the conditions", kind = "assessment", part = "tolerance", action = "look", state = "accepted", role = "organisation", own = mistake, given = six }
case { "all of them", kind = "assessment", part = "tolerance", action = "look", state = "accepted", role = "organisation", own = mistake, given = { lawful = "yes" }, refuse = "missing" }
case { "tolerated", kind = "assessment", part = "tolerance", action = "uphold", state = "accepted", role = "organisation", reason = true, own = looked, given = { outcome = "exempt", corrected = "0" }, to = "upheld" }
case { "not before each was looked into", kind = "assessment", part = "tolerance", action = "uphold", state = "accepted", role = "organisation", reason = true, own = with(looked, "procedure", "no"),
	given = { outcome = "exempt", corrected = "0" },
	refuse = w("六个条件要同时符合才能认定，“程序正当”还不符合或没有核实", "All six conditions must be met; “By due procedure” is not, or was not looked into") }
case { "never less than nothing", kind = "assessment", part = "tolerance", action = "uphold", state = "accepted", role = "organisation", reason = true, own = looked, given = { outcome = "exempt", corrected = "-1" },
	refuse = w("扣除后的次数不能是负数", "What counts cannot be less than nothing") }
case { "not tolerated", kind = "assessment", part = "tolerance", action = "refuse", state = "accepted", role = "supervision", reason = true, own = looked, to = "refused" }
case { "and told", kind = "assessment", part = "tolerance", action = "reply", state = "upheld", role = "supervision", own = looked, given = { reply = "予以免责，已澄清" } }
