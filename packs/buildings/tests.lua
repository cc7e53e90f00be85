-- SPDX-License-Identifier: Apache-2.0
-- luoshi pack test buildings

local function w(zh, en) return { zh = zh, en = en } end
local one = { code = "L001", name = "云桥大厦", lead = "12" }
case { "a building is entered", kind = "building", action = "enter", role = "statistics", given = one, to = "used" }
case { "not by anybody", kind = "building", action = "enter", role = "lead", given = one, refuse = "role" }
case { "its township keeps it up to date", kind = "building", action = "change", state = "used", role = "lead", given = { vacancies = "5层 800平方米" } }
case { "taken off for a reason", kind = "building", action = "remove", state = "used", role = "statistics", reason = true, to = "gone" }
case { "not without", kind = "building", action = "remove", state = "used", role = "statistics", refuse = "reason" }
case { "a tenant", kind = "building", part = "tenant", action = "move_in", role = "lead", given = { name = "某科技公司", area = "420", ["until"] = 900 }, to = "in_use" }
case { "with some room", kind = "building", part = "tenant", action = "move_in", role = "lead", given = { name = "x", area = "0", ["until"] = 900 },
	refuse = w("租用面积要大于零", "The area let is more than nothing") }
case { "it renews", kind = "building", part = "tenant", action = "renew", state = "in_use", role = "lead", given = { ["until"] = 1200 } }
case { "it leaves for a reason", kind = "building", part = "tenant", action = "leave", state = "in_use", role = "lead", reason = true, to = "left" }

local review = { title = "2025年度楼宇考核", period = "2025", method = "buildings_weighted", due = 300 }
case { "a review begins", kind = "building_review", action = "open", role = "statistics", given = review, to = "review" }
case { "by the index", kind = "building_review", action = "open", role = "statistics", given = { title = "2025年度楼宇考核", period = "2025", method = "buildings_index", due = 300 }, to = "review" }
case { "of a year", kind = "building_review", action = "open", role = "statistics", given = { title = "x", period = "25", method = "buildings_mean", due = 300 },
	refuse = w("考核年度写四位年份，如 2025", "A year is written like 2025") }
case { "under notice", kind = "building_review", action = "publish", state = "review", role = "statistics", given = { run = "1" }, to = "notice" }
case { "with a frozen result", kind = "building_review", action = "publish", state = "review", role = "statistics", refuse = "missing" }
case { "ranked again", kind = "building_review", action = "rerank", state = "notice", role = "statistics", given = { run = "2" } }
case { "final after the notice", kind = "building_review", action = "finish", state = "notice", role = "statistics", in_state = 5, given = { run = "2" }, to = "final" }
case { "not before", kind = "building_review", action = "finish", state = "notice", role = "statistics", in_state = 2, given = { run = "2" },
	refuse = w("公示要满5个工作日，现在是第2个", "The notice takes 5 working days; this is day 2") }
case { "dropped for a reason", kind = "building_review", action = "drop", state = "review", role = "supervision", reason = true, to = "dropped" }
case { "not without one", kind = "building_review", action = "drop", state = "review", role = "supervision", refuse = "reason" }
