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

setting { "public_air", type = "int", low = 0, high = 1, default = 1,
	label = w("环境监测公开页面上显示由文件导入的空气站（1 显示，0 不显示）；自动报送的站点看它自己是否公开", "Whether air stations whose hours come by file stand on the public page (1 yes, 0 no); a station that sends by itself goes by its own word"),
	source = "[M] 《环境保护法》第五十四条：依法公开环境质量、环境监测等信息" }
