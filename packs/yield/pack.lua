-- SPDX-License-Identifier: Apache-2.0
-- Yield evaluation (亩产效益评价): firms, what is measured of them, the evaluation of a year from
-- the list to the final classes, objections, and the exit of what yields too little.
-- How points are made is declared in the methods at the end; every number there has its source.
-- Marks of defaults: [V] read in the document, [S] secondary, [D] our inference, [M] from memory, [U] unverified.

pack { "yield", version = "1", label = { zh = "亩产效益评价", en = "Yield evaluation" } }

local function w(zh, en) return { zh = zh, en = en } end
local function must(field) return { field, required = true } end
local function keep(field) return { field, prefill = true } end
local function must_keep(field) return { field, required = true, prefill = true } end
local function pick(name, zh, en) return choice { name, label = w(zh, en) } end

-- settings --------------------------------------------------------------------------

setting { "list_by", type = "int", low = 101, high = 1231, default = 531,
	label = w("参评名单最迟哪天定（月日，如531）", "Day by which the list of firms stands (month and day, 531)"),
	source = "[V] 德州市2024年：5月31日前确定企业名单" }
setting { "data_by", type = "int", low = 101, high = 1231, default = 630,
	label = w("数据最迟哪天核对完（月日）", "Day by which the data is confirmed (month and day)"),
	source = "[V] 德州市2024年：6月30日前完成数据采集" }
setting { "finish_by", type = "int", low = 101, high = 1231, default = 715,
	label = w("评价最迟哪天完成（月日）", "Day by which the evaluation is finished (month and day)"),
	source = "[V] 德州市2024年：7月15日前完成评价" }
setting { "notice_days", type = "int", low = 0, high = 30, default = 5,
	label = w("公示几个工作日（0为不限）", "Working days of public notice (0: no least time)"),
	source = "[S] 各地3、5、6日不等；温岭市2021年6日" }
setting { "objection_days", type = "int", low = 1, high = 30, default = 5,
	label = w("异议几个工作日内核实", "Working days in which an objection is looked into"),
	source = "[D] 与公示期相当" }
setting { "young_years", type = "int", low = 0, high = 10, default = 2,
	label = w("投产不满几年可以不定等级（T类）", "Years of production below which a firm may be left unclassed (class T)"),
	source = "[V] 淮安市2024年：投产未满2年列T类" }
setting { "surcharge", type = "line", default = "1:0.05 2:0.10 3:0.15",
	label = w("D类企业电价加价（连续第几年:元/千瓦时，空格隔开）", "Surcharge on electricity of class D (consecutive year: yuan per kWh, with spaces)"),
	source = "[V] 山东省2022年：连续1年0.05、2年0.10、3年及以上0.15；与差别电价、惩罚性电价、阶梯电价重叠的取最高，不重复加价" }
setting { "surcharge_power", type = "line", default = "firm_power",
	label = w("按哪项指标算用电量（万千瓦时）", "Indicator that holds the electricity (10,000 kWh)"),
	source = "[D] 本包的用电量指标" }
setting { "exit_years", type = "int", low = 1, high = 10, default = 2,
	label = w("连续几年D类列入低效退出清单", "Consecutive years in class D that put a firm on the list of low yield"),
	source = "[D] 各地以“连续D类”为条件，年数自定" }
setting { "exit_share", type = "int", low = 0, high = 100, default = 33,
	label = w("亩均税收低于全区均值百分之几列入低效退出清单（0为不看）", "Per cent of the district's mean tax per mu below which a firm is on the list of low yield (0: not looked at)"),
	source = "[U] 桐庐县做法：低于全县均值三分之一（来源弱）" }

-- firms (企业) ------------------------------------------------------------------------

local function code_fits(m)
	local code = m.given.code
	if code and (length(code) ~= 18 or contains(code, " ")) then
		return w("统一社会信用代码是18位，请核对", "A unified social credit code has 18 characters; check it")
	end
end

local function parcel_fits(m)
	local mu = tonumber(m.given.mu or "")
	if mu and mu <= 0 then
		return w("面积要大于零", "The area must be more than zero")
	end
end

local firm_form = { must_keep "name", must_keep "lead", must_keep "scale", keep "park", keep "industry", keep "opened", keep "landed",
	keep "building", keep "started", keep "above_since", keep "floated", keep "ended", keep "reserved", keep "reserved_why",
	keep "accounts", keep "other_surcharge", keep "low_before", keep "parent" }

local function firm_fits(m)
	local reserved = m.given.reserved or m.field.reserved
	local why = m.given.reserved_why or m.field.reserved_why or ""
	if reserved == "other" and why == "" then
		return w("“其他”要写明不定等级的理由", "Say why it is left unclassed")
	end
	if m.given.started and m.given.started > m.today then
		return w("投产日期还没有到", "The day production began has not come yet")
	end
	local started, years = m.given.started or m.field.started, m.setting.young_years
	if m.given.reserved == "young" and started and (m.today - started) * 4 >= years * 1461 then
		return w("投产已满" .. years .. "年，不能再按“投产不满规定年限”不定等级；请改选或留空",
			"It is in production for " .. years .. " years and is too old for this; choose another reason or none")
	end
	if m.given.above_since and (m.given.scale or m.field.scale) == "below" then
		return w("填了升规日期，规模要选规上", "With the day it came above scale, its scale is above")
	end
	local low = m.given.low_before or m.field.low_before
	if low and low < 0 then
		return w("连续年数不能是负数", "A number of years cannot be negative")
	end
end

kind { "firm",
	label = w("企业", "Firm"), subject = true,
	number = "企{n:4}",
	title = "name", lead = "lead",
	life = { "opened", "landed", "building", "started", "above_since", "floated", "ended" },
	evaluated = evaluated { reserved = "reserved", years_before = "low_before", surcharge = "surcharge", power = "surcharge_power",
		accounts = "accounts", in_force = "other_surcharge", exit = "low_yield", exit_years = "exit_years", exit_share = "exit_share" },
	see = { "supervision", "statistics", "leader", "lead", "lead_head" },

	roles = {
		role { "supervision", duty = "supervision", relation = "any", label = w("督查室", "Supervision office") },
		role { "statistics", duty = "statistics", relation = "any", label = w("数据部门（统计岗）", "Data offices (statistics)") },
		role { "leader", duty = "leader", relation = "any", label = w("区领导", "Leaders of the district") },
		role { "lead", duty = "liaison", relation = "lead", label = w("属地联络员", "Liaison of its township") },
		role { "lead_head", duty = "head", relation = "lead", label = w("属地负责人", "Head of its township") },
	},

	fields = {
		field { "code", type = "line", code = true, max = 18, heads = { "统一社会信用代码", "信用代码", "社会信用代码" }, label = w("统一社会信用代码", "Unified social credit code") },
		field { "name", type = "line", list = true, max = 120, heads = { "企业名称", "单位名称", "名称" }, label = w("企业名称", "Name") },
		field { "lead", type = "unit", list = true, heads = { "所属镇街", "镇街", "属地", "所在镇街", "所属街道" }, label = w("所属镇街", "Township") },
		field { "park", type = "line", list = true, max = 60, heads = { "所在园区", "园区" }, label = w("所在园区", "Park") },
		field { "industry", type = "line", list = true, max = 60, heads = { "行业代码", "行业", "所属行业", "行业大类" }, label = w("行业（国民经济行业大类）", "Industry (division of GB/T 4754)"),
			hint = w("大类代码和名称，如 34 通用设备制造业", "Code and name of the division") },
		field { "scale", type = "choice", list = true, heads = { "企业规模", "规上规下", "类型", "规模" }, label = w("规上、规下", "Scale"), choices = {
			pick("above", "规上", "Above scale"), pick("below", "规下", "Below scale") } },
		field { "opened", type = "date", heads = { "开办日期", "成立日期", "注册日期" }, label = w("开办日期", "Founded") },
		field { "landed", type = "date", heads = { "落地日期", "签约日期" }, label = w("落地日期", "Settled here") },
		field { "building", type = "date", heads = { "建设日期", "开工日期" }, label = w("开工建设日期", "Construction began") },
		field { "started", type = "date", heads = { "投产日期", "投产时间" }, label = w("投产日期", "In production since") },
		field { "above_since", type = "date", list = true, heads = { "升规日期", "入规日期", "入库日期" }, label = w("升规入库日期", "Above scale since") },
		field { "floated", type = "date", heads = { "上市日期", "挂牌日期" }, label = w("上市（挂牌）日期", "Listed on an exchange") },
		field { "ended", type = "date", heads = { "注销日期" }, label = w("注销日期", "Struck off") },
		field { "reserved", type = "choice", list = true, heads = { "不定等级原因", "T类原因" }, label = w("不定等级（T类）", "Left unclassed (class T)"), choices = {
			pick("utility", "电力、热力、燃气、水的生产供应", "Electricity, heat, gas or water supply"),
			pick("young", "投产不满规定年限", "Too short in production"),
			pick("new_above", "当年新升规", "Newly above scale this year"),
			pick("moving", "搬迁、征收中", "Being moved or expropriated"),
			pick("other", "其他（写明理由）", "Other (say why)") } },
		field { "reserved_why", type = "line", max = 200, heads = { "T类说明" }, label = w("不定等级的理由", "Why it is left unclassed") },
		field { "accounts", type = "text", max = 2000, heads = { "用电户号", "用户编号", "电力户号" }, label = w("用电户号", "Electricity accounts"),
			hint = w("一行一个户号；多个户号的，户号后空一格写年用电量（千瓦时）", "A line each; with several, the number, a space, and its kWh of the year") },
		field { "other_surcharge", type = "dec", max = 10, heads = { "已执行加价" }, label = w("已执行的差别（惩罚性、阶梯）加价（元/千瓦时）", "Other surcharge in force (yuan per kWh)") },
		field { "low_before", type = "int", max = 50, heads = { "此前连续D类年数" }, label = w("纳入本系统以前连续几年D类", "Consecutive years in class D before this record began") },
		field { "parent", type = "line", max = 120, heads = { "所属集团" }, label = w("所属集团", "Group it belongs to") },
	},

	states = {
		state { "active", first = true, label = w("在册", "On the list") },
		state { "gone", closed = true, label = w("已注销、迁出", "Gone") },
	},

	parts = {
		part { "parcel", label = w("用地", "Land"), max = 40, title = "no",
			fields = {
				field { "no", type = "line", max = 60, label = w("地块编号", "Parcel") },
				field { "mu", type = "dec", max = 100000, label = w("面积（亩）", "Area (mu)") },
				field { "use", type = "choice", label = w("用地方式", "How it is held"), choices = {
					pick("own", "自有", "Own"), pick("lease_in", "租入", "Leased in"), pick("lease_out", "租出", "Leased out") } },
				field { "with", type = "line", max = 120, label = w("出租方（承租方）", "Landlord or tenant") },
			},
			states = {
				state { "used", first = true, label = w("使用中", "In use") },
				state { "ended", closed = true, label = w("已终止", "Ended") },
			},
			actions = {
				action { "add", opens = true, to = "used", by = { "supervision", "statistics", "lead" },
					label = w("登记地块", "Enter a parcel"), done = w("登记了地块", "entered a parcel"),
					help = w("自有、租入、租出分别登记；计算用地面积：自有加租入减租出。", "Own, leased in and leased out apart; land used is own and leased in, less leased out."),
					form = { must "no", must "mu", must "use", "with" }, guard = parcel_fits },
				action { "change", from = "used", by = { "supervision", "statistics", "lead" }, reason = true,
					label = w("更正地块", "Correct a parcel"), done = w("更正了地块", "corrected a parcel"), help = w("写明原因。", "Say why."),
					form = { must_keep "mu", must_keep "use", keep "with" }, guard = parcel_fits },
				action { "stop", from = "used", to = "ended", by = { "supervision", "statistics", "lead" }, reason = true,
					label = w("终止", "End it"), done = w("终止了地块", "ended a parcel"), help = w("退租、转让、收回的，写明原因。", "Given up, sold or taken back: say why.") },
			} },
	},

	actions = {
		action { "enter", opens = true, to = "active", by = { "supervision", "statistics", "lead" }, main = true,
			label = w("登记企业", "Enter a firm"), done = w("登记了企业", "entered the firm"),
			help = w("一家企业登记一次，代码不能重复；也可以从工作簿导入。", "A firm is entered once, its code is its own; a workbook can be imported."),
			form = { must "code", must "name", must "lead", must "scale", "park", "industry", "opened", "landed", "building", "started", "above_since", "floated", "ended",
				"reserved", "reserved_why", "accounts", "other_surcharge", "low_before", "parent" },
			guard = function(m) return code_fits(m) or firm_fits(m) end },
		action { "correct", from = "active", by = { "supervision", "statistics", "lead" }, main = true, key = "e",
			label = w("更正", "Correct"), done = w("更正了企业资料", "corrected the firm"),
			help = w("名称、镇街、规模等有变化时更正；数据在“指标”里更正。", "Name, township, scale and the like; values are corrected with the indicators."),
			form = firm_form, guard = firm_fits },
		action { "recode", from = "active", by = { "supervision", "statistics" }, reason = true,
			label = w("更正代码", "Correct the code"), done = w("更正了代码", "corrected the code"),
			help = w("登记机关换发代码，或原来录错的。", "Given anew by the registrar, or mistyped."),
			form = { must_keep "code" }, guard = code_fits },
		action { "reserve", from = "active", by = { "supervision", "statistics" }, reason = true,
			label = w("列入T类", "Put into class T"), done = w("列入T类", "put it into class T"),
			help = w("不定等级，不参加排名；写明依据。", "It is not ranked and has no class; say on what ground."),
			form = { must_keep "reserved", keep "reserved_why" }, guard = firm_fits },
		action { "unreserve", from = "active", by = { "supervision", "statistics" }, reason = true, clears = "reserved",
			label = w("移出T类", "Take out of class T"), done = w("移出T类", "took it out of class T"),
			help = w("此后照常评价。", "From then on it is evaluated like the others.") },
		action { "leave", from = "active", to = "gone", by = { "supervision", "statistics" }, reason = true,
			label = w("注销、迁出", "Gone"), done = w("注销了企业", "took it off the list"),
			help = w("不再参加以后的评价，历年结果保留。", "No further evaluation; earlier results stay."), form = { "ended" } },
		action { "return", from = "gone", to = "active", by = { "supervision", "statistics" }, reason = true,
			label = w("恢复在册", "Back on the list"), done = w("恢复在册", "put it back on the list"), help = w("写明原因。", "Say why.") },
	},
}

-- indicators of a firm (指标) -------------------------------------------------------------
-- Values of a year, each from the office that holds it, confirmed by the firm (its township enters that).

local function value(name, zh, en, unit, office, decimals, heads, help, source)
	indicator { name, label = w(zh, en), unit = unit, of = "firm", span = "year", total = "sum", decimals = decimals, from = office, confirm = true,
		heads = heads, help = help, group = w("亩产效益", "Yield"), source = source }
end
local wan, ton, dezhou = w("万元", "10,000 yuan"), w("吨", "t"), "[V] 鲁政字〔2019〕235号；数据部门见德州市2024年分工"

value("firm_tax", "实缴税金", "Tax paid", wan, "区税务局", 2, { "实缴税金", "实际入库税收", "税收", "税收实际贡献" },
	w("当年实际入库的税收，不含代扣代缴", "What came in during the year, without what is withheld for others"), dezhou)
value("firm_land", "自有用地", "Land of its own", w("亩", "mu"), "区自然资源局", 2, { "用地面积", "自有用地", "用地" }, w("登记的自有工业用地", "Registered industrial land of its own"), dezhou)
value("firm_land_in", "租入用地", "Land leased in", w("亩", "mu"), "区自然资源局", 2, { "租入用地", "租赁用地" }, w("从他人租入并实际使用的", "Leased from others and in use"), dezhou)
value("firm_land_out", "租出用地", "Land leased out", w("亩", "mu"), "区自然资源局", 2, { "租出用地", "出租用地" }, w("租给他人使用的", "Let to others"), dezhou)
value("firm_added", "工业增加值", "Value added", wan, "区统计局", 2, { "增加值", "工业增加值" }, w("当年工业增加值", "Of the year"), dezhou)
value("firm_revenue", "营业收入", "Revenue", wan, "区统计局", 2, { "营业收入", "销售收入", "主营业务收入" }, w("当年营业收入", "Of the year"), dezhou)
value("firm_staff", "平均从业人员", "Staff", w("人", "people"), "区统计局", 0, { "从业人员", "平均从业人员", "年平均职工人数" }, w("全年平均", "Mean of the year"), dezhou)
value("firm_research", "研发经费", "Research spending", wan, "区统计局", 2, { "研发经费", "R&D经费", "研发费用", "研发投入" }, w("当年研发经费投入", "Of the year"), dezhou)
value("firm_energy", "综合能耗（等价值）", "Energy (equivalent value)", w("吨标准煤", "tce"), "区发改局", 2, { "综合能耗", "能耗", "能源消费量" }, w("按等价值折算", "Converted at equivalent value"), dezhou)
value("firm_emission", "主要污染物排放量", "Emissions", ton, "区生态环境分局", 4, { "污染物排放量", "主要污染物排放量", "排放量" }, w("化学需氧量、氨氮、二氧化硫、氮氧化物合计；无排放数据的留空", "COD, ammonia, SO2 and NOx together; empty where there is no data"), dezhou)
value("firm_power", "用电量", "Electricity", w("万千瓦时", "10,000 kWh"), "区发改局", 4, { "用电量", "年用电量" }, w("全部户号合计", "Of all accounts"), dezhou)
value("firm_renewal", "技改投资", "Investment in renewal", wan, "区工信局", 2, { "技改投资", "技术改造投资" }, w("当年完成的技术改造投资", "Done in the year"), "[V] 旌德县2022年：亩均技改投资")

-- the evaluation of a year (年度评价) --------------------------------------------------------

-- Days as people write them: 1970-01-01 is day 0.
local function month_day(day)
	local z = day + 719468
	local era = math.floor(z / 146097)
	local doe = z - era * 146097
	local yoe = math.floor((doe - math.floor(doe / 1460) + math.floor(doe / 36524) - math.floor(doe / 146096)) / 365)
	local doy = doe - (365 * yoe + math.floor(yoe / 4) - math.floor(yoe / 100))
	local mp = math.floor((5 * doy + 2) / 153)
	local month = mp < 10 and mp + 3 or mp - 9
	return month * 100 + doy - math.floor((153 * mp + 2) / 5) + 1
end

local function in_words(md)
	return math.floor(md / 100) .. "月" .. md % 100 .. "日", math.floor(md / 100) .. "-" .. md % 100
end

-- Later than the setting says only with the reason beside it.
local function dates_fit(m)
	local why = m.given.late_why or m.field.late_why or ""
	for _, d in ipairs { { "list_due", "定名单" }, { "data_due", "数据核对" }, { "due", "完成评价" } } do
		local day = m.given[d[1]] or m.field[d[1]]
		local by = d[1] == "list_due" and m.setting.list_by or d[1] == "data_due" and m.setting.data_by or m.setting.finish_by
		if day and why == "" and month_day(day) > by then
			local zh, en = in_words(by)
			return w(d[2] .. "晚于规定的" .. zh .. "，请改早，或写明晚于规定的理由", "Later than the " .. en .. " of the rules; choose an earlier day, or say why it is later")
		end
	end
	local list, data, due = m.given.list_due or m.field.list_due, m.given.data_due or m.field.data_due, m.given.due or m.field.due
	if list and data and due and (list > data or data > due) then
		return w("先定名单，再核对数据，最后完成评价，请核对三个日期", "The list comes first, then the data, then the end; check the three days")
	end
end

local function open_objections(m)
	local n = 0
	for _, p in ipairs(m.parts.objection) do
		if p.state == "raised" then n = n + 1 end
	end
	return n
end

local function settled(m)
	local n = open_objections(m)
	if n > 0 then
		return w("还有" .. n .. "件异议没有核实", "Objections still to be looked into: " .. n)
	end
	if m.setting.notice_days > 0 and m.clock.notice and not m.clock.notice.over then
		return w("公示期还没有满", "The time of public notice is not over")
	end
end

local runs = { "supervision", "statistics", "lead", "lead_head" }
local open_states = { "listing", "collecting", "confirming", "review", "notice" }

kind { "evaluation",
	label = w("年度亩产效益评价", "Yield evaluation of a year"),
	number = "评〔{year}〕{n:2}",
	title = "title", lead = "lead", due = "due",
	evaluation = evaluation { period = "period", method = "method" },
	see = { "supervision", "statistics", "leader", "lead", "lead_head", "town", "town_head", "raiser" },

	roles = {
		role { "supervision", duty = "supervision", relation = "any", label = w("督查室", "Supervision office") },
		role { "statistics", duty = "statistics", relation = "any", label = w("数据部门（统计岗）", "Data offices (statistics)") },
		role { "leader", duty = "leader", relation = "any", label = w("区领导", "Leaders of the district") },
		role { "lead", duty = "liaison", relation = "lead", label = w("牵头部门联络员", "Liaison of the office in charge") },
		role { "lead_head", duty = "head", relation = "lead", label = w("牵头部门负责人", "Head of the office in charge") },
		role { "town", duty = "liaison", relation = "any", label = w("镇街、部门联络员", "Liaisons of townships and offices") },
		role { "town_head", duty = "head", relation = "any", label = w("镇街、部门负责人", "Heads of townships and offices") },
		role { "raiser", duty = "liaison", relation = "part_unit", part = "objection", label = w("提出异议的单位", "Unit that raised the objection") },
	},

	fields = {
		field { "title", type = "line", list = true, max = 120, label = w("名称", "Name"), hint = w("年度、范围，如：2025年度规上工业企业亩产效益评价", "Year and which firms") },
		field { "period", type = "line", list = true, max = 4, label = w("评价年度", "Year evaluated"), hint = w("数据所属的年份，如 2025", "Of the data, like 2025") },
		field { "scale", type = "choice", list = true, label = w("评价哪些企业", "Which firms"), choices = { pick("above", "规上", "Above scale"), pick("below", "规下", "Below scale") } },
		field { "method", type = "choice", list = true, label = w("评价办法", "Method"), choices = {
			pick("huangyan_2022_above", "黄岩2022规上", "Huangyan 2022, above scale"),
			pick("huangyan_2022_below", "黄岩2022规下", "Huangyan 2022, below scale"),
			pick("huaian_2024", "淮安2024", "Huai'an 2024"),
			pick("jingde_2022", "旌德2022", "Jingde 2022"),
			pick("anhui_2020s", "安徽某市（规上）", "A city in Anhui, above scale"),
			pick("huangyan_2021_above", "黄岩2021规上", "Huangyan 2021, above scale"),
			pick("huangyan_2021_below", "黄岩2021规下", "Huangyan 2021, below scale") },
			hint = w("办法的全部权重、基准和来源见“评价办法”页", "All its weights, bases and sources stand on the page of the method") },
		field { "lead", type = "unit", list = true, label = w("牵头部门", "Office in charge") },
		field { "list_due", type = "date", label = w("定名单时限", "List due"), hint = w("默认不晚于5月31日", "By 31 May unless settled otherwise") },
		field { "data_due", type = "date", label = w("数据核对时限", "Data due"), hint = w("默认不晚于6月30日", "By 30 June unless settled otherwise") },
		field { "due", type = "date", list = true, label = w("完成时限", "Due"), hint = w("默认不晚于7月15日", "By 15 July unless settled otherwise") },
		field { "late_why", type = "line", max = 200, label = w("晚于规定的理由", "Why later than the rules") },
		field { "run", type = "line", max = 20, label = w("结果编号", "Number of the run") },
		field { "note", type = "text", label = w("说明", "Note") },
	},

	states = {
		state { "listing", first = true, label = w("定名单", "Listing"), tray = w("待定参评名单", "To settle the list") },
		state { "collecting", label = w("采集数据", "Collecting"), tray = w("待采集数据", "To collect data") },
		state { "confirming", waits = true, label = w("企业核对", "Confirming"), tray = w("待企业核对", "To be confirmed by firms") },
		state { "review", label = w("计算会审", "Review"), tray = w("待计算会审", "To compute and review") },
		state { "notice", label = w("公示", "Public notice"), waits = true, tray = w("公示中", "Under public notice") },
		state { "final", closed = true, label = w("已公布", "Final") },
		state { "dropped", closed = true, label = w("已取消", "Dropped") },
	},

	clocks = {
		clock { "list", unit = "until", field = "list_due", main = true, label = w("定名单", "List") },
		clock { "data", unit = "until", field = "data_due", main = true, label = w("数据核对", "Data") },
		clock { "finish", unit = "until", field = "due", main = true, label = w("完成评价", "Finished") },
		clock { "notice", unit = "working_day", budget = 5, setting = "notice_days", quiet = true, label = w("公示期", "Public notice") },
	},
	lights = {
		light { "red", when = "overdue", word = w("超期", "overdue") },
		light { "yellow", when = "left_at_most", than = 5, word = w("临期", "due soon") },
	},

	parts = {
		part { "objection", label = w("异议", "Objections"), max = 200, title = "firm", unit = "unit",
			objection = objection { subject = "firm", value = "item", found = "corrected", upheld = "upheld" },
			see = { "supervision", "statistics", "leader", "lead", "lead_head", "raiser" },
			fields = {
				field { "firm", type = "line", max = 120, label = w("企业代码", "Code of the firm"), hint = w("统一社会信用代码", "Unified social credit code") },
				field { "unit", type = "unit", fill = "actor", label = w("提出单位", "Raised by") },
				field { "item", type = "choice", label = w("哪项数据", "Which value"), choices = {
					pick("firm_tax", "实缴税金", "Tax paid"), pick("firm_land", "自有用地", "Land of its own"), pick("firm_land_in", "租入用地", "Land leased in"),
					pick("firm_land_out", "租出用地", "Land leased out"), pick("firm_added", "工业增加值", "Value added"), pick("firm_revenue", "营业收入", "Revenue"),
					pick("firm_staff", "平均从业人员", "Staff"), pick("firm_research", "研发经费", "Research spending"),
					pick("firm_energy", "综合能耗", "Energy"), pick("firm_emission", "污染物排放量", "Emissions"), pick("firm_power", "用电量", "Electricity"),
					pick("firm_renewal", "技改投资", "Investment in renewal"), pick("class", "等级、T类等其他", "Class and anything else") } },
				field { "claimed", type = "dec", label = w("企业认为应是", "As the firm says") },
				field { "why", type = "text", label = w("理由", "Why"), hint = w("附镇街盖章的意见反馈表和证明材料", "With the stamped form of the township and what proves it") },
				field { "corrected", type = "dec", label = w("核实后的数值", "Value found") },
				field { "finding", type = "text", label = w("核实情况", "Finding") },
			},
			states = {
				state { "raised", first = true, label = w("待核实", "Raised"), tray = w("待核实异议", "Objection to look into") },
				state { "upheld", closed = true, label = w("成立，已更正", "Upheld") },
				state { "refused", closed = true, label = w("不成立", "Refused") },
				state { "withdrawn", closed = true, label = w("已撤回", "Withdrawn") },
			},
			clocks = { clock { "check", unit = "working_day", budget = 5, setting = "objection_days", main = true, label = w("核实时限", "Looked into by") } },
			lights = { light { "red", when = "overdue", word = w("超期", "overdue") } },
			actions = {
				action { "raise", opens = true, to = "raised", by = { "town", "town_head", "statistics", "supervision" }, within = "notice", tells = { "statistics", "lead" }, topic = "task",
					label = w("提出异议", "Raise an objection"), done = w("提出了异议", "raised an objection"),
					help = w("公示期内，由属地镇街替企业提出，写明哪项数据、应是多少、依据什么。", "During the notice, by the township for the firm: which value, what it should be, and why."),
					form = { must "firm", must "item", "claimed", must "why" }, clocks = "arm check",
					guard = function(m)
						if m.given.item and m.given.item ~= "class" and not m.given.claimed then
							return w("请写明企业认为应是多少", "Say what the value should be")
						end
					end },
				action { "uphold", from = "raised", to = "upheld", by = { "statistics", "supervision" }, other_than = "raise", main = true, tells = { "raiser", "lead" }, topic = "step",
					label = w("异议成立", "Uphold"), done = w("认定异议成立", "upheld the objection"),
					help = w("写核实后的数值；同时把指标数值更正为它，再重新排名。提出的人不能自己核实。", "Give the value found; the value of the indicator is corrected to it, and ranks are made again. Not by whoever raised it."),
					form = { "corrected", must "finding" }, clocks = "stop check",
					guard = function(m)
						if m.part.field.item ~= "class" and not m.given.corrected then
							return w("请填核实后的数值", "Give the value found")
						end
					end },
				action { "refuse", from = "raised", to = "refused", by = { "statistics", "supervision" }, other_than = "raise", tells = { "raiser", "lead" }, topic = "step",
					label = w("异议不成立", "Refuse"), done = w("认定异议不成立", "refused the objection"),
					help = w("写明核实了什么、为什么不成立，由镇街告知企业。", "Say what was found and why it does not hold; the township tells the firm."),
					form = { must "finding" }, clocks = "stop check" },
				action { "withdraw", from = "raised", to = "withdrawn", by = { "raiser", "statistics" }, reason = true,
					label = w("撤回异议", "Withdraw"), done = w("撤回了异议", "withdrew the objection"), help = w("写明原因。", "Say why."), clocks = "stop check" },
			} },
	},

	actions = {
		action { "start", opens = true, to = "listing", by = { "supervision", "statistics" }, main = true, tells = { "lead", "lead_head" }, topic = "task",
			label = w("开展评价", "Begin"), done = w("开展了评价", "began the evaluation"),
			help = w("规上、规下各开展一次。先定参评企业名单（企业台账），再采集数据。", "One for firms above scale, one below. First the list of firms, then the data."),
			form = { must "title", must "period", must "scale", must "method", must "lead", must "list_due", must "data_due", must "due", "late_why", "note" },
			clocks = { "arm list", "arm finish" },
			guard = function(m)
				local year = tonumber(m.given.period or "")
				if m.given.period and (not year or year < 2000 or year > 2100) then
					return w("评价年度写四位年份，如 2025", "A year is written like 2025")
				end
				return dates_fit(m)
			end },
		action { "change", from = { "listing", "collecting", "confirming", "review" }, by = { "supervision", "statistics" }, reason = true,
			label = w("调整", "Change"), done = w("调整了评价", "changed the evaluation"),
			help = w("改办法、时限的，写明原因；公示后不能改办法。", "Method and days, with the reason; not once it is public."),
			form = { must_keep "title", must_keep "method", must_keep "list_due", must_keep "data_due", must_keep "due", keep "late_why", keep "note" },
			guard = dates_fit },
		action { "listed", from = "listing", to = "collecting", by = runs, main = true,
			label = w("名单已定", "The list stands"), done = w("定了参评名单", "settled the list"),
			help = w("企业台账核对无误后点。T类在企业资料里标明。", "Once the ledger of firms is right; class T is marked on the firm."),
			form = { "note" }, clocks = { "stop list", "arm data" } },
		action { "collected", from = "collecting", to = "confirming", by = runs, main = true, tells = { "town" }, topic = "task",
			label = w("发企业核对", "To be confirmed"), done = w("发企业核对", "sent it to be confirmed"),
			help = w("各部门数据录齐后点；由镇街请企业逐项核对，核对后确认。", "Once the offices have entered all; townships have the firms look at each value and confirm it."),
			form = { "note" } },
		action { "lock", from = "confirming", to = "review", by = runs, main = true,
			label = w("锁定数据", "Lock the data"), done = w("锁定了数据", "locked the data"),
			help = w("企业确认后的数据只能凭理由更正。", "What was confirmed changes only with a reason."),
			form = { "note" }, clocks = "stop data" },
		action { "unlock", from = "review", to = "confirming", by = { "supervision", "statistics" }, reason = true,
			label = w("退回核对", "Back to confirming"), done = w("退回核对", "sent it back"), help = w("会审发现数据有误的，写明哪些。", "Where the review found mistakes, say which."), clocks = "arm data" },
		action { "publish", from = "review", to = "notice", by = runs, main = true, tells = { "town", "town_head", "leader" }, topic = "step",
			label = w("公示", "Public notice"), done = w("公示了结果", "put the result on public notice"),
			help = w("在评价结果页上点“公示”，结果冻结后才公示。", "From the page of the result: it is frozen and then published."),
			form = { must "run", "note" }, clocks = "arm notice" },
		action { "rerank", from = "notice", by = runs, tells = { "town" }, topic = "step",
			label = w("重新排名", "Rank again"), done = w("更正后重新排名", "ranked again after correction"),
			help = w("异议成立、数值更正以后，在评价结果页上重新计算并冻结。", "Once an objection was upheld and the value corrected: from the page of the result."),
			form = { must "run", "note" },
			guard = function(m)
				local n = open_objections(m)
				if n > 0 then
					return w("还有" .. n .. "件异议没有核实", "Objections still to be looked into: " .. n)
				end
			end },
		action { "recall", from = "notice", to = "review", by = { "supervision", "statistics" }, reason = true, tells = { "town" }, topic = "step",
			label = w("撤回公示", "Recall the notice"), done = w("撤回了公示", "recalled the notice"),
			help = w("整体有误、需要重新公示的，写明原因。", "If it is wrong as a whole and has to be published anew, say why."), clocks = "stop notice" },
		action { "finish", from = "notice", to = "final", by = runs, main = true, tells = { "town", "town_head", "leader", "lead" }, topic = "step",
			label = w("公布最终等级", "Publish the final classes"), done = w("公布了最终等级", "published the final classes"),
			help = w("公示期满、异议核实完毕，在评价结果页上点“定稿公布”。", "Once the notice is over and every objection is settled: from the page of the result."),
			form = { must "run", "note" }, clocks = { "stop finish", "stop notice" }, guard = settled },
		action { "reopen", from = "final", to = "review", by = "supervision", reason = true, tells = { "lead", "statistics" },
			label = w("重新打开", "Open again"), done = w("重新打开了评价", "opened it again"),
			help = w("公布后发现重大差错的，写明原因；原结果保留。", "If a serious mistake is found afterwards, say which; the old result stays."), clocks = "arm finish" },
		action { "drop", from = open_states, to = "dropped", by = "supervision", reason = true,
			label = w("取消评价", "Drop it"), done = w("取消了评价", "dropped it"), help = w("写明原因。", "Say why."), clocks = { "stop finish" } },
	},
}

-- exit of what yields too little (低效退出) ---------------------------------------------------

kind { "low_yield",
	label = w("低效企业退出", "Exit of low yield"),
	number = "退〔{year}〕{n:3}", about = about { "firm", code = "code" },
	title = "title", lead = "lead", due = "due",
	see = { "supervision", "statistics", "leader", "lead", "lead_head" },

	roles = {
		role { "supervision", duty = "supervision", relation = "any", label = w("督查室", "Supervision office") },
		role { "statistics", duty = "statistics", relation = "any", label = w("数据部门（统计岗）", "Data offices (statistics)") },
		role { "leader", duty = "leader", relation = "any", label = w("区领导", "Leaders of the district") },
		role { "lead", duty = "liaison", relation = "lead", label = w("属地联络员", "Liaison of its township") },
		role { "lead_head", duty = "head", relation = "lead", label = w("属地负责人", "Head of its township") },
	},

	fields = {
		field { "title", type = "line", list = true, max = 120, label = w("企业", "Firm") },
		field { "code", type = "line", list = true, max = 18, label = w("统一社会信用代码", "Unified social credit code") },
		field { "lead", type = "unit", list = true, label = w("属地", "Township") },
		field { "ground", type = "text", label = w("列入依据", "Ground"), hint = w("哪一年的结果、连续几年D类、亩均税收", "Which result, how many years in class D, tax per mu") },
		field { "path", type = "choice", list = true, label = w("处置方式", "Which way"), choices = {
			pick("rectify", "限期整改", "Put right by a day"), pick("transfer", "流转、合作开发", "Transfer or joint use"),
			pick("recover", "协议收回", "Taken back by agreement") } },
		field { "talk", type = "text", label = w("约谈情况", "The talk") },
		field { "due", type = "date", list = true, label = w("期限", "Due") },
		field { "result", type = "text", label = w("结果", "Result") },
	},

	states = {
		state { "listed", first = true, label = w("已列入", "Listed"), tray = w("待约谈", "To talk") },
		state { "rectifying", label = w("整改处置中", "Under way"), tray = w("待整改处置", "To put right") },
		state { "applied", waits = true, label = w("待核验", "To verify"), tray = w("待核验", "To verify") },
		state { "done", closed = true, label = w("已完成", "Done") },
		state { "dropped", closed = true, label = w("已移出", "Taken off") },
	},
	clocks = { clock { "due", unit = "until", field = "due", main = true, label = w("整改处置期限", "Due") } },
	lights = {
		light { "red", when = "overdue", word = w("超期", "overdue") },
		light { "yellow", when = "left_at_most", than = 10, word = w("临期", "due soon") },
	},

	actions = {
		action { "list", opens = true, to = "listed", by = { "supervision", "statistics" }, main = true, tells = { "lead", "lead_head" }, topic = "task",
			label = w("列入低效退出", "Put on the list"), done = w("列入低效退出", "put it on the list"),
			help = w("依据最终等级，由人决定；先约谈。", "On the final class, and a person decides; a talk comes first."),
			form = { must "title", must "code", must "lead", must "ground" } },
		action { "talk", from = "listed", to = "rectifying", by = { "lead", "lead_head", "supervision", "statistics" }, main = true, evidence = 1,
			label = w("约谈", "Talk"), done = w("约谈了企业", "talked with the firm"),
			help = w("写约谈情况、处置方式和期限，附签字的记录。", "What was said, which way, by when; with the signed minutes."),
			form = { must "talk", must "path", must "due" }, clocks = "arm due",
			guard = function(m)
				if m.given.due and m.given.due < m.today then
					return w("期限已经过了，请改成以后的日子", "The day is past; choose a later one")
				end
			end },
		action { "extend", from = "rectifying", by = { "supervision", "statistics" }, reason = true,
			label = w("改期限", "Another day"), done = w("改了期限", "changed the day"), help = w("写明原因。", "Say why."), form = { must_keep "due" }, clocks = "arm due" },
		action { "apply", from = "rectifying", to = "applied", by = { "lead", "lead_head" }, evidence = 1, main = true, tells = { "supervision", "statistics" }, topic = "task",
			label = w("申请核验", "Ask to verify"), done = w("申请核验", "asked to verify it"), help = w("写结果，附证明。", "Say what was reached, with proof."), form = { must_keep "result" } },
		action { "verify", from = "applied", to = "done", by = { "supervision", "statistics" }, other_than = "apply", main = true, tells = { "lead", "lead_head" },
			label = w("核验通过", "Verified"), done = w("核验通过", "verified it"), help = w("看过现场或证明再点。", "Only after seeing the place or the proof."), clocks = "stop due" },
		action { "send_back", from = "applied", to = "rectifying", by = { "supervision", "statistics" }, reason = true, tells = { "lead", "lead_head" }, topic = "task",
			label = w("退回", "Send back"), done = w("退回了", "sent it back"), help = w("写明还差什么。", "Say what is missing.") },
		action { "drop", from = { "listed", "rectifying" }, to = "dropped", by = "supervision", reason = true,
			label = w("移出清单", "Take off"), done = w("移出了清单", "took it off the list"), help = w("写明原因。", "Say why."), clocks = "stop due" },
	},
}

-- methods (评价办法) -----------------------------------------------------------------------
-- Ratios of what a firm gives over what it takes. A cap of one and a half weights and a floor of zero are
-- said of several places, but stand on no official page that was seen: [U], and printed with the method.

local land = input { "sum", of = { "firm_land", "firm_land_in", "firm_land_out" }, times = { 1, 1, -1 } }
local function per(above, below) return input { "ratio", of = { above, below } } end
local CAP = "[U] 单项最高1.5倍权重、最低0分为各地常见做法，未见原文"

local chacewang22 = "[V] 黄岩区2022年度评价办法，https://www.chacewang.com/newsdetail/news430850.html"
local chacewang21 = "[V] 黄岩区2021年度评价办法，https://chacewang.com/newsdetail/news169062.html"

local function ratio_item(name, zh, en, unit, weight, above, below, base, missing, source)
	return item { name, label = w(zh, en), unit = unit, weight = weight, input = per(above, below), missing = missing, negative = "zero",
		score = score { "ratio", base = base, cap = 1.5, floor = 0 }, source = source .. "；" .. CAP }
end
local mu, tce = w("万元/亩", "10,000 yuan per mu"), w("万元/吨标煤", "10,000 yuan per tce")

-- [D] where the document only says that classes are cut by score
local function quota(source)
	return {
		band { "a", label = w("A类", "A"), to = 20, source = source },
		band { "b", label = w("B类", "B"), to = 60, source = source },
		band { "c", label = w("C类", "C"), to = 95, source = source },
		band { "d", label = w("D类", "D"), to = 100, source = source },
		band { "t", label = w("T类", "T"), outside = true, source = "[V] 淮安市2024年：公用事业、投产未满2年等列T类" },
	}
end
local usual = "[V] 德州市2024年：A类不超过20%，D类不低于5%；[D] B类至60%、C类至95%"
local ties = { "firm_tax", "firm_revenue" } -- [V] 威海市环翠区2022年：得分相同的，先比实缴税收，再比销售收入

local function huangyan_above(name, version, zh, en, bases, source)
	method { name, version = version, label = w(zh, en), of = "firm", source = source, decimals = 2, rounding = "half_up", ties = ties, bands = quota(usual),
		items = {
			ratio_item("tax_per_mu", "亩均税收", "Tax per mu", mu, 30, "firm_tax", land, bases[1], "fail", source),
			ratio_item("added_per_mu", "亩均增加值", "Value added per mu", mu, 20, "firm_added", land, bases[2], "fail", source),
			ratio_item("added_per_energy", "单位能耗增加值", "Value added per energy", tce, 20, "firm_added", "firm_energy", bases[3], "zero", source),
			ratio_item("added_per_emission", "单位排放增加值", "Value added per emission", w("万元/吨", "10,000 yuan per t"), 10, "firm_added", "firm_emission", bases[4],
				"mean", source .. "；无排放数据的按规上平均得分"),
			ratio_item("added_per_head", "全员劳动生产率", "Labour productivity", w("万元/人", "10,000 yuan per head"), 10, "firm_added", "firm_staff", bases[5], "fail", source),
			ratio_item("research_share", "研发经费占营业收入比重", "Research share of revenue", w("比值", "ratio"), 10, "firm_research", "firm_revenue", bases[6], "zero", source),
		} }
end
local function huangyan_below(name, version, zh, en, bases, source)
	method { name, version = version, label = w(zh, en), of = "firm", source = source, decimals = 2, rounding = "half_up", ties = ties, bands = quota(usual),
		items = {
			ratio_item("tax_per_mu", "亩均税收", "Tax per mu", mu, 50, "firm_tax", land, bases[1], "fail", source),
			ratio_item("tax_per_power", "单位用电税收", "Tax per electricity", w("万元/万千瓦时", "10,000 yuan per 10,000 kWh"), 50, "firm_tax", "firm_power", bases[2],
				"fail", source),
		} }
end

huangyan_above("huangyan_2022_above", "2022", "黄岩2022规上", "Huangyan 2022, above scale", { 24.097, 136.16, 2.694, 4929.81, 18.14, 0.0302 }, chacewang22)
huangyan_below("huangyan_2022_below", "2022", "黄岩2022规下", "Huangyan 2022, below scale", { 11.5932, 0.2352 }, chacewang22)
huangyan_above("huangyan_2021_above", "2021", "黄岩2021规上", "Huangyan 2021, above scale", { 26.01, 132.27, 2.54, 4861.08, 17.45, 0.0305 }, chacewang21)
huangyan_below("huangyan_2021_below", "2021", "黄岩2021规下", "Huangyan 2021, below scale", { 16.601058, 0.236565 }, chacewang21)

local huaian = "[V] 淮安市2024年：亩均税收45、亩均销售35、绿色发展20；基准约为上年全县均值的2倍"
local function twice(name, zh, en, unit, weight, above, below)
	return item { name, label = w(zh, en), unit = unit, weight = weight, input = per(above, below), missing = "fail", negative = "zero",
		score = score { "ratio", base = base { "pooled", times = 2 }, cap = 1.5, floor = 0 }, source = huaian .. "；[D] 取参评企业当年均值的2倍；" .. CAP }
end
method { "huaian_2024", version = "2024", label = w("淮安2024", "Huai'an 2024"), of = "firm", source = huaian, decimals = 2, rounding = "half_up", ties = ties,
	bands = quota("[V] 淮安市2024年：A前20%，B 20（不含）至60%（含），C 60（不含）至95%（含），D后5%"),
	items = {
		twice("tax_per_mu", "亩均税收", "Tax per mu", mu, 45, "firm_tax", land),
		twice("revenue_per_mu", "亩均销售", "Revenue per mu", mu, 35, "firm_revenue", land),
		twice("tax_per_energy", "单位能耗税收", "Tax per energy", tce, 20, "firm_tax", "firm_energy"),
	} }

local jingde = "[V] 旌德县2022年：单项得分＝权重×［20＋80×（x－最小）÷（最大－最小）］÷100；[D] 权重未公布，为默认值"
local function spread(name, zh, en, unit, weight, above, below, missing)
	return item { name, label = w(zh, en), unit = unit, weight = weight, input = per(above, below), missing = missing or "fail", negative = "zero",
		score = score { "minmax", low = 20, high = 100 }, source = jingde }
end
method { "jingde_2022", version = "2022", label = w("旌德2022", "Jingde 2022"), of = "firm", source = jingde, decimals = 2, rounding = "half_up", ties = ties, bands = quota(usual),
	items = {
		spread("tax_per_mu", "亩均税收", "Tax per mu", mu, 30, "firm_tax", land),
		spread("revenue_per_mu", "亩均营业收入", "Revenue per mu", mu, 20, "firm_revenue", land),
		spread("renewal_per_mu", "亩均技改投资", "Renewal per mu", mu, 10, "firm_renewal", land, "zero"),
		spread("added_per_head", "全员劳动生产率", "Labour productivity", w("万元/人", "10,000 yuan per head"), 10, "firm_added", "firm_staff"),
		spread("revenue_per_emission", "单位排放营业收入", "Revenue per emission", w("万元/吨", "10,000 yuan per t"), 10, "firm_revenue", "firm_emission", "mean"),
		spread("research_share", "研发经费占营业收入比重", "Research share of revenue", w("比值", "ratio"), 10, "firm_research", "firm_revenue", "zero"),
		spread("revenue_per_energy", "单位能耗营业收入", "Revenue per energy", tce, 10, "firm_revenue", "firm_energy", "zero"),
	} }

local wan_city = "[S] 安徽某市2020年代办法：亩均税收45、亩均销售20、单位能耗增加值15、研发强度15、劳产率5；[D] 基准取参评企业均值"
local function held(name, zh, en, unit, weight, above, below, missing)
	return item { name, label = w(zh, en), unit = unit, weight = weight, input = per(above, below), missing = missing or "fail", negative = "zero",
		score = score { "ratio", base = base { "pooled" }, cap = 1.5, floor = 0 }, source = wan_city .. "；" .. CAP }
end
local share_wan = "[S] 安徽某市2020年代办法：A 25%，B至70%，C至95%，D 5%"
method { "anhui_2020s", version = "1", label = w("安徽某市（规上）", "A city in Anhui, above scale"), of = "firm", source = wan_city, decimals = 2, rounding = "half_up", ties = ties,
	bands = {
		band { "a", label = w("A类", "A"), to = 25, source = share_wan }, band { "b", label = w("B类", "B"), to = 70, source = share_wan },
		band { "c", label = w("C类", "C"), to = 95, source = share_wan }, band { "d", label = w("D类", "D"), to = 100, source = share_wan },
		band { "t", label = w("不定等级", "Unclassed"), outside = true, source = share_wan },
	},
	items = {
		held("tax_per_mu", "亩均税收", "Tax per mu", mu, 45, "firm_tax", land),
		held("revenue_per_mu", "亩均销售", "Revenue per mu", mu, 20, "firm_revenue", land),
		held("added_per_energy", "单位能耗增加值", "Value added per energy", tce, 15, "firm_added", "firm_energy", "zero"),
		held("research_share", "研发强度", "Research share", w("比值", "ratio"), 15, "firm_research", "firm_revenue", "zero"),
		held("added_per_head", "全员劳动生产率", "Labour productivity", w("万元/人", "10,000 yuan per head"), 5, "firm_added", "firm_staff"),
	} }
