// SPDX-License-Identifier: Apache-2.0
// A screenshot with at most 256 colours: pages have few, and a picture of one a quarter of the bytes.
import { deflateSync, inflateSync } from 'node:zlib';

const TABLE = Array.from({ length: 256 }, (_, n) => { for (let k = 0; k < 8; k++) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1; return n >>> 0; });
const crc = (bytes) => (bytes.reduce((c, b) => TABLE[(c ^ b) & 255] ^ (c >>> 8), 0xffffffff) ^ 0xffffffff) >>> 0;

function chunk(type, data) {
  const out = Buffer.alloc(12 + data.length);
  out.writeUInt32BE(data.length, 0);
  out.write(type, 4, 'latin1');
  data.copy(out, 8);
  out.writeUInt32BE(crc(out.subarray(4, 8 + data.length)), 8 + data.length);
  return out;
}

/** {width, height, depth of a pixel, bytes without filters} of what Chromium writes (8 bit RGB or RGBA). */
function decode(png) {
  const data = [];
  let width, height, step;
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at)) {
    const body = png.subarray(at + 8, at + 8 + png.readUInt32BE(at)), type = png.toString('latin1', at + 4, at + 8);
    if (type === 'IHDR') [width, height, step] = [body.readUInt32BE(0), body.readUInt32BE(4), body[9] === 6 ? 4 : 3];
    if (type === 'IDAT') data.push(body);
  }
  const raw = inflateSync(Buffer.concat(data)), line = width * step, out = Buffer.alloc(line * height);
  for (let y = 0; y < height; y++) {
    const filter = raw[y * (line + 1)];
    for (let x = 0; x < line; x++) {
      const a = x >= step ? out[y * line + x - step] : 0, b = y ? out[(y - 1) * line + x] : 0;
      const c = x >= step && y ? out[(y - 1) * line + x - step] : 0;
      const p = a + b - c, pa = Math.abs(p - a), pb = Math.abs(p - b), pc = Math.abs(p - c);
      const guess = [0, a, b, (a + b) >> 1, pa <= pb && pa <= pc ? a : pb <= pc ? b : c][filter];
      out[y * line + x] = raw[y * (line + 1) + 1 + x] + guess;
    }
  }
  return { width, height, step, out };
}

export function quantised(png) {
  const { width, height, step, out } = decode(png), counts = new Map();
  const colour = (i) => (out[i] << 16) | (out[i + 1] << 8) | out[i + 2];
  for (let i = 0; i < out.length; i += step) counts.set(colour(i), (counts.get(colour(i)) ?? 0) + 1);
  const palette = [...counts].sort((a, b) => b[1] - a[1]).slice(0, 256).map(([c]) => c), nearest = new Map(palette.map((c, i) => [c, i]));
  const find = (c) => {
    let best = 0, least = Infinity;
    palette.forEach((p, i) => {
      const d = ((p >> 16) - (c >> 16)) ** 2 + ((p >> 8 & 255) - (c >> 8 & 255)) ** 2 + ((p & 255) - (c & 255)) ** 2;
      if (d < least) [best, least] = [i, d];
    });
    nearest.set(c, best);
    return best;
  };
  const lines = Buffer.alloc((width + 1) * height);
  for (let i = 0, n = 0; i < out.length; i += step, n++) {
    const c = colour(i);
    lines[Math.floor(n / width) * (width + 1) + 1 + n % width] = nearest.get(c) ?? find(c);
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 3, 0, 0, 0], 8);
  const colours = Buffer.from(palette.flatMap((c) => [c >> 16, c >> 8 & 255, c & 255]));
  return Buffer.concat([png.subarray(0, 8), chunk('IHDR', head), chunk('PLTE', colours), chunk('IDAT', deflateSync(lines, { level: 9 })), chunk('IEND', Buffer.alloc(0))]);
}
