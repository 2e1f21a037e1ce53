import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { openLedger } from '../../../adapters/event-log-sqlite/index.ts';
import { createHttpServer } from '../../../adapters/http/index.ts';
import type { Inquiries } from '../../../adapters/ports/inquiries.ts';
import { inquiryModule } from '../../../src/cli/up/inquiry-thread.ts';
import { patchSent } from '../../../src/cli/whatif/patch-file.ts';
import { answering } from '../../../src/main/inquiries/answer.ts';
import { inquiryThreads } from '../../../src/main/inquiries/threads.ts';
import { type RunningBrain, startLiveBrain } from '../../../src/main/live-brain.ts';
import { noCluster } from '../../../src/main/no-cluster.ts';
import { virtualClock } from '../../../adapters/clock/index.ts';
import { silent } from '../../adapters/http/stage.ts';
import { rightOf } from '../app/stage.ts';
import { berth, berthOn } from './on-terminal.ts';
import { playInto, reclaimScenario, scratchFolder } from './small-ledger.ts';

const scratch = scratchFolder();
const ledger = join(scratch.folder, 'small.db');
beforeAll(() => playInto(ledger, reclaimScenario));
afterAll(scratch.remove);

/** A server on the ledger, which goes on being written to by it, and what speaks with it. */
const serverOn = async (inquiriesOf: (brain: RunningBrain) => Inquiries | undefined) => {
  const log = rightOf(await openLedger({ path: ledger, mode: 'write' })());
  const brain = rightOf(
    await startLiveBrain({
      log,
      cluster: noCluster(),
      clock: virtualClock(Date.UTC(2026, 0, 6)),
      holder: 'test',
      bounds: { cycleMs: 600_000 },
    }),
  );
  const inquiries = inquiriesOf(brain);
  const server = await createHttpServer(brain, {
    host: '127.0.0.1',
    port: 0,
    log: silent,
    version: '0.0.0-test',
    inquiries,
  });
  onTestFinished(async () => {
    await server.close();
    await brain.close();
  });
  const env = { BERTH_SERVER: server.url };
  return { server, brain, ask: (...args: readonly string[]) => berthOn({ env }, ...args) };
};

const threaded = () =>
  serverOn(() => {
    const threads = inquiryThreads({
      place: { kind: 'file', path: ledger },
      module: inquiryModule,
    });
    onTestFinished(threads.close);
    return threads;
  });

/** A server that answers in this thread, from the ledger that its brain writes. */
const direct = () => {
  const log = openLedger({ path: ledger, mode: 'read' })();
  return serverOn(() => {
    const answer = log.then((opened) => answering({ log: rightOf(opened), readPatch: patchSent }));
    onTestFinished(async () => void (await rightOf(await log).close()()));
    return { ask: async (inquiry) => (await answer)(inquiry) };
  });
};

const patch = `queues:
  speech@default: { gpu: { quota: 16 } }
policy: rules.yaml
`;

describe('the same question to a server and to its ledger', () => {
  it('is answered alike: text, JSON, Markdown and exit code, from a thread', async () => {
    const { ask, brain } = await threaded();
    const head = brain.revision();
    const file = join(scratch.folder, 'patch.yaml');
    writeFileSync(file, patch);
    writeFileSync(join(scratch.folder, 'rules.yaml'), 'version: other\ngpuPlacement: spread\n');
    const questions = [
      ['why', 'wide'],
      ['why', 'workload/speech-1', '-o', 'json'],
      ['why', 'speech-2', '--at', '-5m', '-o', 'markdown'],
      ['why', 'short', '-o', 'json'],
      ['why', 'node/n-1'],
      ['why', 'queue/vision@default', '-o', 'json'],
      ['why', 'queue/vision@default', '--at', '2026-01-05T00:15:00Z'],
      ['diff', '10', '39'],
      ['diff', '10', String(head), '-o', 'json'],
      [
        'diff',
        '--subject',
        'queue',
        '--subject',
        'workload/wide',
        '-o',
        'json',
        '--',
        '-20m',
        '-0s',
      ],
      ['diff', '40', '40'],
      ['whatif', '--at', '30', '--until', '40', '--patch', file, '-o', 'json'],
      ['whatif', '--at', '30'],
      ['whatif', '--at', '2026-01-05T00:15:00Z', '--patch', file],
    ];
    for (const question of questions) {
      const ofServer = await ask(...question);
      expect(ofServer.stderr, question.join(' ')).toBe('');
      const [command = '', ...rest] = question;
      const ofFile = await berth(command, '--ledger', ledger, ...rest);
      expect({ question, ...ofServer }).toEqual({ question, ...ofFile });
    }
  });

  it('∀ subject, moment: a server that has been asked before answers as a command that has not', async () => {
    const { ask, brain } = await direct();
    const ids = ['wide', 'speech-1', 'speech-2', 'vision-1', 'node/n-2', 'queue/speech@default'];
    const head = brain.revision();
    for (const at of [head, 30, 38, 31, head, 40, 12, head]) {
      for (const id of ids) {
        const question = ['why', id, '--at', `${at}`, '-o', 'json'];
        const ofFile = await berth(...question, '--ledger', ledger);
        const ofServer = await ask(...question);
        expect([question, ofServer.exitCode, ofServer.stdout]).toEqual([
          question,
          ofFile.exitCode,
          ofFile.stdout,
        ]);
      }
    }
  });

  it('is refused alike, with the same exit code', async () => {
    const { ask, brain } = await direct();
    const head = brain.revision();
    const file = join(scratch.folder, 'unknown.yaml');
    writeFileSync(file, 'queues:\n  nobody@default: { gpu: { quota: 16 } }\n');
    const broken = join(scratch.folder, 'broken.yaml');
    writeFileSync(broken, 'queues: { vision: 1 }\n');
    const refused: [readonly string[], string][] = [
      [['why', 'nobody'], "there is no workload, node, queue 'nobody'"],
      [['why', 'node/wide'], "there is no node 'wide'"],
      [['why', 'wide', '--at', '1'], "there is no workload, node, queue 'wide'"],
      [['why', 'wide', '--at', `${head + 9}`], `${head}`],
      [['why', 'wide', '--at', 'yesterday'], 'names no moment'],
      [['why', 'wide', '-o', 'xml'], "unknown output format 'xml'"],
      [['diff', '40', '10'], 'the first moment, revision 40, is after the second, 10'],
      [['diff', '1', `${head + 9}`], `${head}`],
      [['whatif', '--at', '30', '--patch', file], `${file}:2:19, field queues.nobody@default`],
      [['whatif', '--at', '30', '--patch', broken], `${broken}:1:`],
      [['whatif', '--at', `${head + 9}`], `${head}`],
    ];
    for (const [question, words] of refused) {
      const ofFile = await berth(...question, '--ledger', ledger);
      const ofServer = await ask(...question);
      expect(ofFile.exitCode, question.join(' ')).toBeGreaterThan(1);
      expect({ question, exitCode: ofServer.exitCode }).toEqual({
        question,
        exitCode: ofFile.exitCode,
      });
      expect(ofServer.stderr).toContain(words);
      expect(ofFile.stderr).toContain(words);
      expect(ofServer.stderr).toMatch(/\n {2}remedy: \S/);
    }
  });
});

describe('inquiries over HTTP', () => {
  it('read no file that a patch names, and say where a patch is wrong', async () => {
    const { server } = await direct();
    copyFileSync(ledger, join(scratch.folder, 'secret.yaml'));
    const post = async (payload: object) =>
      (await server.inject({ method: 'POST', url: '/berth/v1/whatif', payload })).json();
    const named = await post({
      at: '30',
      patch: { policy: join(scratch.folder, 'secret.yaml') },
    });
    expect(named).toMatchObject({ status: 422, type: '/problems/patch' });
    expect(named.errors[0]).toMatchObject({ pointer: '/patch', value: 'policy' });
    expect(named.errors[0].problem).toContain('files are not read here');
    const kernel = await post({ at: '30', patch: 'kernel: ./other.js\n' });
    expect(kernel).toMatchObject({ status: 422, errors: [{ value: 'kernel' }] });
    expect(kernel.errors[0].problem).toContain('files are not read here');
    const strange = await post({ at: '30', patch: { nodes: { add: [{ id: 'x' }] } } });
    expect(strange.errors[0].value).toBe('nodes.add[0]');
    expect(await post({ at: 'soon' })).toMatchObject({
      status: 400,
      errors: [{ pointer: '/at', in: 'body' }],
    });
  });

  it('are refused where a page of another site asks, and where nobody answers them', async () => {
    const { server } = await serverOn(() => undefined);
    const origin = { origin: 'https://elsewhere.example' };
    const payload = { at: '30' };
    const strange = await server.inject({
      method: 'POST',
      url: '/berth/v1/whatif',
      headers: origin,
      payload,
    });
    expect(strange.statusCode).toBe(403);
    const alone = await server.inject('/berth/v1/why/wide');
    expect([alone.statusCode, alone.json().type]).toEqual([501, '/problems/no-inquiries']);
  });
});
