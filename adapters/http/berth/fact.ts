import type { BerthRecorded } from '../../../domain/catalogue/events.ts';
import { decode } from '../../../domain/catalogue/decode.ts';
import { hexOf } from '../../../domain/foundation/chain.ts';
import { isLeft } from '../../../domain/foundation/fp.ts';
import { eventId } from '../../../domain/foundation/ids.ts';
import type { StoredRecord } from '../../ports/event-log.ts';
import { problemOfFault } from '../problem.ts';

/** A fact as this API tells it: its envelope, with its id. */
export const toldFact = (fact: BerthRecorded): object => {
  const { revision, type, schema, subject, ...rest } = fact;
  return { revision, id: eventId(fact.commandId, fact.index), type, schema, subject, ...rest };
};

/** A stored fact with its link of the chain. @throws Problem when this program cannot understand it */
export const toldRecord = ({ revision, body, hash }: StoredRecord): object => ({
  ...toldFact(factOf({ revision, body })),
  hash: hexOf(hash),
});

/** The fact that a stored body says. @throws Problem when this program cannot understand it */
export const factOf = ({
  revision,
  body,
}: Pick<StoredRecord, 'revision' | 'body'>): BerthRecorded => {
  const fact = decode(revision, body);
  if (isLeft(fact)) throw problemOfFault(fact.left);
  return fact.right;
};
