-- SPDX-License-Identifier: Apache-2.0
-- luoshi pack test campaigns

local function w(zh, en) return { zh = zh, en = en } end
local one = { title = "公共厕所管理规范，无异味", campaign = "国家卫生县城复审", full = "12.5", lead = "12", due = 200 }
case { "the office assigns it", action = "assign", role = "office", given = one, to = "assigned" }
case { "with marks", action = "assign", role = "office", given = { title = "x", campaign = "y", full = "0", lead = "12" }, refuse = w("满分要大于零", "Full marks are more than nothing") }
case { "a unit does not assign", action = "assign", role = "lead", given = one, refuse = "role" }
case { "changed with a reason", action = "change", state = "assigned", role = "office", field = one, reason = true, given = { due = 220 } }
case { "not without", action = "change", state = "assigned", role = "office", field = one, given = { due = 220 }, refuse = "reason" }
case { "the unit scores it with evidence", action = "score", state = "assigned", role = "lead", field = one, evidence = 1, given = { own = "12", own_ground = "抽查20座" }, to = "scored" }
case { "points need evidence", action = "score", state = "assigned", role = "lead", field = one, evidence = 0, given = { own = "12", own_ground = "x" }, refuse = "evidence" }
case { "no more than full marks", action = "score", state = "gap", role = "lead", field = one, evidence = 1, given = { own = "12.6", own_ground = "x" }, refuse = w("自评得分应在0和满分之间", "The own score lies between nothing and full marks") }
case { "found met", action = "find", state = "scored", role = "office", field = one, given = { found = "11", finding = "实地看了6座" }, to = "met" }
case { "not by whoever scored it", action = "find", state = "scored", role = "office", same_person = true, field = one, given = { found = "11", finding = "x" }, refuse = "same_person" }
case { "found within the marks", action = "find", state = "scored", role = "office", field = one, given = { found = "-1", finding = "x" }, refuse = w("核查得分应在0和满分之间", "What is found lies between nothing and full marks") }
case { "a gap", action = "miss", state = "scored", role = "office", field = one, given = { found = "6", gap = "两座有异味", due = 230 }, to = "gap" }
case { "a gap within the marks", action = "miss", state = "met", role = "office", field = one, given = { found = "13", gap = "x", due = 230 }, refuse = w("核查得分应在0和满分之间", "What is found lies between nothing and full marks") }
case { "it ends with a word", action = "finish", state = "met", role = "office", reason = true, to = "ended" }
case { "not without one", action = "finish", state = "met", role = "office", refuse = "reason" }
