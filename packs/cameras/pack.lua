-- SPDX-License-Identifier: Apache-2.0
-- Cameras (摄像机): limits and intervals. Nobody in a picture is recognised (不做人员识别): there is no setting for it, because there is no such part.
-- [D] our inference: defaults that the district changes.

pack { "cameras", version = "1", label = { zh = "摄像机", en = "Cameras" } }

local function w(zh, en) return { zh = zh, en = en } end

setting { "seconds", type = "int", low = 3, high = 60, default = 15,
	label = w("取一张图最多等几秒", "Seconds within which a picture has to come"), source = "[D] 关键帧间隔常见1–10秒" }
setting { "at_once", type = "int", low = 1, high = 16, default = 4,
	label = w("同时取图的摄像机最多几台", "Cameras that are looked at at the same time"), source = "[D]" }
setting { "probe_minutes", type = "int", low = 0, high = 1440, default = 10,
	label = w("每隔几分钟检查一次摄像机（0：不检查）", "Minutes between two looks at how a camera is (0: none)"), source = "[D]" }
setting { "black_level", type = "int", low = 0, high = 255, default = 26,
	label = w("亮度不超过多少算黑（0–255）", "Lightness up to which a point is black (0–255)"), source = "[V] 取图程序判定黑屏的默认值：亮度10%" }
setting { "black_share", type = "int", low = 50, high = 100, default = 98,
	label = w("黑点占百分之几算黑屏", "Per cent of black points of a black picture"), source = "[V] 取图程序判定黑屏的默认值：98%" }
setting { "frozen_times", type = "int", low = 2, high = 100, default = 3,
	label = w("连续几次检查画面完全相同算冻结", "Looks with the very same picture after which it is frozen"), source = "[D]" }
setting { "view_most", type = "int", low = 1, high = 32, default = 4,
	label = w("同时打开的实时画面最多几路", "Moving pictures that are open at the same time"), source = "[D]" }
setting { "view_idle", type = "int", low = 5, high = 300, default = 20,
	label = w("没有人看几秒后关闭实时画面", "Seconds without anybody watching after which a moving picture ends"), source = "[D]" }
