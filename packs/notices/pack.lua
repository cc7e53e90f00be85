-- SPDX-License-Identifier: Apache-2.0
-- Notices (消息): when people are told and how, until they choose otherwise.
-- [D] our inference, [M] from memory, otherwise the place itself.

pack { "notices", version = "1", label = { zh = "消息", en = "Notices" } }

local function w(zh, en) return { zh = zh, en = en } end

-- how mail brings each topic: 0 not, 1 at once, 2 in the daily digest
setting { "mail_task", type = "int", low = 0, high = 2, default = 1,
	label = w("任务到达的邮件：0不发 1即时 2每日汇总", "Mail of new tasks: 0 none, 1 at once, 2 daily digest"),
	source = "[D] 交给自己办的事当天要知道" }
setting { "mail_remind", type = "int", low = 0, high = 2, default = 1,
	label = w("催办和批示的邮件：0不发 1即时 2每日汇总", "Mail of reminders and notes: 0 none, 1 at once, 2 daily digest"),
	source = "[D] 催办、批示要求马上知道" }
setting { "mail_time", type = "int", low = 0, high = 2, default = 1,
	label = w("时限提醒的邮件：0不发 1即时 2每日汇总", "Mail of deadlines: 0 none, 1 at once, 2 daily digest"),
	source = "[D] 亮灯当天处置" }
setting { "mail_step", type = "int", low = 0, high = 2, default = 2,
	label = w("办理动态的邮件：0不发 1即时 2每日汇总", "Mail of steps others took: 0 none, 1 at once, 2 daily digest"),
	source = "[D] 知晓即可，汇总免打扰" }
setting { "mail_watch", type = "int", low = 0, high = 2, default = 2,
	label = w("关注事项的邮件：0不发 1即时 2每日汇总", "Mail of watched matters: 0 none, 1 at once, 2 daily digest"),
	source = "[D] 知晓即可，汇总免打扰" }

setting { "digest_minute", type = "int", low = 0, high = 1439, default = 510,
	label = w("每日汇总的时刻（零点起的分钟数）", "Time of the daily digest, minutes after midnight"),
	source = "[D] 8:30，一般的上班时间" }
setting { "digest_workdays", type = "int", low = 0, high = 1, default = 1,
	label = w("每日汇总只在工作日发：1是 0否", "Daily digest on working days only: 1 yes, 0 no"),
	source = "[D] 休息日不打扰" }
setting { "quiet_from", type = "int", low = 0, high = 1439, default = 1260,
	label = w("免打扰从几点开始（零点起的分钟数）", "Quiet hours begin, minutes after midnight"),
	source = "[D] 21:00" }
setting { "quiet_to", type = "int", low = 0, high = 1439, default = 450,
	label = w("免打扰到几点结束（零点起的分钟数）", "Quiet hours end, minutes after midnight"),
	source = "[D] 7:30" }
setting { "quiet_rest", type = "int", low = 0, high = 1, default = 1,
	label = w("休息日全天免打扰：1是 0否", "Rest days are quiet as a whole: 1 yes, 0 no"),
	source = "[D] 紧急的除外" }

setting { "tries", type = "int", low = 1, high = 20, default = 8,
	label = w("一条消息最多试发几次", "How often a message is tried at most"),
	source = "[D] 间隔逐次加倍，八次约两小时" }
setting { "retry_seconds", type = "int", low = 1, high = 3600, default = 60,
	label = w("第一次重发前等几秒，以后逐次加倍", "Seconds before the first repeat; doubled each time"),
	source = "RFC 5321 4.5.4.1：重发要有间隔；起步间隔[D]" }
setting { "robot_per_minute", type = "int", low = 1, high = 120, default = 20,
	label = w("每个群机器人每分钟最多几条", "Messages a minute for each group robot at most"),
	source = "[M] 钉钉、企业微信自定义机器人每分钟20条" }
setting { "code_minutes", type = "int", low = 5, high = 1440, default = 30,
	label = w("邮箱验证码几分钟内有效", "Minutes a code for a mail address holds"),
	source = "[D] 与会话的空闲时限相同" }
setting { "late_days", type = "int", low = 1, high = 60, default = 2,
	label = w("几天以前的事只记入消息，不再往外发", "Events older than these days are listed and no longer sent out"),
	source = "[D] 恢复备份或停机后，不把旧事重发一遍" }
