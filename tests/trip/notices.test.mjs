// SPDX-License-Identifier: Apache-2.0
// Notices as people get them: the list and its live count, mail over TLS to a server that asks
// for a name and a password, a group's robot over HTTPS, and a certificate that is not for it.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer as createHttps } from 'node:https';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { createServer as createTls } from 'node:tls';
import { folder, Person, serve } from './lib.mjs';

const SECRET = 'SECb1e5d0c7', home = folder();
let mails = [], calls = [], postOffice, group, server;
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
async function until(what, found) {
  for (let i = 0; i < 200; i++, await wait(100)) {
    const got = await found();
    if (got) return got;
  }
  assert.fail(`${what}: not within 20 s\n${server.said()}`);
}

function certificates() {
  const file = (name) => join(home.path, name);
  writeFileSync(file('ext'), 'subjectAltName=IP:127.0.0.1\n');
  const steps = [
    ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', file('ca.key'), '-out', file('ca.pem'), '-subj', '/CN=test', '-days', '30'],
    ['req', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', file('key.pem'), '-out', file('csr.pem'), '-subj', '/CN=127.0.0.1'],
    ['x509', '-req', '-in', file('csr.pem'), '-CA', file('ca.pem'), '-CAkey', file('ca.key'), '-CAcreateserial', '-out', file('cert.pem'), '-days', '30', '-extfile', file('ext')],
  ];
  for (const args of steps) {
    const r = spawnSync('openssl', args, { encoding: 'utf8' });
    assert.equal(r.status, 0, r.stderr);
  }
  return { key: readFileSync(file('key.pem')), cert: readFileSync(file('cert.pem')), ca: file('ca.pem') };
}

/** A mail server: TLS from the first byte, a name and a password before anything is taken. */
function smtp(keys) {
  return createTls(keys, (socket) => {
    let rest = '', data = null, known = false, asked = false, to = '';
    socket.on('error', () => {});
    socket.write('220 test\r\n');
    socket.on('data', (bytes) => {
      rest += bytes;
      for (let at; (at = rest.indexOf('\r\n')) >= 0;) {
        const line = rest.slice(0, at);
        rest = rest.slice(at + 2);
        if (data) {
          if (line !== '.') data.push(line.replace(/^\./, ''));
          else { mails.push({ to, text: data.join('\r\n') }); data = null; socket.write('250 kept\r\n'); }
        } else if (/^EHLO/i.test(line)) socket.write('250-test\r\n250 AUTH PLAIN\r\n');
        else if (/^AUTH PLAIN$/i.test(line)) { asked = true; socket.write('334 \r\n'); } else if (asked) {
          asked = false;
          known = Buffer.from(line, 'base64').toString() === '\0luoshi\0geheim wort';
          socket.write(known ? '235 fine\r\n' : '535 no\r\n');
        } else if (/^QUIT/i.test(line)) socket.end('221 bye\r\n');
        else if (!known) socket.write('530 sign in\r\n');
        else if (/^RCPT/i.test(line)) { to = line.slice(8); socket.write('250 fine\r\n'); } else if (/^DATA/i.test(line)) { data = []; socket.write('354 go on\r\n'); } else socket.write('250 fine\r\n');
      }
    });
  });
}

const robot = (keys) => createHttps(keys, (rq, rs) => {
  let body = '';
  rq.on('data', (d) => { body += d; });
  rq.on('end', () => { calls.push({ url: rq.url, body: JSON.parse(body) }); rs.end('{"errcode":0,"errmsg":"ok"}'); });
});

const decoded = (mail) => {
  const [head, body] = mail.text.split('\r\n\r\n');
  const words = (s) => s.replace(/\r\n /g, ' ').replace(/=\?UTF-8\?B\?([^?]*)\?= ?/g, (_, b) => Buffer.from(b, 'base64').toString());
  const headers = Object.fromEntries(words(head).split('\r\n').map((l) => l.split(/: (.*)/s)));
  return { headers, body: Buffer.from(body, 'base64').toString() };
};

before(async () => {
  const keys = certificates();
  postOffice = smtp(keys).listen(0, '127.0.0.1');
  group = robot(keys).listen(0, '127.0.0.1');
  await Promise.all([postOffice, group].map((s) => new Promise((resolve) => (s.listening ? resolve() : s.once('listening', resolve)))));
  writeFileSync(join(home.path, 'password'), 'geheim wort\n');
  chmodSync(join(home.path, 'password'), 0o600);
  server = await serve({
    env: {
      LUOSHI_SMTP_URL: `smtps://127.0.0.1:${postOffice.address().port}`, LUOSHI_SMTP_USER: 'luoshi', LUOSHI_SMTP_PASSWORD_FILE: join(home.path, 'password'),
      LUOSHI_SMTP_FROM: 'luoshi@example.cn', LUOSHI_PUBLIC_URL: 'https://luoshi.example.cn', LUOSHI_CA_FILE: keys.ca,
      LUOSHI_WEBHOOK_HOSTS: `127.0.0.1:${group.address().port},localhost:${group.address().port}`,
    },
  });
});
after(async () => {
  assert.equal(await server.stop(), 0, server.said());
  postOffice.close();
  group.close();
  home.remove();
});

const unread = (person) => Number(person.html.match(/class="bell"[^>]*>[^<]*<b[^>]*>(\d*)<\/b>/)?.[1] || 0);
/** A matter that the unit leads and that may be reminded of. */
async function remindable(chief, unit) {
  await chief.get(`/matters?u=${unit}`);
  for (const [, id] of [...chief.html.matchAll(/class="ti"><a href="\/matters\/(\d+)"/g)]) {
    await chief.get(`/matters/${id}`);
    if (chief.forms().some((f) => f.action.endsWith('/act/remind'))) return id;
  }
  return assert.fail('nothing to remind of');
}
async function remind(chief, matter) {
  await chief.get(`/matters/${matter}`);
  await chief.send((f) => f.action === `/matters/${matter}/act/remind`, {});
  assert.equal(chief.status, 200, chief.html.slice(0, 500));
}

test('a reminder stands in the list, counts up live, comes by mail and in the group', async () => {
  const chief = new Person(server), liu = new Person(server);
  await chief.enter('顾一舟');
  await liu.enter('柳青禾');
  await chief.get('/robots');
  const unit = chief.html.match(/<option value="(\d+)"[^>]*>区住建局</)[1];
  const matter = await remindable(chief, unit);

  /* the story of the demo district is long past: listed, but nobody is written to */
  await until('the notices of the story', async () => { await liu.get('/notices'); return unread(liu) > 3; });
  assert.equal(mails.length, 0);
  await wait(3000); /* the minute trip adds its own */
  await liu.get('/notices');
  await liu.send((f) => f.action === '/notices/seen', {});
  assert.equal(unread(liu), 0);

  /* an address is used when its code has come back */
  await liu.get('/me/notices');
  await liu.send((f) => f.action === '/me/mail', { address: 'liu.qinghe@example.cn' });
  const code = decoded(await until('the code', () => mails[0])).body.match(/\d{6}/)[0];
  await liu.get('/me/notices');
  assert.match(liu.html, /l\*\*\*e@example\.cn/);
  assert.doesNotMatch(liu.html, /liu\.qinghe@/);
  await liu.send((f) => f.action === '/me/mail/code', { code });
  assert.equal(liu.status, 200);
  assert.match(liu.html, /使用中/);

  /* the group */
  await chief.get('/robots');
  const url = `https://127.0.0.1:${group.address().port}/robot/send?access_token=hidden`;
  await chief.send((f) => f.action === '/robots', { name: '住建局工作群', unit, form: 'dingtalk', url, secret: SECRET });
  assert.equal(chief.status, 200, chief.html);
  assert.match(chief.html, /住建局工作群/);
  assert.doesNotMatch(chief.html, /access_token|SECb1e5d0c7/);

  /* live */
  const stream = await fetch(`${server.url}/events`, { headers: { cookie: [...liu.cookies].map(([k, v]) => `${k}=${v}`).join('; ') } });
  const reader = stream.body.getReader();
  await liu.get('/notices');
  const left = unread(liu);
  await remind(chief, matter);
  let heard = '';
  const late = Date.now() + 20000;
  while (!/event: notices\ndata: \d+/.test(heard) && Date.now() < late) heard += Buffer.from((await reader.read()).value ?? []).toString();
  assert.match(heard, new RegExp(`event: notices\ndata: ${left + 1}`));
  await reader.cancel();

  const mail = await until('the mail', () => mails[1]), { headers, body } = decoded(mail);
  assert.equal(mail.to, '<liu.qinghe@example.cn>');
  assert.match(headers.Subject, /督查室 催办：[督重诉]〔\d{4}〕\d+ /);
  assert.match(headers['Message-ID'], /^<\d+\.\d+@luoshi\.example\.cn>$/);
  assert.equal(headers['List-Unsubscribe'], '<https://luoshi.example.cn/me/notices>');
  assert.match(body, new RegExp(`https://luoshi\\.example\\.cn/matters/${matter}`));
  assert.doesNotMatch(body, /顾一舟/);

  const call = await until('the group', () => calls[0]), asked = new URL(call.url, url);
  const stamp = asked.searchParams.get('timestamp');
  assert.equal(asked.searchParams.get('sign'), createHmac('sha256', SECRET).update(`${stamp}\n${SECRET}`).digest('base64'));
  assert.match(call.body.text.content, /催办/);

  /* read by going there */
  await liu.get('/notices');
  assert.equal(unread(liu), left + 1);
  const first = liu.html.match(/action="(\/notices\/\d+)"/)[1];
  await liu.send((f) => f.action === first, {});
  assert.equal(liu.path, `/matters/${matter}`);
  assert.equal(unread(liu), left);
});

test('a certificate for another name is not trusted, and the administrator sees why', async () => {
  const chief = new Person(server);
  await chief.enter('顾一舟');
  await chief.get('/robots');
  const unit = chief.html.match(/<option value="(\d+)"[^>]*>区交通局</)[1];
  await chief.send((f) => f.action === '/robots', { name: '交通局工作群', unit, form: 'wecom', url: `https://localhost:${group.address().port}/x`, secret: '' });
  assert.equal(chief.status, 200);
  const before = calls.length, path = chief.html.match(/action="(\/robots\/\d+\/try)"><[^>]*>\s*<button>试发<span class="vh"> 交通局/)[1];
  await chief.send((f) => f.action === path, {});
  await until('the failure', async () => { await chief.get('/robots'); return /SSL|certificate/i.test(chief.html); });
  assert.equal(calls.length, before);
});

test('a robot stands only at a host that is configured', async () => {
  const chief = new Person(server);
  await chief.enter('顾一舟');
  for (const url of ['https://evil.example.cn/x', 'http://127.0.0.1/x', 'https://127.0.0.1:1/x', 'file:///etc/passwd', 'https://127.0.0.1@evil.cn/']) {
    await chief.get('/robots');
    const unit = chief.html.match(/<option value="(\d+)"/)[1];
    await chief.send((f) => f.action === '/robots', { name: '群', unit, form: 'json', url, secret: '' });
    assert.equal(chief.status, 422, url);
  }
});
