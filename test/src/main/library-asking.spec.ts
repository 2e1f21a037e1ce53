import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { askExamples } from '../../../adapters/http/berth/ask-examples.ts';
import { problemsOfAsk } from '../../../adapters/http/berth/ask-check.ts';
import {
  AskMalformed,
  createBrain,
  type EmbeddedBrain,
  smallSite,
  submission,
} from '../../../src/index.ts';
import { root } from '../../house/tree.ts';

const site = smallSite({ nodes: 1, gpusPerNode: 8, projects: { vision: 8 } });
const job = submission({ name: 'a', workloadId: 'a', projectId: 'vision', gpus: 1 });

const running: EmbeddedBrain[] = [];
afterEach(async () => {
  for (const brain of running.splice(0)) await brain.close();
});
const start = async (): Promise<EmbeddedBrain> => {
  const brain = await createBrain({ ledger: ':memory:' });
  running.push(brain);
  for (const ask of site) await brain.ask(ask);
  return brain;
};

/** What a program in plain JavaScript hands over. */
const sent = async (brain: EmbeddedBrain, ask: unknown, options?: unknown): Promise<unknown> =>
  Reflect.apply(brain.ask, brain, options === undefined ? [ask] : [ask, options]).catch(
    (error: unknown) => error,
  );

const problemsIn = (error: unknown): readonly object[] => {
  if (!(error instanceof AskMalformed)) throw new Error(`not malformed: ${String(error)}`);
  return error.problems;
};

describe('asks of another program', () => {
  it.each<readonly [string, unknown, string, string]>([
    ['of no kind', { type: 'Nope' }, '/type', 'is no kind of ask'],
    [
      'of nearly a kind',
      { type: 'StopWorklaod' },
      '/type',
      'is no kind of ask; did you mean StopWorkload?',
    ],
    ['that are nothing', undefined, '', 'is no object'],
    ['named like what every object has', { type: 'constructor' }, '/type', 'is no kind of ask'],
    ['without an id', { type: 'CordonNode', reason: 'x' }, '/nodeId', 'is missing'],
    [
      'with what nobody knows',
      { type: 'UncordonNode', nodeId: 'node-1', force: true },
      '/force',
      'is not known here',
    ],
    [
      'with none of several words',
      {
        type: 'ChooseNodePoolPlacement',
        nodePoolId: 'default',
        gpuPlacement: 'tight',
        cpuPlacement: 'spread',
      },
      '/gpuPlacement',
      'is none of what can stand here',
    ],
  ])('%s are refused by place, and write nothing', async (_, ask, ...expected) => {
    const [pointer, problem] = expected;
    const brain = await start();
    const before = brain.revision();
    const error = await sent(brain, ask);
    expect(problemsIn(error)[0]).toMatchObject({ pointer, problem });
    expect(String(error)).toContain(`${pointer === '' ? 'the ask' : pointer} ${problem}`);
    expect([brain.revision(), brain.health().closedBy]).toEqual([before, undefined]);
    expect((await brain.ask(job)).facts).toHaveLength(2);
  });

  it('of every kind pass as the documents show them', () => {
    for (const ask of [...site, ...askExamples, job]) expect(problemsOfAsk(ask)).toEqual([]);
  });

  it.each<readonly [string, unknown, string]>([
    ['commandId', '', 'is empty'],
    ['commandId', 'x'.repeat(256), 'has more than 255 characters'],
    ['commandId', 'a\nb', 'has control characters'],
    ['commandId', 7, 'is no text'],
    ['actor', '\ud800', 'is no well-formed Unicode'],
    ['correlationId', {}, 'is no text'],
    ['expectedRevision', 1.5, 'is no revision'],
    ['isDryRun', 'yes', 'is neither true nor false'],
  ])('come with no %s such as %j', async (name, value, problem) => {
    const brain = await start();
    const error = await sent(brain, job, { [name]: value });
    expect(problemsIn(error)).toEqual([{ pointer: `/${name}`, value, problem }]);
  });

  it('never bear the id of a command of the engine', async () => {
    const brain = await start();
    const commandId = `plan:default@${brain.revision() + 2}`;
    const { facts } = await brain.ask(job, { commandId });
    expect(facts.map((fact) => fact.commandId)).toEqual([`call:${commandId}`, `call:${commandId}`]);
    const planned: string[] = [];
    for await (const fact of brain.facts({ after: facts[1]?.revision ?? 0, isLive: true })) {
      planned.push(fact.commandId);
      break;
    }
    expect(planned).toEqual([commandId]);
    expect(brain.health().closedBy).toBeUndefined();
  });

  it('are from somebody where the actor is given as undefined', async () => {
    const brain = await start();
    const { facts } = await brain.ask(job, Object.fromEntries([['actor', undefined]]));
    expect(facts[0]?.actor).toBe('embedded');
  });

  it('are judged without a server', () => {
    const seen = new Set<string>();
    const packages = new Set<string>();
    const visit = (path: string): void => {
      if (seen.has(path)) return;
      seen.add(path);
      const text = readFileSync(path, 'utf8');
      for (const [, target = ''] of text.matchAll(
        /^(?:import|export) (?!type )[^;]*?'([^']+)';/gm,
      )) {
        if (target.startsWith('.')) visit(join(dirname(path), target));
        else packages.add(target);
      }
    };
    visit(join(root, 'adapters/http/berth/ask-check.ts'));
    expect(seen.size).toBeGreaterThan(5);
    expect([...packages].filter((name) => /fastify|ajv/.test(name))).toEqual([]);
    expect(packages).toContain('typebox/compile');
  });
});
