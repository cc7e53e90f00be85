-- SPDX-License-Identifier: Apache-2.0
-- Pollution (污染源): outlets as subjects, alarms of their stations as matters that open by themselves, and when an alarm is one.
-- [D] our inference, [M] from memory, [U] unverified; what a district changes is a setting.

pack { "pollution", version = "1", label = { zh = "污染源监控", en = "Sources of pollution" } }

local function w(zh, en) return { zh = zh, en = en } end
local function must(field) return { field, required = true } end
local function keep(field) return { field, prefill = true } end
local function must_keep(field) return { field, required = true, prefill = true } end

-- when an alarm is one -------------------------------------------------------------------------

local function minutes(name, zh, en, default, high, source)
	setting { name, type = "int", low = 0, high = high, default = default, label = w(zh, en), source = source }
end
local function use(name, zh, en, default)
	setting { name, type = "int", low = 0, high = 1, default = default, label = w(zh .. "：1启用，0不用", en .. ": 1 in use, 0 not"),
		source = "[D] 各地启用的规则不同" }
end
use("live_use", "实时数据持续超标预警", "Early warning of live data above the limit", 1)
minutes("live_hold", "实时数据持续超标几分钟报警", "Minutes of live data above the limit that make an alarm", 10, 1440, "[D] 单个数据波动不报，避免误报")
minutes("live_clear", "实时数据回到限值以下几分钟算恢复", "Minutes below the limit after which live data have recovered", 10, 1440, "[D] 与起报一致")
setting { "band", type = "int", low = 0, high = 50, default = 5,
	label = w("低于限值百分之几才算恢复", "Per cent below the limit at which a value has recovered"), source = "[D] 回差，防止在限值上下反复报警" }
use("zero_use", "零值报警", "Values of nothing", 1)
minutes("zero_hold", "持续零值几分钟报警", "Minutes of nothing that make an alarm", 120, 10080, "[M] 在线监测异常判定多以数小时连续零值为疑")
use("constant_use", "恒值报警", "Values that never change", 1)
minutes("constant_hold", "数值不变几分钟报警", "Minutes of one value that make an alarm", 240, 10080, "[M] 在线监测异常判定多以数小时连续恒值为疑")
use("silent_use", "站点离线报警", "Stations that say nothing", 1)
minutes("silent_hold", "站点几分钟没有数据报警", "Minutes without a word of a station that make an alarm", 60, 10080, "[D] HJ 212 实时数据间隔30秒至1小时")
use("absent_use", "缺因子报警", "Factors that are missing", 1)
minutes("absent_hold", "站点在线但缺某因子几分钟报警", "Minutes without a factor of a station that speaks", 60, 10080, "[D] 同站点离线")
use("range_use", "超量程报警", "Values outside the measuring span", 1)
minutes("range_hold", "超出量程几分钟报警", "Minutes outside the measuring span that make an alarm", 10, 1440, "[D] 同实时超标")
use("flag_use", "标记异常报警", "Flags that are not normal", 1)
minutes("flag_hold", "故障、超量程、断线标记持续几分钟报警", "Minutes of a flag of fault, range or broken line that make an alarm", 30, 10080,
	"[D] HJ 212-2017 表：D故障、T超量程、B通信异常")
minutes("gap", "实时数据中断几分钟后重新起算", "Minutes without live data after which counting begins anew", 30, 1440, "[D] 中断前后的超标不连成一段")
setting { "storm_stations", type = "int", low = 2, high = 1000, default = 10,
	label = w("几个站点同时报警并为一件", "Stations with alarms at once that make one matter"), source = "[D] 线路或平台故障不应变成几百件事" }
setting { "storm_factors", type = "int", low = 2, high = 100, default = 3,
	label = w("一家企业几项同时报警并为一件", "Alarms of one firm at once that make one matter"), source = "[D] 一次事故只办一件" }
minutes("storm_minutes", "“同时”是几分钟之内", "Minutes that count as at once", 10, 1440, "[D] 站点上报间隔以内")

setting { "telegram_days", type = "int", low = 0, high = 36500, default = 0,
	label = w("报文保存几天（0为长期）", "Days for which telegrams are kept (0: for good)"),
	source = "[M] 监测数据与台账多要求保存五年以上；默认长期保存" }

-- within how long ------------------------------------------------------------------------------

local function hours(name, zh, en, default, high, source)
	setting { name, type = "int", low = 1, high = high, default = default, label = w(zh, en), source = source }
end
hours("sign_hours", "报警几小时内签收", "Hours to sign for an alarm", 2, 72, "[D] 电子督办当日核实")
hours("site_hours", "签收后几小时内现场核查", "Hours to be at the place after signing", 24, 240, "[D] 超标须当天或次日到场")
hours("mend_days", "整改几天内完成", "Days to mend it", 15, 365, "[D] 限期整改按情形另定，可延期")
hours("recheck_days", "整改后几个工作日内复核", "Working days to look again", 5, 60, "[D]")
hours("close_days", "复核后几个工作日内办结", "Working days to close after that", 3, 60, "[D]")

-- outlets --------------------------------------------------------------------------------------

kind { "outlet",
	label = w("排口", "Outlet"), subject = true,
	number = "排{n:4}", title = "name", lead = "lead",
	see = { "office", "lead", "lead_head", "leader", "supervision", "officer" },
	roles = {
		role { "office", duty = "environment", relation = "any", label = w("生态环境部门", "Environment office") },
		role { "officer", duty = "any", relation = "person", field = "officer", label = w("企业负责人员", "Officer of the firm") },
		role { "lead", duty = "liaison", relation = "lead", label = w("属地联络员", "Liaison of the township") },
		role { "lead_head", duty = "head", relation = "lead", label = w("属地负责人", "Head of the township") },
		role { "leader", duty = "leader", relation = "any", label = w("区领导", "Leaders of the district") },
		role { "supervision", duty = "supervision", relation = "any", label = w("督查室", "Supervision office") },
	},
	fields = {
		field { "code", type = "line", code = true, max = 40, heads = { "排口编号", "编号" }, label = w("排口编号", "Code") },
		field { "name", type = "line", list = true, max = 120, heads = { "排口名称", "名称" }, label = w("排口名称", "Name") },
		field { "firm", type = "line", list = true, max = 120, heads = { "企业名称", "排污单位" }, label = w("排污单位", "Firm") },
		field { "lead", type = "unit", list = true, heads = { "属地镇街" }, label = w("属地或监管单位", "Unit that watches it") },
		field { "officer", type = "person", list = true, heads = { "监管责任人" }, label = w("企业监管责任人", "Officer of the firm"),
			hint = w("报警直接派给他；不填的由生态环境部门先行处置", "Alarms go to him; without one they go to the environment office") },
		field { "permit", type = "line", max = 80, heads = { "排污许可证编号" }, label = w("排污许可证编号", "Number of the permit") },
		field { "address", type = "line", max = 200, heads = { "地址" }, label = w("地址", "Address") },
		field { "rest_from", type = "date", label = w("停运校准：起", "Rests from") },
		field { "rest_until", type = "date", label = w("停运校准：止（含当日）", "Rests until (that day too)") },
	},
	states = {
		state { "used", first = true, label = w("在用", "In use") },
		state { "gone", closed = true, label = w("已停用", "Out of use") },
	},
	actions = {
		action { "enter", opens = true, to = "used", by = "office", main = true,
			label = w("登记排口", "Enter an outlet"), done = w("登记了排口", "entered the outlet"), help = w("登记后把站点指到这个排口。", "Then let its station name it."),
			form = { must "code", must "name", must "firm", must "lead", "officer", "permit", "address" } },
		action { "change", from = "used", by = "office",
			label = w("更新", "Update"), done = w("更新了排口", "updated the outlet"), help = w("换了责任人的及时更新，新报警派给新的人。", "When the officer changes, new alarms go to the new one."),
			form = { must_keep "firm", must_keep "lead", keep "officer", keep "permit", keep "address" } },
		action { "rest", from = "used", by = "office", reason = true,
			label = w("报备停运", "Declare a rest"), done = w("报备了停运校准", "declared a rest"), help = w("停运、停产、校准、维护期间不报警，写明原因。", "While stopped, calibrated or maintained nothing is an alarm; say why."),
			form = { must_keep "rest_from", must_keep "rest_until" },
			guard = function(m)
				if m.given.rest_from and m.given.rest_until and m.given.rest_from > m.given.rest_until then
					return w("起的日子在止的日子之后，请对调", "The first day is after the last; exchange them")
				end
			end },
		action { "remove", from = "used", to = "gone", by = "office", reason = true,
			label = w("停用", "Take out of use"), done = w("停用了排口", "took it out of use"), help = w("写明原因。", "Say why.") },
	},
}

-- alarms as matters ----------------------------------------------------------------------------

kind { "alarm",
	label = w("监控报警", "Alarm"),
	camera = camera { "picture", note = "picture_note", station = "factor" },
	number = "警〔{year}〕{n:4}号", title = "title", lead = "lead",
	tells_red = { "officer", "office" },
	see = { "office", "officer", "lead", "lead_head", "leader", "supervision" },
	roles = {
		role { "office", duty = "environment", relation = "any", label = w("生态环境部门", "Environment office") },
		role { "officer", duty = "any", relation = "person", field = "officer", label = w("企业监管责任人", "Officer of the firm") },
		role { "lead", duty = "liaison", relation = "lead", label = w("监管单位联络员", "Liaison of the unit that watches it") },
		role { "lead_head", duty = "head", relation = "lead", label = w("监管单位负责人", "Head of the unit that watches it") },
		role { "leader", duty = "leader", relation = "any", label = w("区领导", "Leaders of the district") },
		role { "supervision", duty = "supervision", relation = "any", label = w("督查室", "Supervision office") },
	},
	fields = {
		field { "title", type = "line", list = true, max = 300, label = w("报警", "Alarm") },
		field { "factor", type = "line", list = true, max = 120, label = w("站点与因子", "Station and factor") },
		field { "from", type = "line", max = 60, label = w("从何时起", "Since when") },
		field { "count", type = "int", label = w("报警条数", "Alarms") },
		field { "lead", type = "unit", list = true, label = w("监管单位", "Unit that watches it") },
		field { "officer", type = "person", list = true, label = w("监管责任人", "Officer of the firm") },
		field { "routed", type = "line", max = 300, label = w("派给谁", "Whom it went to") },
		field { "frames", type = "text", label = w("报警数据", "Data of the alarm"), hint = w("时间、数值、限值、标记、报文编号和摘要", "Time, value, limit, flag, telegram and its digest") },
		field { "cause", type = "choice", list = true, label = w("核实结论", "What it was"), choices = {
			choice { "discharge", label = w("确属超标排放", "Above the limit indeed") },
			choice { "device", label = w("监测设备故障", "The device is at fault") },
			choice { "calibration", label = w("校准、维护期间", "Calibration or maintenance") },
			choice { "stopped", label = w("停产停运", "Stopped") },
			choice { "line", label = w("通信中断", "The line was broken") },
			choice { "other", label = w("其他", "Something else") },
		} },
		field { "site", type = "text", label = w("现场核查记录", "Record at the place"), hint = w("到场时间、人员、工况、采样、设备状态", "When, who, how the plant ran, samples, state of the device") },
		field { "measures", type = "text", label = w("整改措施", "What is done about it") },
		field { "until", type = "date", label = w("整改期限", "To be mended by") },
		field { "mended", type = "text", label = w("整改情况", "What was done") },
		field { "recheck", type = "text", label = w("复核情况", "What was found when looking again") },
		field { "picture_note", type = "text", label = w("摄像机图片", "Pictures of cameras"), hint = w("摄像机、时间、SHA-256，取不到图的原因", "Camera, time, SHA-256; why there is none") },
	},
	states = {
		state { "raised", first = true, label = w("已报警", "Raised"), tray = w("待签收", "To sign for") },
		state { "signed", label = w("已签收", "Signed for"), tray = w("待现场核查", "To look at the place") },
		state { "visited", label = w("整改中", "Being mended"), tray = w("待整改", "To mend") },
		state { "mended", label = w("待复核", "To look at again"), tray = w("待复核", "To look at again") },
		state { "checked", waits = true, label = w("复核通过", "Found to be well"), tray = w("待办结", "To close") },
		state { "closed", closed = true, label = w("已办结", "Closed") },
		state { "false", closed = true, label = w("已销警", "No alarm after all") },
	},
	clocks = {
		clock { "sign", unit = "hour", budget = 2, setting = "sign_hours", main = true, label = w("签收时限", "Time to sign for it") },
		clock { "site", unit = "hour", budget = 24, setting = "site_hours", main = true, label = w("现场核查时限", "Time to be at the place") },
		clock { "mend", unit = "day", budget = 15, setting = "mend_days", main = true, label = w("整改时限", "Time to mend it") },
		clock { "recheck", unit = "working_day", budget = 5, setting = "recheck_days", main = true, label = w("复核时限", "Time to look again") },
		clock { "close", unit = "working_day", budget = 3, setting = "close_days", main = true, label = w("办结时限", "Time to close") },
	},
	lights = {
		light { "red", when = "overdue", word = w("超期", "overdue") },
	},
	actions = {
		action { "raise", opens = true, to = "raised", by = "office", tells = { "officer", "office" }, topic = "task", urgent = true,
			label = w("登记报警", "Enter an alarm"), done = w("报警", "raised it"),
			help = w("报警由监控数据自动生成；人工发现的也可以登记。", "Alarms come from the data by themselves; what a person finds can be entered too."),
			form = { must "title", "factor", "from", "count", "lead", "officer", "routed", "frames" }, clocks = "arm sign" },
		action { "join", from = { "raised", "signed", "visited", "mended", "checked" }, by = "office",
			label = w("补记报警", "Add an alarm"), done = w("又报警", "was raised again"), help = w("同一站点、因子的后续报警记在这里。", "Further alarms of the same station and factor stand here."),
			form = { must_keep "frames", keep "count", keep "title" } },
		action { "recover", from = { "raised", "signed", "visited", "mended", "checked" }, by = "office",
			label = w("记录恢复", "Note that it has passed"), done = w("记录了数据恢复", "noted that it has passed"), help = w("数据恢复不等于办结，仍要核查。", "That the data are well does not close it."),
			form = { must_keep "frames" } },
		action { "picture", from = { "raised", "signed", "visited", "mended", "checked" }, by = "office",
			label = w("留存摄像机图片", "Keep a picture of a camera"), done = w("留存了摄像机图片", "kept a picture of a camera"),
			help = w("报警时自动取图；也可以在摄像机页上取。不识别画面中的人。", "Taken by itself when the alarm opens, or from the page of the camera; nobody in it is recognised."),
			form = { "picture_note" } },
		action { "sign", from = "raised", to = "signed", by = { "officer", "office", "lead" }, main = true, key = "s",
			label = w("签收", "Sign for it"), done = w("签收", "signed for it"), help = w("确认收到，现场核查时限开始。", "Then the time to be at the place begins."),
			clocks = { "stop sign", "arm site" } },
		action { "assign", from = { "raised", "signed", "visited" }, by = "office", tells = "officer", topic = "task",
			label = w("改派", "Give it to another"), done = w("改派", "gave it to another"), help = w("没有责任人或责任人不对的，在这里指定。", "Where nobody or the wrong person has it."),
			form = { must_keep "officer", keep "lead" } },
		action { "visit", from = "signed", to = "visited", by = { "officer", "office", "lead" }, main = true, key = "v", tells = "office",
			label = w("填现场记录", "Write the record of the place"), done = w("做了现场核查", "was at the place"),
			help = w("写明核实结论和现场情况，照片、采样记录一并上传。", "What it was and what was found; add photographs and samples."),
			form = { must_keep "cause", must_keep "site", keep "measures", keep "until" }, clocks = { "stop site", "arm mend" },
			guard = function(m)
				if m.given.cause == "discharge" and not m.given.measures then
					return w("确属超标排放的，要写整改措施", "What is above the limit needs measures; write them")
				end
			end },
		action { "mend", from = "visited", to = "mended", by = { "officer", "office", "lead" }, main = true, key = "m", tells = "office", topic = "task",
			label = w("报整改完成", "Say that it is mended"), done = w("报整改完成", "says that it is mended"), help = w("写明做了什么，附上佐证。", "What was done, with evidence."),
			form = { must_keep "mended" }, clocks = { "stop mend", "arm recheck" } },
		action { "recheck", from = "mended", to = "checked", by = "office", other_than = "mend", main = true, key = "r",
			label = w("复核通过", "Found to be well"), done = w("复核通过", "found it to be well"), help = w("看过恢复后的数据或采样再点；报整改的人不能自己复核。", "After looking at data or samples since; not by whoever says it is mended."),
			form = { must_keep "recheck" }, clocks = { "stop recheck", "arm close" } },
		action { "again", from = "mended", to = "visited", by = "office", reason = true, tells = "officer", topic = "task",
			label = w("退回整改", "Send back"), done = w("退回整改", "sent it back"), help = w("写明还差什么。", "Say what is missing."), clocks = { "stop recheck", "arm mend" } },
		action { "close", from = "checked", to = "closed", by = "office", main = true, key = "c", tells = "officer",
			label = w("办结", "Close"), done = w("办结", "closed it"), help = w("办结后同一因子再报警另开一件。", "After that a further alarm opens a matter of its own."), clocks = "stop close" },
		action { "dismiss", from = { "raised", "signed" }, to = "false", by = "office", reason = true, tells = "officer", form = { "cause" },
			label = w("销警", "No alarm after all"), done = w("销警", "found that it was none"), help = w("停运、校准等不是问题的，写明原因。", "Stopped, calibrated, no trouble: say why."),
			clocks = { "stop sign", "stop site" } },
	},
}

alarms { "alarm", open = "raise", join = "join", recover = "recover",
	title = "title", list = "frames", factor = "factor", count = "count", officer = "officer", routed = "routed", from = "from", person = "officer",
	rest_from = "rest_from", rest_until = "rest_until",
	keep = "telegram_days", gap = "gap", storm_stations = "storm_stations", storm_factors = "storm_factors", storm_minutes = "storm_minutes",
	rules = {
		alarm { "hour_limit", label = w("小时均值超标", "hourly mean beyond its limit"), when = "limit", on = "hour", source = "HJ 75-2017：以小时均值判定" },
		alarm { "day_limit", label = w("日均值超标", "daily mean beyond its limit"), when = "limit", on = "day", source = "GB 18918-2002：以日均值判定" },
		alarm { "live_limit", label = w("实时数据持续超标", "live data beyond the limit"), when = "limit", on = "live", use = "live_use",
			hold = "live_hold", clear = "live_clear", band = "band", source = "[D] 预警，不作为处罚依据" },
		alarm { "zero", label = w("持续零值", "nothing but zero"), when = "zero", on = "live", use = "zero_use", hold = "zero_hold", source = "[M] 疑似异常数据" },
		alarm { "constant", label = w("数值恒定不变", "the same value all the time"), when = "constant", on = "live", use = "constant_use", hold = "constant_hold",
			source = "[M] 疑似异常数据" },
		alarm { "silent", label = w("站点离线", "station is silent"), when = "silent", on = "live", use = "silent_use", hold = "silent_hold", source = "[D] 联网要求" },
		alarm { "absent", label = w("缺少因子数据", "factor is missing"), when = "absent", on = "live", use = "absent_use", hold = "absent_hold", source = "[D] 联网要求" },
		alarm { "range", label = w("超出量程", "outside the measuring span"), when = "range", on = "live", use = "range_use", hold = "range_hold", source = "[D] 量程见验收报告" },
		alarm { "flag", label = w("数据标记异常", "flagged as not normal"), when = "flag", on = "live", use = "flag_use", hold = "flag_hold", flags = "DTB",
			source = "HJ 212-2017：D故障、T超量程、B通信异常；F停运、M维护、C校准、S手工不报" },
	} }

indicator { "alarms_opened", label = w("监控报警件数", "Alarms of stations"), unit = w("件", "matters"), of = "district", span = "month", total = "sum", better = "down",
	from = "区生态环境分局", group = w("民生环境", "People and environment"), counts = "alarm", source = "[D] 按本系统开启的报警事项统计" }
