/** The resources that queues share, as verdicts and figures name them. */
export type SharedResource = 'gpuMilli' | 'cpuMilli' | 'memoryMib';

/**
 * An amount of a resource as sentences say it: `2.5 GPUs`, `1 CPU core`, `64 GiB`; what is boundless (−1) says so.
 *
 * @unit thousandths of a card, millicores, MiB
 */
export const amountText = (value: number, resource: SharedResource): string => {
  if (value < 0) return 'no bound';
  switch (resource) {
    case 'gpuMilli':
      return `${decimal(value)} ${value === 1000 ? 'GPU' : 'GPUs'}`;
    case 'cpuMilli':
      return `${decimal(value)} CPU ${value === 1000 ? 'core' : 'cores'}`;
    case 'memoryMib':
      return value % 1024 === 0 ? `${value / 1024} GiB` : `${value} MiB`;
  }
};

/** A number of things: `1 pod`, `8 pods`. */
export const countText = (count: number, noun: string): string =>
  `${count} ${noun}${count === 1 ? '' : 's'}`;

/** A length of time: `3600 s`, `1500 ms`. @unit ms */
export const durationText = (ms: number): string =>
  ms % 1000 === 0 ? `${ms / 1000} s` : `${ms} ms`;

/** Thousandths as a decimal without trailing zeros. */
const decimal = (milli: number): string => {
  const whole = Math.trunc(milli / 1000);
  const rest = String(milli % 1000)
    .padStart(3, '0')
    .replace(/0+$/, '');
  return rest === '' ? `${whole}` : `${whole}.${rest}`;
};
