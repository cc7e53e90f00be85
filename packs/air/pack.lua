-- SPDX-License-Identifier: Apache-2.0
-- Air quality (空气质量): weights and divisors of the composite index (综合指数) of HJ 663-2026, which nobody here has read in the
-- standard itself. They take the place of data/air/composite.tsv for methods that are not verified; those that are have no setting.

pack { "air", version = "1", label = { zh = "空气质量", en = "Air quality" } }

local function w(zh, en) return { zh = zh, en = en } end
local weight, divisor = "[S] HJ 663-2026 未见原文，权重见于一处公开代码；2013年版等权", "[S] HJ 663-2026 未见原文；GB 3095-2026 过渡期二级限值"

setting { "weight_so2", type = "int", low = 0, high = 20, default = 1,
	label = w("综合指数里二氧化硫的权重", "Weight of sulphur dioxide in the composite index"), source = weight }
setting { "divisor_so2", type = "int", low = 1, high = 1000, default = 60,
	label = w("综合指数里二氧化硫的评价标准（µg/m³）", "What sulphur dioxide is divided by in the composite index (µg/m³)"), source = divisor }
setting { "weight_no2", type = "int", low = 0, high = 20, default = 2,
	label = w("综合指数里二氧化氮的权重", "Weight of nitrogen dioxide in the composite index"), source = weight }
setting { "divisor_no2", type = "int", low = 1, high = 1000, default = 40,
	label = w("综合指数里二氧化氮的评价标准（µg/m³）", "What nitrogen dioxide is divided by in the composite index (µg/m³)"), source = divisor }
setting { "weight_co", type = "int", low = 0, high = 20, default = 1,
	label = w("综合指数里一氧化碳的权重", "Weight of carbon monoxide in the composite index"), source = weight }
setting { "divisor_co", type = "int", low = 1, high = 1000, default = 4,
	label = w("综合指数里一氧化碳的评价标准（mg/m³）", "What carbon monoxide is divided by in the composite index (mg/m³)"), source = divisor }
setting { "weight_o3", type = "int", low = 0, high = 20, default = 2,
	label = w("综合指数里臭氧日最大8小时的权重", "Weight of ozone, largest 8 hours of a day in the composite index"), source = weight }
setting { "divisor_o3", type = "int", low = 1, high = 1000, default = 160,
	label = w("综合指数里臭氧日最大8小时的评价标准（µg/m³）", "What ozone, largest 8 hours of a day is divided by in the composite index (µg/m³)"), source = divisor }
setting { "weight_pm10", type = "int", low = 0, high = 20, default = 1,
	label = w("综合指数里可吸入颗粒物PM10的权重", "Weight of particles PM10 in the composite index"), source = weight }
setting { "divisor_pm10", type = "int", low = 1, high = 1000, default = 60,
	label = w("综合指数里可吸入颗粒物PM10的评价标准（µg/m³）", "What particles PM10 is divided by in the composite index (µg/m³)"), source = divisor }
setting { "weight_pm25", type = "int", low = 0, high = 20, default = 3,
	label = w("综合指数里细颗粒物PM2.5的权重", "Weight of fine particles PM2.5 in the composite index"), source = weight }
setting { "divisor_pm25", type = "int", low = 1, high = 1000, default = 30,
	label = w("综合指数里细颗粒物PM2.5的评价标准（µg/m³）", "What fine particles PM2.5 is divided by in the composite index (µg/m³)"), source = divisor }

indicator { "good_air", label = w("空气质量优良天数比例", "Share of days of good air"), unit = "%", of = "district", span = "month", total = "last", decimals = 1,
	from = "区生态环境分局", group = w("民生环境", "People and environment"), air = "good", heads = { "优良天数比例", "空气质量优良率" },
	source = "[V] HJ 633：空气质量指数不超过100的天数占有效天数" }
