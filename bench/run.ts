import { mkdir, writeFile } from 'node:fs/promises';
import { cpus, totalmem } from 'node:os';
import { type Row, tableOf } from './row.ts';

/** The tables, in the order in which they are measured; a name on the command line picks one. */
const tables = ['ledger', 'fold', 'commanders', 'kernel', 'runs', 'start'] as const;

const out = new URL('./out/', import.meta.url);

const measure = async (table: string): Promise<readonly Row[]> => {
  const { rows } = (await import(`./${table}.ts`)) as {
    readonly rows: () => Promise<readonly Row[]>;
  };
  return rows();
};

const picked = process.argv.slice(2);
const wanted = picked.length === 0 ? tables : tables.filter((table) => picked.includes(table));
await mkdir(out, { recursive: true });
const machine = `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}, ${new Date().toISOString().slice(0, 10)}`;
process.stdout.write(`${machine}\n`);
for (const table of wanted) {
  const rows = await measure(table);
  process.stdout.write(`\n## ${table}\n\n${tableOf(rows)}\n`);
  const lines = rows.map((row) => `${JSON.stringify({ machine, ...row })}\n`).join('');
  await writeFile(new URL(`${table}.jsonl`, out), lines);
}
