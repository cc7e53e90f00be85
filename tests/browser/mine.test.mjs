// SPDX-License-Identifier: Apache-2.0
// My work: a leader's phone, acting for a colleague, the board and the month by hand.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Person, serve } from '../trip/lib.mjs';
import { enter, launch, newContext, PHONE } from './lib.mjs';
import { decide, delegate, ingest, matterOf, take } from './world.mjs';

let server, browser, matter, other;
const day = (plus = 0) => new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(new Date(Date.now() + plus * 864e5));
before(async () => {
  [server, browser] = await Promise.all([serve(), launch()]);
  const gu = new Person(server);
  await gu.enter('顾一舟');
  for (const n of [41, 42]) {
    const document = await ingest(gu, `关于第${n}片供暖的通知\n（2026年11月19日）\n区住建局牵头，青萝街道配合，12月10日前完成第${n}片${n}处换热站检修，室温达标率不低于99%。\n`);
    await decide(gu, document, `${n}处换热站检修`, 'assign', { title: `第${n}片换热站检修` });
  }
  matter = await matterOf(gu, '第41片换热站检修');
  other = await matterOf(gu, '第42片换热站检修');
});
after(async () => {
  await browser?.close();
  assert.equal(await server?.stop(), 0);
});

async function as(name, options) {
  const context = await newContext(browser, server.url, options);
  const page = await context.newPage();
  await enter(page, name);
  return page;
}

test('a leader on a phone, without scripts: three numbers, why, one reminder in one tap, one note in two', async () => {
  const page = await as('林疏桐', { screen: PHONE, scripts: false });
  assert.equal(await page.locator('.trio dd').count(), 3);
  const red = page.locator('.reds li').first();
  assert.match(await red.innerText(), /已超期 \d+ 天|差 \d+ 个百分点/);
  for (const target of await page.locator('.trio a, .reds .quick button:visible, .reds .quick summary').all()) {
    const box = await target.boundingBox();
    assert.ok(box.height >= 44 && box.width >= 44, `${await target.innerText()}: ${box.width} x ${box.height}`);
  }
  const title = await red.locator('h3').innerText();
  await red.locator('button', { hasText: '催办' }).tap();
  await page.waitForURL('**/?on=*&did=remind');
  assert.match(await page.locator('.said').innerText(), new RegExp(`催办：${title}`));
  await red.locator('summary', { hasText: '批示' }).tap();
  await red.locator('textarea').fill('三日内到现场看一次。');
  await red.locator('button', { hasText: '批示' }).tap();
  await page.waitForURL('**/?on=*&did=note');
  await red.locator('h3 a').tap();
  await page.waitForURL('**/matters/*');
  assert.match(await page.locator('.log').innerText(), /三日内到现场看一次/);
  assert.deepEqual(page.context().faults, []);
});

test('a colleague finds the list of whoever is away, acts for him, and both are named', async () => {
  const liu = new Person(server);
  await liu.enter('柳青禾');
  await delegate(liu, '段书扬', day(), day(3));
  const page = await as('段书扬');
  const section = page.locator('.sec', { hasText: '代柳青禾' });
  assert.match(await section.innerText(), /第41片换热站检修/);
  await section.locator('li', { hasText: '第41片' }).locator('button').click();
  await page.waitForURL(`**/matters/${matter}?do=sign`);
  assert.match(await page.locator('.acting').innerText(), /正在代柳青禾办理/);
  await page.locator('#do-sign form button').click();
  await page.waitForURL(`**/matters/${matter}?did=sign`);
  assert.match(await page.locator('.log li').first().innerText(), /段书扬（代柳青禾） 签收/);
  await page.locator('.acting button').click();
  await page.waitForURL('**/');
  assert.equal(await page.locator('.acting').count(), 0);
  const gu = new Person(server);
  await gu.enter('顾一舟');
  await gu.get(`/matters/${matter}`);
  assert.match(gu.html, /柳青禾休假至/);
  await liu.get('/me');
  await liu.send((f) => f.action.endsWith('/withdraw'));
  await page.goto('/');
  assert.equal(await page.locator('.sec', { hasText: '代柳青禾' }).count(), 0);
  assert.deepEqual(page.context().faults, []);
});

test('a card dragged to where its action leads opens that action', async () => {
  const page = await as('柳青禾');
  await page.goto('/matters?view=board');
  const card = page.locator('.card', { hasText: '第42片' });
  const column = page.locator('.col', { hasText: '已签收' }).last();
  await card.dragTo(column, { targetPosition: { x: 40, y: 20 } });
  await page.waitForURL(new RegExp(`/matters/${other}\\?do=sign`));
  assert.deepEqual(page.context().faults, []);
});

test('the month is walked with the arrow keys', async () => {
  const page = await as('顾一舟');
  await page.goto('/matters?view=calendar&month=2026-12');
  const at = () => page.evaluate(() => document.activeElement.getAttribute('href'));
  await page.locator('.month a[href="/matters?d=2026-12-10"]').focus();
  for (const [key, day] of [['ArrowRight', '11'], ['ArrowDown', '18'], ['ArrowLeft', '17'], ['ArrowUp', '10'], ['Home', '07'], ['End', '13']]) {
    await page.keyboard.press(key);
    assert.equal(await at(), `/matters?d=2026-12-${day}`, key);
  }
  await page.keyboard.press('PageDown');
  await page.waitForURL('**month=2027-01*');
  assert.deepEqual(page.context().faults, []);
});

test('of several, those that cannot are named first, and what fails keeps its tick', async () => {
  const gu = await as('顾一舟', { scripts: false });
  const closed = new Person(server);
  await closed.enter('顾一舟');
  await take(closed, other, 'dismiss', { reason: '与另一件重复。' });
  await gu.goto('/matters?q=' + encodeURIComponent('换热站检修'));
  for (const box of await gu.locator('.ledger tbody input[type=checkbox]').all()) await box.check();
  await gu.locator('.bulk button[value$=".extend"]').click();
  await gu.waitForURL('**/matters/bulk');
  assert.match(await gu.locator('main').innerText(), /不能一起办的 1 件/);
  assert.equal(await gu.locator('input[name=m]').count(), 1);
  await gu.fill('#extend-due', '2020-01-01');
  await gu.fill('#extend-reason', '等材料');
  await gu.locator('button.go').click();
  assert.match(await gu.locator('main').innerText(), /没有办成 1 件/);
  assert.equal(await gu.inputValue('#extend-reason'), '等材料');
  assert.equal(await gu.locator('input[name=m]:checked').count(), 1);
  await gu.fill('#extend-due', day(60));
  await gu.locator('button.go').click();
  await gu.waitForURL('**/matters?did=bulk&n=1');
  assert.deepEqual(gu.context().faults, []);
});

test('the feed is read by its address until that is revoked', async () => {
  const liu = new Person(server), program = new Person(server);
  await liu.enter('柳青禾');
  await liu.get('/me');
  await liu.send((f) => f.action === '/calendar-key');
  const address = new URL(liu.html.match(/value="(http[^"]*calendar\.ics[^"]*)"/)[1]);
  await program.get(address.pathname + address.search);
  assert.equal(program.status, 200);
  assert.match(program.html, /SUMMARY:[^\r]*第41片换热站检修/);
  assert.doesNotMatch(program.html, /\b1[3-9]\d{9}\b/, 'nobody\'s telephone');
  const tag = program.headers.get('etag');
  await program.ask(address.pathname + address.search, { headers: { 'If-None-Match': tag } });
  assert.equal(program.status, 304);
  await liu.get('/me');
  await liu.send((f) => f.action === '/calendar-key', {}, 'revoke');
  await program.get(address.pathname + address.search);
  assert.equal(program.status, 404);
});
