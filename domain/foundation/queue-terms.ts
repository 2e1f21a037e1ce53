import { type Static, Type } from './schemas.ts';

const most = Number.MAX_SAFE_INTEGER;
const amount = (least: number, description: string) =>
  Type.Optional(Type.Integer({ minimum: least, maximum: most, description }));

/**
 * What a queue asks of the kernel besides shares.
 *
 * @shape what is left out is as in the queue above, then as in the policy; of bounds: there is none
 * @unit ms; thousandths of a card, millicores, MiB; other resources as their pods count them
 */
export const queueTermsShape = Type.Object({
  preemptMinRunMs: amount(
    0,
    'how long its workloads are safe from preemption after their start, in milliseconds',
  ),
  reclaimMinRunMs: amount(
    0,
    'how long its workloads are safe from reclaim after their start, in milliseconds',
  ),
  maxRunMs: amount(1, 'the longest that one of its workloads runs at a stretch, in milliseconds'),
  lendingMax: Type.Optional(
    Type.Object(
      {
        gpuMilli: amount(0, 'in thousandths of a card'),
        cpuMilli: amount(0, 'in millicores'),
        memoryMib: amount(0, 'in MiB'),
      },
      { description: 'how much of its quota others may borrow while it is idle; all unless said' },
    ),
  ),
  others: Type.Optional(
    Type.Record(
      Type.String(),
      Type.Object({
        quota: Type.Integer({
          minimum: -1,
          maximum: most,
          description: 'the most that its non-preemptible workloads have; -1 is no bound',
        }),
        limit: Type.Integer({
          minimum: -1,
          maximum: most,
          description: 'never exceeded; -1 is none',
        }),
      }),
      {
        description:
          'bounds by name: `gpu:<model>` in thousandths of a card, or any other resource by its own name',
      },
    ),
  ),
});
/** See `queueTermsShape`. */
export type QueueTerms = Static<typeof queueTermsShape>;
