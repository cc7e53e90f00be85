// SPDX-License-Identifier: Apache-2.0
// The first task of a new clerk: from opening the page to an accepted and assigned list, with
// few clicks, and the main button of every step in sight without scrolling.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { serve } from '../trip/lib.mjs';
import { DESK, HERE, launch, newContext, PHONE } from './lib.mjs';

const MOST_CLICKS = 12;
let server, browser;
before(async () => { [server, browser] = await Promise.all([serve(), launch()]); });
after(async () => {
  await browser?.close();
  assert.equal(await server?.stop(), 0);
});

/** In sight at once, or reached by following links inside the page (counted as clicks). */
async function inSight(locator) {
  await locator.waitFor();
  return locator.evaluate((e) => {
    const r = e.getBoundingClientRect();
    const top = document.elementFromPoint(r.left + r.width / 2, r.top + r.height / 2);
    return r.width > 0 && r.top >= 0 && r.bottom <= innerHeight && (e === top || e.contains(top));
  });
}

for (const [name, screen, file] of [['a desk', DESK, 'speech.txt'], ['a phone', PHONE, 'damaged.txt']])
  test(`on ${name}: from the first page to an assigned list`, async (t) => {
    const page = await (await newContext(browser, server.url, { screen })).newPage();
    let clicks = 0;
    const unseen = [];
    const click = async (what, locator) => {
      if (!await inSight(locator)) unseen.push(what);
      await locator.click();
      clicks++;
    };
    await page.goto('/'); // the first page is the citizens'; the way in for staff is a link on it
    await page.locator('a[href="/sign-in"]').first().click();
    clicks++;
    await click('sign in', page.locator('.people button').first());
    await page.waitForURL((u) => u.pathname === '/');
    if (screen === PHONE) await click('menu', page.locator('.menu'));
    await click('documents', page.locator('.side a[href="/documents"]'));
    await page.waitForURL('**/documents');
    const add = page.locator('a[href="#new"]');
    if (await add.isVisible()) await click('to the form', add);
    if (!await inSight(page.locator('#file'))) unseen.push('the field for a file');
    await page.setInputFiles('#file', join(HERE, 'data', file));
    clicks += 2; /* the field and the file */
    await click('take in', page.locator('aside button.go'));
    await page.waitForURL('**/documents/*');
    const proposals = page.locator('a.only-s[href="#ph"]');
    if (await proposals.isVisible()) await click('to the proposals', proposals);
    await click('accept and assign all', page.locator('form[action$="/accept-ready"] button'));
    await page.locator('.said').first().waitFor();
    for (let guard = 0; guard < 5 && await page.locator('.props .now').count(); guard++) {
      await page.locator('.props .now [name=lead]').fill('区住建局');
      await page.locator('.props .now [name=due]').fill('2026-12-28');
      await click('accept and assign one', page.locator('.props .now button[value=assign]'));
      await page.waitForLoadState();
    }
    assert.equal(await page.locator('.props .now').count(), 0, await page.locator('.pin').innerText());
    t.diagnostic(`${clicks} clicks`);
    assert.ok(clicks <= MOST_CLICKS, `${clicks} clicks`);
    assert.deepEqual(unseen, []);
    assert.deepEqual(page.context().faults, []);
  });

test('every button of a unit’s first task is in sight', async () => {
  for (const screen of [DESK, PHONE]) {
    const page = await (await newContext(browser, server.url, { screen })).newPage();
    await page.goto('/sign-in');
    await page.locator('.people li', { hasText: '柳青禾' }).locator('button').click();
    await page.waitForURL((u) => u.pathname === '/');
    const first = page.locator('.todo .go');
    assert.ok(await inSight(first), 'what is most urgent');
    await first.click();
    await page.waitForURL('**/matters/*');
    assert.ok(await inSight(page.locator('.act details[open] summary').first()), `the action asked for, ${screen.width}`);
  }
});
