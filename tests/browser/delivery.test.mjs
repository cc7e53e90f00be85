// SPDX-License-Identifier: Apache-2.0
// One trip as somebody new would make it, only by what is seen on the pages, from the sign-in
// page on: who is late and why, reminders, evidence, closing by a second and a third person,
// the look back that reopens; a leader's phone. On a desk, on a phone, on a phone without scripts.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { serve } from '../trip/lib.mjs';
import { DESK, launch, PHONE } from './lib.mjs';
import { Visitor } from './visitor.mjs';

const CLERK = '顾一舟', SECOND = '颜知秋', LIAISON = '潘谷桐', LEADER = '林疏桐';
const LATE = '标准厂房二期竣工12万平方米';
const day = (plus) => new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(new Date(Date.now() + plus * 864e5));
let browser;
before(async () => { browser = await launch(); });
after(async () => { await browser?.close(); });

const photo = { name: '竣工验收表.txt', mimeType: 'text/plain', buffer: Buffer.from('二期竣工验收，面积12万平方米\n') };

async function trip(url, options) {
  const come = (name) => Visitor.come(browser, url, name, options);

  // the clerk: who is late this week, why, and what is red
  let v = await come(CLERK);
  await v.follow('本周谁迟报、谁没报');
  for (let i = 0; i < 80 && !/2026-W47/.test(await v.words()); i++) await v.follow('上一周');
  assert.equal(await v.page.locator('#late li').count(), 3);
  assert.match(await v.words('#late'), /过了截止时间才报.*迟报.*报于|迟报/s);
  for (const i of [0, 1, 2]) {
    await v.page.locator('#late li a').nth(i).click();
    await v.look();
    assert.match(await v.words('#ladder'), /迟报/);
    await v.page.goBack();
  }
  await v.menu('我的待办');
  await v.follow(/严重滞后/);
  const red = await v.page.locator('.ledger tbody tr').count();
  await v.follow(LATE);
  assert.match(await v.words(), /为什么是这个灯/);
  assert.match(await v.words(), /已超期 \d+ 天（含休息日）/);
  await v.page.goBack();
  assert.ok(red >= 3, `${red} red`);

  // reminders: three at once from the list, and the text of the week
  for (const box of (await v.page.locator('.ledger tbody input[type=checkbox]:not([disabled])').all()).slice(0, 3)) await box.check();
  await v.page.locator('.bulk button', { hasText: '催办' }).click();
  await v.look();
  if (await v.page.locator('button.go', { hasText: '催办' }).count()) await v.page.locator('main button.go', { hasText: '催办' }).click();
  await v.look();
  assert.match(await v.words('.said'), /3/);
  await v.menu('每周对账');
  const ready = v.page.locator('#missing details').first();
  if (await ready.count()) {
    await ready.locator('summary').click();
    assert.match(await ready.locator('textarea').inputValue(), /您好！/);
    await ready.locator('button', { hasText: '记一次催办' }).click();
    await v.look();
    assert.match(await v.words('.said'), /催办/);
    assert.match(await v.words('#missing'), /催办（用语已写好）.*\d\d-\d\d/);
  }
  await v.bye();

  // the liaison: hears of it, finds it among what is to be done, reports, applies to close
  v = await come(LIAISON);
  assert.match(await v.words('.todo li >> nth=0'), /催办 \d\d-\d\d/);
  await v.page.locator('a.bell').click();
  await v.look();
  assert.match(await v.words('.news li:has-text("标准厂房二期") >> nth=0'), /区政府督查室 催办/);
  await v.page.locator('.news button', { hasText: LATE }).first().click();
  await v.look();
  assert.match(await v.words('.log'), /催办/);
  await v.act('签收');
  await v.act('报进展', { 进度: '100', 进展: '二期全部竣工。' }, photo);
  await v.act('申请销号', { 完成情况: '二期12万平方米全部竣工，已验收。' });
  assert.match(await v.words('.head'), /已申请销号/);
  await v.bye();

  // another person verifies, a third one closes
  v = await come(SECOND);
  await v.follow('核查通过', '.todo li:has-text("标准厂房二期")');
  await v.act('核查通过', { 核查情况: '到现场看过，面积与验收表一致。' });
  await v.bye();
  v = await come(CLERK);
  await v.follow('销号', '.todo li:has-text("标准厂房二期")');
  await v.act('销号');
  assert.match(await v.words('.head'), /已销号/);

  // the look back finds it undone
  await v.act('回头看', { 回头看情况: '3号楼消防没有验收。' });
  await v.act('重新打开', { 理由: '3号楼消防没有验收，重新办理。', 时限: day(40), 进度: '80' });
  assert.match(await v.words('.head'), /推进中/);
  const log = await v.words('.log');
  for (const step of ['催办', '签收', '报进展', '申请销号', '核查通过', '销号', '回头看', '重新打开'])
    assert.match(log, new RegExp(step), step);
  await v.bye();

  // and who answers for it hears of that
  v = await come(LIAISON);
  await v.page.locator('a.bell').click();
  await v.look();
  const news = await v.words('.news');
  for (const step of ['核查通过', '销号', '回头看', '重新打开']) assert.match(news, new RegExp(`区政府督查室 ${step}`), step);
  await v.bye();
}

for (const [what, options] of [
  ['on a desk', { screen: DESK }], ['on a phone', { screen: PHONE }], ['on a phone without scripts', { screen: PHONE, scripts: false }],
]) {
  test(`late, reminded, closed, reopened: ${what}`, async () => {
    const server = await serve();
    try {
      await trip(server.url, options);
    } finally {
      assert.equal(await server.stop(), 0);
    }
  });
}

test('a leader on a phone: three numbers, what is red and why, one note, one reminder', async () => {
  const server = await serve();
  try {
    for (const scripts of [true, false]) {
      const v = await Visitor.come(browser, server.url, LEADER, { screen: PHONE, scripts });
      assert.equal(await v.page.locator('.trio dd').count(), 3);
      const red = v.page.locator('.reds li', { hasText: LATE });
      assert.match(await red.innerText(), /已超期 \d+ 天（含休息日）/);
      await red.locator('button', { hasText: '催办' }).click();
      await v.look();
      assert.match(await v.words('.said'), /催办/);
      await red.locator('summary', { hasText: '批示' }).click();
      await red.locator('textarea').fill('本周内拿出办法。');
      await red.locator('button', { hasText: '批示' }).click();
      await v.look();
      await red.locator('h3 a').click();
      await v.look();
      assert.match(await v.words('.log'), /林疏桐 批示[\s\S]*本周内拿出办法[\s\S]*林疏桐 催办/);
      await v.bye();
      const unit = await Visitor.come(browser, server.url, LIAISON, { screen: PHONE, scripts });
      assert.match(await unit.words('.todo li >> nth=0'), /(批示|催办) \d\d-\d\d/);
      await unit.bye();
    }
  } finally {
    assert.equal(await server.stop(), 0);
  }
});
