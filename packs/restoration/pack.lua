-- SPDX-License-Identifier: Apache-2.0
-- Restoration (生态修复): damaged hills, contaminated parcels and subsided land as subjects, with projects, surveys and photographs.
-- Nobody in a picture is recognised (不做人员识别). [M] from memory of 土壤污染防治法 and of mining rules; [D] our inference: defaults that the district changes.

pack { "restoration", version = "1", label = { zh = "生态修复", en = "Restoration" } }

local function w(zh, en) return { zh = zh, en = en } end
local function must(field) return { field, required = true } end
local function keep(field) return { field, prefill = true } end
local function pick(name, zh, en) return choice { name, label = w(zh, en) } end

setting { "near_days", type = "int", low = 0, high = 60, default = 10,
	label = w("剩几天时亮黄灯", "Days left at which the light turns yellow"), source = "[D]" }
setting { "survey_days", type = "int", low = 7, high = 400, default = 30,
	label = w("实施中最长几天调查一次", "Days between two surveys while work goes on"), source = "[D]" }
setting { "aftercare_days", type = "int", low = 0, high = 3650, default = 365,
	label = w("工程完工后至少几天方可销号", "Days after the work before a project may be closed"), source = "[D] 植被成活、后期管护常见一个生长季以上" }

local roles = {
	role { "environment", duty = "environment", relation = "any", label = w("生态环境部门", "Environment office") },
	role { "supervision", duty = "supervision", relation = "any", label = w("督查室", "Supervision office") },
	role { "leader", duty = "leader", relation = "any", label = w("区领导", "Leaders of the district") },
	role { "lead", duty = "liaison", relation = "lead", label = w("责任单位联络员", "Liaison of the unit in charge") },
	role { "lead_head", duty = "head", relation = "lead", label = w("责任单位负责人", "Head of the unit in charge") },
}
local sees = { "environment", "supervision", "leader", "lead", "lead_head" }
local works, oversees = { "lead", "lead_head", "environment" }, { "environment", "supervision" }
-- the program takes this one: a picture of a camera and where it comes from
local function picture(from)
	return action { "picture", from = from, by = { "environment" },
		label = w("留存摄像机图片", "Keep a picture of a camera"), done = w("留存了摄像机图片", "kept a picture of a camera"),
		help = w("在摄像机页上取图；不识别画面中的人。", "From the page of the camera; nobody in it is recognised."), form = { "picture_note" } }
end

-- a survey of a site or of a project: what is asked of it differs a little
local what = field { "what", type = "line", max = 120, label = w("调查内容", "What was surveyed") }
local day = field { "day", type = "date", label = w("调查日期", "On") }
local finding = field { "finding", type = "text", max = 4000, label = w("调查结果", "Finding") }
local function survey(fields, form, help)
	return part { "survey", label = w("现场调查", "Surveys"), max = 200, title = "what",
		fields = fields,
		states = {
			state { "entered", first = true, label = w("待复核", "To review") },
			state { "reviewed", closed = true, label = w("已复核", "Reviewed") },
		},
		actions = {
			action { "enter", opens = true, to = "entered", by = works,
				label = w("登记调查", "Enter a survey"), done = w("登记了调查", "entered a survey"), help = help,
				form = form, evidence = 1,
				guard = function(m)
					if m.given.day and m.given.day > m.today then return w("调查日期不能晚于今天", "A survey is not later than today") end
				end },
			action { "review", from = "entered", to = "reviewed", by = oversees,
				label = w("复核", "Review"), done = w("复核了调查", "reviewed the survey"), help = w("看过照片和数据后复核；写复核意见。", "Once the photographs and figures were seen, with what is to be said of them."), reason = true },
		} }
end

kind { "site",
	label = w("修复对象", "Site to restore"), subject = true,
	number = "修{n:4}", title = "name", lead = "lead", see = sees, roles = roles, published = "public",
	camera = camera { "picture", note = "picture_note" },
	fields = {
		field { "code", type = "line", code = true, max = 40, heads = { "编号", "地块编号", "图斑编号" }, label = w("编号", "Code") },
		field { "name", type = "line", list = true, public = true, max = 120, heads = { "名称", "山体名称", "地块名称" }, label = w("名称", "Name") },
		field { "sort", type = "choice", list = true, public = true, heads = { "类型" }, label = w("类型", "Sort"), choices = {
			pick("hill", "破损山体", "Damaged hill"), pick("parcel", "污染地块", "Contaminated parcel"), pick("subsided", "采煤塌陷地", "Land subsided by mining") } },
		field { "lead", type = "unit", list = true, heads = { "责任单位", "属地镇街" }, label = w("责任单位", "Unit in charge") },
		field { "place", type = "line", public = true, max = 200, heads = { "位置", "坐落" }, label = w("位置", "Where") },
		field { "mu", type = "dec", list = true, public = true, max = 10000000, heads = { "面积（亩）", "面积" }, label = w("面积（亩）", "Area (mu)") },
		field { "cause", type = "line", max = 200, heads = { "成因" }, label = w("成因", "Cause"), hint = w("如露天开采、原化工厂、采煤", "Open mining, a former chemical works, coal mining") },
		field { "depth", type = "dec", max = 10000, heads = { "最大下沉（米）", "塌陷深度" }, label = w("最大下沉（米）", "Deepest subsidence (m)") },
		field { "pollutant", type = "line", max = 200, heads = { "特征污染物" }, label = w("特征污染物", "What it is contaminated with") },
		field { "control", type = "line", max = 200, label = w("风险管控措施", "How the risk is held"), hint = w("围挡、标识、限制用途", "Fence, signs, limits of use") },
		field { "public", type = "flag", list = true, label = w("对外公开", "Published") },
		field { "picture_note", type = "text", max = 2000, label = w("图片说明", "What the picture is") },
	},
	states = {
		state { "listed", first = true, label = w("在册", "Listed") },
		state { "restored", closed = true, label = w("已修复", "Restored") },
		state { "removed", closed = true, label = w("已移出", "Taken off") },
	},
	parts = {
		survey({ what, day,
			field { "by_whom", type = "line", max = 120, label = w("调查单位", "By whom") },
			finding,
			field { "sunk", type = "dec", max = 10000, label = w("本次下沉（毫米）", "Sunk since the last one (mm)") },
		}, { must "what", must "day", must "by_whom", must "finding", "sunk" }, w("附现场照片或检测报告。", "With photographs or the report.")),
	},
	actions = {
		action { "enter", opens = true, to = "listed", by = oversees, main = true,
			label = w("登记对象", "Enter a site"), done = w("登记了修复对象", "entered the site"), help = w("一处一条；名册可以从表格导入。", "One for each; a list comes in from a sheet."),
			form = { must "code", must "name", must "sort", must "lead", "place", "mu", "cause", "depth", "pollutant", "public" },
			guard = function(m)
				if m.given.sort == "parcel" and not m.given.pollutant then
					return w("污染地块要写明特征污染物", "Say what the parcel is contaminated with")
				end
			end },
		action { "change", from = "listed", by = works,
			label = w("更新", "Update"), done = w("更新了对象", "updated the site"), help = w("面积、措施、公开与否随时更新。", "Area, measures, publication, whenever they change."),
			form = { keep "place", keep "mu", keep "depth", keep "control", keep "public" } },
		picture("listed"),
		action { "restore", from = "listed", to = "restored", by = oversees, reason = true,
			label = w("记为已修复", "Restored"), done = w("记为已修复", "entered it as restored"), help = w("写明验收文件。", "Name the acceptance.") },
		action { "remove", from = "listed", to = "removed", by = oversees, reason = true,
			label = w("移出名册", "Take off the list"), done = w("移出了名册", "took it off the list"), help = w("写明原因。", "Say why.") },
	},
}

kind { "restoration",
	label = w("修复项目", "Restoration project"),
	number = "修项〔{year}〕{n:3}", title = "title", lead = "lead", due = "due", share = "share", see = sees, roles = roles, published = "public",
	camera = camera { "picture", note = "picture_note" },
	fields = {
		field { "title", type = "line", list = true, public = true, max = 160, heads = { "项目名称" }, label = w("项目名称", "Project") },
		field { "site", type = "line", list = true, public = true, max = 120, heads = { "修复对象" }, label = w("修复对象", "Site"), hint = w("名册中的编号和名称", "Code and name from the list") },
		field { "lead", type = "unit", list = true, heads = { "责任单位" }, label = w("责任单位", "Unit in charge") },
		field { "way", type = "text", max = 4000, label = w("修复方案", "Plan"), hint = w("做什么、达到什么标准、谁评审", "What is done, to which standard, who reviewed it") },
		field { "money", type = "dec", max = 100000000, heads = { "投资（万元）" }, label = w("投资（万元）", "Cost (10,000 yuan)") },
		field { "due", type = "date", list = true, public = true, heads = { "完成时限" }, label = w("完成时限", "Due") },
		field { "share", type = "share", list = true, public = true, label = w("完成比例", "Done so far") },
		field { "done_on", type = "date", label = w("工程完工日期", "Work finished on") },
		field { "effect", type = "text", max = 4000, public = true, label = w("效果评估结论", "Finding of the assessment") },
		field { "result", type = "text", max = 2000, label = w("进展说明", "Progress") },
		field { "public", type = "flag", list = true, label = w("对外公开", "Published") },
		field { "picture_note", type = "text", max = 2000, label = w("图片说明", "What the picture is") },
	},
	states = {
		state { "plan", first = true, label = w("论证", "Planned"), tray = w("待批修复方案", "Plans to approve") },
		state { "work", label = w("实施", "Under way"), tray = w("实施中的修复项目", "Restoration under way") },
		state { "assess", label = w("效果评估", "Assessment"), tray = w("待评估修复项目", "Restoration to assess") },
		state { "closed", closed = true, label = w("已销号", "Closed") },
		state { "dropped", closed = true, label = w("已取消", "Dropped") },
	},
	clocks = {
		clock { "due", unit = "until", field = "due", main = true, label = w("完成时限", "Due") },
		clock { "survey", unit = "day", budget = 30, setting = "survey_days", label = w("调查间隔", "Next survey") },
	},
	lights = {
		light { "red", when = "overdue", word = w("超期", "overdue") },
		light { "yellow", when = "left_at_most", than = 10, setting = "near_days", word = w("临期", "due soon") },
	},
	parts = {
		survey({ what, day, finding }, { must "what", must "day", must "finding" }, w("附现场照片。", "With photographs.")),
	},
	actions = {
		action { "open", opens = true, to = "plan", by = oversees, main = true, clocks = "arm due",
			label = w("立项", "Begin a project"), done = w("立了修复项目", "began the project"), help = w("写明对象、责任单位和时限。", "Site, unit in charge and deadline."),
			form = { must "title", must "site", must "lead", "way", "money", must "due", "public" } },
		action { "plan", from = "plan", by = works,
			label = w("完善方案", "Complete the plan"), done = w("完善了方案", "completed the plan"), help = w("写清标准和评审意见。", "With its standard and its review."), form = { keep "way", keep "money", keep "public" } },
		action { "approve", from = "plan", to = "work", by = oversees, main = true, clocks = "arm survey",
			label = w("批准实施", "Approve"), done = w("批准实施", "approved the plan"), help = w("方案评审通过后批准。", "Once the plan was reviewed."),
			guard = function(m)
				if not m.field.way then return w("先写修复方案，再批准实施", "Write the plan before it is approved") end
			end },
		action { "report", from = "work", by = works, main = true, clocks = "arm survey",
			label = w("报进展", "Report progress"), done = w("报了进展", "reported progress"), help = w("写完成比例和照片。", "The share that is done, with photographs."),
			form = { must "result", must "share" }, evidence = 1 },
		picture({ "plan", "work", "assess" }),
		action { "finish", from = "work", to = "assess", by = works, clocks = "stop survey",
			label = w("工程完工", "Work is finished"), done = w("报了完工", "reported that the work is finished"), help = w("完工后进入效果评估和管护。", "The assessment and aftercare follow."),
			form = { must "done_on", must "result" }, evidence = 1,
			guard = function(m)
				if m.given.done_on and m.given.done_on > m.today then return w("完工日期不能晚于今天", "The work was not finished later than today") end
			end },
		action { "again", from = "assess", to = "work", by = oversees, reason = true, clocks = "arm survey",
			label = w("退回整改", "Back to work"), done = w("退回整改", "sent it back"), help = w("评估不合格，写明缺什么。", "It did not pass: say what is missing.") },
		action { "close", from = "assess", to = "closed", by = oversees, main = true, clocks = "stop due",
			label = w("销号", "Close it"), done = w("销号", "closed it"), help = w("附效果评估报告。", "With the report of the assessment."), form = { must "effect" }, evidence = 1,
			guard = function(m)
				local since = m.today - (m.field.done_on or m.today)
				if since < m.setting.aftercare_days then
					return w("完工满" .. m.setting.aftercare_days .. "天方可销号，现在是第" .. since .. "天",
						"A project is closed " .. m.setting.aftercare_days .. " days after the work; this is day " .. since)
				end
			end },
		action { "drop", from = { "plan", "work" }, to = "dropped", by = "supervision", reason = true, clocks = { "stop due", "stop survey" },
			label = w("取消", "Drop it"), done = w("取消了项目", "dropped it"), help = w("写明原因。", "Say why.") },
	},
}
