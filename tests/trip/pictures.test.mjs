// SPDX-License-Identifier: Apache-2.0
// A photograph that says where it was taken never says so here, by whichever way it comes: another program
// (Open311), the interface of requests, staff who file what a caller sent. What units send as evidence of their work stays.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Person, run, serve } from './lib.mjs';

const postgres = process.env.LUOSHI_DB ? 'PostgreSQL: commands wait until the server has ended' : false;
const JPEG = readFileSync(fileURLToPath(new URL('../fixtures/picture/plain.jpg', import.meta.url)));
let server, centre, unit, key;
before(async () => {
  if (postgres) return;
  server = await serve();
  key = run(['open311', 'key', 'add', '随手拍平台', '--db', server.db]).out.trim();
  [centre, unit] = await Promise.all(['舒临月', '柳青禾'].map(async (name) => {
    const p = new Person(server);
    await p.enter(name);
    await p.get('/me');
    p.secret = p.html.match(/name="_s" value="([^"]+)"/)[1];
    return p;
  }));
});
after(async () => { if (server) assert.equal(await server.stop(), 0, server.said()); });

/** Exif as a telephone writes it: a directory of place (GPS: 34°45'4.32" N) and the serial number of the camera. */
function exif() {
  const b = Buffer.alloc(120);
  b.write('Exif\0\0II*\0', 0, 'latin1');
  b.writeUInt32LE(8, 10);
  b.writeUInt16LE(1, 14);
  for (const [at, v] of [[16, 0x8825], [18, 4]]) b.writeUInt16LE(v, at); // the directory of GPS
  b.writeUInt32LE(1, 20); b.writeUInt32LE(26, 24); b.writeUInt32LE(0, 28);
  b.writeUInt16LE(2, 32);
  b.writeUInt16LE(1, 34); b.writeUInt16LE(2, 36); b.writeUInt32LE(2, 38); b.write('N\0', 42, 'latin1');
  b.writeUInt16LE(2, 46); b.writeUInt16LE(5, 48); b.writeUInt32LE(3, 50); b.writeUInt32LE(56, 54);
  [34, 1, 45, 1, 432, 100].forEach((n, i) => b.writeUInt32LE(n, 62 + 4 * i));
  b.write('SERIAL-90017', 90, 'latin1');
  return b;
}
function photograph(name = 'IMG_20261122_231500.jpg') {
  const words = exif(), head = Buffer.from([0xff, 0xe1, 0, words.length + 2]);
  return new File([JPEG.subarray(0, 2), head, words, JPEG.subarray(2)], name, { type: 'image/jpeg' });
}
const evidence = (html) => [...new Set([...html.matchAll(/href="(\/evidence\/\d+\/\d+)"/g)].map(([, path]) => path))];
async function bytesOf(person, path) {
  const cookie = [...person.cookies].map(([k, v]) => `${k}=${v}`).join('; ');
  const r = await fetch(new URL(path, server.url), { headers: { cookie } });
  assert.equal(r.status, 200);
  return { bytes: Buffer.from(await r.arrayBuffer()), name: decodeURIComponent(r.headers.get('content-disposition')) };
}
async function cleaned(matter, n) {
  await centre.get(`/matters/${matter}`);
  const all = evidence(centre.html);
  assert.equal(all.length, n, centre.html);
  for (const path of all) {
    const { bytes, name } = await bytesOf(centre, path);
    assert.equal(bytes.readUInt16BE(0), 0xffd8);
    for (const word of ['Exif', 'SERIAL', 'N\0']) assert.ok(!bytes.subarray(0, 200).includes(word), `${word} in what is shown`);
    assert.ok(!bytes.includes(Buffer.from([34, 0, 0, 0, 1, 0, 0, 0, 45, 0, 0, 0])), 'the degrees are not in it');
    assert.ok(!name.includes('20261122'), 'nor when it was taken in its name');
  }
}
const LAMP = { service_code: 'urban.road.lamp', address_string: '榴乡路 12 号院门口', description: '路灯坏了三天，晚上看不清路' };
async function post(file, format = 'json') {
  const form = new FormData();
  for (const [k, v] of Object.entries({ api_key: key, ...LAMP })) form.append(k, v);
  form.append('media', file);
  const r = await fetch(`${server.url}/open311/v2/requests.${format}`, { method: 'POST', body: form });
  return { status: r.status, text: await r.text() };
}

test('the fixture really holds a place', () => {
  assert.ok(exif().includes(Buffer.from([34, 0, 0, 0, 1, 0, 0, 0, 45, 0, 0, 0])));
});

test('by Open311', { skip: postgres }, async () => {
  const r = await post(photograph());
  assert.equal(r.status, 200, r.text);
  await centre.get('/api/v1/requests?limit=1');
  const row = JSON.parse(centre.html).requests?.[0] ?? JSON.parse(centre.html).rows[0];
  await cleaned(row.matter.id, 1);
});

test('by Open311, one that cannot be read is refused with a sentence, and nothing is taken', { skip: postgres }, async () => {
  for (const format of ['json', 'xml']) {
    const r = await post(new File([JPEG.subarray(0, 80)], '断.jpg'), format);
    assert.equal(r.status, 400, r.text);
    assert.match(r.text, /断\.jpg/);
  }
});

test('by the interface of requests, and by staff who add what the caller sent later', { skip: postgres }, async () => {
  const form = new FormData();
  for (const [k, v] of Object.entries({ channel: 'h12345', title: '榴乡路积水', class: 'help', words: '一下雨就积水', phone: '13700017001', place: '榴乡路' })) form.append(k, v);
  form.append('files', photograph());
  await centre.ask('/api/v1/requests', { method: 'POST', headers: { 'x-form-secret': centre.secret }, body: form });
  assert.equal(centre.status, 201, centre.html);
  const taken = JSON.parse(centre.html);
  await cleaned(taken.matter, 1);
  await centre.send((f) => f.action.endsWith(`/parts/${taken.request}/act/note_added`), { added: '又发来一张照片', files: photograph() });
  assert.equal(centre.status, 200, centre.html);
  await cleaned(taken.matter, 2);
  await centre.get(`/matters/${taken.matter}`);
  await centre.send((f) => f.action.endsWith(`/parts/${taken.request}/act/note_added`), { added: '坏的照片', files: new File([JPEG.subarray(0, 80)], '断.jpg') });
  assert.equal(centre.status, 422, centre.html);
  assert.match(centre.html, /断\.jpg/);
});

test('what a unit sends as evidence of its work keeps when and where', { skip: postgres }, async () => {
  await centre.ask('/api/v1/requests', { method: 'POST', headers: { 'content-type': 'application/json', 'x-form-secret': centre.secret },
    body: JSON.stringify({ channel: 'h12345', title: '文昌路井盖', class: 'help', words: '井盖响', place: '文昌路' }) });
  const { matter } = JSON.parse(centre.html);
  await centre.get(`/matters/${matter}`);
  await centre.send((f) => f.action === `/matters/${matter}/act/dispatch`, { lead: centre.html.match(/<option value="(\d+)"[^>]*>(?:[^<]*)区住建局/)[1] });
  assert.equal(centre.status, 200, centre.html);
  await unit.get(`/matters/${matter}`);
  await unit.send((f) => f.action === `/matters/${matter}/act/sign`);
  await unit.send((f) => f.action === `/matters/${matter}/act/answer`, { result: '已处理', public_answer: '您好，井盖已经换好。', solved: 'yes', no_reply_wanted: '1', files: photograph('现场.jpg') });
  assert.equal(unit.status, 200, unit.html);
  const { bytes } = await bytesOf(unit, evidence(unit.html)[0]);
  assert.ok(bytes.includes('SERIAL-90017'));
});
