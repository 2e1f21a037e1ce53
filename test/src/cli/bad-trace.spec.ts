import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type Answer, berth } from './on-terminal.ts';
import { scratchFolder } from './small-ledger.ts';

const scratch = scratchFolder();
afterAll(scratch.remove);
const ledger = join(scratch.folder, 'new.db');

const fileOf = (name: string, content: string | Uint8Array): string => {
  const file = join(scratch.folder, name);
  writeFileSync(file, content);
  return file;
};

const nodeHeader = 'sn,cpu_milli,memory_mib,gpu,model';
const podHeader =
  'name,cpu_milli,memory_mib,num_gpu,gpu_milli,creation_time,deletion_time,scheduled_time';
const jobHeader = 'timestamp,duration,num_gpus,gpu_time,cluster';
const nodes = `${nodeHeader}\nnode-1,64000,262144,8,A10\n`;
const pods = `${podHeader}\npod-1,1000,1024,1,1000,0,100,0\n`;
const jobs = `${jobHeader}\n2017-10-09 07:01:55,66.0,1,66.0,abc\n`;
const queues = 'vc,node num\nabc,1\n';

const simRun = (trace: string, ...more: readonly string[]) =>
  berth('sim', 'run', '--trace', trace, '--ledger', ledger, ...more);

const openb = (files: {
  readonly nodes?: string | Uint8Array;
  readonly pods?: string | Uint8Array;
}) => {
  const nodesFile = fileOf('nodes.csv', files.nodes ?? nodes);
  const podsFile = fileOf('pods.csv', files.pods ?? pods);
  return simRun('openb', '--nodes', nodesFile, '--jobs', podsFile);
};

const philly = (files: { readonly jobs?: string; readonly queues?: string }) => {
  const jobsFile = fileOf('jobs.csv', files.jobs ?? jobs);
  const queuesFile = fileOf('queues.csv', files.queues ?? queues);
  return simRun('philly', '--nodes', '1x8', '--jobs', jobsFile, '--queues', queuesFile);
};

const expectRefused = ({ exitCode, stdout, stderr }: Answer, place: string): void => {
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  expect(stderr).toMatch(/^error: \S.+\n {2}at: \S.+\n {2}remedy: \S.+\n$/);
  expect(stderr).toContain(`\n  at: ${place}\n`);
  expect(readdirSync(scratch.folder).filter((name) => name.includes('.db'))).toEqual([]);
};

const at = (name: string): string => join(scratch.folder, name);

describe('a trace that is not as it must be is refused with file, line, field and remedy; no ledger is made', () => {
  it.each([
    ['a missing column', nodes.replace('model', 'modell'), ':1, field model'],
    ['an extra column', nodes.replaceAll(/$/gm, ',x').replace(/,x$/, ''), ':1, field x'],
    ['a column that stands twice', nodes.replace('memory_mib', 'gpu'), ':1, field gpu'],
    ['a negative number', nodes.replace('64000', '-64000'), ':2, field cpu_milli'],
    ['NaN', nodes.replace('64000', 'NaN'), ':2, field cpu_milli'],
    ['1e400', nodes.replace('64000', '1e400'), ':2, field cpu_milli'],
    ['a fraction', nodes.replace('64000', '64000.5'), ':2, field cpu_milli'],
    ['hexadecimal', nodes.replace('64000', '0xFA00'), ':2, field cpu_milli'],
    ['nothing where a number must be', nodes.replace('64000', ''), ':2, field cpu_milli'],
    ['more cards than a node can have', nodes.replace(',8,', ',8000,'), ':2, field gpu'],
    ['an id that stands twice', `${nodes}node-1,1,1,0,\n`, ':3, field sn'],
    ['an id that is none', nodes.replace('node-1', '../etc'), ':2, field sn'],
    ['a short line', `${nodes}node-2,64000\n`, ':3'],
    ['a quote that is never closed', nodes.replace('node-1', '"node-1'), ':2'],
    ['a NUL', nodes.replace('A10', 'A\u000010'), ':2'],
    ['no rows', `${nodeHeader}\n`, ':1'],
    ['nothing at all', '', ''],
  ])('nodes with %s', async (_, content, place) => {
    expectRefused(await openb({ nodes: content }), at('nodes.csv') + place);
  });

  it('nodes with bytes that are no UTF-8', async () => {
    const broken = Buffer.concat([Buffer.from(nodes), Buffer.from([0xff, 0xfe, 0x0a])]);
    expectRefused(await openb({ nodes: broken }), `${at('nodes.csv')}:3`);
  });

  it.each([
    ['a missing column', pods.replace('num_gpu', 'gpus'), ':1, field num_gpu'],
    ['a negative request', pods.replace(',1000,1024', ',-1,1024'), ':2, field cpu_milli'],
    ['more than a whole card', pods.replace(',1,1000,', ',1,1001,'), ':2, field gpu_milli'],
    ['a share of no card', pods.replace(',1,1000,', ',0,1000,'), ':2, field gpu_milli'],
    [
      'an end before the start',
      pods.replace(',0,100,0', ',500,100,500'),
      ':2, field deletion_time',
    ],
    ['an id that stands twice', `${pods}pod-1,1000,1024,1,1000,0,100,0\n`, ':3, field name'],
    ['NaN', pods.replace(',100,', ',NaN,'), ':2, field deletion_time'],
  ])('pods with %s', async (_, content, place) => {
    expectRefused(await openb({ pods: content }), at('pods.csv') + place);
  });

  it.each([
    ['a day that does not exist', jobs.replace('10-09', '02-30'), ':2, field timestamp'],
    ['a negative duration', jobs.replace('66.0', '-66.0'), ':2, field duration'],
    ['1e400 seconds', jobs.replace('66.0', '1e400'), ':2, field duration'],
    ['more cards than any gang', jobs.replace(',1,', ',70000,'), ':2, field num_gpus'],
  ])('jobs with %s', async (_, content, place) => {
    expectRefused(await philly({ jobs: content }), at('jobs.csv') + place);
  });

  it.each([
    ['a virtual cluster that stands twice', `${queues}abc,2\n`, ':3, field vc'],
    ['a negative quota', queues.replace(',1', ',-1'), ':2, field node num'],
  ])('quotas with %s', async (_, content, place) => {
    expectRefused(await philly({ queues: content }), at('queues.csv') + place);
  });

  it('a file that is missing, and one that is a directory', async () => {
    const play = ['sim', 'run', '--trace', 'openb', '--ledger', ledger];
    const missing = at('missing.csv');
    expectRefused(await berth(...play, '--nodes', missing, '--jobs', missing), missing);
    mkdirSync(at('folder'));
    expectRefused(await berth(...play, '--nodes', at('folder'), '--jobs', missing), at('folder'));
  });
});

describe('options that do not fit the trace are refused by name; no ledger is made', () => {
  const files = ['--jobs', 'jobs.csv', '--nodes', '1x8', '--ledger', ledger];
  it.each([
    ['an unknown trace', ['--trace', 'helios'], '--trace'],
    ['philly without quotas', ['--trace', 'philly'], '--queues'],
    ['quotas for openb', ['--trace', 'openb', '--queues', 'q.csv'], '--queues'],
    ['a load for philly', ['--trace', 'philly', '--load', '1.3'], '--load, --no-departures'],
  ])('%s', async (_, options, place) => {
    expectRefused(await berth('sim', 'run', ...files, ...options), place);
    expect(existsSync(ledger)).toBe(false);
  });

  it.each(['0x8', '70x', '1000000x8'])('a shape of nodes like %s', async (shape) => {
    const answer = await simRun('philly', '--nodes', shape, '--jobs', 'j.csv', '--queues', 'q.csv');
    expectRefused(answer, '--nodes');
    expect(answer.stderr).toContain(`"${shape}" is no shape of nodes`);
    expect(answer.stderr).toContain('1 to 99999 nodes with 1 to 64 GPUs each');
  });

  it.each([
    ['opnb', 'did you mean openb?'],
    ['helios', 'say openb or philly'],
  ])('--trace %s: %s', async (trace, remedy) => {
    const answer = await simRun(trace, '--nodes', 'n.csv', '--jobs', 'j.csv');
    expectRefused(answer, '--trace');
    expect(answer.stderr).toContain(`remedy: ${remedy}\n`);
  });
});
