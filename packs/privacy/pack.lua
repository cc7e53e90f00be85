-- SPDX-License-Identifier: Apache-2.0
-- Personal data (个人信息保护): classes with their retention, the notice, and what a person may ask for.
-- [D] our inference, [M] from memory, [U] unverified, otherwise the place itself.

pack { "privacy", version = "1", label = { zh = "个人信息保护", en = "Personal data" } }

local function w(zh, en) return { zh = zh, en = en } end

-- classes: how long each is kept, from the closing of its matter or the last change after it ------------

local function keep(name, months, zh, en, source)
	setting { "keep_" .. name .. "_months", type = "int", low = 0, high = 600, default = months,
		label = w(zh .. "保存几个月（办结后起算，0 为不到期）", "Months for which " .. en .. " is kept after closing (0: no end)"), source = source }
end
local why = "《个人信息保护法》第十九条：保存期限为实现处理目的所必要的最短时间；[D] "
keep("contact", 12, "联系方式", "contact data", why .. "回访、重办、督办一般一年内结束")
keep("identity", 12, "身份信息", "identity", why .. "同联系方式")
keep("sensitive", 12, "敏感个人信息", "sensitive data", "《个人信息保护法》第二十八条：有特定目的和充分必要才处理；[D] 不长于联系方式")
keep("words", 36, "诉求原话和评价", "the asker's own words", why .. "重复诉求、考评申诉要查原话，三年")
keep("files", 36, "诉求人提交的照片和附件", "files of the asker", why .. "同诉求原话")
keep("work_contact", 36, "工作联系方式", "contact data at work", why .. "项目、揭榜结束后对账、审计，三年")

data_class { "contact", label = w("联系方式", "Contact"), keep = "keep_contact_months" }
data_class { "identity", label = w("身份信息", "Identity"), keep = "keep_identity_months" }
data_class { "sensitive", label = w("敏感个人信息", "Sensitive"), keep = "keep_sensitive_months", sensitive = true }
data_class { "words", label = w("诉求原话和评价", "Own words"), keep = "keep_words_months" }
data_class { "files", label = w("照片和附件", "Photographs and files"), keep = "keep_files_months", files = true }
data_class { "work_contact", label = w("工作联系方式", "Contact at work"), keep = "keep_work_contact_months" }

-- the notice ---------------------------------------------------------------------------------------------

setting { "notice_zh", type = "text", default = "notice.zh.txt",
	label = w("个人信息处理告知（中文）", "Privacy notice (Chinese)"),
	source = "《个人信息保护法》第十七条、第三十五条：处理者、目的、种类、保存期限、权利" }
setting { "notice_en", type = "text", default = "notice.en.txt",
	label = w("个人信息处理告知（英文）", "Privacy notice (English)"),
	source = "《个人信息保护法》第十七条、第三十五条" }

-- a person's wish (个人信息查阅、复制、更正、删除) -----------------------------------------------------------

setting { "wish_days", type = "int", low = 1, high = 60, default = 15,
	label = w("个人信息申请几个工作日内答复", "Working days in which a person's wish is answered"),
	source = "《个人信息保护法》第五十条只要求及时；[D] 15 个工作日，同政府信息公开的一般期限" }

-- records --------------------------------------------------------------------------------------------------

setting { "export_keep_months", type = "int", low = 36, high = 600, default = 36,
	label = w("导出记录至少保存几个月", "Months for which exports stay on record, at least"),
	source = "《网络数据安全管理条例》第十二条：向他人提供个人信息的处理情况记录至少保存三年" }
setting { "reveal_sample", type = "int", low = 0, high = 100, default = 10,
	label = w("显示原值的，抽查百分之几", "Per cent of revealed values that are drawn for review"),
	source = "[D] 《个人信息保护法》第五十四条要求定期审计；比例各地自定" }
setting { "backup_keep_days", type = "int", low = 1, high = 366, default = 30,
	label = w("备份最多保留几天", "Days for which backups are kept at most"),
	source = "[D] 备份里还有到期前的密钥；备份删了才算销毁干净" }
