import { type Static, type TObject, type TUnsafe, Type } from 'typebox';
import type { Errors } from './errors.ts';
import { memberOf } from './shapes.ts';

/** What to do instead of each member that Run:ai takes and Berth does not do. */
export type Remedies = Readonly<Record<string, string>>;

/** The same shape, in which members may also stand that are then refused: by name, and not as something unknown. */
export const withRefused = <Shape extends TObject>(
  shape: Shape,
  remedies: Remedies,
): TUnsafe<Static<Shape>> => {
  const refused = Object.entries(remedies).map(
    ([name, remedy]) => [name, Type.Unknown({ description: `Refused: ${remedy}.` })] as const,
  );
  const properties = { ...shape.properties, ...Object.fromEntries(refused) };
  return Type.Unsafe<Static<Shape>>({ ...shape, properties });
};

/** Notes each member that says something and that Berth does not do, with what to do instead. */
export const refuseMembers = (
  said: object,
  remedies: Remedies,
  { pointer, errors }: { readonly pointer: string; readonly errors: Errors },
): void => {
  for (const [name, remedy] of Object.entries(remedies)) {
    const value = memberOf(said, name);
    if (value === undefined || value === null) continue;
    errors.add(`${pointer}/${name}`, value, { problem: 'is not offered', remedy });
  }
};
