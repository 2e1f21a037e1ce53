import { expect } from 'vitest';
import type { MemoryLedger } from '../../adapters/event-log-memory/index.ts';
import type { Cluster, Observation } from '../../adapters/ports/cluster.ts';
import type { Scenario } from '../../adapters/ports/scenario.ts';
import type { EventLog } from '../../adapters/ports/event-log.ts';
import type { BerthRecorded } from '../../domain/catalogue/events.ts';
import { defaultPolicy } from '../../domain/allocation/index.ts';
import { type Random, randomOf } from '../../domain/foundation/random.ts';
import { nodeList } from '../../projections/node-list/index.ts';
import { createBrain } from '../../src/app/brain.ts';
import { readFacts } from '../../src/app/read.ts';
import { recover } from '../../src/app/recover.ts';
import { replay } from '../../src/app/replay.ts';
import { playScenario } from '../../src/app/tick.ts';
import { runTurn } from '../../src/app/turn.ts';
import { createWriter } from '../../src/app/writer.ts';
import { beginning, clusterOf, rightOf } from '../src/app/stage.ts';

/** The process died here. */
class Crash extends Error {}

/** Dies at some appends: before the batch is stored, or after it is and before anybody knows. */
const dying = (log: EventLog, random: Random, perMille: number): EventLog => ({
  ...log,
  append: (expected, records) => async () => {
    const isDying = random.chance(perMille);
    if (isDying && random.chance(500)) throw new Crash('before the append');
    const outcome = await log.append(expected, records)();
    if (isDying) throw new Crash('after the append');
    return outcome;
  },
});

/** Tells again after a crash what was told since the last quiet moment, as a watch does that is opened anew. */
const retelling = (cluster: Cluster) => {
  let told: Observation[] = [];
  let again: Observation[] = [];
  return {
    crashed: (): void => {
      again = [...again, ...told];
      told = [];
    },
    cluster: {
      ...cluster,
      apply: (effect, nowMs) => {
        told = [];
        cluster.apply(effect, nowMs);
      },
      nextAtMs: () => (again.length > 0 ? again[0]?.atMs : cluster.nextAtMs()),
      take: (nowMs) => {
        const seen = [...again.splice(0), ...cluster.take(nowMs)];
        told = [...told.slice(-500), ...seen];
        return seen;
      },
    } satisfies Cluster,
  };
};

/** Plays a scenario with crashes until it is at its end; answers how often it died. */
export const playThroughCrashes = async (
  scenario: Scenario,
  ledger: MemoryLedger,
  seed: number,
): Promise<number> => {
  const random = randomOf(`crash/${seed}`);
  const world = retelling(clusterOf(scenario));
  for (let crashes = 0; ; crashes += 1) {
    const sound = rightOf(await ledger.open()());
    const log = dying(sound, random, crashes < 25 ? 80 : 0);
    const brain = createBrain(defaultPolicy);
    try {
      rightOf(await recover(brain, log));
      brain.epoch += 1;
      const writer = createWriter(log, brain.states.revision, 1);
      const elect = { ...beginning(scenario)[0], commandId: `elect:${brain.epoch}` };
      const opening = [elect, ...beginning(scenario).slice(1), ...brain.reactions.splice(0)];
      rightOf(await runTurn(brain, writer, opening as ReturnType<typeof beginning>));
      for (const effect of brain.effects.splice(0)) world.cluster.apply(effect, 0);
      const stage = { scenario, cluster: world.cluster, onProgress: nothing, onRefused: nothing };
      rightOf(await playScenario(brain, writer, stage));
      await log.close()();
      return crashes;
    } catch (error) {
      if (!(error instanceof Crash)) throw error;
      ledger.crash();
      world.crashed();
    }
  }
};

const nothing = (): void => undefined;

/** Holds a ledger to its promises, fact by fact; answers the last fact of each workload. */
export const lastFactsOf = async (ledger: MemoryLedger): Promise<readonly string[]> => {
  const log = rightOf(await ledger.open()());
  const phases = new Map<string, string>();
  const commands = new Map<string, number>();
  const nodes = nodeList.initial();
  let last: BerthRecorded | undefined;
  rightOf(
    await readFacts(log, { after: 0, to: Number.MAX_SAFE_INTEGER }, ({ fact }) => {
      if (last?.commandId !== fact.commandId) {
        expect(commands.has(fact.commandId), `${fact.commandId} made two batches`).toBe(false);
        commands.set(fact.commandId, fact.revision);
      }
      last = fact;
      nodeList.apply(nodes, fact);
      for (const { id, deviceGpuMilli } of nodes.rows.values()) {
        const most = Math.max(0, ...deviceGpuMilli);
        expect(most, `${id} at ${fact.revision}`).toBeLessThanOrEqual(1000);
      }
      if (fact.subject.kind === 'workload') phases.set(fact.subject.id, fact.type);
    }),
  );
  const options = { verify: true, mismatchesMax: 3, onProgress: nothing };
  const report = rightOf(await replay(createBrain(defaultPolicy), log, options));
  expect(report.mismatches).toEqual([]);
  return [...phases.values()];
};
