/* SPDX-License-Identifier: Apache-2.0 */
/* PROFILE(name, Chinese, English, length, classes, days, history, blocked, source): two sets
 * of rules that contradict each other, so a house chooses one. The settings password_… change
 * single figures of the one chosen. */
PROFILE("mlps3", "等保三级", "MLPS level 3", 8, 3, 90, 5, true,
	"《网络安全等级保护基本要求》（2019）8.1.4.1 a 要求口令有复杂度并定期更换；[D] 8 位、四类取三、90 天、不与前 5 次相同")
PROFILE("asvs2", "ASVS 二级", "ASVS level 2", 8, 0, 0, 0, true,
	"OWASP ASVS 5.0 6.2.1、6.2.4、6.2.5、6.2.10、6.2.11：至少 8 位、禁用常见和有关联的词、不限组成、不强制更换")
