import type { BerthRecorded } from '../../../domain/catalogue/events.ts';
import type { Revision } from '../../../domain/foundation/event.ts';
import { toldFact } from '../berth/fact.ts';

/** A fact as one message of a stream. */
export const frameOf = (fact: BerthRecorded): string =>
  `id: ${fact.revision}\nevent: ${fact.type}\ndata: ${JSON.stringify(toldFact(fact))}\n\n`;

/** Says how far the ledger has come, so that who is told little still resumes near its head. */
export const heartbeatOf = (at: Revision): string => `: at ${at}\nid: ${at}\n\n`;

/** What a stream begins with: how soon to come again after it broke. @unit ms */
export const opening = 'retry: 1000\n\n';
