/** Something that has an id, and a name that people use. */
export interface Called {
  readonly id: string;
  readonly name: string;
}

/**
 * The row that somebody means: the one with that id, else the only one of that name. An id is not used twice, so what
 * was deleted and made again has its name and another id.
 */
export const meantIn = <Row extends Called>(
  rows: Iterable<Row>,
  { id, name }: Called,
): Row | undefined => {
  const known = [...rows];
  const byId = known.find((row) => row.id === id);
  if (byId !== undefined) return byId;
  const [only, ...others] = known.filter((row) => row.name === name);
  return others.length === 0 ? only : undefined;
};
