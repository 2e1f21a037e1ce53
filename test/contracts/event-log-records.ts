import { chainHash, genesisHash, hexOf } from '../../domain/foundation/chain.ts';
import { isLeft, type TaskEither } from '../../domain/foundation/fp.ts';
import type { EventLog, Head, LogFault, NewRecord } from '../../adapters/ports/event-log.ts';

/** The answer of a call that must not fail. */
export const answerOf = async <Answer>(call: TaskEither<LogFault, Answer>): Promise<Answer> => {
  const outcome = await call();
  if (isLeft(outcome)) throw new Error(JSON.stringify(outcome.left));
  return outcome.right;
};

/** The fault of a call that must fail. */
export const faultIn = async (call: TaskEither<LogFault, unknown>): Promise<LogFault> => {
  const outcome = await call();
  if (isLeft(outcome)) return outcome.left;
  throw new Error(`expected a fault, got ${JSON.stringify(outcome.right)}`);
};

/** A head as a test compares it: adapters may answer any kind of byte array. */
export const readable = ({ revision, hash }: Head): string => `${revision}:${hexOf(hash)}`;

/** A fact that a workload of that number might have, made by a command of that number. */
export const recordOf = (number: number, workload = number % 7): NewRecord => {
  const subject = `workload/w-${workload}`;
  const commandId = `cmd-${Math.floor(number / 2)}`;
  const body =
    `{"type":"WorkloadSubmitted","subject":"${subject}","subjectRevision":1,"atMs":1700000000000,` +
    `"origin":"command","commandId":"${commandId}","epoch":1,"data":{"number":${number},"note":"ü🦔"}}`;
  return { body, subject, commandId };
};

/** Facts numbered from `first` on. */
export const recordsOf = (first: number, count: number): readonly NewRecord[] =>
  Array.from({ length: count }, (_, index) => recordOf(first + index));

/** The bodies of all facts of a log. */
export const bodiesOf = async (log: EventLog): Promise<readonly string[]> =>
  (await answerOf(log.read(0, 1_000_000))).map(({ body }) => body);

/** The head of a log that holds these facts and no others. */
export const headOf = (records: readonly NewRecord[]): Head => ({
  revision: records.length,
  hash: records.reduce((hash, { body }) => chainHash(hash, body), genesisHash),
});
