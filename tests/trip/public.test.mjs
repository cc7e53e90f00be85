// SPDX-License-Identifier: Apache-2.0
// A citizen without an account and without scripts: asks with photographs, sends twice, follows, adds; the
// request centre answers and publishes; nothing of him stands where it must not.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Person, run, serve } from './lib.mjs';

const PHONE = '13900627734', NAME = '祝云生', WORDS = '夜里十一点还在切割钢管，老人睡不着，说了三回没有用';
const PLACE = 'GPS-34.7512N', JPEG = readFileSync(fileURLToPath(new URL('../fixtures/picture/plain.jpg', import.meta.url)));
let server, citizen, number;

before(async () => { server = await serve(); });
after(async () => { assert.equal(await server?.stop(), 0); });

/** A photograph as a telephone writes it: a segment with place and serial number, and something behind its end. */
function photograph() {
  const words = Buffer.from(`Exif\0\0II*\0\x08\0\0\0\0\0 ${PLACE} SERIAL-90017`);
  const head = Buffer.from([0xff, 0xe1, 0, words.length + 2]);
  return new File([JPEG.subarray(0, 2), head, words, JPEG.subarray(2), Buffer.from(PLACE)], 'IMG_20261122_231500.jpg', { type: 'image/jpeg' });
}

const askForm = (f) => f.action === '/ask';
const followForm = (f) => f.action === '/follow';
const text = (html) => html.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');

async function fill(person, more = {}, button = '提交') {
  return person.send(askForm, { class: 'order/complaint', title: '工地夜间施工', words: WORDS, phone: PHONE, name: NAME, place: '三号楼北边', ...more }, button);
}

test('whoever comes without a session finds the page of citizens', async () => {
  citizen = new Person(server);
  await citizen.get('/');
  assert.equal(citizen.path, '/public');
  for (const words of ['提诉求', '查进度', '办理公开', '工作人员登录', '110']) assert.ok(citizen.html.includes(words), words);
});

test('a request is asked with a photograph and a place on the map, and gets a number', async () => {
  await citizen.get('/ask');
  for (const words of ['咨询', '求助', '投诉', '举报', '表扬', '建议']) assert.ok(citizen.html.includes(words), words);
  await fill(citizen, {}, '在地图上选');
  assert.equal(citizen.status, 200);
  assert.ok(citizen.html.includes(WORDS), 'what was typed is still there');
  await fill(citizen, { 'map.x': '144', 'map.y': '144' }, '放大');
  assert.match(citizen.html, /id="point"/);
  await fill(citizen, { photos: photograph(), secret: '1' });
  assert.equal(citizen.status, 200, text(citizen.html).slice(0, 600));
  number = citizen.html.match(/class="number">([^<]+)</)[1];
  assert.match(number, /\d{8,}$/);
  assert.ok(citizen.html.includes('照片 1 张'));
  for (const secret of [PHONE, NAME, WORDS, '7734']) assert.ok(!citizen.html.includes(secret), secret);
});

test('the same page sent twice is one request; with other words it asks once more', async () => {
  const again = new Person(server);
  await again.get('/ask');
  const html = again.html;
  await fill(again);
  const first = again.html.match(/class="number">([^<]+)</)[1];
  Object.assign(again, { html, path: '/ask' });
  await fill(again);
  assert.equal(again.html.match(/class="number">([^<]+)</)[1], first);
  assert.ok(again.html.includes('没有重复登记'));
  Object.assign(again, { html, path: '/ask' });
  await fill(again, { words: '另一件事：路口没有灯' });
  assert.equal(again.status, 422);
  await fill(again, { words: '另一件事：路口没有灯' });
  assert.notEqual(again.html.match(/class="number">([^<]+)</)[1], first);
});

test('what is missing is said, and nothing is lost', async () => {
  const p = new Person(server);
  await p.get('/ask');
  await p.send(askForm, { words: WORDS }, '提交');
  assert.equal(p.status, 422);
  for (const field of ['class', 'title', 'phone']) assert.ok(p.html.includes(`href="#${field}"`), field);
  assert.ok(p.html.includes(WORDS));
});

test('it is followed by number and phone tail; neither stands in an address', async () => {
  const p = new Person(server);
  await p.get('/follow');
  await p.send(followForm, { number: ` ${number} `, code: '7734' });
  assert.equal(p.path, '/follow');
  assert.ok(text(p.html).includes('已登记') || text(p.html).includes('办理中'), text(p.html));
  assert.ok(!p.html.includes('7734') && !p.html.includes(NAME) && !p.html.includes(WORDS));
  const add = (f) => f.action === '/follow/act/add';
  await p.send(add, { words: '昨晚又到一点', photos: photograph() });
  assert.equal(p.status, 200);
  assert.ok(p.html.includes('已追加'));
  await p.send((f) => f.action === '/follow/end');
  await p.get('/follow');
  assert.ok(p.forms().some(followForm));
});

test('the photograph that staff open holds neither place nor serial number', async () => {
  const staff = new Person(server);
  await staff.enter('温星阑');
  await staff.get(`/matters?q=${encodeURIComponent('工地夜间施工')}`);
  const links = [...new Set([...staff.html.matchAll(/href="(\/matters\/\d+)"/g)].map(([, path]) => path))];
  assert.ok(links.length, 'the order is in the ledger of the request centre');
  const pictures = [];
  for (const link of links) {
    await staff.get(link);
    pictures.push(...[...staff.html.matchAll(/href="(\/evidence\/\d+\/\d+)"/g)].map(([, path]) => path));
  }
  assert.equal(new Set(pictures).size, 2);
  const cookie = [...staff.cookies].map(([k, v]) => `${k}=${v}`).join('; ');
  for (const path of new Set(pictures)) {
    const r = await fetch(new URL(path, server.url), { headers: { cookie } }), bytes = Buffer.from(await r.arrayBuffer());
    assert.equal(r.headers.get('content-type'), 'image/jpeg');
    assert.ok(!bytes.includes(PLACE) && !bytes.includes('SERIAL') && !bytes.includes('Exif'));
    assert.ok(bytes.length > 300 && bytes.length <= JPEG.length);
    assert.ok(!decodeURIComponent(r.headers.get('content-disposition')).includes('20261122'), 'nor does its name');
  }
});

test('results that were published are for anybody, by category', async () => {
  const p = new Person(server);
  await p.get('/open');
  assert.equal(p.status, 200);
  assert.ok(!p.html.includes(WORDS) && !p.html.includes('工地夜间施工'), 'what nobody published is not there');
  await p.get('/open?category=urban');
  assert.equal(p.status, 200);
});

test('neither the log nor the files of the database hold his words, name or number', () => {
  const look = (path) => {
    if (statSync(path).isSocket()) return undefined;
    if (statSync(path).isDirectory()) return readdirSync(path).forEach((f) => look(join(path, f)));
    const bytes = readFileSync(path);
    for (const secret of [PHONE, NAME, WORDS, PLACE]) assert.ok(!bytes.includes(secret), `${secret} in ${path}`);
  };
  for (const secret of [PHONE, NAME, WORDS, '7734']) assert.ok(!server.said().includes(secret) && !server.out().includes(secret), secret);
  if (!process.env.LUOSHI_DB) look(dirname(server.db));
});

test('ten wrong tries an hour; then the right code waits as well', async () => {
  const p = new Person(server);
  await p.get('/follow');
  let said = '';
  for (let i = 0; i < 10; i++) {
    await p.send(followForm, { number, code: `000${i}` });
    assert.equal(p.status, 422);
    const now = p.html.match(/role="alert"[^>]*>([^<]+)</)[1];
    assert.equal(said || now, now);
    said = now;
  }
  await p.send(followForm, { number, code: '7734' });
  assert.equal(p.status, 429);
});

test('the record is whole', { skip: process.env.LUOSHI_DB ? 'on PostgreSQL commands wait for the server to end' : false }, async () => {
  const r = run(['check', '--db', server.db]);
  assert.equal(r.status, 0, r.out + r.said);
});
