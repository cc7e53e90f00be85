// SPDX-License-Identifier: Apache-2.0
// The page of weekly reports and the account of the office in a real browser: what was changed
// is marked, a draft outlives the tab, a text is copied; and the same without scripts.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { serve } from '../trip/lib.mjs';
import { DESK, enter, findings, launch, newContext, overflow, PHONE } from './lib.mjs';

let server, browser;
before(async () => { [server, browser] = await Promise.all([serve(), launch()]); });
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
/** The row of a matter, its form open. */
async function row(page, words) {
  const r = page.locator('.week .item', { hasText: words });
  if (await r.locator('details').count()) await r.locator('details').evaluate((d) => { d.open = true; });
  return r;
}

test('the reports of a unit: marked, kept, saved; on a desk and on a phone', async () => {
  for (const screen of [DESK, PHONE]) {
    const page = await as('傅识言', { screen });
    await page.goto('/week');
    const r = await row(page, '技改项目');
    const mark = r.locator('ins').nth(1);
    assert.equal(await mark.isVisible(), false);
    const words = `实施39个，第${screen.width}批验收。`;
    await r.locator('textarea').first().fill(words);
    assert.equal(await mark.isVisible(), true, 'what was changed says so');
    assert.deepEqual(await findings(page), []);
    assert.equal(await overflow(page), null);
    page.on('dialog', (d) => d.accept());
    await page.goto('/matters');
    await page.goto('/week');
    const again = await row(page, '技改项目');
    assert.equal(await again.locator('textarea').first().inputValue(), words, 'the draft is back');
    assert.match(await page.locator('.week').innerText(), /已恢复上次未提交的内容/);
    await again.locator('button[name=save]').click();
    await page.waitForURL('**/week?did=saved*');
    assert.match(await page.locator('.said').first().innerText(), /已保存 1 项进展/);
    assert.deepEqual(await findings(page), []);
    assert.deepEqual(page.context().faults, []);
    await page.context().close();
  }
});

test('without scripts: two rows at once, one of them wrong', async () => {
  const page = await as('傅识言', { scripts: false });
  await page.goto('/week');
  for (const [words, share, text] of [['主营业务收入', '95', '过亿元企业48家。'], ['走访一遍', '190', '走访200家。']]) {
    const r = page.locator('.week .item', { hasText: words });
    if (await r.locator('details').count()) await r.locator('summary').click();
    await r.locator('input:not([type])').first().fill(share);
    await r.locator('textarea').first().fill(text);
  }
  await page.locator('button[value=all]').click();
  await page.waitForLoadState();
  assert.match(await page.locator('.said.bad').first().innerText(), /已保存 1 项，1 项没有保存/);
  const wrong = page.locator('.week .item', { hasText: '走访一遍' });
  assert.equal(await wrong.locator('textarea').first().inputValue(), '走访200家。');
  assert.equal(await wrong.locator('[role=alert]').count(), 1);
  assert.equal(await wrong.locator('ins').first().isVisible(), true);
});

test('the account of the office: a text to send, a letter to issue', async () => {
  for (const screen of [DESK, PHONE]) {
    const page = await as('顾一舟', { screen });
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'], { origin: server.url });
    await page.goto('/week');
    assert.deepEqual(await findings(page), []);
    assert.equal(await overflow(page), null);
    const text = page.locator('#missing details').first();
    if (await text.count()) {
      await text.locator('summary').click();
      await text.locator('[data-copy]').click();
      assert.match(await page.evaluate(() => navigator.clipboard.readText()), /^\S+：您好！/);
      assert.deepEqual(await findings(page), []);
    }
    await page.goto('/week?w=2026-W47');
    assert.match(await page.locator('#missing').innerText(), /榴园经开区/);
    assert.deepEqual(await findings(page), []);
    await page.goto('/matters?q=' + encodeURIComponent('走访一遍'));
    await page.locator('.ledger .ti a').first().click();
    await page.locator('#ladder a', { hasText: '发督办文书' }).click();
    assert.deepEqual(await findings(page), []);
    assert.equal(await overflow(page), null);
    assert.deepEqual(page.context().faults, []);
    await page.context().close();
  }
});
