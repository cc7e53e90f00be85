-- SPDX-License-Identifier: Apache-2.0
-- Who may ask for an order to be left out of the figures, and who finds on it.

case { "a unit asks, with its ground", kind = "exclusion", action = "apply", role = "liaison",
	given = { title = "无政策依据", order = "诉20260000001", ground = "beyond", facts = "现行政策没有规定" }, to = "applied" }
case { "without facts it is not taken", kind = "exclusion", action = "apply", role = "liaison",
	given = { title = "无政策依据", order = "诉20260000001", ground = "beyond" }, refuse = "missing" }
case { "the supervision office finds on it", kind = "exclusion", action = "grant", state = "applied", role = "supervision",
	given = { finding = "属实" }, to = "granted" }
case { "not whoever asked for it", kind = "exclusion", action = "grant", state = "applied", role = "supervision", same_person = true,
	given = { finding = "属实" }, refuse = "same_person" }
case { "nor the request centre", kind = "exclusion", action = "grant", state = "applied", role = "intake",
	given = { finding = "属实" }, refuse = "role" }
case { "revoked only with a reason", kind = "exclusion", action = "revoke", state = "granted", role = "supervision", refuse = "reason" }
case { "and with one", kind = "exclusion", action = "revoke", state = "granted", role = "supervision", reason = true, to = "revoked" }
case { "refused with words", kind = "exclusion", action = "refuse", state = "applied", role = "supervision", given = { finding = "职责清晰" }, to = "refused" }
case { "refused without", kind = "exclusion", action = "refuse", state = "applied", role = "supervision", refuse = "missing" }
case { "withdrawn by the unit", kind = "exclusion", action = "withdraw", state = "applied", role = "own", reason = true, to = "withdrawn" }
case { "withdrawn without a reason", kind = "exclusion", action = "withdraw", state = "applied", role = "own", refuse = "reason" }
