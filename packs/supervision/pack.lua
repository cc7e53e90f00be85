-- SPDX-License-Identifier: Apache-2.0
-- Supervision (督查督办): when reports are due, the ladder of letters, exemption for honest trial.
-- What a district changes is a setting; its source says where the default comes from:
-- [D] our inference, [M] from memory, [U] unverified, otherwise the place itself.

pack { "supervision", version = "1", label = { zh = "督查督办", en = "Supervision" } }

local function w(zh, en) return { zh = zh, en = en } end
local function must(field) return { field, required = true } end
local function keep(field) return { field, prefill = true } end
local function must_keep(field) return { field, required = true, prefill = true } end

-- the week ----------------------------------------------------------------------------

setting { "week_cutoff_day", type = "int", low = 1, high = 7, default = 2,
	label = w("每周报送截止日（1为周一）", "Weekday of the weekly cut-off (1 is Monday)"),
	source = "百千万工程“周调度、月通报、季推进、年考评”：材料周二前报送" }
setting { "week_cutoff_time", type = "int", low = 0, high = 2400, default = 1200,
	label = w("截止时刻（1200为12时）", "Time of the cut-off (1200 is noon)"),
	source = "[M] 各地多要求中午前报齐，当天汇总" }
setting { "week_cutoff_roll", type = "int", low = 0, high = 1, default = 0,
	label = w("截止日逢休息日：0提前到前一个工作日，1顺延到后一个", "A cut-off that rests: 0 the working day before, 1 the one after"),
	source = "[D] 提前报送，节后第一天即可调度" }
setting { "week_late_days", type = "int", low = 0, high = 4, default = 2,
	label = w("截止后几个工作日内补报算本周迟报", "Working days after the cut-off in which a report still counts for the week, as late"),
	source = "[D] 再晚即算本周未报" }
setting { "week_new_days", type = "int", low = 0, high = 10, default = 3,
	label = w("签收满几个工作日起每周报送", "Working days at work before the first weekly report is due"),
	source = "[D] 刚签收的事项不要求马上有进展" }
setting { "month_cutoff_day", type = "int", low = 1, high = 31, default = 5,
	label = w("按月报送的，每月几日截止", "Day of the month by which monthly reports are due"),
	source = "百千万工程：月度事项每月5日前报送" }

-- the ladder ----------------------------------------------------------------------------

setting { "letter_yellows", type = "int", low = 1, high = 12, default = 2,
	label = w("几次黄灯发督办函", "Yellow lights that make a letter"),
	source = "广元市：两次黄灯发督办函并扣1分" }
setting { "letter_weeks", type = "int", low = 1, high = 26, default = 4,
	label = w("在几周之内累计", "Weeks within which they are counted"),
	source = "[D] 约一个月" }
setting { "letter_reds", type = "int", low = 1, high = 12, default = 2,
	label = w("几周红灯发督办函", "Weeks of red that make a letter"),
	source = "[D] 松阳县：月目标未完成亮黄、季目标未完成亮红；首次红灯先催办" }
setting { "letter_missing", type = "int", low = 1, high = 12, default = 2,
	label = w("单位几周未报齐发督办函", "Weeks in which a unit did not report that make a letter"),
	source = "[D] 三明市三色督查单：无故未按期答复即升级" }
setting { "interview_reds", type = "int", low = 1, high = 12, default = 3,
	label = w("连续几周红灯约谈", "Weeks of red, one after the other, that make an interview"),
	source = "隆昌市：连续三次红灯约谈主要负责人" }
setting { "bulletin_reds", type = "int", low = 1, high = 12, default = 2,
	label = w("约谈后又连续几周红灯通报", "Weeks of red after an interview that make a public notice"),
	source = "[D] 三明市三色督查单：逐级升级" }
setting { "answer_days", type = "int", low = 1, high = 30, default = 5,
	label = w("督办函几个工作日内答复", "Working days to answer a letter"),
	source = "[D] 各地三至七个工作日不等" }

-- look back -----------------------------------------------------------------------------

setting { "look_back_days", type = "int", low = 1, high = 365, default = 30,
	label = w("销号后几天回头看", "Days after closing when a matter is looked back at"),
	source = "[D] 一个月左右看成效能不能稳住" }
setting { "look_back_share", type = "int", low = 0, high = 100, default = 30,
	label = w("抽查比例（百分之几）", "Share of the closed matters, per cent"),
	source = "[D] 随机抽取，可复算" }
setting { "look_back_within", type = "int", low = 1, high = 365, default = 60,
	label = w("到期后列在待办里几天", "Days it stays on the list"),
	source = "[D] 过期不再提示，仍可随时回头看" }

-- letters -------------------------------------------------------------------------------

kind { "notice",
	label = w("督办文书", "Supervision letter"),
	number = "督办〔{year}〕{n}号", elsewhere = true,
	title = "title", lead = "lead",
	tells_yellow = { "lead", "lead_head" }, tells_red = { "lead", "lead_head", "supervision" },
	see = { "supervision", "lead", "lead_head", "leader" },

	roles = {
		role { "supervision", duty = "supervision", relation = "any", label = w("督查室", "Supervision office") },
		role { "lead", duty = "liaison", relation = "lead", label = w("受文单位联络员", "Liaison of the unit addressed") },
		role { "lead_head", duty = "head", relation = "lead", label = w("受文单位负责人", "Head of the unit addressed") },
		role { "leader", duty = "leader", relation = "any", label = w("区领导", "Leaders of the district") },
	},

	fields = {
		field { "title", type = "line", list = true, max = 300, label = w("标题", "Title") },
		field { "rung", type = "choice", list = true, label = w("文种", "Sort of letter"), choices = {
			choice { "prompt", label = w("提醒单", "Prompt") },
			choice { "letter", label = w("督办函", "Letter") },
			choice { "interview", label = w("约谈通知", "Interview") },
			choice { "bulletin", label = w("通报", "Public notice") },
		} },
		field { "scope", type = "choice", label = w("因何发出", "Because of"), choices = {
			choice { "matter", label = w("一个事项", "one matter") },
			choice { "unit", label = w("单位总体", "the unit as a whole") },
		} },
		field { "lead", type = "unit", list = true, label = w("受文单位", "Unit addressed") },
		field { "why", type = "text", label = w("事由", "Cause"), hint = w("依据哪几周的什么情况", "What happened in which weeks") },
		field { "text", type = "text", label = w("正文", "Text") },
		field { "answer", type = "text", label = w("答复", "Answer"),
			hint = w("原因、整改措施、完成时间、责任人", "Causes, measures, dates, who answers for them") },
		field { "remark", type = "text", label = w("审核意见", "Remark on the answer") },
	},

	states = {
		state { "issued", first = true, label = w("已发出", "Issued"), tray = w("待签收", "To sign for") },
		state { "signed", label = w("已签收", "Signed for"), tray = w("待答复", "To answer") },
		state { "answered", waits = true, label = w("已答复", "Answered"), tray = w("待审核", "To look at") },
		state { "closed", closed = true, label = w("已办结", "Settled") },
		state { "withdrawn", closed = true, label = w("已撤回", "Withdrawn") },
	},

	clocks = {
		clock { "answer", unit = "working_day", budget = 5, setting = "answer_days", main = true,
			label = w("答复时限", "Time to answer"), pauses = {
				choice { "reading", label = w("审核期间", "While the answer is read") },
			} },
	},

	lights = {
		light { "red", when = "overdue", word = w("超期", "overdue") },
		light { "yellow", when = "left_at_most", than = 1, word = w("临期", "due soon") },
	},

	actions = {
		action { "issue", opens = true, to = "issued", by = "supervision", main = true,
			tells = { "lead", "lead_head" }, topic = "task", urgent = true,
			label = w("发出督办文书", "Issue a letter"), done = w("发出", "issued it"),
			help = w("发给牵头单位。签收、答复的时限同时起算。", "It goes to the leading unit; the time to answer begins."),
			form = { must "rung", must "title", must "lead", must "why", must "text", "scope" },
			clocks = "arm answer" },

		action { "sign", from = "issued", to = "signed", by = { "lead", "lead_head" }, main = true, key = "s",
			tells = "supervision",
			label = w("签收", "Sign for it"), done = w("签收", "signed for it"),
			help = w("确认收到。答复时限从发出之日起算。", "Confirm that it was received; the time to answer runs from the day of issue.") },

		action { "answer", from = { "signed" }, to = "answered", by = { "lead", "lead_head" }, main = true, key = "r",
			tells = "supervision", topic = "task",
			label = w("答复", "Answer"), done = w("答复", "answered"),
			help = w("写明原因、措施、完成时间和责任人，有材料的一并上传。", "Say why, what is being done, until when and by whom; add papers."),
			form = { must_keep "answer" }, clocks = "pause answer reading" },

		action { "send_back", from = "answered", to = "signed", by = "supervision", reason = true,
			tells = { "lead", "lead_head" }, topic = "task",
			label = w("退回重报", "Send back"), done = w("退回重报", "sent it back"),
			help = w("写明答复里缺什么，时限继续走。", "Say what the answer lacks; the clock runs on."),
			form = { "remark" }, clocks = "resume answer" },

		action { "close", from = "answered", to = "closed", by = "supervision", other_than = "answer", main = true,
			tells = { "lead", "lead_head" },
			label = w("办结", "Settle"), done = w("办结", "settled it"),
			help = w("措施落实以后再点。答复的人不能自己办结。", "When the measures have been taken. Whoever answered may not settle it."),
			form = { "remark" }, clocks = "stop answer" },

		action { "withdraw", from = { "issued", "signed", "answered" }, to = "withdrawn", by = "supervision", reason = true,
			tells = { "lead", "lead_head" },
			label = w("撤回", "Withdraw"), done = w("撤回", "withdrew it"),
			help = w("发错或情况有变的，写明原因。撤回的不计入督办阶梯。", "If it was wrong or things have changed, say why. It then counts for nothing."),
			clocks = "stop answer" },
	},
}

-- 提醒单 is for a person to decide; from 督办函 on the counters propose.
ladder { "commitment", letter = "notice", exempt = "exemption", rungs = {
	rung { "prompt", label = w("提醒单", "Prompt"),
		text = w("{unit}：{br}你单位牵头的下列事项进展偏慢，请抓紧推进，并于{days}个工作日内答复。{br}{causes}{br}情况：{why}",
			"To {unit}:{br}The matters below, which you lead, are slow. Please speed them up and answer within {days} working days.{br}{causes}{br}What happened: {why}") },
	rung { "letter", label = w("督办函", "Letter"),
		text = w("{unit}：{br}经核，你单位牵头的下列事项未达进度要求：{br}{causes}{br}情况：{why}。{br}请查明原因，拿出措施，明确完成时间和责任人，于{days}个工作日内书面答复。",
			"To {unit}:{br}The matters below, which you lead, are not where they should be:{br}{causes}{br}What happened: {why}.{br}Find the causes, settle measures, dates and who answers for them, and answer in writing within {days} working days."),
		rules = {
			rule { "yellow", times = 2, setting = "letter_yellows", weeks = 4, weeks_setting = "letter_weeks" },
			rule { "red", times = 2, setting = "letter_reds", weeks = 4, weeks_setting = "letter_weeks" },
			rule { "missing", times = 2, setting = "letter_missing", weeks = 4, weeks_setting = "letter_weeks", unit = true },
			rule { "unanswered" },
		} },
	rung { "interview", label = w("约谈通知", "Interview"),
		text = w("{unit}：{br}你单位牵头的下列事项连续滞后：{br}{causes}{br}情况：{why}。{br}请主要负责人于{days}个工作日内到督查室说明情况，并带书面整改方案。",
			"To {unit}:{br}The matters below, which you lead, have been late again and again:{br}{causes}{br}What happened: {why}.{br}The head of the unit is asked to the supervision office within {days} working days, with a plan in writing."),
		rules = {
			rule { "red", times = 3, setting = "interview_reds", weeks = 12, running = true },
			rule { "unanswered" },
		} },
	rung { "bulletin", label = w("通报", "Public notice"),
		text = w("{unit}：{br}下列事项约谈后仍未扭转，拟在全区通报：{br}{causes}{br}情况：{why}。{br}如有异议，请于{days}个工作日内书面提出。",
			"To {unit}:{br}The matters below have not turned since the interview and are to be named in public:{br}{causes}{br}What happened: {why}.{br}Objections in writing within {days} working days."),
		rules = { rule { "unanswered" } } },
} }

-- exemption for honest trial (容错) ---------------------------------------------------------

setting { "exempt_need", type = "int", low = 1, high = 6, default = 6,
	label = w("容错须具备的条件数", "Conditions that an exemption needs"),
	source = "[M] 各地容错纠错办法多要求条件同时具备；依据“三个区分开来”" }

local conditions = { "not_forbidden", "by_decision", "by_procedure", "no_gain", "no_grave_harm", "made_good" }

kind { "exemption",
	label = w("容错申请", "Exemption"),
	number = "容错〔{year}〕{n}号", elsewhere = true,
	title = "title", lead = "lead",
	see = { "supervision", "lead", "lead_head", "leader" },

	roles = {
		role { "supervision", duty = "supervision", relation = "any", label = w("督查室", "Supervision office") },
		role { "applicant", duty = "head", relation = "any", label = w("单位负责人", "Head of a unit") },
		role { "lead", duty = "liaison", relation = "lead", label = w("申请单位联络员", "Liaison of the unit that applies") },
		role { "lead_head", duty = "head", relation = "lead", label = w("申请单位负责人", "Head of the unit that applies") },
		role { "leader", duty = "leader", relation = "any", label = w("区领导", "Leaders of the district") },
	},

	fields = {
		field { "title", type = "line", list = true, max = 300, label = w("事项", "Matter") },
		field { "lead", type = "unit", list = true, label = w("申请单位", "Unit that applies") },
		field { "from_day", type = "date", label = w("起", "From") },
		field { "to_day", type = "date", label = w("止", "To"), hint = w("这段时间的亮灯、未报和督办文书不计入阶梯",
			"Lights, missing reports and letters of this time do not count") },
		field { "facts", type = "text", label = w("情况说明", "What happened"),
			hint = w("想办成什么、做了什么、为什么没达到", "What was tried, what was done, why it fell short") },
		-- [M] the conditions common to the rules of provinces and cities; a district may strike one through exempt_need
		field { "not_forbidden", type = "flag", label = w("法律法规没有明令禁止", "No law or rule forbids it") },
		field { "by_decision", type = "flag", label = w("符合上级决策部署和改革方向", "It serves what was decided above") },
		field { "by_procedure", type = "flag", label = w("经过集体研究或民主决策程序", "It was decided by the proper procedure") },
		field { "no_gain", type = "flag", label = w("没有为本人、他人或单位谋取不正当利益", "Nobody gained by it unduly") },
		field { "no_grave_harm", type = "flag", label = w("没有造成重大损失、安全事故或恶劣影响", "No grave loss, accident or harm came of it") },
		field { "made_good", type = "flag", label = w("发现问题后主动纠正、挽回损失", "Once seen it was put right") },
		field { "finding", type = "text", label = w("认定意见", "Finding"),
			hint = w("逐条对照条件，写明查了什么", "Point by point, and what was looked at") },
	},

	states = {
		state { "applied", first = true, waits = true, label = w("已申请", "Applied for"), tray = w("待认定", "To find on") },
		state { "granted", closed = true, label = w("予以容错", "Granted") },
		state { "refused", closed = true, label = w("不予容错", "Refused") },
		state { "revoked", closed = true, label = w("已撤销", "Revoked") },
		state { "withdrawn", closed = true, label = w("已撤回", "Withdrawn") },
	},

	actions = {
		action { "apply", opens = true, to = "applied", by = "applicant", main = true,
			tells = { "supervision", "lead" }, topic = "task",
			label = w("申请容错", "Apply for exemption"), done = w("申请容错", "applied for exemption"),
			help = w("由牵头单位负责人提出，逐条对照条件，由督查室认定。", "The head of the leading unit applies, point by point; the supervision office finds on it."),
			form = { must "title", must "lead", must "from_day", must "to_day", must "facts",
				"not_forbidden", "by_decision", "by_procedure", "no_gain", "no_grave_harm", "made_good" },
			guard = function(m)
				if m.given.from_day and m.given.to_day and m.given.from_day > m.given.to_day then
					return w("起的日子在止的日子之后，请对调", "The first day is after the last; exchange them")
				end
				local n = 0
				for _, name in ipairs(conditions) do
					if m.given[name] == 1 then n = n + 1 end
				end
				if n < m.setting.exempt_need then
					return w("容错须具备" .. m.setting.exempt_need .. "项条件，现在勾选了" .. n .. "项；不具备的请不要申请",
						"An exemption needs " .. m.setting.exempt_need .. " conditions, " .. n .. " are ticked; without them do not apply")
				end
			end },

		action { "grant", from = "applied", to = "granted", by = "supervision", other_than = "apply", other_unit = true, main = true,
			tells = { "lead", "lead_head" },
			label = w("予以容错", "Grant"), done = w("予以容错", "granted it"),
			help = w("核实过每一项条件再点。申请单位的人不能认定。", "Only when every condition has been looked into. Nobody of the unit that applied may find on it."),
			form = { must "finding" } },

		action { "refuse", from = "applied", to = "refused", by = "supervision", other_than = "apply", other_unit = true,
			tells = { "lead", "lead_head" },
			label = w("不予容错", "Refuse"), done = w("不予容错", "refused it"),
			help = w("写明哪一项条件不具备。", "Say which condition is not met."),
			form = { must "finding" } },

		action { "withdraw", from = "applied", to = "withdrawn", by = "lead_head", reason = true,
			tells = { "supervision", "lead" },
			label = w("撤回申请", "Withdraw"), done = w("撤回申请", "withdrew it"),
			help = w("写明原因。", "Say why.") },

		action { "revoke", from = "granted", to = "revoked", by = "supervision", reason = true,
			tells = { "lead", "lead_head" },
			label = w("撤销容错", "Revoke"), done = w("撤销容错", "revoked it"),
			help = w("发现弄虚作假等情况的，写明原因；原来的计数随即恢复。", "If it was obtained falsely, say why; what was left out counts again.") },
	},
}

-- the bulletin (督查通报) -------------------------------------------------------------------

local function pick(name, zh, en) return choice { name, label = w(zh, en) } end

setting { "bulletin_period", type = "choice", default = "week", choices = {
	pick("week", "每周一期", "Weekly"),
	pick("month", "每月一期", "Monthly"),
	pick("quarter", "每季一期", "Quarterly"),
}, label = w("督查通报多久一期", "How often a bulletin is issued"),
	source = "“周调度、月通报、季推进、年考评”各地不一；[D] 默认每周" }
setting { "bulletin_decimals", type = "int", low = 0, high = 1, default = 0,
	label = w("通报里百分比的小数位数", "Decimals of the percentages in a bulletin"),
	source = "紫阳县督察通报第十七期：27%、73%；省里通报多保留一位" }
setting { "bulletin_named", type = "int", low = 0, high = 20, default = 3,
	label = w("点名先进、滞后单位各几个", "Units named first and last, each"),
	source = "[D] 前三后三" }
setting { "bulletin_second_person", type = "int", low = 0, high = 1, default = 0,
	label = w("通报须由拟稿人以外的人印发（1 须，0 不须）", "A bulletin is issued by another person than who drafted it (1 yes, 0 no)"),
	source = "[D] 督查室人少的地方由一人办结，审签在系统外" }
setting { "bulletin_mark", type = "line", default = "督查通报",
	label = w("通报报头", "Masthead of the bulletin"), source = "各地督查通报、督办通报" }
setting { "bulletin_copies", type = "line", default = "报：区委、区政府领导。发：各镇（街道），区直各部门。",
	label = w("通报报送发范围", "Who gets the bulletin"), source = "[M] 报／送／发，各地自定" }
setting { "bulletin_text_zh", type = "text", default = "bulletin.zh.txt",
	label = w("通报模板（中文）", "Template of the bulletin (Chinese)"), source = "紫阳县、镇坪县督查通报的结构" }
setting { "bulletin_text_en", type = "text", default = "bulletin.en.txt",
	label = w("通报模板（英文）", "Template of the bulletin (English)"), source = "[D] 中文模板的译本" }
setting { "letter_text_zh", type = "text", default = "letter.zh.txt",
	label = w("督办文书模板（中文）", "Template of letters (Chinese)"), source = "《党政机关公文格式》（2012）10.1 信函格式" }
setting { "letter_text_en", type = "text", default = "letter.en.txt",
	label = w("督办文书模板（英文）", "Template of letters (English)"), source = "[D] 中文模板的译本" }

kind { "bulletin",
	label = w("督查通报", "Bulletin"),
	number = "通报拟〔{year}〕{n}号", number_then = "督查通报〔{year}〕第{n}期", elsewhere = true,
	title = "title", lead = "lead", assist = "readers",
	see = { "supervision", "leader", "head", "liaison" },

	roles = {
		role { "supervision", duty = "supervision", relation = "any", label = w("督查室", "Supervision office") },
		role { "leader", duty = "leader", relation = "any", label = w("区领导", "Leaders of the district") },
		role { "head", duty = "head", relation = "assist", label = w("发至单位负责人", "Heads of the units it goes to") },
		role { "liaison", duty = "liaison", relation = "assist", label = w("发至单位联络员", "Liaisons of the units it goes to") },
	},

	fields = {
		field { "title", type = "line", list = true, max = 300, label = w("标题", "Title") },
		field { "lead", type = "unit", list = true, fill = "actor", label = w("印发单位", "Issued by") },
		field { "from_day", type = "date", list = true, label = w("起", "From") },
		field { "to_day", type = "date", list = true, label = w("止", "To") },
		field { "readers", type = "units", label = w("发至单位", "Units it goes to"),
			hint = w("空着的，发至全部单位", "Left empty, it goes to all of them") },
		field { "lang", type = "choice", label = w("文种", "Language"), choices = {
			pick("zh", "中文", "Chinese"),
			pick("en", "英文", "English"),
		} },
		field { "second", type = "flag", label = w("本期须由他人印发", "This issue is issued by another person"),
			hint = w("不论规则怎么定", "Whatever the rules say") },
		field { "text", type = "text", label = w("本期文字", "Its own wording"),
			hint = w("空着的，用现行模板", "Left empty, it is the template in force") },
	},

	states = {
		state { "draft", first = true, see = "supervision", label = w("拟稿", "Draft") },
		state { "issued", closed = true, label = w("已印发", "Issued") },
		state { "recalled", closed = true, label = w("已撤回", "Recalled") },
		state { "discarded", closed = true, see = "supervision", label = w("已作废", "Discarded") },
	},

	actions = {
		action { "draft", opens = true, to = "draft", by = "supervision", main = true,
			label = w("拟稿", "Draft"), done = w("拟稿", "drafted it"),
			help = w("按所选时段生成，数字随台账更新，印发时定下来。", "Made for the period; its figures follow the record until it is issued."),
			form = { must "title", must "from_day", must "to_day", must "lang", "text", "second" },
			guard = function(m)
				if m.given.from_day and m.given.to_day and m.given.from_day > m.given.to_day then
					return w("起的日子在止的日子之后，请对调", "The first day is after the last; exchange them")
				end
			end },

		action { "edit", from = "draft", by = "supervision",
			label = w("修改", "Edit"), done = w("修改了文字", "edited its text"),
			help = w("只改这一期，模板不变。", "It changes this issue alone, not the template."),
			form = { must_keep "title", keep "text", keep "second" } },

		action { "issue", from = "draft", to = "issued", by = "supervision", other_than = "draft", main = true, numbers = true, evidence = 2,
			tells = { "leader", "head" }, form = { "readers" },
			label = w("印发", "Issue"), done = w("印发", "issued it"),
			help = w("核对通过才能印发。编号、正文和数据随即定下来，不再变。", "Only when every check passes. Number, text and figures then stand for good.") },

		action { "issue_alone", from = "draft", to = "issued", by = "supervision", numbers = true, evidence = 2,
			tells = { "leader", "head" }, form = { "readers" },
			label = w("印发（本人拟稿）", "Issue one's own draft"), done = w("印发", "issued it"),
			help = w("拟稿人自己印发。", "By whoever drafted it."),
			guard = function(m)
				if m.setting.bulletin_second_person == 1 or m.field.second == 1 then
					return w("按规则，通报须由拟稿人以外的人印发，请交给同事", "By the rules somebody else than who drafted it issues a bulletin; hand it to a colleague")
				end
			end },

		action { "discard", from = "draft", to = "discarded", by = "supervision", reason = true,
			label = w("作废", "Discard"), done = w("作废", "discarded it"),
			help = w("写明原因。作废的稿子不占期号。", "Say why. A discarded draft uses up no issue number.") },

		action { "recall", from = "issued", to = "recalled", by = "supervision", reason = true,
			tells = { "leader", "head" },
			label = w("撤回", "Recall"), done = w("撤回", "recalled it"),
			help = w("发现有误的，写明原因；期号保留，另发一期更正。", "If it was wrong, say why. Its number stays, and a correction is issued under the next.") },
	},
}
