-- SPDX-License-Identifier: Apache-2.0
-- luoshi pack test pollution.

local function w(zh, en) return { zh = zh, en = en } end

local outlet = { code = "P0001", name = "总排口", firm = "榴园示范印染厂", lead = "12" }
case { "the office enters an outlet", kind = "outlet", action = "enter", role = "office", given = outlet, to = "used" }
case { "a township does not", kind = "outlet", action = "enter", role = "lead", given = outlet, refuse = "role" }
case { "its officer changes", kind = "outlet", action = "change", state = "used", role = "office", given = { firm = "榴园示范印染厂", lead = "12", officer = "7" } }
case { "a rest is declared", kind = "outlet", action = "rest", state = "used", role = "office", reason = true, given = { rest_from = 100, rest_until = 100 } }
case { "its first day after the last", kind = "outlet", action = "rest", state = "used", role = "office", reason = true, given = { rest_from = 101, rest_until = 100 },
	refuse = w("起的日子在止的日子之后，请对调", "The first day is after the last; exchange them") }
case { "not by a township", kind = "outlet", action = "rest", state = "used", role = "lead", reason = true, given = { rest_from = 100, rest_until = 100 }, refuse = "role" }
case { "taken out of use with a cause", kind = "outlet", action = "remove", state = "used", role = "office", reason = true, to = "gone" }
case { "not without one", kind = "outlet", action = "remove", state = "used", role = "office", refuse = "reason" }

local alarm = { title = "总排口 化学需氧量 小时均值超标" }
case { "an alarm is entered", kind = "alarm", action = "raise", role = "office", given = alarm, to = "raised" }
case { "not by a township", kind = "alarm", action = "raise", role = "lead", given = alarm, refuse = "role" }
case { "a further alarm joins", kind = "alarm", action = "join", state = "signed", role = "office", given = { frames = "09:00 61", count = 2 } }
case { "none joins what is closed", kind = "alarm", action = "join", state = "closed", role = "office", given = { frames = "x" }, refuse = "state" }
case { "recovery is noted and closes nothing", kind = "alarm", action = "recover", state = "raised", role = "office", given = { frames = "10:00 40" } }
case { "a picture is kept with it", kind = "alarm", action = "picture", state = "raised", role = "office", given = { picture_note = "东岸 2026-11-23 09:00" } }
case { "not by its officer", kind = "alarm", action = "picture", state = "raised", role = "officer", given = { picture_note = "x" }, refuse = "role" }
case { "the officer signs for it", kind = "alarm", action = "sign", state = "raised", role = "officer", to = "signed" }
case { "a leader does not", kind = "alarm", action = "sign", state = "raised", role = "leader", refuse = "role" }
case { "given to another", kind = "alarm", action = "assign", state = "raised", role = "office", given = { officer = "8" } }
case { "the record of the place", kind = "alarm", action = "visit", state = "signed", role = "officer", given = { cause = "device", site = "泵坏" }, to = "visited" }
case { "what is above the limit needs measures", kind = "alarm", action = "visit", state = "signed", role = "officer", given = { cause = "discharge", site = "超标" },
	refuse = w("确属超标排放的，要写整改措施", "What is above the limit needs measures; write them") }
case { "mended", kind = "alarm", action = "mend", state = "visited", role = "officer", given = { mended = "更换了泵" }, to = "mended" }
case { "mending has words", kind = "alarm", action = "mend", state = "visited", role = "officer", refuse = "missing" }
case { "looked at again", kind = "alarm", action = "recheck", state = "mended", role = "office", given = { recheck = "三小时均值达标" }, to = "checked" }
case { "not by whoever mended it", kind = "alarm", action = "recheck", state = "mended", role = "office", same_person = true, given = { recheck = "达标" }, refuse = "same_person" }
case { "sent back with a cause", kind = "alarm", action = "again", state = "mended", role = "office", reason = true, to = "visited" }
case { "closed", kind = "alarm", action = "close", state = "checked", role = "office", to = "closed" }
case { "not before it was looked at again", kind = "alarm", action = "close", state = "mended", role = "office", refuse = "state" }
case { "no alarm after all", kind = "alarm", action = "dismiss", state = "raised", role = "office", reason = true, to = "false" }
case { "the officer does not say so himself", kind = "alarm", action = "dismiss", state = "raised", role = "officer", reason = true, refuse = "role" }
