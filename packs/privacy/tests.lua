-- SPDX-License-Identifier: Apache-2.0
-- luoshi pack test privacy. Every action is shown allowed, the guard refusing.

local function w(zh, en) return { zh = zh, en = en } end
local self_only = w("没有核实是本人的，不能往下办；请选“不予办理”", "only the person himself may be served; refuse it instead")

case { "the request centre registers a wish", action = "register", role = "intake", given = { sort = "copy" }, to = "registered" }
case { "a citizen does it himself", action = "register", role = "asker", given = { sort = "delete" }, to = "registered" }
case { "what is wished has to be said", action = "register", role = "intake", given = {}, refuse = "missing" }
case { "supervision does not register", action = "register", role = "office", given = { sort = "copy" }, refuse = "role" }
case { "called back, it is the person", action = "verify", state = "registered", role = "intake", given = { verified = 1, verified_how = "回拨登记的号码" }, to = "verified" }
case { "it is not the person", action = "verify", state = "registered", role = "intake", given = { verified = 0, verified_how = "回拨登记的号码" }, refuse = self_only }
case { "how it was checked is written down", action = "verify", state = "registered", role = "intake", given = { verified = 1 }, refuse = "missing" }
case { "done", action = "finish", state = "verified", role = "intake", given = { answer = "副本已当面交给本人" }, to = "done" }
case { "nothing is done before the check", action = "finish", state = "registered", role = "intake", given = { answer = "已删除" }, refuse = "state" }
case { "refused for a legal reason", action = "refuse", state = "registered", role = "intake", given = { refusal = "other_person", answer = "核实不是本人" }, reason = true, to = "refused" }
case { "and only for one", action = "refuse", state = "verified", role = "office", given = { answer = "不予办理" }, reason = true, refuse = "missing" }
case { "with a reason on record", action = "refuse", state = "verified", role = "office", given = { refusal = "term", answer = "保存期限未满" }, refuse = "reason" }

-- the application, which is a request of its own
local given = { channel = "phone", phone = "13700000000", words = "查一查登记了哪些信息" }
case { "taken in by telephone", part = "request", action = "take", role = "intake", given = given, to = "open" }
case { "asked by the person", part = "request", action = "ask", role = "asker", given = given, to = "open" }
case { "more is said", part = "request", action = "add", state = "open", role = "asker", given = { words = "还有去年的" } }
case { "answered together", part = "request", action = "answered", state = "open", role = "intake", to = "answered" }
