/** What a library prints that can only print to the console, as a text. */
export const saidBy = (speak: () => void): string => {
  const lines: string[] = [];
  const { log } = console;
  console.log = (line: unknown): void => {
    lines.push(String(line));
  };
  try {
    speak();
  } finally {
    console.log = log;
  }
  return lines.map((line) => `${line}\n`).join('');
};
