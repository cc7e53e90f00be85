// SPDX-License-Identifier: Apache-2.0
// Two pages: what one person does is announced on the other's, and nothing else is.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Person, serve } from '../trip/lib.mjs';
import { enter, launch, newContext } from './lib.mjs';
import { decide, ingest, matterOf, take, text } from './world.mjs';

let server, browser, gu, matter, page;
before(async () => {
  [server, browser] = await Promise.all([serve(), launch()]);
  gu = new Person(server);
  await gu.enter('顾一舟');
  const document = await ingest(gu, text('speech.txt'));
  await decide(gu, document, '换热站检修', 'assign', { title: '28处换热站检修' });
  matter = await matterOf(gu, '28处换热站检修');
  page = await (await newContext(browser, server.url)).newPage();
  await enter(page, '柳青禾');
});
after(async () => {
  await browser?.close();
  assert.equal(await server?.stop(), 0);
});

test('a reminder shows a quiet line on the open page, and following it shows the reminder', async () => {
  await page.goto(`/matters/${matter}`, { waitUntil: 'load' });
  await page.waitForTimeout(1000);
  await take(gu, matter, 'correct', { goal: '换一种写法。' });
  await page.locator('.live-bar a').waitFor({ timeout: 15000 });
  assert.equal(await page.locator('main').getByText('换一种写法。').count(), 0, 'nothing changes under the reader');
  await page.locator('.live-bar a').click();
  await page.locator('main').getByText('换一种写法。').first().waitFor();
});

test('what does not touch the page is not announced', async () => {
  await page.goto(`/matters/${matter}`, { waitUntil: 'load' });
  await page.waitForTimeout(1000);
  await new Person(server).enter('石闻远');
  await page.waitForTimeout(4000);
  assert.equal(await page.locator('.live-bar a').count(), 0);
  assert.deepEqual(page.context().faults, []);
});
