import type { InstantMs } from '../../../domain/foundation/instant.ts';
import type { Revision } from '../../../domain/foundation/event.ts';
import type { Ask } from '../../ports/ask.ts';
import type { LiveBrain } from '../../ports/live-brain.ts';
import { type AnsweringReply, answered, type AskingRequest, dryRunOf } from '../asking.ts';
import { idForName, nameTaken, type NamedAsked } from './fresh-name.ts';
import { tellAs } from './told-as.ts';

/** A request to create something, and the reply to it. */
export interface Creating {
  readonly brain: LiveBrain;
  readonly request: AskingRequest;
  readonly reply: AnsweringReply;
}

/** Something that was created, or would be. */
export interface Created {
  readonly id: string;
  readonly atMs: InstantMs;
  readonly revision: Revision;
}

/** Creates something of a name. @throws Problem when it is refused, or something of that name was there before */
export const createNamed = async (
  { brain, request, reply }: Creating,
  { askOf, ...named }: NamedAsked & { readonly askOf: (id: string) => Ask },
): Promise<Created> => {
  const done = await tellAs(brain, request, {
    ask: askOf(idForName(brain, request, named)),
    expectedRevision: undefined,
    pointerOf: (pointer) => (/^\/(?:nodePool|cluster)Id$/.test(pointer) ? '/name' : pointer),
  });
  const [first] = done.facts;
  if (first === undefined) throw nameTaken(named.kind.replace('-', ' '), named.name);
  answered(reply, done, dryRunOf(request.query) ? 200 : 201);
  return { id: first.subject.id, atMs: first.atMs, revision: first.revision };
};
