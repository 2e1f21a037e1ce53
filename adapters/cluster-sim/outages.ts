import { compareIds } from '../../domain/foundation/ids.ts';
import type { ScenarioFailure } from '../ports/scenario.ts';

/** A time in which a node does not answer. @shape `toMs` is undefined when it never returns */
export interface Outage {
  readonly nodeId: string;
  readonly fromMs: number;
  readonly toMs: number | undefined;
}

/** The outages of the nodes: failures that overlap or touch on one node are one outage. */
export const outagesOf = (failures: readonly ScenarioFailure[]): readonly Outage[] => {
  const ordered = failures.toSorted((a, b) => compareIds(a.nodeId, b.nodeId) || a.atMs - b.atMs);
  const outages: Outage[] = [];
  for (const { nodeId, atMs, returnAtMs } of ordered) {
    const before = outages.at(-1);
    const isJoined =
      before?.nodeId === nodeId && (before.toMs === undefined || before.toMs >= atMs);
    if (before === undefined || !isJoined) {
      outages.push({ nodeId, fromMs: atMs, toMs: returnAtMs });
      continue;
    }
    const isEndless = before.toMs === undefined || returnAtMs === undefined;
    const toMs = isEndless ? undefined : Math.max(before.toMs, returnAtMs);
    outages[outages.length - 1] = { ...before, toMs };
  }
  return outages;
};
