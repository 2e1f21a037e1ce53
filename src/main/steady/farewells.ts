import type { AskOfWorkload } from '../../../adapters/ports/ask.ts';
import type { InstantMs } from '../../../domain/foundation/instant.ts';
import type { SteadyJob } from './job.ts';

/** Something to ask now. */
export interface Due {
  readonly commandId: string;
  readonly actor: string;
  readonly ask: AskOfWorkload;
}

/** A service that its owner will take back. */
export interface Farewell {
  readonly id: string;
  readonly actor: string;
  readonly atMs: InstantMs;
}

/** Services that will be taken back, soonest first. */
export interface Farewells {
  /** Keeps in mind when a workload is taken back that comes now, if ever. */
  readonly expect: (job: SteadyJob, nowMs: InstantMs) => void;
  readonly due: (nowMs: InstantMs) => readonly Due[];
  readonly nextAtMs: () => InstantMs;
}

/** Begins with those that an earlier process has left. */
export const farewells = (left: readonly Farewell[]): Farewells => {
  const list = left.toSorted((a, b) => a.atMs - b.atMs);
  return {
    expect: ({ id, actor, deleteAfterMs }, nowMs) => {
      if (deleteAfterMs === undefined) return;
      const atMs = nowMs + deleteAfterMs;
      const place = list.findIndex((other) => other.atMs > atMs);
      list.splice(place < 0 ? list.length : place, 0, { id, actor, atMs });
    },
    due: (nowMs) => {
      const later = list.findIndex(({ atMs }) => atMs > nowMs);
      return list.splice(0, later < 0 ? list.length : later).map(deletionOf);
    },
    nextAtMs: () => list[0]?.atMs ?? Number.POSITIVE_INFINITY,
  };
};

const deletionOf = ({ id, actor }: Farewell): Due => ({
  commandId: `site:farewell/${id}`,
  actor,
  ask: { type: 'DeleteWorkload', workloadId: id, reason: 'replaced by its next version' },
});
