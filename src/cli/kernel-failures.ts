import type { KernelMissing } from '../main/replay-ledger.ts';
import type { Failure } from './exit-codes.ts';

/** Says why a decision cannot be made again: its kernel is not here, or is not what was released. */
export const saidOfKernel = (
  { fault, revision, own }: KernelMissing,
  file?: string,
): Omit<Failure, 'exitCode'> => {
  const { version } = fault;
  const at = file === undefined ? `revision ${revision}` : `${file}, revision ${revision}`;
  switch (fault._tag) {
    case 'KernelUnknown':
      return {
        what: `kernel ${version} decided here, and this program does not have it: it has ${[...fault.known, own].join(', ')}`,
        where: at,
        remedy: 'replay this ledger with the program that wrote it, or a newer one',
      };
    case 'KernelAltered':
    case 'KernelUnreadable': {
      const why =
        'cause' in fault ? `cannot be loaded: ${fault.cause}` : 'is not what was released';
      const what = `kernel ${version}, which decided at ${at}, ${why}`;
      return { what, where: fault.place, remedy: 'install Berth again' };
    }
  }
};
