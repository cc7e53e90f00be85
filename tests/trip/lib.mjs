// SPDX-License-Identifier: Apache-2.0
// Starts the real binary on a free port with a database of its own; speaks HTTP to it as
// a browser without scripts would; ends it by its own process id.
import { File } from 'node:buffer';
import { spawn, spawnSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

globalThis.File ??= File; // Debian 12 has node 18, where it stands only there

export const LUOSHI = process.env.LUOSHI ?? 'build/luoshi';
const SLOW = process.env.LUOSHI_SLOW ? 10 : 1;

// beside a file its key lies by itself; a PostgreSQL database is told where
if (process.env.LUOSHI_DB && !process.env.LUOSHI_KEY) {
  const keys = mkdtempSync(join(tmpdir(), 'luoshi-key-'));
  process.env.LUOSHI_KEY = join(keys, 'trip.key');
  process.on('exit', () => rmSync(keys, { recursive: true, force: true }));
}

export function folder() {
  const path = mkdtempSync(join(tmpdir(), 'luoshi-trip-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** A command to its end: {status, out, said}. */
export function run(args, { input, env } = {}) {
  const r = spawnSync(LUOSHI, args, {
    input, encoding: 'utf8', timeout: 120000 * SLOW, maxBuffer: 64 << 20,
    env: { ...process.env, LUOSHI_LANG: 'zh', ...env },
  });
  return { status: r.status, out: r.stdout, said: r.stderr };
}

/** A new, empty PostgreSQL database beside the one that LUOSHI_DB names. */
function newDatabase() {
  const r = spawnSync(fileURLToPath(new URL('../pg.sh', import.meta.url)), ['new', process.env.LUOSHI_DB], { encoding: 'utf8' });
  if (r.status !== 0) throw new Error(`no new database: ${r.stderr}`);
  return r.stdout.trim();
}

/** A server that runs until stop(); `demo` fills the database first. On PostgreSQL every
 * server has a database of its own, as it has a file of its own on SQLite. `listen`: where it
 * must know its own address before it starts. */
export async function serve({ demo = true, env = {}, db, listen = '127.0.0.1:0' } = {}) {
  const home = folder();
  const target = db ?? (process.env.LUOSHI_DB ? newDatabase() : join(home.path, 'trip.db'));
  if (demo) {
    const made = run(['demo', '--db', target], { env });
    if (made.status !== 0) throw new Error(`demo: ${made.said}`);
  }
  const child = spawn(LUOSHI, ['serve', '--db', target, '--listen', listen, '--log_level', 'warn'], {
    env: { ...process.env, LUOSHI_LANG: 'zh', ...env }, stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (d) => { said += d; });
  const ended = new Promise((resolve) => child.on('exit', (code, signal) => resolve(code ?? signal)));
  let out = '';
  const url = await new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`no address within time: ${said}`)), 30000 * SLOW);
    child.stdout.on('data', (d) => {
      out += d;
      const m = out.match(/http:\/\/[\d.]+:\d+/);
      if (m) { clearTimeout(late); resolve(m[0]); }
    });
    ended.then((code) => { clearTimeout(late); reject(new Error(`ended with ${code}: ${said}`)); });
  });
  return {
    url, db: target, pid: child.pid, home,
    said: () => said,
    out: () => out,
    ended,
    kill: (signal = 'SIGKILL') => child.kill(signal),
    async stop() {
      child.kill('SIGTERM');
      const late = setTimeout(() => child.kill('SIGKILL'), 10000 * SLOW);
      const code = await ended;
      clearTimeout(late);
      home.remove();
      return code;
    },
  };
}

const unescape = (s) => s.replace(/&(amp|lt|gt|quot|#39|#x27);/g,
  (_, n) => ({ amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", '#x27': "'" })[n]);
const attr = (tag, name) => {
  const m = tag.match(new RegExp(`\\b${name}="([^"]*)"`));
  return m ? unescape(m[1]) : undefined;
};

function fieldsOf(body) {
  const fields = [];
  for (const [tag] of body.matchAll(/<input\b[^>]*>/g)) {
    const name = attr(tag, 'name');
    const type = attr(tag, 'type') ?? 'text';
    if (!name || ['submit', 'file'].includes(type)) continue;
    if (['checkbox', 'radio'].includes(type) && !/\bchecked\b/.test(tag)) continue;
    fields.push([name, attr(tag, 'value') ?? '']);
  }
  for (const [, tag, text] of body.matchAll(/<textarea\b([^>]*)>([\s\S]*?)<\/textarea>/g))
    fields.push([attr(tag, 'name'), unescape(text).replace(/^\n/, '')]);
  for (const [, tag, options] of body.matchAll(/<select\b([^>]*)>([\s\S]*?)<\/select>/g)) {
    const chosen = options.match(/<option\b[^>]*\bselected\b[^>]*>/) ?? options.match(/<option\b[^>]*>/);
    if (attr(tag, 'name') && chosen) fields.push([attr(tag, 'name'), attr(chosen[0], 'value') ?? '']);
  }
  return fields;
}

/** Debian's Node.js 18 joins the lines of Set-Cookie with commas. */
function setCookies(headers) {
  if (headers.getSetCookie) return headers.getSetCookie();
  return (headers.get('set-cookie') ?? '').split(/,(?=\s*[\w-]+=)/).map((s) => s.trim()).filter(Boolean);
}

const KEYS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** RFC 6238, for the tests alone; `ahead` steps of thirty seconds. */
export function code(secret, ahead = 0) {
  let bits = '';
  for (const c of secret) bits += KEYS.indexOf(c).toString(2).padStart(5, '0');
  const key = Buffer.from(bits.match(/.{8}/g).map((b) => parseInt(b, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30000) + ahead));
  const mac = createHmac('sha1', key).update(counter).digest();
  return String((mac.readUInt32BE(mac[19] & 15) & 0x7fffffff) % 1000000).padStart(6, '0');
}

/** A person with cookies, without scripts. */
export class Person {
  constructor(server) {
    this.base = server.url;
    this.cookies = new Map();
    this.html = '';
    this.path = '';
    this.status = 0;
  }

  #keep(response) {
    for (const line of setCookies(response.headers)) {
      const [pair] = line.split(';');
      const at = pair.indexOf('=');
      if (at === pair.length - 1 || /max-age=0/i.test(line)) this.cookies.delete(pair.slice(0, at));
      else this.cookies.set(pair.slice(0, at), pair.slice(at + 1));
    }
  }

  async ask(path, options = {}) {
    for (let hop = 0; hop < 6; hop++) {
      const headers = { ...options.headers };
      if (this.cookies.size) headers.cookie = [...this.cookies].map(([k, v]) => `${k}=${v}`).join('; ');
      const r = await fetch(new URL(path, this.base), { ...options, headers, redirect: 'manual' });
      this.#keep(r);
      if (r.status !== 303) {
        Object.assign(this, { status: r.status, path, headers: r.headers, html: await r.text() });
        return this;
      }
      await r.arrayBuffer();
      path = r.headers.get('location');
      options = { headers: options.headers };
    }
    throw new Error(`no end of redirects at ${path}`);
  }

  get(path) { return this.ask(path); }

  /** Every form of the page: {action, method, enctype, fields, buttons, body}. */
  forms() {
    return [...this.html.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/g)].map(([, head, body]) => ({
      action: attr(head, 'action') ?? '',
      method: (attr(head, 'method') ?? 'get').toLowerCase(),
      enctype: attr(head, 'enctype'),
      fields: fieldsOf(body),
      buttons: [...body.matchAll(/<button\b([^>]*)>([\s\S]*?)<\/button>/g)].map(([, tag, text]) => ({
        name: attr(tag, 'name'), value: attr(tag, 'value') ?? '', action: attr(tag, 'formaction'),
        text: text.replace(/<[^>]*>/g, '').trim(),
      })),
      body,
    }));
  }

  /** Fills the form that `which` finds and sends it; changes: {name: value|[values]|File}. */
  async send(which, changes = {}, button) {
    const form = this.forms().find(which);
    if (!form) throw new Error(`no such form on ${this.path}`);
    const press = button ? form.buttons.find((b) => b.text.includes(button) || b.value === button) : form.buttons[0];
    const fields = form.fields.filter(([name]) => !(name in changes));
    for (const [name, value] of Object.entries(changes))
      for (const one of Array.isArray(value) ? value : [value]) fields.push([name, one]);
    if (press?.name) fields.push([press.name, press.value]);
    const to = new URL(press?.action || form.action || this.path, new URL(this.path, this.base)).href;
    if (form.method === 'get') return this.ask(`${to}?${new URLSearchParams(fields)}`);
    let body = new URLSearchParams(fields);
    if (form.enctype === 'multipart/form-data') {
      body = new FormData();
      for (const [name, value] of fields) body.append(name, value);
    }
    return this.ask(to, { method: 'POST', body });
  }

  /** Signs in with one click as the demo person of that name. */
  async enter(name) {
    await this.get('/sign-in');
    const has = (form) => form.buttons.some((b) => b.text.includes(name));
    return this.send(has, {}, name);
  }

  /** Gives what a first sign-in still owes: a password of one's own, then a program for codes. */
  async settle(password) {
    const step = (f) => f.action === '/sign-in/step';
    if (this.path.startsWith('/sign-in/step') && this.html.includes('name="again"')) await this.send(step, { password, again: password });
    const secret = this.html.match(/<code>([A-Z2-7]{32})<\/code>/);
    if (this.path.startsWith('/sign-in/step') && secret) await this.send(step, { code: code(secret[1]) });
    return this;
  }
}
