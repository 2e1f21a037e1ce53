import type { ScenarioFailure, ScenarioNode } from '../../../adapters/ports/scenario.ts';
import type { InstantMs } from '../../../domain/foundation/instant.ts';
import { randomOf } from '../../../domain/foundation/random.ts';

/** One node fails in each span of so long. */
const spanMs = 12 * 60_000;
const downMs = { min: 45_000, max: 240_000 };
/** How far ahead outages are known; a process that runs longer has a quiet old age. */
const spansMax = 10_000;

/** The outages of a site from a moment on: the same for the same seed and moment of the calendar. */
export const outagesFrom = (
  seed: number,
  nodes: readonly ScenarioNode[],
  startMs: InstantMs,
): readonly ScenarioFailure[] => {
  if (nodes.length < 2) return [];
  const first = Math.floor(startMs / spanMs) + 1;
  return Array.from({ length: spansMax }, (_, place) => {
    const span = first + place;
    const random = randomOf(`${seed}/outage/${span}`);
    const atMs = span * spanMs + random.below(spanMs - downMs.max);
    return {
      nodeId: random.pick(nodes).id,
      atMs,
      returnAtMs: atMs + random.between(downMs.min, downMs.max),
    };
  });
};
