// SPDX-License-Identifier: Apache-2.0
// From signing in to an assigned list with the keyboard alone; nothing typed is lost.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Person, serve } from '../trip/lib.mjs';
import { launch, newContext } from './lib.mjs';
import { ingest, text } from './world.mjs';

let server, browser, page, documents;
before(async () => {
  [server, browser] = await Promise.all([serve(), launch()]);
  const gu = new Person(server);
  await gu.enter('顾一舟');
  documents = [await ingest(gu, text('speech.txt')), await ingest(gu, text('speech.txt').replaceAll('冬季', '岁末').replaceAll('28处', '29处'))];
  page = await (await newContext(browser, server.url)).newPage();
});
after(async () => {
  await browser?.close();
  assert.equal(await server?.stop(), 0);
});

/** What has the focus: words, whether it can be seen to have it, where it is. */
const focus = () => page.evaluate(() => {
  const e = document.activeElement, s = getComputedStyle(e), r = e.getBoundingClientRect();
  return {
    tag: e.tagName.toLowerCase(), id: e.id, name: e.name ?? '', text: (e.innerText || e.value || '').trim(),
    seen: s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2 && r.bottom > 0 && r.top < innerHeight && r.right > 0,
    top: Math.round(r.top + scrollY), left: Math.round(r.left),
  };
});

/** Tabs until `fits`; every stop must be visible. */
async function tabTo(fits, most = 60) {
  for (let i = 0; i < most; i++) {
    await page.keyboard.press('Tab');
    const at = await focus();
    if (at.tag === 'body') continue;
    assert.ok(at.seen, `the focus cannot be seen on ${JSON.stringify(at)}`);
    if (fits(at)) return at;
  }
  assert.fail(`not reached in ${most} tabs`);
}

const decided = async (press) => {
  await Promise.all([page.waitForNavigation(), press()]);
  await page.waitForLoadState();
};
const open = () => page.locator('.props .now > b').innerText();

test('signing in by keyboard; the way to the text is one key', async () => {
  await page.goto('/sign-in');
  await tabTo((at) => at.text.includes('顾一舟'));
  await Promise.all([page.waitForURL((u) => u.pathname === '/'), page.keyboard.press('Enter')]);
  await page.keyboard.press('Tab');
  const skip = await focus();
  assert.match(skip.text, /跳到正文/);
  assert.ok(skip.seen && skip.left >= 0);
  await page.keyboard.press('Enter');
  assert.equal((await focus()).id, 'main');
  await tabTo((at) => at.tag === 'a' && at.top > 60, 3);
});

test('stops follow the page: top line, menu, text', async () => {
  await page.goto(`/documents/${documents[0]}`);
  const places = [];
  for (let i = 0; i < 80; i++) {
    await page.keyboard.press('Tab');
    const where = await page.evaluate(() => ['.skip', '.top', '.side', 'article', '.pin', '.foot'].findIndex((q) => document.activeElement.closest(q)));
    if (where < 0) break;
    places.push(where);
  }
  assert.deepEqual(places, [...places].sort((a, b) => a - b));
  assert.ok(new Set(places).size >= 5);
});

test('J K move, A accepts, U undoes, X dismisses; the next proposal is open each time', async () => {
  await page.goto(`/documents/${documents[0]}`);
  assert.equal(await open(), '1');
  await decided(() => page.keyboard.press('j'));
  assert.equal(await open(), '2');
  await decided(() => page.keyboard.press('k'));
  assert.equal(await open(), '1');
  await decided(() => page.keyboard.press('a'));
  assert.equal(await open(), '2', 'after a decision the next one is open');
  assert.ok(await page.evaluate(() => document.querySelector('.props .now').contains(document.activeElement)), 'and has the focus');
  await decided(() => page.keyboard.press('u'));
  assert.equal(await open(), '1');
  await decided(() => page.keyboard.press('x'));
  assert.equal(await open(), '2');
  assert.match(await page.locator('#p1').innerText(), /不采纳/);
});

test('a letter typed into a field is a letter; Escape leaves the field and loses nothing', async () => {
  await page.locator('.props .now [name=goal]').focus();
  await page.keyboard.type('xa');
  assert.match(await page.locator('.props .now [name=goal]').inputValue(), /xa/);
  await page.keyboard.press('Escape');
  assert.match(await page.locator('.props .now [name=goal]').inputValue(), /xa/);
  await decided(() => page.keyboard.press('e'));
  assert.match(await page.locator('.props .now [name=goal]').inputValue(), /xa/, 'E keeps what was changed');
});

test('M merges into a matter by number', async () => {
  await page.goto(`/documents/${documents[1]}`);
  const like = await page.locator('.props .now [data-key=m]').count();
  if (like) await decided(() => page.keyboard.press('m'));
  else {
    await page.locator('.props .now details.more-of summary').focus();
    await page.keyboard.press('Enter');
    await page.locator('.props .now [name=number]').fill('督〔2026〕0001');
    await page.locator('.props .now button[value=merge]').focus();
    await decided(() => page.keyboard.press('Enter'));
  }
  assert.match(await page.locator('.props').textContent(), /已合并/);
});

test('a draft survives a reload and the way back', async () => {
  await page.goto(`/documents/${documents[1]}`);
  const title = page.locator('.props .now [name=title]');
  await title.fill('改到一半的写法');
  page.once('dialog', (d) => d.accept());
  await page.reload();
  assert.equal(await title.inputValue(), '改到一半的写法');
  assert.match(await page.locator('.props .now').innerText(), /已恢复/);
  await page.goto('/matters');
  await page.goBack();
  assert.equal(await title.inputValue(), '改到一半的写法');
  await page.locator('.props .now').getByText('不要这些内容').click();
  assert.notEqual(await title.inputValue(), '改到一半的写法');
});

test('accepted and assigned without a mouse', async () => {
  await page.goto(`/documents/${documents[1]}`);
  const before_ = await page.locator('.props .past').count();
  await tabTo((at) => at.text.includes('采纳并交办'), 90);
  await decided(() => page.keyboard.press('Enter'));
  assert.ok(await page.locator('.props .past').count() > before_);
  assert.deepEqual(page.context().faults, []);
});
