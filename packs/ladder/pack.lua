-- SPDX-License-Identifier: Apache-2.0
-- The ladder of enterprises (梯队培育): who has reached the scale at which a firm is counted (升规入库), who is near, who may fall below.
-- The thresholds stand in thresholds.tsv.
pack { "ladder", version = "1", label = { zh = "梯队培育", en = "Ladder of enterprises" } }

local function w(zh, en) return { zh = zh, en = en } end

setting { "near", type = "int", low = 50, high = 99, default = 80,
	label = w("达到起点百分之几算临规", "Per cent of the threshold from which a firm is near"),
	source = "[D] 各地临规企业多按起点标准的80%建库" }

indicator { "firm_turnover", label = w("企业当月营业收入", "Turnover of the month"), unit = w("万元", "10 000 yuan"), of = "firm", span = "month", total = "sum", decimals = 2,
	group = w("梯队培育", "Ladder of enterprises"), target = "value", heads = { "当月营业收入", "营业收入（万元）", "月营业收入" },
	scale_code = "industry", scale_field = "scale", scale_is = "above", scale_near = "near",
	source = "[D] 按月归集；滚动12个月之和与起点标准比较" }
