import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { kernelVersion } from '../../../domain/allocation/index.ts';
import type { WhatIf } from '../../../src/main/whatif/answer.ts';
import { berth } from './on-terminal.ts';
import { playInto, reclaimScenario, scratchFolder } from './small-ledger.ts';

const scratch = scratchFolder();
const ledger = join(scratch.folder, 'small.db');
let facts: readonly Readonly<Record<string, unknown>>[] = [];
beforeAll(async () => {
  await playInto(ledger, { ...reclaimScenario, failures });
  const { stdout } = await berth('ledger', 'export', ledger);
  facts = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
});
afterAll(scratch.remove);

/** A node that fails for a while, so that the fork has something to keep that nobody asked for. */
const failures = [
  {
    nodeId: 'n-2',
    atMs: reclaimScenario.startMs + 40 * 60_000,
    returnAtMs: reclaimScenario.startMs + 50 * 60_000,
  },
];

let patches = 0;
const ask = (at: number | string, patch?: string, ...more: readonly string[]) => {
  const file =
    patch === undefined ? [] : ['--patch', scratch.put(`p${(patches += 1)}.yaml`, patch)];
  return berth('whatif', '--ledger', ledger, '--at', `${at}`, ...file, ...more);
};

const whatIf = async (...asked: Parameters<typeof ask>): Promise<WhatIf> => {
  const [at, patch, ...more] = asked;
  const { exitCode, stdout, stderr } = await ask(at, patch, '-o', 'json', ...more);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  return JSON.parse(stdout);
};

/** The last fact before somebody is submitted. */
const before = (workloadId: string): number =>
  facts.findIndex(
    ({ type, subject }) =>
      type === 'WorkloadSubmitted' && JSON.stringify(subject).includes(`"${workloadId}"`),
  );

const changeOf = ({ changes }: WhatIf, id: string) =>
  changes.find(({ workloadId }) => workloadId === id);

describe('a fork without a patch', () => {
  it('∀ revisions: what is played is what was recorded, where run times are known or nobody ends', async () => {
    for (let at = 0; at <= facts.length; at += 5) {
      const { recorded, without, workloadsOff, refused } = await whatIf(at);
      expect({ at, workloadsOff, refused }).toEqual({ at, workloadsOff: 0, refused: 0 });
      const { facts: _, ...figures } = recorded;
      expect({ at, told: without }).toMatchObject({ at, told: figures });
    }
  }, 60_000);

  it.each([
    ['two teams, one of which is preempted and loses a node', 'two-teams.json'],
    ['two pools, in which workloads roam', 'two-pools.json'],
  ])('%s: what is played is what was recorded', async (_, file) => {
    const path = join(scratch.folder, `${file}.db`);
    const scenario = `examples/${file}`;
    await berth('sim', 'run', '--scenario', scenario, '--ledger', path);
    for (let at = 0; at <= 55; at += 5) {
      const { stdout } = await berth('whatif', '--ledger', path, '--at', `${at}`, '-o', 'json');
      const { workloadsOff, refused }: WhatIf = JSON.parse(stdout);
      expect({ at, workloadsOff, refused }).toEqual({ at, workloadsOff: 0, refused: 0 });
    }
  });

  it('is the same each time, to the byte, with a patch and without', async () => {
    const patch = 'queues: { speech@default: { gpu: { quota: 16 } } }';
    for (const said of [undefined, patch]) {
      const once = await ask(20, said, '-o', 'json');
      expect(await ask(20, said, '-o', 'json')).toEqual(once);
    }
  });

  it('an empty patch, a comment and no patch are one', async () => {
    const none = await ask(20);
    for (const patch of ['', '# nothing\n', '{}', 'queues: {}']) {
      expect(await ask(20, patch)).toEqual(none);
    }
  });

  it('takes an instant for the last revision up to it, and ends where it is told', async () => {
    const noon = new Date(reclaimScenario.startMs + 15 * 60_000).toISOString();
    const { from, until, recorded } = await whatIf(noon, undefined, '--until', noon);
    expect(from.revision).toBe(before('vision-1'));
    expect(until.atMs).toBe(reclaimScenario.startMs + 15 * 60_000);
    expect(recorded.facts).toBe(0);
    expect((await whatIf('-0s')).from.revision).toBe(facts.length);
  });
});

describe('a fork with a patch', () => {
  it('a node more: nobody is preempted, and who waited runs', async () => {
    const patch = 'nodes: { add: [{ id: n-3, like: n-1 }] }';
    const found = await whatIf(before('vision-1'), patch);
    expect(found.without.preemptions).toBe(1);
    expect(found.patched.preemptions).toBe(0);
    expect(found.patched.outcomes['running']).toBe((found.without.outcomes['running'] ?? 0) + 1);
    expect(found.patched.gpuHoursMilli).toBeGreaterThan(found.without.gpuHoursMilli);
  });

  it('more quota for the victim: it keeps its GPUs, and the other waits; whoever is served worse shows in the shares', async () => {
    const found = await whatIf(
      before('vision-1'),
      'queues: { speech@default: { gpu: { quota: 16 } }, vision@default: { gpu: { quota: 0 } } }',
    );
    expect(found.patched.preemptions).toBe(0);
    expect(changeOf(found, 'vision-1')).toMatchObject({
      without: { outcome: 'running' },
      patched: { outcome: 'waiting' },
    });
    const told = ({ queues }: WhatIf['patched'], id: string) =>
      queues.find(({ queueId }) => queueId === id)?.gpuHoursMilli ?? 0;
    expect(told(found.patched, 'speech@default')).toBeGreaterThan(
      told(found.without, 'speech@default'),
    );
  });

  it('a limit: what is above it waits, and whoever is served less of its share shows it', async () => {
    const patch = 'queues: { speech@default: { gpu: { quota: 0, limit: 0 } } }';
    const found = await whatIf(before('short'), patch);
    const of = ({ queues }: WhatIf['patched']) =>
      queues.find(({ queueId }) => queueId === 'speech@default');
    expect(of(found.without)?.gpuHoursMilli).toBeGreaterThan(0);
    expect(of(found.patched)?.gpuHoursMilli).toBe(0);
    expect(of(found.recorded)).toEqual(of(found.without));
    expect(changeOf(found, 'short')).toMatchObject({
      without: { outcome: 'completed' },
      patched: { outcome: 'waiting' },
    });
  });

  it('a department with a limit: its projects hold no more than that together, and more of them wait', async () => {
    const patch = 'queues: { department:research@default: { gpu: { quota: 4, limit: 4 } } }';
    const found = await whatIf(before('short'), patch);
    expect(found.patched.heldPermille).toBeLessThan(found.without.heldPermille);
    expect(found.patched.outcomes['waiting']).toBeGreaterThan(
      found.without.outcomes['waiting'] ?? 0,
    );
  });

  it('a quota that is granted anew behind the fork stays as the patch has it', async () => {
    const patch =
      'queues: { speech@default: { gpu: { quota: 16 } }, vision@default: { gpu: { quota: 0 } } }';
    const { patched } = await whatIf(0, patch);
    expect(patched.preemptions).toBe(0);
  });

  it('a node that fails: what ran there is interrupted, and held GPUs are lost', async () => {
    const patch = 'nodes: { fail: [{ id: n-1, at: 5m, back: 10m }] }';
    const found = await whatIf(before('vision-1'), patch, '--until', `${before('wide')}`);
    expect(found.without.interruptions).toBe(0);
    expect(found.patched.interruptions).toBeGreaterThan(0);
    expect(found.patched.gpuHoursLostMilli).toBeGreaterThan(found.without.gpuHoursLostMilli);
  });

  it('a node that is taken away leaves less for all', async () => {
    const found = await whatIf(before('speech-1'), 'nodes: { remove: [{ id: n-2 }] }');
    expect(found.patched.outcomes['running']).toBe(1);
    expect(found.patched.waits.p99Ms).toBeGreaterThan(found.without.waits.p99Ms);
  });

  it('one that is never submitted preempts nobody', async () => {
    const found = await whatIf(10, 'workloads: { cancel: [{ id: vision-1 }] }');
    expect(found.patched.preemptions).toBe(0);
    expect(changeOf(found, 'vision-1')).toMatchObject({ without: { outcome: 'running' } });
    expect(changeOf(found, 'vision-1')?.patched).toBeUndefined();
  });

  it('one that is cancelled later makes room', async () => {
    const found = await whatIf(10, 'workloads: { cancel: [{ id: vision-1, at: 35m }] }');
    expect(changeOf(found, 'vision-1')?.patched).toMatchObject({ outcome: 'deleted' });
    expect(changeOf(found, 'speech-2')?.patched).toMatchObject({ outcome: 'running' });
  });

  it('one that is added runs for as long as it says, on the terms of its type', async () => {
    const added = `
workloads:
  add:
    - kind: Workspace
      metadata: { name: notebook }
      spec: { project: vision, gpu: 1, image: x }
      at: 25m
      run: 5m
`;
    const found = await whatIf(before('speech-1'), added);
    expect(changeOf(found, 'notebook')).toMatchObject({ patched: { outcome: 'completed' } });
    expect(changeOf(found, 'notebook')?.without).toBeUndefined();
  });

  it('one that may not be preempted is not', async () => {
    const patch = 'workloads: { change: { speech-2: { priority: high, preemptible: false } } }';
    const found = await whatIf(before('speech-1'), patch);
    const was = { outcome: 'waiting', preemptions: 1 };
    expect(changeOf(found, 'speech-2')).toMatchObject({
      recorded: was,
      without: was,
      patched: { outcome: 'running', preemptions: 0 },
    });
  });

  it('rules that take nobody down preempt nobody', async () => {
    const found = await whatIf(before('vision-1'), 'policy: { actions: [allocate] }');
    expect(found.patched.preemptions).toBe(0);
    expect(found.without.preemptions).toBe(1);
  });

  it('a kernel of before decides by its own lights: one that knew no roaming leaves who roams waiting', async () => {
    const path = join(scratch.folder, 'roaming.db');
    await berth('sim', 'run', '--scenario', 'examples/two-pools.json', '--ledger', path);
    const patch = scratch.put('older.yaml', 'kernel: 0.1.0');
    const asked = ['--ledger', path, '--at', '0', '--patch', patch, '-o', 'json'];
    const { stdout } = await berth('whatif', ...asked);
    const found: WhatIf = JSON.parse(stdout);
    expect(found.workloadsOff).toBe(0);
    expect(changeOf(found, 'vision-2')).toMatchObject({
      recorded: { outcome: 'completed' },
      without: { outcome: 'completed' },
      patched: { outcome: 'waiting' },
    });
  });

  it('the kernel of this program is no other kernel', async () => {
    const found = await whatIf(before('vision-1'), `kernel: ${kernelVersion}`);
    expect(found.workloadsChanged).toBe(0);
  });

  it('a kernel in a file beside the patch decides like the release that it is a copy of', async () => {
    scratch.put('older.js', readFileSync('kernels/allocation-0.1.0.js', 'utf8'));
    const released = await whatIf(before('vision-1'), 'kernel: 0.1.0');
    expect(await whatIf(before('vision-1'), 'kernel: ./older.js')).toEqual(released);
  });

  it('says all of it as text', async () => {
    const { stdout } = await ask(before('vision-1'), 'nodes: { add: [{ id: n-3, like: n-1 }] }');
    expect(stdout).toMatch(/RECORDED +WITHOUT +PATCHED/);
    expect(stdout).toMatch(/preemptions +1 +1 +0/);
    for (const figure of ['wait p50', 'wait p95', 'wait p99', 'GPU-hours lost', 'GPUs held']) {
      expect(stdout).toContain(figure);
    }
    expect(stdout).toMatch(
      /QUEUE +WAIT P50 +WAIT P95 +WAIT P99 +PREEMPTED +GPU-HOURS +OF ITS SHARE/,
    );
    expect(stdout).toContain('speech-2: waiting, preempted 1× → running');
    expect(stdout).toContain('assumed: what was asked is asked again, 1 node fails as it did, and');
  });
});

/** A kernel in a file that decides as it is told. */
const kernelThat = (plan: string, decisions: string): string => `
export const kernelVersion = 'odd';
export const defaultPolicy = { version: 'odd', gpuPlacement: 'binpack', cpuPlacement: 'binpack' };
export const capacity = { handles: new Set(), initial: () => ({}), apply: (view) => view };
export const snapshotOf = () => ({});
export const plan = () => { ${plan} };
export const decisionsOf = () => ${decisions};
`;

describe('a kernel that cannot play a fork', () => {
  it.each([
    ['fails', kernelThat(`throw new Error('out of its depth')`, '[]'), 'out of its depth'],
    [
      'decides what today’s rules do not take',
      kernelThat(
        'return {}',
        `[{ workloadId: 'nobody', command: { type: 'AllocateWorkload', attempt: 1, placements: [], basis: {} } }]`,
      ),
      'does not fit the state',
    ],
  ])('%s: it says so, and what to ask instead', async (_, code, says) => {
    scratch.put('odd.js', code);
    const { exitCode, stdout, stderr } = await ask(before('vision-1'), 'kernel: ./odd.js');
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain('field kernel');
    expect(stderr).toContain(says);
    expect(stderr).toContain('replay FILE --kernel');
  });
});

describe('what cannot be', () => {
  it.each([
    [
      'queues: { nobody@default: { gpu: { quota: 1 } } }',
      'queues.nobody@default',
      "no queue 'nobody@default'",
    ],
    ['queues: { speech: { gpu: { quota: 1 } } }', 'queues.speech', "'speech' is no queue"],
    [
      'queues: { speech@default: { gpu: { qouta: 1 } } }',
      'queues.speech@default.gpu',
      'did you mean quota?',
    ],
    [
      'queues: { speech@default: { gpu: { limit: 1 } } }',
      'queues.speech@default.gpu',
      'below the quota',
    ],
    ['nodes: { fail: [{ id: n-9 }] }', ':1:23, field nodes.fail[0].id', "no node 'n-9'"],
    ['nodes: { add: [{ id: n-9, like: n-8 }] }', 'nodes.add[0].like', "no node 'n-8'"],
    ['nodes: { add: [{ id: n-1, like: n-2 }] }', 'nodes.add[0].id', 'give it another name'],
    [
      'nodes: { fail: [{ id: n-1, at: 10m, back: 5m }] }',
      ':1:43, field nodes.fail[0].back',
      'before it fails',
    ],
    [
      'nodes:\n  add: [{ id: n-9, like: n-1, at: 2020-01-01T00:00:00Z }]',
      ':2:35, field nodes.add[0].at',
      'before the fork',
    ],
    [
      'nodes: { remove: [{ id: n-1 }, { id: n-2, at: 300h }] }',
      ':1:47, field nodes.remove[1].at',
      'behind the horizon',
    ],
    ['workloads: { cancel: [{ id: short, at: 300h }] }', 'workloads.cancel[0].at', '--until'],
    ['nodes: { fail: [{ id: n-1, at: soon }] }', 'nodes.fail[0].at', 'is no duration'],
    ['workloads: { cancel: [{ id: nobody }] }', 'workloads.cancel', "no workload 'nobody'"],
    [
      'workloads: { change: { short: { priority: 1 } } }',
      'workloads.change.short',
      'fork before its submission',
    ],
    ['workloads: { add: [{ kind: Node }] }', 'workloads.add[0]', 'metadata'],
    ['policy: { actions: [alocate] }', 'policy', 'did you mean'],
    ['kernel: 9.9.9', 'field kernel', 'there is no kernel 9.9.9'],
    ['kernel: 9.9.9', 'field kernel', '0.1.0 or '],
    ['kernel: ./gone.js', 'field kernel', 'is no kernel'],
    ['kernel: ./p1.yaml', 'field kernel', 'npm run release:kernel'],
    ['{ kernel: 0.1.0, policy: { actions: [allocate] } }', 'field policy', 'ask twice'],
    ['kernels: 0.1.0', 'kernels', 'did you mean kernel?'],
    ['policy: missing.yaml', 'missing.yaml', 'remedy'],
    ['{', ':1:', 'no YAML'],
  ])('%s', async (patch, field, says) => {
    const { exitCode, stdout, stderr } = await ask(before('speech-1'), patch);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain(field);
    expect(stderr).toContain(says);
  });

  it('a revision that is not there, a moment that is none, a format that nobody knows', async () => {
    expect(await ask(facts.length + 1)).toMatchObject({ exitCode: 2 });
    expect((await ask('noon')).stderr).toContain('names no moment');
    expect(await ask(1, undefined, '-o', 'xml')).toMatchObject({ exitCode: 2 });
  });
});
