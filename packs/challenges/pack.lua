-- SPDX-License-Identifier: Apache-2.0
-- Open challenges (揭榜挂帅): from a problem that is put up to an award for solving it.
-- What a district changes is a setting; its source says where the default comes from:
-- [D] our inference, [M] from memory, [U] unverified, otherwise the place itself.

pack { "challenges", version = "1", label = { zh = "揭榜挂帅", en = "Open challenges" } }

local function w(zh, en) return { zh = zh, en = en } end
local function must(field) return { field, required = true } end
local function keep(field) return { field, prefill = true } end
local function must_keep(field) return { field, required = true, prefill = true } end
local function pick(name, zh, en) return choice { name, label = w(zh, en) } end

-- settings --------------------------------------------------------------------------

setting { "open_days", type = "int", low = 1, high = 180, default = 15,
	label = w("张榜到截止至少几天", "Days from publishing to the deadline, at least"),
	source = "[D] 未见统一规定；给申报单位留出写方案的时间" }
setting { "applications_least", type = "int", low = 1, high = 12, default = 3,
	label = w("少于几份方案就不能评榜", "Applications needed before judging"),
	source = "[D] 参照公开招标不少于三家的惯例；不足的延长或流榜" }
setting { "judgements_least", type = "int", low = 1, high = 15, default = 2,
	label = w("每份方案至少几位评委打分", "Judges who must score each application, at least"),
	source = "[D] 各地多为三至七人，小项目可少；由本地定" }
setting { "best", type = "int", low = 1, high = 12, default = 2,
	label = w("平均分前几名可以直接选定", "Among the best how many one is chosen without a reason"),
	source = "[D] 名次靠后的也可以选，但要写明理由" }
setting { "judge_days", type = "int", low = 1, high = 60, default = 10,
	label = w("评榜几个工作日内完成", "Working days for judging"), source = "[D] 两周左右" }
setting { "publicity_days", type = "int", low = 1, high = 30, default = 5,
	label = w("公示几个工作日", "Working days of public notice"), source = "[D] 公示多为五个工作日" }
setting { "sign_days", type = "int", low = 1, high = 60, default = 15,
	label = w("公示起几个工作日内签约", "Working days from the public notice to the agreement"), source = "[D] 公示后两周内签约" }
setting { "accept_days", type = "int", low = 1, high = 60, default = 10,
	label = w("提交后几个工作日内验收", "Working days for the acceptance after it is asked for"), source = "[D] 验收不宜久拖" }
setting { "award_days", type = "int", low = 1, high = 120, default = 20,
	label = w("验收后几个工作日内兑现奖励", "Working days from the acceptance to the award"), source = "[D] 约一个月内兑现" }
setting { "near_days", type = "int", low = 0, high = 60, default = 10,
	label = w("剩余几个工作日（含）起亮黄灯", "Working days left, or fewer, that turn the light yellow"), source = "[D] 约两周" }
setting { "behind_yellow", type = "int", low = 1, high = 100, default = 10,
	label = w("比序时落后几个点（含）起亮黄灯", "Points behind schedule, or more, that turn the light yellow"),
	source = "银川市2025年重点项目红黄绿灯：落后10至30个百分点（含）为黄灯" }
setting { "behind_red", type = "int", low = 1, high = 100, default = 31,
	label = w("比序时落后几个点（含）起亮红灯", "Points behind schedule, or more, that turn the light red"),
	source = "银川市2025年重点项目红黄绿灯：落后30个百分点以上（不含30）为红灯" }

-- what guards share -----------------------------------------------------------------

local open_states = { "draft", "published", "judging", "publicity", "signed", "underway", "acceptance", "accepted" }
local inside = { "supervision", "owner", "lead", "lead_head", "doer", "doer_head", "sponsor", "leader" }
local all_clocks = { "stop due", "stop deadline", "stop judging", "stop publicity", "stop signing", "stop accepting", "stop awarding" }
local numbers = { "c1", "c2", "c3", "c4", "c5", "c6", "c7", "c8", "c9", "c10", "c11", "c12" }

local function number_choices()
	local list = {}
	for i, name in ipairs(numbers) do
		list[i] = pick(name, i .. "号方案", "Application no. " .. i)
	end
	return list
end

local function number_of(name)
	for i, n in ipairs(numbers) do
		if n == name then return i end
	end
	return 0
end

-- 万元 with at most six digits behind the point, in units of 0.01 yuan: exact whole numbers.
local function money(text)
	local v = tonumber(text or "")
	return v and math.floor(v * 1000000 + 0.5)
end

local function past(day, today)
	if day and day < today then
		return w("日子已经过了，请改成今天或以后的日子", "The day is past; choose today or a later day")
	end
end

local function units_fit(lead, assist)
	for _, unit in ipairs(assist or {}) do
		if unit == lead then
			return w("发榜单位不能揭自己的榜，请从可揭榜单位里去掉它",
				"The unit that puts it up cannot apply; take it out of the units that may")
		end
	end
end

local function amount_fits(m, name, limit, zh, en)
	local v, most = money(m.given[name] or m.field[name]), money(m.given[limit] or m.field[limit])
	if v and v < 0 then
		return w("金额不能是负数，请核对", "An amount cannot be negative; check it")
	end
	if v and most and v > most then
		return w(zh .. "，请核对单位（万元）", en .. "; check the unit (10,000 yuan)")
	end
end

local function dates_fit(m)
	local deadline, due = m.given.deadline or m.field.deadline, m.given.due or m.field.due
	if deadline and due and due <= deadline then
		return w("攻关完成时限要晚于揭榜截止日", "The date of completion must be later than the deadline for applications")
	end
end

-- Applications by state.
local function count(m, state)
	local n = 0
	for _, a in ipairs(m.parts.application) do
		if a.state == state then n = n + 1 end
	end
	return n
end

-- How many judged it, and their mean in thousandths.
local function judged(m, no)
	local n, sum = 0, 0
	for _, j in ipairs(m.parts.judgement) do
		if j.no == no and j.state == "given" then
			n = n + 1
			sum = sum + j.score
		end
	end
	return n, n > 0 and sum * 1000 // n or 0
end

local function place_of(m, no)
	local _, mine = judged(m, no)
	local place = 1
	for _, a in ipairs(m.parts.application) do
		local _, other = judged(m, a.no)
		if a.state == "shortlisted" and a.no ~= no and other > mine then place = place + 1 end
	end
	return place
end

local function still_open(m)
	if m.field.deadline and m.today > m.field.deadline then
		return w("揭榜已经截止，请与督查室联系", "The deadline for applications is over; ask the supervision office")
	end
end

local function asked_fits(m)
	local asked, budget = money(m.given.asked), money(m.field.budget)
	if asked and asked < 0 then
		return w("金额不能是负数，请核对", "An amount cannot be negative; check it")
	end
	if asked and budget and asked > budget then
		return w("申请经费超过榜单金额，请核对单位（万元）", "More is asked for than the challenge offers; check the unit (10,000 yuan)")
	end
end

local function score_fits(m)
	if m.given.score and m.given.score < 0 then
		return w("分数从0到100", "A score is from 0 to 100")
	end
end

local function tranche_fits(m, own)
	local all, award = money(m.given.tranche) or own, money(m.field.award)
	if all < 0 then
		return w("金额不能是负数，请核对", "An amount cannot be negative; check it")
	end
	for _, c in ipairs(m.parts.checkpoint) do
		if c.state ~= "dropped" then all = all + (money(c.tranche) or 0) end
	end
	if award and all - own > award then
		return w("各里程碑拨付合计超过约定奖补，请核对", "The tranches together exceed the agreed award; check them")
	end
end

local function checkpoint_date_fits(m)
	if m.given.due and m.field.due and m.given.due > m.field.due then
		return w("里程碑不能晚于攻关完成时限", "A checkpoint cannot be later than the date of completion")
	end
	return past(m.given.due, m.today)
end

local function all_passed(m)
	local passed = 0
	for _, c in ipairs(m.parts.checkpoint) do
		if c.state == "passed" then
			passed = passed + 1
		elseif c.state ~= "dropped" then
			return w("里程碑“" .. c.title .. "”还没有通过", "The checkpoint “" .. c.title .. "” is not passed yet")
		end
	end
	if passed == 0 then
		return w("还没有一个里程碑通过考核", "No checkpoint has been passed yet")
	end
end

kind { "challenge",
	label = w("榜单项目", "Challenge"),
	number = "榜〔{year}〕{n:3}",
	title = "title", lead = "lead", assist = "assist", due = "due", share = "share",
	see = { "supervision", "owner", "lead", "lead_head", "invited", "invited_head", "applicant", "applicant_head", "judge",
		"doer", "doer_head", "sponsor", "leader" },

	roles = {
		role { "supervision", duty = "supervision", relation = "any", label = w("督查室（揭榜办）", "Supervision office") },
		role { "owner", duty = "supervision", relation = "owner", label = w("立项督查室", "Supervision office that opened it") },
		role { "lead", duty = "liaison", relation = "lead", label = w("发榜单位联络员", "Liaison of the publishing unit") },
		role { "lead_head", duty = "head", relation = "lead", label = w("发榜单位负责人", "Head of the publishing unit") },
		role { "invited", duty = "liaison", relation = "assist", label = w("可揭榜单位联络员", "Liaison of a unit that may apply") },
		role { "invited_head", duty = "head", relation = "assist", label = w("可揭榜单位负责人", "Head of a unit that may apply") },
		role { "applicant", duty = "liaison", relation = "part_unit", part = "application", label = w("申报单位联络员", "Liaison of the applying unit") },
		role { "applicant_head", duty = "head", relation = "part_unit", part = "application", label = w("申报单位负责人", "Head of the applying unit") },
		role { "judge", duty = "any", relation = "part_person", part = "judgement", label = w("评委", "Judge") },
		role { "doer", duty = "liaison", relation = "part_unit", part = "checkpoint", label = w("揭榜单位联络员", "Liaison of the unit that won") },
		role { "doer_head", duty = "head", relation = "part_unit", part = "checkpoint", label = w("揭榜单位负责人", "Head of the unit that won") },
		role { "sponsor", duty = "leader", relation = "person", field = "sponsor", label = w("包联领导", "Leader in charge") },
		role { "leader", duty = "leader", relation = "any", label = w("区领导", "Leaders of the district") },
	},

	fields = {
		field { "title", type = "line", list = true, max = 300, label = w("榜单名称", "Challenge"),
			hint = w("一句话说清要攻克什么", "One sentence: what is to be solved") },
		field { "problem", type = "text", label = w("难题", "The problem"),
			hint = w("现在卡在哪里、试过什么办法", "What is in the way now, and what was tried") },
		field { "goal", type = "text", label = w("攻关目标", "Goal"),
			hint = w("一行一项，写明指标、数值、单位", "One on a line: indicator, value, unit") },
		field { "sector", type = "choice", list = true, label = w("领域", "Sector"), choices = {
			pick("technology", "关键技术", "Technology"), pick("industry", "产业发展", "Industry"),
			pick("reform", "改革攻坚", "Reform"), pick("livelihood", "社会民生", "Livelihood"),
			pick("ecology", "生态环保", "Environment"), pick("agriculture", "农业农村", "Agriculture") } },
		field { "lead", type = "unit", list = true, label = w("发榜单位", "Publishing unit") },
		field { "assist", type = "units", label = w("可揭榜的区内单位", "Units of the district that may apply"),
			hint = w("区外单位和企业的方案由督查室代录", "Applications of firms and outsiders are entered by the supervision office") },
		field { "sponsor", type = "person", list = true, label = w("包联领导", "Leader in charge") },
		field { "budget", type = "dec", max = 100000000, label = w("榜单金额（万元）", "Offered (10,000 yuan)") },
		field { "deadline", type = "date", list = true, label = w("揭榜截止", "Deadline for applications"),
			hint = w("含当天", "That day included") },
		field { "due", type = "date", list = true, label = w("攻关完成时限", "To be completed by") },
		field { "winner", type = "line", max = 200, label = w("拟揭榜单位", "Chosen"),
			hint = w("公示用的全称", "Full name, as in the public notice") },
		field { "award", type = "dec", max = 100000000, label = w("约定奖补（万元）", "Agreed award (10,000 yuan)") },
		field { "notice", type = "text", label = w("公示内容", "Public notice"),
			hint = w("不写得分和其他申报单位", "No scores, no other applicants") },
		field { "objection", type = "text", see = inside, label = w("异议", "Objection"),
			hint = w("谁、何时、提出什么", "Who, when, and what") },
		field { "answer", type = "text", see = inside, label = w("异议核查", "Answer to the objection") },
		field { "agreement", type = "line", max = 200, see = inside, label = w("协议编号", "Agreement no.") },
		field { "share", type = "share", list = true, label = w("进度", "Progress") },
		field { "progress", type = "text", see = inside, label = w("进展", "What was done") },
		field { "obstacle", type = "text", see = inside, label = w("存在问题", "Problems"),
			hint = w("卡在哪里，需要谁协调", "What is in the way, and who could help") },
		field { "result", type = "text", see = inside, label = w("攻关成果", "Result"),
			hint = w("对照目标逐项写明", "Point by point against the goal") },
		field { "check", type = "text", see = inside, label = w("验收意见", "What the acceptance found"),
			hint = w("何时、哪些人、看了什么、结论", "When, who, what was seen, and what came of it") },
		field { "paid", type = "dec", max = 100000000, see = inside, label = w("实发奖补（万元）", "Award paid (10,000 yuan)") },
		field { "note", type = "text", see = inside, label = w("批示", "Note") },
	},

	states = {
		state { "draft", first = true, waits = true, label = w("拟榜", "Draft"), tray = w("待张榜", "To publish") },
		state { "published", waits = true, label = w("张榜", "Published"), tray = w("待截止后评榜", "To judge after the deadline") },
		state { "judging", waits = true, label = w("评榜", "Judging"), tray = w("待选定公示", "To choose and give notice") },
		state { "publicity", waits = true, label = w("公示", "Public notice"), tray = w("待公示期满签约", "To sign after the notice") },
		state { "signed", label = w("签约", "Signed"), tray = w("待启动攻关", "To begin") },
		state { "underway", label = w("攻关", "Under way"), tray = w("待报进展", "To report") },
		state { "acceptance", label = w("验收", "Acceptance"), tray = w("待验收", "To accept") },
		state { "accepted", waits = true, label = w("验收通过", "Accepted"), tray = w("待兑现奖励", "To award") },
		state { "awarded", closed = true, label = w("已奖励", "Awarded") },
		state { "failed", closed = true, label = w("流榜", "Failed") },
		state { "ended", closed = true, label = w("终止", "Ended") },
	},

	clocks = {
		clock { "due", unit = "until", field = "due", main = true, label = w("攻关时限", "Completion"), pauses = {
			choice { "accepting", label = w("验收期间", "During the acceptance") },
		} },
		clock { "deadline", unit = "until", field = "deadline", label = w("揭榜截止", "Deadline for applications") },
		clock { "judging", unit = "working_day", budget = 10, setting = "judge_days", label = w("评榜时限", "Time for judging") },
		clock { "publicity", unit = "working_day", budget = 5, setting = "publicity_days", label = w("公示期", "Public notice") },
		clock { "signing", unit = "working_day", budget = 15, setting = "sign_days", label = w("签约时限", "Time to sign") },
		clock { "accepting", unit = "working_day", budget = 10, setting = "accept_days", label = w("验收时限", "Time for the acceptance") },
		clock { "awarding", unit = "working_day", budget = 20, setting = "award_days", label = w("兑现时限", "Time for the award") },
	},

	lights = {
		light { "red", when = "overdue", word = w("超期", "overdue") },
		light { "red", when = "behind", than = 31, setting = "behind_red", word = w("严重滞后", "far behind") },
		light { "yellow", when = "behind", than = 10, setting = "behind_yellow", word = w("滞后", "behind") },
		light { "yellow", when = "left_at_most", than = 10, setting = "near_days", word = w("临期", "due soon") },
	},

	parts = {
		-- 揭榜方案: for the office, the judges and the applicant's own unit; nobody else, not even the publishing unit
		part { "application", label = w("揭榜方案", "Applications"), max = 12, title = "name", unit = "unit",
			see = { "supervision", "owner", "applicant", "applicant_head", "judge" },
			fields = {
				field { "name", type = "line", max = 200, label = w("方案名称", "Application"),
					hint = w("一句话说清用什么办法", "One sentence: by what means") },
				field { "no", type = "choice", label = w("编号", "Number"), choices = number_choices() },
				field { "unit", type = "unit", fill = "actor_unasked", label = w("申报单位", "Applying unit"),
					hint = w("区外单位和企业不选，写在下一栏", "Leave it open for firms and outsiders; write them below") },
				field { "firm", type = "line", max = 200, label = w("企业或区外单位", "Firm or outside body") },
				field { "contact", type = "line", max = 100, label = w("联系人", "Contact"),
					personal = true, purpose = "联系申报单位", data_class = "work_contact",
					see = { "supervision", "applicant", "applicant_head" }, mask = true,
					hint = w("姓名和电话，单独加密保存", "Name and telephone; kept sealed") },
				field { "plan", type = "text", label = w("方案", "Plan"),
					hint = w("技术路线、步骤、时间、风险", "Approach, steps, dates, risks") },
				field { "team", type = "text", label = w("团队", "Team"), hint = w("专业和人数，不写身份证号、手机号", "Skills and numbers; no identity or telephone numbers") },
				field { "asked", type = "dec", max = 100000000, label = w("申请经费（万元）", "Asked for (10,000 yuan)") },
				field { "why", type = "text", see = { "supervision", "owner" }, label = w("选定理由", "Why it is chosen"),
					hint = w("平均分不在前列的必填", "Needed when it is not among the best") },
			},
			states = {
				state { "applied", first = true, waits = true, label = w("已申报", "Applied"), tray = w("方案待审查", "Application to look through") },
				state { "shortlisted", waits = true, label = w("已入围", "Shortlisted") },
				state { "chosen", closed = true, label = w("选定", "Chosen") },
				state { "passed_over", closed = true, label = w("未选定", "Not chosen") },
				state { "withdrawn", closed = true, label = w("已撤回", "Withdrawn") },
			},
			actions = {
				action { "apply", opens = true, to = "applied", by = { "invited", "invited_head" }, within = { "published" }, evidence = 1,
					tells = "supervision", topic = "task",
					label = w("揭榜申报", "Apply"), done = w("揭榜申报", "applied"),
					help = w("附上盖章的申报书。方案只有本单位、督查室和评委看得到，截止前可以修改、撤回。",
						"Add the stamped application. Only your unit, the supervision office and the judges see it; until the deadline you may change or withdraw it."),
					form = { must "name", must "plan", "team", must "asked", "contact" },
					guard = function(m) return still_open(m) or asked_fits(m) end },
				action { "enter", opens = true, to = "applied", by = "supervision", within = { "published" }, evidence = 1,
					label = w("代录方案", "Enter for a firm"), done = w("代录了方案", "entered an application"),
					help = w("企业和区外单位送来的方案，由督查室代录，并附上原件。",
						"What firms and outsiders send in is entered by the supervision office, with the original."),
					form = { must "name", "unit", "firm", must "plan", "team", must "asked", "contact" },
					guard = function(m)
						local unit, firm = (m.given.unit or "") ~= "", (m.given.firm or "") ~= ""
						if unit == firm then
							return w("区内单位和企业（区外单位）填一个", "Fill in either a unit of the district or a firm, not both")
						end
						if unit and m.given.unit == m.field.lead then
							return w("发榜单位不能揭自己的榜", "The unit that puts it up cannot apply")
						end
						return still_open(m) or asked_fits(m)
					end },
				action { "amend", from = "applied", by = { "applicant", "applicant_head", "supervision" }, within = { "published" },
					label = w("修改方案", "Change it"), done = w("修改了方案", "changed it"),
					help = w("截止前都可以改。改前的内容留在流水里。", "Possible until the deadline. What it said before stays in the record."),
					form = { must_keep "name", must_keep "plan", keep "team", must_keep "asked", "contact" },
					guard = function(m) return still_open(m) or asked_fits(m) end },
				action { "withdraw", from = { "applied", "shortlisted" }, to = "withdrawn", by = { "applicant", "applicant_head", "supervision" },
					within = { "published", "judging" }, reason = true,
					tells = "supervision",
					label = w("撤回方案", "Withdraw"), done = w("撤回了方案", "withdrew it"),
					help = w("写明原因。撤回后不再评审。", "Say why. It will not be judged.") },
				action { "shortlist", from = "applied", to = "shortlisted", by = "supervision", main = true, within = { "published" },
					tells = { "applicant", "applicant_head" },
					label = w("入围编号", "Shortlist"), done = w("列为入围", "shortlisted it"),
					help = w("材料齐全、符合条件的，给一个编号。评委按编号打分。", "If it is complete and fits, give it a number. Judges score by number."),
					form = { must "no" },
					guard = function(m)
						for _, a in ipairs(m.parts.application) do
							if a.no and a.no == m.given.no and a.state ~= "applied" then
								return w(number_of(a.no) .. "号已经用过，请换一个编号", "Number " .. number_of(a.no) .. " is taken; choose another")
							end
						end
					end },
				action { "pass_over", from = { "applied", "shortlisted" }, to = "passed_over", by = "supervision", reason = true,
					within = { "published", "judging", "publicity" },
					tells = { "applicant", "applicant_head" },
					label = w("告知未选定", "Not chosen"), done = w("告知未选定", "told that it is not chosen"),
					help = w("写明理由，申报单位会看到。理由里不写别的方案。", "Say why; the applicant sees it. Say nothing of the others."),
					guard = function(m)
						if m.part.state == "shortlisted" and count(m, "chosen") == 0 then
							return w("入围的方案，选定一份之后再告知", "What is shortlisted is told after one is chosen")
						end
					end },
				action { "choose", from = "shortlisted", to = "chosen", by = "supervision", within = { "judging" },
					label = w("选定", "Choose"), done = w("选定了方案", "chose it"),
					help = w("每份入围方案都评完再选。平均分不在前列的，写明理由。",
						"Only when every shortlisted one is judged. If it is not among the best, say why."),
					form = { "why" },
					guard = function(m)
						if count(m, "chosen") > 0 then
							return w("已经选定了一份，要换的先取消选定", "One is chosen already; take that back first")
						end
						local need = m.setting.judgements_least
						for _, a in ipairs(m.parts.application) do
							local n = judged(m, a.no)
							if a.state == "shortlisted" and n < need then
								return w(number_of(a.no) .. "号方案只有" .. n .. "位评委打分，至少要" .. need .. "位",
									"Application no. " .. number_of(a.no) .. " is scored by " .. n .. ", and needs " .. need .. " judges")
							end
						end
						local place, best = place_of(m, m.part.field.no), m.setting.best
						if place > best and (m.given.why or "") == "" then
							return w("这份方案平均分排第" .. place .. "，不在前" .. best .. "名，请写明选定理由",
								"Its mean is number " .. place .. ", not among the best " .. best .. "; say why it is chosen")
						end
					end },
				action { "unchoose", from = "chosen", to = "shortlisted", by = "supervision", within = { "judging" }, reason = true,
					label = w("取消选定", "Take back"), done = w("取消了选定", "took the choice back"),
					help = w("公示有异议、退回评榜后才用，写明原因。", "After an objection has sent it back to judging; say why.") },
			} },

		-- 评审意见: one for each judge and application; a judge sees only his own
		part { "judgement", label = w("评审", "Judging"), max = 180, title = "no", person = "judge", due = "due",
			see = { "supervision", "owner", "judge" },
			fields = {
				field { "no", type = "choice", label = w("方案编号", "Application"), choices = number_choices() },
				field { "judge", type = "person", label = w("评委", "Judge") },
				field { "judge_unit", type = "unit", fill = "judge", see = { "supervision", "owner" }, label = w("评委单位", "Unit of the judge") },
				field { "due", type = "date", label = w("评完日期", "To be judged by") },
				field { "score", type = "int", max = 100, label = w("分数", "Score"), hint = w("0到100的整数", "A whole number from 0 to 100") },
				field { "opinion", type = "text", label = w("评审意见", "Opinion"), hint = w("可行性、指标、经费、团队，各说一句", "A sentence each on feasibility, figures, money and team") },
			},
			states = {
				state { "asked", first = true, label = w("待评审", "To judge"), tray = w("方案待评审", "Application to judge") },
				state { "given", waits = true, label = w("已评审", "Judged") },
				state { "recused", closed = true, label = w("已回避", "Recused") },
				state { "cancelled", closed = true, label = w("已取消", "Cancelled") },
			},
			clocks = { clock { "due", unit = "until", field = "due", main = true, label = w("评审时限", "To be judged by") } },
			lights = {
				light { "red", when = "overdue", word = w("超期", "overdue") },
				light { "yellow", when = "left_at_most", than = 1, word = w("临期", "due soon") },
			},
			actions = {
				action { "ask", opens = true, to = "asked", by = "supervision", within = { "judging" },
					tells = "judge", topic = "task",
					label = w("请评委", "Ask a judge"), done = w("请了评委", "asked a judge"),
					help = w("一位评委评一份方案，添加一次。评委互相看不到。", "Add one for each judge and application. Judges do not see one another."),
					form = { must "no", must "judge", must "due" }, clocks = "arm due",
					guard = function(m)
						local found
						for _, a in ipairs(m.parts.application) do
							if a.no == m.given.no and a.state == "shortlisted" then found = a end
						end
						if not found then
							return w("没有这个编号的入围方案", "No shortlisted application has this number")
						end
						for _, a in ipairs(m.parts.application) do
							if a.unit and a.unit == m.given.judge_unit and a.state ~= "withdrawn" then
								return w("申报单位的人不能当评委，请另请一位", "Nobody of an applying unit can judge; ask another")
							end
						end
						for _, j in ipairs(m.parts.judgement) do
							if j.judge == m.given.judge and j.no == m.given.no then
								return w("这位评委已经在评这份方案", "This judge has that application already")
							end
						end
						return past(m.given.due, m.today)
					end },
				action { "give", from = "asked", to = "given", by = "judge", within = { "judging" }, main = true,
					label = w("打分", "Score it"), done = w("打了分", "scored it"),
					help = w("看过同编号的方案再打分。评榜结束前可以改。", "Read the application of that number first. You may change it until judging ends."),
					form = { must "score", must "opinion" }, clocks = "stop due", guard = score_fits },
				action { "change", from = "given", by = "judge", within = { "judging" }, reason = true,
					label = w("改分", "Change the score"), done = w("改了分", "changed the score"),
					help = w("写明为什么改。原来的分数留在流水里。", "Say why. The old score stays in the record."),
					form = { must_keep "score", must_keep "opinion" },
					guard = function(m)
						if count(m, "chosen") > 0 then
							return w("已经选定，不能再改分", "One is chosen; scores stand")
						end
						return score_fits(m)
					end },
				action { "recuse", from = { "asked", "given" }, to = "recused", by = "judge", within = { "judging" }, reason = true, clears = "judge",
					tells = "supervision", topic = "task",
					label = w("回避", "Recuse myself"), done = w("回避", "recused himself"),
					help = w("与申报单位有利害关系的，写明情况。回避后这份评审不再给您看。",
						"If you have an interest in it, say which. You will not see this one any more."),
					clocks = "stop due" },
				action { "cancel", from = { "asked", "given" }, to = "cancelled", by = "supervision", within = { "judging" }, reason = true, clears = "judge",
					tells = "judge",
					label = w("换评委", "Cancel"), done = w("取消了评审", "cancelled it"),
					help = w("写明原因，再另请一位。", "Say why, then ask another."),
					clocks = "stop due",
					guard = function(m)
						if m.part.state == "given" and count(m, "chosen") > 0 then
							return w("已经选定，不能再取消评审", "One is chosen; judgements stand")
						end
					end },
			} },

		-- 里程碑: what has to stand by when, and what is paid for it
		part { "checkpoint", label = w("里程碑", "Checkpoints"), max = 30, title = "title", unit = "unit", due = "due",
			see = inside,
			fields = {
				field { "title", type = "line", max = 200, label = w("里程碑", "Checkpoint"), hint = w("一句话：到哪一步", "One sentence: what has to stand") },
				field { "unit", type = "unit", label = w("揭榜单位", "Unit that won"), hint = w("区外单位和企业不选，由发榜单位代报", "Leave it open for firms; the publishing unit reports for them") },
				field { "due", type = "date", label = w("考核日期", "Due") },
				field { "criterion", type = "text", label = w("考核标准", "Criterion"), hint = w("指标、数值、怎么检验", "Indicator, value, and how it is checked") },
				field { "tranche", type = "dec", max = 100000000, label = w("通过后拨付（万元）", "Paid when passed (10,000 yuan)") },
				field { "result", type = "text", label = w("完成情况", "Result") },
				field { "check", type = "text", label = w("考核意见", "What the check found") },
			},
			states = {
				state { "planned", first = true, label = w("未考核", "Planned"), tray = w("里程碑待提交", "Checkpoint to hand in") },
				state { "reported", waits = true, label = w("待考核", "Handed in"), tray = w("里程碑待考核", "Checkpoint to check") },
				state { "failed", waits = true, label = w("未通过", "Failed"), tray = w("里程碑待限期整改", "Checkpoint to set again") },
				state { "passed", closed = true, label = w("已通过", "Passed") },
				state { "dropped", closed = true, label = w("已取消", "Dropped") },
			},
			clocks = { clock { "due", unit = "until", field = "due", main = true, label = w("里程碑时限", "Due"),
				pauses = { choice { "checking", label = w("考核期间", "While it is being checked") } } } },
			lights = {
				light { "red", when = "overdue", word = w("超期", "overdue") },
				light { "yellow", when = "left_at_most", than = 10, setting = "near_days", word = w("临期", "due soon") },
			},
			actions = {
				action { "add", opens = true, to = "planned", by = { "supervision", "lead", "lead_head" }, within = { "signed", "underway" },
					tells = { "doer", "doer_head" }, topic = "task",
					label = w("加里程碑", "Add a checkpoint"), done = w("加了里程碑", "added a checkpoint"),
					help = w("按协议写明到哪一步、哪天考核、怎么算通过。", "As agreed: what has to stand, by when, and what counts as passed."),
					form = { must "title", "unit", must "due", must "criterion", "tranche" },
					clocks = "arm due",
					guard = function(m) return checkpoint_date_fits(m) or tranche_fits(m, 0) end },
				action { "report", from = "planned", to = "reported", by = { "doer", "doer_head", "lead", "lead_head" }, main = true, evidence = 1,
					within = { "underway" },
					tells = "supervision", topic = "task",
					label = w("提交考核", "Hand it in"), done = w("提交了考核", "handed it in"),
					help = w("对照考核标准写明，至少附一份佐证。考核期间时限暂停。", "Against the criterion, with at least one piece of evidence. The clock stands meanwhile."),
					form = { must "result" }, clocks = "pause due checking" },
				action { "pass", from = "reported", to = "passed", by = "supervision", other_than = "report", main = true, within = { "underway" },
					tells = { "doer", "doer_head", "lead", "lead_head" },
					label = w("考核通过", "Pass"), done = w("考核通过", "passed it"),
					help = w("对过标准和佐证再点。提交的人不能自己考核。", "Only after comparing criterion and evidence. Whoever handed it in may not check it."),
					form = { must "check" }, clocks = "stop due" },
				action { "fail", from = "reported", to = "failed", by = "supervision", other_than = "report", reason = true, within = { "underway" },
					tells = { "doer", "doer_head", "lead", "lead_head" }, topic = "task",
					label = w("考核不通过", "Fail"), done = w("考核不通过", "failed it"),
					help = w("写明差在哪里，接着定整改期限，或终止项目。", "Say what is missing; then set it again, or end the challenge."),
					form = { "check" }, clocks = "stop due" },
				action { "again", from = "failed", to = "planned", by = "supervision", main = true, reason = true, within = { "underway" },
					tells = { "doer", "doer_head", "lead", "lead_head" }, topic = "task",
					label = w("限期整改", "Set it again"), done = w("定了整改期限", "set it again"),
					help = w("定新的考核日期，写明要求。", "Set a new day and say what is wanted."),
					form = { must "due" }, clocks = "arm due", guard = checkpoint_date_fits },
				action { "move", from = "planned", by = "supervision", reason = true, within = { "signed", "underway" },
					tells = { "doer", "doer_head", "lead", "lead_head" },
					label = w("调整里程碑", "Change it"), done = w("调整了里程碑", "changed it"),
					help = w("改日期、标准或拨付，写明原因。原来的留在流水里。", "Change day, criterion or tranche and say why; the old ones stay in the record."),
					form = { must_keep "due", must_keep "criterion", keep "tranche" },
					clocks = "arm due",
					guard = function(m) return checkpoint_date_fits(m) or tranche_fits(m, money(m.part.field.tranche) or 0) end },
				action { "drop", from = { "planned", "failed" }, to = "dropped", by = "supervision", reason = true, within = { "signed", "underway" },
					tells = { "doer", "doer_head", "lead", "lead_head" },
					label = w("取消里程碑", "Drop it"), done = w("取消了里程碑", "dropped it"),
					help = w("不再需要的，写明原因。", "If it is no longer needed, say why."), clocks = "stop due" },
			} },
	},

	when_all = { part = "checkpoint", states = { "passed", "dropped" }, take = "to_acceptance" },

	actions = {
		action { "open", opens = true, to = "draft", by = "supervision", main = true,
			label = w("拟榜", "Draft"), done = w("拟榜", "drafted it"),
			help = w("写清难题、目标和金额。张榜之前，可揭榜单位看不到。", "The problem, the goal and the money. Units that may apply see it only when it is published."),
			form = { must "title", must "problem", must "goal", "sector", "lead", "sponsor", "budget", "deadline", "due" } },

		action { "correct", from = "draft", by = "supervision", key = "e",
			label = w("修改", "Change"), done = w("修改了榜单", "changed it"),
			help = w("张榜之前都可以改；张榜之后只能延期。", "Possible until it is published; afterwards only dates are extended."),
			form = { must_keep "title", must_keep "problem", must_keep "goal", keep "sector", keep "lead", keep "sponsor", keep "budget", keep "deadline", keep "due" },
			guard = dates_fit },

		action { "publish", from = "draft", to = "published", by = "supervision", main = true,
			tells = { "lead", "lead_head", "invited", "invited_head" }, topic = "task",
			label = w("张榜", "Publish"), done = w("张榜", "published it"),
			help = w("定下发榜单位、金额、截止日和可揭榜单位；他们随即可以申报。", "Settle the unit, the money, the deadline and who may apply; they can apply at once."),
			form = { must_keep "lead", keep "assist", keep "sponsor", must_keep "budget", must_keep "deadline", must_keep "due" },
			clocks = "arm deadline",
			guard = function(m)
				local deadline, least = m.given.deadline or m.field.deadline, m.setting.open_days
				local budget = money(m.given.budget or m.field.budget)
				if budget and budget < 0 then
					return w("金额不能是负数，请核对", "An amount cannot be negative; check it")
				end
				if deadline and deadline - m.today < least then
					return w("离截止不到" .. least .. "天，请把截止日往后放", "The deadline is less than " .. least .. " days away; choose a later one")
				end
				return dates_fit(m) or units_fit(m.given.lead or m.field.lead, m.given.assist or m.field.assist)
			end },

		action { "prolong", from = "published", by = "supervision", reason = true,
			tells = { "lead", "lead_head", "invited", "invited_head" }, topic = "task",
			label = w("延长征集", "Extend the deadline"), done = w("延长了征集", "extended the deadline"),
			help = w("方案不够的，可以延长截止日，写明原因。", "If there are too few applications, choose a later deadline and say why."),
			form = { must_keep "deadline", keep "due", keep "assist" },
			clocks = "extend deadline",
			guard = function(m)
				if m.given.deadline and m.field.deadline and m.given.deadline <= m.field.deadline then
					return w("新的截止日要晚于原来的", "The new deadline must be later than the old one")
				end
				return past(m.given.deadline, m.today) or dates_fit(m) or units_fit(m.field.lead, m.given.assist or m.field.assist)
			end },

		action { "start_judging", from = "published", to = "judging", by = "supervision", main = true,
			label = w("开始评榜", "Begin judging"), done = w("开始评榜", "began judging"),
			help = w("截止之后，方案都审查过了再开始。接着在下面“评审”里请评委。",
				"After the deadline, when every application was looked through. Then ask judges under “Judging” below."),
			clocks = { "stop deadline", "arm judging" },
			guard = function(m)
				if m.field.deadline and m.today <= m.field.deadline then
					return w("揭榜还没有截止", "The deadline for applications is not over yet")
				end
				if count(m, "applied") > 0 then
					return w("还有" .. count(m, "applied") .. "份方案没有审查，请先入围编号或告知未选定",
						"Applications not looked through: " .. count(m, "applied") .. "; shortlist them, or tell them they are not chosen")
				end
				local n, least = count(m, "shortlisted"), m.setting.applications_least
				if n < least then
					return w("入围方案只有" .. n .. "份，不足" .. least .. "份；请延长征集，或作流榜处理",
						"Shortlisted are " .. n .. ", and " .. least .. " are needed; extend the deadline, or let it fail")
				end
			end },

		action { "publicize", from = "judging", to = "publicity", by = "supervision", main = true,
			tells = { "lead", "lead_head", "sponsor" },
			label = w("公示", "Give public notice"), done = w("开始公示", "gave public notice"),
			help = w("在方案里选定一份之后再公示。公示期满才能签约。", "After one application is chosen. The agreement can be signed when the notice is over."),
			form = { must "winner", must "award", must "notice" },
			clocks = { "stop judging", "arm publicity", "arm signing" },
			guard = function(m)
				if count(m, "chosen") ~= 1 then
					return w("还没有选定方案，请先在方案里点“选定”", "No application is chosen yet; choose one first")
				end
				return amount_fits(m, "award", "budget", "约定奖补超过榜单金额", "The award exceeds what the challenge offers")
			end },

		action { "object", from = "publicity", by = "supervision",
			tells = "supervision", topic = "task",
			label = w("登记异议", "Enter an objection"), done = w("登记了异议", "entered an objection"),
			help = w("有异议的，核查答复之后才能签约。", "It must be looked into and answered before signing."),
			form = { must "objection" } },

		action { "answer", from = "publicity", by = "supervision", other_than = "object",
			tells = { "supervision", "lead", "lead_head" },
			label = w("答复异议", "Answer the objection"), done = w("答复了异议", "answered the objection"),
			help = w("写明核查情况。登记的人不能自己答复。", "Say what was found. Whoever entered it may not answer it."),
			form = { must "answer" },
			guard = function(m)
				if (m.field.objection or "") == "" then
					return w("没有登记过异议", "No objection was entered")
				end
			end },

		action { "judge_again", from = "publicity", to = "judging", by = "supervision", reason = true,
			tells = { "lead", "lead_head" },
			label = w("退回评榜", "Back to judging"), done = w("退回评榜", "sent it back to judging"),
			help = w("异议成立的，写明原因，退回重新选定。", "If the objection holds, say why; another is chosen."),
			clocks = { "stop publicity", "stop signing", "arm judging" } },

		action { "sign", from = "publicity", to = "signed", by = "supervision", main = true, evidence = 1,
			tells = { "lead", "lead_head", "sponsor" }, topic = "task",
			label = w("签约", "Sign"), done = w("签约", "signed the agreement"),
			help = w("公示期满、没有未答复的异议，附上协议。攻关时限随即起算。", "When the notice is over and every objection answered; add the agreement. The clock of completion begins."),
			form = { must "agreement", must_keep "award", must_keep "due" },
			clocks = { "stop publicity", "stop signing", "arm due" },
			guard = function(m)
				local days = m.setting.publicity_days
				if m.in_state < days then
					return w("公示要满" .. days .. "个工作日，现在是第" .. m.in_state .. "天", "The notice lasts " .. days .. " working days; it has stood for " .. m.in_state)
				end
				if (m.field.objection or "") ~= "" and (m.field.answer or "") == "" then
					return w("异议还没有答复", "The objection is not answered yet")
				end
				if count(m, "shortlisted") > 0 then
					return w("还有" .. count(m, "shortlisted") .. "份方案没有告知结果，请先点“告知未选定”",
						"Applicants not told yet: " .. count(m, "shortlisted") .. "; tell them that they are not chosen")
				end
				return past(m.given.due, m.today) or amount_fits(m, "award", "budget", "约定奖补超过榜单金额", "The award exceeds what the challenge offers")
			end },

		action { "start", from = "signed", to = "underway", by = { "lead", "lead_head", "supervision" }, main = true,
			tells = { "supervision", "doer", "doer_head" },
			label = w("启动攻关", "Begin"), done = w("启动攻关", "began the work"),
			help = w("按协议列好里程碑再启动。", "After the checkpoints of the agreement are entered."),
			guard = function(m)
				for _, c in ipairs(m.parts.checkpoint) do
					if c.state == "planned" then return end
				end
				return w("还没有里程碑，请先在下面“里程碑”里添加", "There is no checkpoint yet; add them below")
			end },

		action { "report", from = "underway", by = { "lead", "lead_head", "doer", "doer_head" }, main = true, key = "r",
			tells = "supervision",
			label = w("报进展", "Report"), done = w("报进展", "reported"),
			help = w("做了什么，做到哪一步；卡住的写在存在问题里。", "What was done, and how far; what is in the way goes under problems."),
			form = { must_keep "share", must_keep "progress", keep "obstacle" },
			guard = function(m)
				if m.given.share and m.field.share and m.given.share < m.field.share and (m.given.obstacle or "") == "" then
					return w("进度比上次低，请在“存在问题”里写明原因", "Progress fell since the last report; say why under problems")
				end
			end },

		action { "extend", from = { "signed", "underway" }, by = "supervision", reason = true,
			tells = { "lead", "lead_head", "doer", "doer_head" },
			label = w("延期", "Extend"), done = w("延期", "extended it"),
			help = w("定新的完成时限，写明原因。原时限留在流水里。", "Set the new date and say why. The old date stays in the record."),
			form = { must_keep "due" }, clocks = "extend due",
			guard = function(m)
				if m.given.due and m.field.due and m.given.due <= m.field.due then
					return w("新的时限要晚于原来的时限", "The new date must be later than the old one")
				end
				return past(m.given.due, m.today)
			end },

		action { "to_acceptance", from = "underway", to = "acceptance", by = { "supervision", "lead", "lead_head" },
			tells = { "lead", "lead_head", "doer", "doer_head" }, topic = "task",
			label = w("转入验收", "Go on to acceptance"), done = w("转入验收", "went on to acceptance"),
			help = w("里程碑都通过后系统自动转入；退回补做后也可以手动转入。", "Happens by itself when every checkpoint is passed; by hand after it was sent back."),
			guard = all_passed },

		action { "submit", from = "acceptance", by = { "lead", "lead_head", "doer", "doer_head" }, main = true, evidence = 1,
			tells = "supervision", topic = "task",
			label = w("提交验收", "Ask for acceptance"), done = w("提交了验收", "asked for acceptance"),
			help = w("对照攻关目标逐项写明，附上佐证。验收期间攻关时限暂停。", "Point by point against the goal, with evidence. The clock of completion stands meanwhile."),
			form = { must "result" }, clocks = { "pause due accepting", "arm accepting" } },

		action { "accept", from = "acceptance", to = "accepted", by = "supervision", other_than = "submit", main = true,
			tells = { "lead", "lead_head", "doer", "doer_head", "sponsor" },
			label = w("验收通过", "Accept"), done = w("验收通过", "accepted it"),
			help = w("逐项对过目标再点。提交的人不能自己验收。", "Only after comparing every point of the goal. Whoever asked may not accept."),
			form = { must "check" }, clocks = { "stop due", "stop accepting", "arm awarding" },
			guard = function(m)
				if (m.field.result or "") == "" then
					return w("还没有提交验收材料", "The acceptance has not been asked for yet")
				end
				return all_passed(m)
			end },

		action { "send_back", from = "acceptance", to = "underway", by = "supervision", reason = true,
			tells = { "lead", "lead_head", "doer", "doer_head" }, topic = "task",
			label = w("退回补做", "Send back"), done = w("退回补做", "sent it back"),
			help = w("写明还差什么。攻关时限接着走。", "Say what is missing. The clock runs on."),
			clocks = { "stop accepting", "resume due" } },

		action { "award", from = "accepted", to = "awarded", by = "supervision", other_than = "accept", main = true, evidence = 1,
			tells = { "lead", "lead_head", "doer", "doer_head", "sponsor" },
			label = w("兑现奖励", "Award"), done = w("兑现了奖励", "paid the award"),
			help = w("验收的人不能自己兑现，由另一人办理。附上拨付凭证。", "Another person than the one who accepted pays the award. Add the voucher."),
			form = { must "paid" }, clocks = "stop awarding",
			guard = function(m) return amount_fits(m, "paid", "award", "实发超过约定奖补", "More is paid than was agreed") end },

		action { "fail", from = { "published", "judging" }, to = "failed", by = "supervision", reason = true,
			tells = { "lead", "lead_head", "invited", "invited_head" },
			label = w("流榜", "Let it fail"), done = w("作流榜处理", "let it fail"),
			help = w("截止后没有足够或合格的方案，写明原因。", "If after the deadline there are too few applications, or none fits; say why."),
			clocks = all_clocks,
			guard = function(m)
				if m.state == "published" and m.field.deadline and m.today <= m.field.deadline then
					return w("揭榜还没有截止，截止后再定", "The deadline for applications is not over yet; decide then")
				end
				if count(m, "chosen") > 0 then
					return w("已经选定了方案，不能流榜", "One is chosen; it cannot fail")
				end
			end },

		action { "end", from = { "draft", "published", "judging", "publicity", "signed", "underway", "acceptance", "accepted" }, to = "ended",
			by = "supervision", reason = true,
			tells = { "lead", "lead_head", "doer", "doer_head", "sponsor" },
			label = w("终止", "End it"), done = w("终止了榜单", "ended it"),
			help = w("情况变化、考核不过等，写明原因。流水保留。", "If things have changed or a checkpoint failed for good; say why. The record stays."),
			clocks = all_clocks },

		action { "ask_help", from = { "signed", "underway", "acceptance" }, by = { "lead", "lead_head", "doer", "doer_head" },
			tells = { "supervision", "sponsor" }, topic = "task",
			label = w("请求协调", "Ask for help"), done = w("请求协调", "asked for help"),
			help = w("写明卡在哪里、需要谁来协调，包联领导和督查室会看到。", "Say what is in the way and who could help; the leader and the supervision office will see it."),
			form = { must_keep "obstacle" } },

		action { "remind", from = { "signed", "underway", "acceptance" }, by = { "supervision", "leader", "sponsor" }, bulk = true, key = "u",
			tells = { "lead", "lead_head", "doer", "doer_head" }, topic = "remind", urgent = true,
			label = w("催办", "Remind"), done = w("催办", "sent a reminder"),
			help = w("马上通知发榜单位，可以附一句话。", "The publishing unit is told at once; you may add a line."),
			form = { "note" } },

		action { "note", from = open_states, by = { "leader", "sponsor" }, key = "n",
			tells = { "supervision", "lead", "lead_head" }, topic = "remind", urgent = true,
			label = w("批示", "Write a note"), done = w("批示", "wrote a note"),
			help = w("批示原样记入流水，发榜单位和督查室马上看到。", "It is recorded as written; the publishing unit and the supervision office see it at once."),
			form = { must "note" } },
	},
}
