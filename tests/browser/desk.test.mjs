// SPDX-License-Identifier: Apache-2.0
// Ten calls at the desk with the keyboard alone: nothing is ever clicked. What the server and the page take of
// the ten minutes is measured; what a caller says takes the rest.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { serve } from '../trip/lib.mjs';
import { DESK, enter, findings, launch, newContext, overflow, PHONE } from './lib.mjs';

let server, browser, page, context;
before(async () => {
  [server, browser] = await Promise.all([serve(), launch()]);
  context = await newContext(browser, server.url);
  page = await context.newPage();
  await enter(page, '舒临月');
  await page.goto('/desk');
});
after(async () => {
  await browser?.close();
  assert.equal(await server?.stop(), 0);
});

const at = () => page.evaluate(() => document.activeElement.id || document.activeElement.name || document.activeElement.tagName);
const type = (text) => page.keyboard.insertText(text);
/** Tab until that field has the focus; what is typed goes there. */
async function into(id, text) {
  for (let i = 0; i < 30 && await at() !== id; i++) await page.keyboard.press('Tab');
  assert.equal(await at(), id);
  await type(text);
}
const alt = (key) => page.keyboard.press(`Alt+${/\d/.test(key) ? `Digit${key}` : `Key${key.toUpperCase()}`}`);
const done = () => page.locator('.done .big').innerText();
/** Presses a key of the form that saves, and waits for the page that answers. */
async function save(key) {
  await Promise.all([page.waitForNavigation(), alt(key)]);
  await page.locator('.done').waitFor();
  assert.equal(await at(), 'phone', 'ready for the next call');
}
async function call(phone, words, place) {
  assert.equal(await at(), 'phone');
  await type(phone);
  await page.keyboard.press('Enter');
  await into('words', words);
  await into('place', place);
}
async function choose(n) { // the n-th class by arrow keys
  for (let i = 0; i < 30 && await at() !== 'class'; i++) await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  for (let i = 1; i < n; i++) await page.keyboard.press('ArrowDown');
}

test('ten calls by keyboard: seven new, two attached, one answered', async () => {
  const began = Date.now();
  let dispatched = 0, attached = 0, answered = 0;
  const news = [['文昌路中段的路灯不亮', '文昌路中段', '城市管理·道路设施·路灯'], ['榴花公园门口路面有大坑', '榴花公园门口', '城市管理·道路设施·路面坑洼'],
    ['清渠小区二号楼前路灯坏了', '清渠小区', '城市管理·道路设施·路灯'], ['汽车站东边路面塌了一块', '汽车站东', '城市管理·道路设施·路面坑洼'],
    ['石桥小学围墙外路灯闪', '石桥小学', '城市管理·道路设施·路灯'], ['云岭桥头路面翻浆', '云岭桥头', '城市管理·道路设施·路面坑洼'], ['工业路路灯白天亮着', '工业路', '城市管理·道路设施·路灯']];
  for (const [i, [words, place, category]] of news.entries()) {
    await call(`1390003000${i}`, `${words}，请派人看看。`, place);
    await choose(3);
    await into('category', category);
    await into('lead', 'zjj');
    await save('g');
    assert.match(await done(), /已登记并派单/);
    dispatched += 1;
  }
  for (let i = 0; i < 2; i++) {
    await call(`1390003001${i}`, `文昌路中段路灯又黑了，还没有人修。`, '文昌路中段');
    const hit = page.locator('#side button[name=attach][accesskey="1"]');
    for (let n = 0; n < 40 && !await hit.count(); n++) { // the index follows within a second
      await page.waitForTimeout(250);
      await alt('q');
    }
    await save('1');
    assert.match(await done(), /已并入原有工单/);
    attached += 1;
  }
  await call('13900030020', '我想问一下暖气不热怎么办，室温只有十五度。', '');
  await page.locator('#side button[name=cite]').first().waitFor();
  await Promise.all([page.waitForNavigation(), alt('z')]);
  assert.equal(await at(), 'public_answer');
  assert.match(await page.inputValue('#public_answer'), /阀门/);
  await save('r');
  assert.match(await done(), /已登记并答复/);
  answered += 1;
  const took = (Date.now() - began) / 1000;
  console.log(`# ten calls: ${took.toFixed(1)} s of typing by a program`);
  assert.equal(dispatched + attached + answered, 10);
  assert.ok(took < 120 * (process.env.LUOSHI_SLOW ? 10 : 1), `${took} s: too little is left for the callers`);
  assert.deepEqual(context.faults, []);
});

test('a suggestion or a unit fills its field in place; nothing else is touched', async () => {
  await page.goto('/desk#phone=13900030000');
  await page.locator('#side', { hasText: '以前的诉求1件' }).waitFor();
  assert.equal(await page.inputValue('#phone'), '13900030000');
  assert.equal(await at(), 'words');
  assert.ok(!page.url().includes('139'), 'the number stays in no history');
});

test('the desk is clean in both languages, in large print and on a phone', async () => {
  for (const [lang, screen] of [['zh', DESK], ['en', DESK], ['zh', PHONE]]) {
    const c = await newContext(browser, server.url, { lang, screen });
    await c.addCookies([{ name: 'lang', value: lang, url: server.url }, { name: 'large', value: lang === 'en' ? '0' : '1', url: server.url }]);
    const p = await c.newPage();
    await enter(p, '舒临月', lang);
    for (const path of ['/desk?phone=13900030000', '/desk/board']) {
      await p.goto(path);
      if (path.startsWith('/desk?')) {
        await p.fill('#words', '文昌路中段的路灯又不亮了');
        await p.locator('#side button[name=attach]').first().waitFor();
      }
      assert.deepEqual(await findings(p), [], `${path} ${lang}`);
      assert.equal(await overflow(p), null, `${path} ${lang} ${screen.width}`);
      if (process.env.LUOSHI_SHOTS) await p.screenshot({ path: `${process.env.LUOSHI_SHOTS}/desk-${path.includes('board') ? 'board' : 'form'}-${lang}-${screen.width}.png`, fullPage: true });
    }
    assert.deepEqual(c.faults, []);
    await c.close();
  }
});
