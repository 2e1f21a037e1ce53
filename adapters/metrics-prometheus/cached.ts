/** Makes a text at most once in so many milliseconds, and once for all who ask at the same time. */
export const cachedFor = (
  ms: number,
  steadyMs: () => number,
  make: () => Promise<string>,
): (() => Promise<string>) => {
  let madeAtMs = Number.NEGATIVE_INFINITY;
  let text: Promise<string> | undefined;
  return () => {
    const nowMs = steadyMs();
    if (text !== undefined && nowMs - madeAtMs < ms) return text;
    madeAtMs = nowMs;
    const made = make();
    text = made;
    // A page that failed is not shown again.
    made.catch(() => {
      if (text === made) text = undefined;
    });
    return made;
  };
};
