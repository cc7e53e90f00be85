// SPDX-License-Identifier: Apache-2.0
// A yield evaluation as a new user does it: sixty firms in a workbook, their values from the same sheet,
// confirmed by the townships, computed, under public notice, one objection upheld, ranked again, final. Every
// rank, total and class is made again by yield_book.py, which shares no code with Luoshi.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { after, before, test } from 'node:test';
import { Person, run, serve } from './lib.mjs';

const postgres = process.env.LUOSHI_DB ? 'on PostgreSQL commands wait for the server to end' : false;
const BOOK = fileURLToPath(new URL('yield_book.py', import.meta.url));
const PYTHON = '/usr/bin/python3'; // openpyxl belongs to Debian's own
const TITLE = '2025年度规下工业企业亩产效益评价';

function book(...args) {
  const r = spawnSync(PYTHON, [BOOK, ...args], { encoding: 'utf8', maxBuffer: 16 << 20 });
  assert.equal(r.status, 0, r.stderr);
  return r.stdout;
}

let server;
let xlsx;
let evaluation;
let wen;
let pan;
before(async () => {
  server = await serve();
  const file = join(server.home.path, 'firms.xlsx');
  book('book', file);
  xlsx = new File([readFileSync(file)], '数据采集表.xlsx');
  [wen, pan] = await Promise.all(['闻鹤青', '潘谷桐'].map(as));
});
after(async () => { assert.equal(await server.stop(), 0, server.said()); });

async function as(name) {
  const p = new Person(server);
  await p.enter(name);
  return p;
}
/** The league table of a page: code → {rank, total, band}. */
function league(person) {
  const table = person.html.slice(person.html.indexOf('<table class="league">'));
  return Object.fromEntries([...table.matchAll(/<tr><td class="r nb"><b>(\d+)<\/b>[\s\S]*?\/subjects\/(\w+)[\s\S]*?<td class="r nb">([\d.]*)<\/td><td class="nb"><b>(.)类/g)]
    .map(([, rank, code, total, band]) => [code, { rank: Number(rank), total, band }]));
}
function sameAs(person, ...corrected) {
  const want = JSON.parse(book('expect', ...corrected));
  const is = league(person);
  assert.equal(Object.keys(is).length, want.length);
  for (const w of want) assert.deepEqual(is[w.code], { rank: w.rank, total: w.total, band: w.band }, w.name);
  return want;
}
const act = (person, action, fields = {}) => person.get(`/matters/${evaluation}`)
  .then(() => person.send((f) => f.action === `/matters/${evaluation}/act/${action}`, fields));
const issue = (purpose) => wen.get(`/runs/0?e=${evaluation}`)
  .then(() => wen.send((f) => f.action === '/runs' && f.body.includes(`value="${purpose}"`)));

test('sixty firms come from a workbook, and their values from the same sheet', async () => {
  await wen.get('/import?kind=firm');
  await wen.send((f) => f.action === '/import', { kind: 'firm', file: xlsx });
  assert.equal(wen.status, 200, wen.html.replace(/<[^>]*>/g, ' ').slice(0, 3000));
  const take = (f) => /\/import\/\d+\/take/.test(f.action);
  assert.ok(wen.forms().find(take), wen.html.replace(/<[^>]*>/g, ' ').slice(0, 4000));
  await wen.send(take);
  assert.equal(wen.status, 200);
  await wen.get('/indicators/enter');
  await wen.send((f) => f.action === '/indicators/sheet', { p: '2025', file: xlsx, source: '部门数据采集表' });
  assert.equal(wen.status, 200, wen.html.replace(/<[^>]*>/g, ' ').slice(0, 3000));
  await wen.send((f) => f.action === '/indicators/sheet' && f.body.includes('value="take"'), {}, 'take');
  assert.equal(wen.status, 200, wen.html.replace(/<[^>]*>/g, ' ').slice(0, 3000));
});

test('the evaluation begins, late only with a reason', async () => {
  const form = (f) => f.action === '/matters' && f.method === 'post';
  const fields = { title: TITLE, period: '2025', scale: 'below', method: 'huangyan_2022_above', list_due: '2027-05-20', data_due: '2027-06-20', due: '2027-07-20' };
  await wen.get('/matters/new?kind=evaluation');
  const lead = wen.html.match(/<option value="(\d+)"[^>]*>区工信局/)[1];
  await wen.send(form, { ...fields, lead });
  assert.equal(wen.status, 422);
  assert.match(wen.html, /完成评价晚于规定的7月15日/);
  await wen.send(form, { ...fields, lead, due: '2027-07-10' });
  evaluation = wen.path.match(/\/matters\/(\d+)/)[1];
  await act(wen, 'listed');
  await act(wen, 'collected');
  assert.match(wen.html, /企业核对/);
});

test('a draft says what is not confirmed, and nothing is published before it is', async () => {
  await wen.get(`/runs/0?e=${evaluation}`);
  assert.equal(wen.status, 200, wen.html.replace(/<[^>]*>/g, ' ').slice(0, 2000));
  assert.match(wen.html, /个数据还没有确认/);
  sameAs(wen);
  await act(wen, 'lock');
  await issue('notice');
  assert.equal(wen.status, 422);
  assert.match(wen.html, /确认后再发布结果/);
});

test('townships confirm their firms, and nobody his own entries', async () => {
  const codes = (p) => [...p.html.matchAll(/name="code" value="(\w+)"/g)].map(([, c]) => c);
  await wen.get(`/runs/values?e=${evaluation}`);
  const all = codes(wen);
  assert.equal(all.length, 58);
  await wen.send((f) => f.action === '/runs/confirm', { code: all[0] });
  assert.equal(wen.status, 403);
  assert.match(wen.html, /由另一人确认|另一个人|本人/);
  let seen = 0;
  for (const name of ['潘谷桐', '蒋南浦', '白简之']) {
    const p = name === '潘谷桐' ? pan : await as(name);
    await p.get(`/runs/values?e=${evaluation}`);
    const own = codes(p);
    seen += own.length;
    assert.ok(own.length < 25, 'only those of its own township');
    await p.send((f) => f.action === '/runs/confirm', { code: own });
    assert.match(p.html, /数据已确认/);
  }
  assert.equal(seen, 58);
});

let before_;
test('the result is frozen and put on public notice', async () => {
  await issue('notice');
  assert.match(wen.html, /结果已冻结保存/);
  before_ = sameAs(wen);
  const id = wen.path.match(/\/runs\/(\d+)/)[1];
  for (const page of ['method', 'groups', 'groups?by=industry', 'compare?other=huaian_2024', 'charges', `subjects/${before_[30].code}`]) {
    await wen.get(`/runs/${id}/${page}`);
    assert.equal(wen.status, 200, page);
  }
  assert.match(wen.html, /怎样升到/);
  for (const t of ['league', 'values', 'groups', 'charges']) {
    await wen.get(`/runs/${id}/file?t=${t}&f=xlsx`);
    assert.match(wen.html, /^PK/, t);
  }
  await wen.get(`/runs/${id}/file?f=json`);
  const kept = JSON.parse(wen.html);
  assert.equal(kept.subjects.length, 58);
  assert.equal(kept.left.length, 2);
  await pan.get(`/runs/${id}/file?t=values&f=csv`);
  assert.equal(pan.status, 403, 'not the values of others');
  await pan.get(`/runs/${id}`);
  assert.equal(pan.status, 200);
  const visitor = new Person(server);
  await visitor.get('/open/runs');
  assert.ok(visitor.html.includes(TITLE));
  await visitor.get(`/open/runs/${id}`);
  assert.equal(visitor.status, 200);
  assert.match(visitor.html, /公示中/);
  assert.ok(visitor.html.includes(before_[0].name));
  assert.doesNotMatch(visitor.html, new RegExp(before_[0].total.replace('.', '\\.')), 'no points');
  assert.doesNotMatch(visitor.html, new RegExp(before_[0].code));
});

let firm;
let corrected;
test('one objection is raised by the township and upheld by the office', async () => {
  await pan.get(`/runs/values?e=${evaluation}`);
  const own = [...pan.html.matchAll(/<th scope="row"><a href="\/matters\/(\d+)">([^<]*)<\/a>/g)].map(([, , name]) => name);
  firm = before_.filter((f) => own.includes(f.name)).at(-3);
  await wen.get(`/runs/0/subjects/${firm.code}?e=${evaluation}`);
  const tax = Number(wen.html.match(/实缴税金 <small>万元<\/small><\/th><td class="r nb">([\d.]+)/)[1]);
  corrected = (tax + 400).toFixed(2);
  const raise = (f) => f.action === `/matters/${evaluation}/parts/objection/act/raise`;
  await pan.get(`/matters/${evaluation}`);
  await pan.send(raise, { firm: firm.code, item: 'firm_tax', why: '完税证明漏计一笔' });
  assert.equal(pan.status, 422);
  await pan.get(`/matters/${evaluation}`);
  await pan.send(raise, { firm: firm.code, item: 'firm_tax', claimed: corrected, why: '完税证明漏计一笔' });
  assert.equal(pan.status, 200, pan.html.replace(/<[^>]*>/g, ' ').slice(0, 2000));
  await issue('notice');
  assert.equal(wen.status, 422);
  assert.match(wen.html, /还有1件异议没有核实/);
  await wen.get(`/matters/${evaluation}`);
  await wen.send((f) => /parts\/\d+\/act\/uphold/.test(f.action), { corrected, finding: '经核税务系统，属实' });
  assert.equal(wen.status, 200, wen.html.replace(/<[^>]*>/g, ' ').slice(0, 2000));
  await issue('notice');
  assert.equal(wen.status, 422);
  assert.match(wen.html, /请先更正/, 'upheld, but the value is still the old one');
  await wen.get(`/runs/values?e=${evaluation}`);
  await wen.send((f) => f.action === '/runs/correct');
  assert.match(wen.html, /数值已更正/);
  await pan.get(`/runs/values?e=${evaluation}`);
  await pan.send((f) => f.action === '/runs/confirm', { code: firm.code });
  assert.match(pan.html, /数据已确认/);
});

test('ranks are made again, and the movement is shown', async () => {
  await issue('notice');
  assert.match(wen.html, /结果已冻结保存/);
  const now = sameAs(wen, firm.code, 'firm_tax', corrected);
  const is = now.find((f) => f.code === firm.code);
  assert.ok(is.rank < firm.rank, 'it rose');
  assert.match(wen.html, new RegExp(`▲ 升 ?${firm.rank - is.rank}`));
  const id = wen.path.match(/\/runs\/(\d+)/)[1];
  await wen.get(`/runs/${id}/compare`);
  assert.match(wen.html, /亩均税收 \+/);
});

test('a class is decided by a person, with a reason', async () => {
  const last = JSON.parse(book('expect', firm.code, 'firm_tax', corrected)).at(-1);
  const path = `/runs/0/subjects/${last.code}?e=${evaluation}`;
  await wen.get(path);
  await wen.send((f) => f.action === '/runs/override', { band: 'c', reason: '' });
  assert.equal(wen.status, 422);
  await wen.get(path);
  await wen.send((f) => f.action === '/runs/override', { band: 'c', reason: '当年遭遇火灾停产' });
  assert.match(wen.html, /等级已调整/);
  assert.match(wen.html, /当年遭遇火灾停产/);
});

test('final: not while the notice runs', async () => {
  await issue('final');
  assert.equal(wen.status, 422);
  assert.match(wen.html, /公示期还没有满/);
  const gu = await as('顾一舟');
  await gu.get('/settings/yield.notice_days');
  await gu.send((f) => f.action === '/settings/yield.notice_days', { value: '0', reason: '演示' }, 'set');
  await issue('final');
  assert.match(wen.html, /结果已冻结保存/, wen.html.replace(/<[^>]*>/g, ' ').slice(0, 1500));
  assert.match(wen.html, /最终结果/);
  const visitor = new Person(server);
  await visitor.get('/open/runs');
  const id = visitor.html.match(new RegExp(`/open/runs/(\\d+)">${TITLE}`))[1];
  await visitor.get(`/open/runs/${id}`);
  assert.match(visitor.html, /最终等级/);
});

test('every run computes to the same bytes again', { skip: postgres }, () => {
  const check = run(['check', '--db', server.db]);
  assert.equal(check.status, 0, check.out + check.said);
});
