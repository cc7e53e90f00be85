-- SPDX-License-Identifier: Apache-2.0
-- luoshi pack test supervision.

local function w(zh, en) return { zh = zh, en = en } end

-- letters
local letter = { rung = "letter", title = "关于积水点整治的督办函", lead = "12", why = "两周黄灯", text = "请查明原因" }
case { "the office issues a letter", kind = "notice", action = "issue", role = "supervision", given = letter, to = "issued" }
case { "a unit does not", kind = "notice", action = "issue", role = "lead", given = letter, refuse = "role" }
case { "a letter says why", kind = "notice", action = "issue", role = "supervision",
	given = { rung = "letter", title = "函", lead = "12", text = "请" }, refuse = "missing" }
case { "signing for it", kind = "notice", action = "sign", state = "issued", role = "lead_head", to = "signed" }
case { "answering", kind = "notice", action = "answer", state = "signed", role = "lead", given = { answer = "雨水井设备周三到场" }, to = "answered" }
case { "an answer has words", kind = "notice", action = "answer", state = "signed", role = "lead", refuse = "missing" }
case { "not before it is signed for", kind = "notice", action = "answer", state = "issued", role = "lead", given = { answer = "好" }, refuse = "state" }
case { "sent back with a cause", kind = "notice", action = "send_back", state = "answered", role = "supervision", reason = true, to = "signed" }
case { "sent back without one", kind = "notice", action = "send_back", state = "answered", role = "supervision", refuse = "reason" }
case { "settled by the office", kind = "notice", action = "close", state = "answered", role = "supervision", to = "closed" }
case { "not by whoever answered", kind = "notice", action = "close", state = "answered", role = "supervision", same_person = true, refuse = "same_person" }
case { "withdrawn", kind = "notice", action = "withdraw", state = "issued", role = "supervision", reason = true, to = "withdrawn" }
case { "a unit cannot withdraw it", kind = "notice", action = "withdraw", state = "issued", role = "lead", reason = true, refuse = "role" }

-- exemption
local all = { title = "智能井盖试点", lead = "12", from_day = 100, to_day = 120, facts = "首次采用，厂家停产",
	not_forbidden = 1, by_decision = 1, by_procedure = 1, no_gain = 1, no_grave_harm = 1, made_good = 1 }
case { "the head applies with all six conditions", kind = "exemption", action = "apply", role = "applicant", given = all, to = "applied" }
case { "a liaison does not", kind = "exemption", action = "apply", role = "lead", given = all, refuse = "role" }
case { "five of six are not enough", kind = "exemption", action = "apply", role = "applicant",
	given = { title = "智能井盖试点", lead = "12", from_day = 100, to_day = 120, facts = "首次采用",
		not_forbidden = 1, by_decision = 1, by_procedure = 1, no_gain = 1, no_grave_harm = 1, made_good = 0 },
	refuse = w("容错须具备6项条件，现在勾选了5项；不具备的请不要申请",
		"An exemption needs 6 conditions, 5 are ticked; without them do not apply") }
case { "first day after the last", kind = "exemption", action = "apply", role = "applicant",
	given = { title = "智能井盖试点", lead = "12", from_day = 130, to_day = 120, facts = "首次采用" },
	refuse = w("起的日子在止的日子之后，请对调", "The first day is after the last; exchange them") }
case { "found on by the office", kind = "exemption", action = "grant", state = "applied", role = "supervision", given = { finding = "六项属实" }, to = "granted" }
case { "a finding has words", kind = "exemption", action = "grant", state = "applied", role = "supervision", refuse = "missing" }
case { "not by the applicant", kind = "exemption", action = "grant", state = "applied", role = "supervision", same_person = true,
	given = { finding = "属实" }, refuse = "same_person" }
case { "nor by anybody of the unit that applied", kind = "exemption", action = "grant", state = "applied", role = "supervision", same_unit = true,
	given = { finding = "属实" }, refuse = "same_person" }
case { "refused", kind = "exemption", action = "refuse", state = "applied", role = "supervision", given = { finding = "未经集体研究" }, to = "refused" }
case { "withdrawn", kind = "exemption", action = "withdraw", state = "applied", role = "lead_head", reason = true, to = "withdrawn" }
case { "revoked", kind = "exemption", action = "revoke", state = "granted", role = "supervision", reason = true, to = "revoked" }
case { "revoking says why", kind = "exemption", action = "revoke", state = "granted", role = "supervision", refuse = "reason" }

-- the bulletin
local week = { title = "关于重点工作落实情况的通报", from_day = 100, to_day = 106, lang = "zh" }
case { "the office drafts a bulletin", kind = "bulletin", action = "draft", role = "supervision", given = week, to = "draft" }
case { "a unit does not draft one", kind = "bulletin", action = "draft", role = "head", given = week, refuse = "role" }
case { "its first day after the last", kind = "bulletin", action = "draft", role = "supervision",
	given = { title = "通报", from_day = 110, to_day = 106, lang = "zh" },
	refuse = w("起的日子在止的日子之后，请对调", "The first day is after the last; exchange them") }
case { "its text is changed", kind = "bulletin", action = "edit", state = "draft", role = "supervision", given = { title = "通报" } }
case { "an issued one is not changed", kind = "bulletin", action = "edit", state = "issued", role = "supervision", given = { title = "通报" }, refuse = "state" }
case { "issued by another person", kind = "bulletin", action = "issue", state = "draft", role = "supervision", evidence = 2, to = "issued" }
case { "not without what is kept of it", kind = "bulletin", action = "issue", state = "draft", role = "supervision", evidence = 1, refuse = "evidence" }
case { "the drafter goes another way", kind = "bulletin", action = "issue", state = "draft", role = "supervision", evidence = 2, same_person = true,
	refuse = "same_person" }
case { "issued by the drafter", kind = "bulletin", action = "issue_alone", state = "draft", role = "supervision", evidence = 2, to = "issued" }
case { "unless the rules want another person", kind = "bulletin", action = "issue_alone", state = "draft", role = "supervision", evidence = 2,
	field = { second = 1 },
	refuse = w("按规则，通报须由拟稿人以外的人印发，请交给同事", "By the rules somebody else than who drafted it issues a bulletin; hand it to a colleague") }
case { "a draft is discarded", kind = "bulletin", action = "discard", state = "draft", role = "supervision", reason = true, to = "discarded" }
case { "recalled with a cause", kind = "bulletin", action = "recall", state = "issued", role = "supervision", reason = true, to = "recalled" }
case { "recalled without one", kind = "bulletin", action = "recall", state = "issued", role = "supervision", refuse = "reason" }
