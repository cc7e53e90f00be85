-- SPDX-License-Identifier: Apache-2.0
-- luoshi pack test firstline

local function w(zh, en) return { zh = zh, en = en } end
local one = { title = "防汛值守", person_name = "张一", occasion = "emergency", seen_on = 100, facts = "夜里两点在闸口" }
case { "written on the day", action = "write", role = "organisation", today = 100, given = one, to = "written" }
case { "not before it was seen", action = "write", role = "organisation", today = 99, given = one, refuse = w("考察日期还没有到，请填看到的那天", "That day has not come yet; give the day it was seen") }
case { "a second person", action = "second", state = "written", role = "organisation", given = { second_view = "三点还在" }, to = "seconded" }
case { "not the same", action = "second", state = "written", role = "organisation", same_person = true, given = { second_view = "x" }, refuse = "same_person" }
case { "he is heard", action = "hear", state = "seconded", role = "organisation", given = { answer = "轮到我" } }
case { "in words", action = "hear", state = "seconded", role = "organisation", refuse = "missing" }
case { "filed for something", action = "file", state = "seconded", role = "organisation", reason = true, to = "closed" }
case { "not for nothing", action = "file", state = "seconded", role = "organisation", refuse = "reason" }
