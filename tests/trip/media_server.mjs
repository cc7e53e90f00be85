// SPDX-License-Identifier: Apache-2.0
// Stand-ins for four media servers, each speaking its HTTP interface as its makers describe it (sources: monitor/media_calc.h).
// In a thread of its own, because commands are waited for.
import { Worker } from 'node:worker_threads';

export const SECRET = 'geheim&=/ 密';
export const USER = 'ops';

function inside() {
  const { parentPort, workerData } = require('node:worker_threads');
  const http = require('node:http');
  const state = { mode: 'good', asked: [], pictures: 0, added: [] };
  const json = (a, status, v) => { a.writeHead(status, { 'content-type': 'application/json' }); a.end(JSON.stringify(v)); };
  const jpeg = (n) => Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(200, n), Buffer.from([0xff, 0xd9])]);
  const picture = (a, n) => { a.writeHead(200, { 'content-type': 'image/jpeg' }); a.end(jpeg(n)); };
  const basic = (q) => q.headers.authorization === 'Basic ' + Buffer.from(`${workerData.user}:${workerData.secret}`).toString('base64');

  const zlm = (q, a, url, body) => {
    const p = new URLSearchParams(body);
    if (url.search.includes('secret')) return json(a, 200, { code: -300, msg: 'a secret does not belong in an address' });
    if (p.get('secret') !== workerData.secret) return json(a, 200, { code: -100, msg: 'Incorrect secret' });
    const stream = (app, name, vhost = '__defaultVhost__') => ({ schema: 'rtsp', app, stream: name, vhost, aliveSecond: 9, totalReaderCount: 0, originUrl: 'rtsp://admin:camera-password@10.9.9.9/1' });
    if (url.pathname === '/index/api/getMediaList')
      return json(a, 200, { code: 0, data: p.get('schema') === 'rtsp' ? [stream('live', 'east'), stream('live', '西坡'), stream('gb', '340200', 'cam.cn'), stream('live', 'bad\n')] : [] });
    if (url.pathname === '/index/api/getSnap') {
      if (!p.get('url') || !p.get('timeout_sec') || !p.get('expire_sec')) return json(a, 200, { code: -300, msg: 'Required parameter missed' });
      if (state.mode !== 'stale') state.pictures++;
      return picture(a, state.pictures);
    }
    if (url.pathname === '/index/api/addStreamProxy') {
      state.added.push(Object.fromEntries(p));
      return json(a, 200, { code: 0, data: { key: 'x' } });
    }
    return json(a, 404, { code: -500, msg: 'not found' });
  };
  const mediamtx = (q, a, url, body) => {
    if (!basic(q)) return json(a, 401, { status: 'error', error: 'authentication error' });
    if (url.pathname === '/v3/paths/list') {
      const all = Array.from({ length: 700 }, (_, i) => ({ name: `hall/${String(i).padStart(3, '0')}`, confName: 'all', source: null, ready: i % 2 === 0, tracks: [] }));
      const page = Number(url.searchParams.get('page')), size = Number(url.searchParams.get('itemsPerPage'));
      return json(a, 200, { itemCount: 700, pageCount: Math.ceil(700 / size), items: all.slice(page * size, (page + 1) * size) });
    }
    if (url.pathname.startsWith('/v3/config/paths/add/') && q.method === 'POST' && q.headers['content-type'] === 'application/json') {
      state.added.push({ name: decodeURIComponent(url.pathname.slice(21)), ...JSON.parse(body) });
      return json(a, 200, { status: 'ok' });
    }
    return json(a, 404, { status: 'error', error: 'not found' });
  };
  const srs = (q, a, url) => {
    if (!basic(q)) return json(a, 401, { code: 1 });
    if (url.pathname !== '/api/v1/streams/') return json(a, 404, { code: 404 });
    const from = Number(url.searchParams.get('start') ?? 0), count = Number(url.searchParams.get('count') ?? 10);
    const all = Array.from({ length: 12 }, (_, i) => ({ id: `vid-${i}`, name: `cam${i}`, vhost: 'vid-1', app: 'live', url: `/live/cam${i}`, publish: i ? { active: true, cid: 'c' } : { active: false } }));
    return json(a, 200, { code: 0, server: 'vid', service: 's', pid: '1', streams: all.slice(from, from + count) });
  };
  const go2rtc = (q, a, url) => {
    if (!basic(q)) { a.writeHead(401, { 'www-authenticate': 'Basic realm="go2rtc"' }); return a.end(); }
    if (url.pathname === '/api/streams' && q.method === 'GET')
      return json(a, 200, { east: { producers: [{ url: 'rtsp://admin:camera-password@10.9.9.9/1' }], consumers: null }, west: { producers: [{ id: 1, remote_addr: '10.9.9.8:554', medias: ['video'] }], consumers: [] } });
    if (url.pathname === '/api/streams' && q.method === 'PUT') {
      state.added.push(Object.fromEntries(url.searchParams));
      a.writeHead(200); return a.end();
    }
    if (url.pathname === '/api/frame.jpeg') {
      if (!['east', 'west'].includes(url.searchParams.get('src'))) { a.writeHead(404); return a.end('stream not found'); }
      return picture(a, ++state.pictures);
    }
    a.writeHead(404); a.end();
  };
  const odd = {
    huge: (a) => { a.writeHead(200, { 'content-type': 'application/json' }); a.write('{"code":0,"data":["'); const more = () => { while (a.write('x'.repeat(65536))); a.once('drain', more); }; more(); },
    slow: () => {},
    broken: (a) => { a.writeHead(200); a.end('{"code":0,"data":[{"app":"live","stream":'); },
    other: (a) => { a.writeHead(200); a.end('<html>It works!</html>'); },
    deep: (a) => { a.writeHead(200); a.end('['.repeat(200000)); },
    elsewhere: (a) => { a.writeHead(302, { location: `http://127.0.0.1:${state.elsewhere}/` }); a.end(); },
  };
  const kinds = { zlmediakit: zlm, mediamtx, srs, go2rtc, elsewhere: (q, a) => a.end('caught') };
  const ports = {};
  const listening = Object.entries(kinds).map(([name, answer]) => new Promise((done) => {
    const server = http.createServer((q, a) => {
      let body = '';
      q.on('data', (d) => { body += d; });
      q.on('end', () => {
        state.asked.push({ name, method: q.method, url: q.url, authorization: q.headers.authorization ?? '', body });
        a.on('error', () => {});
        if (name !== 'elsewhere' && odd[state.mode]) odd[state.mode](a);
        else answer(q, a, new URL(q.url, 'http://x'), body);
      });
    }).listen(0, '127.0.0.1', () => { ports[name] = server.address().port; done(); });
  }));
  Promise.all(listening).then(() => { state.elsewhere = ports.elsewhere; parentPort.postMessage({ ports }); });
  parentPort.on('message', (m) => { Object.assign(state, m); parentPort.postMessage({ asked: state.asked, added: state.added }); });
}

/** {ports, set(changes) -> {asked, added}, close}; modes: good, stale, huge, slow, broken, other, deep, elsewhere. */
export async function mediaServers() {
  const worker = new Worker(`(${inside})()`, { eval: true, workerData: { secret: SECRET, user: USER } });
  const next = () => new Promise((done) => worker.once('message', done));
  const { ports } = await next();
  return { ports, set(changes = {}) { const r = next(); worker.postMessage(changes); return r; }, close: () => worker.terminate() };
}
