/** Figures by their names. */
type Figures = Readonly<Record<string, number>>;

/** Every figure that is another by the books, in words. */
export const differing = (told: Figures, byBooks: Figures): readonly string[] =>
  Object.entries(byBooks)
    .filter(([name, value]) => told[name] !== value)
    .map(([name, value]) => `${name} is told as ${told[name]} and is ${value}`);

/** Words where something is not so. */
export const unless = (isRight: boolean, wrong: string): readonly string[] =>
  isRight ? [] : [wrong];
