-- SPDX-License-Identifier: Apache-2.0
-- luoshi pack test funds

local function w(zh, en) return { zh = zh, en = en } end
local clause = { title = "首次升规奖10万元", document = "区发〔2026〕8号第三条", rule = "当年首次入库规上工业", most = "100000", from = 100, ["until"] = 160, lead = "12" }
local function with(t, more)
	local r = {}
	for k, v in pairs(t) do r[k] = v end
	for k, v in pairs(more) do r[k] = v end
	return r
end
case { "a clause is drafted", kind = "support", action = "draft", role = "liaison", given = clause, to = "draft" }
case { "it ends after it begins", kind = "support", action = "draft", role = "liaison", given = with(clause, { ["until"] = 99 }),
	refuse = w("截止早于开始，请核对日期", "It ends before it begins; check the days") }
case { "it gives something", kind = "support", action = "draft", role = "liaison", given = with(clause, { most = "0" }),
	refuse = w("单户最高要大于零（元）", "The most for one must be more than nothing (yuan)") }
case { "a clause is changed before it opens", kind = "support", action = "correct", state = "draft", role = "office", field = clause, given = { title = "首次升规奖8万元" } }
case { "not by whoever drafted it", kind = "support", action = "publish", state = "draft", role = "office_head", same_person = true, given = { published = 1 }, refuse = "same_person" }
case { "its head opens it", kind = "support", action = "publish", state = "draft", role = "office_head", given = { published = 1 }, to = "open" }
case { "it ends for a reason", kind = "support", action = "stop", state = "open", role = "supervision", reason = true, to = "ended" }
case { "not without one", kind = "support", action = "stop", state = "open", role = "supervision", refuse = "reason" }

local grant = { title = "某新材料公司", code = "91370400MA0000000X", support = "策〔2026〕003", year = 2026, lead = "12", asked = "100000", facts = "2026年1月入库" }
case { "a firm applies through its liaison", kind = "grant", action = "apply", role = "liaison", given = grant, to = "applied" }
case { "for something", kind = "grant", action = "apply", role = "liaison", given = with(grant, { asked = "0" }),
	refuse = w("申报金额要大于零（元）", "The amount asked for must be more than nothing (yuan)") }
case { "checked with what shows it", kind = "grant", action = "check", state = "applied", role = "office", field = grant, given = { found = "80000", finding = "核对入库名录" }, evidence = 1, to = "review" }
case { "not without", kind = "grant", action = "check", state = "applied", role = "office", field = grant, given = { found = "80000", finding = "x" }, evidence = 0, refuse = "evidence" }
case { "no more than was asked for", kind = "grant", action = "check", state = "applied", role = "office", field = grant, given = { found = "100000.01", finding = "x" }, evidence = 1,
	refuse = w("核定金额大于申报金额，请核对", "More is found due than was asked for; check the figures") }
case { "something is due", kind = "grant", action = "check", state = "applied", role = "office", field = grant, given = { found = "-1", finding = "x" }, evidence = 1,
	refuse = w("核定金额要大于零（元）", "The amount found due must be more than nothing (yuan)") }
case { "refused with words", kind = "grant", action = "refuse", state = "review", role = "office_head", given = { finding = "非首次" }, to = "refused" }
case { "withdrawn", kind = "grant", action = "withdraw", state = "applied", role = "liaison", reason = true, to = "withdrawn" }
case { "reviewed by another", kind = "grant", action = "review", state = "review", role = "assist", field = { found = "80000" }, given = { amount = "80000", published = 1 }, to = "notice" }
case { "not by whoever checked it", kind = "grant", action = "review", state = "review", role = "office_head", same_person = true, field = { found = "80000" }, given = { amount = "80000", published = 1 }, refuse = "same_person" }
case { "no more than is due", kind = "grant", action = "review", state = "review", role = "assist", field = { found = "80000" }, given = { amount = "80001", published = 1 },
	refuse = w("审定金额大于核定金额，请核对", "More is decided than was found due; check the figures") }
case { "decided when the notice is over", kind = "grant", action = "decide", state = "notice", role = "office_head", in_state = 5, to = "decided" }
case { "not before", kind = "grant", action = "decide", state = "notice", role = "office_head", in_state = 4,
	refuse = w("公示要满5个工作日，现在是第4个", "The notice takes 5 working days; this is day 4") }
case { "paid, with the voucher", kind = "grant", action = "pay", state = "decided", role = "office", evidence = 1, today = 200, given = { paid = 199 }, to = "paid" }
case { "not paid tomorrow", kind = "grant", action = "pay", state = "decided", role = "office", evidence = 1, today = 200, given = { paid = 201 },
	refuse = w("拨付日期还没有到，请填已经到账的日子", "That day has not come yet; give the day it arrived") }
case { "to be paid back", kind = "grant", action = "recover", state = "paid", role = "supervision", reason = true, to = "recovery" }
case { "paid back", kind = "grant", action = "recovered", state = "recovery", role = "office", evidence = 1, given = { returned = "80000" }, to = "recovered" }
case { "nothing is not paid back", kind = "grant", action = "recovered", state = "recovery", role = "office", evidence = 1, given = { returned = "0" },
	refuse = w("追回金额要大于零（元）", "What was paid back must be more than nothing (yuan)") }
