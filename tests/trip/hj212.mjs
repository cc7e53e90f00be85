// SPDX-License-Identifier: Apache-2.0
// A station for the trips: telegrams of HJ 212-2017 over TCP.
import { connect } from 'node:net';

function crc(bytes) {
  let c = 0xffff;
  for (const b of bytes) {
    c = (c >> 8) ^ b;
    for (let k = 0; k < 8; k++) c = c & 1 ? (c >> 1) ^ 0xa001 : c >> 1;
  }
  return c;
}

/** Wall time of the district, 17 digits. */
export function stamp(ms) {
  return new Date(ms + 8 * 3600000).toISOString().replace(/[^\d]/g, '').slice(0, 17);
}

export function telegram(mn, cn, at, items, { answer = true } = {}) {
  const time = stamp(at);
  const text = `QN=${stamp(Date.now())};ST=32;CN=${cn};PW=123456;MN=${mn};Flag=${answer ? 5 : 4};CP=&&DataTime=${time.slice(0, 14)};${items}&&`;
  const bytes = Buffer.from(text);
  return Buffer.concat([Buffer.from(`##${String(bytes.length).padStart(4, '0')}`), bytes,
    Buffer.from(`${crc(bytes).toString(16).toUpperCase().padStart(4, '0')}\r\n`)]);
}

/** Sends them on one line and waits for as many answers: what is answered is durable. */
export function send(port, telegrams) {
  return new Promise((resolve, reject) => {
    const line = connect(port, '127.0.0.1');
    let got = '';
    const late = setTimeout(() => { line.destroy(); reject(new Error(`${telegrams.length} telegrams, answered: ${got.length} bytes`)); }, 30000);
    line.on('error', reject);
    line.on('data', (d) => {
      got += d.toString('latin1');
      if ((got.match(/CN=9014/g) ?? []).length < telegrams.length) return;
      clearTimeout(late);
      line.end();
      resolve(Date.now());
    });
    line.write(Buffer.concat(telegrams));
  });
}
