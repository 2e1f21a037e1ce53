import type { TypicalPod } from '../policy/policy.ts';

/**
 * Typical pods as tables, so that what a node's free room is worth is a few look-ups.
 *
 * A node falls into a row by its device model and its free CPU: nodes of a row refuse the same typical pods for these
 * two. A row has a cell for each free rest of a device, 0 to 1000, and a credit for each number of wholly free devices.
 * @unit millionths of a thousandth of a device: shares are millionths, rests are thousandths
 */
export interface Yardstick {
  /** What every rest of a device counts, row by row, 1001 cells each. */
  readonly cells: Float64Array;
  /** The shares of pods that so many wholly free devices are enough for, row by row, `creditSpan` each. */
  readonly credits: Float64Array;
  readonly creditSpan: number;
  /** CPU sizes of typical pods, ascending: the steps between rows of one model. */
  readonly cpuSteps: Float64Array;
  /** Models that typical pods name, and the first row of each; all others have theirs from 0 on. */
  readonly firstRowOf: ReadonlyMap<string, number>;
}

/** What each rest of a device counts where these one-device pods fit the node, out of so much of all shares. */
export type CellsOf = (
  fitting: readonly TypicalPod[],
  sharesAll: number,
) => (restMilli: number) => number;

/** How many cells a row has: rests of 0 to 1000. */
export const cellSpan = 1001;

const ascending = (a: number, b: number): number => a - b;

const takesModel = (pod: TypicalPod, model: string | undefined): boolean =>
  pod.models.length === 0 || (model !== undefined && pod.models.includes(model));

/** Builds the tables. @cost O(models · CPU sizes · 1001 · sizes), milliseconds for a hundred typical pods */
export const yardstickOf = (typical: readonly TypicalPod[], cellsOf: CellsOf): Yardstick => {
  const cpuSteps = [...new Set(typical.map(({ cpuMilli }) => cpuMilli))].toSorted(ascending);
  const models = [...new Set(typical.flatMap((pod) => pod.models))];
  const rows = rowsOf(typical, [undefined, ...models], cpuSteps);
  const sharesAll = typical.reduce((sum, { shareMicro }) => sum + shareMicro, 0);
  const creditSpan = mostDevicesOf(typical) + 1;
  const cells = new Float64Array(rows.length * cellSpan);
  const credits = new Float64Array(rows.length * creditSpan);
  for (const [row, fitting] of rows.entries()) {
    const cellOf = cellsOf(fitting.filter(isLone), sharesAll);
    for (let rest = 1; rest < cellSpan; rest += 1) cells[row * cellSpan + rest] = cellOf(rest);
    const wide = fitting.filter(({ gpuDevices }) => gpuDevices > 1);
    for (let whole = 1; whole < creditSpan; whole += 1)
      credits[row * creditSpan + whole] = sharesOf(wide, whole);
  }
  const rowsEach = cpuSteps.length + 1;
  const firstRowOf = new Map(models.map((model, place) => [model, (place + 1) * rowsEach]));
  return { cells, credits, creditSpan, cpuSteps: Float64Array.from(cpuSteps), firstRowOf };
};

/** The typical pods that fit in each row: model by model, and within each by ascending CPU. */
const rowsOf = (
  typical: readonly TypicalPod[],
  models: readonly (string | undefined)[],
  cpuSteps: readonly number[],
): readonly (readonly TypicalPod[])[] =>
  models.flatMap((model) =>
    [-1, ...cpuSteps].map((cpuMilli) =>
      typical.filter((pod) => pod.cpuMilli <= cpuMilli && takesModel(pod, model)),
    ),
  );

const isLone = ({ gpuDevices, gpuMilli }: TypicalPod): boolean => gpuDevices === 1 && gpuMilli > 0;

const mostDevicesOf = (typical: readonly TypicalPod[]): number =>
  typical.reduce((most, { gpuDevices }) => Math.max(most, gpuDevices), 0);

const sharesOf = (wide: readonly TypicalPod[], whole: number): number =>
  wide.reduce((sum, pod) => (pod.gpuDevices <= whole ? sum + pod.shareMicro : sum), 0);

/** The first row of a device model. */
export const firstRowOf = (yardstick: Yardstick, model: string | undefined): number =>
  (model === undefined ? undefined : yardstick.firstRowOf.get(model)) ?? 0;

/** How many rows further the free CPU puts a node. @cost O(log CPU sizes) */
export const stepOf = ({ cpuSteps }: Yardstick, cpuMilli: number): number => {
  let low = 0;
  let high = cpuSteps.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((cpuSteps[middle] ?? 0) <= cpuMilli) low = middle + 1;
    else high = middle;
  }
  return low;
};

/** What is taken off in a row for so many wholly free devices. */
export const creditOf = (yardstick: Yardstick, row: number, whole: number): number => {
  const { credits, creditSpan } = yardstick;
  const last = whole < creditSpan ? whole : creditSpan - 1;
  return 1000 * whole * (credits[row * creditSpan + last] ?? 0);
};
