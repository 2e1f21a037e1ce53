import type { BerthRecorded } from '../../../domain/catalogue/events.ts';
import { countText, milliText } from '../print/index.ts';
import type { Summary } from './summary.ts';

/** The reasons that workloads wait for, as a remark. */
const reasonsText = ({ reasons }: Summary): string =>
  reasons.length === 0
    ? ''
    : ` (${reasons.map(([reason, count]) => `${reason} ${count}`).join(', ')})`;

const percentOf = ({ gpuMilliHeld, gpuMilliTotal }: Summary): number =>
  gpuMilliTotal === 0 ? 0 : Math.round((gpuMilliHeld * 100) / gpuMilliTotal);

const lostText = ({ nodesLost }: Summary): string => (nodesLost === 0 ? '' : `, ${nodesLost} lost`);

/** A time of day, as a person reads it beside events of the last minutes. */
export const clockText = (atMs: number): string => new Date(atMs).toISOString().slice(11, 19);

/** A summary on one line, where nobody can redraw. */
export const summaryLine = (summary: Summary): string =>
  `${clockText(summary.atMs)} revision ${summary.revision} (${summary.factsPerSecond} facts/s)` +
  ` · GPUs ${milliText(summary.gpuMilliHeld)}/${milliText(summary.gpuMilliTotal)}` +
  ` · nodes ${summary.nodes}${lostText(summary)}` +
  ` · running ${summary.running} · pending ${summary.pending}${reasonsText(summary)}`;

const barCells = 24;

const barOf = (percent: number): string => {
  const filled = Math.min(barCells, Math.max(0, Math.round((percent * barCells) / 100)));
  return '█'.repeat(filled) + '░'.repeat(barCells - filled);
};

/** A summary as the lines that are redrawn. */
export const summaryBlock = (summary: Summary): readonly string[] => {
  const percent = percentOf(summary);
  return [
    `revision ${countText(summary.revision)} · ${summary.factsPerSecond} facts/s · epoch ${summary.epoch}`,
    `GPUs ${barOf(percent)} ${milliText(summary.gpuMilliHeld)}/${milliText(summary.gpuMilliTotal)} (${percent} %)` +
      ` · nodes ${summary.nodes}${lostText(summary)}`,
    `running ${summary.running} · pending ${summary.pending}${reasonsText(summary)}`,
  ];
};

/** What a fact decides or reports that somebody watching wants to read; `undefined` for all others. */
export const newsOf = (fact: BerthRecorded): string | undefined => {
  const { id } = fact.subject;
  switch (fact.type) {
    case 'WorkloadAllocated':
      return `${id} gets ${devicesText(fact.data.placements)}`;
    case 'WorkloadPreempted':
      return `${id} makes room for ${fact.data.preemptorId} (${fact.data.action})`;
    default:
      return noticeOf(fact);
  }
};

/** The few facts that are told even where nobody can redraw. */
export const noticeOf = (fact: BerthRecorded): string | undefined => {
  const { id } = fact.subject;
  switch (fact.type) {
    case 'NodeLost':
      return `node ${id} is lost (${fact.data.reason})`;
    case 'NodeReturned':
      return `node ${id} is back`;
    case 'WorkloadInterrupted':
      return `${id} is interrupted: node ${fact.data.nodeId} (${fact.data.reason})`;
    case 'WorkloadFailed':
      return `${id} failed (${fact.data.reason})`;
    default:
      return undefined;
  }
};

interface Placed {
  readonly nodeId: string;
  readonly devices: readonly number[];
  readonly gpuMilli: number;
}

const devicesText = (placements: readonly Placed[]): string => {
  const milli = placements.reduce((sum, one) => sum + one.devices.length * one.gpuMilli, 0);
  const nodes = [...new Set(placements.map(({ nodeId }) => nodeId))];
  const more = nodes.length > 3 ? ` and ${nodes.length - 3} more` : '';
  return `${milliText(milli)} ${milli === 1000 ? 'GPU' : 'GPUs'} on ${nodes.slice(0, 3).join(', ')}${more}`;
};
