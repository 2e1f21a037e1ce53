import type { Errors } from '../errors.ts';
import type { ResourceSaid } from './resources.ts';

/** Notes what cannot be meant in one resource, in the units in which it was said. */
export const checkResource = (
  { gpu, cpu, memory }: ResourceSaid,
  pointer: string,
  errors: Errors,
): void => {
  for (const [name, said] of Object.entries({ gpu, cpu, memory })) {
    const [deserved, limit] = [said?.deserved ?? -1, said?.limit ?? -1];
    if (limit < 0 || deserved <= limit) continue;
    errors.add(`${pointer}/${name}/limit`, limit, {
      problem: `is below what is deserved, ${deserved}`,
      remedy: `say at least ${deserved}, or -1 for none`,
    });
  }
  for (const [name, amount] of Object.entries({ deserved: gpu?.deserved, limit: gpu?.limit })) {
    if (isFineEnough(amount ?? 0)) continue;
    errors.add(`${pointer}/gpu/${name}`, amount, {
      problem: 'is no whole number of thousandths of a GPU',
      remedy: 'say it in steps of 0.001',
    });
  }
};

const isFineEnough = (gpus: number): boolean =>
  gpus === -1 || (gpus >= 0 && Math.abs(gpus * 1000 - Math.round(gpus * 1000)) < 1e-6);
