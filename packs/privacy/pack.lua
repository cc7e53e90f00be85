-- SPDX-License-Identifier: Apache-2.0
-- Personal data (个人信息保护): classes with their retention, the notice, and what a person may ask for.
-- [D] our inference, [M] from memory, [U] unverified, otherwise the place itself.

pack { "privacy", version = "1", label = { zh = "个人信息保护", en = "Personal data" } }

local function w(zh, en) return { zh = zh, en = en } end

-- classes: how long each is kept, from the closing of its matter or the last change after it ------------

local function keep(name, months, zh, en, source)
	setting { "keep_" .. name .. "_months", type = "int", low = 0, high = 600, default = months,
		label = w(zh .. "保存几个月（办结后起算，0 为不到期）", "Months for which " .. en .. " is kept after closing (0: no end)"), source = source }
end
local why = "《个人信息保护法》第十九条：保存期限为实现处理目的所必要的最短时间；[D] "
keep("contact", 12, "联系方式", "contact data", why .. "回访、重办、督办一般一年内结束")
keep("identity", 12, "身份信息", "identity", why .. "同联系方式")
keep("sensitive", 12, "敏感个人信息", "sensitive data", "《个人信息保护法》第二十八条：有特定目的和充分必要才处理；[D] 不长于联系方式")
keep("words", 36, "诉求原话和评价", "the asker's own words", why .. "重复诉求、考评申诉要查原话，三年")
keep("files", 36, "诉求人提交的照片和附件", "files of the asker", why .. "同诉求原话")
keep("work_contact", 36, "工作联系方式", "contact data at work", why .. "项目、揭榜结束后对账、审计，三年")

data_class { "contact", label = w("联系方式", "Contact"), keep = "keep_contact_months" }
data_class { "identity", label = w("个人身份信息", "Identity"), keep = "keep_identity_months" }
data_class { "sensitive", label = w("敏感个人信息", "Sensitive"), keep = "keep_sensitive_months", sensitive = true }
data_class { "words", label = w("诉求内容", "Own words"), keep = "keep_words_months" }
data_class { "files", label = w("照片和附件", "Photographs and files"), keep = "keep_files_months", files = true }
data_class { "work_contact", label = w("工作联系方式", "Contact at work"), keep = "keep_work_contact_months" }

-- the notice ---------------------------------------------------------------------------------------------

setting { "notice_zh", type = "text", default = "notice.zh.txt",
	label = w("个人信息处理告知（中文）", "Privacy notice (Chinese)"),
	source = "《个人信息保护法》第十七条、第三十五条：处理者、目的、种类、保存期限、权利" }
setting { "notice_en", type = "text", default = "notice.en.txt",
	label = w("个人信息处理告知（英文）", "Privacy notice (English)"),
	source = "《个人信息保护法》第十七条、第三十五条" }

-- a person's wish (个人信息查阅、复制、更正、删除) -----------------------------------------------------------

setting { "wish_days", type = "int", low = 1, high = 60, default = 15,
	label = w("个人信息申请几个工作日内答复", "Working days in which a person's wish is answered"),
	source = "《个人信息保护法》第五十条只要求及时；[D] 15 个工作日，同政府信息公开的一般期限" }

kind { "wish",
	label = w("个人信息申请", "Wish about personal data"), number = "信〔{year}〕{n:4}", title = "title", lead = "lead", published = "published",
	see = { "office", "intake" },
	roles = {
		role { "office", duty = "supervision", relation = "any", label = w("督查室", "Supervision office") },
		role { "intake", duty = "intake", relation = "any", label = w("诉求中心", "Request centre") },
		role { "asker", relation = "asker", label = w("申请人", "Asker") },
	},
	fields = {
		field { "title", type = "line", list = true, max = 120, label = w("申请事项", "Wish"), hint = w("不写姓名、电话", "Without name or number") },
		field { "sort", type = "choice", list = true, public = true, label = w("要求", "What is wished"), choices = {
			choice { "see", label = w("查阅", "See") }, choice { "copy", label = w("复制", "Copy") },
			choice { "correct", label = w("更正、补充", "Correct or complete") }, choice { "delete", label = w("删除", "Delete") },
			choice { "explain", label = w("说明处理规则", "Explain the rules") } } },
		field { "lead", type = "unit", fill = "actor", label = w("办理单位", "Unit") },
		field { "verified", type = "flag", label = w("回拨核实是本人", "Called back: it is the person") },
		field { "verified_how", type = "line", max = 120, label = w("怎样核实", "How it was checked"), hint = w("回拨登记的号码、当面出示证件", "Called the number on record, papers shown in person") },
		field { "refusal", type = "choice", public = true, label = w("不予办理的理由", "Legal reason of refusal"), choices = {
			choice { "secret", label = w("法律、行政法规规定应当保密", "Law requires secrecy (PIPL 18)") },
			choice { "duty", label = w("会妨碍履行法定职责", "It would hinder a statutory duty (PIPL 35)") },
			choice { "term", label = w("法定保存期限未满，改为只存储、不再处理", "A statutory term is not over: stored only (PIPL 47)") },
			choice { "other_person", label = w("核实不是本人", "It is not the person himself") },
			choice { "none", label = w("没有保存这些信息", "No such data are held") } } },
		field { "answer", type = "text", public = true, label = w("答复", "Answer") },
		field { "published", type = "flag", label = w("公开", "Published") },
	},
	states = {
		state { "registered", first = true, public = true, label = w("待核实", "To be checked"), tray = w("核实是不是本人", "Check that it is the person") },
		state { "verified", public = true, label = w("办理中", "In hand"), tray = w("办理个人信息申请", "Do what was wished") },
		state { "done", public = true, closed = true, label = w("已办结", "Done") },
		state { "refused", public = true, closed = true, label = w("不予办理", "Refused") },
	},
	clocks = { clock { "due", unit = "working_day", budget = 15, setting = "wish_days", main = true, label = w("答复期限", "Answer due") } },
	lights = { light { "red", when = "overdue", word = w("超期", "late") }, light { "yellow", when = "left_at_most", than = 3, word = w("临期", "near") } },
	parts = { part { "request", label = w("申请", "Application"), request = true, number = "申〔{year}〕{n:5}", max = 5, title = "what",
		channel = "channel", outside = "outside", phone = "phone",
		fields = {
			field { "what", type = "line", max = 120, label = w("摘要", "Summary") },
			field { "channel", type = "choice", label = w("渠道", "Channel"), choices = {
				choice { "phone", label = w("电话", "Telephone") }, choice { "web", label = w("网页", "Web") },
				choice { "counter", label = w("窗口", "Counter") }, choice { "letter", label = w("来信", "Letter") } } },
			field { "outside", type = "line", max = 60, label = w("外部编号", "Number elsewhere") },
			field { "phone", type = "line", max = 30, label = w("登记时用的电话", "Number given with the requests"), personal = true, purpose = "核实本人、答复", data_class = "contact" },
			field { "name", type = "line", max = 60, label = w("姓名", "Name"), personal = true, purpose = "称呼、核实", data_class = "identity" },
			field { "words", type = "text", label = w("要求的内容", "What exactly"), personal = true, purpose = "办理申请", data_class = "words" },
			field { "notice", type = "line", max = 40, label = w("告知版本", "Notice") },
		},
		states = { state { "open", first = true, public = true, label = w("办理中", "In hand") }, state { "answered", public = true, closed = true, label = w("已答复", "Answered") } },
		actions = {
			action { "take", opens = true, to = "open", by = "intake", label = w("登记申请", "Register"), done = w("登记申请", "registered"),
				help = w("本人来电、来人、来信提出的", "What a person wished by telephone, letter or in person"),
				form = { { "channel", required = true }, "what", { "phone", required = true }, "name", { "words", required = true }, "notice" }, within = { "registered" } },
			action { "ask", opens = true, to = "open", by = "asker", public = true, label = w("提出申请", "Ask"), done = w("提出申请", "asked"),
				help = w("填您登记诉求时用的电话，我们会回拨核实", "Give the number that came with your requests; we call it back"),
				form = { "channel", { "phone", required = true }, "name", { "words", required = true }, "notice" }, within = { "registered" } },
			action { "add", from = "open", by = "asker", public = true, label = w("补充", "Add"), done = w("补充", "added"), help = w("补充说明", "Say more"),
				form = { { "words", required = true } } },
			action { "answered", from = "open", to = "answered", by = { "intake", "office" }, public = true, label = w("答复", "Answer"), done = w("答复", "answered"),
				help = w("随事项一并答复", "Together with the matter"), within = { "registered", "verified", "done", "refused" } },
		} } },
	actions = {
		action { "register", opens = true, to = "registered", by = { "intake", "asker" }, public = true, label = w("受理申请", "Register a wish"), done = w("受理申请", "registered"),
			help = w("查阅、复制、更正、删除本人的个人信息", "To see, copy, correct or delete one's own data"), form = { "title", { "sort", required = true } }, clocks = { "arm due" } },
		action { "verify", from = "registered", to = "verified", by = "intake", main = true, label = w("核实本人", "Check the person"), done = w("核实本人", "checked"),
			help = w("回拨登记的号码，或者当面看证件", "Call the number on record back, or see papers"), form = { { "verified", required = true }, { "verified_how", required = true } },
			guard = function(m)
				if m.given.verified ~= 1 then
					return w("没有核实是本人的，不能往下办；请选“不予办理”", "only the person himself may be served; refuse it instead")
				end
			end },
		action { "finish", from = "verified", to = "done", by = { "intake", "office" }, main = true, public = true, label = w("办结答复", "Answer"), done = w("办结答复", "answered"),
			help = w("写明做了什么；答复里不写个人信息", "Say what was done; nothing personal in the answer"), form = { { "answer", required = true } }, clocks = { "stop due" }, each = "request.answered" },
		action { "refuse", from = { "registered", "verified" }, to = "refused", by = { "intake", "office" }, public = true, reason = true, label = w("不予办理", "Refuse"), done = w("不予办理", "refused"),
			help = w("只能用法律规定的理由，并告诉本人可以投诉、起诉", "Only for a legal reason; say that it may be contested"), form = { { "refusal", required = true }, { "answer", required = true } },
			clocks = { "stop due" }, each = "request.answered" },
	},
}

-- records --------------------------------------------------------------------------------------------------

setting { "export_keep_months", type = "int", low = 36, high = 600, default = 36,
	label = w("导出记录至少保存几个月", "Months for which exports stay on record, at least"),
	source = "《网络数据安全管理条例》第十二条：向他人提供个人信息的处理情况记录至少保存三年" }
setting { "reveal_sample", type = "int", low = 0, high = 100, default = 10,
	label = w("显示原值的，抽查百分之几", "Per cent of revealed values that are drawn for review"),
	source = "[D] 《个人信息保护法》第五十四条要求定期审计；比例各地自定" }
setting { "backup_keep_days", type = "int", low = 1, high = 366, default = 30,
	label = w("备份最多保留几天", "Days for which backups are kept at most"),
	source = "[D] 备份里还有到期前的密钥；备份删了才算销毁干净" }
