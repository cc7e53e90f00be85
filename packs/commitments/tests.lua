-- SPDX-License-Identifier: Apache-2.0
-- luoshi pack test commitments. Days are day numbers; every action is shown allowed, every guard refusing.

local function w(zh, en) return { zh = zh, en = en } end
local past = w("时限已经过了，请改成今天或以后的日子", "The date is past; choose today or a later day")
local itself = w("牵头单位不能同时是配合单位，请从配合单位里去掉它",
	"The leading unit cannot assist itself; take it out of the assisting units")

-- opening and assigning
case { "the supervision office opens it", action = "open", role = "supervision", given = { title = "榴乡路沿线3处积水点整治" }, to = "proposed" }
case { "a unit cannot open it", action = "open", role = "lead", given = { title = "榴乡路" }, refuse = "role" }
case { "it needs a title", action = "open", role = "supervision", given = { goal = "3处" }, refuse = "missing" }
case { "blanks are no title", action = "open", role = "supervision", given = { title = "　 " }, refuse = "missing" }
case { "a ledger of work in hand is taken on", action = "take_on", role = "supervision",
	given = { title = "榴乡路积水点整治", lead = "12", due = 90, share = 40, progress = "管网已开挖" }, to = "underway" }
case { "work in hand has a unit", action = "take_on", role = "supervision", given = { title = "榴乡路积水点整治" }, refuse = "missing" }
case { "nor does its lead assist itself", action = "take_on", role = "supervision",
	given = { title = "榴乡路积水点整治", lead = "12", assist = { "12" } }, refuse = itself }
case { "correcting the words", action = "correct", state = "underway", role = "supervision", given = { title = "榴乡路积水点整治" } }
case { "a title that stands need not be typed again", action = "correct", state = "underway", role = "supervision",
	field = { title = "榴乡路" }, given = { goal = "3处" } }
case { "a title may not be emptied", action = "correct", state = "underway", role = "supervision",
	field = { title = "榴乡路" }, given = { title = " " }, refuse = "missing" }
case { "the lead is not its own assistant", action = "correct", state = "underway", role = "supervision",
	field = { title = "榴乡路", lead = "12" }, given = { assist = { "13", "12" } }, refuse = itself }
case { "what is closed is not corrected", action = "correct", state = "closed", role = "supervision",
	given = { title = "榴乡路" }, refuse = "state" }
case { "assigning", action = "assign", state = "proposed", role = "supervision", today = 100,
	given = { lead = "12", assist = { "13", "14" }, due = 110 }, to = "assigned" }
case { "assigning with what the document gave", action = "assign", state = "proposed", role = "supervision", today = 100,
	field = { lead = "12", due = 100 }, to = "assigned" }
case { "without a unit nobody has it", action = "assign", state = "proposed", role = "supervision", today = 100,
	given = { due = 110 }, refuse = "missing" }
case { "without a date nothing is late", action = "assign", state = "proposed", role = "supervision", today = 100,
	given = { lead = "12" }, refuse = "missing" }
case { "not with a date that is past", action = "assign", state = "proposed", role = "supervision", today = 100,
	given = { lead = "12", due = 99 }, refuse = past }
case { "not to a unit that assists itself", action = "assign", state = "proposed", role = "supervision", today = 100,
	field = { assist = { "12" } }, given = { lead = "12", due = 120 }, refuse = itself }
case { "handing on", action = "hand_on", state = "underway", role = "supervision", reason = true,
	field = { lead = "12" }, given = { lead = "15" }, to = "assigned" }
case { "handing on says why", action = "hand_on", state = "underway", role = "supervision",
	field = { lead = "12" }, given = { lead = "15" }, refuse = "reason" }
case { "handing on to the same", action = "hand_on", state = "underway", role = "supervision", reason = true,
	field = { lead = "12" }, given = { lead = "12" },
	refuse = w("牵头单位没有变，请另选一个单位", "The leading unit is the same; choose another") }

-- pieces of work for assisting units
local own_lead = w("牵头单位自己的工作不用分工，请选协办单位", "The leading unit needs no assignment of its own; choose an assisting unit")
local after = w("分工的时限不能晚于事项的时限", "An assignment cannot be due after its matter")
case { "the lead assigns a piece of it", part = "assignment", action = "assign", role = "lead", today = 100,
	field = { lead = "12", due = 120 }, given = { title = "绿化移植", unit = "13", due = 110 }, to = "assigned" }
case { "an assisting unit assigns nothing", part = "assignment", action = "assign", role = "assist", today = 100,
	given = { title = "绿化移植", unit = "13", due = 110 }, refuse = "role" }
case { "a piece has a date", part = "assignment", action = "assign", role = "lead", today = 100,
	given = { title = "绿化移植", unit = "13" }, refuse = "missing" }
case { "not to the lead itself", part = "assignment", action = "assign", role = "lead", today = 100,
	field = { lead = "12" }, given = { title = "绿化移植", unit = "12", due = 110 }, refuse = own_lead }
case { "not with a date that is past, a piece", part = "assignment", action = "assign", role = "supervision", today = 100,
	field = { lead = "12" }, given = { title = "绿化移植", unit = "13", due = 99 }, refuse = past }
case { "not after the matter", part = "assignment", action = "assign", role = "supervision", today = 100,
	field = { lead = "12", due = 120 }, given = { title = "绿化移植", unit = "13", due = 121 }, refuse = after }
case { "its unit signs", part = "assignment", action = "sign", state = "assigned", role = "part_unit", to = "signed" }
case { "the lead does not sign for it", part = "assignment", action = "sign", state = "assigned", role = "lead", refuse = "role" }
case { "its unit reports", part = "assignment", action = "progress", state = "signed", role = "part_head", own = { share = 20 }, given = { share = 60 } }
case { "its unit finishes", part = "assignment", action = "finish", state = "signed", role = "part_unit", given = { result = "移植37棵" }, to = "finished" }
case { "finishing says what was done", part = "assignment", action = "finish", state = "signed", role = "part_unit", refuse = "missing" }
case { "first it is signed for", part = "assignment", action = "finish", state = "assigned", role = "part_unit", given = { result = "移植37棵" }, refuse = "state" }
case { "a new date for a piece", part = "assignment", action = "move", state = "signed", role = "lead", reason = true, today = 100,
	field = { due = 120 }, own = { due = 110 }, given = { due = 115 } }
case { "a new date for a piece says why", part = "assignment", action = "move", state = "signed", role = "lead", today = 100,
	given = { due = 115 }, refuse = "reason" }
case { "a new date for a piece, too late", part = "assignment", action = "move", state = "signed", role = "lead", reason = true, today = 100,
	field = { due = 120 }, given = { due = 121 }, refuse = after }
case { "a new date for a piece, past", part = "assignment", action = "move", state = "signed", role = "lead", reason = true, today = 100,
	given = { due = 99 }, refuse = past }
case { "a piece goes back", part = "assignment", action = "reopen", state = "finished", role = "lead", reason = true, to = "signed" }
case { "a piece is withdrawn", part = "assignment", action = "withdraw", state = "assigned", role = "supervision", reason = true, to = "withdrawn" }
case { "no closing while a piece is open", action = "apply_close", state = "underway", role = "lead", evidence = 1, field = { share = 100 },
	given = { result = "三处都已办完" }, parts = { assignment = { { state = "finished", title = "清淤" }, { state = "signed", title = "绿化移植" } } },
	refuse = w("分工“绿化移植”还没有办结，请协办单位办结或先取消分工", "The assignment “绿化移植” is still open; have the unit finish it, or withdraw it") }
case { "closing when every piece is done", action = "apply_close", state = "underway", role = "lead", evidence = 1, field = { share = 100 },
	given = { result = "三处都已办完" }, parts = { assignment = { { state = "finished", title = "清淤" }, { state = "withdrawn", title = "绿化移植" } } },
	to = "reported" }

-- signing and returning
case { "the liaison signs", action = "sign", state = "assigned", role = "lead", to = "signed" }
case { "the head signs", action = "sign", state = "assigned", role = "lead_head", given = { officer = "市政科 宋一苇" }, to = "signed" }
case { "an assisting unit does not sign", action = "sign", state = "assigned", role = "assist", refuse = "role" }
case { "once is enough", action = "sign", state = "signed", role = "lead", refuse = "state" }
case { "returning in time", action = "return", state = "assigned", role = "lead", reason = true, in_state = 3, to = "proposed" }
case { "returning says why", action = "return", state = "assigned", role = "lead", in_state = 1, refuse = "reason" }
case { "returning too late", action = "return", state = "assigned", role = "lead", reason = true, in_state = 4,
	refuse = w("已过退回期限（3个工作日），请与督查室联系转派",
		"The time to return it (3 working days) is over; ask the supervision office to hand it on") }

-- reporting
case { "a first report", action = "report", state = "signed", role = "lead", given = { share = 34, progress = "三处管道清淤完成" }, to = "underway" }
case { "an assisting unit reports", action = "report", state = "underway", role = "assist", field = { share = 34 },
	given = { share = 67, progress = "两处完工" }, to = "underway" }
case { "a report says what was done", action = "report", state = "underway", role = "lead", given = { share = 34 }, refuse = "missing" }
local same = w("进度和进展都与上次一样；确无进展的，请写明“无进展原因”",
	"Share and text are those of the last report; if nothing is new, say why under “Nothing new, because”")
case { "as last week, and nothing said", action = "report", state = "underway", role = "lead", field = { share = 55, progress = "清淤1.9公里" }, refuse = same }
case { "as last week, typed again", action = "report", state = "underway", role = "lead", field = { share = 55, progress = "清淤1.9公里" },
	given = { share = 55, progress = "清淤1.9公里" }, refuse = same }
case { "nothing new is said with its cause", action = "report", state = "underway", role = "lead", field = { share = 55, progress = "清淤1.9公里" },
	given = { share = 55, progress = "清淤1.9公里", idle = "等设备到场" }, to = "underway" }
case { "nothing new, and yet more", action = "report", state = "underway", role = "lead", field = { share = 55, progress = "清淤1.9公里" },
	given = { share = 60, progress = "清淤1.9公里", idle = "等设备到场" },
	refuse = w("写了无进展，进度却比上次高；请删去原因，或改回进度",
		"It says that nothing is new, yet progress rose; take out the reason, or put the share back") }
case { "the same words with more done are the office's to question", action = "report", state = "underway", role = "lead",
	field = { share = 55, progress = "清淤1.9公里" }, given = { share = 60 }, to = "underway" }
case { "going back says why", action = "report", state = "underway", role = "lead", field = { share = 67 },
	given = { share = 60, progress = "返工" },
	refuse = w("进度比上次低，请在“存在问题”里写明原因", "Progress fell since the last report; say why under problems") }
case { "going back with a cause", action = "report", state = "underway", role = "lead", field = { share = 67 },
	given = { share = 60, progress = "返工", problem = "一处井口沉降" }, to = "underway" }
case { "not before it is signed for", action = "report", state = "assigned", role = "lead",
	given = { share = 1, progress = "开工" }, refuse = "state" }
case { "leaders do not report", action = "report", state = "underway", role = { "leader", "sponsor" },
	given = { share = 1, progress = "开工" }, refuse = "role" }

-- closing
case { "applying to close", action = "apply_close", state = "underway", role = "lead", evidence = 1,
	field = { share = 100 }, given = { result = "3处完成" }, to = "reported" }
case { "no evidence, no closing", action = "apply_close", state = "underway", role = "lead", evidence = 0,
	field = { share = 100 }, given = { result = "3处完成" }, refuse = "evidence" }
case { "no result, no closing", action = "apply_close", state = "underway", role = "lead", evidence = 2, field = { share = 100 }, refuse = "missing" }
case { "unfinished is not closed", action = "apply_close", state = "underway", role = "lead", evidence = 4,
	field = { share = 67 }, given = { result = "2处完成" },
	refuse = w("进度是67%，不到100%，办完再申请；来不及的请申请延期", "Progress is 67 %, below 100 %; finish first, or ask for an extension") }
case { "the last report may come with it", action = "apply_close", state = "underway", role = "lead_head", evidence = 4,
	field = { share = 67 }, given = { result = "3处完成", share = 100 }, to = "reported" }
case { "an assisting unit does not apply", action = "apply_close", state = "underway", role = "assist", evidence = 1,
	field = { share = 100 }, given = { result = "3处完成" }, refuse = "role" }
case { "verifying", action = "verify", state = "reported", role = "supervision", given = { check = "10月14日到现场，三处注水检验均退净" }, to = "verified" }
case { "verifying says what was seen", action = "verify", state = "reported", role = "supervision", refuse = "missing" }
case { "nobody verifies what he applied for", action = "verify", state = "reported", role = "supervision", same_person = true,
	given = { check = "看过" }, refuse = "same_person" }
case { "sending back", action = "send_back", state = "reported", role = "supervision", reason = true, to = "underway" }
case { "sending back after verifying", action = "send_back", state = "verified", role = "supervision", reason = true, to = "underway" }
case { "sending back says what is missing", action = "send_back", state = "reported", role = "supervision", refuse = "reason" }
case { "closing", action = "close", state = "verified", role = "supervision", to = "closed" }
case { "nobody closes what he reported", action = "close", state = "verified", role = "supervision", same_person = true, refuse = "same_person" }
case { "not before it is verified", action = "close", state = "reported", role = "supervision", refuse = "state" }
case { "a unit does not close", action = "close", state = "verified", role = { "lead", "lead_head" }, refuse = "role" }
case { "looking back", action = "look_back", state = "closed", role = "supervision", given = { look_back = "雨后无积水" } }
case { "looking back says what was seen", action = "look_back", state = "closed", role = "supervision", refuse = "missing" }
case { "reopening", action = "reopen", state = "closed", role = "supervision", reason = true, today = 100, given = { due = 120 }, to = "underway" }
case { "reopening needs a date to come", action = "reopen", state = "closed", role = "supervision", reason = true, today = 100,
	given = { due = 99 }, refuse = past }
case { "reopening says why", action = "reopen", state = "closed", role = "supervision", today = 100, given = { due = 120 }, refuse = "reason" }

-- dates
case { "asking for time", action = "ask_extend", state = "underway", role = "lead", reason = true, field = { due = 100 }, given = { asked_due = 110 } }
case { "asking for less time", action = "ask_extend", state = "underway", role = "lead", reason = true, field = { due = 100 }, given = { asked_due = 100 },
	refuse = w("申请延至的日子要晚于现在的时限", "The day asked for must be later than the present date") }
case { "extending", action = "extend", state = "underway", role = "supervision", reason = true, today = 101, field = { due = 100 }, given = { due = 120 } }
case { "extending backwards", action = "extend", state = "underway", role = "supervision", reason = true, today = 90, field = { due = 100 }, given = { due = 95 },
	refuse = w("新的时限要晚于原来的时限", "The new date must be later than the old one") }
case { "extending into the past", action = "extend", state = "underway", role = "supervision", reason = true, today = 130,
	field = { due = 100 }, given = { due = 120 }, refuse = past }
case { "the unit does not extend by itself", action = "extend", state = "underway", role = "lead", reason = true, given = { due = 120 }, refuse = "role" }
case { "pausing", action = "suspend", state = "underway", role = "supervision", reason = true }
case { "pausing says why", action = "suspend", state = "underway", role = "supervision", refuse = "reason" }
case { "running on", action = "resume", state = "underway", role = "supervision" }

-- words around it
case { "asking for help", action = "ask_help", state = "underway", role = "assist", given = { problem = "夜间施工许可未批" } }
case { "a leader reminds", action = "remind", state = "assigned", role = "leader" }
case { "the office reminds", action = "remind", state = "underway", role = "supervision", given = { note = "请于周六中午前报送" } }
case { "nobody is reminded of what he has handed in", action = "remind", state = "reported", role = "supervision", refuse = "state" }
case { "the leader in charge writes a note", action = "note", state = "underway", role = "sponsor", given = { note = "周三我去桥涵口看，带上检验记录。" } }
case { "a note has words", action = "note", state = "underway", role = "sponsor", refuse = "missing" }
case { "dismissing", action = "dismiss", state = "assigned", role = "supervision", reason = true, to = "dismissed" }
case { "dismissing says why", action = "dismiss", state = "assigned", role = "supervision", refuse = "reason" }
case { "what is closed stays closed", action = "dismiss", state = "closed", role = "supervision", reason = true, refuse = "state" }

-- judging and ranking
case { "a leader judges", action = "judge", state = "underway", role = "leader", reason = true, given = { confidence = "amber_red" } }
case { "the supervision office judges", action = "judge", state = "assigned", role = "supervision", reason = true, given = { confidence = "green" } }
case { "a judgement has a reason", action = "judge", state = "underway", role = "sponsor", given = { confidence = "red" }, refuse = "reason" }
case { "a judgement has a level", action = "judge", state = "underway", role = "sponsor", reason = true, refuse = "missing" }
case { "the unit does not judge itself", action = "judge", state = "underway", role = "lead", reason = true,
	given = { confidence = "green" }, refuse = "role" }
case { "what is closed is not judged", action = "judge", state = "closed", role = "leader", reason = true,
	given = { confidence = "green" }, refuse = "state" }
case { "a place among others", action = "rank", state = "underway", role = "supervision", given = { rank = 3, rank_before = 5, ranked = 12 } }
case { "nobody is 13th of 12", action = "rank", state = "underway", role = "supervision", given = { rank = 13, ranked = 12 },
	refuse = w("位次从1起，不大于一共排的位数", "A place is 1 or more, and not more than are ranked") }
case { "the unit does not rank itself", action = "rank", state = "underway", role = "lead", given = { rank = 1 }, refuse = "role" }
