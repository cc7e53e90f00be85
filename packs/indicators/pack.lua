-- SPDX-License-Identifier: Apache-2.0
-- The main indicators of the economy of a district, as monthly sheets of county statistics list them, and one by town.
pack { "indicators", version = "1", label = { zh = "主要经济指标", en = "Main indicators" } }
local function w(zh, en) return { zh = zh, en = en } end

local yi, wan_kwh, wan_usd, yuan = w("亿元", "100 million yuan"), w("万千瓦时", "10 MWh"), w("万美元", "10 000 US dollars"), w("元", "yuan")
local whole, industry, spending, trade, money, people = w("综合", "The whole economy"), w("工业和投资", "Industry and investment"),
	w("消费", "Consumption"), w("开放", "Trade"), w("财政金融", "Public finance and banks"), w("民生环境", "People and environment")
local usual = "[D] 综合各县区月度经济运行通报常列的 15 项；统计口径以统计部门为准"

-- What adds up from January on, as it is published: 1—10月.
local function sum(name, zh, en, unit, office, group, more)
	local t = { name, label = w(zh, en), unit = unit, of = "district", span = "month", total = "sum", cumulative = true, decimals = 2,
		from = office, group = group, source = usual }
	for k, v in pairs(more or {}) do t[k] = v end
	return indicator(t)
end
-- A rate or a level: held against its target as it stands.
local function level(name, zh, en, unit, office, group, more)
	local t = { name, label = w(zh, en), unit = unit, of = "district", span = "month", total = "last", decimals = 1,
		from = office, group = group, source = usual }
	for k, v in pairs(more or {}) do t[k] = v end
	return indicator(t)
end

sum("gdp", "地区生产总值", "Gross domestic product", yi, "区发改局", whole, { span = "quarter", target = "growth", public = true, heads = { "GDP", "生产总值" } })
level("industry_growth", "规模以上工业增加值增速", "Growth of industrial value added", "%", "区工信局", industry, { public = true, heads = { "规上工业增加值增速", "规上工业增加值" } })
sum("industry_output", "规模以上工业总产值", "Industrial output", yi, "区工信局", industry, { heads = { "规上工业总产值", "规上产值" } })
sum("industry_power", "工业用电量", "Electricity used by industry", wan_kwh, "区工信局", industry, { decimals = 0 })
level("investment_growth", "固定资产投资增速", "Growth of fixed investment", "%", "区发改局", industry, { public = true, heads = { "固定资产投资", "500万元以上固定资产投资" } })
level("private_investment", "民间投资增速", "Growth of private investment", "%", "区发改局", industry, { heads = { "民间投资" } })
sum("tech_investment", "工业技改投资", "Investment in technical renewal", yi, "区工信局", industry)
sum("retail", "社会消费品零售总额", "Retail sales", yi, "区商务局", spending, { public = true, heads = { "社零", "社零总额" } })
sum("trade", "外贸进出口总额", "Imports and exports", yi, "区商务局", trade, { heads = { "进出口", "进出口总额" } })
sum("foreign_capital", "实际使用外资", "Foreign capital used", wan_usd, "区商务局", trade, { decimals = 0, heads = { "实际利用外资" } })
sum("revenue", "一般公共预算收入", "General budget revenue", yi, "区财政局", money, { target = "growth", public = true })
level("tax_share", "税收占一般公共预算收入比重", "Share of taxes in revenue", "%", "区财政局", money, { heads = { "税收占比" } })
level("deposits", "金融机构本外币存款余额", "Deposits with banks", yi, "区发改局", money, { decimals = 2, heads = { "存款余额", "各项存款余额" } })
sum("income", "居民人均可支配收入", "Disposable income per head", yuan, "区发改局", people, { span = "quarter", decimals = 0, target = "growth", public = true })
level("pm25", "细颗粒物平均浓度", "Mean concentration of fine particles", w("微克/立方米", "µg/m³"), "区生态环境分局", people,
	{ total = "mean", better = "down", compare = "value", air = "PM2.5", heads = { "PM2.5", "PM2.5平均浓度" } })

indicator { "town_investment", label = w("镇街固定资产投资", "Fixed investment by town"), unit = yi, of = "unit", span = "month", total = "sum",
	cumulative = true, decimals = 2, from = "区发改局", group = industry, heads = { "固定资产投资完成额" }, source = "[D] 镇街月度调度表常列" }
