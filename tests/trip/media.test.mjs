// SPDX-License-Identifier: Apache-2.0
// Media servers from enrolment to a picture that is evidence: every kind by its own interface, and what goes wrong.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Person, run, serve } from './lib.mjs';
import { SECRET, USER, mediaServers } from './media_server.mjs';

// the command speaks to the server through its socket, which a database of PostgreSQL has not
const postgres = process.env.LUOSHI_DB ? 'on PostgreSQL commands wait for the server to end' : false;

let server, mei, media;
const pages = {};
before(async () => {
  media = await mediaServers();
  server = await serve({ env: { LUOSHI_FFMPEG: '/nowhere' } }); // pictures come from the media servers or not at all
  mei = new Person(server);
  await mei.enter('梅霁月');
});
after(async () => {
  await media?.close();
  assert.equal(await server.stop(), 0);
});

const enrol = (fields) => mei.get('/cameras/servers').then(() => mei.send((f) => f.action === '/cameras/servers', fields));
const address = (kind) => `http://127.0.0.1:${media.ports[kind]}`;
const LATIN = { zlmediakit: {}, mediamtx: { user: USER }, srs: { user: USER }, go2rtc: { user: USER } };

test('who enrols a media server, and what is refused', async () => {
  await enrol({ name: '平台', kind: 'zlmediakit', address: 'http://a:b@10.1.2.3/' });
  assert.equal(mei.status, 422);
  assert.match(mei.html, /地址里请不要写账号密码/);
  for (const bad of ['rtsp://10.1.2.3', 'http://10.1.2.3/?secret=x', 'file:///etc/passwd']) {
    await enrol({ name: '平台', kind: 'zlmediakit', address: bad });
    assert.equal(mei.status, 422);
    assert.match(mei.html, /不是流媒体服务器的地址/);
  }
  await enrol({ name: '平台', kind: 'mediamtx', address: 'http://10.1.2.3', secret_of: 'x' });
  assert.match(mei.html, /MediaMTX 除密码外还要有账号/);
  const other = new Person(server);
  await other.enter('顾一舟');
  await other.get('/cameras/servers');
  assert.equal(other.status, 403);
});

test('every kind says what it has, and its secret is shown nowhere', async () => {
  const want = { zlmediakit: [3, 0], mediamtx: [400, 0], srs: [12, 0], go2rtc: [2, 0] };
  for (const kind of Object.keys(want)) {
    await enrol({ name: `平台 ${kind}`, kind, address: address(kind), secret_of: SECRET, ...LATIN[kind] });
    assert.equal(mei.status, 200, mei.html.slice(0, 2000));
    pages[kind] = mei.path.split('?')[0];
    assert.equal((mei.html.match(/name="stream" id="s/g) ?? []).length, want[kind][0], kind);
    assert.doesNotMatch(mei.html, /geheim|camera-password|10\.9\.9/);
  }
  await mei.get(pages.zlmediakit);
  assert.match(mei.html, /live\/east/);
  assert.match(mei.html, /gb\/340200\?vhost=cam\.cn/);
  assert.match(mei.html, /1路的名称无法采用/);
  await mei.get(pages.mediamtx);
  assert.match(mei.html, /共700路流/);
  const { asked } = await media.set();
  assert.ok(asked.every((q) => !q.url.includes('geheim')), 'no secret in an address');
  assert.ok(asked.every((q) => q.name === 'zlmediakit' ? !q.authorization : !q.body.includes('geheim')));
  assert.doesNotMatch(server.said(), /geheim/);
});

test('what a server does wrong is one sentence', async () => {
  const said = { broken: /看不懂/, other: /看不懂/, deep: /看不懂/, huge: /太长/, elsewhere: /转到了别的地址/ };
  for (const [mode, sentence] of Object.entries(said)) {
    await media.set({ mode });
    for (const kind of ['zlmediakit', 'go2rtc']) {
      await mei.get(pages[kind]);
      assert.equal(mei.status, 200);
      assert.match(mei.html, sentence, `${mode} ${kind}`);
    }
  }
  const { asked } = await media.set({ mode: 'good' });
  assert.ok(!asked.some((q) => q.name === 'elsewhere'), 'nothing was followed');
});

test('a slow server is not waited for longer than the setting', async () => {
  await media.set({ mode: 'slow' });
  const from = Date.now();
  await mei.get(pages.srs);
  assert.match(mei.html, /没有回答/);
  assert.ok(Date.now() - from < 25000);
  await media.set({ mode: 'good' });
});

test('a wrong secret is refused, and a new address does not take the old secret along', async () => {
  await enrol({ name: '错密钥', kind: 'zlmediakit', address: address('zlmediakit'), secret_of: 'falsch' });
  assert.match(mei.html, /不接受账号或密钥/);
  await enrol({ name: '搬家', kind: 'go2rtc', address: address('srs'), secret_of: SECRET, user: USER });
  await media.set({ asked: [] });
  await mei.send((f) => f.action.match(/servers\/\d+$/), { address: address('go2rtc'), on: '1' });
  assert.equal(mei.status, 200);
  assert.match(mei.html, /不接受账号或密钥/);
  const { asked } = await media.set();
  assert.ok(asked.filter((q) => q.name === 'go2rtc').length > 0);
  assert.ok(asked.filter((q) => q.name === 'go2rtc').every((q) => !q.authorization));
});

test('streams become cameras, many at once', async () => {
  await mei.get(pages.zlmediakit);
  await mei.send((f) => f.action.endsWith('/enrol'), {});
  assert.equal(mei.status, 422);
  assert.match(mei.html, /请选择要登记为摄像机的流/);
  await mei.send((f) => f.action.endsWith('/enrol'), { stream: ['live/east', 'live/西坡'] });
  assert.equal(mei.status, 200, mei.html.slice(0, 2000));
  assert.match(mei.html, /共3路流，其中1路尚未登记/);
  await mei.get(pages.mediamtx);
  await mei.send((f) => f.action.endsWith('/enrol'), { all: '1' });
  assert.equal(mei.status, 200);
  assert.match(mei.html, /共700路流，其中200路尚未登记/);
  await mei.get('/cameras');
  assert.match(mei.html, /rtsp:\/\/127\.0\.0\.1:554/);
  await mei.get(pages.go2rtc);
  await mei.send((f) => f.action.endsWith('/enrol'), { stream: ['east'] });
  assert.equal(mei.status, 200);
});

async function site(code) {
  await mei.get('/matters/new?kind=site');
  const form = (f) => f.fields.some(([n]) => n === 'code') || f.body.includes('name="code"');
  const unit = mei.html.match(/<select[^>]*name="lead"[^>]*>[\s\S]*?<option value="(\d+)"/);
  await mei.send(form, { code, name: '云台山西坡', sort: 'hill', ...(unit ? { lead: unit[1] } : {}) });
  return mei.html.match(/修\d{4}/)[0];
}

const camera = async (name) => {
  await mei.get('/cameras');
  await mei.get(mei.html.match(new RegExp(`href="(/cameras/\\d+)">${name}`))[1]);
};

test('a picture comes by the server, without ffmpeg, and becomes evidence', async () => {
  await camera('east');
  const path = mei.path;
  await mei.send((f) => f.action.endsWith('/look'));
  assert.equal(mei.headers.get('content-type'), 'image/jpeg');
  const number = await site('S911');
  await mei.get(path);
  await mei.send((f) => f.action.endsWith('/keep'), { number, why: '例行取证' });
  assert.match(mei.html, /由流媒体服务器平台 go2rtc截取/);
  const digest = mei.html.match(/SHA-256 ([0-9a-f]{64})/)[1];
  const file = mei.html.match(/href="(\/[^"]*)"[^>]*>[^<]*east[^<]*\.jpg/)[1];
  const cookie = [...mei.cookies].map(([k, v]) => `${k}=${v}`).join('; ');
  const bytes = Buffer.from(await (await fetch(new URL(file.replace(/&amp;/g, '&'), server.url), { headers: { cookie } })).arrayBuffer());
  assert.equal(createHash('sha256').update(bytes).digest('hex'), digest);
});

test('a picture that may be an old one is no evidence', async () => {
  await media.set({ mode: 'good' });
  await camera('live/east');
  const path = mei.path;
  await mei.send((f) => f.action.endsWith('/look'));
  assert.equal(mei.headers.get('content-type'), 'image/jpeg', mei.html.slice(0, 500));
  await media.set({ mode: 'stale' }); // it answers with the picture before, as ZLMediaKit does when it gets none
  await mei.get(path);
  await mei.send((f) => f.action.endsWith('/look'));
  assert.equal(mei.status, 422);
  assert.match(mei.html, /没有取到图：无图像/);
  await media.set({ mode: 'good' });
});

test('a server takes a stream over', async () => {
  for (const kind of ['zlmediakit', 'mediamtx', 'go2rtc']) {
    await mei.get(pages[kind]);
    await mei.send((f) => f.action.endsWith('/pull'), { stream: 'live/new', address: 'rtsp://10.7.7.7/ch1', user: 'admin', password: 'p@ss' });
    assert.equal(mei.status, 200, mei.html.slice(0, 500));
    assert.doesNotMatch(mei.html, /p@ss|10\.7\.7/);
  }
  const { added } = await media.set();
  const source = 'rtsp://admin:p%40ss@10.7.7.7/ch1';
  assert.deepEqual([added[0].app, added[0].stream, added[0].url], ['live', 'new', source]);
  assert.deepEqual(added[1], { name: 'live/new', source, sourceOnDemand: true });
  assert.deepEqual(added[2], { src: source, name: 'live/new' });
  assert.doesNotMatch(server.said(), /p@ss|p%40ss/);
});

test('the command line has the same, and the record holds', { skip: postgres }, async () => {
  const file = (name, text) => { const p = join(server.home.path, name); writeFileSync(p, text); return p; };
  const luoshi = (...args) => { const r = run([...args, '--db', server.db]); assert.equal(r.status, 0, r.said); return r.out; };
  luoshi('media', 'add', '命令', 'srs', '--address-file', file('a', `${address('srs')}\n`), '--user', USER, '--secret-file', file('s', `${SECRET}\n`));
  const lines = luoshi('media', 'streams', '命令').trim().split('\n').map((l) => JSON.parse(l));
  assert.equal(lines.length, 12);
  assert.deepEqual(lines[0], { stream: 'live/cam0', live: false, camera: null });
  assert.equal(luoshi('media', 'enrol', '命令', 'live/cam1', '--name', '东门'), '1\n');
  assert.equal(luoshi('media', 'enrol', '命令', '--all'), '11\n');
  assert.doesNotMatch(luoshi('media', 'list') + luoshi('camera', 'list'), /geheim/);
  luoshi('media', 'off', '命令');
  const off = run(['media', 'streams', '命令', '--db', server.db]);
  assert.notEqual(off.status, 0);
  assert.match(off.said, /已停用/);
  const check = run(['check', '--db', server.db]);
  assert.equal(check.status, 0, check.out + check.said);
});
