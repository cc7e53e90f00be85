-- SPDX-License-Identifier: Apache-2.0
-- Stations (监测站点): what the pages of stations go by.

pack { "outlets", version = "1", label = { zh = "监测站点", en = "Stations" } }

local function w(zh, en) return { zh = zh, en = en } end

setting { "missing_minutes", type = "int", low = 5, high = 1440, default = 65,
	label = w("超过多少分钟没有新数据，显示为“数据中断”", "After how many minutes without values a station is shown as missing"),
	source = "[D] 实时数据最长一小时一条（HJ 212-2017 实时数据间隔 30—3600 秒），另加 5 分钟" }

setting { "key_days", type = "int", low = 1, high = 3650, default = 90,
	label = w("密钥使用多少天后提示更换", "After how many days the key of a station should be changed"),
	source = "[S] HJ 212-2025：密钥每 90 天更换" }
