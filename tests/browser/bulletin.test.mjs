// SPDX-License-Identifier: Apache-2.0
// The bulletin in a real browser: one click, the rows behind a number, a sentence of the office's
// own, issue and print; on a desk, on a phone and without scripts.
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
async function fine(page) {
  assert.deepEqual(await findings(page), []);
  assert.equal(await overflow(page), null);
  assert.deepEqual(page.context().faults, []);
}

test('one click to a draft, every number to its rows', async () => {
  for (const options of [{ screen: DESK }, { screen: PHONE }, { screen: DESK, scripts: false }]) {
    const page = await as('顾一舟', options);
    await page.goto('/bulletins');
    await page.getByRole('button', { name: '生成本期督查通报' }).click();
    await page.waitForURL('**/bulletins/*');
    assert.match(await page.locator('#checks').innerText(), /数字全部相符/);
    if (options.scripts !== false) await fine(page);
    const link = page.locator('.paper a').first(), number = await link.innerText();
    await link.click();
    await page.waitForURL('**/figures/total');
    assert.equal(await page.locator('tbody tr').count(), Number(number));
    if (options.scripts !== false) await fine(page);
    await page.context().close();
  }
});

test('a sentence of its own, issued, printed on A4', async () => {
  const page = await as('颜知秋');
  await page.goto('/bulletins');
  await page.locator('tr', { hasText: '拟稿' }).locator('a').first().click();
  const first = page.locator('#p1');
  await first.fill(`${await first.inputValue()}\n请各单位认真对照。`);
  await page.getByRole('button', { name: '保存文字' }).click();
  await page.waitForURL('**did=edit');
  assert.match(await page.locator('.paper').innerText(), /请各单位认真对照/);
  await page.getByRole('button', { name: '印发' }).click();
  await page.waitForURL('**did=issue');
  assert.match(await page.locator('.paper-issue').innerText(), /第2期/);
  assert.equal(await page.locator('#text').count(), 0, 'issued, its words stand');
  await fine(page);
  const pdf = await page.pdf({ preferCSSPageSize: true });
  assert.ok(pdf.length > 20000);
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: '下载 Word 文件' }).click()]);
  assert.match(file.suggestedFilename(), /第2期\.docx$/);
  await page.context().close();
});
