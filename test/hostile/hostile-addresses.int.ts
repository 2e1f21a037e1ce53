import { describe, expect, it } from 'vitest';
import { doorOfFile } from './door.ts';
import { sendingTo } from './send.ts';
import { exchange, statusesOf } from './wire.ts';

/** Paths that lead elsewhere where a program resolves, decodes or cuts them. */
const paths: readonly string[] = [
  '/berth/v1/../../healthz',
  '/berth/v1/./workloads',
  '/berth/v1/workloads/..',
  '/berth/v1/workloads/../nodes',
  '/berth/v1/%2e%2e/%2e%2e/healthz',
  '/berth/v1/workloads/%2e%2e',
  '/berth/v1/workloads/..%2f..%2fhealthz',
  '/berth/v1/workloads/%2e%2e%2f%2e%2e%2fhealthz',
  '/berth/v1/workloads/..%5c..%5chealthz',
  '/berth/v1/workloads/%252e%252e%252f',
  '/berth/v1/workloads/%c0%ae%c0%ae/',
  '/berth%2fv1%2fworkloads',
  '//berth/v1/workloads',
  '/berth//v1/workloads',
  '/berth/v1/workloads//',
  '/berth/v1/workloads/',
  '/berth/v1/workloads;x=1',
  '/berth/v1/workloads%00',
  '/berth/v1/workloads/a%00b',
  '/berth/v1/workloads/%0d%0ax-injected:%201',
  '/berth/v1/workloads/%ff',
  '/berth/v1/workloads/%',
  '/berth/v1/workloads/%zz',
  '/BERTH/V1/workloads',
  '\\healthz',
  '/\\healthz',
  '/healthz/.',
  '/healthz%20',
  '/openapi.json/../../etc/passwd',
  '/etc/passwd',
  '/.env',
  '/__proto__',
  '/constructor/prototype',
  '/berth/v1/workloads/__proto__',
  '/berth/v1/queues/__proto__',
  '/berth/v1/nodes/constructor',
  '/api/v1/org-unit/projects/toString',
  '/api/v1/org-unit/departments/hasOwnProperty/resources',
  '/api/v1/workloads/trainings/__proto__',
  '/api/v1/nodes/valueOf',
  '/berth/v1/ledger/events/0',
  '/berth/v1/ledger/events/-1',
  '/berth/v1/ledger/events/1e3',
  '/berth/v1/ledger/events/9007199254740991',
  '/berth/v1/ledger/events/9007199254740993',
  `/berth/v1/workloads/${'a'.repeat(900)}`,
  `/${'a/'.repeat(2_000)}`,
  `/berth/v1/workloads/${'%61'.repeat(2_000)}`,
];

const lists =
  '/berth/v1/workloads /api/v1/workloads /api/v1/org-unit/projects /berth/v1/audit'.split(' ');
const many = (text: string, count: number): string => Array(count).fill(text).join('&');

/** Queries that no list takes. */
const queries: readonly string[] = [
  'offset=-1',
  'offset=10000001',
  'offset=9007199254740993',
  'offset=1e99',
  'offset=99999999999999999999999999999999',
  'offset=1&offset=2',
  'offset[]=1',
  'offset[gt]=1',
  'limit=0',
  'limit=-1',
  'limit=5001',
  'limit=2147483648',
  'limit=NaN',
  'limit=1.5',
  'limit=%00',
  'sortBy=__proto__',
  'sortBy=constructor',
  'sortBy=nothing',
  'sortBy=',
  `sortBy=${'a'.repeat(1_000)}`,
  'sortOrder=up',
  'sortOrder=ASC',
  'filterBy=',
  'filterBy=name',
  'filterBy===',
  'filterBy=__proto__==x',
  'filterBy=constructor==x',
  'filterBy=toString=@x',
  'filterBy=name~~x',
  `filterBy=${'name==a,'.repeat(100)}name==a`,
  many('filterBy=name==a', 51),
  many('filterBy=name==a', 400),
  `search=${'a'.repeat(254)}`,
  `search=${'%F0%9F%98%80'.repeat(254)}`,
  'minRevision=-1',
  'minRevision=0.5',
  'minRevision=99999999999999999999',
  'unknown=1',
  '__proto__=1',
  '__proto__[isAdmin]=1',
  'constructor.prototype.isAdmin=1',
  many('x=1', 1_500),
  '=',
  '%',
];

const door = doorOfFile({ bounds: { minRevisionMsMax: 1_000 } });

describe('addresses that mean harm', () => {
  it('lead nowhere but to a refusal, soon and without a trace', async () => {
    for (const path of paths) {
      const startMs = performance.now();
      const bytes = `GET ${path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n`;
      const text = await exchange(door(), bytes);
      expect([400, 404, 414], path).toContain(statusesOf(text)[0]);
      expect(text, path).toContain('application/problem+json');
      expect(text.toLowerCase(), path).not.toMatch(/\nx-injected|root:|\/work\//);
      expect(performance.now() - startMs, path).toBeLessThan(1_000);
    }
  });

  it('ask lists for nothing that they do not give', async () => {
    const send = sendingTo(door().url);
    for (const list of lists) {
      for (const query of queries) {
        const answer = await send(`${list}?${query}`);
        expect([400, 414], `${list}?${query.slice(0, 100)} ${answer.text}`).toContain(
          answer.status,
        );
        expect(answer.text.length).toBeLessThan(4_000);
        expect(answer.ms).toBeLessThan(1_000);
      }
      // The furthest that is taken, and texts that would hang a program that made patterns of them.
      for (const query of ['offset=10000000', 'search=(a%2B)%2B%24', 'search=(a*)*b']) {
        expect((await send(`${list}?${query}`)).status, query).toBe(200);
      }
    }
  });

  it('wait for revisions that never come without keeping others waiting', async () => {
    const send = sendingTo(door().url, 600);
    const waiting = Array.from({ length: 500 }, () =>
      send('/berth/v1/nodes?minRevision=9007199254740991'),
    );
    const startMs = performance.now();
    expect((await send('/berth/v1/nodes')).status).toBe(200);
    expect(performance.now() - startMs).toBeLessThan(1_000);
    const statuses = new Set((await Promise.all(waiting)).map(({ status }) => status));
    expect([...statuses]).toEqual([412]);
    expect((await door().standing()).timers).toBeLessThan(20);
  });
});
