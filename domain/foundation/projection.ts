import type { PlainEvent, Recorded } from './event.ts';

/**
 * A read model: facts in log order folded into a view.
 *
 * `apply` may change the view that it was given and return it: a view has one owner. Laws: in pieces = at once; a
 * rebuild = the running view.
 * @shape `handles` lists the event types that `apply` looks at; others leave the view as it is. `version` rises whenever
 * equal facts would give another view.
 */
export interface Projection<View, Event extends PlainEvent> {
  readonly name: string;
  readonly version: number;
  readonly handles: ReadonlySet<string>;
  readonly initial: () => View;
  readonly apply: (view: View, event: Recorded<Event>) => View;
}
