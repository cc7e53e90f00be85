// SPDX-License-Identifier: Apache-2.0
// On paper: no menus, no buttons, tables within the width, black on white also from a dark screen.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Person, serve } from '../trip/lib.mjs';
import { enter, launch, newContext, overflow } from './lib.mjs';
import { matterOf } from './world.mjs';

const MM = 96 / 25.4, PORTRAIT = Math.round((210 - 32) * MM), LANDSCAPE = Math.round((297 - 24) * MM);
let server, browser, page, matter;
before(async () => {
  [server, browser] = await Promise.all([serve(), launch()]);
  const gu = new Person(server);
  await gu.enter('顾一舟');
  matter = await matterOf(gu, '榴园大道北延段');
  page = await (await newContext(browser, server.url, { dark: true })).newPage();
  await enter(page, '顾一舟');
});
after(async () => {
  await browser?.close();
  assert.equal(await server?.stop(), 0);
});

for (const [name, path, width] of [['ledger', () => '/matters', LANDSCAPE], ['matter', () => `/matters/${matter}`, PORTRAIT]])
  test(`${name} on paper`, async () => {
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    await page.setViewportSize({ width, height: 1000 });
    await page.goto(path());
    const shown = await page.evaluate(() => ['.top', '.side', '.skip', '.foot', '.bulk', '.filters', '.tabs', '.act', '.live-bar', 'button', '.k']
      .filter((q) => [...document.querySelectorAll(q)].some((e) => e.getClientRects().length)));
    assert.deepEqual(shown, []);
    assert.equal(await overflow(page), null);
    const wide = await page.evaluate(() => [...document.querySelectorAll('table')]
      .filter((t) => t.getBoundingClientRect().right > document.documentElement.clientWidth + 1).length);
    assert.equal(wide, 0);
    assert.equal(await page.evaluate(() => getComputedStyle(document.body).color), 'rgb(0, 0, 0)');
    const pdf = await page.pdf({ preferCSSPageSize: true });
    assert.equal(pdf.subarray(0, 5).toString(), '%PDF-');
    const box = pdf.toString('latin1').match(/\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/);
    assert.equal(+box[1] > +box[2], name === 'ledger', 'the ledger lies across the sheet');
  });
