-- SPDX-License-Identifier: Apache-2.0
-- luoshi pack test idle_land

local function w(zh, en) return { zh = zh, en = en } end
local one = { title = "东片区3号地", parcel_no = "D-3", holder = "某机械公司", sort = "not_begun", mu = "42.5", agreed_start = 1000 }
case { "a parcel is entered", action = "report", role = "liaison", given = one, to = "found" }
case { "with the day it was to be begun", action = "report", role = "liaison", given = { title = "x", parcel_no = "y", holder = "z", sort = "not_begun", mu = "1" },
	refuse = w("“满一年未动工”要写约定动工日期", "“Not begun for a year” needs the day by which it was to be begun") }
case { "the inquiry is served", action = "inquire", state = "found", role = "office", evidence = 1, to = "inquiry" }
case { "with proof", action = "inquire", state = "found", role = "office", evidence = 0, refuse = "evidence" }
case { "he answers", action = "hear", state = "inquiry", role = "office", given = { answer = "资金未到位" } }
case { "not idle", action = "clear", state = "inquiry", role = "office_head", given = { finding = "规划调整" }, to = "not_idle" }
case { "found idle after the answer", action = "find", state = "inquiry", role = "office_head", field = { answer = "x" }, given = { cause = "firm", finding = "未动工" }, to = "finding" }
case { "not before", action = "find", state = "inquiry", role = "office_head", clock = { answer = 3 }, given = { cause = "firm", finding = "x" },
	refuse = w("说明期还没有满，也没有收到说明", "The time for the answer is not over, and none has come") }
case { "a fee after a year", action = "plan", state = "finding", role = "office", today = 1400, field = { agreed_start = 1000 }, given = { way = "fee", plan = "征缴20%", due = 1460 }, to = "disposal" }
case { "not sooner", action = "plan", state = "finding", role = "office", today = 1400, field = { agreed_start = 1000, excluded = 60 }, given = { way = "fee", plan = "x", due = 1460 },
	refuse = w("未动工还不满365天（扣除后340天），不能收闲置费", "Not begun for 340 days that count; the fee needs 365") }
case { "taken back after two", action = "plan", state = "disposal", role = "office", today = 1800, field = { agreed_start = 1000, cause = "firm" }, given = { way = "take", plan = "收回", due = 1900 }, to = "disposal" }
case { "not for the government's fault", action = "plan", state = "finding", role = "office", today = 1800, field = { agreed_start = 1000, cause = "government" }, given = { way = "take", plan = "x", due = 1900 },
	refuse = w("无偿收回要企业原因且满730天（扣除后800天）；协议收回请选流转", "Taking it back needs the holder's fault and 730 days (800 count); by agreement, choose to pass it on") }
case { "dealt with", action = "finish", state = "disposal", role = "assist", field = { mu = "42.5" }, evidence = 1, given = { result = "新项目开工", revived = "42.5" }, to = "done" }
case { "no more than there is", action = "finish", state = "disposal", role = "office", field = { mu = "42.5" }, evidence = 1, given = { result = "x", revived = "43" },
	refuse = w("盘活面积应在0和地块面积之间", "What is brought back lies between nothing and the area of the parcel") }
case { "verified", action = "verify", state = "done", role = "supervision", to = "closed" }
case { "not by whoever did it", action = "verify", state = "done", role = "supervision", same_person = true, refuse = "same_person" }
case { "sent back", action = "send_back", state = "done", role = "supervision", reason = true, to = "disposal" }
case { "with a reason", action = "send_back", state = "done", role = "supervision", refuse = "reason" }
