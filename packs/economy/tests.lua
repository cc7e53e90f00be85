-- SPDX-License-Identifier: Apache-2.0
-- luoshi pack test economy.
local letter = { title = "关于11月一般公共预算收入缺口的提示函", lead = "12", why = "预计0.90亿元，目标1.20亿元", text = "请查明原因" }
case { "statistics sends a letter", kind = "gap_letter", action = "send", role = "statistics", given = letter, to = "sent" }
case { "so does the supervision office", kind = "gap_letter", action = "send", role = "supervision", given = letter, to = "sent" }
case { "an office does not", kind = "gap_letter", action = "send", role = "lead", given = letter, refuse = "role" }
case { "a letter says on what ground", kind = "gap_letter", action = "send", role = "statistics", given = { title = "函", lead = "12", text = "请" }, refuse = "missing" }
case { "signing for it", kind = "gap_letter", action = "sign", state = "sent", role = "lead", to = "signed" }
case { "not by who sent it", kind = "gap_letter", action = "sign", state = "sent", role = "statistics", refuse = "role" }
case { "answering", kind = "gap_letter", action = "answer", state = "signed", role = "lead_head", given = { answer = "月底前补上" }, to = "answered" }
case { "an answer has words", kind = "gap_letter", action = "answer", state = "signed", role = "lead", refuse = "missing" }
case { "not before it is signed for", kind = "gap_letter", action = "answer", state = "sent", role = "lead", given = { answer = "好" }, refuse = "state" }
case { "sent back with a cause", kind = "gap_letter", action = "send_back", state = "answered", role = "statistics", reason = true, to = "signed" }
case { "sent back without one", kind = "gap_letter", action = "send_back", state = "answered", role = "statistics", refuse = "reason" }
case { "settled", kind = "gap_letter", action = "close", state = "answered", role = "supervision", to = "closed" }
case { "not by whoever answered", kind = "gap_letter", action = "close", state = "answered", role = "supervision", same_person = true, refuse = "same_person" }
case { "withdrawn", kind = "gap_letter", action = "withdraw", state = "sent", role = "statistics", reason = true, to = "withdrawn" }
case { "an office cannot withdraw it", kind = "gap_letter", action = "withdraw", state = "sent", role = "lead", reason = true, refuse = "role" }
