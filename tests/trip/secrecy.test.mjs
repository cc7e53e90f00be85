// SPDX-License-Identifier: Apache-2.0
// Whoever is complained of learns nothing from the running server (docs/decisions/secrecy.md): every
// address that can be read answers him the same before an order about his unit is there and after it
// was taken in, dispatched, assisted, answered and published; with its ids and numbers as with ones
// that nobody has.
import assert from 'node:assert/strict';
import { get } from 'node:http';
import { after, before, test } from 'node:test';
import { Person, serve } from './lib.mjs';

let server;
const people = {};
before(async () => { server = await serve(); });
after(async () => { assert.equal(await server.stop(), 0, server.said()); });

async function as(name) {
  if (!people[name]) {
    people[name] = new Person(server);
    if (name) {
      await people[name].enter(name);
      await people[name].get('/me');
      people[name].secret = people[name].html.match(/name="_s" value="([^"]+)"/)[1];
    }
  }
  return people[name];
}
async function call(name, path, body) {
  const p = await as(name);
  await p.ask(path, { method: 'POST', headers: { 'content-type': 'application/json', 'x-form-secret': p.secret }, body: JSON.stringify(body) });
  return { status: p.status, text: p.html, ...(p.html.startsWith('{') ? JSON.parse(p.html) : {}) };
}
async function ok(...a) {
  const r = await call(...a);
  assert.ok(r.status < 300, `${a[1]}: ${r.text}`);
  return r;
}
const CENTRE = '舒临月', CHECKER = '何知予', LEAD = '秦越川';
const LIAISON = '柳青禾', HEAD = '段书扬', RECUSED = '傅识言';
const MONTH = new Date(Date.now() + 8 * 3600e3).toISOString().slice(0, 7);
const TITLE = '修路灯私自收费五百块', PHONE = '13806321234', OUTSIDE = 'AS-7001';

// Nothing that anybody has: what is compared with.
const NOBODY = { matter: '198765432109876', request: '198765432109877', part: '198765432109878', event: '198765432109879', number: '诉〔2026〕099999', request_number: 'SQ20260099999' };
// Not about matters, or different each time by their nature.
const LEFT_OUT = [/^\/sign-in/, /^\/link\//, /^\/events$/, /^\/healthz|^\/readyz|^\/metrics/, /^\/templates\//, /^\/ask\/map/];

/** Every address of the description, with each id and number that could be tried. */
function paths(description, of) {
  const ids = [of.matter, of.request, of.part, of.event];
  const words = [of.number, of.request_number, `${of.request_number}.json`, of.matter, 'matters', 'todo', 'parts', 'done', 'closed', 'watched', 'requests', 'requests.json', 'services.json', 'h12345'];
  const found = [];
  for (const [path, methods] of Object.entries(description.paths)) {
    if (!methods.get) continue;
    const names = [...path.matchAll(/\{(\w+?)\d*\}/g)].map((m) => m[1]);
    if (!names.length) found.push(path);
    else if (names.length === 1) for (const x of names[0] === 'id' ? ids : words) found.push(path.replace(/\{\w+\}/, encodeURIComponent(x)));
    else if (names[0] === 'id') for (const x of ids) found.push(path.replace(/\{id\}/, x).replace(/\{\w+\}/, '0'));
    else for (const [x, y] of [['h12345', OUTSIDE], ['requests', `${of.request_number}.json`], ['requests', `${of.request_number}.xml`], ['requests', `${of.request}.json`]])
      found.push(path.replace(/\{\w+\}/, x).replace(/\{\w+\}/, encodeURIComponent(y)));
  }
  const q = encodeURIComponent;
  for (const words of [TITLE, '路灯', '收费', of.number, of.request_number, PHONE])
    found.push(`/search?q=${q(words)}`, `/search?words=${q(words)}`, `/matters?q=${q(words)}`, `/api/v1/search?q=${q(words)}`, `/api/v1/search?words=${q(words)}`, `/api/v1/matters?words=${q(words)}`,
      `/export/matters?f=csv&words=${q(words)}`);
  for (const order of ['changed', 'due', 'opened'])
    for (const limit of ['1', '2', '50']) found.push(`/api/v1/matters?order=${order}&limit=${limit}`, `/api/v1/matters?kind=order&order=${order}&limit=${limit}`, `/api/v1/requests?limit=${limit}`,
      `/api/v1/parts?limit=${limit}`);
  for (const list of ['matters', 'todo', 'done', 'closed', 'watched', 'parts', 'week', 'week-units'])
    for (const form of ['csv', 'json']) found.push(`/export/${list}?f=${form}`);
  for (const view of ['board', 'gantt', 'calendar', 'table']) found.push(`/matters?kind=order&view=${view}`);
  found.push(`/matters/${of.matter}/reveal?part=${of.request}&field=phone`, `/evidence/${of.event}/0?download=1`, `/week/letter?matter=${of.matter}`, `/week/exempt?matter=${of.matter}`,
    `/requests/rates/exclude?order=${of.matter}`, `/matters/new?kind=order`, '/open?category=urban', '/overview?kind=order',
    ...['rates', 'rates/rows', 'rates/file', 'rates/paper'].map((x) => `/requests/${x}?month=${MONTH}`));
  return found.filter((p) => !LEFT_OUT.some((x) => x.test(p)));
}

/** What changes by itself, and what was in the address, is taken out. */
function plain(text, of) {
  let t = text;
  for (const [name, value] of Object.entries(of)) for (const v of [value, encodeURIComponent(value), encodeURIComponent(encodeURIComponent(value))]) t = t.replaceAll(v, `<${name}>`);
  return t.replace(/\d{1,2}:\d\d(:\d\d)?(\.\d+)?/g, '<time>').replace(/name="(key|_s)" value="[^"]*"/g, '<key>').replace(/"(now|at|generated|seq)": ?"?[^,"}]*"?/g, '<now>')
    .replace(/data-seq="\d+"/g, '<seq>');
}

async function walk(name, of) {
  const p = await as(name);
  await p.get('/api/openapi.json');
  const description = JSON.parse(p.html);
  const said = [];
  for (const path of paths(description, of)) {
    await p.ask(path);
    said.push({ path: plain(path, of), status: p.status, body: plain(p.html, of) });
  }
  return said;
}

function differs(name, a, b) {
  const wrong = [];
  assert.equal(a.length, b.length);
  assert.ok(a.length > 150, `${a.length} addresses`);
  for (let i = 0; i < a.length; i++) {
    if (a[i].status === b[i].status && a[i].body === b[i].body) continue;
    const x = a[i].body.split('\n'), y = b[i].body.split('\n');
    const at = x.findIndex((line, k) => line !== y[k]);
    wrong.push(`${name} ${a[i].path}: ${a[i].status}/${b[i].status}\n  - ${x[at]?.slice(0, 300)}\n  + ${y[at]?.slice(0, 300)}`);
  }
  return wrong;
}

/** An order about the unit of the liaison, and all that happens to it. */
async function complain() {
  const unit = (await unitOf(CENTRE, '区住建局'));
  const r = await ok(CENTRE, '/api/v1/requests', { channel: 'h12345', outside: OUTSIDE, title: TITLE, class: 'complaint', category: 'urban.road.lamp', words: '来修路灯的人收了我五百块',
    phone: PHONE, place: '虚构街东头', x: '117.56', y: '34.86', reported_unit: unit });
  for (const lead of ['区住建局', '住建局市政科']) {
    const no = await call(CENTRE, `/api/v1/matters/${r.matter}/actions/dispatch`, { lead });
    assert.equal(no.status, 422, no.text);
    assert.doesNotMatch(no.text, /被反映|投诉|举报|回避/);
  }
  await ok(CENTRE, `/api/v1/matters/${r.matter}/actions/dispatch`, { lead: '区交通局' });
  await ok(LEAD, `/api/v1/matters/${r.matter}/actions/sign`, {});
  await ok(LEAD, `/api/v1/matters/${r.matter}/parts/assist/actions/ask`, { unit: '区财政局', task: '核对收费项目' });
  // the recusal, by its page
  const p = await as(CENTRE);
  await p.get(`/matters/${r.matter}`);
  assert.match(p.html, new RegExp(`href="/matters/${r.matter}/deny"`));
  await p.get(`/matters/${r.matter}/deny`);
  const form = (f) => f.action.endsWith('/deny');
  await p.send(form, { reason: '没有选人' });
  assert.equal(p.status, 422);
  assert.match(p.html, /单位和人员请选一个/);
  const person = p.html.match(new RegExp(`<option value="(\\d+)"[^>]*>${RECUSED}`))[1];
  await p.send(form, { person, unit: '', reason: '亲属，应当回避' });
  assert.equal(p.status, 200);
  assert.match(p.html, new RegExp(TITLE));
  await p.get(`/api/v1/matters/${r.matter}`);
  const m = JSON.parse(p.html);
  return { matter: String(r.matter), request: String(r.request), part: String(m.parts?.find((x) => x.sort === 'assist' || x.kind === 'assist')?.id ?? m.parts?.at(-1)?.id ?? r.request),
    event: String(m.events?.at(-1)?.id ?? r.request), number: r.matter_number, request_number: r.number };
}

async function unitOf(name, unit) {
  const p = await as(name);
  await p.get('/matters/new?kind=order');
  const m = p.html.match(new RegExp(`<option value="(\\d+)"[^>]*>${unit}<`));
  return m[1];
}

/** The live stream of somebody, for so long; the lines it said. */
async function stream(name, ms) {
  const p = await as(name);
  const cookie = [...p.cookies].map(([k, v]) => `${k}=${v}`).join('; ');
  return new Promise((done, wrong) => {
    let text = '';
    const q = get(`${server.url}/events`, { headers: { cookie }, agent: false }, (r) => {
      assert.equal(r.statusCode, 200);
      r.setEncoding('utf8').on('data', (piece) => { text += piece; }).on('error', () => {});
      setTimeout(() => { q.destroy(); done(text); }, ms);
    });
    q.on('error', wrong);
  });
}

test('nobody complained of is told anything by any address', { timeout: 240000 }, async () => {
  const watchers = [LIAISON, HEAD, RECUSED, ''];
  const was = {}, twice = {};
  await as(LEAD); await as(CHECKER);
  for (const name of watchers.filter(Boolean)) await as(name);
  for (const name of watchers) {
    for (let n = 0; n < 10; n++) { /* the index of the search may still be following */
      was[name] = await walk(name || '', NOBODY);
      twice[name] = await walk(name || '', NOBODY);
      if (was[name].every((p, i) => p.body === twice[name][i].body)) break;
      await new Promise((done) => setTimeout(done, 1000));
    }
  }
  const noise = new Set();
  for (const name of watchers) for (let i = 0; i < was[name].length; i++) if (was[name][i].body !== twice[name][i].body) noise.add(`${name} ${was[name][i].path}`);
  assert.deepEqual([...noise], [], 'these change by themselves, so nothing can be said of them');
  const lead = await walk(LEAD, NOBODY);
  const told = stream(LIAISON, 15000);
  const of = await complain();
  await new Promise((resolve) => { setTimeout(resolve, 2000); }); // until search has read it
  for (const name of watchers) {
    const now = await walk(name || '', of);
    assert.deepEqual(differs(name || 'nobody', was[name], now), []);
  }
  const said = await told;
  assert.match(said, /event: grown/);
  for (const line of said.split('\n')) assert.match(line, /^(|retry: \d+|event: grown|id: \d+|data: \d+|: beat)$/);
  for (const secret of Object.values(of)) assert.ok(!said.includes(secret), secret);
  // the liaison of the unit that handles it is told of it by the same addresses: the comparison can fail
  const many = differs(LEAD, lead, await walk(LEAD, of));
  assert.ok(many.length > 30, many.join('\n'));
});
