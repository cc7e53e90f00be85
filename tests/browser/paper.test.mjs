// SPDX-License-Identifier: Apache-2.0
// Paper in and out, as somebody new would do it: a real ledger with twelve mistakes comes in, is mended in the
// workbook that came back and is taken in, the bulletin is issued and printed, the ledger is taken back; on a desk,
// on a phone, without scripts.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { after, before, test } from 'node:test';
import { join } from 'node:path';
import { folder, serve } from '../trip/lib.mjs';
import { DESK, HERE, launch, PHONE } from './lib.mjs';
import { Visitor } from './visitor.mjs';

const CLERK = '顾一舟';
let browser;
before(async () => { browser = await launch(); });
after(async () => { await browser?.close(); });

/** The clerk's other program; null when it is not there. */
function clerk(...words) {
  const r = spawnSync('/usr/bin/python3', [join(HERE, 'data', 'clerk.py'), ...words], { encoding: 'utf8' });
  if (/No module named 'openpyxl'/.test(r.stderr)) return null;
  assert.equal(r.status, 0, r.stderr);
  return r.stdout;
}

async function send(v, file, button = '读取并检查') {
  await v.page.locator('input[type=file]').first().setInputFiles(file);
  await v.page.locator('button', { hasText: button }).first().click();
  await v.look();
}

const counts = async (v) => (await v.words('.counts')).replace(/\s+/g, '');

async function trip(url, options, t) {
  const home = folder();
  const [ledger, marked, mended] = ['台账.xlsx', 'marked.xlsx', '台账（改）.xlsx'].map((n) => join(home.path, n));
  if (clerk('make', ledger) === null) { t.skip('python3-openpyxl is not installed: the clerk has no other program'); return; }
  const v = await Visitor.come(browser, url, CLERK, options);

  // the ledger as it is: twelve rows are wrong and say so, nothing is taken in
  await v.menu('台账');
  await v.follow('导入台账');
  await send(v, ledger);
  assert.equal(await counts(v), '新增2变更0没有变化0有误12不导入0');
  assert.equal(await v.page.locator('button', { hasText: /^导入 \d+ 项$/ }).count(), 0);
  const [file] = await Promise.all([v.page.waitForEvent('download'), v.page.locator('a', { hasText: '下载标出错误的工作簿' }).click()]);
  await file.saveAs(marked);
  assert.equal(file.suggestedFilename(), '台账（标出错误）.xlsx');

  // mended where it is marked; everything else in it is as it was
  const said = clerk('mend', marked, mended).trim().split('\n');
  assert.deepEqual(said.filter((s) => s.startsWith('!!')), []);
  assert.equal(said.length, 12, said.join('\n'));
  for (const words of [/分不清是几月几日/, /没有叫“不知道局”的单位/, /没有“11月31日”这一天/, /看不出是哪一天/, /没有叫“没有此人”的/, /公式结果是 #REF!/, /丢了格式的日期/, /同一个事项/])
    assert.ok(said.some((s) => words.test(s)), `${words}: ${said.join('\n')}`);
  await send(v, mended);
  assert.equal(await counts(v), '新增14变更0没有变化0有误0不导入0');
  await v.page.locator('button', { hasText: '导入 14 项' }).click();
  await v.look();
  assert.match(await v.words('[role=status]'), /新增 14 项/);

  // they stand in the ledger; the same workbook again brings nothing
  await v.menu('台账');
  await v.page.goto(`/matters?q=${encodeURIComponent('口袋公园建设')}`);
  await v.look();
  assert.match(await v.words(), /区住建局[\s\S]*2026-12-31/);
  await v.menu('台账');
  await v.follow('导入台账');
  await send(v, mended);
  assert.match(await v.words(), /都已经在了/);

  // the bulletin of the period counts them, is issued with its number, printed and kept
  await v.page.goto('/bulletins');
  await v.look();
  await v.page.getByRole('button', { name: '生成本期督查通报' }).click();
  await v.page.waitForURL('**/bulletins/*');
  await v.look();
  assert.match(await v.words('#checks'), /数字全部相符/);
  const total = Number(await v.page.locator('.paper a').first().innerText());
  await v.page.locator('.paper a').first().click();
  await v.look();
  assert.equal(await v.page.locator('tbody tr').count(), total);
  await v.page.goBack();
  await v.page.getByRole('button', { name: '印发' }).click();
  await v.page.waitForURL('**did=issue*');
  await v.look();
  assert.match(await v.words('.paper-issue'), /第2期/);
  assert.match(await v.words('.paper'), /口袋公园建设/);
  const [docx] = await Promise.all([v.page.waitForEvent('download'), v.page.getByRole('link', { name: '下载 Word 文件' }).click()]);
  assert.match(docx.suggestedFilename(), /第2期\.docx$/);
  if (v.scripts) {
    const pdf = (await v.page.pdf({ preferCSSPageSize: true })).toString('latin1');
    const sizes = [...pdf.matchAll(/\/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)/g)].map(([, w, h]) => [Math.round(w), Math.round(h)]);
    assert.ok(sizes.length && sizes.every(([w, h]) => (w === 595 && h === 842) || (w === 842 && h === 595)), JSON.stringify(sizes));
  }

  // and all of it can be taken back
  await v.page.goto('/import');
  await v.page.locator('tbody a').nth(1).click();
  await v.page.locator('button', { hasText: '整批撤回' }).click();
  await v.look();
  assert.match(await v.words('[role=status]'), /撤回/);
  await v.page.goto(`/matters?s=commitment.dismissed&q=${encodeURIComponent('口袋公园')}`);
  await v.bye();
  home.remove();
}

for (const [name, options] of [['a desk', { screen: DESK }], ['a phone', { screen: PHONE }], ['a phone without scripts', { screen: PHONE, scripts: false }]])
  test(`a ledger with twelve mistakes on ${name}`, async (t) => {
    const server = await serve();
    try { await trip(server.url, options, t); } finally { await server.stop(); }
  });

test('rows are pasted into the ledger and into the fields of its mistakes', async () => {
  const server = await serve();
  try {
    const v = await Visitor.come(browser, server.url, CLERK, { screen: DESK });
    const paste = (where, text) => v.page.evaluate(([q, t]) => {
      const data = new DataTransfer();
      data.setData('text/plain', t);
      document.querySelector(q).dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
    }, [where, text]);
    await v.menu('台账');
    await Promise.all([v.page.waitForURL(/\/import\/\d+/), paste('main',
      '任务名称\t牵头单位\t完成时限\n雨水花园\t无此局\t尽快\n"护栏\n更换"\t又一个局\t6月31日\n')]);
    await v.look();
    assert.equal(await counts(v), '新增0变更0没有变化0有误2不导入0');
    await paste('[data-cell]', '区住建局\t2026-12-01\n区交通局\t2026-12-02\n');
    await v.page.locator('[data-cell]').first().press('Enter');
    assert.equal(await v.page.evaluate(() => document.activeElement.value), '区交通局');
    await v.page.locator('button', { hasText: '再检查一遍' }).click();
    await v.look();
    assert.equal(await counts(v), '新增2变更0没有变化0有误0不导入0');
    assert.match(await v.words(), /护栏更换/);
    await v.bye();
  } finally { await server.stop(); }
});
