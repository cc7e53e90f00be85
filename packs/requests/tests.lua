-- SPDX-License-Identifier: Apache-2.0
-- luoshi pack test requests. "point NN" is the point of the requirements (README.md) that a case shows.

local function w(zh, en) return { zh = zh, en = en } end
local function with(base, more)
	local t = {}
	for k, v in pairs(base) do t[k] = v end
	for k, v in pairs(more or {}) do t[k] = v end
	return t
end
local told = "请按诉讼、仲裁程序办理，可拨打12348咨询法律服务"

-- intake
local call = { channel = "h12345", phone = "13800000000", words = "兴华路路灯不亮" }
case { "point 01: a call is one request", part = "request", action = "take", role = "intake", given = call, to = "open" }
case { "point 01: nothing without the words", part = "request", action = "take", role = "intake", given = { channel = "counter" }, refuse = "missing" }
case { "point 01: a unit does not take calls", part = "request", action = "take", role = "lead", given = call, refuse = "role" }
case { "point 01: from the public page", part = "request", action = "ask", role = "asker", given = with(call, { channel = "web" }), to = "open" }
case { "point 02: a local channel has a name first", part = "request", action = "take", role = "intake", given = with(call, { channel = "local_2" }),
	refuse = w("这个自设渠道还没有名称，请先在设置里写明", "This local channel has no name yet; give it one in the settings") }
case { "point 02: nor for the public", part = "request", action = "ask", role = "asker", given = with(call, { channel = "local_1" }), refuse = "guard" }
case { "an order is registered", action = "register", role = "intake", given = { title = "兴华路路灯不亮", class = "help" }, to = "registered" }
case { "an order has a class", action = "register", role = "intake", given = { title = "兴华路路灯不亮" }, refuse = "missing" }
case { "an asker opens his own", action = "ask", role = "asker", given = { title = "兴华路路灯不亮" }, to = "registered" }
case { "what is wrong is corrected", action = "correct", state = "handling", role = "intake", field = { title = "路灯" }, given = { title = "兴华路路灯" } }
case { "the class is set", action = "set_class", state = "registered", role = "intake", field = { class = "help" }, given = { class = "consult" } }
case { "the same class is no change", action = "set_class", state = "registered", role = "intake", field = { class = "help" }, given = { class = "help" }, refuse = w("类别没有变", "The class is the same") }
case { "more is asked for", action = "ask_info", state = "registered", role = "intake", given = { info_wanted = "请说明是哪一盏" }, to = "need_info" }
case { "it was completed", action = "complete_info", state = "need_info", role = "intake", to = "registered" }
case { "point 15: a suggestion is of another kind", kind = "suggestion", action = "register", role = "intake", given = { title = "增设公交站", why = "离得远", proposal = "加一站" }, to = "registered" }

-- dispatch, sign, return
case { "point 06: one lead unit", action = "dispatch", state = "registered", role = "intake", field = { class = "help" }, given = { lead = "12", assist = { "13" } }, to = "dispatched" }
case { "point 06: no order without a lead unit", action = "dispatch", state = "registered", role = "intake", field = { class = "help" }, given = { assist = { "13" } }, refuse = "missing" }
case { "point 06: the lead unit does not assist itself", action = "dispatch", state = "registered", role = "intake", field = { class = "help" }, given = { lead = "12", assist = { "12" } },
	refuse = w("主办单位不能同时是协办单位，请从协办单位里去掉它", "The lead unit cannot assist itself; take it out of the assisting units") }
case { "point 08: an emergency is not dispatched", action = "dispatch", state = "registered", role = "intake", field = { class = "help", urgency = "emergency" }, given = { lead = "12" },
	refuse = w("突发情况不派单，请马上“转紧急”", "In an emergency nothing is dispatched: hand it over at once") }
case { "point 08: it is handed over at once", action = "hand_over", state = "registered", role = "intake", given = { emergency = "fire" }, to = "emergency" }
case { "point 08: also when the unit has it", action = "hand_over", state = "handling", role = "intake", given = { emergency = "police" }, to = "emergency" }
case { "point 08: to whom is said", action = "hand_over", state = "registered", role = "intake", refuse = "missing" }
case { "without a class nothing is dispatched", action = "dispatch", state = "registered", role = "intake", given = { lead = "12" }, refuse = w("还没有定类别，请先“改类别”", "It has no class yet; set it first") }
case { "the unit signs", action = "sign", state = "dispatched", role = "lead", to = "handling" }
case { "nobody else signs", action = "sign", state = "dispatched", role = { "intake", "assist" }, refuse = "role" }
local back = { return_why = "duty", suggest_unit = "14" }
case { "point 05: returned within two working days, with a reason", action = "return", state = "dispatched", role = "lead", reason = true, given = back, clock = { window = 1 }, to = "returned" }
case { "point 05: without a reason it is not", action = "return", state = "dispatched", role = "lead", given = back, clock = { window = 1 }, refuse = "reason" }
case { "point 05: after two working days it is not", action = "return", state = "handling", role = "lead", reason = true, given = back, clock = { window = -1 },
	refuse = w("过了2个工作日的退单期限，请办理；有困难可以申请延期或请协办", "The 2 working days for returning it are over; handle it, or ask for more time or help") }
case { "point 05: the second time it goes to the meeting", action = "return", state = "dispatched", role = "lead", reason = true, given = back, clock = { window = 2 }, did = { "return" },
	refuse = w("这张单已经退过，再有异议请点“提请例会”", "It was returned before; put it to the meeting") }
case { "point 05: and it does", action = "return_again", state = "dispatched", role = "lead", reason = true, given = back, clock = { window = 2 }, did = { "return" }, to = "meeting" }
case { "point 05: not the first time", action = "return_again", state = "dispatched", role = "lead", reason = true, given = back, clock = { window = 2 }, refuse = w("第一次请用“退单”", "The first time, return it") }
case { "point 05: the meeting names a unit", action = "meeting_assign", state = "meeting", role = "intake", given = { lead = "15", meeting_note = "11月20日例会定" }, to = "dispatched" }
case { "point 05: not one that assists", action = "meeting_assign", state = "meeting", role = "leader", given = { lead = "15", assist = { "15" }, meeting_note = "x" }, refuse = "guard" }
local fixed = w("交办例会已明确由你单位办理，不能再退；有困难可以申请延期或请协办", "The meeting gave it to your unit, so it cannot be returned; ask for more time or for help")
case { "point 05: which cannot return it", action = "return", state = "dispatched", role = "lead", reason = true, given = back, did = { "return", "meeting_assign" }, refuse = fixed }
case { "point 05: nor put it to the meeting again", action = "return_again", state = "dispatched", role = "lead", reason = true, given = back, did = { "return", "meeting_assign" }, refuse = fixed }
case { "point 05: a return that is right goes to another unit", action = "uphold_return", state = "returned", role = "intake", field = { lead = "12" }, given = { lead = "14" }, to = "dispatched" }
case { "point 05: not to the same", action = "uphold_return", state = "returned", role = "intake", field = { lead = "12" }, given = { lead = "12" }, refuse = "guard" }
case { "point 05: one that is wrong goes back, with a reason", action = "refuse_return", state = "returned", role = "intake", reason = true, to = "dispatched" }
case { "whoever asked is contacted", action = "contact", state = "handling", role = "lead", today = 100, given = { contact_at = 99, contact_way = "phone", contacted = 1 } }
case { "not tomorrow", action = "contact", state = "handling", role = "lead", today = 100, given = { contact_at = 101, contact_way = "phone", contacted = 1 }, refuse = w("联系的日子还没有到", "That day has not come yet") }

-- not accepted, passed on
case { "point 07: the ground forces the way in the answer", action = "decline", state = "registered", role = "intake", given = { decline_ground = "lawsuit", public_answer = "您反映的合同纠纷" },
	refuse = w("答复里要写明去处：" .. told, "The answer must say where to go: " .. told) }
case { "point 07: with it, it is declined", action = "decline", state = "registered", role = "intake", given = { decline_ground = "lawsuit", public_answer = "您好，合同纠纷" .. told .. "。" }, to = "declined" }
case { "point 07: only on a ground of the list", action = "decline", state = "registered", role = "intake", given = { public_answer = told }, refuse = "missing" }
case { "point 07: what a unit has is not declined", action = "decline", state = "handling", role = "intake", given = { decline_ground = "lawsuit", public_answer = told }, refuse = "state" }
case { "point 07: passed on to the petitions office", action = "reroute", state = "registered", role = "intake", given = { route = "petition", public_answer = "您好，已转信访部门登记，15日内告知受理情况。" }, to = "rerouted" }
case { "point 07: who is passed on is told", action = "reroute", state = "registered", role = "intake", given = { route = "market", public_answer = "已转出" }, refuse = "guard" }
case { "point 09: an order whose requests went over", action = "merge", state = "registered", role = "itself", parts = { request = { { state = "moved" } } }, to = "merged" }
case { "point 09: not while somebody waits in it", action = "merge", state = "registered", role = "itself", parts = { request = { { state = "moved" }, { state = "open" } } }, refuse = "guard" }

-- consultations and knowledge
local reply = { public_answer = "可以，带身份证到办事大厅三号窗口。" }
case { "point 14: a consultation's answer cites an entry", action = "answer_now", state = "registered", role = "intake", field = { class = "consult" }, given = with(reply, { cites = "知202600001" }), to = "callback" }
local uncited = w("答复咨询请写明引用的知识条目编号；知识库里没有的，勾选“知识库暂无”", "Name the entry that answers it; if there is none, tick that the knowledge base has none")
case { "point 14: without one it is refused", action = "answer_now", state = "registered", role = "intake", field = { class = "consult" }, given = reply, refuse = uncited }
case { "point 14: or says that there is none", action = "answer_now", state = "need_info", role = "intake", field = { class = "consult" }, given = with(reply, { no_article = 1 }), to = "callback" }
case { "point 14: so does the answer of a unit", action = "answer", state = "handling", role = "lead", field = { class = "consult" }, given = with(reply, { result = "已答复", solved = "yes" }), refuse = uncited }

-- more time
case { "point 04: asked for before it is due", action = "ask_extension", state = "handling", role = "lead", reason = true, field = { class = "help" }, given = { extend_days = 10 }, clock = { finish = 1 } }
case { "point 04: not after", action = "ask_extension", state = "handling", role = "lead", reason = true, field = { class = "help" }, given = { extend_days = 3 }, clock = { finish = -1 },
	refuse = w("已经超期，不能再延期", "It is overdue and cannot be extended any more") }
case { "point 04: ten working days at most", action = "ask_extension", state = "handling", role = "lead", reason = true, field = { class = "help" }, given = { extend_days = 11 }, clock = { finish = 1 },
	refuse = w("可以延1到10个工作日", "It can be extended by 1 to 10 working days") }
case { "point 04: an enterprise's by fifteen, which makes twenty-five", action = "ask_extension", state = "handling", role = "lead", reason = true, field = { class = "enterprise" }, given = { extend_days = 15 }, clock = { enterprise = 1 } }
case { "point 04: with a reason", action = "ask_extension", state = "handling", role = "lead", field = { class = "help" }, given = { extend_days = 5 }, clock = { finish = 1 }, refuse = "reason" }
case { "point 04: granted with a message to whoever asked", action = "extend", state = "handling", role = "intake", reason = true, field = { class = "help", extend_days = 5 }, given = { extend_notice = "配件在路上，27日前修好" }, clock = { finish = 1 } }
case { "point 04: not without it", action = "extend", state = "handling", role = "intake", reason = true, field = { class = "help", extend_days = 5 }, clock = { finish = 1 }, refuse = "missing" }
case { "point 04: not when it has run out meanwhile", action = "extend", state = "handling", role = "intake", reason = true, field = { class = "help", extend_days = 5 }, given = { extend_notice = "x" }, clock = { finish = -1 }, refuse = "guard" }
case { "point 04: whoever needs it does not grant it", action = "extend", state = "handling", role = "lead", reason = true, field = { extend_days = 5 }, given = { extend_notice = "x" }, refuse = "role" }
case { "point 04: refused with a reason", action = "refuse_extension", state = "handling", role = "intake", reason = true, did = { "ask_extension" } }
case { "point 04: only what was asked for", action = "refuse_extension", state = "handling", role = "intake", reason = true, refuse = w("没有人申请延期", "Nobody has asked for more time") }
case { "point 03: a consultation is not extended", action = "ask_extension", state = "handling", role = "lead", reason = true, field = { class = "consult" }, given = { extend_days = 1 }, clock = { consult = 1 }, refuse = "guard" }
case { "it stands still by law", action = "suspend", state = "handling", role = "intake", reason = true, given = { suspend_notice = "送检，约十天" }, to = "suspended" }
case { "whoever asked is told", action = "suspend", state = "handling", role = "intake", reason = true, refuse = "missing" }
case { "it goes on", action = "resume", state = "suspended", role = "lead", to = "handling" }

-- assisting units
case { "point 06: help is asked for", part = "assist", action = "ask", role = "lead", field = { lead = "12" }, given = { unit = "13", task = "提供管线图" }, to = "asked" }
case { "point 06: not of oneself", part = "assist", action = "ask", role = "lead", field = { lead = "12" }, given = { unit = "12", task = "提供管线图" }, refuse = "guard" }
case { "point 06: it replies", part = "assist", action = "reply", state = "asked", role = "part_unit", given = { result = "图已送达" }, to = "replied" }
case { "point 06: again", part = "assist", action = "again", state = "replied", role = "lead", reason = true, to = "asked" }
case { "point 06: accepted", part = "assist", action = "accept", state = "replied", role = "lead_head", to = "done" }
case { "point 06: cancelled", part = "assist", action = "cancel", state = "asked", role = "intake", reason = true, to = "cancelled" }

-- the answer
local done = { result = "更换灯头3只", public_answer = "您好，路灯已修好。", solved = "yes", contacted = 1, contact_at = 99, contact_way = "phone" }
case { "the unit answers", action = "answer", state = "handling", role = "lead", today = 100, field = { class = "help" }, given = done, to = "answered" }
case { "the liaison puts it to the head", action = "to_head", state = "handling", role = "lead", today = 100, field = { class = "help" }, given = done, to = "with_head" }
case { "what is not complete does not go to the head either", action = "to_head", state = "redo", role = "lead", today = 100, field = { class = "help" }, given = with(done, { solved = "no" }), refuse = w("没有全部解决的，请写明原因", "Say why it is not solved entirely") }
case { "the head puts nothing to himself", action = "to_head", state = "handling", role = "lead_head", given = done, refuse = "role" }
case { "the head passes it", action = "head_answer", state = "with_head", role = "lead_head", field = { class = "help" }, given = { result = "更换灯头3只", public_answer = "您好，路灯已修好。", solved = "yes" }, to = "answered" }
case { "another outcome needs its reason", action = "head_answer", state = "with_head", role = "lead_head", given = { result = "r", public_answer = "a", solved = "no" }, refuse = w("没有全部解决的，请写明原因", "Say why it is not solved entirely") }
case { "the liaison does not pass it", action = "head_answer", state = "with_head", role = "lead", given = done, refuse = "role" }
case { "or sends it back", action = "head_back", state = "with_head", role = "lead_head", reason = true, to = "handling" }
case { "point 06: not while an assisting unit is at it", action = "answer", state = "handling", role = "lead", today = 100, field = { class = "help" }, given = done, parts = { assist = { { state = "asked" } } },
	refuse = w("还有1个协办没有反馈；等不及的，请写明原因", "Assisting units still to answer: 1; say why you do not wait for them") }
case { "point 06: unless it says why", action = "answer", state = "handling", role = "lead", today = 100, field = { class = "help" }, given = with(done, { assist_open_why = "路灯已亮，管线图可后补" }),
	parts = { assist = { { state = "asked" } } }, to = "answered" }
case { "what is not solved says why", action = "answer", state = "handling", role = "lead", today = 100, field = { class = "help" }, given = with(done, { solved = "no" }), refuse = w("没有全部解决的，请写明原因", "Say why it is not solved entirely") }
case { "contacted on which day", action = "answer", state = "handling", role = "lead", today = 100, field = { class = "help" }, given = { result = "r", public_answer = "a", solved = "yes", contacted = 1 }, refuse = "guard" }
case { "not tomorrow either", action = "answer", state = "handling", role = "lead", today = 98, field = { class = "help" }, given = done, refuse = "guard" }
case { "point 10: somebody else passes it", action = "pass_answer", state = "answered", role = "intake", field = with(done), evidence = 1, to = "callback" }
case { "point 10: whoever answered does not", action = "pass_answer", state = "answered", role = "intake", same_person = true, field = with(done), evidence = 1, refuse = "same_person" }
case { "point 10: not without contact", action = "pass_answer", state = "answered", role = "intake", field = with(done, { contacted = 0 }), evidence = 1,
	refuse = w("还没有联系诉求人，不能通过，请退回重报", "Whoever asked was not contacted; send it back") }
case { "point 10: not without evidence", action = "pass_answer", state = "answered", role = "intake", field = with(done), evidence = 0,
	refuse = w("没有联系或办理的佐证，不能通过，请退回补充", "There is no evidence of it; send it back") }
case { "point 10: unless no reply is wanted", action = "pass_answer", state = "answered", role = "intake", field = { public_answer = "a", no_reply_wanted = 1 }, to = "callback" }
case { "point 10: sent back with a reason", action = "fail_answer", state = "answered", role = "intake", reason = true, to = "handling" }

-- the call-back
case { "an answer reaches whoever asked", part = "request", action = "answer", state = "open", role = "itself", to = "answered" }
case { "point 11: a call-back", part = "request", action = "visit", state = "answered", role = "intake", given = { reached = 1, solved = "yes", satisfaction = 5 }, to = "visited" }
case { "point 11: five levels", part = "request", action = "visit", state = "answered", role = "intake", given = { reached = 1, solved = "yes", satisfaction = 0 },
	refuse = w("满意度填1到5，5为非常满意", "Satisfaction is 1 to 5, and 5 is best") }
case { "point 11: solved or not is asked", part = "request", action = "visit", state = "answered", role = "intake", given = { reached = 1, satisfaction = 4 }, refuse = "guard" }
case { "point 11: nobody reached has no opinion", part = "request", action = "visit", state = "answered", role = "intake", given = { solved = "yes", tries = 3 }, refuse = w("填了回访结果，请勾选“已接通”", "There is a result: tick that somebody was reached") }
case { "point 11: not reached, the second try", part = "request", action = "missed", state = "answered", role = "intake", own = { tries = 1 }, given = { tries = 2 } }
case { "point 11: a try counts once", part = "request", action = "missed", state = "answered", role = "intake", own = { tries = 2 }, given = { tries = 2 }, refuse = "guard" }
case { "point 11: after three tries it is settled", part = "request", action = "visit", state = "answered", role = "intake", own = { tries = 3 }, given = { tries = 3 }, to = "visited" }
case { "point 11: not after two", part = "request", action = "visit", state = "answered", role = "intake", given = { tries = 2 },
	refuse = w("未接通的，至少打3次，换个时段再试", "Try at least 3 times, at different hours") }
case { "point 11: the unit does not call back", part = "request", action = "visit", state = "answered", role = { "lead", "lead_head" }, given = { reached = 1, solved = "yes", satisfaction = 5 }, refuse = "role" }
case { "point 18: whoever asked rates", part = "request", action = "rate", state = "answered", role = "asker", given = { solved = "no", satisfaction = 1, comment = "又黑了" }, to = "visited" }
case { "point 18: from 1 to 5", part = "request", action = "rate", state = "answered", role = "asker", given = { solved = "no", satisfaction = 0 }, refuse = "guard" }
case { "point 18: also once closed", part = "request", action = "rate_again", state = "closed", role = "asker", given = { solved = "yes", satisfaction = 4 } }
case { "point 18: likewise", part = "request", action = "rate_again", state = "closed", role = "asker", given = { solved = "yes", satisfaction = 0 }, refuse = "guard" }
case { "point 18: and adds", part = "request", action = "add", state = "closed", role = "asker", given = { added = "昨晚又灭了" } }
case { "point 18: by phone as well", part = "request", action = "note_added", state = "closed", role = "intake", given = { added = "昨晚又灭了" } }
case { "a request settles with its order", part = "request", action = "close", state = "visited", role = "itself", to = "closed" }

-- what comes of it
local function visits(...) return { request = { ... } } end
local happy, sad, unsolved, lost = { state = "visited", solved = "yes", satisfaction = 4 }, { state = "visited", solved = "yes", satisfaction = 2 }, { state = "visited", solved = "no", satisfaction = 3 }, { state = "visited" }
case { "point 12: all are content: closed", action = "close", state = "callback", role = "intake", parts = visits(happy, lost), to = "closed" }
case { "point 12: one is not: not closed", action = "close", state = "callback", role = "intake", parts = visits(happy, sad),
	refuse = w("有诉求人认为没有解决或不满意，请重办或转督办", "Somebody says that it is not solved, or is dissatisfied; have it done again") }
case { "point 11: nobody is left out", action = "close", state = "callback", role = "intake", parts = visits(happy, { state = "answered" }), refuse = w("还有诉求没有回访", "Somebody has not been called back yet") }
case { "point 12: unsolved: once more", action = "redo", state = "callback", role = "intake", parts = visits(happy, unsolved), to = "redo" }
case { "point 12: dissatisfied: once more", action = "redo", state = "callback", role = "intake", parts = visits(sad), to = "redo" }
case { "point 12: once only", action = "redo", state = "callback", role = "intake", parts = visits(sad), did = { "redo" }, refuse = w("已经重办过一次，请转督办", "It was done again once; have it supervised") }
case { "point 12: then supervised", action = "escalate", state = "callback", role = "intake", parts = visits(sad), did = { "redo" }, to = "supervised" }
case { "point 12: not before", action = "escalate", state = "callback", role = "intake", parts = visits(sad), refuse = "guard" }
case { "point 13: what must be solved is supervised at once", action = "escalate", state = "callback", role = "intake", field = { must_solve = 1 }, parts = visits(unsolved), to = "supervised" }
case { "point 13: so is what was raised three times", action = "escalate", state = "callback", role = "intake", field = { repeat_no = 3 }, parts = visits(unsolved), to = "supervised" }
case { "point 13: so is what is grave", action = "redo", state = "callback", role = "intake", field = { bad_impact = 1 }, parts = visits(unsolved), refuse = "guard" }
case { "point 13: overdue", action = "supervise_late", state = "handling", role = "itself", clock = { finish = -1 }, to = "supervised" }
case { "point 13: not before it is", action = "supervise_late", state = "handling", role = "itself", clock = { finish = 0 }, refuse = w("还没有超期", "It is not overdue") }
case { "point 13: by hand, with its ground", action = "supervise", state = "handling", role = "intake", reason = true, given = { supervise_why = "refused" }, to = "supervised" }
case { "point 13: not without one", action = "supervise", state = "handling", role = "supervision", reason = true, refuse = "missing" }
case { "point 12: then the ledger of the unresolved", action = "unresolve", state = "callback", role = "intake", parts = visits(sad), did = { "redo", "escalate" }, to = "unresolved" }
case { "point 12: not before", action = "unresolve", state = "callback", role = "intake", parts = visits(sad), did = { "redo" }, refuse = "guard" }
case { "point 12: with a named cadre", action = "name_cadre", state = "unresolved", role = "intake", today = 100, given = { cadre = "7", next_review = 130 } }
case { "point 12: and a day in the future", action = "name_cadre", state = "unresolved", role = "intake", today = 100, given = { cadre = "7", next_review = 100 }, refuse = "guard" }
case { "point 12: who reviews it", action = "review", state = "unresolved", role = "cadre", today = 100, given = { review_note = "管道年底改造", next_review = 160 } }
case { "point 12: and says when again", action = "review", state = "unresolved", role = "cadre", today = 100, given = { review_note = "x", next_review = 99 }, refuse = "guard" }
case { "point 12: for now it cannot be solved, in writing and with a day", action = "unsolvable", state = "callback", role = "intake", today = 100, given = { unsolved_reason = "规划调整待批", next_review = 190 }, to = "unresolved" }
case { "point 12: without a reason it is not", action = "unsolvable", state = "callback", role = "intake", today = 100, given = { next_review = 190 }, refuse = "missing" }
case { "point 12: without a day it is not", action = "unsolvable", state = "callback", role = "intake", today = 100, given = { unsolved_reason = "规划调整待批" }, refuse = "missing" }
case { "point 12: a day in the future", action = "unsolvable", state = "callback", role = "intake", today = 100, given = { unsolved_reason = "x", next_review = 100 }, refuse = "guard" }
case { "point 12: not by the unit itself", action = "unsolvable", state = "callback", role = "lead", today = 100, given = { unsolved_reason = "x", next_review = 190 }, refuse = "role" }
case { "point 12: written off with evidence", action = "write_off", state = "unresolved", role = "supervision", reason = true, evidence = 1, field = { cadre = "7" }, to = "closed" }
case { "point 12: not without", action = "write_off", state = "unresolved", role = "supervision", reason = true, field = { cadre = "7" }, refuse = "evidence" }
case { "point 12: nor without a cadre", action = "write_off", state = "unresolved", role = "supervision", reason = true, evidence = 1, refuse = "guard" }
case { "point 12: nor by whoever answered", action = "write_off", state = "unresolved", role = "intake", same_person = true, reason = true, evidence = 1, field = { cadre = "7" }, refuse = "same_person" }
case { "point 12: who was dissatisfied is asked again", part = "request", action = "reopen", state = "visited", role = "itself", own = { solved = "no", satisfaction = 3 }, to = "open" }
case { "point 12: who was content is not", part = "request", action = "reopen", state = "visited", role = "itself", own = { solved = "yes", satisfaction = 4 }, refuse = "guard" }
case { "what comes again counts up", action = "reopen", state = "closed", role = "intake", reason = true, field = { repeat_no = 1 }, given = { repeat_no = 2 }, to = "registered" }
case { "by one", action = "reopen", state = "closed", role = "intake", reason = true, given = { repeat_no = 3 }, refuse = "guard" }
case { "an answer is published", action = "publish", state = "closed", role = "intake", field = { public_answer = "已修好" }, given = { public_title = "兴华路路灯修复", published = 1 } }
case { "not of what is confidential", action = "publish", state = "closed", role = "intake", field = { public_answer = "已修好", confidential = 1 }, given = { public_title = "x", published = 1 }, refuse = w("要求保密的不公开", "What is confidential is not published") }
case { "a reminder", action = "remind", state = "handling", role = "leader", given = { note = "请今天回话" } }
case { "a leader does not close", action = "close", state = "callback", role = "leader", parts = visits(happy), refuse = "role" }
case { "content, so nothing again", action = "redo", state = "callback", role = "intake", parts = visits(happy), refuse = "guard" }

-- suggestions: never a complaint
local idea = { title = "增设公交站", why = "离得远", proposal = "加一站" }
case { "point 15: from the public", kind = "suggestion", action = "ask", role = "asker", given = idea, to = "registered" }
case { "point 15: it says what and why", kind = "suggestion", action = "register", role = "intake", given = { title = "增设公交站" }, refuse = "missing" }
case { "point 15: corrected", kind = "suggestion", action = "correct", state = "accepted", role = "intake", field = idea }
case { "point 15: accepted", kind = "suggestion", action = "accept", state = "registered", role = "intake", to = "accepted" }
case { "point 15: or told where to go", kind = "suggestion", action = "decline", state = "registered", role = "intake", given = { decline_why = "属个人诉求，已另行登记" }, to = "declined" }
case { "point 15: forwarded", kind = "suggestion", action = "forward", state = "accepted", role = "intake", given = { lead = "12" }, to = "forwarded" }
case { "point 15: to one lead unit", kind = "suggestion", action = "forward", state = "accepted", role = "intake", given = { lead = "12", assist = { "12" } }, refuse = "guard" }
case { "point 15: signed for", kind = "suggestion", action = "sign", state = "forwarded", role = "lead", to = "handling" }
case { "point 15: returned", kind = "suggestion", action = "send_back", state = "forwarded", role = "lead", reason = true, to = "accepted" }
case { "point 15: more time once", kind = "suggestion", action = "extend", state = "handling", role = "intake", reason = true, given = { more_days = 10 }, clock = { due = 3 } }
case { "point 15: not when it is over", kind = "suggestion", action = "extend", state = "handling", role = "intake", reason = true, given = { more_days = 10 }, clock = { due = -1 }, refuse = "guard" }
case { "point 15: adopted, into one of the seven", kind = "suggestion", action = "decide", state = "handling", role = "lead", given = { how = "现场踏勘", adopted = "yes", turned_into = "benefit", answer = "明年增设" }, to = "decided" }
case { "point 15: adopted into nothing is not adopted", kind = "suggestion", action = "decide", state = "handling", role = "lead", given = { how = "现场踏勘", adopted = "partly", answer = "明年增设" },
	refuse = w("采纳的请选转化方式", "What is adopted turns into something: choose what") }
case { "point 15: not adopted turns into nothing", kind = "suggestion", action = "decide", state = "handling", role = "lead", given = { how = "座谈", adopted = "no", turned_into = "work", answer = "客流不足" }, refuse = "guard" }
case { "point 15: looked at by another", kind = "suggestion", action = "revise", state = "decided", role = "intake", reason = true, to = "handling" }
case { "point 15: and answered", kind = "suggestion", action = "feedback", state = "decided", role = "intake", field = { answer = "明年增设" }, to = "closed" }
case { "point 15: not by whoever decided", kind = "suggestion", action = "feedback", state = "decided", role = "intake", same_person = true, field = { answer = "明年增设" }, refuse = "same_person" }
case { "point 15: an award", kind = "suggestion", action = "award", state = "closed", role = "leader", field = { adopted = "yes" }, given = { award = "second", award_note = "受益面大" } }
case { "point 15: only for what was adopted", kind = "suggestion", action = "award", state = "closed", role = "leader", field = { adopted = "no" }, given = { award = "second", award_note = "x" }, refuse = "guard" }
case { "point 15: published", kind = "suggestion", action = "publish", state = "closed", role = "intake", field = idea, given = { published = 1 } }
case { "point 15: not when confidential", kind = "suggestion", action = "publish", state = "closed", role = "intake", field = with(idea, { confidential = 1 }), given = { published = 1 }, refuse = "guard" }
case { "suggestion: a call", kind = "suggestion", part = "request", action = "take", role = "intake", given = call, to = "open" }
case { "suggestion: no channel without a name", kind = "suggestion", part = "request", action = "take", role = "intake", given = with(call, { channel = "local_3" }), refuse = "guard" }
case { "suggestion: from the page", kind = "suggestion", part = "request", action = "ask", role = "asker", given = with(call, { channel = "web" }), to = "open" }
case { "suggestion: nor there", kind = "suggestion", part = "request", action = "ask", role = "asker", given = with(call, { channel = "local_3" }), refuse = "guard" }
case { "suggestion: added", kind = "suggestion", part = "request", action = "add", state = "open", role = "asker", given = { added = "x" } }
case { "open311: what a program adds is entered as by it", part = "request", action = "program_added", state = "open", role = "itself", given = { added = "昨晚又灭了", added_by = "城管采集平台" } }
case { "suggestion: added by a program", kind = "suggestion", part = "request", action = "program_added", state = "open", role = "itself", given = { added = "x", added_by = "城管采集平台" } }
case { "suggestion: added by phone", kind = "suggestion", part = "request", action = "note_added", state = "open", role = "intake", given = { added = "x" } }
case { "suggestion: answered", kind = "suggestion", part = "request", action = "answer", state = "open", role = "itself", to = "answered" }
case { "suggestion: not reached", kind = "suggestion", part = "request", action = "missed", state = "answered", role = "intake", given = { tries = 1 } }
case { "suggestion: the same try", kind = "suggestion", part = "request", action = "missed", state = "answered", role = "intake", own = { tries = 1 }, given = { tries = 1 }, refuse = "guard" }
case { "suggestion: called back", kind = "suggestion", part = "request", action = "visit", state = "answered", role = "intake", given = { reached = 1, solved = "yes", satisfaction = 5 }, to = "visited" }
case { "suggestion: five levels", kind = "suggestion", part = "request", action = "visit", state = "answered", role = "intake", given = { reached = 1, solved = "yes", satisfaction = 0 }, refuse = "guard" }
case { "suggestion: rated", kind = "suggestion", part = "request", action = "rate", state = "answered", role = "asker", given = { solved = "yes", satisfaction = 5 }, to = "visited" }
case { "suggestion: rated from 1", kind = "suggestion", part = "request", action = "rate", state = "answered", role = "asker", given = { solved = "yes", satisfaction = 0 }, refuse = "guard" }
case { "suggestion: rated later", kind = "suggestion", part = "request", action = "rate_again", state = "closed", role = "asker", given = { solved = "yes", satisfaction = 5 } }
case { "suggestion: rated later from 1", kind = "suggestion", part = "request", action = "rate_again", state = "closed", role = "asker", given = { solved = "yes", satisfaction = 0 }, refuse = "guard" }
case { "suggestion: opened again", kind = "suggestion", part = "request", action = "reopen", state = "closed", role = "itself", own = { solved = "no" }, to = "open" }
case { "suggestion: not when content", kind = "suggestion", part = "request", action = "reopen", state = "closed", role = "itself", own = { solved = "yes", satisfaction = 5 }, refuse = "guard" }
case { "suggestion: settled", kind = "suggestion", part = "request", action = "close", state = "visited", role = "itself", to = "closed" }

-- topics of the month
local theme = { title = "老旧小区停车难", month = "2026-11", why = "三个月反映86件", lead = "12" }
case { "point 19: proposed with its lead unit", kind = "topic", action = "propose", role = "intake", given = theme, to = "proposed" }
case { "point 19: selected", kind = "topic", action = "select", state = "proposed", role = "leader", field = theme, given = { lead = "12", due = 200 }, to = "selected" }
case { "point 19: one lead unit", kind = "topic", action = "select", state = "proposed", role = "leader", field = theme, given = { lead = "12", assist = { "12" }, due = 200 }, refuse = "guard" }
case { "point 19: not selected", kind = "topic", action = "drop", state = "proposed", role = "supervision", reason = true, to = "dropped" }
case { "point 19: three lists", kind = "topic", action = "plan", state = "selected", role = "lead", given = { problems = "p", goals = "g", duties = "d" }, to = "planned" }
case { "point 19: not two", kind = "topic", action = "plan", state = "selected", role = "lead", given = { problems = "p", goals = "g" }, refuse = "missing" }
case { "point 19: a policy", kind = "topic", action = "enact", state = "planned", role = "lead", given = { policy = "停车办法" } }
case { "point 19: the survey", kind = "topic", action = "survey", state = "planned", role = "intake", given = { surveyed = 200, satisfied = 91 }, to = "surveyed" }
case { "point 19: not by the unit", kind = "topic", action = "survey", state = "planned", role = "lead", given = { surveyed = 200, satisfied = 91 }, refuse = "role" }
case { "point 19: after the tasks", kind = "topic", action = "survey", state = "planned", role = "intake", given = { surveyed = 200, satisfied = 91 }, parts = { task = { { state = "open", title = "划线" } } },
	refuse = w("任务“划线”还没有完成", "The task “划线” is not done yet") }
case { "point 19: closed when people are content", kind = "topic", action = "close", state = "surveyed", role = "supervision", evidence = 1, field = { satisfied = 91 }, given = { result = "r", check = "c" }, to = "closed" }
case { "point 19: not when they are not", kind = "topic", action = "close", state = "surveyed", role = "supervision", evidence = 1, field = { satisfied = 79 }, given = { result = "r", check = "c" },
	refuse = w("满意率没有达到80%，请退回再办", "Fewer than 80 % are satisfied; send it back") }
case { "point 19: sent back", kind = "topic", action = "send_back", state = "surveyed", role = "supervision", reason = true, to = "planned" }
case { "point 19: reminded", kind = "topic", action = "remind", state = "planned", role = "leader" }
case { "point 19: a task", kind = "topic", part = "task", action = "add", role = "lead", given = { title = "划线", unit = "13", due = 150 }, to = "open" }
case { "point 19: done with evidence", kind = "topic", part = "task", action = "finish", state = "open", role = "part_unit", evidence = 1, given = { result = "已划600个" }, to = "done" }
case { "point 19: not without", kind = "topic", part = "task", action = "finish", state = "open", role = "part_unit", given = { result = "已划600个" }, refuse = "evidence" }
case { "point 19: dropped", kind = "topic", part = "task", action = "drop", state = "open", role = "lead", reason = true, to = "dropped" }

-- knowledge
local entry = { title = "老年证怎么办", answer = "带身份证到社区办理。", lead = "12", valid_until = 300 }
case { "point 14: an entry has an owner and an end", kind = "article", action = "write", role = "writer", today = 100, given = entry, to = "draft" }
case { "point 14: not without an end", kind = "article", action = "write", role = "writer", today = 100, given = { title = "x", answer = "y", lead = "12" }, refuse = "missing" }
case { "point 14: an end in the future", kind = "article", action = "write", role = "writer", today = 300, given = entry, refuse = w("有效期要在今天以后", "It must be valid beyond today") }
case { "point 14: approved by another", kind = "article", action = "approve", state = "draft", role = "intake", today = 100, field = entry, given = { verified = 100 }, to = "valid" }
case { "point 14: not by its writer", kind = "article", action = "approve", state = "draft", role = "intake", same_person = true, today = 100, field = entry, given = { verified = 100 }, refuse = "same_person" }
case { "point 14: not verified tomorrow", kind = "article", action = "approve", state = "draft", role = "intake", today = 100, field = entry, given = { verified = 101 }, refuse = "guard" }
case { "point 14: verified by its owner", kind = "article", action = "verify", state = "doubtful", role = "owner", today = 290, field = entry, given = { verified = 290, valid_until = 600 }, to = "valid" }
case { "point 14: with a new end", kind = "article", action = "verify", state = "valid", role = "owner", today = 300, field = entry, given = { verified = 300, valid_until = 300 }, refuse = "guard" }
case { "point 14: not by the centre", kind = "article", action = "verify", state = "valid", role = "intake", today = 290, field = entry, given = { verified = 290, valid_until = 600 }, refuse = "role" }
case { "point 14: a mistake is reported", kind = "article", action = "doubt", state = "valid", role = "intake", given = { fault = "窗口已搬" }, to = "doubtful" }
case { "point 14: edited", kind = "article", action = "edit", state = "valid", role = "intake", field = entry }
case { "point 14: retired", kind = "article", action = "retire", state = "valid", role = "owner", reason = true, to = "retired" }

-- to another platform and back
case { "an order goes to another platform", action = "forward", state = "handling", role = "intake", given = { forward_text = "路灯不亮，请看一看" } }
case { "not with name and phone when confidential", action = "forward", state = "handling", role = "intake", field = { confidential = 1 }, given = { forward_text = "路灯不亮", forward_contact = 1 }, refuse = w("要求保密的不能连同姓名电话转出", "Name and phone of a confidential caller are not passed on") }
case { "what they do comes back", action = "forward_report", state = "handling", role = "itself", given = { forward_number = "A-17", forward_status = "open" } }
case { "a topic is published", kind = "topic", action = "publish", state = "planned", role = "intake", given = { public_title = "冬季供暖", public_answer = "已排查换热站", published = 1 } }

-- what was answered at once has nobody who could do it again
case { "answered at once and not solved: it gets a unit", action = "dispatch", state = "redo", role = "intake", field = { class = "consult" }, given = { lead = "12" }, to = "dispatched" }
case { "whoever has it does it again", action = "dispatch", state = "redo", role = "intake", field = { class = "help", lead = "12" }, given = { lead = "13" }, refuse = w("已有主办单位，由它重办", "It has a lead unit, which does it again") }
