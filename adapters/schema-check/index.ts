import { Compile } from 'typebox/compile';
import { allFacts } from '../../domain/catalogue/events.ts';
import { bodyOf, decode } from '../../domain/catalogue/index.ts';
import { envelopeShape, type Revision } from '../../domain/foundation/event.ts';
import { type Either, isLeft, left, right } from '../../domain/foundation/fp.ts';

/** A stored fact whose bytes are intact but whose content is not what its schema says. */
export interface SchemaFault {
  readonly _tag: 'SchemaViolated';
  readonly revision: Revision;
  readonly type: string;
  /** JSON pointer into the stored body. */
  readonly pointer: string;
  readonly problem: string;
}

/** What a well-formed body tells the next check. */
export interface CheckedBody {
  readonly type: string;
  readonly subject: string;
  readonly subjectRevision: number;
}

/**
 * Compiles the schemas of all facts into one check of stored bodies: envelope, data, and canonical form.
 *
 * A body is canonical when encoding what it says gives the same bytes; older schemas are checked after lifting.
 * @cost compiling about 30 ms, once; a check about 3 µs
 */
export const createSchemaCheck = (): ((
  revision: Revision,
  body: string,
) => Either<SchemaFault, CheckedBody>) => {
  const envelope = Compile(envelopeShape);
  const data = new Map(allFacts.map((known) => [known.type as string, Compile(known.shape)]));
  return (revision, body) => {
    const violated = (type: string, pointer: string, problem: string) =>
      left<SchemaFault>({ _tag: 'SchemaViolated', revision, type, pointer, problem });
    const decoded = decode(revision, body);
    if (isLeft(decoded)) return violated('', '', problemOf(decoded.left));
    const fact = decoded.right;
    const stored: unknown = JSON.parse(body);
    if (!envelope.Check(stored)) {
      const [first] = envelope.Errors(stored);
      return violated(fact.type, first?.instancePath ?? '', first?.message ?? 'is no envelope');
    }
    const check = data.get(fact.type);
    if (check !== undefined && !check.Check(fact.data)) {
      const [first] = check.Errors(fact.data);
      return violated(fact.type, `/data${first?.instancePath ?? ''}`, first?.message ?? 'is wrong');
    }
    if (stored.schema === undefined && bodyOf(fact) !== body) {
      return violated(fact.type, '', 'is not in canonical form');
    }
    return right({
      type: fact.type,
      subject: stored.subject,
      subjectRevision: fact.subjectRevision,
    });
  };
};

const problemOf = (fault: { readonly _tag: string }): string => {
  const words: Readonly<Record<string, string>> = {
    BodyIsNoJson: 'is no JSON',
    UnknownEventType: 'has an event type that this program does not know',
    NewerSchema: 'was written by a newer program',
  };
  return words[fault._tag] ?? fault._tag;
};
