import type { MomentFault } from '../../adapters/ports/moment.ts';
import type { Failure } from './exit-codes.ts';
import { instantText } from './print/index.ts';

/** Why there is no such moment, in words; `file` is the ledger that was asked. */
export const saidOfMoment = (fault: MomentFault, file?: string): Omit<Failure, 'exitCode'> => {
  switch (fault._tag) {
    case 'MomentUnreadable':
      return { what: `'${fault.asked}' names no moment`, where: '--at', remedy: fault.remedy };
    case 'MomentUnknown':
      return {
        what: `there is no revision ${fault.asked}: the last fact is ${fault.head}`,
        where: file,
        remedy:
          fault.head === 0 ? 'it holds no facts yet' : `name a revision from 1 to ${fault.head}`,
      };
    case 'MomentTooEarly':
      return {
        what: `there was nothing yet at ${instantText(fault.askedMs)}`,
        where: file,
        remedy:
          fault.firstMs === undefined
            ? 'it holds no facts yet'
            : `its first fact is of ${instantText(fault.firstMs)}`,
      };
  }
};
