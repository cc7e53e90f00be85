-- SPDX-License-Identifier: Apache-2.0
-- luoshi pack test restoration

local function w(zh, en) return { zh = zh, en = en } end
local hill = { code = "S001", name = "云台山西坡", sort = "hill", lead = "12" }
case { "a hill is entered", kind = "site", action = "enter", role = "environment", given = hill, to = "listed" }
case { "not by anybody", kind = "site", action = "enter", role = "lead", given = hill, refuse = "role" }
case { "a contaminated parcel says with what", kind = "site", action = "enter", role = "environment",
	given = { code = "S002", name = "原化工厂地块", sort = "parcel", lead = "12" }, refuse = w("污染地块要写明特征污染物", "Say what the parcel is contaminated with") }
case { "and is entered with it", kind = "site", action = "enter", role = "supervision",
	given = { code = "S002", name = "原化工厂地块", sort = "parcel", lead = "12", pollutant = "苯" }, to = "listed" }
case { "kept up to date", kind = "site", action = "change", state = "listed", role = "lead", given = { mu = "120" } }
case { "a picture of a camera", kind = "site", action = "picture", state = "listed", role = "environment", given = { picture_note = "摄像机一" } }
case { "not by the unit in charge", kind = "site", action = "picture", state = "listed", role = "lead", refuse = "role" }
case { "restored, with its acceptance", kind = "site", action = "restore", state = "listed", role = "environment", reason = true, to = "restored" }
case { "not without", kind = "site", action = "restore", state = "listed", role = "environment", refuse = "reason" }
case { "taken off for a reason", kind = "site", action = "remove", state = "listed", role = "environment", reason = true, to = "removed" }
case { "surveyed", kind = "site", part = "survey", action = "enter", role = "lead", evidence = 1, today = 300, to = "entered",
	given = { what = "沉降观测", day = 200, by_whom = "测绘队", finding = "稳定" } }
case { "with a photograph", kind = "site", part = "survey", action = "enter", role = "lead", refuse = "evidence",
	given = { what = "沉降观测", day = 200, by_whom = "测绘队", finding = "稳定" } }
case { "not tomorrow", kind = "site", part = "survey", action = "enter", role = "lead", evidence = 1, today = 100,
	given = { what = "沉降观测", day = 200, by_whom = "测绘队", finding = "稳定" }, refuse = w("调查日期不能晚于今天", "A survey is not later than today") }
case { "reviewed", kind = "site", part = "survey", action = "review", state = "entered", role = "environment", reason = true, to = "reviewed" }
case { "not by who made it", kind = "site", part = "survey", action = "review", state = "entered", role = "lead", reason = true, refuse = "role" }

local p = { title = "云台山西坡复绿", site = "S001 云台山西坡", lead = "12", due = 900 }
case { "a project begins", kind = "restoration", action = "open", role = "environment", given = p, to = "plan" }
case { "with a deadline", kind = "restoration", action = "open", role = "environment", given = { title = "x", site = "x", lead = "12" }, refuse = "missing" }
case { "its plan", kind = "restoration", action = "plan", state = "plan", role = "lead", given = { way = "削坡、覆土、植树" } }
case { "approved", kind = "restoration", action = "approve", state = "plan", role = "environment", field = { way = "削坡" }, to = "work" }
case { "not without a plan", kind = "restoration", action = "approve", state = "plan", role = "environment",
	refuse = w("先写修复方案，再批准实施", "Write the plan before it is approved") }
case { "progress", kind = "restoration", action = "report", state = "work", role = "lead", evidence = 1, given = { result = "覆土完成", share = 40 } }
case { "with photographs", kind = "restoration", action = "report", state = "work", role = "lead", given = { result = "覆土完成", share = 40 }, refuse = "evidence" }
case { "a picture of a camera of it", kind = "restoration", action = "picture", state = "work", role = "environment", given = { picture_note = "摄像机一" } }
case { "surveyed under way", kind = "restoration", part = "survey", action = "enter", role = "lead", evidence = 1, today = 300, given = { what = "成活率", day = 200, finding = "95%" }, to = "entered" }
case { "not in advance", kind = "restoration", part = "survey", action = "enter", role = "lead", evidence = 1, today = 100,
	given = { what = "成活率", day = 200, finding = "95%" }, refuse = w("调查日期不能晚于今天", "A survey is not later than today") }
case { "reviewed as well", kind = "restoration", part = "survey", action = "review", state = "entered", role = "environment", reason = true, to = "reviewed" }
case { "with a word", kind = "restoration", part = "survey", action = "review", state = "entered", role = "environment", refuse = "reason" }
case { "the work is finished", kind = "restoration", action = "finish", state = "work", role = "lead", evidence = 1, today = 300,
	given = { done_on = 299, result = "完工" }, to = "assess" }
case { "not in advance", kind = "restoration", action = "finish", state = "work", role = "lead", evidence = 1, today = 300,
	given = { done_on = 301, result = "完工" }, refuse = w("完工日期不能晚于今天", "The work was not finished later than today") }
case { "it did not pass", kind = "restoration", action = "again", state = "assess", role = "environment", reason = true, to = "work" }
case { "with what is missing", kind = "restoration", action = "again", state = "assess", role = "environment", refuse = "reason" }
case { "closed after its aftercare", kind = "restoration", action = "close", state = "assess", role = "environment", evidence = 1, today = 700,
	field = { done_on = 300 }, given = { effect = "达标" }, to = "closed" }
case { "not before", kind = "restoration", action = "close", state = "assess", role = "environment", evidence = 1, today = 400,
	field = { done_on = 300 }, given = { effect = "达标" }, refuse = w("完工满365天方可销号，现在是第100天", "A project is closed 365 days after the work; this is day 100") }
case { "dropped for a reason", kind = "restoration", action = "drop", state = "work", role = "supervision", reason = true, to = "dropped" }
case { "not without one", kind = "restoration", action = "drop", state = "work", role = "supervision", refuse = "reason" }
