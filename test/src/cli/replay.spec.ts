import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { berth } from './on-terminal.ts';
import { rewriteLedger } from './rewrite.ts';
import { playInto, reclaimScenario, scratchFolder } from './small-ledger.ts';

const scratch = scratchFolder();
const ledger = join(scratch.folder, 'small.db');
beforeAll(() => playInto(ledger, reclaimScenario));
afterAll(scratch.remove);

const factsOf = async (file: string) =>
  (await berth('ledger', 'export', file)).stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

/** A copy of the ledger whose facts of one type about one subject promise another GPU quota. */
const withQuota = (type: string, subject: string, quotaGpuMilli: number): string => {
  const file = join(scratch.folder, `${type}-${quotaGpuMilli}.db`);
  cpSync(ledger, file);
  const changed = rewriteLedger(file, ({ body }) =>
    body.includes(`"type":"${type}"`) && body.includes(`"subject":"${subject}"`)
      ? body.replace(/"gpuMilli":\{"quota":\d+/, `"gpuMilli":{"quota":${quotaGpuMilli}`)
      : body,
  );
  expect(changed).toHaveLength(1);
  return file;
};

describe('berth replay', () => {
  it('finds every decision to follow from the facts before it, with the same digest each time', async () => {
    const first = await berth('replay', ledger, '--verify', '-o', 'json');
    expect({ exitCode: first.exitCode, stderr: first.stderr }).toEqual({ exitCode: 0, stderr: '' });
    const report = JSON.parse(first.stdout);
    expect(report.differences).toBe(0);
    expect(report.digest).toMatch(/^[0-9a-f]{64}$/);
    const decisions = (await factsOf(ledger)).filter(
      ({ origin, commandId }) => origin === 'decision' && commandId !== '',
    );
    expect(report.decisions).toBe(decisions.length);
    expect(decisions.map(({ type }) => type)).toContain('WorkloadPreempted');
    expect(await berth('replay', ledger, '--verify', '-o', 'json')).toEqual(first);
  });

  it('says the same as text', async () => {
    const { exitCode, stdout } = await berth('replay', ledger, '--verify');
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^differences +0$/m);
  });

  it('without --verify only folds: same state, no decision recomputed', async () => {
    const folded = JSON.parse((await berth('replay', ledger, '-o', 'json')).stdout);
    const verified = JSON.parse((await berth('replay', ledger, '--verify', '-o', 'json')).stdout);
    expect(folded).toMatchObject({ plans: 0, decisions: 0, stateDigest: verified.stateDigest });
  });

  it('with an earlier quota altered and the chain made whole, names the first decision that no longer follows', async () => {
    const forged = withQuota('QueueOpened', 'queue/vision@default', 0);
    expect((await berth('ledger', 'verify', forged)).exitCode).toBe(0);
    const { exitCode, stdout, stderr } = await berth('replay', forged, '--verify');
    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: '' });
    const facts = await factsOf(ledger);
    const preempted = facts.find(({ type }) => type === 'WorkloadPreempted');
    const opened = facts.find(({ subject }) => subject.id === 'vision@default');
    expect(stdout).toContain(
      `first difference: revision ${opened.revision} (${opened.commandId}), vision@default, at $.entitlements.gpuMilli.quota`,
    );
    expect(stdout).toContain(
      `first plan that no longer follows: revision ${preempted.revision} (${preempted.commandId}), ${preempted.subject.id}, at $`,
    );
    expect(stdout).toMatch(/recorded: +\{"type":"WorkloadPreempted"/);
    const report = JSON.parse((await berth('replay', forged, '--verify', '-o', 'json')).stdout);
    expect(report.differences).toBeGreaterThan(1);
    expect(report.mismatches[0]).toMatchObject({ revision: opened.revision, by: 'process' });
  });

  it.each(['ProjectQuotaGranted', 'DepartmentQuotaGranted'])(
    'with an earlier %s altered, names what a process decided because of it',
    async (type) => {
      const granted = (await factsOf(ledger)).find((fact) => fact.type === type);
      const { kind, id } = granted.subject;
      const forged = withQuota(type, `${kind}/${id}`, 0);
      const { exitCode, stdout } = await berth('replay', forged, '--verify', '-o', 'json');
      expect(exitCode).toBe(1);
      const [first] = JSON.parse(stdout).mismatches;
      expect(first).toMatchObject({ by: 'process', path: '$.entitlements.gpuMilli.quota' });
      expect(first.revision).toBeGreaterThan(granted.revision);
    },
  );

  it('an altered placement is found by its JSON path', async () => {
    const file = join(scratch.folder, 'moved.db');
    cpSync(ledger, file);
    const [moved] = rewriteLedger(file, ({ body }) =>
      body.includes('"type":"WorkloadAllocated"') && body.includes('"subject":"workload/speech-1"')
        ? body.replace('"devices":[0,1,2,3,4,5,6,7]', '"devices":[0,1,2,3,4,5,6]')
        : body,
    );
    const { exitCode, stdout } = await berth('replay', file, '--verify', '-o', 'json');
    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout).mismatches[0]).toMatchObject({
      revision: moved,
      subjectId: 'speech-1',
      path: '$.placements[0].devices[7]',
      recomputed: 7,
    });
  });

  it.each([
    ['under a command that no plan made', '"commandId":"plan:', '"commandId":"forged:'],
    ['as if it had been observed', '"origin":"decision"', '"origin":"observation"'],
  ])('a decision written down %s is found', async (_, from, to) => {
    const file = join(scratch.folder, `${to.replaceAll(/\W/g, '')}.db`);
    cpSync(ledger, file);
    const [forged] = rewriteLedger(file, ({ body }) =>
      body.includes('"type":"WorkloadAllocated"') && body.includes('"subject":"workload/speech-1"')
        ? body.replace(from, to)
        : body,
    );
    const { exitCode, stdout } = await berth('replay', file, '--verify', '-o', 'json');
    expect(exitCode).toBe(1);
    const found = JSON.parse(stdout).mismatches;
    expect(found.map(({ revision }: { revision: number }) => revision)).toContain(forged);
  });
});
