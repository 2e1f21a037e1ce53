import { type Noun, pluralOf, workloadNouns } from './nouns.ts';

/** A command line and what it does; the help of a command begins with its examples. */
export type Example = readonly [line: string, says: string];

/** The examples of every command, by its words. */
export const examples = {
  berth: [
    ['berth up', 'run Berth with a simulated cluster, and HTTP before it'],
    ['berth workload list', 'list the workloads of the server that runs'],
    ['berth training submit bert -p vision -i IMAGE -g 2', 'ask for two GPUs'],
    ['berth sim demo', 'play a bundled day of mixed work and print a report'],
    ['berth replay out.db --verify', 'recompute every decision from the facts before it'],
  ],
  sim: [
    ['berth sim demo', 'play the bundled day'],
    ['berth sim run --scenario FILE.json --ledger out.db', 'play a scenario of your own'],
    ['berth sim run --help', 'play a public trace'],
  ],
  'sim demo': [
    ['berth sim demo', 'play the bundled day into .berth/demo.db'],
    ['berth sim demo --seed 7 -o json', 'play another day, report as JSON'],
  ],
  'sim run': [
    [
      'berth sim run --scenario examples/two-teams.json --ledger out.db',
      'play a scenario of your own (docs/SCENARIOS.md)',
    ],
    [
      'berth sim run --trace openb --nodes nodes.csv --jobs pods.csv --ledger out.db',
      'play a trace as it was timed',
    ],
    [
      'berth sim run --trace openb --nodes nodes.csv --jobs pods.csv --no-departures --load 1.3 --ledger out.db',
      'ask for 130 % of the GPUs; nobody leaves',
    ],
    [
      'berth sim run --trace philly --jobs jobs.csv --nodes 70x8 --queues vc.csv --quota-scale 0.2 --ledger out.db',
      'one project per virtual cluster',
    ],
  ],
  scenario: [
    ['berth scenario test examples/scenarios/*.yaml', 'play them, and see what they expect'],
  ],
  'scenario test': [
    ['berth scenario test examples/two-*.json examples/scenarios/*.yaml', 'exit 1 where one fails'],
    ['berth scenario test mine.yaml --ledgers out', 'keep its ledger, to ask it why'],
    ['berth scenario test mine.yaml -o junit > report.xml', 'for a build server'],
  ],
  ledger: [
    ['berth ledger stats out.db', 'say how much of what a ledger holds'],
    ['berth ledger verify out.db', 'check all of it'],
  ],
  'ledger verify': [
    ['berth ledger verify out.db', 'check gaps, hashes and schemas; exit 0 when all is in order'],
    ['berth ledger verify out.db -o json', 'the same for a script'],
    [
      'berth ledger verify out.db --against prod.witness --verifier prod.key.pub',
      'and that nothing that was signed has been changed or cut off',
    ],
  ],
  'ledger stats': [
    ['berth ledger stats out.db', 'count the facts by type'],
    ['berth ledger stats out.db -o json', 'revisions, head, first and last moment, counts'],
  ],
  'ledger export': [
    ['berth ledger export out.db > facts.jsonl', 'every fact as one JSON line, in log order'],
  ],
  'ledger show': [
    ['berth ledger show out.db 42', 'one fact as YAML'],
    ['berth ledger show out.db 42 -o json', 'one fact as JSON'],
  ],
  'ledger keygen': [
    ['berth ledger keygen prod.key --name berth.example/prod', 'a key, and beside it prod.key.pub'],
  ],
  'ledger checkpoint': [
    ['berth ledger checkpoint out.db --key prod.key', 'sign what the ledger is now'],
    [
      'berth ledger checkpoint out.db --key prod.key --witness prod.witness',
      'and keep it with those before, after all of them were found to hold',
    ],
  ],
  'ledger prove': [
    [
      'berth ledger prove out.db 42 --against prod.witness --verifier prod.key.pub > proof.json',
      'that fact 42 is in the ledger that was signed',
    ],
    [
      'berth ledger prove out.db --from 1000 --against prod.witness --verifier prod.key.pub',
      'that it only grew since 1,000 facts were signed',
    ],
  ],
  'ledger check': [
    [
      'berth ledger check proof.json --verifier prod.key.pub',
      'by the key alone; exit 1 when forged',
    ],
  ],
  'ledger bundle': [
    ['berth ledger bundle out.db --out all.bundle.gz', 'all of it, to be checked elsewhere'],
    [
      'berth ledger bundle out.db --from 1000 --to 2000 --out part.bundle --against prod.witness --verifier prod.key.pub',
      'a part, with the state that it begins on and the proof that it was signed',
    ],
  ],
  'ledger check-bundle': [
    ['berth ledger check-bundle all.bundle.gz', 'exit 1 when it was bent or a decision differs'],
    [
      'berth ledger check-bundle part.bundle --verifier prod.key.pub',
      'and that it stands in the ledger that was signed',
    ],
  ],
  'ledger shred': [
    ['berth ledger shred live.db workload/bert-7', 'what it ran can be read by nobody any more'],
  ],
  replay: [
    ['berth replay out.db --verify', 'recompute every decision; exit 1 when one differs'],
    ['berth replay out.db', 'fold the ledger and print the digest of its state'],
    ['berth replay out.db --verify --from 1000 --to 2000', 'recompute a part of it'],
    ['berth replay part.bundle --verify', 'the same of a bundle, where the ledger is not'],
    [
      'berth replay out.db --policy next.yaml',
      'what would have been decided otherwise under these rules; exit 1 when something is',
    ],
    ['berth replay out.db --kernel 0.1.0 -o json', 'the same by another kernel, for a script'],
  ],
  diff: [
    ['berth diff -- -1h -0s', 'what is other than an hour ago, on the server'],
    [
      'berth diff 1000 2000 --ledger out.db',
      'what is other after fact 2,000 than after fact 1,000',
    ],
    [
      'berth diff 1000 2000 --ledger out.db --subject queue -o json',
      'of queues alone, for a script',
    ],
  ],
  whatif: [
    [
      'berth whatif --at 2026-01-05T12:00:00Z --patch patch.yaml',
      'what would have been since noon with the patch, as the server plays it',
    ],
    [
      'berth whatif --ledger out.db --at 1000 --patch patch.yaml',
      'what would have been after fact 1,000 with the patch',
    ],
    [
      'berth whatif --ledger out.db --at 2026-01-05T12:00:00Z --until 2026-01-05T18:00:00Z',
      'without one: how far a simulation is from what was recorded',
    ],
  ],
  why: [
    ['berth why bert-7', 'why it waits, runs where it does, or was taken off its devices'],
    ['berth why bert-7 --at -2h', 'why it was so two hours before the last fact'],
    ['berth why workload/bert-7 --ledger out.db --at 4711', 'why it was so after fact 4,711'],
    ['berth why node/n-3 --ledger out.db -o json', 'who holds a node, for a script'],
    [
      'berth why queue/vision --ledger out.db -o markdown',
      'what a queue has and is owed, to paste somewhere',
    ],
  ],
  vectors: [['berth vectors single.json steady.json', 'play all cases; exit 1 when one fails']],
  audit: [
    [
      'berth audit list --ledger out.db --limit 20',
      'the last twenty things that somebody asked for',
    ],
    [
      'berth audit list --ledger out.db --subject project/vision',
      'who created it, and who changed its quota from what to what',
    ],
    [
      'berth audit list --ledger out.db --actor sim --since 2026-01-05T13:00:00Z -o json',
      'all that one of them did from then on',
    ],
  ],
  apply: [
    ['berth apply -f site.yaml', 'departments, projects and what they are granted'],
    ['berth apply -f site.yaml --dry-run=server', 'only judge it'],
    ['berth project list -o json | ./make-site | berth apply -f -', 'from another program'],
  ],
  delete: [['berth delete -f site.yaml', 'what the file names, projects before departments']],
  events: [
    ['berth events', 'the last 50 facts'],
    ['berth events --follow --type WorkloadPreempted', 'who is preempted from now on'],
    ['berth events --subject workload/bert-x7k2pq -o json', 'the life of one, for a script'],
    ['berth events --since 1000 --limit 100', 'facts 1001 to 1100'],
  ],
  completion: [
    ['berth completion bash >> ~/.bashrc', 'for bash'],
    ['berth completion zsh > "${fpath[1]}/_berth"', 'for zsh, behind compinit'],
    ['berth completion fish > ~/.config/fish/completions/berth.fish', 'for fish'],
  ],
  complete: [['berth complete -- workload li', 'what a shell asks while somebody types']],
  context: [
    [
      'berth context set lab --server https://berth.lab.example --token-file ~/.berth-token',
      'add one',
    ],
    ['berth context use lab', 'use it from now on'],
    ['berth workload list --context lab', 'use it once'],
  ],
  'context list': [['berth context list', 'all servers that are known, and which is in use']],
  'context current': [['berth context current', 'the name of the one in use']],
  'context use': [['berth context use lab', 'all further commands go to its server']],
  'context set': [
    ['berth context set here --server http://127.0.0.1:7766', 'the server of this machine'],
    ['berth context set lab --server https://berth.lab.example --project vision', 'with a project'],
    ['berth context set lab --token-stdin < token', 'keep its token in the file of contexts'],
  ],
  'context delete': [['berth context delete lab', 'forget it']],
} as const satisfies Readonly<Record<string, readonly Example[]>>;

/** The examples of a noun's two commands. */
export const nounExamples = (
  noun: Noun,
): { readonly list: readonly Example[]; readonly describe: readonly Example[] } => {
  const isOfWorkloads = workloadNouns.some((one) => one === noun);
  const filtered: readonly Example[] = isOfWorkloads
    ? [
        [`berth ${noun} list -p vision --phase Pending`, 'what of one project waits, and why'],
        [`berth ${noun} list --watch`, 'see what changes'],
      ]
    : [];
  return {
    list: [
      [`berth ${noun} list`, `list the ${pluralOf(noun)}`],
      ...filtered,
      [`berth ${noun} list -o wide`, 'with all columns'],
      [`berth ${noun} list -o jsonpath='{.items[*].id}'`, 'for a script; {[*].id} is the same'],
      [`berth ${noun} list --ledger out.db`, 'those of a ledger file; no server is asked'],
    ],
    describe: [
      [`berth ${noun} describe ID`, `all that is known of one ${noun}`],
      [`berth ${noun} describe ID -o yaml`, 'the same as data'],
      [`berth ${noun} describe ID --ledger out.db`, 'as a ledger file tells it'],
    ],
  };
};

/** Examples as the first lines of a help text. */
export const textOfExamples = (shown: readonly Example[]): string => {
  const lines = shown.map(([line, says]) => `  # ${says}\n  ${line}\n`);
  return ['Examples:', ...lines].join('\n');
};
