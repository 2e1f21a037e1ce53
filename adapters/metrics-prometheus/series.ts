import { Gauge, type Registry } from 'prom-client';
import type { Measured } from '../ports/metrics.ts';

/** Where gauges stand and what they look at. */
export interface Page {
  readonly registry: Registry;
  /** `undefined` until there is something to look at. */
  readonly sight: () => Measured | undefined;
}

/** One value with its labels, in the order of the gauge's names. */
export type Sample = readonly [labels: readonly string[], value: number];

/** A gauge that is read when somebody looks. */
export interface Reading {
  readonly name: string;
  readonly help: string;
  readonly labels: readonly string[];
  readonly read: (measured: Measured) => Iterable<Sample>;
}

/** Most series of one name: a page has to stay small, whatever somebody creates. */
const seriesMax = 2_000;

/** Registers gauges that are read at each look; what is over the bound is left out, and counted. */
export const register = ({ registry, sight }: Page, readings: readonly Reading[]): void => {
  for (const { name, help, labels, read } of readings) {
    const gauge = new Gauge({
      name,
      help,
      labelNames: [...labels],
      registers: [registry],
      collect: () => {
        gauge.reset();
        // The library gives a gauge without labels a 0 of its own: what nobody has read has no value.
        if (labels.length === 0) gauge.remove();
        const measured = sight();
        if (measured === undefined) return;
        let series = 0;
        for (const [values, value] of read(measured)) {
          if ((series += 1) > seriesMax) break;
          gauge.set(Object.fromEntries(labels.map((label, k) => [label, values[k] ?? ''])), value);
        }
      },
    });
  }
};
