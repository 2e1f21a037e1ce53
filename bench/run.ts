import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { cpus, totalmem } from 'node:os';
import { type Row, tableOf } from './row.ts';

/**
 * Measures all tables, or those that are named: `npm run bench`, `npm run bench -- kernel runs`.
 *
 * JSON lines go to `bench/out`, Markdown to stdout; `--write` puts the tables into `bench/RESULTS.md` too.
 */
const tables = [
  'kernel',
  'memory',
  'kai',
  'armada',
  'kube-scheduler',
  'kueue',
  'openb',
  'philly',
  'ledger',
  'commanders',
  'fold',
  'start',
  'runs',
  'records',
  'live',
  'http',
  'sse',
  'at',
  'inquiries',
  'whatif',
  'verify',
] as const;

const out = new URL('./out/', import.meta.url);
const results = new URL('./RESULTS.md', import.meta.url);
const marks = { from: '<!-- figures: npm run bench -- --write -->', to: '<!-- end of figures -->' };

const measure = async (table: string): Promise<readonly Row[]> => {
  const { rows } = (await import(`./${table}.ts`)) as {
    readonly rows: () => Promise<readonly Row[]>;
  };
  return rows();
};

const machineOf = (): string => {
  const model = cpus()[0]?.model.trim() ?? 'unknown';
  const memory = `${Math.round(totalmem() / 2 ** 30)} GiB`;
  const date = new Date().toISOString().slice(0, 10);
  return `${cpus().length} × ${model}, ${memory}, Node ${process.version}, ${date}`;
};

const writeResults = async (text: string): Promise<void> => {
  const before = await readFile(results, 'utf8');
  const [head = ''] = before.split(marks.from);
  const [, tail = ''] = before.split(marks.to);
  await writeFile(results, `${head}${marks.from}\n\n${text}\n${marks.to}${tail}`);
};

const picked = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const wanted = picked.length === 0 ? tables : tables.filter((table) => picked.includes(table));
await mkdir(out, { recursive: true });
const machine = machineOf();
process.stdout.write(`${machine}\n`);
const sections: string[] = [`Measured on ${machine}.\n`];
for (const table of wanted) {
  const rows = await measure(table);
  const section = `### ${table}\n\n${tableOf(rows)}\n`;
  sections.push(section);
  process.stdout.write(`\n${section}`);
  const lines = rows.map((row) => `${JSON.stringify({ machine, ...row })}\n`).join('');
  await writeFile(new URL(`${table}.jsonl`, out), lines);
}
if (process.argv.includes('--write')) await writeResults(sections.join('\n'));
