// SPDX-License-Identifier: Apache-2.0
// What a person may ask about his own data, from the form to the end: the notice that he read, his wish with its term, a copy,
// a correction, erasure whose bytes leave the files at once; and the record of whatever is taken out, by whichever way.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Person, run, serve } from './lib.mjs';

const postgres = process.env.LUOSHI_DB ? 'PostgreSQL keeps its files elsewhere, and commands wait there until the server has ended' : false;
const PHONE = '13900418826', RIGHT = '13900418827', NAME = '钟离问樵', WORDS = '半夜里总有人在楼下锯木头，孩子睡不好，说了三回';
let server, citizen, centre, chief, office, audit;
let asked, wished;

before(async () => {
  server = await serve();
  citizen = new Person(server);
  [centre, chief, office, audit] = await Promise.all(['舒临月', '温星阑', '顾一舟', '明鉴之'].map(async (name) => {
    const p = new Person(server);
    await p.enter(name);
    return p;
  }));
});
after(async () => { if (server) assert.equal(await server.stop(), 0, server.said()); });

const text = (html) => html.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');
const form = (action) => (f) => f.action === action;
async function ask(more) {
  await citizen.get('/ask');
  const shown = citizen.html.match(/name="notice" value="([^"]+)"/)[1];
  await citizen.send(form('/ask'), { title: '夜里锯木头', words: WORDS, phone: PHONE, name: NAME, place: '三号楼', ...more }, '提交');
  assert.equal(citizen.status, 200, text(citizen.html).slice(0, 800));
  return { number: citizen.html.match(/class="number">([^<]+)</)[1], notice: shown };
}
/** The matter of a request, as its number finds it. */
async function matterOf(number) {
  await centre.get(`/api/v1/requests/${encodeURIComponent(number)}`);
  assert.equal(centre.status, 200, centre.html);
  return JSON.parse(centre.html).matter.id;
}
/** Every byte that the server keeps on the disk. */
function kept() {
  const all = [];
  const walk = (at) => {
    for (const name of readdirSync(at)) {
      const path = join(at, name);
      const is = statSync(path);
      if (is.isDirectory()) walk(path);
      else if (is.isFile()) all.push(readFileSync(path));
    }
  };
  walk(server.home.path);
  return Buffer.concat(all);
}

test('the notice that was read is kept by its version, and anybody may read it again', async () => {
  asked = await ask({ class: 'order/complaint' });
  await new Person(server).get('/privacy/notice');
  const anybody = new Person(server);
  await anybody.get(`/privacy/notice/${asked.notice}`);
  assert.equal(anybody.status, 200);
  assert.match(text(anybody.html), /保存/);
  asked.matter = await matterOf(asked.number);
  await centre.get(`/matters/${asked.matter}`);
  assert.ok(centre.html.includes(asked.notice), 'the version stands with the request');
  await anybody.get('/privacy/notice/000000000000');
  assert.equal(anybody.status, 404);
});

test('a wish is asked like a request, has a number, and a term of its own that is told', async () => {
  await citizen.get('/ask');
  for (const sort of ['see', 'copy', 'correct', 'delete', 'explain']) assert.ok(citizen.html.includes(`value="wish/${sort}"`), sort);
  wished = await ask({ class: 'wish/copy', title: '要一份我的个人信息', words: '想看你们存了我哪些信息，电话写错了请改，最后请删除', place: '' });
  wished.matter = await matterOf(wished.number);
  await citizen.get('/follow');
  assert.match(text(citizen.html), /前答复|前给您答复|答复/);
  await centre.get(`/api/v1/matters/${wished.matter}`);
  const m = JSON.parse(centre.html);
  assert.equal(m.kind, 'wish');
  assert.equal(m.working_days_left, 15, 'the setting wish_days');
});

test('nothing is handed over, corrected or deleted before the person was called back', async () => {
  await centre.get(`/privacy/wish/${wished.matter}`);
  assert.equal(centre.status, 200);
  assert.ok(centre.html.includes(asked.number), 'the requests of his number');
  assert.ok(!centre.forms().some((f) => f.action.endsWith('/delete') || f.action.endsWith('/correct')));
  await centre.get(`/privacy/wish/${wished.matter}/copy`);
  assert.equal(centre.status, 422);
  assert.match(text(centre.html), /回拨|核实/);
  const stranger = new Person(server);
  await stranger.enter('柳青禾');
  await stranger.get(`/privacy/wish/${wished.matter}`);
  assert.equal(stranger.status, 403, 'a unit has nothing to do with it');
});

test('checked, then a copy that says who handed it over, and stands in the record', async () => {
  await centre.get(`/matters/${wished.matter}`);
  await centre.send(form(`/matters/${wished.matter}/act/verify`), { verified: '1', verified_how: '回拨登记的号码，说出了编号' });
  assert.equal(centre.status, 200, text(centre.html).slice(0, 600));
  await centre.get(`/privacy/wish/${wished.matter}/copy`);
  assert.equal(centre.status, 200);
  assert.match(centre.headers.get('content-disposition'), /attachment/);
  for (const words of [PHONE, NAME, WORDS, asked.number, '舒临月']) assert.ok(centre.html.includes(words), words);
  assert.equal((await exportsOf()).filter((r) => r.list === 'wish').length, 1);
});

test('a wrong value is corrected in its place, with the number of the wish in the record', async () => {
  await centre.get(`/privacy/wish/${wished.matter}`);
  const correct = (f) => f.action === `/privacy/wish/${wished.matter}/correct` && f.body.includes(asked.matter);
  await centre.send(correct, { field: 'name', value: '钟离问津', reason: '本人说写错了' });
  assert.equal(centre.status, 200, text(centre.html).slice(0, 600));
  assert.ok(centre.html.includes('钟离问津') && !centre.html.includes(NAME));
  await centre.send(correct, { field: 'phone', value: RIGHT, reason: '' });
  assert.equal(centre.status, 422);
  assert.match(text(centre.html), /理由|原因/);
});

test('erased: the page, the search and the follow form know him no more, and his key has left the files at once', { skip: postgres }, async () => {
  const before = kept();
  for (const words of [PHONE, NAME, WORDS]) assert.ok(!before.includes(words), 'never in the open');
  const keys = run(['check', '--db', server.db]);
  assert.equal(keys.status, 0, keys.out);
  const log = () => statSync(join(server.home.path, 'trip.db-wal'), { throwIfNoEntry: false })?.size ?? 0;
  await centre.get(`/privacy/wish/${wished.matter}`);
  const long = log();
  await centre.send((f) => f.action === `/privacy/wish/${wished.matter}/delete` && f.body.includes(asked.matter), { reason: '本人要求' });
  assert.equal(centre.status, 200, text(centre.html).slice(0, 600));
  assert.ok(log() < long, `the log was emptied into the file, not tonight but now: ${long} to ${log()}`); // it never shrinks otherwise
  await centre.get(`/matters/${asked.matter}`);
  assert.ok(!centre.html.includes('钟离问津') && !centre.html.includes(WORDS) && !centre.html.includes(PHONE));
  assert.match(text(centre.html), /已销毁|已删除|已清除/);
  await centre.get(`/desk?phone=${PHONE}`);
  assert.ok(!centre.html.includes(asked.number), 'nobody finds it by the phone');
  const p = new Person(server);
  await p.get('/follow');
  await p.send(form('/follow'), { number: asked.number, code: PHONE.slice(-4) });
  assert.notEqual(p.status, 200);
  await office.get('/privacy/destroyed');
  assert.ok(office.html.includes(`/matters/${asked.matter}`) || text(office.html).includes('erase_request'), text(office.html).slice(0, 500));
});

test('the wish is answered within its term, and he reads the answer', async () => {
  await centre.get(`/matters/${wished.matter}`);
  await centre.send(form(`/matters/${wished.matter}/act/finish`), { answer: '已交给您副本，更正了姓名，并已删除这件诉求里的个人信息。' });
  assert.equal(centre.status, 200, text(centre.html).slice(0, 600));
  const p = new Person(server);
  await p.get('/follow');
  await p.send(form('/follow'), { number: wished.number, code: PHONE.slice(-4) });
  assert.equal(p.status, 200, text(p.html));
  assert.match(text(p.html), /已交给您副本/);
});

/** The record of exports, as the audit administrator has it. */
async function exportsOf() {
  await audit.get('/privacy/exports');
  assert.equal(audit.status, 200);
  return [...audit.html.matchAll(/<td class="ti"><code>([^<]+)<\/code>(?: <code>([^<]+)<\/code>)?(?: <code>([^<]+)<\/code>)?<\/td><td class="r">(\d+)/g)]
    .map(([, list, a, b, rows]) => ({ list, kind: b ? a : '', form: b ?? a, rows: Number(rows) }));
}

test('papers, the marked ledger, lists for programs and the command line stand in the record of exports', async () => {
  const today = new Date(Date.now() + 8 * 3600e3).toISOString().slice(0, 10);
  await office.get('/ledgers');
  const docx = office.html.match(/href="(\/ledgers\/docx[^"]*)"/)[1].replaceAll('&amp;', '&');
  await office.get(docx);
  assert.equal(office.status, 200);
  await office.get('/api/v1/matters?kind=order&words=' + encodeURIComponent('锯木头'));
  await office.get('/api/v1/matters?kind=order');
  await office.get('/api/v1/requests');
  await office.get('/export/matters?f=csv&purpose=' + encodeURIComponent('月底核对'));
  assert.equal(office.status, 200);
  if (!postgres) {
    const cli = run(['export', 'people', '--csv', '--db', server.db]);
    assert.equal(cli.status, 0, cli.said);
  }
  const rows = await exportsOf();
  const of = (list, form) => rows.filter((r) => r.list === list && r.form === form);
  assert.equal(of('ledgers', 'docx').length, 1);
  assert.equal(of('matters', 'api').length, 1, 'within the hour a program is one line');
  assert.ok(of('requests', 'api').length >= 1);
  assert.equal(of('matters', 'csv').length, 1);
  if (!postgres) assert.equal(of('people', 'csv').length, 1);
  assert.ok(!audit.html.includes('锯木头'), 'what was looked for freely is not in the record');
  assert.ok(audit.html.includes('月底核对'));
  assert.ok(today);
});

test('a bulletin as .docx and the marked workbook too', async () => {
  await office.get('/bulletins');
  const draft = office.forms().find((f) => f.action === '/bulletins');
  assert.ok(draft, 'the form of a draft');
  await office.send(form('/bulletins'), {});
  const id = office.path.match(/\/bulletins\/(\d+)/)?.[1];
  assert.ok(id, text(office.html).slice(0, 400));
  await office.get(`/bulletins/${id}/docx`);
  assert.equal(office.status, 200);
  const book = new File(['事项,责任单位,完成时限\n修好路灯,没有的局,2026-12-31\n'], '台账.csv', { type: 'text/csv' });
  await office.get('/import');
  await office.send((f) => f.action === '/import' && f.enctype === 'multipart/form-data', { file: book, files: book });
  const taken = office.path.match(/\/import\/(\d+)/)?.[1];
  assert.ok(taken, text(office.html).slice(0, 400));
  await office.get(`/import/${taken}/marked`);
  assert.equal(office.status, 200);
  const rows = await exportsOf();
  assert.equal(rows.filter((r) => r.list === 'bulletin' && r.form === 'docx').length, 1);
  assert.equal(rows.filter((r) => r.list === 'marked').length, 1);
});
