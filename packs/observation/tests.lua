-- SPDX-License-Identifier: Apache-2.0
-- luoshi pack test observation. Every action is shown allowed, every guard refusing.

local function w(zh, en) return { zh = zh, en = en } end
local plan = { title = "三季度重点项目观摩", due = 110, units = { "31", "32" } }
case { "a tour is planned", action = "plan", role = "office", today = 100, given = plan, to = "planned" }
case { "not by those who are visited", action = "plan", role = { "liaison", "head", "leader" }, today = 100, given = plan, refuse = "role" }
case { "for a day to come", action = "plan", role = "office", today = 111, given = plan, refuse = w("观摩日期已经过了，请改成以后的日子", "The day of the tour is past; choose a later one") }
case { "another day", action = "change", state = "planned", role = "office", reason = true, field = plan, given = { due = 120 } }
case { "it was held", action = "hold", state = "planned", role = "office", field = plan, given = { found = "一处停工" }, to = "held" }
case { "the result is told", action = "tell", state = "held", role = "office", field = plan, given = { round = "1" }, to = "told" }
case { "only with a ballot", action = "tell", state = "held", role = "office", field = plan, refuse = "missing" }
case { "dropped", action = "drop", state = "planned", role = "office", reason = true, field = plan, to = "dropped" }
