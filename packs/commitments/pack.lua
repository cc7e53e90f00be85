-- SPDX-License-Identifier: Apache-2.0
-- Commitments (责任清单): from the sentence of a document to a checked result.
-- What a district changes is a setting; its source says where the default comes from:
-- [D] our inference, [M] from memory, [U] unverified, otherwise the place itself.

pack { "commitments", version = "1", label = { zh = "责任清单", en = "Commitments" } }

local function w(zh, en) return { zh = zh, en = en } end
local function must(field) return { field, required = true } end
local function keep(field) return { field, prefill = true } end
local function must_keep(field) return { field, required = true, prefill = true } end

-- settings --------------------------------------------------------------------------

setting { "sign_days", type = "int", low = 1, high = 10, default = 2,
	label = w("交办后几个工作日内签收", "Working days to sign for an assignment"),
	source = "[D] 各地督查办法多为1至3个工作日" }
setting { "return_days", type = "int", low = 0, high = 10, default = 3,
	label = w("交办后几个工作日内可以退回", "Working days within which a unit may return an assignment"),
	source = "[D] 与签收期限相近，便于尽快改派" }
setting { "verify_days", type = "int", low = 1, high = 20, default = 2,
	label = w("申请销号后几个工作日内核查", "Working days to verify after an application to close"),
	source = "[D] 核查期间主时限暂停，不宜久拖" }
local function pick(name, zh, en) return choice { name, label = w(zh, en) } end

setting { "light_scheme", type = "choice", default = "ryg", choices = {
	pick("ryg", "红黄绿灯：超期、滞后、临期、未报", "Red, yellow, green: overdue, behind, due soon, unreported"),
	pick("graded", "蓝黄橙红四色：由提醒到警示逐级加重", "Blue, yellow, orange, red: from a reminder to a warning, step by step"),
	pick("yinchuan", "红黄绿灯：按序时进度和开工", "Red, yellow, green: by schedule and start"),
	pick("enshi", "红黄灯：按已用时限的比例", "Red and yellow: by the share of time used"),
	pick("bhr", "蓝黄红亮屏：按位次和位次变化", "Blue, yellow, red: by place and change of place"),
	pick("bottom", "红灯只给未完成且排在末位的", "Red only for what is unfinished and among the last"),
}, label = w("亮灯办法", "How lights are given"),
	source = "各地办法不一：红黄绿灯为常见做法；四色见三明市三色督查单（2017）并加橙灯；其余见各套办法的出处" }
setting { "near_days", type = "int", low = 0, high = 30, default = 3,
	label = w("剩余几个工作日（含）起亮黄灯", "Working days left, or fewer, that turn the light yellow"),
	source = "[D] 各地一至五个工作日不等" }
setting { "behind_yellow", type = "int", low = 1, high = 100, default = 10,
	label = w("比序时落后几个点（含）起亮黄灯", "Points behind schedule, or more, that turn the light yellow"),
	source = "银川市2025年重点项目红黄绿灯：落后10至30个百分点（含）为黄灯" }
setting { "behind_red", type = "int", low = 1, high = 100, default = 31,
	label = w("比序时落后几个点（含）起亮红灯", "Points behind schedule, or more, that turn the light red"),
	source = "银川市2025年重点项目红黄绿灯：落后30个百分点以上（不含30）为红灯" }
setting { "remind_days", type = "int", low = 1, high = 60, default = 10,
	label = w("四色办法：剩余几个工作日（含）起蓝灯提醒", "Four colours: working days left, or fewer, that turn the light blue"),
	source = "[D] 紫阳县、宿迁市以蓝灯表示临近时限，未公布天数" }
setting { "unreported_days", type = "int", low = 1, high = 250, default = 10,
	label = w("满几个工作日没有报送进展起亮灯", "Working days without a report that change the light"),
	source = "[D] 两次周报未报" }
setting { "unreported_long", type = "int", low = 1, high = 250, default = 20,
	label = w("四色办法：满几个工作日没有报送进展起橙灯", "Four colours: working days without a report that turn the light orange"),
	source = "[D] 一个月未报" }
setting { "first_places", type = "int", low = 1, high = 50, default = 3,
	label = w("排在前几位亮蓝灯", "Among the first how many the light is blue"),
	source = "[D] 枣庄市亮屏以蓝色表示位次领先，未公布名次" }
setting { "last_places", type = "int", low = 1, high = 50, default = 3,
	label = w("排在后几位亮红灯", "Among the last how many the light is red"),
	source = "苍南县：未完成且排在后三位的亮红灯" }
setting { "fell_yellow", type = "int", low = 1, high = 50, default = 3,
	label = w("比上期退几位（含）起亮黄灯", "Places lost since the ranking before, or more, that turn the light yellow"),
	source = "[D] 枣庄市按位次及变化双亮牌，未公布位数" }
setting { "fell_red", type = "int", low = 1, high = 50, default = 6,
	label = w("比上期退几位（含）起亮红灯", "Places lost since the ranking before, or more, that turn the light red"),
	source = "[D] 枣庄市按位次及变化双亮牌，未公布位数" }
setting { "spent_yellow", type = "int", low = 1, high = 100, default = 50,
	label = w("时限用到百分之几亮黄灯（按已用时限的办法）", "Per cent of the time used that turns the light yellow (by share of time)"),
	source = "恩施州超时默认：用时达到承诺时限的50%亮黄灯" }
setting { "spent_red", type = "int", low = 1, high = 100, default = 90,
	label = w("时限用到百分之几亮红灯（按已用时限的办法）", "Per cent of the time used that turns the light red (by share of time)"),
	source = "恩施州超时默认：用时达到承诺时限的90%亮红灯" }
setting { "judge_days", type = "int", low = 1, high = 366, default = 30,
	label = w("研判满几天算过期", "Days after which a judgement is stale"),
	source = "[D] 每月调度一次，研判随之更新" }
setting { "differ_green", type = "choice", default = "amber_red", choices = {
	pick("never", "不对照", "Never"),
	pick("red", "研判为红", "Judged red"),
	pick("amber_red", "研判为黄红或红", "Judged amber-red or red"),
	pick("amber_green", "研判不是绿", "Judged anything but green"),
}, label = w("亮绿灯（蓝灯）时，研判到哪一档算不一致", "With a green (or blue) light, which judgement disagrees"),
	source = "[D] 英国首相执行小组把独立评分的分歧本身当作诊断；分档为我们的推断" }
setting { "differ_yellow", type = "choice", default = "never", choices = {
	pick("never", "不对照", "Never"),
	pick("red", "研判为红", "Judged red"),
	pick("green", "研判为绿", "Judged green"),
	pick("both", "研判为红或绿", "Judged red or green"),
}, label = w("亮黄灯（橙灯）时，研判到哪一档算不一致", "With a yellow (or orange) light, which judgement disagrees"),
	source = "[D] 黄灯居中，默认不对照" }
setting { "differ_red", type = "choice", default = "green", choices = {
	pick("never", "不对照", "Never"),
	pick("green", "研判为绿", "Judged green"),
	pick("amber_green", "研判为黄绿或绿", "Judged amber-green or green"),
	pick("amber_red", "研判不是红", "Judged anything but red"),
}, label = w("亮红灯时，研判到哪一档算不一致", "With a red light, which judgement disagrees"),
	source = "[D] 英国首相执行小组把独立评分的分歧本身当作诊断；分档为我们的推断" }
setting { "close_share", type = "int", low = 0, high = 100, default = 100,
	label = w("进度达到百分之几才能申请销号", "Progress in per cent that an application to close needs"),
	source = "[D] 未办完的事项应当延期，不应销号" }

setting { "report_every", type = "int", low = 0, high = 2, default = 1,
	label = w("多久报一次进展：0不定期，1每周，2每月", "How often progress is reported: 0 as it comes, 1 weekly, 2 monthly"),
	source = "百千万工程“周调度、月通报”；单个事项可以另定" }

-- the kind --------------------------------------------------------------------------

local open_states = { "proposed", "assigned", "signed", "underway", "reported", "verified" }
local with_unit = { "assigned", "signed", "underway" }
local with_duty = { "assigned", "signed", "underway", "reported", "verified" }
local at_work = { "signed", "underway" }

-- Checks that both assigning and handing on need.
local function units_fit(lead, assist)
	for _, unit in ipairs(assist or {}) do
		if unit == lead then
			return w("牵头单位不能同时是配合单位，请从配合单位里去掉它",
				"The leading unit cannot assist itself; take it out of the assisting units")
		end
	end
end

kind { "commitment",
	label = w("承诺事项", "Commitment"),
	number = "督〔{year}〕{n:4}",
	title = "title", lead = "lead", assist = "assist", due = "due", due_text = "due_text", share = "share", source = "source",
	undo = "dismiss", planned_start = "start_due", rank = "rank", rank_before = "rank_before", ranked = "ranked",
	rhythm = rhythm { "report_every", field = "report_every", idle = "idle" },
	judging = judging { "confidence", days = "judge_days", green = "differ_green", yellow = "differ_yellow", red = "differ_red" },
	-- a notice goes to whose tray it concerns; a note of the leader and a reminder do not wait for the morning
	tells_yellow = { "lead", "lead_head" }, tells_red = { "lead", "lead_head", "supervision", "sponsor" },
	see = { "supervision", "owner", "lead", "lead_head", "assist", "assist_head", "part_unit", "part_head", "sponsor", "leader" },

	roles = {
		role { "supervision", duty = "supervision", relation = "any", label = w("督查室", "Supervision office") },
		role { "owner", duty = "supervision", relation = "owner", label = w("立项督查室", "Supervision office that opened it") },
		role { "lead", duty = "liaison", relation = "lead", label = w("牵头单位联络员", "Liaison of the leading unit") },
		role { "lead_head", duty = "head", relation = "lead", label = w("牵头单位负责人", "Head of the leading unit") },
		role { "assist", duty = "liaison", relation = "assist", label = w("配合单位联络员", "Liaison of an assisting unit") },
		role { "assist_head", duty = "head", relation = "assist", label = w("配合单位负责人", "Head of an assisting unit") },
		role { "part_head", duty = "head", relation = "part_unit", label = w("协办单位负责人", "Head of the unit with an assignment") },
		role { "part_unit", duty = "liaison", relation = "part_unit", label = w("协办单位联络员", "Liaison of the unit with an assignment") },
		role { "sponsor", duty = "leader", relation = "person", field = "sponsor", label = w("包联领导", "Leader in charge") },
		role { "leader", duty = "leader", relation = "any", label = w("区领导", "Leaders of the district") },
	},

	fields = {
		field { "title", type = "line", heads = { "事项", "任务名称", "项目名称", "工作任务", "重点任务", "任务", "事项名称", "工作事项", "主要任务", "重点工作", "任务内容", "工作内容", "具体任务", "项目", "案由", "建议标题", "提案标题", "督办事项", "议定事项", "反馈问题", "整改问题", "具体问题", "整改任务", "整改事项", "信访事项", "问题点位", "问题描述", "问题清单", "目标任务", "年度目标任务", "诉求内容", "隐患内容", "讲话要求", "工作要点", "要点", "实事项目", "问题", "内容", "Task", "Action", "Measure", "Item" }, list = true, max = 300, label = w("事项", "Commitment"),
			hint = w("一句话说清要办成什么", "One sentence: what will be done") },
		field { "goal", type = "text", heads = { "目标要求", "年度目标", "工作目标", "目标任务", "任务目标", "目标", "年度工作内容", "任务要求", "工作要求", "具体要求", "主要内容", "年度任务", "整改目标", "整改要求", "要求", "Target", "Objective" }, label = w("目标", "Goal"),
			hint = w("办到什么程度算完成，尽量带数字", "What counts as done, in numbers where possible") },
		field { "quantities", type = "text", heads = { "量化指标", "指标", "考核指标", "目标值", "年度指标", "量化目标" }, label = w("量化指标", "Targets in numbers"),
			hint = w("一行一项：指标、数值、单位", "One on a line: indicator, value, unit") },
		field { "category", type = "choice", heads = { "来源", "事项类别", "任务来源", "事项来源", "类别", "任务类别", "工作类别" }, list = true, label = w("来源", "Where it comes from"), choices = {
			choice { "speech", label = w("会议讲话", "Speech at a meeting") },
			choice { "report", label = w("政府工作报告", "Government work report") },
			choice { "livelihood", label = w("民生实事", "Livelihood project") },
			choice { "decision", label = w("会议议定事项", "Decision of a meeting") },
			choice { "plan", label = w("文件方案", "Plan or notice") },
			choice { "note", label = w("领导批示", "Leader's note") },
			choice { "inspection", label = w("督察反馈", "Finding of an inspection") },
			choice { "request", label = w("群众诉求", "Requests of the people") },
			choice { "other", label = w("其他", "Other") },
		} },
		field { "source", type = "source", label = w("出处", "Source"),
			hint = w("哪份文件的哪一句", "Which sentence of which document") },
		field { "lead", type = "unit", heads = { "牵头单位", "牵头部门", "主办单位", "第一责任单位", "主要责任单位", "第一牵头单位", "承办单位", "责任单位", "责任部门", "主责单位", "牵头责任单位", "落实单位", "办理单位", "整改单位", "整改责任单位", "实施单位", "牵头", "主办", "承办", "Responsible unit", "Lead unit", "Lead department", "Responsible department", "Department", "Lead" }, list = true, label = w("牵头单位", "Leading unit") },
		field { "assist", type = "units", heads = { "配合单位", "协办单位", "配合部门", "参与单位", "协同单位", "协同部门", "会办单位", "配合责任单位", "责任单位", "责任部门", "配合", "协办", "Supporting units", "Support" }, list = true, label = w("配合单位", "Assisting units") },
		field { "sponsor", type = "person", heads = { "包联领导", "责任领导", "包保领导", "牵头领导", "分管领导", "挂包领导", "区级领导", "包抓领导", "批示领导", "包案领导", "领导" }, list = true, label = w("包联领导", "Leader in charge") },
		field { "officer", type = "line", heads = { "承办人", "责任人", "联系人", "具体负责人", "主办人", "经办人", "联络员", "责任人及联系电话" }, max = 100, label = w("承办人", "Officer"),
			personal = true, purpose = "联系具体承办的人", data_class = "work_contact",
			hint = w("科室和姓名", "Section and name") },
		field { "due", type = "date", heads = { "时限", "完成时限", "办结时限", "时间节点", "完成时间", "办理时限", "截止时间", "截止日期", "要求完成时间", "拟办结时间", "时间要求", "计划完成时间", "完成期限", "办结时间", "整改时限", "答复时限", "完成日期", "限办日期", "办结日期", "时限要求", "时间进度", "进度安排", "时间安排", "Deadline", "Due date", "Target date", "By when" }, list = true, label = w("时限", "Due") },
		field { "due_text", type = "line", max = 200, label = w("原文时限", "Due as written"),
			hint = w("文件里怎么写的，如“年底前”", "As the document says it") },
		field { "start_due", type = "date", heads = { "计划开工", "计划开工时间", "拟开工时间", "开工时间" }, label = w("计划开工", "Planned start"),
			hint = w("要开工的事项填：哪天前动工", "For what has to be begun: by which day") },
		field { "share", type = "share", heads = { "进度", "完成比例", "完成率", "工作进度", "完成进度", "形象进度" }, list = true, label = w("进度", "Progress") },
		field { "progress", type = "text", heads = { "进展", "进展情况", "工作进展", "目前进展", "推进情况", "落实情况", "办理情况", "完成情况", "本周进展", "本月进展", "最新进展", "整改进展", "整改情况", "进展", "进度" }, label = w("进展", "What was done"),
			hint = w("做了什么，做到哪一步", "What was done, and how far") },
		field { "problem", type = "text", heads = { "存在问题", "问题", "困难问题", "存在困难", "问题及原因" }, label = w("存在问题", "Problems"),
			hint = w("卡在哪里，需要谁协调", "What is in the way, and who could help") },
		field { "next_step", type = "text", heads = { "下步打算", "下步措施", "下一步打算", "下一步工作", "下一步措施", "工作计划", "下周计划", "下月计划", "下步计划", "下一步计划", "下阶段计划", "下步安排" }, label = w("下步打算", "Next step") },
		field { "idle", type = "text", label = w("无进展原因", "Nothing new, because"),
			hint = w("这段时间确无进展的，写明原因；有进展的不用填", "Only when nothing was done: say why") },
		field { "report_every", type = "choice", heads = { "报送频次", "频次", "报送周期" }, label = w("报送频次", "How often it is reported"),
			hint = w("不选的，按全区统一的频次", "Left open, it is as everywhere"), choices = {
			choice { "weekly", label = w("每周", "Weekly") },
			choice { "monthly", label = w("每月", "Monthly") },
			choice { "never", label = w("不定期", "As it comes") },
		} },
		field { "asked_due", type = "date", label = w("申请延至", "Extension asked until") },
		field { "result", type = "text", label = w("完成情况", "Result"),
			hint = w("对照目标逐项写明", "Point by point against the goal") },
		field { "check", type = "text", label = w("核查情况", "What the check found"),
			hint = w("何时、到哪里、看了什么", "When, where, and what was seen") },
		field { "look_back", type = "text", label = w("回头看情况", "What the look back found") },
		field { "note", type = "text", label = w("批示", "Note") },
		field { "rank", type = "int", max = 10000, label = w("本期位次", "Place") },
		field { "rank_before", type = "int", max = 10000, label = w("上期位次", "Place before") },
		field { "ranked", type = "int", max = 10000, label = w("共排几位", "How many are ranked") },
		field { "confidence", type = "choice", label = w("研判", "Judged confidence"), choices = {
			choice { "red", label = w("红：难以办成", "Red: unlikely"),
				help = w("责任人或节点不清，进展没有凭据；不换人、不改办法，到期办不成。",
					"Owner or milestones unclear, nothing to show for the progress; without another person or plan it will not be done.") },
			choice { "amber_red", label = w("黄红：有重大问题", "Amber-red: serious problems"),
				help = w("有人在办，但卡点没有解法，或进展只有说法；需要上级出面协调。",
					"Somebody is at it, but what blocks it has no answer, or progress is only said; it needs help from above.") },
			choice { "amber_green", label = w("黄绿：基本可行", "Amber-green: likely"),
				help = w("办法和节点清楚，问题有人负责解决；盯住一两个风险，可以按期。",
					"Plan and milestones are clear and problems have owners; with an eye on one or two risks it will be done in time.") },
			choice { "green", label = w("绿：有把握", "Green: on track"),
				help = w("责任到人，节点都按期，进展看得见、查得到；不需要额外帮助。",
					"Everyone knows his part, milestones are kept, progress can be seen and checked; no further help is needed.") },
		} },
	},

	states = {
		state { "proposed", first = true, waits = true, label = w("拟立项", "Proposed"), tray = w("待交办", "To assign") },
		state { "assigned", label = w("已交办", "Assigned"), tray = w("待签收", "To sign for") },
		state { "signed", label = w("已签收", "Signed for"), tray = w("待报进展", "To report") },
		state { "underway", label = w("推进中", "Under way"), tray = w("待报进展", "To report") },
		state { "reported", waits = true, label = w("已申请销号", "Close applied for"), tray = w("待核查", "To verify") },
		state { "verified", waits = true, label = w("已核查", "Verified"), tray = w("待销号", "To close") },
		state { "closed", closed = true, label = w("已销号", "Closed") },
		state { "dismissed", closed = true, label = w("已撤销", "Dismissed") },
	},

	clocks = {
		clock { "due", unit = "until", field = "due", main = true, asked = "ask_extend", label = w("办结时限", "Due"), pauses = {
			choice { "verification", label = w("核查期间", "While it is being verified") },
			choice { "superior", label = w("待上级批复", "Waiting for approval from above") },
			choice { "force", label = w("不可抗力", "Force majeure") },
			choice { "coordination", label = w("待区里协调", "Waiting for coordination by the district") },
		} },
		clock { "sign", unit = "working_day", budget = 2, setting = "sign_days", label = w("签收时限", "Time to sign for it") },
		clock { "verify", unit = "working_day", budget = 2, setting = "verify_days", label = w("核查时限", "Time to verify") },
	},

	-- in each scheme the first that holds decides
	scheme = "light_scheme",
	schemes = {
		scheme { "ryg", label = w("红黄绿灯", "Red, yellow, green"), lights = {
			light { "red", when = "overdue", word = w("超期", "overdue") },
			light { "red", when = "behind", than = 31, setting = "behind_red", word = w("滞后", "behind") },
			light { "yellow", when = "left_at_most", than = 3, setting = "near_days", word = w("临期", "due soon") },
			light { "yellow", when = "behind", than = 10, setting = "behind_yellow", word = w("滞后", "behind") },
			light { "yellow", when = "not_started", word = w("未开工", "not begun") },
			light { "yellow", when = "unreported", setting = "unreported_days", word = w("未报", "unreported") },
		}, source = "常见做法；落后点数见银川市2025年重点项目红黄绿灯" },
		scheme { "graded", label = w("蓝黄橙红四色", "Four colours"), lights = {
			light { "red", when = "overdue", word = w("超期", "overdue") },
			light { "red", when = "behind", than = 31, setting = "behind_red", word = w("严重滞后", "far behind") },
			light { "orange", when = "left_at_most", than = 3, setting = "near_days", word = w("临期", "due soon") },
			light { "orange", when = "unreported", setting = "unreported_long", word = w("久未报", "long unreported") },
			light { "yellow", when = "behind", than = 10, setting = "behind_yellow", word = w("滞后", "behind") },
			light { "yellow", when = "not_started", word = w("未开工", "not begun") },
			light { "blue", when = "left_at_most", setting = "remind_days", word = w("将到期", "nearly due") },
			light { "blue", when = "unreported", setting = "unreported_days", word = w("未报", "unreported") },
		}, source = "三明市三色督查单（2017）：蓝色提醒、橙色警告、红色；紫阳县、宿迁市：蓝灯临近、黄灯滞后、红灯超期" },
		scheme { "yinchuan", label = w("按序时进度和开工", "By schedule and start"), lights = {
			light { "red", when = "overdue", word = w("超期", "overdue") },
			light { "red", when = "not_started", months = 3, word = w("连续三月未开工", "not begun for three months") },
			light { "red", when = "behind", than = 31, setting = "behind_red", word = w("滞后", "behind") },
			light { "yellow", when = "not_started", word = w("未开工", "not begun") },
			light { "yellow", when = "behind", than = 10, setting = "behind_yellow", word = w("滞后", "behind") },
			light { "green", when = "behind", than = 1, word = w("略慢", "slightly behind") },
		}, source = "银川市2025年重点项目红黄绿灯；落后10个百分点以内未作规定，按绿灯注明" },
		scheme { "enshi", label = w("按已用时限", "By the share of time used"), lights = {
			light { "red", when = "overdue", word = w("超时", "time is over") },
			light { "red", when = "spent_at_least", than = 90, setting = "spent_red", word = w("将超时", "time nearly over") },
			light { "yellow", when = "spent_at_least", than = 50, setting = "spent_yellow", word = w("时限过半", "half the time gone") },
		}, source = "恩施州超时默认：50%黄、90%红、100%自动通知" },
		scheme { "bhr", label = w("按位次和位次变化", "By place and change of place"), lights = {
			light { "red", when = "overdue", word = w("超期", "overdue") },
			light { "red", when = "rank_in_last", than = 3, setting = "last_places",
				also = { condition { "share_below", than = 100 } }, word = w("末位", "among the last") },
			light { "red", when = "rank_fell_by", than = 6, setting = "fell_red", word = w("大幅退位", "fell far") },
			light { "yellow", when = "rank_fell_by", than = 3, setting = "fell_yellow", word = w("退位", "fell back") },
			light { "blue", when = "rank_at_most", than = 3, setting = "first_places", word = w("领先", "leading") },
			light { "yellow", when = "behind", than = 10, setting = "behind_yellow", word = w("滞后", "behind") },
		}, source = "枣庄市亮屏：红黄蓝，蓝为领先、黄为提醒、红为警示，按位次及变化双亮牌" },
		scheme { "bottom", label = w("未完成且末位才亮红灯", "Red only when unfinished and among the last"), lights = {
			light { "red", when = "share_below", than = 100,
				also = { condition { "rank_in_last", than = 3, setting = "last_places" } }, word = w("末位", "among the last") },
			light { "yellow", when = "overdue", word = w("超期", "overdue") },
			light { "yellow", when = "behind", than = 10, setting = "behind_yellow", word = w("滞后", "behind") },
		}, source = "苍南县：未完成且排在后三位的才亮红灯" },
	},

	-- 协办分工: what an assisting unit does for its part, with a date of its own
	parts = {
		part { "assignment", label = w("协办分工", "Assignments"), max = 50,
			title = "title", unit = "unit", due = "due", done = "share",
			fields = {
				field { "title", type = "line", max = 300, label = w("分工内容", "What is to be done"),
					hint = w("一句话说清这个单位要办什么", "One sentence: what this unit is to do") },
				field { "unit", type = "unit", label = w("协办单位", "Unit") },
				field { "due", type = "date", label = w("时限", "Due") },
				field { "share", type = "share", label = w("进度", "Progress") },
				field { "result", type = "text", label = w("完成情况", "Result"),
					hint = w("做了什么，做到哪一步", "What was done, and how far") },
			},
			states = {
				state { "assigned", first = true, label = w("待签收", "To sign for"), tray = w("分工待签收", "Assignment to sign for") },
				state { "signed", label = w("办理中", "Under way"), tray = w("分工待办", "Assignment to finish") },
				state { "finished", closed = true, label = w("已办结", "Finished") },
				state { "withdrawn", closed = true, label = w("已取消", "Withdrawn") },
			},
			clocks = { clock { "due", unit = "until", field = "due", main = true, label = w("分工时限", "Due") } },
			lights = {
				light { "red", when = "overdue", word = w("超期", "overdue") },
				light { "yellow", when = "left_at_most", than = 3, setting = "near_days", word = w("临期", "due soon") },
			},
			actions = {
				action { "assign", opens = true, to = "assigned", by = { "supervision", "lead", "lead_head" },
					within = { "assigned", "signed", "underway" },
					tells = { "part_unit", "part_head" }, topic = "task",
					label = w("分工", "Assign a piece of the work"), done = w("分工", "assigned a piece of the work"),
					help = w("把一部分任务交给协办单位，定下它自己的时限。", "Give a piece of the work to an assisting unit, with a date of its own."),
					form = { must "title", must "unit", must "due" },
					clocks = "arm due",
					guard = function(m)
						if m.given.unit and m.given.unit == m.field.lead then
							return w("牵头单位自己的工作不用分工，请选协办单位", "The leading unit needs no assignment of its own; choose an assisting unit")
						end
						if m.given.due and m.given.due < m.today then
							return w("时限已经过了，请改成今天或以后的日子", "The date is past; choose today or a later day")
						end
						if m.given.due and m.field.due and m.given.due > m.field.due then
							return w("分工的时限不能晚于事项的时限", "An assignment cannot be due after its matter")
						end
					end },
				action { "sign", from = "assigned", to = "signed", by = { "part_unit", "part_head" }, main = true,
					tells = { "lead", "lead_head" },
					label = w("签收分工", "Sign for it"), done = w("签收分工", "signed for it"),
					help = w("确认由本单位办理这部分任务。", "Confirm that your unit does this piece of the work.") },
				action { "finish", from = "signed", to = "finished", by = { "part_unit", "part_head" }, main = true,
					tells = { "lead", "lead_head" },
					label = w("办结分工", "Finish it"), done = w("办结分工", "finished it"),
					help = w("写明做了什么，牵头单位据此汇总。可以附上佐证。", "Say what was done; the leading unit builds on it. You may add evidence."),
					form = { must "result" },
					clocks = "stop due" },
				action { "progress", from = "signed", by = { "part_unit", "part_head" },
					tells = { "lead", "lead_head" },
					label = w("报分工进展", "Report on it"), done = w("报分工进展", "reported on it"),
					help = w("填进度和做到哪一步。", "How far it is, and what was done."),
					form = { must_keep "share", keep "result" } },
				action { "move", from = { "assigned", "signed" }, by = { "supervision", "lead", "lead_head" }, reason = true,
					tells = { "part_unit", "part_head" },
					label = w("调整时限", "Change the date"), done = w("调整时限", "changed the date"),
					help = w("定新的时限，写明原因。", "Set the new date and say why."),
					form = { must_keep "due" },
					guard = function(m)
						if m.given.due and m.given.due < m.today then
							return w("时限已经过了，请改成今天或以后的日子", "The date is past; choose today or a later day")
						end
						if m.given.due and m.field.due and m.given.due > m.field.due then
							return w("分工的时限不能晚于事项的时限", "An assignment cannot be due after its matter")
						end
					end },
				action { "reopen", from = "finished", to = "signed", by = { "supervision", "lead", "lead_head" }, reason = true,
					tells = { "part_unit", "part_head" }, topic = "task",
					label = w("退回补办", "Send back"), done = w("退回补办", "sent it back"),
					help = w("写明还缺什么。", "Say what is missing."),
					clocks = "arm due" },
				action { "withdraw", from = { "assigned", "signed" }, to = "withdrawn", by = { "supervision", "lead", "lead_head" }, reason = true,
					tells = { "part_unit", "part_head" },
					label = w("取消分工", "Withdraw it"), done = w("取消分工", "withdrew it"),
					help = w("不再需要这个单位办的，写明原因。", "If this unit is no longer needed, say why."),
					clocks = "stop due" },
			} },
	},

	actions = {
		action { "open", opens = true, to = "proposed", by = "supervision", main = true,
			label = w("立项", "Open"), done = w("立项", "opened it"),
			help = w("写清事项和出处。立项后先不通知单位，交办时才通知。",
				"Say what and where from. Units hear of it only when it is assigned."),
			form = { must "title", "goal", "quantities", "category", "source", "lead", "assist", "sponsor",
				"officer", "due", "due_text", "start_due" } },

		action { "take_on", opens = true, to = "underway", by = "supervision",
			tells = { "lead", "lead_head", "assist", "assist_head" }, topic = "task",
			label = w("接续在办", "Take on work in hand"), done = w("接续在办", "took it on, already in hand"),
			help = w("已经在办的事项，从原来的台账接过来继续办：不用再签收，办结时限接着算。",
				"For work that is in hand already, as an older ledger has it: nobody signs for it again, and its deadline counts on."),
			form = { must "title", "goal", "quantities", "category", "source", must "lead", "assist", "sponsor", "officer", "due", "due_text",
				"start_due", "share", "progress", "problem", "next_step", "report_every" },
			clocks = "arm due",
			guard = function(m) return units_fit(m.given.lead, m.given.assist) end },

		action { "correct", from = open_states, by = "supervision", key = "e",
			label = w("更正", "Correct"), done = w("更正", "corrected it"),
			help = w("改写法，不改责任和时限；改时限用延期，改单位用转派。",
				"For wording only; to change the date extend it, to change the unit hand it on."),
			form = { must_keep "title", keep "goal", keep "quantities", keep "category", keep "source", keep "assist",
				keep "sponsor", keep "officer", keep "due_text", keep "start_due", keep "report_every" },
			guard = function(m) return units_fit(m.field.lead, m.given.assist) end },

		action { "assign", from = "proposed", to = "assigned", by = "supervision", main = true, bulk = true, key = "a",
			tells = { "lead", "lead_head", "assist", "assist_head" }, topic = "task",
			label = w("交办", "Assign"), done = w("交办", "assigned it"),
			help = w("定下牵头单位和时限。交办后通知牵头、配合单位，签收时限同时起算。",
				"Settle the leading unit and the date. The units are told, and the time to sign for it begins."),
			form = { must_keep "lead", keep "assist", keep "sponsor", keep "officer", must_keep "due", keep "due_text", keep "start_due", keep "report_every" },
			clocks = { "arm due", "arm sign" },
			guard = function(m)
				local due = m.given.due or m.field.due
				if due and due < m.today then
					return w("时限已经过了，请改成今天或以后的日子", "The date is past; choose today or a later day")
				end
				return units_fit(m.given.lead or m.field.lead, m.given.assist or m.field.assist)
			end },

		action { "hand_on", from = with_unit, to = "assigned", by = "supervision", reason = true, bulk = true,
			tells = { "lead", "lead_head", "assist", "assist_head" }, topic = "task",
			label = w("转派", "Hand on"), done = w("转派", "handed it on"),
			help = w("换一个牵头单位，写明原因。时限不变，新单位重新签收。",
				"Another unit takes the lead; say why. The date stays, the new unit signs for it."),
			form = { must "lead", keep "assist" },
			clocks = "arm sign",
			guard = function(m)
				if m.given.lead == m.field.lead then
					return w("牵头单位没有变，请另选一个单位", "The leading unit is the same; choose another")
				end
				return units_fit(m.given.lead, m.given.assist or m.field.assist)
			end },

		action { "sign", from = "assigned", to = "signed", by = { "lead", "lead_head" }, main = true, bulk = true, key = "s",
			label = w("签收", "Sign for it"), done = w("签收", "signed for it"),
			help = w("确认由本单位牵头，可以写上承办人。", "Confirm that your unit leads; you may name the officer."),
			form = { keep "officer" },
			clocks = "stop sign" },

		action { "return", from = { "assigned", "signed" }, to = "proposed", by = { "lead", "lead_head" }, reason = true,
			tells = "supervision", topic = "task",
			label = w("退回", "Return"), done = w("退回", "returned it"),
			help = w("不属于本单位职责的，写明理由和建议单位，退回督查室。",
				"If it is not your unit's duty, say why and whose it is; it goes back to the supervision office."),
			clocks = { "stop sign", "stop due" },
			guard = function(m)
				local days = m.setting.return_days
				if m.in_state > days then
					return w("已过退回期限（" .. days .. "个工作日），请与督查室联系转派",
						"The time to return it (" .. days .. " working days) is over; ask the supervision office to hand it on")
				end
			end },

		action { "report", from = at_work, to = "underway", by = { "lead", "assist" }, main = true, key = "r",
			label = w("报进展", "Report"), done = w("报进展", "reported"),
			help = w("上次报的已经带出，改动处会标出来。有现场照片、单据请一并上传。",
				"Your last report is filled in; what you change is marked. Add photographs and papers."),
			form = { must_keep "share", must_keep "progress", keep "problem", keep "next_step", "idle" },
			guard = function(m)
				local before = m.field.share or 0
				local now = m.given.share or before
				local idle = (m.given.idle or "") ~= ""
				if idle and now > before then
					return w("写了无进展，进度却比上次高；请删去原因，或改回进度",
						"It says that nothing is new, yet progress rose; take out the reason, or put the share back")
				end
				if not idle and m.field.share and now == before and now < 100 and
					(m.given.progress or m.field.progress) == m.field.progress then
					return w("进度和进展都与上次一样；确无进展的，请写明“无进展原因”",
						"Share and text are those of the last report; if nothing is new, say why under “Nothing new, because”")
				end
				if now < before and (m.given.problem or "") == "" then
					return w("进度比上次低，请在“存在问题”里写明原因", "Progress fell since the last report; say why under problems")
				end
			end },

		action { "apply_close", from = at_work, to = "reported", by = { "lead", "lead_head" }, evidence = 1, key = "c",
			tells = "supervision", topic = "task",
			label = w("申请销号", "Apply to close"), done = w("申请销号", "applied to close it"),
			help = w("至少要有一份佐证。提交后督查室来核查，在此期间时限暂停。",
				"At least one piece of evidence. The supervision office comes to verify; meanwhile the clock stands."),
			form = { must_keep "result", keep "share" },
			clocks = { "pause due verification", "arm verify" },
			guard = function(m)
				for _, part in ipairs(m.parts.assignment) do
					if part.state == "assigned" or part.state == "signed" then
						return w("分工“" .. part.title .. "”还没有办结，请协办单位办结或先取消分工",
							"The assignment “" .. part.title .. "” is still open; have the unit finish it, or withdraw it")
					end
				end
				local need, share = m.setting.close_share, m.given.share or m.field.share or 0
				if share < need then
					return w("进度是" .. share .. "%，不到" .. need .. "%，办完再申请；来不及的请申请延期",
						"Progress is " .. share .. " %, below " .. need .. " %; finish first, or ask for an extension")
				end
			end },

		action { "verify", from = "reported", to = "verified", by = "supervision", other_than = "apply_close", main = true, key = "v",
			tells = { "lead", "lead_head" },
			label = w("核查通过", "Verified"), done = w("核查通过", "verified it"),
			help = w("到现场看过、对过佐证再点。申请销号的人不能自己核查。",
				"Only after seeing the place and the evidence. Whoever applied may not verify."),
			form = { must "check" },
			clocks = "stop verify" },

		action { "send_back", from = { "reported", "verified" }, to = "underway", by = "supervision", reason = true,
			tells = { "lead", "lead_head" }, topic = "task",
			label = w("退回补办", "Send back"), done = w("退回补办", "sent it back"),
			help = w("写明缺什么。退回后时限继续走。", "Say what is missing. The clock runs on."),
			form = { "check" },
			clocks = { "stop verify", "resume due" } },

		action { "close", from = "verified", to = "closed", by = "supervision", other_than = "report", main = true, bulk = true,
			tells = { "lead", "lead_head", "assist", "assist_head", "sponsor" },
			label = w("销号", "Close"), done = w("销号", "closed it"),
			help = w("销号后不再计时。报进展的人不能自己销号；日后可以回头看、重新打开。",
				"The clocks stop. Whoever reported may not close; you can look back and reopen later."),
			form = { keep "result" },
			clocks = { "stop due", "stop sign", "stop verify" } },

		action { "reopen", from = "closed", to = "underway", by = "supervision", reason = true,
			tells = { "lead", "lead_head", "assist", "assist_head" }, topic = "task",
			label = w("重新打开", "Reopen"), done = w("重新打开", "reopened it"),
			help = w("回头看发现没办好的，写明原因，定新的时限。", "If the look back finds it undone, say why and set a new date."),
			form = { must "due", "share" },
			clocks = "arm due",
			guard = function(m)
				if m.given.due and m.given.due < m.today then
					return w("时限已经过了，请改成今天或以后的日子", "The date is past; choose today or a later day")
				end
			end },

		action { "ask_extend", from = with_unit, by = { "lead", "lead_head" }, reason = true,
			tells = "supervision", topic = "task",
			label = w("申请延期", "Ask for more time"), done = w("申请延期", "asked for more time"),
			help = w("写明原因和要延到哪天。批准前仍按原时限计算。", "Say why and until when. The old date holds until it is granted."),
			form = { must "asked_due" },
			guard = function(m)
				if m.given.asked_due and m.field.due and m.given.asked_due <= m.field.due then
					return w("申请延至的日子要晚于现在的时限", "The day asked for must be later than the present date")
				end
			end },

		action { "extend", from = with_unit, by = "supervision", reason = true, bulk = true,
			tells = { "lead", "lead_head", "assist", "assist_head" },
			label = w("延期", "Extend"), done = w("延期", "extended it"),
			help = w("定新的时限，写明原因。原时限和原因都留在流水里。", "Set the new date and say why. The old date stays in the record."),
			form = { must_keep "due" },
			clocks = "extend due",
			guard = function(m)
				if m.given.due and m.field.due and m.given.due <= m.field.due then
					return w("新的时限要晚于原来的时限", "The new date must be later than the old one")
				end
				if m.given.due and m.given.due < m.today then
					return w("时限已经过了，请改成今天或以后的日子", "The date is past; choose today or a later day")
				end
			end },

		action { "suspend", from = with_unit, by = "supervision", reason = true,
			tells = { "lead", "lead_head" },
			label = w("暂停计时", "Pause the clock"), done = w("暂停计时", "paused the clock"),
			help = w("选明暂停的缘由。暂停的天数不计入时限。", "Choose the cause. Paused days do not count."),
			clocks = "pause due" },

		action { "resume", from = with_unit, by = "supervision",
			tells = { "lead", "lead_head" },
			label = w("恢复计时", "Let the clock run"), done = w("恢复计时", "let the clock run again"),
			help = w("时限从今天起接着走。", "The clock runs on from today."),
			clocks = "resume due" },

		action { "ask_help", from = with_unit, by = { "lead", "lead_head", "assist" },
			tells = { "supervision", "sponsor" }, topic = "task",
			label = w("请求协调", "Ask for help"), done = w("请求协调", "asked for help"),
			help = w("写明卡在哪里、需要谁来协调，包联领导和督查室会看到。",
				"Say what is in the way and who could help; the leader and the supervision office will see it."),
			form = { must_keep "problem" } },

		action { "remind", from = { "assigned", "signed", "underway" }, by = { "supervision", "leader", "sponsor" }, bulk = true, key = "u",
			tells = { "lead", "lead_head" }, topic = "remind", urgent = true,
			label = w("催办", "Remind"), done = w("催办", "sent a reminder"),
			help = w("马上通知牵头单位，可以附一句话。", "The leading unit is told at once; you may add a line."),
			form = { "note" } },

		action { "note", from = { "proposed", "assigned", "signed", "underway", "reported", "verified", "closed" },
			by = { "leader", "sponsor" }, key = "n",
			tells = { "supervision", "lead", "lead_head" }, topic = "remind", urgent = true,
			label = w("批示", "Write a note"), done = w("批示", "wrote a note"),
			help = w("批示原样记入流水，牵头单位和督查室马上看到。", "It is recorded as written; the unit and the supervision office see it at once."),
			form = { must "note" } },

		action { "judge", from = with_duty, by = { "leader", "sponsor", "supervision" }, reason = true, bulk = true, key = "j",
			label = w("研判", "Judge"), done = w("作了研判", "judged it"),
			help = w("不看灯，凭了解判断能不能按期办成，写一句依据。与灯不一致的会单独列出。",
				"Never mind the light: will it be done in time? Say why in a sentence. Where it disagrees with the light, it is listed."),
			form = { must_keep "confidence" } },

		action { "rank", from = with_duty, by = "supervision",
			label = w("登记位次", "Enter the place"), done = w("登记了位次", "entered its place"),
			help = w("按位次亮灯时填：本期、上期和一共排几位。", "For lights by place: this one, the one before, and of how many."),
			form = { must_keep "rank", keep "rank_before", keep "ranked" },
			guard = function(m)
				local rank, of = m.given.rank or m.field.rank, m.given.ranked or m.field.ranked
				if rank and (rank < 1 or of and of < rank) then
					return w("位次从1起，不大于一共排的位数", "A place is 1 or more, and not more than are ranked")
				end
			end },

		action { "dismiss", from = open_states, to = "dismissed", by = "supervision", reason = true,
			tells = { "lead", "lead_head", "assist", "assist_head" },
			label = w("撤销", "Dismiss"), done = w("撤销", "dismissed it"),
			help = w("重复立项、情况变化等，写明原因。撤销后不再计时，流水保留。",
				"If it is a duplicate or things have changed, say why. The clocks stop, the record stays."),
			clocks = { "stop due", "stop sign", "stop verify" } },

		action { "look_back", from = "closed", by = "supervision", main = true,
			tells = { "lead", "lead_head", "sponsor" },
			label = w("回头看", "Look back"), done = w("回头看", "looked back"),
			help = w("销号后再去看一次，写明看到的情况；没办好的，接着重新打开。",
				"Go and see once more and write what you saw; if it is undone, reopen it."),
			form = { must "look_back" } },
	},
}
