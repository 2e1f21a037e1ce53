import fc from 'fast-check';
import type { PodRequest } from '../../../domain/foundation/shapes.ts';
import { networkCard, sliceNames } from './nodes.ts';
import { oneWay, type Traits, way } from './traits.ts';

const gib = 2 ** 30;

/** What claims are called that a world may have. */
export const claimNames = ['claim-a', 'claim-b', 'claim-c'] as const;

type Devices = Omit<PodRequest, 'cpuMilli' | 'memoryBytes'>;

const none = { gpuDevices: 0, gpuMilli: 0 } as const;

const wholeCards: fc.Arbitrary<Devices> = fc
  .constantFrom(1, 1, 1, 2, 4)
  .map((gpuDevices) => ({ gpuDevices, gpuMilli: 1000 }));

const shares: fc.Arbitrary<Devices> = fc
  .constantFrom(500, 300, 250, 700, 10)
  .map((gpuMilli) => ({ gpuDevices: 1, gpuMilli }));

const widerShares: fc.Arbitrary<Devices> = fc.oneof(
  fc
    .record({ gpuDevices: fc.constantFrom(2, 2, 3), gpuMilli: fc.constantFrom(500, 300, 700) })
    .map((one): Devices => one),
  fc
    .record({
      gpuDevices: fc.constantFrom(1, 1, 1, 2),
      gpuMemoryMib: fc.constantFrom(20_000, 10_000, 40_000, 33_333, 60_000),
    })
    .map((one): Devices => ({ gpuMilli: 0, ...one })),
);

const slices: fc.Arbitrary<Devices> = fc
  .record({ name: fc.constantFrom(...sliceNames), count: fc.constantFrom(1, 1, 2) })
  .map(({ name, count }) => ({ ...none, mig: { [name]: count } }));

const noDevices: fc.Arbitrary<Devices> = fc.constant(none);

type Extras = Pick<PodRequest, 'resources' | 'claims' | 'hostPorts'>;

const extras = (traits: Traits): fc.Arbitrary<Extras> =>
  oneWay<Extras>(
    way(12, fc.constant({})),
    way(1, fc.constant({ resources: { [networkCard]: 1 } }), traits.resources),
    way(
      1,
      fc.constantFrom(...claimNames).map((name) => ({ claims: [name] })),
      traits.claims,
    ),
    way(
      1,
      fc
        .constantFrom('TCP', 'TCP', 'UDP')
        .map((protocol) => ({ hostPorts: [{ port: 8080, protocol }] })),
      traits.ports,
    ),
  );

/** What a pod may ask for; one in fifteen asks for nothing at all. */
export const requests = (traits: Traits): fc.Arbitrary<PodRequest> =>
  fc
    .tuple(
      oneWay(
        way(7, wholeCards),
        way(3, shares, traits.fractions),
        way(2, widerShares, traits.widerShares),
        way(1, slices, traits.mig),
        way(2, noDevices),
      ),
      fc.record({
        cpuMilli: fc.constantFrom(0, 0, 1_000, 9_000),
        memoryBytes: fc.constantFrom(0, 0, gib, 20 * gib, 1),
      }),
      extras(traits),
    )
    .map(([devices, bare, more]) => ({ ...devices, ...bare, ...more }));
