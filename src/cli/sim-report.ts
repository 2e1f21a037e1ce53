import type { RunResult } from '../main/run-scenario.ts';
import { spanText, milliText, permilleText } from './print/index.ts';

/** The report of a run as JSON shows it. @unit ms, thousandths of a card, events per second */
export const reportRecord = (result: RunResult) => ({
  ledger: result.ledgerPath,
  revisions: result.revisions,
  head: result.head,
  wallMs: Math.round(result.wallMs),
  eventsPerSecond: rateOf(result),
  refused: result.refused,
  ...result.report,
});

const rateOf = ({ revisions, wallMs }: RunResult): number =>
  Math.round((revisions / Math.max(wallMs, 1)) * 1000);

/** The report of a run for a person, with the three commands to try next. */
export const reportText = (name: string, result: RunResult): string => {
  const { report, ledgerPath } = result;
  const { workloads, waits, gpus } = report;
  const spanMs = report.endMs - report.startMs;
  const lines = [
    `${name}: ${workloads.total} workloads in ${spanText(spanMs)} of virtual time`,
    '',
    `  ended       ${workloads.completed} completed, ${workloads.failed} failed, ${workloads.cancelled} cancelled`,
    `  at the end  ${workloads.holding} running, ${workloads.pending} pending, ${workloads.idle} neither`,
    `  waits       p50 ${spanText(waits.p50Ms)}, p95 ${spanText(waits.p95Ms)}, p99 ${spanText(waits.p99Ms)}, mean ${spanText(waits.meanMs)}, max ${spanText(waits.maxMs)} (submission to first allocation, ${waits.count} workloads)`,
    `  GPUs        ${milliText(gpus.heldPeakMilli)} of ${milliText(gpus.capacityPeakMilli)} at the peak, ${milliText(gpus.heldMeanMilli)} on average (${permilleText(gpus.heldPermille)}), ${milliText(gpus.gpuHoursMilli)} GPU-hours`,
    `  over time   ${sparkline(result)}`,
    `  evictions   ${listed(report.preemptionsByAction)}; ${report.interruptions} interrupted by ${report.nodeLosses} node losses`,
    `  pending     ${listed(report.pendingByReason)}`,
    '',
    ...projectLines(result),
    `  facts       ${result.revisions} in ${Math.round(result.wallMs)} ms, ${rateOf(result)} events/s`,
    `  ledger      ${ledgerPath}`,
    '',
    'Try next:',
    `  npx berth ledger verify ${ledgerPath}`,
    `  npx berth replay ${ledgerPath} --verify`,
    `  npx berth workload list --ledger ${ledgerPath}`,
  ];
  return `${lines.join('\n')}\n`;
};

const listed = (counts: Readonly<Record<string, number>>): string => {
  const entries = Object.entries(counts);
  return entries.length === 0
    ? 'none'
    : entries.map(([word, count]) => `${count} ${word}`).join(', ');
};

/** Most projects that a text report lists. */
const projectsMax = 20;

const projectLines = ({ report }: RunResult): readonly string[] => {
  const shown = report.projects.slice(0, projectsMax);
  if (shown.length < 2) return [];
  const widest = Math.max(...shown.map(({ id }) => id.length));
  const more = report.projects.length - shown.length;
  return [
    ...shown.map(
      ({ id, workloads, waits, preemptions, gpuHoursMilli }) =>
        `  ${id.padEnd(widest)}  ${workloads} workloads, wait p50 ${spanText(waits.p50Ms)} p99 ${spanText(waits.p99Ms)}, ${preemptions} evictions, ${milliText(gpuHoursMilli)} GPU-hours`,
    ),
    ...(more > 0 ? [`  and ${more} more projects (-o json lists all)`] : []),
    '',
  ];
};

const bars = '▁▂▃▄▅▆▇█';
const sparkWidth = 60;

/** How much of the GPUs was held, from the first moment to the last, as a line of bars. */
const sparkline = ({ report }: RunResult): string => {
  const { series } = report.gpus;
  if (series.length === 0) return '-';
  const step = Math.max(1, Math.ceil(series.length / sparkWidth));
  const places = Array.from({ length: Math.ceil(series.length / step) }, (_, k) => k * step);
  const marks = places.map((place) => {
    const part = series.slice(place, place + step);
    const held = part.reduce((sum, point) => sum + point.heldMilli, 0);
    const there = part.reduce((sum, point) => sum + point.capacityMilli, 0);
    return bars[Math.min(7, Math.floor((8 * held) / Math.max(there, 1)))] ?? ' ';
  });
  return marks.join('');
};
