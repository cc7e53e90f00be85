// SPDX-License-Identifier: Apache-2.0
// The pages for citizens in a browser: on a small telephone, in large type, without a script, by keyboard, without a
// connection; no finding of axe.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { serve } from '../trip/lib.mjs';
import { DESK, findings, launch, newContext, overflow, PHONE, SHOTS } from './lib.mjs';

const SMALL = { width: 320, height: 568 };
let server, browser;
before(async () => {
  if (process.env.LUOSHI_SHOTS) mkdirSync(SHOTS, { recursive: true });
  [server, browser] = await Promise.all([serve(), launch()]);
});
after(async () => {
  await browser?.close();
  assert.equal(await server?.stop(), 0);
});

async function visitor(options = {}, large = false) {
  const context = await newContext(browser, server.url, { screen: PHONE, ...options });
  if (large) await context.addCookies([{ name: 'large', value: '1', url: server.url }]);
  return { context, page: await context.newPage() };
}

async function fill(page, words = '天黑以后看不见路') {
  await page.check('input[value="order/help"]');
  await page.fill('#title', '三号楼门口路灯不亮');
  await page.fill('#words', words);
  await page.fill('#phone', '138 0000 5678');
}

async function look(page, name) {
  assert.equal(await overflow(page), null, name);
  if (process.env.LUOSHI_SHOTS) await page.screenshot({ path: join(SHOTS, `public-${name}.png`), fullPage: true });
}

for (const [name, screen, large] of [['small', SMALL, false], ['small-large', SMALL, true], ['phone', PHONE, false], ['desk', DESK, false]])
  for (const lang of ['zh', 'en'])
    test(`every page, ${name}, ${lang}: nothing too wide, no finding of axe`, async () => {
      const { context, page } = await visitor({ screen, lang }, large);
      await context.addCookies([{ name: 'lang', value: lang, url: server.url }]);
      for (const path of ['/public', '/ask', '/follow', '/open']) {
        await page.goto(path);
        await look(page, `${path.slice(1)}-${name}-${lang}`);
        assert.deepEqual(await findings(page), [], path);
      }
      await page.goto('/ask');
      await page.click('#map button');
      await page.waitForSelector('.map-pick');
      await page.click('#send');
      await page.waitForSelector('#faults');
      await look(page, `wrong-${name}-${lang}`);
      assert.deepEqual(await findings(page), [], 'what is wrong');
      assert.deepEqual(context.faults, []);
      await context.close();
    });

test('type and targets are large enough for tired eyes and thick fingers', async () => {
  const { context, page } = await visitor();
  await page.goto('/ask');
  const sizes = await page.evaluate(() => {
    const px = (q) => parseFloat(getComputedStyle(document.querySelector(q)).fontSize);
    const high = [...document.querySelectorAll('main button,main input:not([type=hidden],[tabindex],[type=radio],[type=checkbox]),main select,.pick label,.tel a,.top button')]
      .filter((e) => e.offsetParent).map((e) => [Math.round(e.getBoundingClientRect().height), e.outerHTML.slice(0, 80)]);
    return { body: px('body'), label: px('.field > label'), small: high.filter(([h]) => h < 44) };
  });
  assert.ok(sizes.body >= 18 && sizes.label >= 18, JSON.stringify(sizes));
  assert.deepEqual(sizes.small, []);
  await context.close();
});

test('without a script: the map by taps, then asking, following, adding', async () => {
  const { context, page } = await visitor({ scripts: false });
  await page.goto('/ask');
  await fill(page);
  await page.click('#map button');
  await page.locator('.map-pick .small').click({ position: { x: 150, y: 150 } });
  await page.waitForSelector('#point');
  assert.equal(await page.inputValue('#title'), '三号楼门口路灯不亮');
  await page.locator('.map-pick .small').click({ position: { x: 100, y: 100 } });
  await page.click('#send');
  await page.waitForSelector('[data-sent]');
  const number = await page.locator('.number').first().innerText();
  await page.goto('/follow?other=1');
  await page.fill('#number', number);
  await page.fill('#code', '5678');
  await page.click('main .go');
  await page.waitForSelector('.steps');
  assert.equal(new URL(page.url()).search, '');
  await look(page, 'followed');
  await page.fill('#act-add textarea', '今天又黑了');
  await page.click('#act-add button');
  await page.waitForSelector('[role=status]');
  assert.equal(new URL(page.url()).pathname, '/follow');
  await context.close();
});

test('by keyboard alone', async () => {
  const { context, page } = await visitor({ screen: DESK });
  await page.goto('/ask');
  const reached = [];
  for (let i = 0; i < 40; i++) {
    await page.keyboard.press('Tab');
    reached.push(await page.evaluate(() => document.activeElement.name || document.activeElement.id || document.activeElement.getAttribute('href')));
    if (reached.at(-1) === 'send') break;
  }
  for (const name of ['class', 'title', 'words', 'place', 'area', 'photos', 'phone', 'secret', 'send']) assert.ok(reached.includes(name), `${name} in ${reached}`);
  assert.ok(!reached.includes('website'), 'what nobody sees nobody reaches');
  await context.close();
});

test('a draft stays on the device without the telephone number, and goes when asked to', async () => {
  const { context, page } = await visitor();
  await page.goto('/ask');
  await fill(page);
  await page.waitForSelector('#draft:not([hidden])');
  const kept = () => page.evaluate(() => JSON.stringify(window.localStorage));
  assert.ok((await kept()).includes('路灯') && !(await kept()).includes('5678'));
  const key = await page.inputValue('input[name=key]');
  await page.goto('/ask');
  assert.equal(await page.inputValue('#words'), '天黑以后看不见路');
  assert.equal(await page.inputValue('#phone'), '');
  assert.equal(await page.inputValue('input[name=key]'), key, 'sent again it is the same request');
  await page.check('#keep-phone');
  await page.fill('#phone', '138 0000 5678');
  await page.locator('#phone').blur();
  assert.ok((await kept()).includes('5678'));
  await page.click('#draft button');
  assert.equal(await kept(), '{}');
  assert.equal(await page.inputValue('#title'), '');
  await context.close();
});

test('without a connection nothing is lost, and what has arrived leaves no draft', async () => {
  const { context, page } = await visitor();
  await page.goto('/ask');
  await fill(page);
  await context.setOffline(true);
  await page.click('#send');
  assert.equal(new URL(page.url()).pathname, '/ask');
  assert.match(await page.locator('#draft').innerText(), /没有网络/);
  await context.setOffline(false);
  await page.click('#send');
  await page.waitForSelector('[data-sent]');
  assert.equal(await page.evaluate(() => window.localStorage.length), 0);
  await look(page, 'sent');
  assert.deepEqual(await findings(page), []);
  await context.close();
});

test('where one is becomes a place, and a tap moves it without a new page', async () => {
  const { context, page } = await visitor();
  await context.grantPermissions(['geolocation'], { origin: server.url });
  await context.setGeolocation({ longitude: 117.545, latitude: 34.76 });
  await page.goto('/ask');
  await page.fill('#words', '没有丢');
  await page.click('#map button:last-child');
  await page.waitForSelector('#point');
  assert.match(await page.locator('#point').innerText(), /青萝街道/);
  await page.locator('#map .row button').first().click();
  await page.waitForSelector('.map-pick');
  const was = await page.inputValue('input[name=x]');
  await page.locator('.map-pick .small').click({ position: { x: 40, y: 200 } });
  await page.waitForFunction((x) => document.querySelector('input[name=x]').value !== x, was);
  assert.equal(await page.inputValue('#words'), '没有丢');
  await look(page, 'map');
  assert.deepEqual(await findings(page), []);
  await context.close();
});
