-- SPDX-License-Identifier: Apache-2.0
-- Buildings (楼宇经济, 一楼一策): what stands in each, what is let, what it yields, and a review of all by a declared method.
-- [V] read, [S] weak source, [D] our inference, [M] from memory; defaults that the district changes.

pack { "buildings", version = "1", label = { zh = "楼宇经济", en = "Buildings" } }

local function w(zh, en) return { zh = zh, en = en } end
local function must(field) return { field, required = true } end
local function must_keep(field) return { field, required = true, prefill = true } end
local function keep(field) return { field, prefill = true } end
local function pick(name, zh, en) return choice { name, label = w(zh, en) } end

setting { "notice_days", type = "int", low = 0, high = 30, default = 5,
	label = w("楼宇考核公示不少于几个工作日", "Working days of public notice of the review"), source = "[D]" }
setting { "lease_days", type = "int", low = 1, high = 365, default = 90,
	label = w("租约到期前几天提醒", "Days before a lease ends at which it is said"), source = "[S] 楼宇台账常用90/60/30天" }

local roles = {
	role { "supervision", duty = "supervision", relation = "any", label = w("督查室", "Supervision office") },
	role { "statistics", duty = "statistics", relation = "any", label = w("数据部门（统计岗）", "Data offices (statistics)") },
	role { "leader", duty = "leader", relation = "any", label = w("区领导", "Leaders of the district") },
	role { "lead", duty = "liaison", relation = "lead", label = w("属地联络员（楼长）", "Liaison of its township") },
	role { "lead_head", duty = "head", relation = "lead", label = w("属地负责人", "Head of its township") },
}
local sees = { "supervision", "statistics", "leader", "lead", "lead_head" }

-- measured of every building, once a year ------------------------------------------------------
local function of_building(name, zh, en, unit, total, source)
	indicator { name, label = w(zh, en), unit = unit, of = "building", span = "year", total = total, decimals = 2, confirm = true, heads = { zh }, source = source }
end
of_building("building_firms", "入驻企业数", "Firms in the building", w("户", "firms"), "last", "杭州市楼宇经济考核办法（2008）同类指标；口径[D]")
of_building("building_tax", "楼宇税收", "Tax of the building", w("万元", "10,000 yuan"), "sum", "杭州市楼宇经济考核办法（2008）第一步：楼宇税收")
of_building("building_tax_growth", "楼宇税收增长率", "Growth of its tax", "%", "last", "杭州市楼宇经济考核办法（2008）第一步：税收增长率")
of_building("building_let", "已出租面积", "Area let", w("平方米", "square metres"), "last", "[M] 入驻率的分子")
of_building("building_lettable", "可出租面积", "Area to let", w("平方米", "square metres"), "last", "[M] 入驻率的分母")
of_building("building_tax_here", "属地纳税额", "Tax of tenants registered here", w("万元", "10,000 yuan"), "sum", "[M] 税收属地率的分子")

kind { "building",
	label = w("商务楼宇", "Building"), subject = true,
	number = "楼{n:3}", title = "name", lead = "lead", see = sees, roles = roles,
	fields = {
		field { "code", type = "line", code = true, max = 40, heads = { "楼宇编号", "编号" }, label = w("楼宇编号", "Code") },
		field { "name", type = "line", list = true, max = 120, heads = { "楼宇名称", "名称" }, label = w("楼宇名称", "Name") },
		field { "lead", type = "unit", list = true, heads = { "属地镇街", "所属镇街", "镇街" }, label = w("属地镇街", "Township") },
		field { "address", type = "line", max = 200, heads = { "地址", "坐落" }, label = w("地址", "Address") },
		field { "floors", type = "int", max = 200, heads = { "层数" }, label = w("层数", "Floors") },
		field { "gross", type = "dec", max = 10000000, heads = { "建筑面积" }, label = w("建筑面积（平方米）", "Gross area (square metres)") },
		field { "operator", type = "line", max = 120, heads = { "运营单位", "物业" }, label = w("运营单位", "Operator") },
		field { "aim", type = "line", list = true, max = 120, heads = { "产业定位" }, label = w("产业定位", "What it is meant for") },
		field { "policy", type = "text", max = 4000, label = w("一楼一策", "Plan of the building"), hint = w("招什么、谁负责、给什么政策", "Whom to win, who does it, which support") },
		field { "vacancies", type = "text", max = 2000, label = w("空置楼层", "Vacancies"), hint = w("一行一处：楼层、面积、可用日期", "A line each: floor, area, from when") },
	},
	states = {
		state { "used", first = true, label = w("在册", "In use") },
		state { "gone", closed = true, label = w("已移出", "Taken off") },
	},
	parts = {
		part { "tenant", label = w("入驻企业", "Tenants"), max = 200, title = "name",
			fields = {
				field { "name", type = "line", max = 120, label = w("企业名称", "Firm") },
				field { "code", type = "line", max = 18, label = w("统一社会信用代码", "Unified social credit code") },
				field { "area", type = "dec", max = 1000000, label = w("租用面积（平方米）", "Area (square metres)") },
				field { "here", type = "flag", label = w("在本区注册纳税", "Registered and taxed here") },
				field { "until", type = "date", label = w("租约到期", "Lease ends") },
			},
			states = {
				state { "in_use", first = true, label = w("在租", "Let") },
				state { "left", closed = true, label = w("已搬离", "Left") },
			},
			clocks = { clock { "lease", unit = "until", field = "until", main = true, quiet = false, label = w("租约到期", "Lease ends") } },
			lights = { light { "yellow", when = "left_at_most", than = 90, setting = "lease_days", word = w("租约将到期", "lease ends soon") } },
			actions = {
				action { "move_in", opens = true, to = "in_use", by = { "lead", "statistics", "supervision" }, clocks = "arm lease",
					label = w("登记入驻", "Enter a tenant"), done = w("登记了入驻企业", "entered a tenant"), help = w("写清面积、注册地和租约到期日。", "Area, where it is registered, when the lease ends."),
					form = { must "name", "code", must "area", "here", must "until" },
					guard = function(m)
						local n = tonumber(m.given.area or "")
						if n and n <= 0 then return w("租用面积要大于零", "The area let is more than nothing") end
					end },
				action { "renew", from = "in_use", by = { "lead", "statistics" }, clocks = "arm lease",
					label = w("续租", "Renew"), done = w("续租了", "renewed the lease"), help = w("改到期日和面积。", "A new end, and area."), form = { must_keep "until", keep "area", keep "here" } },
				action { "leave", from = "in_use", to = "left", by = { "lead", "statistics" }, reason = true, clocks = "stop lease",
					label = w("搬离", "It left"), done = w("记为搬离", "entered that it left"), help = w("写明去了哪里、为什么。", "Say where to, and why.") },
			} },
	},
	actions = {
		action { "enter", opens = true, to = "used", by = { "statistics", "supervision" }, main = true,
			label = w("登记楼宇", "Enter a building"), done = w("登记了楼宇", "entered the building"), help = w("一栋一条；名册可以从表格导入。", "One for each; a list comes in from a sheet."),
			form = { must "code", must "name", must "lead", "address", "floors", "gross", "operator", "aim" } },
		action { "change", from = "used", by = { "lead", "lead_head", "statistics" },
			label = w("更新", "Update"), done = w("更新了楼宇", "updated the building"), help = w("空置、定位和一楼一策随时更新。", "Vacancies, aim and plan, whenever they change."),
			form = { keep "operator", keep "aim", keep "policy", keep "vacancies" } },
		action { "remove", from = "used", to = "gone", by = { "statistics", "supervision" }, reason = true,
			label = w("移出名册", "Take off the list"), done = w("移出了名册", "took it off the list"), help = w("写明原因。", "Say why.") },
	},
}

-- the method: the document gives weights in one step and the plain mean in another; both readings stand ----------
local hangzhou = "[V] 杭州市楼宇经济考核办法（2008）：最大100、最小50，其间按比例"
local function on(name, zh, en, weight)
	return item { name, label = w(zh, en), weight = weight, score = score { "minmax", low = 50, high = 100 }, missing = "fail", source = hangzhou }
end
local function items(a, b, c)
	return { on("building_firms", "入驻企业数", "Firms", a), on("building_tax", "楼宇税收", "Tax", b), on("building_tax_growth", "税收增长率", "Growth of tax", c) }
end
local thirds = { band { "best", label = w("示范楼宇", "Model"), to = 20 }, band { "good", label = w("达标楼宇", "Good"), to = 80 }, band { "weak", label = w("提升楼宇", "To raise") } }
method { "buildings_weighted", version = "1", label = w("楼宇考核（加权）", "Buildings, weighted"), of = "building", decimals = 2, bands = thirds,
	source = hangzhou .. "；权重按第一步，删去“楼宇个数增量”（单栋无此项），其余按比例折算[D]", items = items(31.25, 37.5, 31.25) }
method { "buildings_mean", version = "1", label = w("楼宇考核（算术平均）", "Buildings, plain mean"), of = "building", decimals = 2, bands = thirds, total = 99,
	source = hangzhou .. "；第四步写算术平均，与第一步的权重矛盾，两种读法都列出", items = items(33, 33, 33) }

-- an index of the same values: what a building lacks in growth its size does not make good
local function part(name, zh, en, weight)
	return item { name, label = w(zh, en), weight = weight, source = hangzhou }
end
method { "buildings_index", version = "1", label = w("楼宇综合指数", "Index of buildings"), of = "building", decimals = 2, bands = thirds, aggregate = "geometric",
	source = hangzhou .. "；权重同“加权”；尺度和逐层合成按OECD/JRC综合指数手册，取法为[D]",
	index = index { impute = "fail", norm = norm { "minmax", from = 1, to = 100 } },
	dimensions = { dimension { "building_size", label = w("规模", "Size"), weight = 68.75, total = 68.75,
		items = { part("building_firms", "入驻企业数", "Firms", 31.25), part("building_tax", "楼宇税收", "Tax", 37.5) } } },
	items = { part("building_tax_growth", "税收增长率", "Growth of tax", 31.25) } }

kind { "building_review",
	label = w("楼宇考核", "Review of buildings"), evaluation = evaluation { period = "period", method = "method" }, number = "楼评〔{year}〕{n:2}", title = "title", lead = "lead", due = "due", see = sees, roles = roles,
	fields = {
		field { "title", type = "line", list = true, max = 120, label = w("名称", "Name") },
		field { "period", type = "line", list = true, max = 4, label = w("考核年度", "Year"), hint = w("数据所属的年份，如 2025", "Of the data, like 2025") },
		field { "method", type = "choice", list = true, label = w("办法", "Method"), choices = {
			pick("buildings_weighted", "加权", "Weighted"), pick("buildings_mean", "算术平均", "Plain mean"), pick("buildings_index", "综合指数", "Index") } },
		field { "lead", type = "unit", list = true, fill = "actor", label = w("牵头部门", "Office in charge") },
		field { "due", type = "date", list = true, label = w("完成时限", "Due") },
		field { "run", type = "line", list = true, max = 20, label = w("结果编号", "Number of the run") },
		field { "note", type = "text", label = w("说明", "Note") },
	},
	states = {
		state { "review", first = true, label = w("计算会审", "Review"), tray = w("待会审楼宇考核", "Reviews of buildings") },
		state { "notice", waits = true, label = w("公示", "Public notice"), tray = w("公示中", "Under public notice") },
		state { "final", closed = true, label = w("已公布", "Final") },
		state { "dropped", closed = true, label = w("已取消", "Dropped") },
	},
	clocks = { clock { "due", unit = "until", field = "due", main = true, label = w("完成时限", "Due") } },
	lights = { light { "red", when = "overdue", word = w("超期", "overdue") }, light { "yellow", when = "left_at_most", than = 5, word = w("临期", "due soon") } },
	actions = {
		action { "open", opens = true, to = "review", by = { "statistics", "supervision" }, main = true, clocks = "arm due",
			label = w("开展考核", "Begin a review"), done = w("开展了楼宇考核", "began the review"), help = w("年度数据录齐并核对后开展。", "Once the values of the year are entered and confirmed."),
			form = { must "title", must "period", must "method", "lead", must "due" },
			guard = function(m)
				local year = tonumber(m.given.period or "")
				if m.given.period and (not year or year < 2000 or year > 2100) then
					return w("考核年度写四位年份，如 2025", "A year is written like 2025")
				end
			end },
		action { "publish", from = "review", to = "notice", by = { "statistics", "supervision" }, main = true,
			label = w("公示", "Public notice"), done = w("公示了结果", "put the result on public notice"), help = w("在评价结果页上点“公示”。", "From the page of the result."), form = { must "run", "note" } },
		action { "rerank", from = "notice", by = { "statistics", "supervision" },
			label = w("重新排名", "Rank again"), done = w("重新排名", "ranked again"), help = w("更正数值以后，在评价结果页上重新计算。", "After a correction, from the page of the result."), form = { must "run", "note" } },
		action { "finish", from = "notice", to = "final", by = { "statistics", "supervision" }, main = true, clocks = "stop due",
			label = w("公布", "Publish"), done = w("公布了结果", "published the result"), help = w("公示期满后，在评价结果页上点“定稿公布”。", "Once the notice is over, from the page of the result."), form = { must "run", "note" },
			guard = function(m)
				if m.in_state < m.setting.notice_days then
					return w("公示要满" .. m.setting.notice_days .. "个工作日，现在是第" .. m.in_state .. "个", "The notice takes " .. m.setting.notice_days .. " working days; this is day " .. m.in_state)
				end
			end },
		action { "drop", from = { "review", "notice" }, to = "dropped", by = "supervision", reason = true, clocks = "stop due",
			label = w("取消", "Drop it"), done = w("取消了考核", "dropped it"), help = w("写明原因。", "Say why.") },
	},
}
