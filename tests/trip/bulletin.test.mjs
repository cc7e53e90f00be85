// SPDX-License-Identifier: Apache-2.0
// The bulletin as people click it: draft, checks, issue, number, recall, correction; a discarded
// draft leaves no gap; and every figure counted again from the rows by somebody else's arithmetic.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Person, serve } from './lib.mjs';

let server;
before(async () => { server = await serve(); });
after(async () => { assert.equal(await server.stop(), 0, server.said()); });

const as = async (name) => { const p = new Person(server); await p.enter(name); return p; };
const idOf = (person) => person.path.match(/^\/bulletins\/(\d+)/)?.[1];
async function draft(person, from, to) {
  await person.get('/bulletins');
  await person.send((f) => f.action === '/bulletins' && f.body.includes('name="period"'), { period: 'span', from, to });
  assert.equal(person.status, 200, person.html.slice(0, 600));
  return idOf(person);
}
const act = (person, name, changes = {}) => person.send((f) => f.action.endsWith(`/act/${name}`), changes);
const json = async (person, path) => { await person.get(path); assert.equal(person.status, 200, person.html); return JSON.parse(person.html); };

test('one click, a number, a correction that says what it replaces', async () => {
  const [gu, yan, liu, shi] = await Promise.all(['顾一舟', '颜知秋', '柳青禾', '石闻远'].map(as));
  await gu.get('/bulletins');
  await gu.send((f) => f.action === '/bulletins' && !f.body.includes('name="period"'));
  const first = idOf(gu);
  assert.ok(first);
  assert.match(gu.html, /数字全部相符/);
  await liu.get(`/bulletins/${first}`);
  assert.equal(liu.status, 404, 'a draft is not for units');
  await shi.get(`/bulletins/${first}`);
  assert.equal(shi.status, 404, 'nor for leaders');
  const dropped = await draft(gu, '2026-10-01', '2026-10-31');
  await act(gu, 'discard', { reason: '时段选错了' });
  assert.match(gu.html, /不占期号/);
  await yan.get(`/bulletins/${first}`);
  await act(yan, 'issue');
  assert.match(yan.html, /督查通报〔\d+〕第2期/, 'the next after the one of the demo, without a gap');
  await gu.get(`/bulletins/${dropped}`);
  assert.match(gu.html, /通报拟/, 'the discarded one keeps its number of a draft');
  await liu.get(`/bulletins/${first}`);
  assert.equal(liu.status, 200, 'issued, everybody it goes to reads it');
  assert.doesNotMatch(liu.html, /act\/recall/);
  await liu.get(`/bulletins/${first}/docx`);
  assert.equal(liu.status, 200);
  await yan.get(`/bulletins/${first}`);
  await act(yan, 'recall', { reason: '' });
  assert.equal(yan.status, 422);
  await act(yan, 'recall', { reason: '区水务局一件的时限核错' });
  assert.match(yan.html, /区水务局一件的时限核错/);
  await yan.send((f) => f.action.endsWith('/correct'));
  assert.match(yan.html, /本期更正并替代已撤回的第2期。撤回原因：区水务局一件的时限核错/);
  const second = idOf(yan);
  await act(yan, 'issue_alone');
  assert.match(yan.html, /第3期/);
  await liu.get(`/bulletins/${first}`);
  assert.match(liu.html, /已撤回/);
  assert.match(liu.html, new RegExp(`/bulletins/${second}`), 'and leads to its correction');
});

test('a second person issues when the rules say so', async () => {
  const [gu, yan] = await Promise.all(['顾一舟', '颜知秋'].map(as));
  await gu.get('/settings/supervision.bulletin_second_person');
  await gu.send((f) => f.action.startsWith('/settings/'), { value: '1', reason: '两人把关' }, 'set');
  const id = await draft(gu, '2026-11-02', '2026-11-08');
  assert.match(gu.html, /按规则须由拟稿人以外的人印发/);
  await gu.send((f) => f.action.endsWith('/act/issue_alone'), {}).catch(() => {});
  await gu.get(`/bulletins/${id}`);
  assert.match(gu.html, /拟稿/);
  await yan.get(`/bulletins/${id}`);
  await act(yan, 'issue');
  assert.match(yan.html, /第4期/);
});

test('words of one issue, and a number typed by hand that the record contradicts', async () => {
  const gu = await as('顾一舟');
  const id = await draft(gu, '2026-11-01', '2026-11-30');
  const first = gu.html.match(/<textarea id="p1"[^>]*>\n?([\s\S]*?)<\/textarea>/)[1];
  await gu.send((f) => f.action.endsWith('/edit'), { p1: `${first}\n据了解，超期99件。` }, 'save');
  assert.match(gu.html, /据了解，超期99件/);
  assert.match(gu.html, /手写了“超期99”，台账里是/);
  await gu.send((f) => f.action.endsWith('/edit'), { p1: '一共{没有这个}件' }, 'save');
  assert.equal(gu.status, 422);
  assert.match(gu.html, /一共\{没有这个\}件/, 'what was typed is kept');
  await gu.get(`/bulletins/${id}`);
  await gu.send((f) => f.action.endsWith('/edit'), {}, 'reset');
  assert.doesNotMatch(gu.html, /据了解/);
});

test('the template is the office’s own: tried, changed, restored', async () => {
  const gu = await as('顾一舟');
  const page = '/templates/supervision.bulletin_text_zh';
  await gu.get(page);
  const text = gu.html.match(/<textarea id="value"[^>]*>\n?([\s\S]*?)<\/textarea>/)[1];
  await gu.send((f) => f.action === page, { value: `${text}\n{#if 超期}`, reason: '试' }, 'set');
  assert.equal(gu.status, 422);
  assert.match(gu.html, /第 ?\d+ ?行/, 'an error names its line');
  await gu.send((f) => f.action === page, { value: text.replace('现通报如下', '现将情况通报如下'), reason: '用语' }, 'set');
  assert.match(gu.html, /模板已修改/);
  await draft(gu, '2026-09-01', '2026-09-30');
  assert.match(gu.html, /现将情况通报如下/);
  await gu.get(page);
  await gu.send((f) => f.action === page, { reason: '恢复' }, 'builtin');
  assert.doesNotMatch(gu.html.match(/<textarea id="value"[\s\S]*?<\/textarea>/)[0], /现将情况/);
  await gu.get('/settings/supervision.bulletin_text_zh');
  assert.equal(gu.path.startsWith('/templates/'), true);
});

test('ledgers of a leader and of a unit, letters as letters', async () => {
  const gu = await as('顾一舟');
  for (const by of ['leader', 'unit']) {
    await gu.get(`/ledgers?by=${by}`);
    assert.equal(gu.status, 200);
    assert.match(gu.html, /paper-table/);
    await gu.get(`/ledgers/docx?by=${by}`);
    assert.equal(gu.status, 200);
    assert.match(gu.html, /^PK/);
  }
});

test('every figure, counted again', async () => {
  const gu = await as('顾一舟');
  const list = await json(gu, '/api/v1/bulletins');
  assert.ok(list.bulletins.length >= 4);
  let looked = 0;
  for (const row of list.bulletins) {
    await gu.get(`/api/v1/bulletins/${row.id}`);
    if (gu.status === 404) continue; /* discarded: nothing was kept */
    const { bulletin: b, doubts, kept } = JSON.parse(gu.html);
    assert.equal(doubts.filter((d) => d.stops).length, 0);
    const of = (rows, f) => rows.filter(f).length, matters = b.rows.filter((r) => !r.letter), value = {};
    for (const f of b.figures) {
      if (!f.rate) assert.equal(Number(f.text), f.times ? f.times.reduce((s, n) => s + n, 0) : f.rows.length, `${f.id} of ${row.number}`);
      value[f.id] = f.rate ? f.text : Number(f.text);
    }
    const open = matters.filter((r) => !r.done);
    const again = {
      total: matters.length, done: of(matters, (r) => r.done), open: open.length, late: of(open, (r) => r.late),
      closed_late: of(matters, (r) => r.done && r.late), on_time: of(matters, (r) => !r.late), letters: b.rows.length - matters.length,
      green: of(open, (r) => r.light === 'green'), yellow: of(open, (r) => r.light === 'yellow'), red: of(open, (r) => r.light === 'red'),
    };
    for (const [name, n] of Object.entries(again)) assert.equal(value[name], n, `${name} of ${row.number}`);
    assert.equal(value.done_rate, `${Math.round(again.done * 100 / again.total)}%`);
    for (const unit of new Set(matters.map((r) => r.unit))) {
      assert.equal(value[`unit.${unit}.total`] ?? 0, of(matters, (r) => r.unit === unit));
      assert.equal(value[`unit.${unit}.late`] ?? 0, of(open, (r) => r.unit === unit && r.late));
    }
    const printed = JSON.stringify(b.paper.blocks);
    for (const [, id] of printed.matchAll(/"link":"\/bulletins\/\d+\/figures\/([^"]+)"/g)) assert.ok(id in value, `${id} leads somewhere`);
    looked += kept ? 1 : 0;
  }
  assert.ok(looked >= 4);
});

test('what is kept says the same when the record has moved on', async () => {
  const [gu, liu] = await Promise.all(['顾一舟', '柳青禾'].map(as));
  const list = await json(gu, '/api/v1/bulletins');
  const one = list.bulletins.find((r) => /第1期/.test(r.number));
  const before_ = await json(gu, `/api/v1/bulletins/${one.id}`);
  await liu.get('/matters?q=' + encodeURIComponent('燃气管网'));
  const id = liu.html.match(/href="\/matters\/(\d+)"/)[1];
  await liu.get(`/matters/${id}`);
  await liu.send((f) => f.action === `/matters/${id}/act/report`, { share: '99', progress: '更新45公里。' });
  assert.equal(liu.status, 200);
  const after_ = await json(gu, `/api/v1/bulletins/${one.id}`);
  assert.deepEqual(after_.bulletin, before_.bulletin);
  await gu.get(`/bulletins/${one.id}/figures/total`);
  assert.equal(gu.status, 200);
});
