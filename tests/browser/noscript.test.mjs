// SPDX-License-Identifier: Apache-2.0
// The main trip in a browser without scripts: a file in, a task out, signed for, reported, closed.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { serve } from '../trip/lib.mjs';
import { enter, HERE, launch, newContext } from './lib.mjs';

let server, browser;
before(async () => { [server, browser] = await Promise.all([serve(), launch()]); });
after(async () => {
  await browser?.close();
  assert.equal(await server?.stop(), 0);
});

async function as(name) {
  const context = await newContext(browser, server.url, { scripts: false });
  const page = await context.newPage();
  await enter(page, name);
  return page;
}

async function take(page, matter, action, fill = async () => {}) {
  await page.goto(`${matter}?do=${action}#do`);
  const form = page.locator(`#do-${action} form`);
  await fill(form);
  await form.locator('button').click();
  await page.waitForURL('**/matters/*?did=*');
}

test('upload, accept, assign, sign for, report, close with evidence', async () => {
  const gu = await as('顾一舟');
  await gu.goto('/documents');
  await gu.setInputFiles('#file', join(HERE, 'data/speech.txt'));
  await gu.locator('button.go').click();
  await gu.waitForURL('**/documents/*');
  await gu.locator('.props .now [name=title]').fill('28处换热站检修');
  await gu.locator('.props .now button[value=assign]').click();
  await gu.locator('.said').first().waitFor();
  const made = gu.locator('#p1 a[href^="/matters/"]');
  const matter = new URL(await made.getAttribute('href'), server.url).pathname;

  const liu = await as('柳青禾');
  assert.match(await liu.locator('.todo').innerText(), /28处换热站检修/, 'the task stands on the first page of the unit');
  await take(liu, matter, 'sign');
  await take(liu, matter, 'report', async (form) => {
    await form.locator('[name=share]').fill('100');
    await form.locator('[name=progress]').fill('28处全部完成。');
  });
  await take(liu, matter, 'apply_close', async (form) => {
    await form.locator('[name=result]').fill('28处换热站全部检修完毕。');
    await form.locator('[name=files]').setInputFiles({ name: '检修记录.txt', mimeType: 'text/plain', buffer: Buffer.from('检修记录\n') });
  });

  const yan = await as('颜知秋');
  await take(yan, matter, 'verify', (form) => form.locator('[name=check]').fill('现场看过28处，记录齐全。'));
  await take(gu, matter, 'close');
  assert.match(await gu.locator('.head').innerText(), /销号/);
  assert.match(await gu.locator('main').innerText(), /检修记录\.txt/);
  assert.deepEqual([gu, liu, yan].flatMap((p) => p.context().faults), []);
});
