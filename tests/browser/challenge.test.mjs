// SPDX-License-Identifier: Apache-2.0
// An open challenge (揭榜挂帅) by clicking: put up and applied for; judged, chosen and announced;
// checked, accepted and awarded. What only time allows (the deadline, the public notice) has
// happened in the demo district. Every page on the way: axe, width, complaints of the browser.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { serve } from '../trip/lib.mjs';
import { DESK, enter, findings, launch, newContext, overflow, PHONE, SHOTS } from './lib.mjs';

let server, browser;
const pages = new Map();
const CLERK = '顾一舟', SECOND = '颜知秋', PARK = '潘谷桐', AIR = '梅霁月', LEAD = '傅识言', HOUSING = '柳青禾', JUDGE = '林疏桐', OTHER_JUDGE = '蓝行之';

before(async () => {
  if (process.env.LUOSHI_SHOTS) mkdirSync(SHOTS, { recursive: true });
  [server, browser] = await Promise.all([serve(), launch()]);
});
after(async () => {
  await browser?.close();
  assert.equal(await server?.stop(), 0);
});

async function as(who, screen = DESK) {
  const name = `${who} ${screen.width}`;
  if (!pages.has(name)) {
    const page = await (await newContext(browser, server.url, { screen })).newPage();
    await enter(page, who);
    pages.set(name, page);
  }
  return pages.get(name);
}

async function fine(page, name) {
  assert.deepEqual(await findings(page), [], name);
  assert.equal(await overflow(page), null, name);
  assert.deepEqual(page.context().faults, [], name);
  if (process.env.LUOSHI_SHOTS) await page.screenshot({ path: join(SHOTS, `challenge-${name}.png`), fullPage: true });
}

async function open(page, words) {
  await page.goto(`/matters?q=${encodeURIComponent(words)}`);
  await page.locator('main table a', { hasText: words }).first().click();
  await page.waitForURL(/\/matters\/\d+/);
  return new URL(page.url()).pathname;
}

/** Opens the form of that name, fills it in and sends it; `within` is where its heading stands. */
async function take(page, within, label, fields = {}, file) {
  const form = page.locator(within).locator('details', { has: page.locator('summary', { hasText: new RegExp(`^${label}$`) }) }).first();
  if (!await form.evaluate((d) => d.open)) await form.locator('summary').click();
  for (const [name, value] of Object.entries(fields)) {
    const input = form.locator(`[name=${name}]`);
    if (await input.evaluate((e) => e.tagName) === 'SELECT') await input.selectOption({ label: value });
    else await input.fill(value);
  }
  if (file) await form.locator('input[type=file]').setInputFiles({ name: file, mimeType: 'text/plain', buffer: Buffer.from('材料一份\n') });
  await Promise.all([page.waitForNavigation(), form.locator('button').click()]);
  assert.equal(await page.locator('[role=alert]').count(), 0, `${label}: ${await page.locator('[role=alert]').allTextContents()}`);
}
const NEXT = 'main aside .act';
const row = (title) => `tbody:has(th:text-is("${title}"))`;
const day = (n) => new Date(Date.now() + n * 86400000).toISOString().slice(0, 10);
const told = (page) => page.locator('main').innerText();

test('a challenge is put up, and applicants see only what is theirs', async () => {
  const clerk = await as(CLERK);
  await clerk.goto('/matters/new?kind=challenge');
  await fine(clerk, 'new');
  await clerk.fill('[name=title]', '冬季烂果在线分选');
  await clerk.fill('[name=problem]', '人工分选漏检率6%。');
  await clerk.fill('[name=goal]', '漏检率不高于0.5%；每小时3吨。');
  await clerk.fill('[name=budget]', '120.5');
  await clerk.fill('[name=deadline]', day(30));
  await clerk.fill('[name=due]', day(300));
  await Promise.all([clerk.waitForNavigation(), clerk.locator('main form button.go, main form button').last().click()]);
  const path = new URL(clerk.url()).pathname;
  await take(clerk, NEXT, '张榜', { lead: '区工信局', assist: '榴园经开区、区生态环境分局' });
  await fine(clerk, 'published');

  const park = await as(PARK, PHONE);
  await park.goto(path);
  await take(park, '#parts-application', '揭榜申报', { name: '近红外分选', plan: '近红外加视觉双通道。', asked: '110', contact: '潘谷桐' }, '申报书甲.txt');
  await fine(park, 'applied-phone');
  const air = await as(AIR);
  await air.goto(path);
  await take(air, '#parts-application', '揭榜申报', { name: '气味阵列分选', plan: '电子鼻阵列。', asked: '96.5' }, '申报书乙.txt');
  await fine(air, 'applied');
  await clerk.goto(path);
  await take(clerk, '#parts-application', '代录方案', { name: '声学分选', firm: '石桥声学公司', plan: '敲击回声识别。', asked: '88' }, '申报书丙.txt');
  await fine(clerk, 'entered');
  assert.equal(await clerk.locator('#parts-application table.parts > tbody').count(), 3);
  await air.goto(path);
  assert.equal(await air.locator('#parts-application table.parts > tbody').count(), 1);
  assert.doesNotMatch(await told(air), /近红外|潘谷桐|声学|申报书甲|申报书丙/);
  const lead = await as(LEAD);
  await lead.goto(path);
  assert.doesNotMatch(await told(lead), /近红外|气味|声学|申报书/);
  await fine(lead, 'lead');
});

test('two judges score, one application is chosen and announced', async () => {
  const judge = await as(JUDGE, PHONE);
  const path = await open(judge, '石榴皮渣高值化利用');
  await fine(judge, 'judge-phone');
  await take(judge, `#parts-judgement ${row('2号方案')}`, '打分', { score: '70', opinion: '投入小，指标不足。' });
  await take(judge, `#parts-judgement ${row('3号方案')}`, '打分', { score: '84', opinion: '指标先进，成本要再核。' });
  assert.equal(await judge.locator('#parts-judgement table.parts > tbody').count(), 3);
  assert.doesNotMatch(await told(judge), /提取率有小试数据支撑/);
  const other = await as(OTHER_JUDGE);
  await other.goto(path);
  assert.match(await told(other), /提取率有小试数据支撑/);
  assert.doesNotMatch(await told(other), /指标先进，成本要再核/);
  await fine(other, 'judge');
  const clerk = await as(CLERK);
  await clerk.goto(path);
  await fine(clerk, 'judging');
  await take(clerk, `#parts-application ${row('酶解提取多酚')}`, '选定');
  await take(clerk, NEXT, '公示', { winner: '榴园经济开发区管理委员会', award: '280', notice: '拟由榴园经开区揭榜，公示5个工作日。' });
  assert.match(await told(clerk), /公示期/);
  await fine(clerk, 'publicity');
  const phone = await as(CLERK, PHONE);
  await phone.goto(path);
  await fine(phone, 'publicity-phone');
});

test('checkpoints, acceptance and award', async () => {
  const second = await as(SECOND), clerk = await as(CLERK), housing = await as(HOUSING);
  const path = await open(second, '老旧管网渗漏精准定位');
  await fine(second, 'underway');
  await take(second, `#parts-checkpoint ${row('定位误差不大于1米')}`, '限期整改', { due: day(20), reason: '兴园路段复测。' });
  await housing.goto(path);
  for (const title of ['定位误差不大于1米', '推广到46公里']) {
    await take(housing, `#parts-checkpoint ${row(title)}`, '提交考核', { result: '达到标准。' }, '记录.txt');
    await fine(housing, 'handed-in');
    await clerk.goto(path);
    await take(clerk, `#parts-checkpoint ${row(title)}`, '考核通过', { check: '现场复看属实。' });
    await housing.goto(path);
  }
  await take(housing, NEXT, '提交验收', { result: '定位误差0.8米，误开挖率4%。' }, '总结.txt');
  await clerk.goto(path);
  await take(clerk, NEXT, '验收通过', { check: '五位专家到场，逐项对照通过。' });
  await fine(clerk, 'accepted');
  assert.equal(await clerk.locator(NEXT).locator('summary', { hasText: '兑现奖励' }).count(), 0);
  await second.goto(path);
  await take(second, NEXT, '兑现奖励', { paid: '180' }, '凭证.txt');
  assert.match(await told(second), /已奖励/);
  await fine(second, 'awarded');
});
