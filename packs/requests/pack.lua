-- SPDX-License-Identifier: Apache-2.0
-- Requests (诉求): from the call to the verdict of whoever asked. README.md draws the states.
-- What a district changes is a setting; its source says where the default comes from: [V] read in a
-- primary source, [S] secondary, [D] our inference, [M] from memory, [U] unverified.

pack { "requests", version = "1", label = { zh = "诉求", en = "Requests" } }

local function w(zh, en) return { zh = zh, en = en } end
local function must(field) return { field, required = true } end
local function keep(field) return { field, prefill = true } end
local function must_keep(field) return { field, required = true, prefill = true } end
local function pick(name, zh, en, help_zh, help_en)
	return choice { name, label = w(zh, en), help = help_zh and w(help_zh, help_en) }
end

-- limits ----------------------------------------------------------------------------------

setting { "consult_hours", type = "int", low = 1, high = 72, default = 2,
	label = w("咨询几小时内答复", "Hours to answer a consultation"),
	source = "[V] 枣庄日报2024-09-18：对咨询类事项2小时内回复" }
setting { "consult_yellow", type = "int", low = 1, high = 99, default = 50,
	label = w("咨询用去时限的百分之几亮黄灯", "Per cent of a consultation's time that turn the light yellow"),
	source = "[V] 恩施州超时默认：用时50%黄灯" }
setting { "urgent_hours", type = "int", low = 1, high = 168, default = 24,
	label = w("紧急诉求几小时内办结", "Hours for an urgent request"),
	source = "[S] 北京市接诉即办：水电气热24小时" }
setting { "finish_days", type = "int", low = 1, high = 60, default = 5,
	label = w("一般诉求几个工作日内办结并答复", "Working days to settle and answer a request"),
	source = "[V] 山东省政务服务热线管理办法（2020）：5个工作日办结并回复" }
setting { "extend_most", type = "int", low = 1, high = 60, default = 10,
	label = w("一般诉求最多延期几个工作日", "Working days by which it may be extended, at most"),
	source = "[V] 山东省政务服务热线管理办法（2020）：延期一般不超过10个工作日" }
setting { "warn_days", type = "int", low = 0, high = 10, default = 1,
	label = w("剩几个工作日（含）亮黄灯", "Working days left, or fewer, that turn the light yellow"),
	source = "[V] 山东省2017年热线办理：剩1个工作日黄牌，逾期首日红牌" }
setting { "transfer_hours", type = "int", low = 1, high = 40, default = 2,
	label = w("受理后几个工作时内派单", "Working hours to dispatch after intake"),
	source = "[D] 北京要求即时派单；苏州考核按时转出率" }
setting { "sign_hours", type = "int", low = 1, high = 40, default = 2,
	label = w("派单后几个工作时内签收", "Working hours to sign for an order"),
	source = "[D] 当天能开始办理" }
setting { "return_days", type = "int", low = 1, high = 10, default = 2,
	label = w("不属本单位的，几个工作日内退单", "Working days in which a wrong order may be returned"),
	source = "[V] 山东省政务服务热线管理办法（2020）：2个工作日内说明理由退回" }
setting { "assist_days", type = "int", low = 1, high = 60, default = 3,
	label = w("协办单位几个工作日内反馈", "Working days for an assisting unit"),
	source = "[D] 早于主办时限，留出汇总答复的时间" }
setting { "callback_days", type = "int", low = 1, high = 30, default = 3,
	label = w("答复后几个工作日内回访", "Working days to call back"),
	source = "[D] 各地一至五个工作日不等" }
setting { "callback_tries", type = "int", low = 1, high = 10, default = 3,
	label = w("未接通的，至少打几次才能结案", "Calls to make before nobody is held to be reachable"),
	source = "[D] 不同时段三次" }
setting { "redo_days", type = "int", low = 1, high = 30, default = 3,
	label = w("重办几个工作日内完成", "Working days to do it again"),
	source = "[D] 短于初次办理" }
setting { "supervise_days", type = "int", low = 1, high = 30, default = 3,
	label = w("督办几个工作日内答复", "Working days to answer a supervised order"),
	source = "[D] 各地三至五个工作日" }
setting { "supervise_late", type = "int", low = 0, high = 1, default = 0,
	label = w("超期自动转督办（1 是，0 否）", "Overdue orders go to supervision by themselves (1 yes, 0 no)"),
	source = "[V] 潍坊市12345条例第26条：超期未办结的列入督办；[D] 由本区开启" }
setting { "cadre_days", type = "int", low = 1, high = 30, default = 3,
	label = w("列入未化解台账后几个工作日内明确包联干部", "Working days to name a cadre for what is unresolved"),
	source = "[D] 滕州市未化解问题台账由干部包联" }
setting { "repeat_times", type = "int", low = 2, high = 20, default = 3,
	label = w("同一事项反映几次（含）起，不满意直接转督办", "Times a matter was raised from which dissatisfaction means supervision"),
	source = "[V] 潍坊市12345条例第26条：多次反映的列入督办；[D] 次数" }
setting { "oldest_counts", type = "int", low = 0, high = 1, default = 1,
	label = w("并进来的诉求更早的，时限从最早的一件算起（1 是，0 否）", "An older request that is attached brings its time along (1 yes, 0 no)"),
	source = "[V] 济南市12345条例第25条：重复诉求可以合并办理，仍须逐件答复；[D] 先来的不因归并多等" }
setting { "enterprise_check_days", type = "int", low = 1, high = 10, default = 1,
	label = w("企业诉求几个工作日内启动核实", "Working days to begin on an enterprise's request"),
	source = "[V] 企呼枣应：启动核实不超过1个工作日" }
setting { "enterprise_contact_days", type = "int", low = 1, high = 20, default = 2,
	label = w("企业诉求几个工作日内答复办理意见", "Working days to tell an enterprise what will be done"),
	source = "[V] 企呼枣应：答复不超过2个工作日" }
setting { "enterprise_days", type = "int", low = 1, high = 60, default = 10,
	label = w("企业诉求几个工作日内解决", "Working days to settle an enterprise's request"),
	source = "[V] 企呼枣应：解决或确认服务不超过10个工作日" }
setting { "enterprise_most", type = "int", low = 1, high = 120, default = 25,
	label = w("复杂的企业诉求连延期最多几个工作日", "Working days for a hard one, extension included"),
	source = "[V] 企呼枣应：疑难、跨部门的不超过25个工作日" }
setting { "head_passes", type = "int", low = 0, high = 1, default = 0,
	label = w("答复由承办单位负责人审定后再报（1 是，0 否）", "The head of the unit passes an answer before it goes out (1 yes, 0 no)"),
	source = "[D] 各地不一：多数由承办单位分管领导签发后报诉求中心审核；默认由联络员直接报" }
setting { "channels_off", type = "line", default = "-",
	label = w("停用的渠道（写名称，用空格隔开；- 为没有）", "Channels switched off (names with spaces between; - for none)"),
	source = "[D] 渠道归并、停用各地不一；名称见 channels.tsv" }
setting { "channel_days", type = "text", default = "channel_days.txt",
	label = w("渠道自己的办理期限（每行：渠道名称 空格 工作日数）", "Days that a channel allows (a line each: name of the channel, space, working days)"),
	source = "[V] 潍坊市12345条例第20条：上级平台转来的按其规定时限办理；[D] 天数以各平台通知为准" }
for i, zh in ipairs { "一", "二", "三" } do
	setting { "channel_local_" .. i, type = "line", default = "-", label = w("自设渠道" .. zh .. "的名称（- 为不用）", "Name of local channel " .. i .. " (- when not used)"),
		source = "[D] 46条热线、14个网络渠道以外，各地自有的入口" }
end

-- The way that stands open instead. Whoever may not be helped here is told where to go, in these words.
local ways = {
	{ "lawsuit", "诉讼、仲裁", "Court or arbitration", "请按诉讼、仲裁程序办理，可拨打12348咨询法律服务", "Please use the courts or arbitration; call 12348 for legal advice", "[V] 潍坊市12345条例第19条" },
	{ "inspection", "监察", "Discipline inspection", "反映公职人员违纪违法，请拨打12388", "To report misconduct of officials, please call 12388", "[V] 潍坊市12345条例第19条" },
	{ "review", "行政复议", "Administrative review", "请向行政复议机关申请，司法行政部门受理", "Please apply for administrative review at the justice office", "[V] 潍坊市12345条例第19条" },
	{ "disclosure", "政府信息公开", "Disclosure of information", "请通过政府网站“依申请公开”栏目提出", "Please apply for it on the government website", "[V] 潍坊市12345条例第19条" },
	{ "petition", "已进入信访程序", "Taken up as a petition", "请通过国家信访局网站或窗口查询办理进度", "Please ask for its progress on the petitions website or at the counter", "[V] 信访工作条例第19条" },
	{ "secret", "涉及秘密或隐私", "Secrets or privacy", "请到有权机关当面反映，不要在电话和网上提供内容", "Please go to the competent office in person and do not say it by phone or online", "[V] 潍坊市12345条例第19条" },
	{ "settled", "已依法处理", "Settled already", "同一事项已依法处理；有新的事实和理由，欢迎再来反映", "It has been settled; with new facts please come again", "[V] 济南市12345条例第25条" },
	{ "other", "其他", "Anything else", "请向主管部门咨询，我们可以帮您转接", "Please ask the competent office; we can put you through", "[V] 潍坊市12345条例第19条" },
}
local routes = {
	{ "petition", "信访", "Petition", "已转信访部门登记，15日内告知受理情况", "Passed to the petitions office, which tells you within 15 days whether it is taken up", "[V] 信访工作条例" },
	{ "market", "市场监管投诉", "Consumer complaint", "已转市场监管部门，7个工作日内告知是否受理", "Passed to market regulation, which decides within 7 working days", "[V] 市场监督管理投诉举报处理暂行办法" },
	{ "labour", "劳动监察、仲裁", "Labour inspection or arbitration", "已转人社部门，请保留合同和工资记录", "Passed to the labour office; please keep contract and pay records", "[M] 劳动保障监察条例" },
	{ "mediation", "人民调解", "Mediation", "已转镇街调解委员会，工作人员会与您联系", "Passed to the mediation committee of your town, which will call you", "[M] 人民调解法" },
	{ "police", "公安", "Police", "已转公安机关，紧急情况请拨打110", "Passed to the police; in an emergency call 110", "[M] 公安机关受理范围" },
}
local function texts_of(list, prefix, zh, en)
	local v = {}
	for _, r in ipairs(list) do
		setting { prefix .. r[1], type = "line", default = r[4], label = w(zh .. "：" .. r[2], en .. ": " .. r[3]), source = r[6] .. "；[D] 文字" }
		v[#v + 1] = pick(r[1], r[2], r[3], r[4], r[5])
	end
	return v
end
local way_choices = texts_of(ways, "way_", "不予受理时告知的途径", "Told to whoever is not accepted")
local route_choices = texts_of(routes, "route_", "转法定途径时告知的话", "Told to whoever is passed on")

-- suggestions, topics, articles
setting { "suggestion_accept_days", type = "int", low = 1, high = 60, default = 5,
	label = w("人民建议几个工作日内告知是否受理", "Working days to accept a suggestion"),
	source = "[D] 上海市人民建议征集若干规定只写“按照规定的时限”" }
setting { "suggestion_days", type = "int", low = 1, high = 180, default = 30,
	label = w("人民建议几个工作日内反馈", "Working days to answer a suggestion"),
	source = "[D] 上海市人民建议征集若干规定只写“按照规定的时限”" }
setting { "suggest", type = "line", default = "order.category = title request.words place; order.lead = title request.words place + category area",
	label = w("推荐哪些字段、看哪些内容（字段 = 文字 + 选项；分号隔开）", "What is suggested, and by what (field = texts + choices; separated by semicolons)"),
	source = "[D] 《个人信息保护法》第二十四条：只推荐，由人决定" }
setting { "topic_satisfied", type = "int", low = 0, high = 100, default = 80,
	label = w("每月一题销号前群众满意率至少百分之几", "Per cent of people satisfied before a topic is closed"),
	source = "[D] 北京市每月一题2022年满意率91.93%，默认从宽" }
setting { "topic_near_days", type = "int", low = 0, high = 60, default = 10,
	label = w("每月一题离完成时间几个工作日（含）亮黄灯", "Working days before a topic is due that turn the light yellow"),
	source = "[D] 约两周" }
setting { "article_near_days", type = "int", low = 0, high = 60, default = 10,
	label = w("知识条目到期前几个工作日（含）亮黄灯", "Working days before an entry expires that turn the light yellow"),
	source = "[D] 留出核对的时间；过期计入责任单位（枣庄市考核：知识库维护）" }

-- what several kinds share ------------------------------------------------------------------------

local function roles_with(more)
	local v = {
		role { "intake", duty = "intake", relation = "any", label = w("诉求中心", "Request centre") },
		role { "lead", duty = "liaison", relation = "lead", label = w("主办单位联络员", "Liaison of the lead unit") },
		role { "lead_head", duty = "head", relation = "lead", label = w("主办单位负责人", "Head of the lead unit") },
		role { "assist", duty = "liaison", relation = "assist", label = w("协办单位联络员", "Liaison of an assisting unit") },
		role { "assist_head", duty = "head", relation = "assist", label = w("协办单位负责人", "Head of an assisting unit") },
		role { "leader", duty = "leader", relation = "any", label = w("区领导", "Leaders of the district") },
		role { "supervision", duty = "supervision", relation = "any", label = w("督查室", "Supervision office") },
	}
	for _, r in ipairs(more or {}) do v[#v + 1] = r end
	return v
end
-- What follows by itself: no button for anybody.
local function itself() return role { "itself", duty = "statistics", relation = "owner", label = w("系统自动", "The system itself") } end
local function asker() return role { "asker", relation = "asker", label = w("诉求人", "Whoever asked") } end
local unit = { "lead", "lead_head" }

local function units_fit(lead, assist)
	for _, u in ipairs(assist or {}) do
		if u == lead then
			return w("主办单位不能同时是协办单位，请从协办单位里去掉它", "The lead unit cannot assist itself; take it out of the assisting units")
		end
	end
end
local function named(m, name) return m.given[name] or m.field[name] end
local function said(text) return (text or "") ~= "" end

-- The call or message itself: who, when, in which words.
local contact = "联系诉求人、办理和回访"
local function request_fields()
	return {
		field { "channel", type = "choice", heads = { "来源", "渠道", "诉求渠道", "来源渠道" }, choices = table("channels.tsv"), public = true, label = w("渠道", "Channel") },
		field { "outside", type = "line", heads = { "工单编号", "对方编号", "编号", "流水号", "诉求编号" }, max = 80, label = w("对方编号", "Its number there"), hint = w("上级平台、热线的工单号，同一编号只收一次", "Of the platform it came from; the same number is taken once") },
		field { "received", type = "line", heads = { "来电时间", "受理时间", "提交时间" }, max = 40, label = w("来电来件时间", "Received"), hint = w("早于登记的才填，如 2026-11-22 09:30", "Only when earlier than now: 2026-11-22 09:30") },
		field { "name", type = "line", heads = { "姓名", "诉求人", "联系人" }, max = 60, label = w("称呼", "Name"), hint = w("可以不留", "May be left out"),
			personal = true, purpose = contact, data_class = "个人身份信息", see = { "intake", "lead", "lead_head" }, mask = true, confide = "intake" },
		field { "phone", type = "line", heads = { "电话", "联系电话", "来电号码", "手机号" }, max = 40, label = w("联系电话", "Phone"),
			personal = true, purpose = contact, data_class = "个人身份信息", see = { "intake", "lead", "lead_head" }, mask = true, confide = "intake" },
		field { "words", type = "text", heads = { "诉求内容", "反映内容", "内容", "诉求描述" }, label = w("诉求原话", "In their own words"), hint = w("照原意记，姓名电话不写在这里", "As it was said; no names or numbers here"),
			personal = true, purpose = contact, data_class = "诉求内容" },
		field { "place", type = "line", heads = { "地址", "事发地址", "事发地点" }, max = 200, label = w("地点", "Place"), hint = w("路名、小区、村居，说得出的就行", "Street, estate, village: whatever is known") },
		field { "expected", type = "text", label = w("希望怎样解决", "What is hoped for") },
		field { "wants_secrecy", type = "flag", label = w("要求保密", "Wants secrecy"), hint = w("承办单位只看到事情，看不到人", "The unit sees the matter, not the person") },
		field { "notice", type = "line", max = 40, label = w("告知书版本", "Notice that was shown") },
		field { "added", type = "text", label = w("追加内容", "Added"),
			personal = true, purpose = contact, data_class = "诉求内容" },
		field { "added_by", type = "line", max = 120, label = w("补充来自", "Added by") },
		field { "tries", type = "int", max = 99, label = w("回访次数", "Calls made") },
		field { "reached", type = "flag", label = w("已接通", "Reached") },
		field { "solved", type = "choice", label = w("是否解决", "Solved"), choices = {
			pick("yes", "已解决", "Yes"), pick("partly", "部分解决", "Partly"), pick("no", "未解决", "No") } },
		field { "satisfaction", type = "int", max = 5, public = true, label = w("满意度", "Satisfaction"),
			hint = w("5 非常满意　4 满意　3 基本满意　2 不满意　1 非常不满意", "5 very, 4 satisfied, 3 fairly, 2 dissatisfied, 1 very dissatisfied") },
		field { "comment", type = "text", label = w("评价", "Comment"),
			personal = true, purpose = contact, data_class = "诉求内容" },
	}
end

local function channel_open(m)
	local name = m.given.channel or ""
	if contains(name, "local_") and m.setting["channel_" .. name] == "-" then
		return w("这个自设渠道还没有名称，请先在设置里写明", "This local channel has no name yet; give it one in the settings")
	end
	if name ~= "" and contains(" " .. m.setting.channels_off .. " ", " " .. name .. " ") then
		return w("这个渠道已停用，请选别的渠道；要启用，请在设置里从“停用的渠道”中去掉它", "This channel is switched off; choose another, or take it out of the setting “Channels switched off”")
	end
end
local function rating_fits(m)
	local s = m.given.satisfaction
	if s and (s < 1 or s > 5) then
		return w("满意度填1到5，5为非常满意", "Satisfaction is 1 to 5, and 5 is best")
	end
	if not m.given.solved or not s then
		return w("请选是否解决，并填满意度", "Say whether it is solved, and how satisfied")
	end
end

-- One call-back, one rating. What follows from it the order decides (see verdicts below).
local function dissatisfied(p)
	return p.state == "visited" and (p.solved == "no" or (p.satisfaction or 5) <= 2)
end
local settled_states = { "visited", "closed", "moved" }

local function request_part(see, within)
	return part { "request", label = w("诉求", "Requests"), title = "channel", request = true, number = within.number, max = 2000,
		channel = "channel", outside = "outside", phone = "phone", secret = within.secret, see = see,
		fields = request_fields(),
		states = {
			state { "open", first = true, public = true, label = w("办理中", "Being handled") },
			state { "answered", public = true, label = w("已答复", "Answered"), tray = w("待回访", "To call back") },
			state { "visited", public = true, label = w("已回访", "Called back") },
			state { "closed", closed = true, public = true, label = w("已办结", "Settled") },
			state { "moved", closed = true, label = w("已并入", "Gone over") },
		},
		actions = {
			action { "take", opens = true, to = "open", by = "intake", within = within.open, public = true,
				label = w("登记诉求", "Take a request"), done = w("登记了诉求", "took a request"),
				help = w("来电、来访、来信都在这里登记。电话是回访的唯一办法，请核对一遍。", "Calls, visits and letters. The phone is the only way to call back: read it out once."),
				form = { must "channel", "name", "phone", must "words", "place", "expected", "wants_secrecy", "outside", "received" },
				guard = channel_open },
			action { "ask", opens = true, to = "open", by = "asker", within = within.open, public = true,
				label = w("提交诉求", "Ask"), done = w("提交了诉求", "asked"),
				help = w("说清什么事、在哪里。留下电话，我们才能答复您。", "Say what it is and where. Leave a phone so that we can answer."),
				form = { must "channel", "name", "phone", must "words", "place", "expected", "wants_secrecy" },
				guard = channel_open },
			action { "add", from = { "open", "answered", "visited", "closed" }, by = "asker", within = within.all, public = true, tells = within.told, topic = "task",
				label = w("追加说明", "Add"), done = w("追加了说明", "added something"),
				help = w("补充情况，或告诉我们事情又有变化。", "Say what is new, or that something has changed."),
				form = { must "added" } },
			action { "note_added", from = { "open", "answered", "visited", "closed" }, by = "intake", within = within.all,
				label = w("记录追加", "Enter what was added"), done = w("记录了追加", "entered what was added"),
				help = w("再次来电补充的，记在原来的诉求下面。", "Whoever calls again: what is new goes with the first call."),
				form = { must "added" } },
			action { "program_added", from = { "open", "answered", "visited", "closed" }, by = "itself", within = within.all, tells = within.told, topic = "task",
				label = w("平台补充", "Added by a program"), done = w("收到平台补充", "was told more by a program"),
				help = w("由转来诉求的平台自动补充，写明是哪个平台。", "Entered by the program that sent the request, with its name."),
				form = { must "added", must "added_by" } },
			action { "answer", from = "open", to = "answered", by = "itself", within = within.all, public = true,
				label = w("答复", "Answer"), done = w("答复了诉求人", "answered"),
				help = w("答复审核通过后自动转为已答复。", "Follows by itself when the answer has passed.") },
			action { "missed", from = "answered", by = "intake", within = within.callback, main = false,
				label = w("未接通", "Not reached"), done = w("回访未接通", "could not be reached"),
				help = w("记下第几次，换个时段再打。", "Say which try it was, and call at another time."),
				form = { must "tries" },
				guard = function(m)
					if (m.given.tries or 0) <= (m.part.field.tries or 0) then
						return w("上次记的是第" .. (m.part.field.tries or 0) .. "次，请填更大的数", "The last one was try " .. (m.part.field.tries or 0) .. "; give a higher number")
					end
				end },
			action { "visit", from = "answered", to = "visited", by = "intake", within = within.callback, main = true, public = true,
				label = w("回访", "Call back"), done = w("回访", "called back"),
				help = w("问两件事：解决了没有，满不满意。打不通的，次数够了也可以办结。", "Ask two things: is it solved, and how satisfied. If nobody is reached, enough tries will do."),
				form = { "reached", "solved", "satisfaction", "comment", keep "tries" },
				guard = function(m)
					if m.given.reached == 1 then return rating_fits(m) end
					if m.given.solved or m.given.satisfaction then
						return w("填了回访结果，请勾选“已接通”", "There is a result: tick that somebody was reached")
					end
					if (m.given.tries or m.part.field.tries or 0) < m.setting.callback_tries then
						return w("未接通的，至少打" .. m.setting.callback_tries .. "次，换个时段再试", "Try at least " .. m.setting.callback_tries .. " times, at different hours")
					end
				end },
			action { "rate", from = "answered", to = "visited", by = "asker", within = within.callback, public = true, tells = within.told,
				label = w("评价", "Rate"), done = w("评价", "rated it"),
				help = w("您的评价决定这件事能不能结。不满意的，会重新办理。", "It is closed only if you say so; otherwise it is done again."),
				form = { must "solved", must "satisfaction", "comment" }, guard = rating_fits },
			action { "rate_again", from = "closed", by = "asker", within = within.all, public = true, tells = within.told,
				label = w("补充评价", "Rate"), done = w("补充了评价", "rated it"),
				help = w("办结以后也可以评价，诉求中心会看到。", "You may still rate it; the request centre will see."),
				form = { must "solved", must "satisfaction", "comment" }, guard = rating_fits },
			action { "reopen", from = { "visited", "closed" }, to = "open", by = "itself", within = within.all, public = true,
				label = w("重新办理", "Open again"), done = w("重新办理", "opened it again"),
				help = w("没有解决或不满意的诉求随重办一起打开。", "Those that are not solved follow the order when it is done again."),
				guard = function(m)
					local p = m.part.field
					if p.solved == "yes" and (p.satisfaction or 5) >= 3 then
						return w("诉求人认可的不再打开", "Whoever is satisfied is not asked again")
					end
				end },
			action { "close", from = { "open", "answered", "visited" }, to = "closed", by = "itself", within = within.closed, public = true,
				label = w("办结", "Settle"), done = w("办结", "settled it"),
				help = w("工单结案时自动办结。", "Follows by itself when the order is closed.") },
		} }
end

-- the order (诉求工单) ----------------------------------------------------------------------------

local open_states = { "registered", "need_info", "dispatched", "handling", "with_head", "returned", "meeting", "answered", "callback", "redo", "supervised", "unresolved", "suspended" }
local all_states = { "registered", "need_info", "dispatched", "handling", "with_head", "returned", "meeting", "answered", "callback", "redo", "supervised", "unresolved", "suspended",
	"closed", "declined", "emergency", "rerouted", "merged" }
local with_unit = { "dispatched", "handling", "redo", "supervised", "unresolved" }
local at_work = { "handling", "redo", "supervised", "unresolved" }
local not_dispatched = { "registered", "need_info" }

-- Every limit that is promised to whoever asked; the one that ends first counts.
local promised = { "consult", "urgent", "finish", "enterprise", "outer", "redo", "supervise" }
local function each_clock(verb, rest)
	local v = {}
	for _, c in ipairs(promised) do
		if verb ~= "pause" or c ~= "outer" then v[#v + 1] = verb .. " " .. c .. (rest or "") end
	end
	return v
end
local function both(a, b)
	local v = {}
	for _, x in ipairs(a) do v[#v + 1] = x end
	for _, x in ipairs(b) do v[#v + 1] = x end
	return v
end
local by_class = { "arm consult if class=consult", "arm enterprise if class=enterprise", "arm finish unless class=consult,enterprise" }
local from_intake = both(by_class, { "arm urgent if urgency=urgent", "arm outer" })
-- 行政许可法 Art. 45: what is not counted, and whoever asked is told
local function pauses()
	return {
		pick("checking", "答复审核", "Answer under review"), pick("info", "等诉求人补充", "Waiting for whoever asked"),
		pick("appraisal", "检验检测鉴定", "Tests and appraisals"), pick("hearing", "听证公示评审", "Hearings and expert review"),
		pick("procedure", "诉讼仲裁复议中", "Before a court or in review"), pick("season", "受季节天气所限", "Season and weather"),
	}
end

local function over(m, name) return m.clock[name] and m.clock[name].over end
local function any_over(m)
	for _, c in ipairs({ "consult", "urgent", "finish", "enterprise" }) do
		if over(m, c) then return true end
	end
end

-- What the call-backs came to: done, once more, supervised, the ledger of the unresolved.
local function bad(m)
	for _, p in ipairs(m.parts.request) do
		if dissatisfied(p) then return true end
	end
end
local function grave(m)
	return m.field.must_solve == 1 or m.field.bad_impact == 1 or (m.field.repeat_no or 0) >= m.setting.repeat_times
end
local function all_called(m)
	for _, p in ipairs(m.parts.request) do
		if p.state == "open" or p.state == "answered" then
			return w("还有诉求没有回访", "Somebody has not been called back yet")
		end
	end
end
local verdicts = {
	close = function(m) return all_called(m) or (bad(m) and w("有诉求人认为没有解决或不满意，请重办或转督办", "Somebody says that it is not solved, or is dissatisfied; have it done again")) or nil end,
	redo = function(m)
		if not bad(m) then return w("诉求人都认可，不用重办", "Nobody is dissatisfied; it need not be done again") end
		if m.did.redo then return w("已经重办过一次，请转督办", "It was done again once; have it supervised") end
		if grave(m) then return w("应解决、多次反映或影响恶劣的，直接转督办", "What must be solved, was raised again and again or is grave goes to supervision at once") end
		return all_called(m)
	end,
	escalate = function(m)
		if not bad(m) then return w("诉求人都认可，不用督办", "Nobody is dissatisfied; it need not be supervised") end
		if m.did.escalate then return w("已经督办过，请列入未化解台账", "It was supervised already; enter it in the ledger of the unresolved") end
		if not m.did.redo and not grave(m) then return w("先重办一次，仍不满意再督办", "Have it done again first") end
		return all_called(m)
	end,
	unresolve = function(m)
		if not bad(m) or not m.did.escalate then return w("重办、督办之后仍不满意的，才列入未化解台账", "Only what is still not solved after supervision is entered there") end
		return all_called(m)
	end,
}

local function assist_open(m)
	local n = 0
	for _, p in ipairs(m.parts.assist) do
		if p.state == "asked" then n = n + 1 end
	end
	return n
end

local function answer_fits(m)
	local n = assist_open(m)
	if n > 0 and not said(m.given.assist_open_why) then
		return w("还有" .. n .. "个协办没有反馈；等不及的，请写明原因", "Assisting units still to answer: " .. n .. "; say why you do not wait for them")
	end
	if (m.given.solved == "no" or m.given.solved == "partly") and not said(m.given.unsolved_reason) then
		return w("没有全部解决的，请写明原因", "Say why it is not solved entirely")
	end
	if m.given.contacted == 1 and not m.given.contact_at then
		return w("联系过诉求人的，请填哪天联系的", "Say on which day whoever asked was contacted")
	end
	if m.given.contact_at and m.given.contact_at > m.today then
		return w("联系的日子还没有到", "That day has not come yet")
	end
end

-- What was given before counts where it is not given again.
local function answer_fits_kept(m)
	if (named(m, "solved") == "no" or named(m, "solved") == "partly") and not said(named(m, "unsolved_reason")) then
		return w("没有全部解决的，请写明原因", "Say why it is not solved entirely")
	end
	local n = assist_open(m)
	if n > 0 and not said(named(m, "assist_open_why")) then
		return w("还有" .. n .. "个协办没有反馈；等不及的，请写明原因", "Assisting units still to answer: " .. n .. "; say why you do not wait for them")
	end
end

local function cited(m)
	if m.field.class == "consult" and not said(named(m, "cites")) and named(m, "no_article") ~= 1 then
		return w("答复咨询请写明引用的知识条目编号；知识库里没有的，勾选“知识库暂无”", "Name the entry that answers it; if there is none, tick that the knowledge base has none")
	end
end

local function told_way(m, prefix, ground)
	local text = ground and m.setting[prefix .. ground]
	if text and not contains(m.given.public_answer or "", text) then
		return w("答复里要写明去处：" .. text, "The answer must say where to go: " .. text)
	end
end

local function next_repeat(m)
	local before = m.field.repeat_no or 0
	if (m.given.repeat_no or 0) ~= before + 1 then
		return w("这是第" .. (before + 1) .. "次反映同一事项，请填" .. (before + 1), "It is raised again for the time no. " .. (before + 1) .. "; enter " .. (before + 1))
	end
end

local function another_lead(m)
	if m.given.lead == m.field.lead then
		return w("退单成立要改派别的单位；认为原单位该办的，请点“驳回退单”", "Give it to another unit; if this one should handle it, refuse the return")
	end
	return units_fit(m.given.lead, m.given.assist)
end

local function may_return(m)
	if m.did.meeting_assign then
		return w("交办例会已明确由你单位办理，不能再退；有困难可以申请延期或请协办", "The meeting gave it to your unit, so it cannot be returned; ask for more time or for help")
	end
	if over(m, "window") then
		return w("过了" .. m.setting.return_days .. "个工作日的退单期限，请办理；有困难可以申请延期或请协办", "The " .. m.setting.return_days .. " working days for returning it are over; handle it, or ask for more time or help")
	end
end

local function days_asked(m)
	local most = m.field.class == "enterprise" and m.setting.enterprise_most - m.setting.enterprise_days or m.setting.extend_most
	if m.field.class == "consult" then
		return w("咨询不延期；一时答不了的，请先告诉诉求人，再改类别", "Consultations are not extended; tell whoever asked, and change the class")
	end
	if any_over(m) then
		return w("已经超期，不能再延期", "It is overdue and cannot be extended any more")
	end
	local days = m.given.extend_days or m.field.extend_days or 0
	if days < 1 or days > most then
		return w("可以延1到" .. most .. "个工作日", "It can be extended by 1 to " .. most .. " working days")
	end
end

local order_sees = { "intake", "lead", "lead_head", "assist", "assist_head", "part_unit", "cadre", "leader", "supervision" }

kind { "order",
	label = w("诉求工单", "Request order"),
	number = "诉〔{year}〕{n:6}",
	title = "title", lead = "lead", assist = "assist", merge = "merge", oldest = "oldest_counts", published = "published", secret = "confidential",
	see = order_sees, tells_yellow = unit, tells_red = { "lead", "lead_head", "intake" },

	roles = roles_with {
		role { "cadre", duty = "any", relation = "person", field = "cadre", label = w("包联干部", "Cadre in charge") },
		asker(), itself(),
	},

	fields = {
		field { "title", type = "line", heads = { "标题", "诉求标题", "主题", "事项" }, list = true, max = 300, label = w("标题", "Title"),
			hint = w("一句话：哪里、什么事；不写姓名和电话", "One sentence: where and what; no names, no phones") },
		field { "class", type = "choice", heads = { "诉求类别", "工单类型", "类别" }, list = true, public = true, label = w("类别", "Class"), choices = {
			pick("consult", "咨询", "Question"), pick("help", "求助", "Help"), pick("complaint", "投诉", "Complaint"),
			pick("report", "举报", "Report"), pick("praise", "表扬", "Praise"), pick("enterprise", "企业诉求", "Enterprise") } },
		field { "category", type = "choice", heads = { "诉求分类", "事项分类", "内容分类" }, list = true, public = true, choices = table("categories.tsv"), label = w("分类", "Category") },
		field { "urgency", type = "choice", list = true, label = w("紧急程度", "Urgency"), choices = {
			pick("normal", "一般", "Normal"), pick("urgent", "紧急", "Urgent", "停水停电停气、断路等", "No water, power or gas, a road cut off"),
			pick("emergency", "突发", "Emergency", "危及生命财产的，马上转110、119、120、122", "Life or property at risk: hand over at once") } },
		field { "place", type = "line", heads = { "地点", "事发地点", "地址" }, max = 200, label = w("地点", "Place") },
		field { "area", type = "unit", heads = { "属地", "镇街" }, list = true, public = true, label = w("属地", "Town or village") },
		field { "x", type = "dec", label = w("经度", "Longitude"), hint = w("WGS84，可以不填", "WGS84, may be left out") },
		field { "y", type = "dec", label = w("纬度", "Latitude"), hint = w("WGS84，可以不填", "WGS84, may be left out") },
		field { "lead", type = "unit", heads = { "承办单位", "主办单位" }, list = true, label = w("主办单位", "Lead unit") },
		field { "assist", type = "units", heads = { "协办单位" }, list = true, label = w("协办单位", "Assisting units") },
		field { "note", type = "text", label = w("交办意见", "Instruction"), hint = w("要办什么、答复要说清什么", "What is to be done, and what the answer should say") },
		field { "reported_unit", type = "unit", denies = true, label = w("被反映单位", "Unit complained of"),
			hint = w("它和下属单位看不到这件事", "It and all below it cannot see this") },
		field { "confidential", type = "flag", list = true, label = w("保密", "Confidential") },
		field { "must_solve", type = "flag", list = true, label = w("应解决", "Must be solved"), hint = w("政策明确、必须解决的", "The rules leave no doubt that it must be") },
		field { "bad_impact", type = "flag", list = true, label = w("影响恶劣", "Grave") },
		field { "repeat_no", type = "int", max = 999, list = true, label = w("重复次数", "Times raised again") },
		field { "topic", type = "line", max = 60, list = true, label = w("每月一题", "Topic"), hint = w("题目编号", "Number of the topic") },
		field { "outer_due", type = "date", heads = { "办结期限", "要求办结时间", "反馈期限" }, label = w("上级要求办结日期", "Due for the platform it came from"), hint = w("比本区时限短的，以它为准", "It counts when it is earlier than ours") },
		-- the unit's answer
		field { "result", type = "text", heads = { "办理情况", "办理结果" }, label = w("办理情况", "What was done"), hint = w("内部看的：查了什么、做了什么", "For us: what was found and done") },
		field { "public_answer", type = "text", public = true, heads = { "答复内容", "公开答复内容" }, label = w("答复诉求人的话", "Answer to whoever asked"),
			hint = w("诉求人会看到；不写姓名、电话和内部意见", "They will read it; no names, phones or internal remarks") },
		field { "contacted", type = "flag", label = w("已联系诉求人", "Contacted"), hint = w("打过电话或见过面", "By phone or in person") },
		field { "contact_at", type = "date", label = w("联系日期", "Contacted on") },
		field { "contact_way", type = "choice", label = w("联系方式", "How"), choices = {
			pick("phone", "电话", "Phone"), pick("visit", "上门", "Visit"), pick("message", "短信留言", "Message"), pick("meeting", "当面约谈", "Meeting") } },
		field { "no_reply_wanted", type = "flag", label = w("诉求人不要求回复", "No reply wanted") },
		field { "truthful", type = "flag", label = w("情况属实", "True") },
		field { "in_duty", type = "flag", label = w("属于职责范围", "Within our duty") },
		field { "solved", type = "choice", list = true, label = w("办理结果", "Outcome"), choices = {
			pick("yes", "已解决", "Solved"), pick("partly", "部分解决", "Partly solved"), pick("no", "未解决", "Not solved") } },
		field { "unsolved_reason", type = "text", label = w("未解决原因", "Why not solved"), hint = w("没有全部解决的填：缺什么、什么时候能解决", "When it is not solved entirely: what is missing, and until when") },
		field { "assist_open_why", type = "text", label = w("不等协办的原因", "Why the others are not waited for"), hint = w("还有协办没反馈时填", "When assisting units have not replied yet") },
		field { "cites", type = "line", max = 60, list = true, label = w("引用知识", "Entry cited"), hint = w("咨询填知识条目编号", "For a question: number of the entry") },
		field { "no_article", type = "flag", label = w("知识库暂无", "No entry yet") },
		-- steps on the way
		field { "info_wanted", type = "text", public = true, label = w("请诉求人补充", "What we need to know") },
		field { "return_why", type = "choice", label = w("退单理由", "Ground"), choices = {
			pick("duty", "不属本单位职责", "Not our duty"), pick("area", "不属本辖区", "Not our area"),
			pick("above", "属上级或垂管单位", "A superior or vertical office"), pick("elsewhere", "别的单位已在办", "Another unit is at it"),
			pick("unclear", "信息不清无法办理", "Too little to go on") } },
		field { "suggest_unit", type = "unit", label = w("建议改派", "Should go to") },
		field { "meeting_note", type = "text", label = w("例会议定意见", "What the meeting decided"), hint = w("哪天开的、由谁办、依据什么", "When, who handles it, and on what ground") },
		field { "extend_days", type = "int", max = 60, label = w("延期工作日", "More working days") },
		field { "extend_notice", type = "text", public = true, label = w("告知诉求人", "Told to whoever asked"), hint = w("为什么要延、什么时候能有结果", "Why it takes longer, and until when") },
		field { "suspend_notice", type = "text", public = true, label = w("暂停告知", "Told why it stands"), hint = w("为什么停、大约停多久", "Why it stands still, and about how long") },
		field { "decline_ground", type = "choice", public = true, label = w("不予受理的情形", "Ground"), choices = way_choices },
		field { "route", type = "choice", public = true, list = true, label = w("转往", "Passed on to"), choices = route_choices },
		field { "emergency", type = "choice", list = true, public = true, label = w("转给", "Handed to"), choices = {
			pick("police", "110 公安", "110 police"), pick("fire", "119 消防", "119 fire"), pick("ambulance", "120 急救", "120 ambulance"), pick("traffic", "122 交通事故", "122 traffic") } },
		field { "emergency_note", type = "line", max = 200, label = w("接警人或回执", "Who took it"), hint = w("对方工号、警情编号", "Officer's number or incident number") },
		field { "supervise_why", type = "choice", list = true, label = w("督办原因", "Why supervised"), choices = {
			pick("overdue", "超期未办结", "Overdue"), pick("refused", "拒不办理", "Refused"), pick("must_solve", "应解决未解决", "Should be solved"),
			pick("repeated", "多次反映", "Raised again and again"), pick("bad_impact", "影响恶劣", "Grave") } },
		field { "cadre", type = "person", list = true, label = w("包联干部", "Cadre in charge") },
		field { "next_review", type = "date", list = true, label = w("下次复核日期", "Next review") },
		field { "review_note", type = "text", label = w("复核情况", "What the review found") },
		field { "published", type = "flag", list = true, label = w("公开", "Published") },
		field { "forward_text", type = "text", label = w("转给对方的话", "What the other side is told") },
		field { "forward_contact", type = "flag", label = w("连同姓名电话", "With name and phone") },
		field { "forward_number", type = "line", max = 80, label = w("对方编号", "Its number there") },
		field { "forward_status", type = "line", max = 80, label = w("对方进展", "How far it is there") },
		field { "forward_answer", type = "text", label = w("对方答复", "What they say") },
		field { "public_title", type = "line", max = 200, public = true, label = w("公开标题", "Public title"), hint = w("看不出是谁反映的", "Nobody can tell who asked") },
	},

	states = {
		state { "registered", first = true, public = true, label = w("已登记", "Registered"), tray = w("待派单", "To dispatch") },
		state { "need_info", waits = true, public = true, label = w("待补充", "More is needed"), tray = w("待补充", "To complete") },
		state { "dispatched", public = true, label = w("已派单", "Dispatched"), tray = w("待签收", "To sign for") },
		state { "handling", public = true, label = w("办理中", "Being handled"), tray = w("待答复", "To answer") },
		state { "with_head", label = w("待负责人审定", "With the head of the unit"), tray = w("待审定答复", "Answer to pass") },
		state { "returned", waits = true, label = w("退单审核", "Returned"), tray = w("待审退单", "Return to look at") },
		state { "meeting", waits = true, label = w("待交办例会", "For the meeting"), tray = w("待例会定单位", "For the meeting") },
		state { "answered", waits = true, public = true, label = w("已答复待审核", "Answer under review"), tray = w("待审核答复", "Answer to look at") },
		state { "callback", waits = true, public = true, label = w("待回访", "To call back"), tray = w("待回访", "To call back") },
		state { "redo", public = true, label = w("重办中", "Done again"), tray = w("待重办", "To do again") },
		state { "supervised", public = true, label = w("督办中", "Supervised"), tray = w("待督办答复", "Supervised: to answer") },
		state { "unresolved", public = true, label = w("未化解", "Unresolved"), tray = w("待化解", "Unresolved") },
		state { "suspended", waits = true, public = true, label = w("已暂停", "Suspended"), tray = w("待恢复", "To go on with") },
		state { "closed", closed = true, public = true, label = w("已结案", "Closed") },
		state { "declined", closed = true, public = true, label = w("不予受理", "Not accepted") },
		state { "emergency", closed = true, public = true, label = w("已转紧急", "Handed to emergency") },
		state { "rerouted", closed = true, public = true, label = w("已转法定途径", "Passed on") },
		state { "merged", closed = true, public = true, label = w("已归并", "Merged") },
	},

	clocks = {
		clock { "consult", unit = "hour", budget = 2, setting = "consult_hours", main = true, label = w("咨询答复时限", "Time for a consultation"), pauses = pauses(),
			expire = "supervise_late", expire_setting = "supervise_late" },
		clock { "urgent", unit = "hour", budget = 24, setting = "urgent_hours", main = true, label = w("紧急诉求时限", "Time for an urgent request"), pauses = pauses(),
			expire = "supervise_late", expire_setting = "supervise_late" },
		clock { "finish", unit = "working_day", budget = 5, setting = "finish_days", main = true, label = w("办结时限", "Time to settle it"), pauses = pauses(),
			extensions = 1, asked = "ask_extension", asked_first = true, expire = "supervise_late", expire_setting = "supervise_late" },
		clock { "enterprise", unit = "working_day", budget = 10, setting = "enterprise_days", main = true, label = w("企业诉求时限", "Time for an enterprise"), pauses = pauses(),
			extensions = 1, asked = "ask_extension", asked_first = true, expire = "supervise_late", expire_setting = "supervise_late" },
		clock { "outer", unit = "until", field = "outer_due", main = true, label = w("上级时限", "Due above"),
			expire = "supervise_late", expire_setting = "supervise_late" },
		clock { "redo", unit = "working_day", budget = 3, setting = "redo_days", main = true, label = w("重办时限", "Time to do it again"), pauses = pauses() },
		clock { "supervise", unit = "working_day", budget = 3, setting = "supervise_days", main = true, label = w("督办时限", "Time under supervision"), pauses = pauses() },
		clock { "callback", unit = "working_day", budget = 3, setting = "callback_days", main = true, label = w("回访时限", "Time to call back") },
		clock { "name", unit = "working_day", budget = 3, setting = "cadre_days", main = true, label = w("明确包联干部", "Time to name a cadre") },
		clock { "review", unit = "until", field = "next_review", main = true, label = w("下次复核", "Next review") },
		clock { "transfer", unit = "working_hour", budget = 2, setting = "transfer_hours", label = w("派单时限", "Time to dispatch") },
		clock { "sign", unit = "working_hour", budget = 2, setting = "sign_hours", label = w("签收时限", "Time to sign for it") },
		clock { "window", unit = "working_day", budget = 2, setting = "return_days", label = w("退单期限", "Time to return it"), quiet = true },
		clock { "check", unit = "working_day", budget = 1, setting = "enterprise_check_days", label = w("企业诉求启动核实", "Time to begin on it") },
		clock { "contact", unit = "working_day", budget = 2, setting = "enterprise_contact_days", label = w("企业诉求答复意见", "Time to tell what will be done") },
	},

	lights = {
		light { "red", when = "overdue", word = w("超期", "overdue") },
		light { "yellow", when = "spent_at_least", than = 50, setting = "consult_yellow", clock = { "consult", "urgent" }, word = w("临期", "due soon") },
		light { "yellow", when = "left_at_most", than = 1, setting = "warn_days", clock = { "finish", "enterprise", "outer", "redo", "supervise", "callback", "name", "review" }, word = w("临期", "due soon") },
	},

	parts = {
		request_part(order_sees, { number = "SQ{year}{n:7}", secret = "confidential", open = open_states, all = all_states, callback = { "callback" },
			closed = { "closed", "declined", "emergency", "rerouted", "merged" }, told = "intake" }),

		-- 协办: what another unit does for it, with its own time
		part { "assist", label = w("协办", "Assistance"), title = "task", unit = "unit", max = 30,
			fields = {
				field { "unit", type = "unit", label = w("协办单位", "Unit") },
				field { "task", type = "line", max = 200, label = w("请协办的事", "What is asked for"), hint = w("一句话，说清要什么结果", "One sentence: what result is wanted") },
				field { "result", type = "text", label = w("协办反馈", "Result") },
			},
			states = {
				state { "asked", first = true, label = w("待反馈", "Asked"), tray = w("协办待反馈", "Assistance to give") },
				state { "replied", waits = true, label = w("已反馈", "Replied") },
				state { "done", closed = true, label = w("已完成", "Done") },
				state { "cancelled", closed = true, label = w("已取消", "Cancelled") },
			},
			clocks = { clock { "due", unit = "working_day", budget = 3, setting = "assist_days", main = true, label = w("协办时限", "Time for assistance") } },
			lights = {
				light { "red", when = "overdue", word = w("超期", "overdue") },
				light { "yellow", when = "left_at_most", than = 1, setting = "warn_days", word = w("临期", "due soon") },
			},
			actions = {
				action { "ask", opens = true, to = "asked", by = { "intake", "lead", "lead_head" }, within = with_unit, tells = "part_unit", topic = "task",
					label = w("请协办", "Ask for help"), done = w("请协办", "asked for help"),
					help = w("选单位，写一句要它做什么；反馈后由主办单位汇总答复。", "Choose a unit and say what it should do; the lead unit answers for all."),
					form = { must "unit", must "task" }, clocks = "arm due",
					guard = function(m)
						if m.given.unit == m.field.lead then
							return w("主办单位不用请自己协办，请选别的单位", "The lead unit need not ask itself; choose another")
						end
					end },
				action { "reply", from = "asked", to = "replied", by = "part_unit", main = true, tells = unit, topic = "step",
					label = w("反馈", "Reply"), done = w("反馈了协办结果", "replied"),
					help = w("写明做了什么、结果怎样，有照片的附上。", "Say what was done and what came of it; add photographs."),
					form = { must "result" }, clocks = "stop due" },
				action { "again", from = "replied", to = "asked", by = { "intake", "lead", "lead_head" }, reason = true, tells = "part_unit", topic = "task",
					label = w("请补充", "Ask again"), done = w("请协办单位补充", "asked again"),
					help = w("写明还缺什么。", "Say what is missing."), clocks = "arm due" },
				action { "accept", from = "replied", to = "done", by = { "intake", "lead", "lead_head" }, main = true,
					label = w("采用", "Accept"), done = w("采用了协办结果", "accepted it"),
					help = w("结果够用了，写进答复。", "It is enough for the answer.") },
				action { "cancel", from = { "asked", "replied" }, to = "cancelled", by = { "intake", "lead", "lead_head" }, reason = true, tells = "part_unit",
					label = w("取消协办", "Cancel"), done = w("取消了协办", "cancelled it"),
					help = w("不再需要的，写明原因。", "If it is not needed any more, say why."), clocks = "stop due" },
			} },
	},

	-- each answers for itself: the first whose guard allows it is taken
	when_all = {
		{ part = "request", states = settled_states, take = "close" },
		{ part = "request", states = settled_states, take = "redo" },
		{ part = "request", states = settled_states, take = "escalate" },
		{ part = "request", states = settled_states, take = "unresolve" },
	},

	actions = {
		-- intake
		action { "register", opens = true, to = "registered", by = "intake", main = true, public = true,
			label = w("登记", "Register"), done = w("登记", "registered it"),
			help = w("先看有没有相同的事项，有就并进去，当场告诉进展。", "Look first whether it is there already; then attach it and tell how it stands."),
			form = { must "title", must "class", "category", "urgency", "place", "area", "x", "y", "reported_unit", "confidential", "must_solve", "bad_impact", "repeat_no", "topic", "outer_due" },
			clocks = both(from_intake, { "arm transfer unless class=consult" }) },

		action { "ask", opens = true, to = "registered", by = "asker", public = true,
			label = w("提交", "Submit"), done = w("提交", "submitted it"),
			help = w("提交后给您一个编号，随时可以查进展。", "You get a number by which you can follow it."),
			form = { must "title", "class", "category", "place", "area", "x", "y", "reported_unit", "confidential" },
			clocks = both(from_intake, { "arm transfer unless class=consult" }) },

		action { "correct", from = open_states, by = "intake", key = "e",
			label = w("更正", "Correct"), done = w("更正", "corrected it"),
			help = w("改标题、分类、地点等；改类别用“改类别”，时限随之改变。", "Title, category, place and the like; the class has a button of its own, for its time changes."),
			form = { must_keep "title", keep "category", keep "urgency", keep "place", keep "area", keep "x", keep "y", keep "confidential",
				keep "must_solve", keep "bad_impact", keep "repeat_no", keep "topic", keep "outer_due", "reported_unit" },
			clocks = { "stop urgent unless urgency=urgent" } },

		action { "set_class", from = { "registered", "need_info", "dispatched", "handling" }, by = "intake",
			label = w("改类别", "Set the class"), done = w("改了类别", "set the class"),
			help = w("时限按新的类别从现在起算。", "Its time begins anew by the new class."),
			form = { must_keep "class" },
			clocks = both({ "stop consult unless class=consult", "stop enterprise unless class=enterprise", "stop finish if class=consult,enterprise" }, by_class),
			guard = function(m)
				if m.given.class == m.field.class then
					return w("类别没有变", "The class is the same")
				end
			end },

		action { "ask_info", from = "registered", to = "need_info", by = "intake", public = true,
			label = w("请诉求人补充", "Ask for more"), done = w("请诉求人补充", "asked for more"),
			help = w("写给诉求人看的：缺什么、怎么补。等待期间不计时。", "To whoever asked: what is missing. Time stands still meanwhile."),
			form = { must "info_wanted" }, clocks = both(each_clock("pause", " info"), { "stop transfer" }) },

		action { "complete_info", from = "need_info", to = "registered", by = "intake", main = true, public = true,
			label = w("补充完毕", "Completed"), done = w("补充完毕", "completed it"),
			help = w("补来的内容记在诉求里，时限接着走。", "What came stands with the request; time runs on."),
			form = { keep "title", keep "place", keep "area" }, clocks = both(each_clock("resume"), { "arm transfer unless class=consult" }) },

		action { "dispatch", from = { "registered", "redo", "supervised" }, to = "dispatched", by = "intake", main = true, key = "d", public = true,
			tells = { "lead", "lead_head", "assist", "assist_head" }, topic = "task",
			label = w("派单", "Dispatch"), done = w("派单", "dispatched it"),
			help = w("一个主办，需要的再加协办。被反映的单位派不了。", "One lead unit, and assisting ones where needed. The unit complained of cannot get it."),
			form = { must "lead", "assist", "note", keep "category", keep "area" },
			clocks = { "stop transfer", "arm sign", "arm window", "arm check if class=enterprise", "arm contact if class=enterprise" },
			guard = function(m)
				if m.field.urgency == "emergency" then
					return w("突发情况不派单，请马上“转紧急”", "In an emergency nothing is dispatched: hand it over at once")
				end
				if m.state ~= "registered" and m.field.lead then -- what was answered at once has nobody who could do it again
					return w("已有主办单位，由它重办", "It has a lead unit, which does it again")
				end
				if not m.field.class then
					return w("还没有定类别，请先“改类别”", "It has no class yet; set it first")
				end
				return units_fit(m.given.lead, m.given.assist)
			end },

		action { "answer_now", from = not_dispatched, to = "callback", by = "intake", public = true, key = "a", each = "request.answer",
			label = w("直接答复", "Answer at once"), done = w("直接答复", "answered at once"),
			help = w("能当场说清的当场答复，引用知识条目。", "What can be answered in the call is; name the entry."),
			form = { must "public_answer", keep "cites", "no_article" },
			clocks = both(each_clock("stop"), { "stop transfer", "arm callback" }), guard = cited },

		action { "hand_over", from = { "registered", "need_info", "dispatched", "handling" }, to = "emergency", by = "intake", public = true, urgent = true, tells = { "lead", "leader" },
			key = "j", each = "request.close",
			label = w("转紧急", "Hand over (emergency)"), done = w("转紧急", "handed it over"),
			help = w("危及生命财产的，先拨通110、119、120、122，再点这里；时刻自动记下。", "Life or property: call 110, 119, 120 or 122 first, then press this; the time is recorded."),
			form = { must "emergency", "emergency_note", keep "place" } },

		action { "decline", from = not_dispatched, to = "declined", by = "intake", public = true, each = "request.close",
			label = w("不予受理", "Do not accept"), done = w("不予受理", "did not accept it"),
			help = w("只限列出的情形，并告诉诉求人该去哪里办：把情形下面那句话写进答复。", "Only on these grounds, and the answer says where to go instead: take in the sentence below the ground."),
			form = { must "decline_ground", must "public_answer" },
			guard = function(m) return told_way(m, "way_", m.given.decline_ground) end },

		action { "reroute", from = { "registered", "need_info", "dispatched", "handling" }, to = "rerouted", by = "intake", public = true, each = "request.close",
			label = w("转法定途径", "Pass on"), done = w("转法定途径", "passed it on"),
			help = w("依法应走信访、市场监管等程序的，转过去并告诉诉求人。", "What has a procedure of its own by law goes there, and whoever asked is told."),
			form = { must "route", must "public_answer" },
			guard = function(m) return told_way(m, "route_", m.given.route) end },

		action { "merge", from = open_states, to = "merged", by = "itself", public = true,
			label = w("归并", "Merge"), done = w("归并到另一工单", "merged it"),
			help = w("诉求都并走以后自动完成。", "Follows when its requests have gone over."),
			guard = function(m)
				for _, p in ipairs(m.parts.request) do
					if p.state ~= "moved" and p.state ~= "closed" then
						return w("还有诉求在这个工单里，请先把诉求并过去", "There are requests in it; attach them to the other first")
					end
				end
			end },

		-- the unit
		action { "sign", from = "dispatched", to = "handling", by = unit, main = true, key = "s", public = true,
			label = w("签收", "Sign for it"), done = w("签收", "signed for it"),
			help = w("签收后开始办理，先联系诉求人。不该你单位办的，两个工作日内退单。", "Then handle it, and first contact whoever asked. If it is not yours, return it in time."),
			clocks = { "stop sign", "stop check" } },

		action { "contact", from = at_work, by = unit, public = true,
			label = w("联系诉求人", "Contact"), done = w("联系了诉求人", "contacted whoever asked"),
			help = w("听清楚要什么，说明打算怎么办、什么时候能办好。", "Hear what is wanted; say what will be done and until when."),
			form = { must "contact_at", must "contact_way", must "contacted" }, clocks = "stop contact",
			guard = function(m)
				if m.given.contact_at and m.given.contact_at > m.today then
					return w("联系的日子还没有到", "That day has not come yet")
				end
			end },

		action { "return", from = { "dispatched", "handling" }, to = "returned", by = unit, reason = true, key = "b",
			tells = "intake", topic = "task",
			label = w("退单", "Return it"), done = w("退单", "returned it"),
			help = w("派单后两个工作日内，写明理由，最好写上该由谁办。办结时限照走。", "Within two working days of dispatch, with the reason and, if known, whose it is. Its time runs on."),
			form = { must "return_why", "suggest_unit" }, clocks = "stop sign",
			guard = function(m)
				local no = may_return(m)
				if no then return no end
				if m.did["return"] then
					return w("这张单已经退过，再有异议请点“提请例会”", "It was returned before; put it to the meeting")
				end
			end },

		action { "return_again", from = { "dispatched", "handling" }, to = "meeting", by = unit, reason = true,
			tells = { "intake", "leader" }, topic = "task",
			label = w("提请例会", "Put it to the meeting"), done = w("提请交办例会", "put it to the meeting"),
			help = w("第二次退单由交办例会定单位，定了就不能再退。", "The second time the meeting decides, and that holds."),
			form = { must "return_why", "suggest_unit" }, clocks = "stop sign",
			guard = function(m)
				local no = may_return(m)
				if no then return no end
				if not m.did["return"] then
					return w("第一次请用“退单”", "The first time, return it")
				end
			end },

		action { "uphold_return", from = "returned", to = "dispatched", by = "intake", main = true, public = true, tells = { "lead", "lead_head" }, topic = "task",
			label = w("同意退单并改派", "Uphold and give to another"), done = w("同意退单，改派了单位", "upheld it and gave it to another"),
			help = w("新单位的时限从现在起算，诉求人会看到新的单位和日期。", "The new unit's time begins now; whoever asked sees the new unit and day."),
			form = { must "lead", "assist", "note" },
			clocks = both(by_class, { "arm sign", "arm window", "arm check if class=enterprise", "arm contact if class=enterprise" }), guard = another_lead },

		action { "refuse_return", from = "returned", to = "dispatched", by = "intake", reason = true, tells = { "lead", "lead_head" }, topic = "task",
			label = w("驳回退单", "Refuse the return"), done = w("驳回了退单", "refused the return"),
			help = w("写明为什么该由它办。", "Say why it is theirs."), clocks = { "arm sign", "arm window" } },

		action { "meeting_assign", from = "meeting", to = "dispatched", by = { "intake", "leader" }, main = true, public = true, tells = { "lead", "lead_head" }, topic = "task",
			label = w("例会交办", "Assign"), done = w("交办例会定了主办单位", "assigned it at the meeting"),
			help = w("例会定的单位不能再退单。", "A unit named by the meeting cannot return it."),
			form = { must "lead", "assist", must "meeting_note" }, clocks = { "arm sign", "stop window" },
			guard = function(m) return units_fit(m.given.lead, m.given.assist) end },

		action { "answer", from = at_work, to = "answered", by = unit, main = true, key = "r", tells = "intake", topic = "task",
			label = w("答复", "Answer"), done = w("答复", "answered"),
			help = w("先联系诉求人，再把结果和佐证报上来，由诉求中心审核。", "Contact whoever asked first; then send result and evidence to be looked at."),
			form = { must_keep "result", must_keep "public_answer", must_keep "solved", keep "contacted", keep "contact_at", keep "contact_way", keep "no_reply_wanted", keep "truthful", keep "in_duty",
				keep "unsolved_reason", keep "cites", "no_article", keep "assist_open_why" },
			clocks = each_clock("pause", " checking"),
			guard = function(m)
				if m.setting.head_passes == 1 then
					return w("答复要先由本单位负责人审定，请点“报负责人审定”", "The head of the unit passes answers first; put it to the head")
				end
				return answer_fits(m) or cited(m)
			end },

		-- must be so where the setting says it, else as the unit likes: inside the unit, so its time runs on
		action { "to_head", from = at_work, to = "with_head", by = "lead", tells = "lead_head", topic = "task",
			label = w("报负责人审定", "Put it to the head"), done = w("报负责人审定", "put the answer to the head"),
			help = w("需要负责人把关的先报负责人，审定后再报诉求中心；时限照走。", "When the head should pass it first: it goes out after that; time runs on."),
			form = { must_keep "result", must_keep "public_answer", must_keep "solved", keep "contacted", keep "contact_at", keep "contact_way", keep "no_reply_wanted", keep "truthful", keep "in_duty",
				keep "unsolved_reason", keep "cites", keep "no_article", keep "assist_open_why" },
			guard = function(m) return answer_fits(m) or cited(m) end },
		action { "head_answer", from = "with_head", to = "answered", by = "lead_head", other_than = "to_head", main = true, key = "r", tells = "intake", topic = "task",
			label = w("审定并答复", "Pass and answer"), done = w("审定并答复", "passed and answered"),
			help = w("可以改定答复，审定后报诉求中心审核。", "You may change the answer; it then goes to the request centre."),
			form = { must_keep "result", must_keep "public_answer", must_keep "solved", keep "unsolved_reason", keep "assist_open_why" },
			clocks = each_clock("pause", " checking"), guard = answer_fits_kept },
		action { "head_back", from = "with_head", to = "handling", by = "lead_head", reason = true, tells = "lead", topic = "task",
			label = w("退回联络员", "Send back"), done = w("退回联络员", "sent it back to the liaison"),
			help = w("写明要改什么，时限照走。", "Say what to change; time runs on.") },

		action { "pass_answer", from = "answered", to = "callback", by = "intake", other_than = "answer", main = true, key = "p", public = true, tells = unit, each = "request.answer",
			label = w("审核通过", "Pass"), done = w("审核通过", "passed the answer"),
			help = w("答复人以外的人审核。没有联系诉求人或没有佐证的不能通过，诉求人不要求回复的除外。", "By somebody else than who answered. Without contact or evidence it cannot pass, unless no reply is wanted."),
			form = { must_keep "public_answer" }, clocks = both(each_clock("stop"), { "stop contact", "stop window", "stop review", "arm callback" }),
			guard = function(m)
				if m.field.no_reply_wanted == 1 then return end
				if m.field.contacted ~= 1 then
					return w("还没有联系诉求人，不能通过，请退回重报", "Whoever asked was not contacted; send it back")
				end
				if m.evidence < 1 then
					return w("没有联系或办理的佐证，不能通过，请退回补充", "There is no evidence of it; send it back")
				end
			end },

		action { "fail_answer", from = "answered", to = "handling", by = "intake", other_than = "answer", reason = true, tells = unit, topic = "task", key = "f",
			label = w("退回重报", "Send back"), done = w("退回重报", "sent the answer back"),
			help = w("写明缺什么，时限接着走。", "Say what is missing; time runs on."), clocks = each_clock("resume") },

		-- more time, standing still
		action { "ask_extension", from = { "dispatched", "handling" }, by = unit, reason = true, tells = "intake", topic = "task",
			label = w("申请延期", "Ask for more time"), done = w("申请延期", "asked for more time"),
			help = w("到期之前提出，写明原因和需要几个工作日。", "Before it is due, with the reason and how many working days."),
			form = { must "extend_days" }, guard = days_asked },

		action { "extend", from = { "dispatched", "handling" }, by = "intake", public = true, tells = unit,
			label = w("批准延期", "Grant more time"), done = w("批准延期", "granted more time"),
			help = w("同时写给诉求人：为什么要延、什么时候有结果。", "And tell whoever asked why, and until when."),
			form = { must_keep "extend_days", must "extend_notice" }, reason = true, clocks = { "extend finish", "extend enterprise" }, guard = days_asked },

		action { "refuse_extension", from = { "dispatched", "handling" }, by = "intake", reason = true, tells = unit,
			label = w("不同意延期", "Refuse more time"), done = w("不同意延期", "refused more time"),
			help = w("写明理由，原时限照走。", "Say why; the date stays."),
			guard = function(m)
				if not m.did.ask_extension then
					return w("没有人申请延期", "Nobody has asked for more time")
				end
			end },

		action { "suspend", from = { "handling", "redo", "supervised" }, to = "suspended", by = "intake", reason = true, public = true, tells = unit,
			label = w("依法暂停", "Suspend"), done = w("依法暂停", "suspended it"),
			help = w("检验鉴定、听证公示等依法不计时的，选原因，并告诉诉求人大约停多久。", "For what by law does not count: choose the ground, and tell whoever asked about how long."),
			form = { must "suspend_notice" }, clocks = { "pause consult", "pause urgent", "pause finish", "pause enterprise", "pause redo", "pause supervise" } },

		action { "resume", from = "suspended", to = "handling", by = { "intake", "lead", "lead_head" }, main = true, public = true, tells = { "intake", "lead", "lead_head" },
			label = w("恢复办理", "Go on"), done = w("恢复办理", "went on"),
			help = w("时限接着走。", "Time runs on."), clocks = each_clock("resume") },

		-- after the call-back
		action { "close", from = "callback", to = "closed", by = "intake", main = true, public = true, tells = unit, each = "request.close",
			label = w("结案", "Close"), done = w("结案", "closed it"),
			help = w("都回访过，没有人说没解决或不满意，就自动结案。", "Follows by itself when everybody was called and nobody is dissatisfied."),
			clocks = "stop callback", guard = verdicts.close },

		action { "redo", from = "callback", to = "redo", by = "intake", public = true, tells = unit, topic = "task", each = "request.reopen",
			label = w("重办", "Do it again"), done = w("退回重办", "had it done again"),
			help = w("没有解决或不满意的，自动重办一次。", "Once, when somebody says that it is not solved or is dissatisfied."),
			clocks = { "stop callback", "arm redo" }, guard = verdicts.redo },

		action { "escalate", from = "callback", to = "supervised", by = "intake", public = true, tells = { "lead", "lead_head", "supervision", "leader" }, topic = "task", each = "request.reopen",
			label = w("转督办", "Have it supervised"), done = w("转督办", "had it supervised"),
			help = w("重办后仍不满意；应解决、多次反映、影响恶劣的，第一次不满意就转。", "Still dissatisfied; or at once, when it must be solved, was raised often or is grave."),
			clocks = { "stop callback", "arm supervise" }, guard = verdicts.escalate },

		action { "unresolve", from = "callback", to = "unresolved", by = "intake", tells = { "lead_head", "supervision", "leader" }, topic = "task", each = "request.reopen",
			label = w("列入未化解台账", "Enter as unresolved"), done = w("列入未化解台账", "entered it as unresolved"),
			help = w("督办后仍不满意的自动列入，随后明确包联干部。", "When supervision did not help; then a cadre is named."),
			clocks = { "stop callback", "arm name" }, guard = verdicts.unresolve },

		action { "supervise", from = { "dispatched", "handling", "redo" }, to = "supervised", by = { "intake", "supervision", "leader" }, reason = true, public = true,
			tells = unit, topic = "remind", urgent = true,
			label = w("督办", "Supervise"), done = w("督办", "took it under supervision"),
			help = w("超期、拒不办理、应解决未解决、多次反映、影响恶劣的。", "Overdue, refused, must be solved, raised again and again, or grave."),
			form = { must "supervise_why" }, clocks = "arm supervise" },

		action { "supervise_late", from = { "dispatched", "handling", "redo" }, to = "supervised", by = "itself", public = true,
			tells = { "lead", "lead_head", "supervision" }, topic = "remind", urgent = true,
			label = w("超期转督办", "Supervise (overdue)"), done = w("超期，转督办", "supervised it because it is overdue"),
			help = w("到期没有办结的，在设置里开启后自动转。", "Follows when it runs out, where the setting says so."),
			clocks = "arm supervise",
			guard = function(m)
				if not any_over(m) and not over(m, "outer") and not over(m, "redo") then
					return w("还没有超期", "It is not overdue")
				end
			end },

		action { "unsolvable", from = { "answered", "callback", "supervised" }, to = "unresolved", by = { "intake", "leader" }, public = true, tells = { "lead", "lead_head" },
			label = w("客观暂不能解决", "Cannot be solved for now"), done = w("认定客观暂不能解决", "found that it cannot be solved for now"),
			help = w("写明原因，定好下次复核的日子，到期再看。", "Say why and when it is looked at again."),
			form = { must "unsolved_reason", must "next_review" }, clocks = both(each_clock("stop"), { "stop callback", "arm name", "arm review" }),
			guard = function(m)
				if m.given.next_review and m.given.next_review <= m.today then
					return w("下次复核要在今天以后", "The next review must be later than today")
				end
			end },

		action { "name_cadre", from = "unresolved", by = { "intake", "leader" }, main = true, tells = { "cadre", "lead" }, topic = "task",
			label = w("明确包联干部", "Name the cadre"), done = w("明确了包联干部", "named the cadre"),
			help = w("一件一个人，定好下次复核的日子。", "One person for each, and the next review."),
			form = { must_keep "cadre", must_keep "next_review" }, clocks = { "stop name", "arm review" },
			guard = function(m)
				if m.given.next_review and m.given.next_review <= m.today then
					return w("下次复核要在今天以后", "The next review must be later than today")
				end
			end },

		action { "review", from = "unresolved", by = { "cadre", "supervision" }, tells = "intake",
			label = w("复核", "Review"), done = w("复核", "reviewed it"),
			help = w("写明现在怎样，定下一次复核。", "Say how it stands, and when it is looked at next."),
			form = { must "review_note", must "next_review" }, clocks = "arm review",
			guard = function(m)
				if m.given.next_review and m.given.next_review <= m.today then
					return w("下次复核要在今天以后", "The next review must be later than today")
				end
			end },

		action { "write_off", from = "unresolved", to = "closed", by = { "intake", "supervision" }, other_than = "answer", reason = true, evidence = 1, public = true,
			tells = { "lead", "lead_head", "cadre" }, each = "request.close",
			label = w("销号", "Write off"), done = w("从未化解台账销号", "wrote it off"),
			help = w("确实解决或依法终结的，附佐证，写明理由。", "Solved, or ended by law: with evidence and the reason."), clocks = "stop review",
			guard = function(m)
				if not m.field.cadre then
					return w("还没有明确包联干部，请先明确", "No cadre is named yet; name one first")
				end
			end },

		action { "reopen", from = { "closed", "declined", "rerouted", "emergency" }, to = "registered", by = "intake", reason = true, public = true, tells = unit, topic = "task", each = "request.reopen",
			label = w("再次受理", "Open again"), done = w("再次受理", "opened it again"),
			help = w("结案后又有新情况的，重新计时，重复次数加一。", "With something new after it was closed: time begins anew, and it counts as raised again."),
			form = { must "repeat_no" }, clocks = both(from_intake, { "arm transfer unless class=consult" }), guard = next_repeat },

		-- beside the course
		action { "publish", from = { "callback", "closed", "unresolved" }, by = "intake",
			label = w("公开", "Publish"), done = w("改了公开情况", "changed what is published"),
			help = w("公开标题、分类和答复；看不出是谁反映的才能公开。取消勾选就撤下。", "Title, category and answer; only if nobody can tell who asked. Untick to take it down."),
			form = { must_keep "public_title", must_keep "public_answer", must_keep "published" },
			guard = function(m)
				if m.given.published == 1 and m.field.confidential == 1 then
					return w("要求保密的不公开", "What is confidential is not published")
				end
			end },

		-- to another Open311 server and back; which words go there stands in packs/open311
		action { "forward", from = open_states, by = "intake",
			label = w("转外地平台", "Forward"), done = w("转给了外地平台", "forwarded it"),
			help = w("写给对方看的话另写，不照搬诉求原话；对方的进展会回到这里。", "Write anew what the other side is told, never the caller's own words; what they do comes back here."),
			form = { must "forward_text", "forward_contact" },
			guard = function(m)
				if m.given.forward_contact == 1 and m.field.confidential == 1 then
					return w("要求保密的不能连同姓名电话转出", "Name and phone of a confidential caller are not passed on")
				end
			end },
		action { "forward_report", from = open_states, by = "itself", topic = "step", tells = "intake",
			label = w("外地平台进展", "Told from there"), done = w("收到外地平台进展", "was told how far it is there"),
			help = w("由系统按对方的更新填写。", "Entered by the system from their updates."),
			form = { "forward_number", "forward_status", "forward_answer" } },

		action { "remind", from = with_unit, by = { "intake", "leader", "supervision" }, bulk = true, key = "u",
			tells = unit, topic = "remind", urgent = true,
			label = w("催办", "Remind"), done = w("催办", "sent a reminder"),
			help = w("马上通知主办单位，可以附一句话。", "The unit is told at once; you may add a line."),
			form = { "note" } },
	},
}

-- suggestions of the people (人民建议) --------------------------------------------------------------

local advice_open = { "registered", "accepted", "forwarded", "handling", "decided" }
local advice_all = { "registered", "accepted", "forwarded", "handling", "decided", "closed", "declined" }
local advice_sees = { "intake", "lead", "lead_head", "assist", "assist_head", "leader", "supervision" }

kind { "suggestion",
	label = w("人民建议", "Suggestion"),
	number = "建〔{year}〕{n:5}",
	title = "title", lead = "lead", assist = "assist", published = "published", secret = "confidential",
	see = advice_sees, tells_yellow = unit, tells_red = { "lead", "lead_head", "intake" },
	roles = roles_with { asker(), itself() },

	fields = {
		field { "title", type = "line", heads = { "建议题目", "主题", "标题" }, list = true, max = 300, label = w("主题", "Theme"), hint = w("一句话说清建议什么", "One sentence") },
		field { "category", type = "choice", list = true, public = true, choices = table("categories.tsv"), label = w("分类", "Category") },
		field { "why", type = "text", public = true, label = w("事由", "Why"), hint = w("现在的情况、问题在哪里", "How things stand and what is wrong") },
		field { "proposal", type = "text", public = true, label = w("对策建议", "Proposal"), hint = w("怎么做、谁来做、有什么好处", "What should be done, by whom, and the good of it") },
		field { "campaign", type = "line", list = true, max = 100, public = true, label = w("专项征集", "Collection"), hint = w("专项征集的题目，日常建议不填", "Its theme; empty for those of every day") },
		field { "lead", type = "unit", heads = { "办理单位", "主办单位" }, list = true, label = w("主办单位", "Lead unit") },
		field { "assist", type = "units", list = true, label = w("会办单位", "Assisting units") },
		field { "confidential", type = "flag", label = w("保密", "Confidential") },
		field { "decline_why", type = "text", public = true, label = w("不受理的原因", "Why not accepted"), hint = w("属于个人诉求或法定途径的，告诉去处", "A demand of one's own or a matter of law: say where to go") },
		field { "how", type = "text", public = true, label = w("研究办理过程", "How it was studied"), hint = w("座谈、听证、走访、调研", "Talks, hearings, visits, studies") },
		field { "adopted", type = "choice", list = true, public = true, label = w("是否采纳", "Adopted"), choices = {
			pick("yes", "采纳", "Adopted"), pick("partly", "部分采纳", "Partly"), pick("no", "未采纳", "Not adopted") } },
		-- 上海市人民建议征集若干规定 (2021): the seven ways
		field { "turned_into", type = "choice", list = true, public = true, label = w("转化方式", "Turned into"), choices = {
			pick("benefit", "惠民举措", "A measure for the people"), pick("work", "改进工作", "Better work"), pick("rule", "立改废释", "A rule made or changed"),
			pick("oversight", "人大监督项目", "Oversight by the congress"), pick("motion", "代表议案建议", "A motion of a deputy"), pick("reference", "决策参考", "Reference for decisions"), pick("other", "其他", "Something else") } },
		field { "answer", type = "text", public = true, label = w("反馈意见", "Answer"), hint = w("采纳了什么、没采纳的为什么", "What is adopted, and why not what is not") },
		field { "more_days", type = "int", max = 180, label = w("延期工作日", "More working days") },
		field { "award", type = "choice", list = true, label = w("评选", "Award"), choices = {
			pick("special", "特等奖", "Special"), pick("first", "一等奖", "First"), pick("second", "二等奖", "Second"), pick("third", "三等奖", "Third"), pick("memorial", "纪念奖", "Memorial") } },
		field { "award_note", type = "text", label = w("评选意见", "Why it gets one") },
		field { "published", type = "flag", list = true, label = w("公开", "Published") },
	},

	states = {
		state { "registered", first = true, public = true, label = w("已登记", "Registered"), tray = w("待受理", "To accept") },
		state { "accepted", public = true, label = w("已受理", "Accepted"), tray = w("待转办", "To forward") },
		state { "forwarded", public = true, label = w("已转办", "Forwarded"), tray = w("待签收", "To sign for") },
		state { "handling", public = true, label = w("研究办理中", "Being studied"), tray = w("待办理", "To study") },
		state { "decided", waits = true, public = true, label = w("待反馈", "To answer"), tray = w("待反馈", "To answer") },
		state { "closed", closed = true, public = true, label = w("已反馈", "Answered") },
		state { "declined", closed = true, public = true, label = w("不受理", "Not accepted") },
	},

	clocks = {
		clock { "accept", unit = "working_day", budget = 5, setting = "suggestion_accept_days", main = true, label = w("受理时限", "Time to accept") },
		clock { "due", unit = "working_day", budget = 30, setting = "suggestion_days", main = true, label = w("反馈时限", "Time to answer"), extensions = 1 },
	},
	lights = {
		light { "red", when = "overdue", word = w("超期", "overdue") },
		light { "yellow", when = "left_at_most", than = 1, setting = "warn_days", word = w("临期", "due soon") },
	},

	parts = {
		request_part(advice_sees, { number = "JY{year}{n:6}", secret = "confidential", open = advice_open, all = advice_all, callback = { "decided", "closed" }, closed = { "closed", "declined" }, told = "intake" }),
	},

	actions = {
		action { "register", opens = true, to = "registered", by = "intake", main = true, public = true,
			label = w("登记建议", "Register"), done = w("登记了建议", "registered it"),
			help = w("主题、事由、对策写全。个人诉求请登记为诉求工单。", "Theme, why and proposal. What somebody wants for himself is a request."),
			form = { must "title", must "why", must "proposal", "category", "campaign", "confidential" }, clocks = "arm accept" },
		action { "ask", opens = true, to = "registered", by = "asker", public = true,
			label = w("提建议", "Suggest"), done = w("提了建议", "suggested it"),
			help = w("说清楚现在怎样、建议怎么做。", "Say how things stand, and what should be done."),
			form = { must "title", must "why", must "proposal", "category", "campaign", "confidential" }, clocks = "arm accept" },
		action { "correct", from = advice_open, by = "intake", key = "e",
			label = w("更正", "Correct"), done = w("更正", "corrected it"), help = w("改主题、分类。", "Theme and category."),
			form = { must_keep "title", keep "category", keep "campaign", keep "confidential" } },
		action { "accept", from = "registered", to = "accepted", by = "intake", main = true, public = true,
			label = w("受理", "Accept"), done = w("受理", "accepted it"), help = w("告知建议人已经受理，反馈时限开始。", "Whoever suggested it is told; the time to answer begins."),
			clocks = { "stop accept", "arm due" } },
		action { "decline", from = "registered", to = "declined", by = "intake", public = true, each = "request.close",
			label = w("不受理", "Do not accept"), done = w("不受理", "did not accept it"), help = w("属于个人诉求或法定途径的，写明去哪里办。", "A demand of one's own or a matter of law: say where to go."),
			form = { must "decline_why" } },
		action { "forward", from = "accepted", to = "forwarded", by = "intake", main = true, public = true, tells = { "lead", "lead_head", "assist", "assist_head" }, topic = "task",
			label = w("转办", "Forward"), done = w("转办", "forwarded it"), help = w("交给主办单位研究。", "To the unit that is to study it."),
			form = { must "lead", "assist" }, guard = function(m) return units_fit(m.given.lead, m.given.assist) end },
		action { "sign", from = "forwarded", to = "handling", by = unit, main = true, key = "s", public = true,
			label = w("签收", "Sign for it"), done = w("签收", "signed for it"), help = w("签收后研究办理。", "Then study it.") },
		action { "send_back", from = { "forwarded", "handling" }, to = "accepted", by = unit, reason = true, tells = "intake", topic = "task",
			label = w("退回", "Return it"), done = w("退回", "returned it"), help = w("不归本单位的，写明该由谁研究。", "If it is not yours, say whose it is.") },
		action { "extend", from = { "forwarded", "handling" }, by = "intake", reason = true, public = true, tells = unit,
			label = w("延期", "Extend"), done = w("延期", "extended it"), help = w("研究需要更长时间的，延一次。", "Once, when it takes longer to study."),
			form = { must "more_days" }, clocks = "extend due",
			guard = function(m)
				if over(m, "due") then return w("已经超期，不能再延期", "It is overdue and cannot be extended any more") end
			end },
		action { "decide", from = "handling", to = "decided", by = unit, main = true, key = "r", tells = "intake", topic = "task",
			label = w("提出办理意见", "Decide"), done = w("提出了办理意见", "decided on it"), help = w("采纳不采纳都写明理由；采纳的选转化方式。", "Adopted or not, say why; if adopted, say what it turned into."),
			form = { must_keep "how", must_keep "adopted", keep "turned_into", must_keep "answer" },
			guard = function(m)
				local turned = named(m, "turned_into")
				if m.given.adopted ~= "no" and not turned then
					return w("采纳的请选转化方式", "What is adopted turns into something: choose what")
				end
				if m.given.adopted == "no" and m.given.turned_into then
					return w("未采纳的不选转化方式", "What is not adopted turns into nothing")
				end
			end },
		action { "revise", from = "decided", to = "handling", by = "intake", other_than = "decide", reason = true, tells = unit, topic = "task",
			label = w("退回再研究", "Send back"), done = w("退回再研究", "sent it back"), help = w("写明哪里没说清。", "Say what is not clear.") },
		action { "feedback", from = "decided", to = "closed", by = "intake", other_than = "decide", main = true, public = true, tells = unit, each = "request.answer",
			label = w("反馈", "Answer"), done = w("反馈了建议人", "answered"), help = w("逐一或集中反馈给建议人。", "Each by himself, or all together."),
			form = { must_keep "answer" }, clocks = "stop due" },
		action { "award", from = "closed", by = { "intake", "leader" },
			label = w("评选", "Award"), done = w("评选", "gave an award"), help = w("年度优秀建议评选的结果。", "Of the yearly selection."),
			form = { must "award", must "award_note" },
			guard = function(m)
				if m.field.adopted == "no" then return w("未采纳的不参评", "What was not adopted gets none") end
			end },
		action { "publish", from = { "decided", "closed" }, by = "intake",
			label = w("公开", "Publish"), done = w("改了公开情况", "changed what is published"), help = w("看不出建议人的才能公开；取消勾选就撤下。", "Only if nobody can tell whose it is; untick to take it down."),
			form = { must_keep "title", must_keep "published" },
			guard = function(m)
				if m.given.published == 1 and m.field.confidential == 1 then
					return w("要求保密的不公开", "What is confidential is not published")
				end
			end },
	},
}

-- the topic of the month (每月一题) -------------------------------------------------------------------

kind { "topic",
	label = w("每月一题", "Topic of the month"),
	number = "题〔{year}〕{n:3}",
	title = "title", lead = "lead", assist = "assist", due = "due", published = "published",
	see = { "intake", "lead", "lead_head", "assist", "assist_head", "part_unit", "leader", "supervision" },
	tells_yellow = unit, tells_red = { "lead", "lead_head", "leader", "supervision" },
	roles = roles_with(),

	fields = {
		field { "title", type = "line", list = true, max = 200, label = w("题目", "Topic"), hint = w("一类事，一句话", "One sort of problem, in a sentence") },
		field { "month", type = "line", list = true, max = 7, label = w("月份", "Month"), hint = w("如 2026-11", "Like 2026-11") },
		field { "category", type = "choice", list = true, choices = table("categories.tsv"), label = w("分类", "Category") },
		field { "why", type = "text", label = w("选题理由", "Why this one"), hint = w("反映集中、基层难解决、需要改革", "Often raised, hard for towns to solve, needs reform") },
		field { "requests", type = "int", max = 10000000, label = w("诉求件数", "Requests"), hint = w("近期同类诉求", "Of late, of this sort") },
		field { "lead", type = "unit", list = true, label = w("牵头单位", "Lead unit") },
		field { "assist", type = "units", list = true, label = w("配合单位", "Assisting units") },
		field { "due", type = "date", list = true, label = w("完成时间", "Due") },
		field { "problems", type = "text", label = w("问题清单", "Problems") },
		field { "goals", type = "text", label = w("目标清单", "Goals") },
		field { "duties", type = "text", label = w("责任清单", "Who answers for what") },
		field { "policy", type = "text", label = w("出台政策", "Policies"), hint = w("文件名称和文号", "Names and numbers") },
		field { "surveyed", type = "int", max = 1000000, label = w("测评人数", "People asked") },
		field { "satisfied", type = "share", label = w("群众满意率", "Satisfied") },
		field { "result", type = "text", label = w("完成情况", "Result") },
		field { "check", type = "text", label = w("核查意见", "What the check found") },
		field { "public_title", type = "line", max = 200, public = true, label = w("公开标题", "Public title") },
		field { "public_answer", type = "text", public = true, label = w("公开说明", "What is told in public"), hint = w("做了什么、群众能看到什么变化", "What was done, and what people will see") },
		field { "published", type = "flag", list = true, label = w("公开", "Published") },
	},

	states = {
		state { "proposed", first = true, label = w("候选", "Proposed"), tray = w("待选题", "To select") },
		state { "selected", label = w("已选定", "Selected"), tray = w("待报方案", "To plan") },
		state { "planned", label = w("方案已定", "Planned"), tray = w("待推进", "To work on") },
		state { "surveyed", waits = true, label = w("已测评", "Surveyed"), tray = w("待销号", "To close") },
		state { "closed", closed = true, label = w("已销号", "Closed") },
		state { "dropped", closed = true, label = w("未入选", "Not selected") },
	},
	clocks = { clock { "due", unit = "until", field = "due", main = true, label = w("完成时限", "Due") } },
	lights = {
		light { "red", when = "overdue", word = w("超期", "overdue") },
		light { "yellow", when = "left_at_most", than = 10, setting = "topic_near_days", word = w("临期", "due soon") },
	},

	parts = {
		part { "task", label = w("任务", "Tasks"), title = "title", unit = "unit", due = "due", max = 100,
			fields = {
				field { "title", type = "line", max = 200, label = w("任务", "Task") },
				field { "unit", type = "unit", label = w("责任单位", "Unit") },
				field { "due", type = "date", label = w("完成日期", "Due") },
				field { "result", type = "text", label = w("完成情况", "Result") },
			},
			states = {
				state { "open", first = true, label = w("进行中", "Open"), tray = w("专项任务待完成", "Task of a topic") },
				state { "done", closed = true, label = w("已完成", "Done") },
				state { "dropped", closed = true, label = w("已取消", "Dropped") },
			},
			clocks = { clock { "due", unit = "until", field = "due", main = true, label = w("任务时限", "Due") } },
			actions = {
				action { "add", opens = true, to = "open", by = { "lead", "lead_head", "intake" }, within = { "selected", "planned" }, tells = "part_unit", topic = "task",
					label = w("加任务", "Add a task"), done = w("加了任务", "added a task"), help = w("做什么、谁做、哪天完成。", "What, who, until when."),
					form = { must "title", must "unit", must "due" }, clocks = "arm due" },
				action { "finish", from = "open", to = "done", by = { "part_unit", "lead" }, main = true, evidence = 1, tells = unit,
					label = w("完成任务", "Done"), done = w("完成了任务", "did it"), help = w("写明结果，附佐证。", "With the result and evidence."),
					form = { must "result" }, clocks = "stop due" },
				action { "drop", from = "open", to = "dropped", by = { "lead", "lead_head", "intake" }, reason = true,
					label = w("取消任务", "Drop"), done = w("取消了任务", "dropped it"), help = w("写明原因。", "Say why."), clocks = "stop due" },
			} },
	},

	actions = {
		action { "propose", opens = true, to = "proposed", by = { "intake", "supervision" }, main = true,
			label = w("提出选题", "Propose"), done = w("提出了选题", "proposed it"), help = w("一类诉求集中出现时提出。", "When one sort of request comes up again and again."),
			form = { must "title", must "month", must "why", "category", "requests", "lead" } },
		action { "select", from = "proposed", to = "selected", by = { "leader", "supervision", "intake" }, main = true, tells = { "lead", "lead_head", "assist", "assist_head" }, topic = "task",
			label = w("选定", "Select"), done = w("选定", "selected it"), help = w("定牵头单位和完成时间。", "Name the lead unit and the date."),
			form = { must_keep "lead", keep "assist", must "due" }, clocks = "arm due",
			guard = function(m) return units_fit(m.given.lead, m.given.assist) end },
		action { "drop", from = "proposed", to = "dropped", by = { "leader", "supervision", "intake" }, reason = true,
			label = w("不选", "Do not select"), done = w("没有入选", "did not select it"), help = w("写明原因。", "Say why.") },
		action { "plan", from = { "selected", "planned" }, to = "planned", by = unit, main = true, key = "e", tells = { "intake", "supervision" },
			label = w("报方案", "Plan"), done = w("报了方案", "planned it"), help = w("问题、目标、责任三张清单；任务逐项加在下面。", "Three lists: problems, goals, who answers; the tasks are added below."),
			form = { must_keep "problems", must_keep "goals", must_keep "duties" } },
		action { "enact", from = "planned", by = unit,
			label = w("登记政策", "Enter a policy"), done = w("登记了出台的政策", "entered a policy"), help = w("文件名称和文号。", "Name and number."),
			form = { must_keep "policy" } },
		action { "survey", from = "planned", to = "surveyed", by = { "intake", "supervision" }, tells = unit,
			label = w("登记测评", "Enter the survey"), done = w("登记了测评结果", "entered the survey"), help = w("问过多少人、多少人满意；承办单位自己不测评。", "How many were asked and satisfied; the unit does not survey itself."),
			form = { must "surveyed", must "satisfied" },
			guard = function(m)
				for _, t in ipairs(m.parts.task) do
					if t.state == "open" then return w("任务“" .. t.title .. "”还没有完成", "The task “" .. t.title .. "” is not done yet") end
				end
			end },
		action { "close", from = "surveyed", to = "closed", by = { "supervision", "leader" }, other_than = "survey", main = true, evidence = 1, tells = { "lead", "lead_head", "intake" },
			label = w("销号", "Close"), done = w("销号", "closed it"), help = w("满意率达到要求、核查过才能销号。", "Only when enough people are satisfied and it was checked."),
			form = { must "result", must "check" }, clocks = "stop due",
			guard = function(m)
				if (m.field.satisfied or 0) < m.setting.topic_satisfied then
					return w("满意率没有达到" .. m.setting.topic_satisfied .. "%，请退回再办", "Fewer than " .. m.setting.topic_satisfied .. " % are satisfied; send it back")
				end
			end },
		action { "send_back", from = "surveyed", to = "planned", by = { "supervision", "leader", "intake" }, reason = true, tells = unit, topic = "task",
			label = w("退回再办", "Send back"), done = w("退回再办", "sent it back"), help = w("写明还差什么。", "Say what is missing.") },
		action { "publish", from = { "selected", "planned", "surveyed", "closed" }, by = { "intake", "supervision" },
			label = w("公开", "Publish"), done = w("改了公开情况", "changed what is published"), help = w("群众在“办理公开”里看得到；取消勾选就撤下。", "People see it among the published results; untick to take it down."),
			form = { must_keep "public_title", must_keep "public_answer", must_keep "published" } },
		action { "remind", from = { "selected", "planned" }, by = { "supervision", "leader", "intake" }, bulk = true, key = "u", tells = unit, topic = "remind", urgent = true,
			label = w("催办", "Remind"), done = w("催办", "sent a reminder"), help = w("马上通知牵头单位。", "The lead unit is told at once.") },
	},
}

-- knowledge (知识库) ----------------------------------------------------------------------------------

kind { "article",
	label = w("知识条目", "Knowledge"),
	number = "知{year}{n:5}",
	title = "title", lead = "lead", due = "valid_until", published = "published",
	see = { "intake", "owner", "owner_head", "leader", "supervision" },
	tells_yellow = { "owner", "owner_head" }, tells_red = { "owner", "owner_head", "intake" },
	roles = {
		role { "intake", duty = "intake", relation = "any", label = w("诉求中心", "Request centre") },
		role { "owner", duty = "liaison", relation = "lead", label = w("责任单位联络员", "Liaison of the owner") },
		role { "owner_head", duty = "head", relation = "lead", label = w("责任单位负责人", "Head of the owner") },
		role { "writer", duty = "liaison", relation = "any", label = w("各单位联络员", "Liaisons of all units") },
		role { "leader", duty = "leader", relation = "any", label = w("区领导", "Leaders of the district") },
		role { "supervision", duty = "supervision", relation = "any", label = w("督查室", "Supervision office") },
	},

	fields = {
		field { "title", type = "line", heads = { "问题", "标题" }, list = true, public = true, max = 200, label = w("问题", "Question"), hint = w("照群众问的话写", "As people ask it") },
		field { "answer", type = "text", heads = { "答案", "答复" }, public = true, label = w("答案", "Answer"), hint = w("先说结论，再说条件、材料、在哪里办", "First the answer, then conditions, papers and where") },
		field { "category", type = "choice", list = true, public = true, choices = table("categories.tsv"), label = w("分类", "Category") },
		field { "words", type = "line", max = 200, label = w("别的问法", "Other words for it"), hint = w("用空格隔开", "With spaces between") },
		field { "ground", type = "line", max = 200, public = true, label = w("依据", "Ground"), hint = w("文件名称、文号、条款", "Name, number, clause") },
		field { "lead", type = "unit", heads = { "责任单位" }, list = true, label = w("责任单位", "Owner") },
		field { "valid_until", type = "date", heads = { "有效期" }, list = true, label = w("有效期至", "Valid until") },
		field { "verified", type = "date", list = true, label = w("最近核对", "Last verified") },
		field { "fault", type = "text", label = w("哪里不对", "What is wrong") },
		field { "published", type = "flag", list = true, label = w("对外公开", "Public") },
	},
	states = {
		state { "draft", first = true, label = w("待审核", "Draft"), tray = w("知识待审核", "Knowledge to look at") },
		state { "valid", public = true, label = w("在用", "In use") },
		state { "doubtful", label = w("待更正", "To correct"), tray = w("知识待更正", "Knowledge to correct") },
		state { "retired", closed = true, label = w("已停用", "Retired") },
	},
	clocks = { clock { "valid", unit = "until", field = "valid_until", main = true, label = w("有效期", "Valid until") } },
	lights = {
		light { "red", when = "overdue", word = w("过期", "expired") },
		light { "yellow", when = "left_at_most", than = 10, setting = "article_near_days", word = w("快到期", "expires soon") },
	},

	actions = {
		action { "write", opens = true, to = "draft", by = { "intake", "writer" }, main = true, tells = "intake",
			label = w("写条目", "Write an entry"), done = w("写了条目", "wrote it"), help = w("由责任单位写，或诉求中心代写；审核后可引用。", "By its owner, or by the centre for it; it can be cited once looked at."),
			form = { must "title", must "answer", "category", "words", "ground", must "lead", must "valid_until", "published" }, clocks = "arm valid",
			guard = function(m)
				if m.given.valid_until and m.given.valid_until <= m.today then return w("有效期要在今天以后", "It must be valid beyond today") end
			end },
		action { "approve", from = "draft", to = "valid", by = { "intake", "owner_head" }, other_than = "write", main = true, tells = "owner",
			label = w("审核启用", "Approve"), done = w("审核启用", "approved it"), help = w("写的人以外的人审核。", "By somebody else than who wrote it."),
			form = { must_keep "answer", must "verified" },
			guard = function(m)
				if m.given.verified and m.given.verified > m.today then return w("核对的日子还没有到", "That day has not come yet") end
			end },
		action { "verify", from = { "valid", "doubtful" }, to = "valid", by = { "owner", "owner_head" }, main = true, key = "v", tells = "intake",
			label = w("核对", "Verify"), done = w("核对", "verified it"), help = w("对过政策原文再点，改过的一并改，定新的有效期。", "Against the text in force; change what has changed and set how long it holds."),
			form = { must_keep "answer", keep "ground", must "verified", must "valid_until" }, clocks = "arm valid",
			guard = function(m)
				if m.given.verified and m.given.verified > m.today then return w("核对的日子还没有到", "That day has not come yet") end
				if m.given.valid_until and m.given.valid_until <= m.today then return w("有效期要在今天以后", "It must be valid beyond today") end
			end },
		action { "doubt", from = "valid", to = "doubtful", by = { "intake", "owner" }, tells = { "owner", "owner_head" }, topic = "task",
			label = w("报错", "Report a mistake"), done = w("报错", "reported a mistake"), help = w("写明哪里不对、依据是什么。", "Say what is wrong, and how one knows."),
			form = { must "fault" } },
		action { "edit", from = { "draft", "valid" }, by = { "intake", "owner" }, key = "e",
			label = w("修改", "Edit"), done = w("修改", "edited it"), help = w("改问法、分类、是否公开；改答案用“核对”。", "Question, category and whether it is public; the answer is changed by verifying."),
			form = { must_keep "title", keep "category", keep "words", keep "published" } },
		action { "retire", from = { "draft", "valid", "doubtful" }, to = "retired", by = { "intake", "owner", "owner_head" }, reason = true,
			label = w("停用", "Retire"), done = w("停用", "retired it"), help = w("政策废止等，写明原因。", "If the rule is gone, say so."), clocks = "stop valid" },
	},
}
