import type { WorkloadRow } from '../../../projections/workload-list/view.ts';
import { gangTexts } from './asked-text.ts';
import { type Described, spanText } from '../print/index.ts';

/** What only some workloads are submitted with, where it is said. */
export const termLines = (row: WorkloadRow): readonly Described[] => {
  const { replicas, backoffLimit, timeLimitMs, timeToLiveMs } = row;
  return [
    ...containerLines(row),
    ...line('labels', row.labels && pairs(row.labels)),
    ...line('annotations', row.annotations && pairs(row.annotations)),
    ...line('replicas', replicas && replicasText(replicas)),
    ...line(
      'retries',
      times(backoffLimit, (limit) => `${row.failures} of ${limit} used`),
    ),
    ...line('time limit', times(timeLimitMs, spanText)),
    ...line('kept after its end', times(timeToLiveMs, spanText)),
    ...line('copy of', row.clonedFrom),
    ...line('node pools', row.nodePoolIds?.join(', ')),
    ...line('semi-preemptible', row.semiPreemptible === true ? 'yes' : undefined),
    ...line('stands together', row.gang && gangTexts(row.gang)),
  ];
};

const containerLines = ({ container }: WorkloadRow): readonly Described[] => {
  if (container === undefined) return [];
  const { image, command, args, environment } = container;
  const words = [command, args].filter((text) => text !== undefined);
  return [
    ...line('image', image),
    ...line('runs', words.length === 0 ? undefined : words.join(' ')),
    ...line('environment', environment && pairs(environment)),
  ];
};

const line = (key: string, value: string | readonly string[] | undefined): readonly Described[] =>
  value === undefined ? [] : [{ key, value }];

const pairs = (texts: Readonly<Record<string, string>>): readonly string[] =>
  Object.entries(texts).map(([key, value]) => `${key}=${value}`);

const times = (value: number | undefined, text: (value: number) => string): string | undefined =>
  value === undefined ? undefined : text(value);

const replicasText = ({ desired, min, max }: NonNullable<WorkloadRow['replicas']>): string =>
  `${desired} wanted, ${min} to ${max} allowed`;
