import type { DecodeFault } from '../../domain/catalogue/decode.ts';
import type { CommandRepeated, SchemaFault } from '../main/verify-ledger.ts';

/** A fact whose bytes are intact and that cannot be right. */
export type FactFault = DecodeFault | SchemaFault | CommandRepeated;

/** What is wrong, where, and what to do. */
interface Said {
  readonly what: string;
  readonly where: string;
  readonly remedy: string;
}

/** Says what is wrong with one fact of a ledger file, where, and what to do. */
export const saidOfFact = (fault: FactFault, file?: string): Said => {
  const where = [file, `revision ${fault.revision}`].filter(isThere).join(', ');
  const newer = 'read this ledger with the program that wrote it, or a newer one';
  switch (fault._tag) {
    case 'BodyIsNoJson':
      return { what: `a fact is no JSON: ${fault.cause}`, where, remedy: restore };
    case 'UnknownEventType':
      return { what: `nobody knows the event type ${fault.type}`, where, remedy: newer };
    case 'NewerSchema':
      return {
        what: `${fault.type} has schema ${fault.found}, this program knows up to ${fault.known}`,
        where,
        remedy: newer,
      };
    case 'SchemaViolated':
      return {
        what: `a fact ${fault.problem}`,
        where: [where, fault.type, fault.pointer].filter(isThere).join(', '),
        remedy: restore,
      };
    case 'CommandRepeated':
      return saidOfRepeat(fault, where);
  }
};

const saidOfRepeat = (fault: CommandRepeated, where: string): Said => {
  const { commandId, firstRevision, isSameEvent } = fault;
  return {
    what: isSameEvent
      ? `the event id of a fact of command ${commandId} occurs twice: its facts begin at revision ${firstRevision}`
      : `command ${commandId} made facts twice: at revision ${firstRevision} already`,
    where,
    remedy: restore,
  };
};

const isThere = (text: string | undefined): text is string => text !== undefined && text !== '';

const restore = 'restore the ledger from a copy whose `berth ledger verify` is clean';
