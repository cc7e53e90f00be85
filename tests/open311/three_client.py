# SPDX-License-Identifier: Apache-2.0
"""The client `three` against a server: three_client.py FOLDER URL KEY, where FOLDER holds the package. It was written
for Python 2, whose ifilter is the filter of Python 3; relaxml reads XML, which is not asked for here."""
import datetime
import io
import itertools
import json
import sys
import types

itertools.ifilter = filter
sys.modules['relaxml'] = types.SimpleNamespace(xml=None)
sys.path.insert(0, sys.argv[1])
from three.core import Three  # noqa: E402

base, key = sys.argv[2], sys.argv[3]
t = Three(base + '/open311/v2', api_key=key, jurisdiction='370499')
ok = []
def want(name, good, got):
    print(('ok ' if good else 'NOT OK ') + name, '' if good else json.dumps(got, ensure_ascii=False, default=str)[:400])
    ok.append(good)
d = Three(base + '/open311/v2', discovery=base + '/open311/discovery.json').discovery()
want('discovery', d['endpoints'][0]['url'].endswith('/open311/v2'), d)
d = t.discovery(); want('discovery below the endpoint', d['endpoints'][0]['specification'].endswith('GeoReport_v2'), d)
s = t.services(); want('services', len(s) > 100 and all(x['service_code'] for x in s), s)
s = t.services('urban.road.lamp'); want('service definition', s['service_code'] == 'urban.road.lamp' and s['attributes'][0]['code'], s)
p = t.post('urban.road.lamp', address='榴乡路 12 号东侧', name='禾 于', phone='13906320002', description='路灯一闪一闪的，夜里晃眼。',
           media=io.BytesIO(b'\x89PNG\r\n\x1a\n' + bytes(32)))
want('post with media (multipart)', p[0].get('service_request_id'), p)
i = p[0]['service_request_id']
p2 = t.post('urban.road.cover', lat='34.81', long='117.32', description='井盖翘起来了')
want('post with a point', p2[0].get('service_request_id'), p2)
r = t.request(i); want('request', r[0]['service_request_id'] == i and r[0]['status'] == 'open', r)
r = t.requests(api_key=key, count=1); want('requests, page_size', len(r) == 1, r)
r = t.requests('urban.road.cover', api_key=key); want('requests of a service', r and all(x['service_code'] == 'urban.road.cover' for x in r), r)
day = datetime.date.today()
r = t.requests(api_key=key, between=[day - datetime.timedelta(days=2), day + datetime.timedelta(days=2)]); want('requests between', len(r) >= 2, r)
r = t.post('no.such', lat='34.81', long='117.32', description='x'); want('unknown service', r[0]['code'] == 404, r)
r = Three(base + '/open311/v2', api_key='wrong').post('urban.road.lamp', lat='1', long='1'); want('wrong key', r[0]['code'] == 403, r)
r = t.token('nothing'); want('unknown token', r[0]['code'] == 404, r)
print('%d of %d' % (sum(map(bool, ok)), len(ok))); sys.exit(0 if all(ok) else 1)
