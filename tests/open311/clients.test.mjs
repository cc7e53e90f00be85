// SPDX-License-Identifier: Apache-2.0
// Open311 clients that nobody here wrote, against the real binary on loopback. What is not on the machine is skipped by
// name: the npm packages come by `npm ci` in this folder and `npm pack`; the others lie in OPEN311_CLIENTS (README.md).
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { run, serve } from '../trip/lib.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const clients = process.env.OPEN311_CLIENTS ?? '';
const postgres = process.env.LUOSHI_DB ? 'PostgreSQL: commands wait until the server has ended' : false;
let server;
let key;
const scratch = mkdtempSync(join(tmpdir(), 'luoshi-open311-'));
before(async () => {
  if (postgres) return;
  server = await serve({ demo: false });
  const made = run(['open311', 'key', 'add', '别的平台', '--db', server.db]);
  assert.equal(made.status, 0, made.said);
  key = made.out.trim();
});
after(async () => {
  if (server) {
    const check = run(['check', '--db', server.db]);
    assert.equal(check.status, 0, check.out + check.said);
    assert.equal(await server.stop(), 0, server.said());
  }
  rmSync(scratch, { recursive: true, force: true });
});

/** The named reason for which a client is not run; false: it is. */
function lacks(folder, command, probe) {
  if (postgres) return postgres;
  if (folder && !(clients && existsSync(join(clients, folder)))) return `OPEN311_CLIENTS has no ${folder}`;
  if (spawnSync(command[0], command.slice(1).concat(probe), { encoding: 'utf8' }).status !== 0) return `${command[0]} cannot run: ${probe.join(' ')}`;
  return false;
}
const node = existsSync(join(here, 'node_modules/request')) ? false : 'run npm ci in tests/open311 first';

/** To its end, not blocking this process; every line but the last is a call that passed. */
function passes(command, calls) {
  return new Promise((resolve, reject) => {
    const child = spawn(command[0], command.slice(1), { stdio: ['ignore', 'pipe', 'pipe'] });
    let out = '';
    child.stdout.on('data', (d) => { out += d; });
    child.stderr.on('data', (d) => { out += d; });
    child.on('error', reject);
    child.on('exit', (code) => {
      try {
        assert.equal(code, 0, out);
        assert.match(out, new RegExp(`^${calls} of ${calls}$`, 'm'), out);
        resolve();
      } catch (e) { reject(e); }
    });
  });
}

test('FixMyStreet: Open311.pm', { skip: lacks('fms/Open311.pm', ['perl'], ['-MXML::Simple', '-MLWP', '-MMoo', '-MMooX::Types::MooseLike', '-MDateTime::Format::W3CDTF', '-e1']) },
  () => passes(['perl', '-I', join(clients, 'fms'), join(here, 'fixmystreet.pl'), server.url, key], 12));

test('python: three', { skip: lacks('py/three/core.py', ['/usr/bin/python3'], ['-c', 'import requests, simplejson']) },
  () => passes(['/usr/bin/python3', join(here, 'three_client.py'), join(clients, 'py'), server.url, key], 13));

test('ruby: the gem open311', { skip: lacks('rb/open311.rb', ['ruby'], ['-e', 'require "faraday_middleware"; require "hashie"; require "multi_xml"']) },
  () => passes(['ruby', '-W0', join(here, 'gem.rb'), join(clients, 'rb'), server.url, key], 14));

test('npm: open311', { skip: postgres || node }, async (t) => {
  const packed = spawnSync('npm', ['pack', 'open311@0.0.12', '--silent'], { cwd: scratch, encoding: 'utf8', timeout: 60000 });
  const tarball = readdirSync(scratch).find((f) => f.endsWith('.tgz'));
  if (packed.status !== 0 || !tarball) { t.skip('npm pack open311@0.0.12 does not reach the registry'); return; }
  assert.equal(spawnSync('tar', ['xzf', tarball], { cwd: scratch }).status, 0);
  await passes(['node', join(here, 'node_client.cjs'), join(scratch, 'package'), server.url, key], 10);
});

const shared = process.env.LUOSHI_SHARED ? join(process.env.LUOSHI_SHARED, 'data/open311/open311_schema') : '';
test('ajv: the JSON Schemas of open311/schema-validation', { skip: postgres || node || (!existsSync(join(shared, 'request.json')) || !shared ? 'LUOSHI_SHARED has no schemas' : false) }, async () => {
  const { default: Ajv } = await import('ajv');
  const schema = (name) => JSON.parse(readFileSync(join(shared, `${name}.json`), 'utf8'));
  const ajv = new Ajv({ strict: false, validateFormats: false });
  for (const name of ['request', 'service']) ajv.addSchema(schema(name), `${name}.json`);
  const sent = await fetch(`${server.url}/open311/v2/requests.json`, { method: 'POST', body: new URLSearchParams({ api_key: key,
    service_code: 'urban.clean.rubbish', address_string: '青萝街道菜市场后门', description: '垃圾桶三天没清了' }) });
  assert.equal(sent.status, 200, await sent.text());
  for (const [path, name] of [['services', 'services'], ['services/urban.road.lamp', 'service-definition'], [`requests`, 'requests']]) {
    const answer = await (await fetch(`${server.url}/open311/v2/${path}.json?api_key=${key}`)).json();
    const holds = ajv.compile(schema(name));
    assert.ok(holds(answer), `${name}: ${JSON.stringify(holds.errors).slice(0, 500)}`);
    if (Array.isArray(answer)) assert.ok(answer.length > 0, `${path} is empty, and shows nothing`);
  }
});
