// SPDX-License-Identifier: Apache-2.0
// The npm package open311 against a server: node node_client.cjs FOLDER URL KEY, where FOLDER holds its open311.js. Its
// own dependencies cannot be installed any more: sparkxml and xml2json are only for XML, which is not asked for here.
'use strict';
const Module = require('module');
const load = Module._load;
Module._load = (name, ...rest) => (['sparkxml', 'xml2json'].includes(name) ? {} : load(name, ...rest));
const [folder, base, key] = process.argv.slice(2);
Module.globalPaths.push(`${__dirname}/node_modules`);
const resolve = Module._resolveFilename;
Module._resolveFilename = (name, parent, ...rest) => (['request', 'lodash'].includes(name)
  ? resolve(`${__dirname}/node_modules/${name}`, parent, ...rest) : resolve(name, parent, ...rest));
const Open311 = require(`${folder}/open311.js`);

let good = 0;
let all = 0;
const want = (name, ok, more) => { all++; if (ok) good++; console.log(`${ok ? 'ok' : 'NOT OK'} ${name}${ok ? '' : ` ${JSON.stringify(more).slice(0, 300)}`}`); };
const ask = (fn, ...args) => new Promise((done) => fn(...args, (error, data) => done([error, data])));

(async () => {
  const c = new Open311({ discovery: `${base}/open311/discovery.json`, apiKey: key, jurisdiction: '370499', format: 'json' });
  let [error, data] = await ask((f) => c.serviceDiscovery({ cache: true, type: process.env.OPEN311_TYPE ?? 'production' }, f));
  want('serviceDiscovery', !error && c.endpoint === `${base}/open311/v2/`, c.endpoint);
  [error, data] = await ask((f) => c.serviceList(f));
  want('serviceList', !error && data.length > 100, data);
  [error, data] = await ask((f) => c.serviceDefinition('urban.road.lamp', f));
  want('serviceDefinition', !error && data.service_code === 'urban.road.lamp' && data.attributes.length, data);
  [error, data] = await ask((f) => c.submitRequest({ service_code: 'urban.road.lamp', lat: 34.8104, long: 117.3211, phone: '13906320005',
    description: '公园北门的路灯晚上十点就灭了', attributes: { class: 'complaint' } }, f));
  want('submitRequest', !error && data[0].service_request_id, data);
  const id = data[0].service_request_id;
  [error, data] = await ask((f) => c.serviceRequests(id, {}, f));
  want('serviceRequests, one', !error && data[0].service_request_id === id && data[0].requested_datetime instanceof Date && !Number.isNaN(+data[0].requested_datetime), data);
  [error, data] = await ask((f) => c.serviceRequests([id, 'nothing'], {}, f));
  want('serviceRequests, by a list', !error && data.length === 1, data);
  [error, data] = await ask((f) => c.serviceRequests({ api_key: key, status: 'open', start_date: new Date(Date.now() - 864e5).toISOString() }, f));
  want('serviceRequests, by filters', !error && data.some((r) => r.service_request_id === id), data);
  [error] = await ask((f) => c.serviceDefinition('nothing', f));
  want('serviceDefinition of an unknown service', error === true, error);
  [error, data] = await ask((f) => c.submitRequest({ service_code: 'urban.road.lamp' }, f));
  want('submitRequest without a place: 400', error === 400, [error, data]);
  [error] = await ask((f) => c.token('nothing', f));
  want('token that is unknown', error === true, error);
  console.log(`${good} of ${all}`);
  process.exit(good === all ? 0 : 1);
})();

