import { describe, expect, it } from 'vitest';
import type { Ask } from '../../../adapters/ports/ask.ts';
import { submission } from '../../../src/main/library-asks.ts';
import { sending } from './runai/send.ts';
import { askOf, stage } from './stage.ts';

const mib = 2 ** 20;
const text = 'x'.repeat(16_000);
const annotations = Object.fromEntries(Array.from({ length: 7 }, (_, k) => [`k${k}`, text]));

/** A workload that weighs 110 kB, which is about all that one may. */
const heavy = (workloadId: string): Ask =>
  submission({ name: workloadId, workloadId, projectId: 'vision', gpus: 1, more: { annotations } });

const span = 'start=2020-01-01T00:00:00Z&end=2100-01-01T00:00:00Z';
const idsIn = (items: unknown): readonly string[] =>
  (Array.isArray(items) ? items : []).map(({ id }) => String(id));

const staged = async () => {
  const { brain, server } = await stage();
  for (let k = 0; k < 200; k += 1) await askOf(brain, heavy(`w${k}`));
  return { brain, send: sending(server) };
};

describe('rows that are long', () => {
  it('make the pages of a list shorter, and none is left out', async () => {
    const { send } = await staged();
    const seen: string[] = [];
    let total = 1;
    while (seen.length < total) {
      const query = `limit=5000&offset=${seen.length}`;
      const { body } = await send(`GET /berth/v1/workloads?${query}`);
      expect(JSON.stringify(body).length).toBeLessThan(10 * mib);
      const ids = idsIn(body['items']);
      expect(ids.length).toBeGreaterThan(0);
      seen.push(...ids);
      total = Number(body['total']);
    }
    expect(new Set(seen).size).toBe(200);
  });

  it('make the pages of the ledger shorter, and none is left out', async () => {
    const { brain, send } = await staged();
    const revisions: number[] = [];
    for (let after: unknown = 0; typeof after === 'number';) {
      const { body } = await send(`GET /berth/v1/ledger/events?limit=1000&after=${after}`);
      expect(JSON.stringify(body).length).toBeLessThan(12 * mib);
      const items: unknown = body['items'];
      for (const { revision } of Array.isArray(items) ? items : []) revisions.push(revision);
      after = body['next'];
    }
    expect(revisions).toEqual(Array.from({ length: brain.revision() }, (_, k) => k + 1));
  });

  it('make the pages of the audit log shorter, and are refused where they do not fit into one file', async () => {
    const { send } = await staged();
    const log = await send(`GET /api/v1/audit/log?limit=500&${span}`);
    const entries: unknown = log.body['entries'];
    expect(Array.isArray(entries) && entries.length < 200).toBe(true);
    expect(log.body['next']).toBe(Array.isArray(entries) ? entries.length : 0);
    const file = await send(`GET /api/v1/audit/log/file?downloadFormat=json&${span}`);
    expect(file).toMatchObject({ status: 400, body: { errors: [{ pointer: '/end' }] } });
  });
});
