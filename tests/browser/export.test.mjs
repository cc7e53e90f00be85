// SPDX-License-Identifier: Apache-2.0
// The button 导出 in a browser: at the desk and on a phone, in both languages, with and without
// script; the file comes under its name and the page stays.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { serve } from '../trip/lib.mjs';
import { DESK, enter, findings, launch, newContext, overflow, PHONE, SHOTS } from './lib.mjs';

let server, browser;
before(async () => {
  if (process.env.LUOSHI_SHOTS) mkdirSync(SHOTS, { recursive: true });
  [server, browser] = await Promise.all([serve(), launch()]);
});
after(async () => {
  await browser?.close();
  assert.equal(await server?.stop(), 0);
});

const SAYS = { zh: ['导出 Excel', '文本（.csv）'], en: ['Export to Excel', 'as text (.csv)'] };
const NAMES = { zh: /^事项台账-\d{4}-\d\d-\d\d\./, en: /^Ledger of matters-\d{4}-\d\d-\d\d\./ };

for (const [screen, size] of [['desk', DESK], ['phone', PHONE]])
  for (const lang of ['zh', 'en'])
    for (const scripts of [true, false])
      test(`${screen}, ${lang}, ${scripts ? 'with' : 'without'} script`, async () => {
        const context = await newContext(browser, server.url, { screen: size, lang, scripts });
        await context.addCookies([{ name: 'lang', value: lang, url: server.url }]);
        const page = await context.newPage();
        await enter(page, '顾一舟', lang);
        await page.goto('/matters?l=red');
        for (const [i, ending] of ['xlsx', 'csv'].entries()) {
          const link = page.getByRole('link', { name: SAYS[lang][i], exact: true });
          const box = await link.boundingBox();
          assert.ok(box.height >= 24 && box.x >= 0 && box.x + box.width <= size.width, JSON.stringify(box));
          const [file] = await Promise.all([page.waitForEvent('download'), link.click()]);
          assert.match(file.suggestedFilename(), NAMES[lang]);
          assert.ok(file.suggestedFilename().endsWith(`.${ending}`));
          const bytes = readFileSync(await file.path());
          assert.equal(bytes.subarray(0, 3).toString('latin1'), ending === 'xlsx' ? 'PK\x03' : '\xef\xbb\xbf');
        }
        assert.ok(page.url().endsWith('/matters?l=red'));
        if (scripts) {
          assert.equal(await overflow(page), null);
          assert.deepEqual(await findings(page), []);
        }
        if (process.env.LUOSHI_SHOTS && scripts) await page.screenshot({ path: join(SHOTS, `export-${screen}-${lang}.png`) });
        assert.deepEqual(context.faults, []);
        await context.close();
      });

test('by keyboard', async () => {
  const context = await newContext(browser, server.url);
  const page = await context.newPage();
  await enter(page, '顾一舟');
  await page.goto('/week');
  const link = page.getByRole('link', { name: SAYS.zh[0], exact: true });
  await link.focus();
  const [file] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')]);
  assert.match(file.suggestedFilename(), /^每周报送情况?-|^.*-\d{4}-\d\d-\d\d\.xlsx$/);
  await context.close();
});
