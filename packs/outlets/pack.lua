-- SPDX-License-Identifier: Apache-2.0
-- Stations (监测站点): what the pages of stations go by.

pack { "outlets", version = "1", label = { zh = "监测站点", en = "Stations" } }

local function w(zh, en) return { zh = zh, en = en } end

setting { "missing_minutes", type = "int", low = 5, high = 1440, default = 65,
	label = w("超过多少分钟没有新数据，显示为“数据中断”", "After how many minutes without values a station is shown as missing"),
	source = "[D] 实时数据最长一小时一条（HJ 212-2017 实时数据间隔 30—3600 秒），另加 5 分钟" }
