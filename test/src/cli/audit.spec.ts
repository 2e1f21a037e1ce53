import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { berth, berthOn } from './on-terminal.ts';
import { playInto, reclaimScenario, scratchFolder } from './small-ledger.ts';

const scratch = scratchFolder();
afterAll(scratch.remove);
const ledger = join(scratch.folder, 'audit.db');

beforeAll(async () => {
  const cancelAtMs = reclaimScenario.startMs + 3_600_000;
  const jobs = reclaimScenario.jobs.map((job) =>
    job.id === 'wide' ? { ...job, cancelAtMs } : job,
  );
  await playInto(ledger, { ...reclaimScenario, jobs });
});

const list = (...more: readonly string[]) => berth('audit', 'list', '--ledger', ledger, ...more);

const deeds = async (...more: readonly string[]) =>
  JSON.parse((await list('-o', 'json', ...more)).stdout) as readonly {
    readonly revision: number;
    readonly atMs: number;
    readonly actor: string;
    readonly verb: string;
    readonly subject: string;
    readonly changes: readonly object[];
  }[];

const sentence = ({ verb, subject }: { readonly verb: string; readonly subject: string }) =>
  `${verb} ${subject}`;

describe('berth audit list', () => {
  it('says who did what to what, when, and what it changed', async () => {
    const { exitCode, stdout, stderr } = await list('--subject', 'workload/wide');
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    const [header = '', ...lines] = stdout.trimEnd().split('\n');
    expect(header.trim().split(/ {2,}/)).toEqual([
      'FACT',
      'AT',
      'WHO',
      'DID',
      'TO',
      'CAUSE',
      'CHANGES',
    ]);
    expect(lines[0]).toMatch(
      /#\d+ +2026-01-05T00:30:00Z +\S+ +submit +workload\/wide +\S+ +name: "wide"/,
    );
    expect(stdout).toMatch(
      /00Z +\S+ +delete +workload\/wide +\S+ +phase: "Pending" → "Deleting"; reason: /,
    );
  });

  it('-o wide adds tenant and type; --no-headers leaves the header out', async () => {
    expect((await list('-o', 'wide')).stdout).toMatch(/^FACT .+ TENANT +TYPE +CHANGES\n/);
    const { stdout } = await list('--no-headers', '--limit', '1');
    expect(stdout.split('\n')).toHaveLength(2);
    expect(stdout).not.toContain('FACT');
  });

  it('-o json has every field and every change, before and after', async () => {
    const [granted] = (await deeds('--subject', 'project/speech')).filter(
      ({ verb }) => verb === 'grant',
    );
    expect(granted).toMatchObject({
      revision: expect.any(Number),
      atMs: reclaimScenario.startMs,
      actor: expect.stringMatching(/./),
      tenant: expect.any(String),
      type: 'ProjectQuotaGranted',
      origin: 'command',
      commandId: expect.any(String),
      causationId: null,
    });
    const quota = { field: 'entitlements.gpuMilli.quota', before: null, after: 8000 };
    expect(granted?.changes).toContainEqual(quota);
  });

  it('-o yaml says the same as JSON', async () => {
    const { parse } = await import('yaml');
    expect(parse((await list('-o', 'yaml')).stdout)).toEqual(await deeds());
  });

  it('is in log order and holds nothing that the kernel or the cluster did', async () => {
    const all = await deeds();
    const revisions = all.map(({ revision }) => revision);
    expect(revisions).toEqual(revisions.toSorted((a, b) => a - b));
    expect(all.map(sentence)).toContain('submit workload/speech-1');
    expect(all.map(({ verb }) => verb)).not.toContain('WorkloadPreempted');
  });

  it('--subject takes one subject or a kind, by the names that other commands use too', async () => {
    const projects = await deeds('--subject', 'project');
    expect(new Set(projects.map(({ subject }) => subject))).toEqual(
      new Set(['project/speech', 'project/vision']),
    );
    expect(await deeds('--subject', 'nodepool')).toEqual(await deeds('--subject', 'node-pool'));
    expect(await deeds('--subject', 'nodepool/default')).toHaveLength(1);
  });

  it('--actor shows what this one did', async () => {
    const all = await deeds();
    const actor = all.at(-1)?.actor ?? '';
    expect(await deeds('--actor', actor)).toEqual(all.filter((deed) => deed.actor === actor));
  });

  it('--since includes its instant, --until does not', async () => {
    const tenPast = '2026-01-05T00:10:00Z';
    const from = await deeds('--since', tenPast, '--subject', 'workload');
    expect(from.map(sentence)[0]).toBe('submit workload/speech-1');
    const until = await deeds('--until', tenPast, '--subject', 'workload');
    expect(until.filter(({ verb }) => verb === 'submit').map(sentence)).toEqual([
      'submit workload/short',
    ]);
    const ms = String(Date.parse(tenPast));
    expect(await deeds('--since', ms, '--subject', 'workload')).toEqual(from);
    expect(await deeds('--since', '2026-01-06')).toEqual([]);
  });

  it('--limit keeps the newest', async () => {
    expect(await deeds('--limit', '3')).toEqual((await deeds()).slice(-3));
    expect(await deeds('--limit', '0')).toEqual([]);
  });

  it('a narrow terminal cuts the changes first', async () => {
    const narrow = await berthOn({ width: 100 }, 'audit', 'list', '--ledger', ledger);
    for (const line of narrow.stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(100);
    expect(narrow.stdout).toContain('workload/speech-1');
  });
});
