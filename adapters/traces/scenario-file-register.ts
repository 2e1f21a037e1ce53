import { closestTo } from '../../domain/foundation/closest.ts';
import { shown } from './refusal.ts';
import { type Page, refuseAt } from './scenario-file-page.ts';

/** The ids of one kind that a document has so far, and where each stands. */
export interface Register {
  /** @throws InputRefusal where the id is taken */
  readonly add: (page: Page, pointer: string, id: string) => void;
  /** @throws InputRefusal where nobody has the id */
  readonly demand: (page: Page, pointer: string, id: string) => void;
}

const offersMax = 8;
/** Longer ids are not compared with all others: nobody mistypes them, and it would take long. */
const lengthMax = 64;

/** An empty register; `noun` is what its members are, `list` where they stand. */
export const registerOf = (noun: string, list: string): Register => {
  const pointers = new Map<string, string>();
  return {
    add: (page, pointer, id) => {
      const before = pointers.get(id);
      if (before !== undefined) {
        const problem = `the ${noun} ${shown(id)} is there already, at ${before}`;
        refuseAt(page, pointer, { problem, remedy: `give every ${noun} an id of its own` });
      }
      pointers.set(id, pointer);
    },
    demand: (page, pointer, id) => {
      if (pointers.has(id)) return;
      const close = id.length > lengthMax ? [] : closestTo(id, pointers.keys());
      const all = [...pointers.keys()].slice(0, offersMax).map(shown).join(', ');
      const remedy =
        close.length === 0
          ? `add it to "${list}", or name one of ${all}`
          : `did you mean ${close.map(shown).join(' or ')}? Else add it to "${list}"`;
      refuseAt(page, pointer, { problem: `there is no ${noun} ${shown(id)}`, remedy });
    },
  };
};
