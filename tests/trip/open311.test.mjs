// SPDX-License-Identifier: Apache-2.0
// Open311 GeoReport v2 from outside: XML and JSON, keys, privacy, tolerances, errors.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { run, serve } from './lib.mjs';

const fixture = (name) => fileURLToPath(new URL(`../fixtures/picture/${name}`, import.meta.url));

const postgres = process.env.LUOSHI_DB ? 'PostgreSQL: commands wait until the server has ended' : false;
let server;
let key;
let other;
const keyFor = (name) => {
  const { status, out, said } = run(['open311', 'key', 'add', name, '--db', server.db]);
  assert.equal(status, 0, said);
  return out.trim();
};
before(async () => {
  if (postgres) return;
  server = await serve({ demo: false });
  key = keyFor('城管采集平台');
  other = keyFor('物业平台');
});
after(async () => {
  if (postgres) return;
  const check = run(['check', '--db', server.db]);
  assert.equal(check.status, 0, check.out + check.said);
  assert.equal(await server.stop(), 0, server.said());
});

async function ask(path, { form, headers, method } = {}) {
  const body = form && (form instanceof FormData ? form : new URLSearchParams(form));
  const r = await fetch(`${server.url}/open311/${path}`, { method: method ?? (form ? 'POST' : 'GET'), body, headers });
  const text = await r.text();
  return { status: r.status, type: r.headers.get('content-type'), text, json: path.split('?')[0].endsWith('.json') ? JSON.parse(text) : undefined };
}
const LAMP = { service_code: 'urban.road.lamp', address_string: '榴乡路 12 号院门口', description: '路灯坏了三天，晚上看不清路' };
async function post(form, headers) {
  const r = await ask('v2/requests.json', { form: { api_key: key, ...LAMP, ...form }, headers });
  assert.equal(r.status, 200, r.text);
  return r.json[0].service_request_id;
}

test('discovery, services and definitions, in both formats', { skip: postgres }, async () => {
  const d = await ask('discovery.json');
  assert.equal(d.json.endpoints[0].url, `${server.url}/open311/v2`);
  assert.equal(d.type, 'application/json');
  const x = await ask('v2/discovery.xml');
  assert.equal(x.type, 'text/xml; charset=utf-8');
  assert.match(x.text, /<format>application\/json<\/format>/);
  const services = (await ask('v2/services.json')).json;
  assert.ok(services.length > 100);
  const lamp = services.find((s) => s.service_code === 'urban.road.lamp');
  assert.equal(lamp.group, '城市管理');
  assert.equal(lamp.metadata, true);
  assert.match((await ask('v2/services.xml')).text, /^<\?xml[^>]*>\n<services><service><service_code>/);
  const definition = (await ask('v2/services/urban.road.lamp.json')).json;
  assert.deepEqual(definition.attributes.map((a) => a.order), definition.attributes.map((_, i) => i + 1));
  assert.ok(definition.attributes.find((a) => a.code === 'class').values.some((v) => v.key === 'complaint'));
  assert.match((await ask('v2/services/urban.road.lamp.xml')).text, /<service_definition><service_code>urban.road.lamp<\/service_code><attributes><attribute>/);
  assert.equal((await ask('v2/services.json', { headers: { 'accept-language': 'en' } })).json.find((s) => s.service_code === 'urban.road.lamp').group, 'Urban management');
});

test('a request comes in by form, by query and as multipart, and the same number is the same request', { skip: postgres }, async () => {
  const one = await post({ phone: '13906320001', first_name: '禾', last_name: '于', 'attribute[class]': 'complaint', 'attribute[fixmystreet_id]': '77' });
  assert.equal(await post({ 'attribute[fixmystreet_id]': '77' }), one);
  assert.notEqual(await post({ 'attribute[fixmystreet_id]': '78' }), one);
  const twice = { 'idempotency-key': 'abc' };
  assert.equal(await post({ description: '再报一次' }, twice), await post({ description: '再报一次' }, twice));
  const query = await ask(`v2/requests.xml?jurisdiction_id=370499&api_key=${key}`, { form: { ...LAMP, lat: '34.8107', long: '117.3237' } });
  assert.equal(query.status, 200, query.text);
  assert.match(query.text, /^<\?xml[^>]*>\n<service_requests><request><service_request_id>[\w-]+<\/service_request_id><service_notice>[^<]+<\/service_notice><account_id\/><\/request><\/service_requests>\n$/);
  const form = new FormData();
  for (const [k, v] of Object.entries({ api_key: key, ...LAMP, media_url: 'https://example.cn/a.jpg' })) form.append(k, v);
  form.append('media', new Blob([readFileSync(fixture('plain.png'))]), '灯.png');
  const multi = await ask('v2/requests.json', { form });
  assert.equal(multi.status, 200, multi.text);
  const read = (await ask(`v2/requests/${multi.json[0].service_request_id}.json?api_key=${key}`)).json[0];
  assert.match(read.description, /https:\/\/example\.cn\/a\.jpg$/);
});

test('words, place and point are for who sent them; name and phone for nobody', { skip: postgres }, async () => {
  const id = await post({ lat: '34.81071', long: '117.32371', phone: '13906320999', first_name: '小麦', last_name: '田' });
  const own = await ask(`v2/requests/${id}.json?api_key=${key}`);
  assert.equal(own.json[0].description, LAMP.description);
  assert.equal(own.json[0].lat, 34.81071);
  assert.equal(own.json[0].address, LAMP.address_string);
  for (const path of [`v2/requests/${id}.json`, `v2/requests/${id}.json?api_key=${other}`, `v2/requests.json?service_request_id=${id}`]) {
    const r = (await ask(path)).json[0];
    assert.equal(r.service_request_id, id);
    assert.equal(r.status, 'open');
    for (const field of ['description', 'address', 'lat', 'long', 'agency_responsible', 'media_url', 'expected_datetime']) assert.equal(r[field], null, field);
  }
  for (const path of ['v2/requests.json', `v2/requests.json?api_key=${other}`, 'v2/servicerequestupdates.json', `v2/servicerequestupdates.json?api_key=${other}`])
    assert.deepEqual((await ask(path)).json, [], path);
  for (const path of [`v2/requests.xml?api_key=${key}`, `v2/servicerequestupdates.xml?api_key=${key}`, `v2/requests/${id}.xml?api_key=${key}`])
    assert.doesNotMatch((await ask(path)).text, /13906320999|田小麦|小麦/, path);
  const secret = await post({ 'attribute[wants_secrecy]': '1' });
  assert.equal((await ask(`v2/requests/${secret}.json`)).status, 404);
  assert.equal((await ask(`v2/requests/${secret}.json?api_key=${key}`)).status, 200);
});

test('filters, spans and pages', { skip: postgres }, async () => {
  const mine = async (q) => (await ask(`v2/requests.json?api_key=${key}&${q}`)).json;
  const all = await mine('');
  assert.ok(all.length >= 5);
  assert.deepEqual(await mine('page_size=2&page=2'), all.slice(2, 4));
  assert.deepEqual(await mine(`page_size=${all.length}&page=2`), []);
  assert.deepEqual(await mine('status=closed'), []);
  assert.equal((await mine('status=Open,CLOSED')).length, all.length);
  assert.equal((await mine('service_code=urban.road.lamp,x')).length, all.length);
  assert.deepEqual(await mine('service_code=x'), []);
  const day = (ms) => new Date(Date.now() + ms).toISOString();
  assert.equal((await mine(`start_date=${day(-864e5)}&end_date=${day(864e5)}`)).length, all.length);
  assert.equal((await mine(`start_date=${encodeURIComponent(day(-864e5).replace('Z', '+00:00'))}`)).length, all.length);
  assert.equal((await mine(`start_date=${day(-864e5).replace('Z', '+00:00')}`)).length, all.length, 'a plus that was not escaped');
  assert.deepEqual(await mine(`end_date=${day(-864e5)}`), []);
  assert.match(all[0].requested_datetime, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00$/);
});

test('updates come, and what who sent it adds comes in once', { skip: postgres }, async () => {
  const id = await post({});
  const updates = (await ask(`v2/servicerequestupdates.json?api_key=${key}`)).json.filter((u) => u.service_request_id === id);
  assert.ok(updates.length > 0 && updates.every((u) => u.update_id && u.updated_datetime));
  const add = { api_key: key, service_request_id: id, update_id: '5', status: 'FIXED', updated_datetime: '2026-11-22T08:00:00Z', description: '今天有人来修了' };
  const one = await ask('v2/servicerequestupdates.xml', { form: add });
  assert.equal(one.status, 200, one.text);
  assert.match(one.text, /<service_request_updates><request_update><update_id>\d+<\/update_id>/);
  assert.equal((await ask('v2/servicerequestupdates.xml', { form: add })).text, one.text);
  assert.equal((await ask('v2/servicerequestupdates.xml', { form: { ...add, api_key: other } })).status, 404);
  assert.equal((await ask('v2/servicerequestupdates.xml', { form: { ...add, api_key: '' } })).status, 403);
  assert.equal((await ask('v2/servicerequestupdates.xml', { form: { ...add, update_id: '' } })).status, 400);
});

test('errors are lists, in the format that was asked for', { skip: postgres }, async () => {
  const rows = [
    [400, 'v2/requests', { api_key: key, address_string: 'x' }], [404, 'v2/requests', { api_key: key, ...LAMP, service_code: 'no' }],
    [400, 'v2/requests', { api_key: key, service_code: 'urban.road.lamp', description: 'x' }],
    [400, 'v2/requests', { api_key: key, ...LAMP, address_string: '', lat: '91', long: '0' }],
    [400, 'v2/requests', { api_key: key, ...LAMP, description: '长'.repeat(4001) }],
    [400, 'v2/requests', { api_key: key, ...LAMP, description: '' }],
    [403, 'v2/requests', LAMP], [403, 'v2/requests', { ...LAMP, api_key: 'wrong' }], [404, 'v2/requests', { api_key: key, ...LAMP, jurisdiction_id: 'city.gov' }],
    [404, 'v2/requests/0'], [404, 'v2/tokens/0'], [404, 'v2/services/0'], [404, 'v2/nothing'], [404, 'v2/a/b'], [400, 'v2/requests', undefined, 'status=gone'],
    [400, 'v2/requests', undefined, 'start_date=soon'], [400, 'v2/requests', undefined, 'page=0'], [404, 'v2/services', undefined, 'jurisdiction_id=x'],
    [405, 'v2/services', {}],
  ];
  for (const [status, path, form, query] of rows) {
    const j = await ask(`${path}.json${query ? `?${query}` : ''}`, { form });
    assert.equal(j.status, status, `${path} ${JSON.stringify(form)} ${j.text}`);
    assert.equal(j.json[0].code, status);
    assert.ok(j.json[0].description);
    const x = await ask(`${path}.xml${query ? `?${query}` : ''}`, { form });
    assert.match(x.text, new RegExp(`<errors><error><code>${status}</code><description>[^<]+</description></error></errors>`));
    assert.equal(x.type, 'text/xml; charset=utf-8');
  }
  assert.match((await ask('v2/requests')).text, /<errors>/);
  assert.match((await ask('elsewhere')).text, /<code>404/);
});

test('a key is listed without its secret, withdrawn, and then opens nothing', { skip: postgres }, async () => {
  const gone = keyFor('短期活动');
  const listed = run(['open311', 'key', 'list', '--db', server.db]).out;
  assert.match(listed, /短期活动/);
  assert.doesNotMatch(listed, new RegExp(gone));
  assert.equal(run(['open311', 'key', 'withdraw', '短期活动', '--db', server.db]).status, 0);
  assert.equal((await ask(`v2/requests.json?api_key=${gone}`)).status, 403);
  assert.equal(run(['open311', 'key', 'withdraw', '短期活动', '--db', server.db]).status, 1);
  assert.equal(run(['open311', 'key', 'add', '城管采集平台', '--db', server.db]).status, 1);
  assert.equal(run(['open311', 'keys']).status, 2);
});

test('a server whose Open311 address is not one does not start', { skip: postgres }, () => {
  const bad = run(['serve', '--db', join(server.home.path, 'x.db'), '--listen', '127.0.0.1:0', '--open311_url', 'http://open311.example.cn/v2']);
  assert.equal(bad.status, 2, bad.said);
  assert.match(bad.said, /open311_url/);
});
