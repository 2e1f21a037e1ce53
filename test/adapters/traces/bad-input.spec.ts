import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { isLeft } from '../../../domain/foundation/fp.ts';
import { readOpenb, readPhilly } from '../../../adapters/traces/index.ts';
import {
  folderOf,
  inputFaultOf,
  openbNodes,
  openbPods,
  phillyJobs,
  phillyQueues,
  textOf,
} from './files.ts';

const folder = folderOf();
afterAll(() => folder.remove());

const good = {
  nodes: folder.write('nodes.csv', textOf(openbNodes)),
  pods: folder.write('pods.csv', textOf(openbPods)),
  jobs: folder.write('jobs.csv', textOf(phillyJobs)),
  queues: folder.write('queues.csv', textOf(phillyQueues)),
};

let files = 0;
const file = (content: string | Uint8Array): string => {
  files += 1;
  return folder.write(`bad-${files}.csv`, content);
};

const openbFault = (input: { nodes?: string; pods?: string }, departures = true) =>
  inputFaultOf(
    readOpenb({
      nodesFile: input.nodes ?? good.nodes,
      jobsFile: input.pods ?? good.pods,
      departures,
    }),
  );

const phillyFault = (input: { jobs?: string; queues?: string; nodes?: string; scale?: number }) =>
  inputFaultOf(
    readPhilly({
      jobsFile: input.jobs ?? good.jobs,
      queuesFile: input.queues ?? good.queues,
      nodes: input.nodes ?? '70x8',
      quotaScale: input.scale ?? 1,
    }),
  );

const podHeader = openbPods[0] ?? '';

describe('bad input › files', () => {
  const withByte = (byte: number): Uint8Array => {
    const bytes = Buffer.from(textOf(openbPods));
    bytes[bytes.indexOf('pod-1')] = byte;
    return bytes;
  };

  it.each([
    ['a missing file', () => `${folder.path}/absent.csv`, undefined, /no such file/],
    ['a path through a file', () => `${good.nodes}/absent.csv`, undefined, /no such file/],
    ['a directory', () => folder.path, undefined, /directory/],
    ['a device', () => '/dev/zero', undefined, /no plain file/],
    ['an empty file', () => file(''), undefined, /empty/],
    ['a header alone', () => file(`${podHeader}\n`), 1, /no rows/],
    ['blank lines alone', () => file('\n\n\n'), 1, /lacks the column/],
    ['a byte order mark', () => file(`\ufeff${textOf(openbPods)}`), 1, /byte order mark/],
    ['a NUL', () => file(withByte(0)), 3, /NUL/],
    ['bytes that are no UTF-8', () => file(withByte(0xff)), 3, /UTF-8/],
    ['a quote that is never closed', () => file(textOf(openbPods, 4, '"pod-2,1')), 4, /closed/],
    ['a quote inside a field', () => file(textOf(openbPods, 4, 'po"d-2')), 4, /quote inside/],
    ['text after a quote', () => file(textOf(openbPods, 4, '"po"d-2')), 4, /quote inside/],
    ['a field too many', () => file(textOf(openbPods, 3, `${openbPods[2]},1`)), 3, /more or fewer/],
    ['a field too few', () => file(textOf(openbPods, 3, 'pod-1,6000')), 3, /more or fewer/],
    ['a line of 10 MB', () => file(textOf(openbPods, 3, 'x'.repeat(1e7))), 3, /longer than/],
  ])('%s is refused with its place', async (...[, pods, line, problem]) => {
    const path = pods();
    const fault = await openbFault({ pods: path });
    expect(fault).toMatchObject({ _tag: 'InputRefused', retry: 'never', file: path, line });
    expect(fault.problem).toMatch(problem);
    expect(fault.remedy).not.toBe('');
  });
});

describe('bad input › headers', () => {
  it.each([
    ['a missing column', podHeader.replace('cpu_milli,', ''), 'cpu_milli', /lacks/],
    ['a column of another trace', `${podHeader},colour`, 'colour', /does not have/],
    ['a column twice', podHeader.replace('qos', 'name'), 'name', /twice/],
    ['times in part', podHeader.replace(',scheduled_time', ''), 'scheduled_time', /no times/],
  ])('%s is refused by name', async (...[, header, field, problem]) => {
    const width = header.split(',').length;
    const row = (openbPods[1] ?? '').split(',').concat('x').slice(0, width).join(',');
    const fault = await openbFault({ pods: file(`${header}\n${row}\n`) });
    expect(fault).toMatchObject({ line: 1, field });
    expect(fault.problem).toMatch(problem);
  });

  it('a pod list without times is refused unless nobody leaves', async () => {
    const lines = openbPods.map((line) => line.split(',').slice(0, 5).join(','));
    const fault = await openbFault({ pods: file(textOf(lines)) });
    expect(fault).toMatchObject({ line: 1, field: 'creation_time' });
    expect(fault.remedy).toContain('--no-departures');
  });
});

describe('bad input › quantities', () => {
  it.each([
    ['a negative number', 'pod-1,-1,1,1,460,,LS,Running,20,90,20', 'cpu_milli'],
    ['NaN', 'pod-1,NaN,1,1,460,,LS,Running,20,90,20', 'cpu_milli'],
    ['1e400', 'pod-1,1,1e400,1,460,,LS,Running,20,90,20', 'memory_mib'],
    ['a fraction', 'pod-1,1,1,1.5,460,,LS,Running,20,90,20', 'num_gpu'],
    ['nothing', 'pod-1,1,1,,460,,LS,Running,20,90,20', 'num_gpu'],
    ['65 GPUs', 'pod-1,1,1,65,1000,,LS,Running,20,90,20', 'num_gpu'],
    ['more than a whole card', 'pod-1,1,1,1,1001,,LS,Running,20,90,20', 'gpu_milli'],
    ['a card of nothing', 'pod-1,1,1,1,0,,LS,Running,20,90,20', 'gpu_milli'],
    ['milli of no card', 'pod-1,1,1,0,460,,LS,Running,20,90,20', 'gpu_milli'],
    ['a space', 'pod-1,1,1, 1,460,,LS,Running,20,90,20', 'num_gpu'],
    ['no model', 'pod-1,1,1,1,460,T4||P100,LS,Running,20,90,20', 'gpu_spec'],
    ['an id in capitals', 'POD-1,1,1,1,460,,LS,Running,20,90,20', 'name'],
    ['an id twice', 'pod-0,1,1,1,460,,LS,Running,20,90,20', 'name'],
    ['deletion before creation', 'pod-1,1,1,1,460,,LS,Running,20,19,', 'deletion_time'],
    ['deletion before scheduling', 'pod-1,1,1,1,460,,LS,Running,20,30,31', 'deletion_time'],
    ['scheduling before creation', 'pod-1,1,1,1,460,,LS,Running,20,30,19', 'scheduled_time'],
    ['a time of words', 'pod-1,1,1,1,460,,LS,Running,noon,30,', 'creation_time'],
  ])('%s is refused with line and field', async (_, line, field) => {
    const fault = await openbFault({ pods: file(textOf(openbPods, 3, line)) });
    expect(fault).toMatchObject({ line: 3, field });
    expect(fault.remedy).not.toBe('');
  });

  it('the line is that of the file, also after blank lines and lines inside quotes', async () => {
    const text = `${podHeader}\n\n\n"pod-\n0",1,1,1,460,,LS,Running,20,90,20\n`;
    expect(await openbFault({ pods: file(text) })).toMatchObject({ line: 5, field: 'name' });
  });

  it.each([
    ['65 cards on a node', 'node-b,96000,393216,65,T4', 'gpu'],
    ['cards without a model', 'node-b,96000,393216,8,', 'model'],
    ['a model without cards', 'node-b,96000,393216,0,T4', 'model'],
    ['a model of blanks', 'node-b,96000,393216,8,a b', 'model'],
    ['no CPUs', 'node-b,0,393216,8,T4', 'cpu_milli'],
    ['a node twice', 'node-a,96000,393216,8,T4', 'sn'],
  ])('%s is refused', async (_, line, field) => {
    const nodes = file(textOf(openbNodes, 3, line));
    expect(await openbFault({ nodes })).toMatchObject({ file: nodes, line: 3, field });
  });

  it.each([
    ['a month that is not', '2017-13-09 07:01:55,66.0,1,66.0,11cb48', 'timestamp'],
    ['a day that is not', '2017-02-29 07:01:55,66.0,1,66.0,11cb48', 'timestamp'],
    ['the hour 24', '2017-10-09 24:00:00,66.0,1,66.0,11cb48', 'timestamp'],
    ['another form of time', '2017-10-09T07:01:55Z,66.0,1,66.0,11cb48', 'timestamp'],
    ['a negative duration', '2017-10-09 07:01:55,-66.0,1,66.0,11cb48', 'duration'],
    ['a duration of words', '2017-10-09 07:01:55,long,1,66.0,11cb48', 'duration'],
    ['a tenth of a millisecond', '2017-10-09 07:01:55,0.0001,1,66.0,11cb48', 'duration'],
    ['half a GPU', '2017-10-09 07:01:55,66.0,0.5,33.0,11cb48', 'num_gpus'],
    ['GPU time of other columns', '2017-10-09 07:01:55,66.0,2,66.0,11cb48', 'gpu_time'],
    ['a cluster without a name', '2017-10-09 07:01:55,66.0,1,66.0,', 'cluster'],
    ['a cluster of blanks', '2017-10-09 07:01:55,66.0,1,66.0,a b', 'cluster'],
    ['a cluster in two spellings', '2017-10-09 07:01:55,66.0,1,66.0,6c71a0', 'cluster'],
  ])('%s is refused in the Philly trace', async (_, line, field) => {
    const fault = await phillyFault({ jobs: file(textOf(phillyJobs, 6, line)) });
    expect(fault).toMatchObject({ line: 6, field });
  });

  it('a virtual cluster with two rows of nodes is refused', async () => {
    const queues = file(textOf([...phillyQueues, '11cb48,4']));
    expect(await phillyFault({ queues })).toMatchObject({ file: queues, line: 4, field: 'vc' });
  });

  it.each([
    ['seed', { seed: 1.5 }, '--seed'],
    ['load', { load: Number.NaN }, '--load'],
    ['load', { load: -1 }, '--load'],
  ])('an impossible %s is refused', async (_, options, field) => {
    const files = { nodesFile: good.nodes, jobsFile: good.pods };
    const fault = await inputFaultOf(readOpenb({ ...files, departures: false, ...options }));
    expect(fault.field).toBe(field);
  });

  it('a load that no pods can make up is refused', async () => {
    const pods = file(textOf([podHeader, openbPods[4] ?? '']));
    const input = { nodesFile: good.nodes, jobsFile: pods, departures: false, load: 1 };
    expect(await inputFaultOf(readOpenb(input))).toMatchObject({ field: '--load' });
  });

  it('an impossible scale of quotas and a shape of nodes beyond its bounds are refused', async () => {
    expect(await phillyFault({ scale: Number.NaN })).toMatchObject({ field: '--quota-scale' });
    for (const nodes of ['0x8', '70x', 'x8', '1000000x8', '70x99', '70X8', '070x8'])
      expect(await phillyFault({ nodes })).toMatchObject({ field: '--nodes', file: nodes });
  });
});

describe('bad input › laws', () => {
  const spoiled = (lines: readonly string[]) =>
    fc
      .record({
        at: fc.nat(lines.join('\n').length),
        drop: fc.nat(6),
        bytes: fc.oneof(
          fc.uint8Array({ maxLength: 8 }),
          fc
            .constantFrom('"', ',', '\n', '\r', '\0', '-1', '1e400', 'é', '9'.repeat(20), '""')
            .map((text) => new TextEncoder().encode(text)),
        ),
      })
      .map(({ at, drop, bytes }) => {
        const whole = Buffer.from(textOf(lines));
        return Buffer.concat([whole.subarray(0, at), bytes, whole.subarray(at + drop)]);
      });

  it('∀ bytes in a pod list: reading ends in a scenario or a fault that names the file', async () => {
    await fc.assert(
      fc.asyncProperty(spoiled(openbPods), async (bytes) => {
        const pods = folder.write('spoiled-pods.csv', bytes);
        const input = { nodesFile: good.nodes, jobsFile: pods, departures: true };
        const answer = await readOpenb(input)();
        if (isLeft(answer)) expect(answer.left).toMatchObject({ file: pods });
        else expect(answer.right.jobs.length).toBeGreaterThan(0);
      }),
      { numRuns: 100 },
    );
  });

  it('∀ bytes in a job list: reading ends in a scenario or a fault that names the file', async () => {
    await fc.assert(
      fc.asyncProperty(spoiled(phillyJobs), async (bytes) => {
        const jobs = folder.write('spoiled-jobs.csv', bytes);
        const files = { jobsFile: jobs, queuesFile: good.queues, nodes: good.nodes };
        const answer = await readPhilly({ ...files, quotaScale: 1 })();
        if (isLeft(answer)) expect(answer.left).toMatchObject({ file: jobs });
        else expect(answer.right.jobs.length).toBeGreaterThan(0);
      }),
      { numRuns: 100 },
    );
  });
});
