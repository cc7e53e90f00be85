// SPDX-License-Identifier: Apache-2.0
// A camera of loopback: twenty seconds of a test picture over HTTP, for whoever has the name and the password.
import assert from 'node:assert/strict';
import { chmodSync, existsSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';

const FFMPEG = '/usr/bin/ffmpeg';
/** false, or why pictures cannot be tried here. */
export const pictures = existsSync(FFMPEG) ? false : 'ffmpeg is not installed';

/** {port, close}; `folder` gets the stream as source.ts. In a thread of its own, because commands are waited for. */
export async function stream(folder) {
  const file = join(folder, 'source.ts');
  const made = spawnSync(FFMPEG, ['-loglevel', 'error', '-f', 'lavfi', '-i', 'testsrc=size=320x240:rate=10', '-t', '20', '-c:v', 'libx264', '-preset', 'ultrafast',
    '-g', '10', '-pix_fmt', 'yuv420p', '-f', 'mpegts', file]);
  assert.equal(made.status, 0, String(made.stderr));
  chmodSync(file, 0o644);
  const source = new Worker(`
    const { parentPort } = require('node:worker_threads');
    const bytes = require('node:fs').readFileSync(${JSON.stringify(file)});
    const wanted = 'Basic ' + Buffer.from('admin:p@ss 1').toString('base64');
    require('node:http').createServer((q, a) => {
      const ok = q.headers.authorization === wanted;
      a.writeHead(ok ? 200 : 401, ok ? { 'content-type': 'video/mp2t' } : { 'www-authenticate': 'Basic realm="camera"' });
      a.end(ok ? bytes : '');
    }).listen(0, '127.0.0.1', function () { parentPort.postMessage(this.address().port); });`, { eval: true });
  return { port: await new Promise((r) => source.once('message', r)), close: () => source.terminate() };
}
