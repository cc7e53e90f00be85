// SPDX-License-Identifier: Apache-2.0
// A request that was filed before goes to another order or into one of its own; a closed order about
// which somebody asks again is opened again or followed by another.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Person, serve } from './lib.mjs';

let server, centre, checker, unit;
before(async () => {
  server = await serve();
  [centre, checker, unit] = await Promise.all(['舒临月', '何知予', '柳青禾'].map(async (name) => {
    const p = new Person(server);
    await p.enter(name);
    await p.get('/me');
    p.secret = p.html.match(/name="_s" value="([^"]+)"/)[1];
    return p;
  }));
});
after(async () => { assert.equal(await server.stop(), 0, server.said()); });

async function call(p, path, body) {
  await p.ask(path, body === undefined ? {} : {
    method: 'POST', headers: { 'content-type': 'application/json', 'x-form-secret': p.secret }, body: JSON.stringify(body) });
  return { status: p.status, text: p.html, ...(p.html.startsWith('{') ? JSON.parse(p.html) : {}) };
}
let n = 0;
async function ask(more = {}) {
  n += 1;
  const r = await call(centre, '/api/v1/requests', { channel: 'h12345', title: `榴乡路第${n}处积水`, class: 'help', category: 'urban.road.surface',
    words: `榴乡路东头第${n}处一下雨就积水，过不去人。`, phone: `1370001${1000 + n}`, place: '榴乡路东头', ...more });
  assert.equal(r.status, 201, r.text);
  return r;
}
const page = (r) => `/matters/${r.matter}/requests/${r.request}/move`;
const form = (which) => (f) => f.action.endsWith('/move') && f.body.includes(`value="${which}"`);
const act = async (p, id, action, body) => {
  const r = await call(p, `/api/v1/matters/${id}/actions/${action}`, body);
  assert.ok(r.status < 300, `${action}: ${r.text}`);
};

test('by the number of another order, with its number and its words; what is left empty is merged', async () => {
  const [a, b] = [await ask(), await ask()];
  await centre.get(`/matters/${b.matter}`);
  assert.ok(centre.html.includes(`href="${page(b)}"`), 'the page of the order leads there');
  await centre.get(page(b));
  assert.match(centre.html, /榴乡路东头第2处/);
  await centre.send(form('attach'), { number: a.matter_number, reason: '同一处' });
  assert.equal(centre.status, 200, centre.html);
  assert.equal(new URL(centre.path, server.url).pathname, `/matters/${a.matter}`);
  assert.match(centre.html, /诉求已移到这里/);
  assert.match(centre.html, /榴乡路东头第2处/);
  assert.equal((await call(centre, `/api/v1/matters/${b.matter}`)).state, 'merged');
  assert.equal((await call(centre, `/api/v1/requests/${b.number}`)).matter.id, a.matter);
});

test('by the number of a request, or chosen among those that tell the same', async () => {
  const [a, b] = [await ask(), await ask({ words: '榴乡路东头第3处一下雨就积水，过不去人，鞋都湿了。' })];
  for (let i = 0; i < 60; i++) {
    await centre.get(page(b));
    if (centre.html.includes(`name="to" value="${a.matter}"`)) break;
    await new Promise((r) => setTimeout(r, 250));
  }
  await centre.send(form('attach'), { to: a.matter });
  assert.equal(new URL(centre.path, server.url).pathname, `/matters/${a.matter}`, centre.html);
  const c = await ask();
  await centre.get(page(c));
  await centre.send(form('attach'), { number: b.number });
  assert.equal(new URL(centre.path, server.url).pathname, `/matters/${a.matter}`);
});

test('split off with a reason; without one a sentence in the language of the reader', async () => {
  const a = await ask(), b = await ask({ matter: a.matter });
  await centre.get(page(b));
  await centre.send(form('split'), { reason: ' ' });
  assert.equal(centre.status, 422);
  assert.match(centre.html, /role="alert"[^>]*>[^<]*请写明原因/);
  await centre.send(form('split'), { reason: '不是同一处' });
  assert.equal(centre.status, 200, centre.html);
  assert.notEqual(new URL(centre.path, server.url).pathname, `/matters/${a.matter}`);
  await centre.get(page(a));
  assert.ok(!centre.forms().some(form('split')), 'the only one is not split off');
});

test('bad input: one sentence, in both languages; what was typed stays', async () => {
  const a = await ask();
  await centre.get(page(a));
  await centre.send(form('attach'), { number: '诉〔2020〕999999', reason: '相同' });
  assert.equal(centre.status, 422);
  assert.match(centre.html, /没有编号为诉〔2020〕999999的工单或诉求/);
  assert.match(centre.html, /name="number" value="诉〔2020〕999999"/);
  assert.match(centre.html, /name="reason" value="相同"/);
  await centre.send(form('attach'), { number: '' });
  assert.equal(centre.status, 422);
  assert.match(centre.html, /请说明并到哪个工单/);
  const said = await centre.ask(`/api/v1/matters/${a.matter}/requests/${a.request}/move`, {
    method: 'POST', headers: { 'content-type': 'application/json', 'x-form-secret': centre.secret, 'accept-language': 'en' }, body: '{"to": 5}' });
  assert.ok(said.status >= 400 && said.status < 500, said.html);
});

test('somebody was quicker: said so, and sent twice is sent once', async () => {
  const [a, b] = [await ask(), await ask()];
  await centre.get(page(b));
  const held = centre.html, at = centre.path;
  await act(checker, b.matter, 'correct', { title: '榴乡路东头积水' });
  await centre.send(form('attach'), { number: a.matter_number });
  assert.equal(centre.status, 409, centre.html);
  await centre.send(form('attach'), { number: a.matter_number });
  assert.equal(new URL(centre.path, server.url).pathname, `/matters/${a.matter}`);
  Object.assign(centre, { html: held, path: at });
  await centre.send(form('attach'), { number: a.matter_number });
  assert.equal(new URL(centre.path, server.url).pathname, `/matters/${a.matter}`, 'it leads to where it stands');
});

test('who does not take in requests moves none', async () => {
  const a = await ask();
  await act(centre, a.matter, 'dispatch', { lead: '区住建局' });
  await unit.get(`/matters/${a.matter}`);
  assert.equal(unit.status, 200);
  assert.ok(!unit.html.includes('/move"'));
  await unit.get(page(a));
  assert.equal(unit.status, 403, unit.html);
  const r = await call(unit, `/api/v1/matters/${a.matter}/requests/${a.request}/move`, { go: 'split', reason: '不归我们' });
  assert.equal(r.status, 403);
  await centre.get(`/matters/${a.matter}/requests/12345/move`);
  assert.equal(centre.status, 404);
});

/** An order that is closed: answered at once and called back. */
async function closed() {
  const r = await ask();
  await act(centre, r.matter, 'answer_now', { public_answer: '您好，已经疏通。', no_article: true });
  const seen = await call(centre, `/api/v1/matters/${r.matter}/parts/${r.request}/actions/visit`, { reached: true, solved: 'yes', satisfaction: 5 });
  assert.ok(seen.status < 300, seen.text);
  assert.equal((await call(centre, `/api/v1/matters/${r.matter}`)).state, 'closed');
  return r;
}
const DESK = (f) => f.action === '/desk';
const typed = (r) => ({ phone: '13700019999', words: `榴乡路东头第${n}处一下雨就积水，又过不去人了。`, place: '榴乡路东头' });
const done = (p) => p.html.match(/<section class="said done"[\s\S]*?<\/section>/)?.[0] ?? '';

test('the desk: a closed order is offered, and opened again with the call', async () => {
  const r = await closed();
  await centre.get('/desk');
  for (let i = 0; i < 60; i++) {
    await centre.send(DESK, { ...typed(r), go: 'look' }, 'none');
    if (centre.html.includes(`name="again" value="${r.matter}"`)) break;
    await new Promise((w) => setTimeout(w, 250));
  }
  await centre.send(DESK, { ...typed(r), again: r.matter }, 'none');
  assert.equal(centre.status, 200, centre.html);
  assert.match(done(centre), /已再次受理，这次来电已并入/);
  const now = await call(centre, `/api/v1/matters/${r.matter}`);
  assert.equal(now.state, 'registered');
  await centre.get(`/matters/${r.matter}`);
  assert.match(centre.html, /重复次数<\/dt><dd>1</);
});

test('the desk: or a new order is opened as a repeat, with the same title, linked to it', async () => {
  const r = await closed();
  await centre.get('/desk');
  await centre.send(DESK, { ...typed(r), repeat: r.matter }, 'none');
  assert.equal(centre.status, 200, centre.html);
  const id = done(centre).match(/\/matters\/(\d+)"/)[1];
  assert.notEqual(id, r.matter);
  assert.equal((await call(centre, `/api/v1/matters/${r.matter}`)).state, 'closed');
  await centre.get(`/matters/${id}`);
  assert.ok(centre.html.includes(`/matters/${r.matter}"`), 'linked');
  assert.match(centre.html, /重复次数<\/dt><dd>1</);
});

test('an older request that is attached brings its time along', async () => {
  const due = async (r) => (await call(centre, `/api/v1/matters/${r.matter}`)).due;
  const old = await ask({ class: 'consult' });
  await new Promise((r) => setTimeout(r, 1100));
  const young = await ask({ class: 'consult' });
  const [first, second] = [await due(old), await due(young)];
  assert.ok(first < second, `${first} ${second}`);
  await centre.get(page(old));
  await centre.send(form('attach'), { number: young.matter_number });
  assert.equal(centre.status, 200, centre.html);
  assert.equal(await due(young), first);
  const third = await ask({ class: 'consult' });
  await centre.get(page(third));
  await centre.send(form('attach'), { number: young.matter_number });
  assert.equal(await due(young), first, 'a younger one changes nothing');
});
