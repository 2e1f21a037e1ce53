import { kernelInFile, releasedKernels } from '../../../adapters/kernels/index.ts';
import type { EventLog } from '../../../adapters/ports/event-log.ts';
import type { KernelFault } from '../../../adapters/ports/kernels.ts';
import { kernelVersion } from '../../../domain/allocation/index.ts';
import type { Revision } from '../../../domain/foundation/event.ts';
import { type Either, isLeft, left, right } from '../../../domain/foundation/fp.ts';
import { type OlderKernel, olderKernelAt } from '../../app/kernels.ts';
import type { ReadFault } from '../../app/read.ts';
import type { KernelStuck, Patch, PatchRefused } from '../../app/whatif/index.ts';

/**
 * The kernel that a patch chooses, brought to the fork; `undefined` where the program's own decides.
 *
 * @cost every fact before the fork, some 6 µs each: another kernel looks at them by its own view, of which no moments
 * are kept
 */
export const patchedKernel = async (
  log: EventLog,
  { kernel, policy }: Pick<Patch, 'kernel' | 'policy'>,
  from: Revision,
): Promise<Either<ReadFault | PatchRefused, OlderKernel | undefined>> => {
  if (kernel === undefined || kernel.version === kernelVersion) return right(undefined);
  if (policy !== undefined) return left(oneOfBoth);
  const { version, file } = kernel;
  const load = file === undefined ? releasedKernels() : kernelInFile(file);
  const found = await olderKernelAt(version ?? 'in a file', from, { log, load });
  if (!isLeft(found)) return found;
  const fault = found.left;
  return left(fault._tag === 'KernelMissing' ? refusalOf(fault.fault, kernelVersion) : fault);
};

const oneOfBoth: PatchRefused = {
  _tag: 'PatchRefused',
  field: 'policy',
  problem: 'another kernel decides by the rules of the ledger, and the patch has rules besides',
  remedy: 'leave out policy, or kernel, and ask twice',
};

const refusalOf = (fault: KernelFault, own: string): PatchRefused => {
  const refused = (problem: string, remedy: string): PatchRefused => ({
    _tag: 'PatchRefused',
    field: 'kernel',
    problem,
    remedy,
  });
  switch (fault._tag) {
    case 'KernelUnknown':
      return refused(
        `there is no kernel ${fault.version}`,
        `write ${[...fault.known, own].join(' or ')}, or the path of a file that is one, such as ./kernel.js`,
      );
    case 'KernelAltered':
      return refused(`${fault.place} is not what was released`, 'install Berth again');
    case 'KernelUnreadable':
      return refused(
        `${fault.place} is no kernel: ${fault.cause}`,
        'name a file as kernels/ has them: `npm run release:kernel` makes one',
      );
  }
};

/** Says of which field it is that the kernel of a patch could not go on. */
export const stuckRefusal = ({ reason }: KernelStuck): PatchRefused => ({
  _tag: 'PatchRefused',
  field: 'kernel',
  problem: `it cannot play this fork: ${reason}`,
  remedy: 'ask moment by moment what it would have decided: berth replay FILE --kernel VERSION',
});
