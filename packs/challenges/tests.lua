-- SPDX-License-Identifier: Apache-2.0
-- luoshi pack test challenges. Days are day numbers; every action is shown allowed, every guard refusing.

local function w(zh, en) return { zh = zh, en = en } end
local past = w("日子已经过了，请改成今天或以后的日子", "The day is past; choose today or a later day")
local negative = w("金额不能是负数，请核对", "An amount cannot be negative; check it")
local over = w("揭榜已经截止，请与督查室联系", "The deadline for applications is over; ask the supervision office")
local much = w("申请经费超过榜单金额，请核对单位（万元）", "More is asked for than the challenge offers; check the unit (10,000 yuan)")
local agreed = w("约定奖补超过榜单金额，请核对单位（万元）", "The award exceeds what the challenge offers; check the unit (10,000 yuan)")
local late = w("攻关完成时限要晚于揭榜截止日", "The date of completion must be later than the deadline for applications")
local units = { "lead", "lead_head", "invited", "invited_head", "applicant", "applicant_head", "judge", "doer", "doer_head" }
local three = { { state = "shortlisted", no = "c1", unit = "21" }, { state = "shortlisted", no = "c2", unit = "22" }, { state = "shortlisted", no = "c3" } }

-- drafting and publishing
case { "the office drafts it", action = "open", role = "supervision", given = { title = "石榴汁脱涩", problem = "涩味", goal = "单宁低于0.3克每升" }, to = "draft" }
case { "nobody else drafts it", action = "open", role = units, given = { title = "石榴汁脱涩", problem = "涩味", goal = "x" }, refuse = "role" }
case { "it needs a goal", action = "open", role = "supervision", given = { title = "石榴汁脱涩", problem = "涩味" }, refuse = "missing" }
case { "changing a draft", action = "correct", state = "draft", role = "supervision", field = { title = "x", problem = "y", goal = "z" }, given = { deadline = 130, due = 300 } }
case { "completion after the deadline", action = "correct", state = "draft", role = "supervision", field = { title = "x", problem = "y", goal = "z" },
	given = { deadline = 130, due = 130 }, refuse = late }
case { "what is published is not rewritten", action = "correct", state = "published", role = "supervision", given = { title = "x", problem = "y", goal = "z" }, refuse = "state" }
case { "publishing", action = "publish", state = "draft", role = "supervision", today = 100,
	given = { lead = "12", assist = { "21", "22" }, budget = "300", deadline = 115, due = 400 }, to = "published" }
case { "with enough time", action = "publish", state = "draft", role = "supervision", today = 100, given = { lead = "12", budget = "300", deadline = 114, due = 400 },
	refuse = w("离截止不到15天，请把截止日往后放", "The deadline is less than 15 days away; choose a later one") }
case { "publishing completion after the deadline", action = "publish", state = "draft", role = "supervision", today = 100,
	given = { lead = "12", budget = "300", deadline = 130, due = 120 }, refuse = late }
case { "no money below nothing", action = "publish", state = "draft", role = "supervision", today = 100, given = { lead = "12", budget = "-1", deadline = 130, due = 400 }, refuse = negative }
case { "with its money", action = "publish", state = "draft", role = "supervision", today = 100, given = { lead = "12", deadline = 130, due = 400 }, refuse = "missing" }
case { "not to itself", action = "publish", state = "draft", role = "supervision", today = 100, given = { lead = "12", assist = { "21", "12" }, budget = "300", deadline = 130, due = 400 },
	refuse = w("发榜单位不能揭自己的榜，请从可揭榜单位里去掉它", "The unit that puts it up cannot apply; take it out of the units that may") }
case { "more time", action = "prolong", state = "published", role = "supervision", reason = true, today = 120, field = { deadline = 115, due = 400 }, given = { deadline = 135 } }
case { "more time says why", action = "prolong", state = "published", role = "supervision", today = 110, field = { deadline = 115 }, given = { deadline = 135 }, refuse = "reason" }
case { "more time is later", action = "prolong", state = "published", role = "supervision", reason = true, today = 100, field = { deadline = 115 }, given = { deadline = 115 },
	refuse = w("新的截止日要晚于原来的", "The new deadline must be later than the old one") }
case { "more time is to come", action = "prolong", state = "published", role = "supervision", reason = true, today = 140, field = { deadline = 115 }, given = { deadline = 135 }, refuse = past }

-- applications
case { "a unit applies", part = "application", action = "apply", evidence = 1, role = "invited", today = 115, field = { deadline = 115, budget = "300" },
	given = { name = "酶法脱涩", plan = "三步", asked = "300", contact = "某某" }, to = "applied" }
case { "its head applies", part = "application", action = "apply", evidence = 1, role = "invited_head", given = { name = "酶法脱涩", plan = "三步", asked = "80.5" }, to = "applied" }
case { "who is not asked does not apply", part = "application", action = "apply", evidence = 1, role = { "lead", "lead_head", "judge", "leader", "sponsor" }, given = { name = "a", plan = "b", asked = "1" }, refuse = "role" }
case { "not after the deadline", part = "application", action = "apply", evidence = 1, role = "invited", today = 116, field = { deadline = 115 }, given = { name = "a", plan = "b", asked = "1" }, refuse = over }
case { "not for more than is offered", part = "application", action = "apply", evidence = 1, role = "invited", field = { budget = "300" }, given = { name = "a", plan = "b", asked = "300.01" }, refuse = much }
case { "not for less than nothing", part = "application", action = "apply", evidence = 1, role = "invited", field = { budget = "300" }, given = { name = "a", plan = "b", asked = "-0.01" }, refuse = negative }
case { "with the stamped paper", part = "application", action = "apply", role = "invited", given = { name = "a", plan = "b", asked = "1" }, refuse = "evidence" }
case { "what is asked for is said", part = "application", action = "apply", evidence = 1, role = "invited", given = { name = "a", plan = "b" }, refuse = "missing" }
case { "a firm is entered", part = "application", action = "enter", evidence = 1, role = "supervision", given = { name = "膜分离", firm = "某公司", plan = "b", asked = "1" }, to = "applied" }
case { "a unit is entered", part = "application", action = "enter", evidence = 1, role = "supervision", field = { lead = "12" }, given = { name = "膜分离", unit = "21", plan = "b", asked = "1" }, to = "applied" }
case { "one of the two", part = "application", action = "enter", evidence = 1, role = "supervision", given = { name = "膜分离", plan = "b", asked = "1" },
	refuse = w("区内单位和企业（区外单位）填一个", "Fill in either a unit of the district or a firm, not both") }
case { "not both", part = "application", action = "enter", evidence = 1, role = "supervision", given = { name = "膜分离", unit = "21", firm = "某公司", plan = "b", asked = "1" },
	refuse = w("区内单位和企业（区外单位）填一个", "Fill in either a unit of the district or a firm, not both") }
case { "not the publishing unit", part = "application", action = "enter", evidence = 1, role = "supervision", field = { lead = "12" }, given = { name = "膜分离", unit = "12", plan = "b", asked = "1" },
	refuse = w("发榜单位不能揭自己的榜", "The unit that puts it up cannot apply") }
case { "entered in time", part = "application", action = "enter", evidence = 1, role = "supervision", today = 116, field = { deadline = 115 }, given = { name = "膜分离", firm = "某公司", plan = "b", asked = "1" }, refuse = over }
case { "units enter none", part = "application", action = "enter", evidence = 1, role = units, given = { name = "膜分离", firm = "某公司", plan = "b", asked = "1" }, refuse = "role" }
case { "it is changed", part = "application", action = "amend", state = "applied", role = "applicant", today = 115, field = { deadline = 115 }, own = { name = "a", plan = "b", asked = "1" }, given = { asked = "2" } }
case { "not changed after the deadline", part = "application", action = "amend", state = "applied", role = "applicant", today = 116, field = { deadline = 115 }, own = { name = "a", plan = "b", asked = "1" }, refuse = over }
case { "not changed by others", part = "application", action = "amend", state = "applied", role = { "invited", "judge", "lead" }, own = { name = "a", plan = "b", asked = "1" }, refuse = "role" }
case { "it is withdrawn", part = "application", action = "withdraw", state = "shortlisted", role = "applicant_head", reason = true, to = "withdrawn" }
case { "it is shortlisted", part = "application", action = "shortlist", state = "applied", role = "supervision", given = { no = "c2" }, parts = { application = { { state = "shortlisted", no = "c1" } } }, to = "shortlisted" }
case { "a number is used once", part = "application", action = "shortlist", state = "applied", role = "supervision", given = { no = "c1" }, parts = { application = { { state = "withdrawn", no = "c1" } } },
	refuse = w("1号已经用过，请换一个编号", "Number 1 is taken; choose another") }
case { "the applicant does not shortlist", part = "application", action = "shortlist", state = "applied", role = "applicant", given = { no = "c1" }, refuse = "role" }

-- judging
case { "judging begins", action = "start_judging", state = "published", role = "supervision", today = 116, field = { deadline = 115 }, parts = { application = three }, to = "judging" }
case { "not before the deadline", action = "start_judging", state = "published", role = "supervision", today = 115, field = { deadline = 115 }, parts = { application = three },
	refuse = w("揭榜还没有截止", "The deadline for applications is not over yet") }
case { "each is looked through", action = "start_judging", state = "published", role = "supervision", today = 116, field = { deadline = 115 }, parts = { application = { { state = "applied" } } },
	refuse = w("还有1份方案没有审查，请先入围编号或告知未选定", "Applications not looked through: 1; shortlist them, or tell them they are not chosen") }
case { "not with two", action = "start_judging", state = "published", role = "supervision", today = 116, field = { deadline = 115 },
	parts = { application = { { state = "shortlisted", no = "c1" }, { state = "shortlisted", no = "c2" }, { state = "withdrawn", no = "c3" } } },
	refuse = w("入围方案只有2份，不足3份；请延长征集，或作流榜处理", "Shortlisted are 2, and 3 are needed; extend the deadline, or let it fail") }
case { "units do not begin it", action = "start_judging", state = "published", role = units, refuse = "role" }
case { "a judge is asked", part = "judgement", action = "ask", role = "supervision", today = 100, given = { no = "c1", judge = "5", judge_unit = "30", due = 105 }, parts = { application = three }, to = "asked" }
case { "whoever applied does not judge", part = "judgement", action = "ask", role = "supervision", today = 100, given = { no = "c1", judge = "5", judge_unit = "22", due = 105 }, parts = { application = three },
	refuse = w("申报单位的人不能当评委，请另请一位", "Nobody of an applying unit can judge; ask another") }
case { "judged is what there is", part = "judgement", action = "ask", role = "supervision", today = 100, given = { no = "c4", judge = "5", due = 105 }, parts = { application = three },
	refuse = w("没有这个编号的入围方案", "No shortlisted application has this number") }
case { "once is enough", part = "judgement", action = "ask", role = "supervision", today = 100, given = { no = "c1", judge = "5", due = 105 },
	parts = { application = three, judgement = { { state = "given", no = "c1", judge = "5" } } }, refuse = w("这位评委已经在评这份方案", "This judge has that application already") }
case { "judged by a day to come", part = "judgement", action = "ask", role = "supervision", today = 100, given = { no = "c1", judge = "5", due = 99 }, parts = { application = three }, refuse = past }
case { "units ask no judges", part = "judgement", action = "ask", role = units, given = { no = "c1", judge = "5", due = 105 }, refuse = "role" }
case { "a judge scores", part = "judgement", action = "give", state = "asked", role = "judge", given = { score = 100, opinion = "可行" }, to = "given" }
case { "no score below nothing", part = "judgement", action = "give", state = "asked", role = "judge", given = { score = -1, opinion = "x" }, refuse = w("分数从0到100", "A score is from 0 to 100") }
case { "the office does not score", part = "judgement", action = "give", state = "asked", role = { "supervision", "owner", "leader", "lead", "applicant" }, given = { score = 80, opinion = "x" }, refuse = "role" }
case { "a score has an opinion", part = "judgement", action = "give", state = "asked", role = "judge", given = { score = 80 }, refuse = "missing" }
case { "a score is changed", part = "judgement", action = "change", state = "given", role = "judge", reason = true, own = { score = 80, opinion = "x" }, given = { score = 70 } }
case { "changing a score says why", part = "judgement", action = "change", state = "given", role = "judge", own = { score = 80, opinion = "x" }, given = { score = 70 }, refuse = "reason" }
case { "a changed score is a score", part = "judgement", action = "change", state = "given", role = "judge", reason = true, own = { score = 80, opinion = "x" }, given = { score = -5 }, refuse = w("分数从0到100", "A score is from 0 to 100") }
case { "not once one is chosen", part = "judgement", action = "change", state = "given", role = "judge", reason = true, own = { score = 80, opinion = "x" }, given = { score = 70 },
	parts = { application = { { state = "chosen", no = "c1" } } }, refuse = w("已经选定，不能再改分", "One is chosen; scores stand") }
case { "a judge recuses himself", part = "judgement", action = "recuse", state = "given", role = "judge", reason = true, to = "recused" }
case { "recusing says why", part = "judgement", action = "recuse", state = "asked", role = "judge", refuse = "reason" }
case { "another judge", part = "judgement", action = "cancel", state = "asked", role = "supervision", reason = true, to = "cancelled" }
case { "judgements stand once one is chosen", part = "judgement", action = "cancel", state = "given", role = "supervision", reason = true,
	parts = { application = { { state = "chosen", no = "c1" } } }, refuse = w("已经选定，不能再取消评审", "One is chosen; judgements stand") }

-- choosing
local scores = { { state = "given", no = "c1", score = 90 }, { state = "given", no = "c1", score = 81 }, { state = "given", no = "c2", score = 85 }, { state = "given", no = "c2", score = 85 },
	{ state = "given", no = "c3", score = 60 }, { state = "given", no = "c3", score = 99 }, { state = "recused", no = "c3" } }
case { "the best", part = "application", action = "choose", state = "shortlisted", role = "supervision", own = { no = "c1" }, parts = { application = three, judgement = scores }, to = "chosen" }
case { "the second", part = "application", action = "choose", state = "shortlisted", role = "supervision", own = { no = "c2" }, parts = { application = three, judgement = scores }, to = "chosen" }
case { "the third says why", part = "application", action = "choose", state = "shortlisted", role = "supervision", own = { no = "c3" }, parts = { application = three, judgement = scores },
	refuse = w("这份方案平均分排第3，不在前2名，请写明选定理由", "Its mean is number 3, not among the best 2; say why it is chosen") }
case { "the third with a reason", part = "application", action = "choose", state = "shortlisted", role = "supervision", own = { no = "c3" }, given = { why = "唯一有中试线" },
	parts = { application = three, judgement = scores }, to = "chosen" }
case { "each is judged", part = "application", action = "choose", state = "shortlisted", role = "supervision", own = { no = "c1" },
	parts = { application = three, judgement = { { state = "given", no = "c1", score = 90 }, { state = "given", no = "c1", score = 90 }, { state = "given", no = "c2", score = 85 }, { state = "asked", no = "c2" } } },
	refuse = w("2号方案只有1位评委打分，至少要2位", "Application no. 2 is scored by 1, and needs 2 judges") }
case { "one is chosen", part = "application", action = "choose", state = "shortlisted", role = "supervision", own = { no = "c2" }, parts = { application = { { state = "chosen", no = "c1" } } },
	refuse = w("已经选定了一份，要换的先取消选定", "One is chosen already; take that back first") }
case { "judges do not choose", part = "application", action = "choose", state = "shortlisted", role = { "judge", "lead", "leader" }, own = { no = "c2" }, refuse = "role" }
case { "a choice is taken back", part = "application", action = "unchoose", state = "chosen", role = "supervision", reason = true, to = "shortlisted" }
case { "the others are told", part = "application", action = "pass_over", state = "shortlisted", role = "supervision", reason = true, parts = { application = { { state = "chosen", no = "c1" } } }, to = "passed_over" }
case { "what does not fit is told at once", part = "application", action = "pass_over", state = "applied", role = "supervision", reason = true, to = "passed_over" }
case { "the others are told afterwards", part = "application", action = "pass_over", state = "shortlisted", role = "supervision", reason = true, parts = { application = three },
	refuse = w("入围的方案，选定一份之后再告知", "What is shortlisted is told after one is chosen") }

-- notice and agreement
local one = { { state = "chosen", no = "c1" }, { state = "passed_over", no = "c2" } }
case { "public notice", action = "publicize", state = "judging", role = "supervision", field = { budget = "300" }, given = { winner = "某研究院", award = "300", notice = "拟由某研究院揭榜" }, parts = { application = one }, to = "publicity" }
case { "not with nobody", action = "publicize", state = "judging", role = "supervision", given = { winner = "某研究院", award = "300", notice = "x" }, parts = { application = three },
	refuse = w("还没有选定方案，请先在方案里点“选定”", "No application is chosen yet; choose one first") }
case { "not for more", action = "publicize", state = "judging", role = "supervision", field = { budget = "300" }, given = { winner = "某研究院", award = "300.000001", notice = "x" }, parts = { application = one }, refuse = agreed }
case { "not for less", action = "publicize", state = "judging", role = "supervision", field = { budget = "300" }, given = { winner = "某研究院", award = "-3", notice = "x" }, parts = { application = one }, refuse = negative }
case { "an objection", action = "object", state = "publicity", role = "supervision", given = { objection = "资质存疑" } }
case { "it is answered", action = "answer", state = "publicity", role = "supervision", field = { objection = "资质存疑" }, given = { answer = "已核，资质有效" } }
case { "by another", action = "answer", state = "publicity", role = "supervision", same_person = true, field = { objection = "资质存疑" }, given = { answer = "x" }, refuse = "same_person" }
case { "when there is one", action = "answer", state = "publicity", role = "supervision", given = { answer = "x" }, refuse = w("没有登记过异议", "No objection was entered") }
case { "back to judging", action = "judge_again", state = "publicity", role = "supervision", reason = true, to = "judging" }
case { "signing", action = "sign", state = "publicity", role = "supervision", evidence = 1, today = 100, in_state = 5, field = { award = "280", budget = "300", due = 400 }, given = { agreement = "2026-7" }, parts = { application = one }, to = "signed" }
case { "the notice lasts", action = "sign", state = "publicity", role = "supervision", evidence = 1, today = 100, in_state = 4, field = { award = "280", due = 400 }, given = { agreement = "2026-7" }, parts = { application = one },
	refuse = w("公示要满5个工作日，现在是第4天", "The notice lasts 5 working days; it has stood for 4") }
case { "objections are answered", action = "sign", state = "publicity", role = "supervision", evidence = 1, in_state = 5, field = { award = "280", due = 400, objection = "资质存疑" }, given = { agreement = "2026-7" }, parts = { application = one },
	refuse = w("异议还没有答复", "The objection is not answered yet") }
case { "everybody is told", action = "sign", state = "publicity", role = "supervision", evidence = 1, in_state = 5, field = { award = "280", due = 400 }, given = { agreement = "2026-7" }, parts = { application = three },
	refuse = w("还有3份方案没有告知结果，请先点“告知未选定”", "Applicants not told yet: 3; tell them that they are not chosen") }
case { "signing for a day to come", action = "sign", state = "publicity", role = "supervision", evidence = 1, in_state = 5, today = 100, field = { award = "280", due = 99 }, given = { agreement = "2026-7", due = 99 }, parts = { application = one }, refuse = past }
case { "signing for no more", action = "sign", state = "publicity", role = "supervision", evidence = 1, in_state = 5, field = { award = "280", budget = "300", due = 400 }, given = { agreement = "2026-7", award = "301" }, parts = { application = one }, refuse = agreed }
case { "with the agreement", action = "sign", state = "publicity", role = "supervision", in_state = 5, field = { award = "280", due = 400 }, given = { agreement = "2026-7" }, refuse = "evidence" }

-- checkpoints
case { "a checkpoint", part = "checkpoint", action = "add", role = "lead", today = 100, field = { due = 400, award = "280" }, given = { title = "小试", due = 200, criterion = "单宁0.3", tranche = "100" }, to = "planned" }
case { "not after completion", part = "checkpoint", action = "add", role = "lead", today = 100, field = { due = 400 }, given = { title = "小试", due = 401, criterion = "x" },
	refuse = w("里程碑不能晚于攻关完成时限", "A checkpoint cannot be later than the date of completion") }
case { "not in the past", part = "checkpoint", action = "add", role = "supervision", today = 100, given = { title = "小试", due = 99, criterion = "x" }, refuse = past }
case { "not more than was agreed", part = "checkpoint", action = "add", role = "lead", field = { award = "280" }, given = { title = "中试", due = 200, criterion = "x", tranche = "180.01" },
	parts = { checkpoint = { { state = "passed", title = "小试", tranche = "100" }, { state = "dropped", title = "放大", tranche = "90" } } },
	refuse = w("各里程碑拨付合计超过约定奖补，请核对", "The tranches together exceed the agreed award; check them") }
case { "exactly what was agreed", part = "checkpoint", action = "add", role = "lead", field = { award = "280" }, given = { title = "中试", due = 200, criterion = "x", tranche = "180" },
	parts = { checkpoint = { { state = "passed", title = "小试", tranche = "100" } } }, to = "planned" }
case { "no tranche below nothing", part = "checkpoint", action = "add", role = "lead", field = { award = "280" }, given = { title = "中试", due = 200, criterion = "x", tranche = "-1" }, refuse = negative }
case { "whoever won adds none", part = "checkpoint", action = "add", role = "doer", given = { title = "小试", due = 200, criterion = "x" }, refuse = "role" }
case { "beginning", action = "start", state = "signed", role = "lead", parts = { checkpoint = { { state = "planned", title = "小试" } } }, to = "underway" }
case { "not without checkpoints", action = "start", state = "signed", role = "lead", parts = { checkpoint = { { state = "dropped", title = "小试" } } },
	refuse = w("还没有里程碑，请先在下面“里程碑”里添加", "There is no checkpoint yet; add them below") }
case { "it is handed in", part = "checkpoint", action = "report", state = "planned", role = "doer", evidence = 1, given = { result = "单宁0.28" }, to = "reported" }
case { "handed in with evidence", part = "checkpoint", action = "report", state = "planned", role = "lead", given = { result = "单宁0.28" }, refuse = "evidence" }
case { "losers hand in nothing", part = "checkpoint", action = "report", state = "planned", role = { "applicant", "invited", "judge" }, evidence = 1, given = { result = "x" }, refuse = "role" }
case { "it passes", part = "checkpoint", action = "pass", state = "reported", role = "supervision", given = { check = "复检0.28" }, to = "passed" }
case { "not by whoever handed it in", part = "checkpoint", action = "pass", state = "reported", role = "supervision", same_person = true, given = { check = "x" }, refuse = "same_person" }
case { "it fails", part = "checkpoint", action = "fail", state = "reported", role = "supervision", reason = true, to = "failed" }
case { "failing says why", part = "checkpoint", action = "fail", state = "reported", role = "supervision", refuse = "reason" }
case { "not failed by whoever handed it in", part = "checkpoint", action = "fail", state = "reported", role = "supervision", same_person = true, reason = true, refuse = "same_person" }
case { "it is set again", part = "checkpoint", action = "again", state = "failed", role = "supervision", reason = true, today = 100, field = { due = 400 }, given = { due = 130 }, to = "planned" }
case { "set again in time", part = "checkpoint", action = "again", state = "failed", role = "supervision", reason = true, today = 100, field = { due = 400 }, given = { due = 99 }, refuse = past }
case { "it is moved", part = "checkpoint", action = "move", state = "planned", role = "supervision", reason = true, today = 100, field = { due = 400, award = "280" }, own = { due = 200, criterion = "x", tranche = "100" },
	given = { due = 210, tranche = "110" }, parts = { checkpoint = { { state = "planned", title = "小试", tranche = "100" }, { state = "planned", title = "中试", tranche = "170" } } } }
case { "moved, too dear", part = "checkpoint", action = "move", state = "planned", role = "supervision", reason = true, today = 100, field = { due = 400, award = "280" }, own = { due = 200, criterion = "x", tranche = "100" },
	given = { due = 210, tranche = "111" }, parts = { checkpoint = { { state = "planned", title = "小试", tranche = "100" }, { state = "planned", title = "中试", tranche = "170" } } },
	refuse = w("各里程碑拨付合计超过约定奖补，请核对", "The tranches together exceed the agreed award; check them") }
case { "it is dropped", part = "checkpoint", action = "drop", state = "failed", role = "supervision", reason = true, to = "dropped" }

-- under way
case { "a report", action = "report", state = "underway", role = "doer", field = { share = 20 }, given = { share = 40, progress = "小试完成" } }
case { "less says why", action = "report", state = "underway", role = "lead", field = { share = 40 }, given = { share = 30, progress = "返工" },
	refuse = w("进度比上次低，请在“存在问题”里写明原因", "Progress fell since the last report; say why under problems") }
case { "who lost does not report", action = "report", state = "underway", role = { "applicant", "invited", "judge", "leader" }, given = { share = 40, progress = "x" }, refuse = "role" }
case { "extending", action = "extend", state = "underway", role = "supervision", reason = true, today = 100, field = { due = 400 }, given = { due = 430 } }
case { "extending forwards", action = "extend", state = "underway", role = "supervision", reason = true, field = { due = 400 }, given = { due = 400 },
	refuse = w("新的时限要晚于原来的时限", "The new date must be later than the old one") }
case { "extending to a day to come", action = "extend", state = "underway", role = "supervision", reason = true, today = 500, field = { due = 400 }, given = { due = 430 }, refuse = past }
local passed = { { state = "passed", title = "小试" }, { state = "dropped", title = "放大" } }
case { "on to acceptance", action = "to_acceptance", state = "underway", role = "lead", parts = { checkpoint = passed }, to = "acceptance" }
case { "not with one open", action = "to_acceptance", state = "underway", role = "lead", parts = { checkpoint = { { state = "passed", title = "小试" }, { state = "failed", title = "中试" } } },
	refuse = w("里程碑“中试”还没有通过", "The checkpoint “中试” is not passed yet") }
case { "not with none", action = "to_acceptance", state = "underway", role = "lead", parts = { checkpoint = { { state = "dropped", title = "放大" } } },
	refuse = w("还没有一个里程碑通过考核", "No checkpoint has been passed yet") }

-- the end
case { "acceptance is asked for", action = "submit", state = "acceptance", role = "doer_head", evidence = 1, given = { result = "单宁0.28克每升" } }
case { "accepted", action = "accept", state = "acceptance", role = "supervision", field = { result = "单宁0.28克每升" }, given = { check = "五位专家到场" }, parts = { checkpoint = passed }, to = "accepted" }
case { "not before it is asked for", action = "accept", state = "acceptance", role = "supervision", given = { check = "x" }, parts = { checkpoint = passed },
	refuse = w("还没有提交验收材料", "The acceptance has not been asked for yet") }
case { "not with a checkpoint open", action = "accept", state = "acceptance", role = "supervision", field = { result = "x" }, given = { check = "x" }, parts = { checkpoint = { { state = "planned", title = "中试" } } },
	refuse = w("里程碑“中试”还没有通过", "The checkpoint “中试” is not passed yet") }
case { "not by whoever asked", action = "accept", state = "acceptance", role = "supervision", same_person = true, field = { result = "x" }, given = { check = "x" }, refuse = "same_person" }
case { "judges do not accept", action = "accept", state = "acceptance", role = { "judge", "lead", "doer" }, given = { check = "x" }, refuse = "role" }
case { "sent back", action = "send_back", state = "acceptance", role = "supervision", reason = true, to = "underway" }
case { "awarded", action = "award", state = "accepted", role = "supervision", evidence = 1, field = { award = "280" }, given = { paid = "280" }, to = "awarded" }
case { "awarded by another", action = "award", state = "accepted", role = "supervision", evidence = 1, same_person = true, given = { paid = "280" }, refuse = "same_person" }
case { "no award before acceptance", action = "award", state = "acceptance", role = "supervision", evidence = 1, given = { paid = "280" }, refuse = "state" }
case { "no more than agreed", action = "award", state = "accepted", role = "supervision", evidence = 1, field = { award = "280" }, given = { paid = "280.5" },
	refuse = w("实发超过约定奖补，请核对单位（万元）", "More is paid than was agreed; check the unit (10,000 yuan)") }
case { "it fails for want of applications", action = "fail", state = "published", role = "supervision", reason = true, today = 116, field = { deadline = 115 }, to = "failed" }
case { "it does not fail early", action = "fail", state = "published", role = "supervision", reason = true, today = 115, field = { deadline = 115 },
	refuse = w("揭榜还没有截止，截止后再定", "The deadline for applications is not over yet; decide then") }
case { "it does not fail once one is chosen", action = "fail", state = "judging", role = "supervision", reason = true, parts = { application = one },
	refuse = w("已经选定了方案，不能流榜", "One is chosen; it cannot fail") }
case { "it is ended", action = "end", state = "underway", role = "supervision", reason = true, to = "ended" }
case { "ending says why", action = "end", state = "underway", role = "supervision", refuse = "reason" }

-- words around it
case { "asking for help", action = "ask_help", state = "underway", role = "doer", given = { obstacle = "缺中试场地" } }
case { "reminding", action = "remind", state = "underway", role = "sponsor" }
case { "a note", action = "note", state = "judging", role = "leader", given = { note = "抓紧评审" } }
case { "a note has words", action = "note", state = "judging", role = "leader", refuse = "missing" }
