import type { Example } from './examples.ts';
import type { Noun } from './nouns.ts';

const submits: Readonly<Record<string, readonly Example[]>> = {
  workload: [
    ['berth workload submit -f bert.yaml', 'the workloads of a file'],
    ['berth workload submit -f - --dry-run=server < bert.yaml', 'only judge them'],
  ],
  training: [
    [
      'berth training submit bert -p vision -i nvcr.io/nvidia/pytorch:25.10-py3 -g 2 -- python train.py',
      'two GPUs',
    ],
    ['berth training submit tune -p vision -i IMAGE --gpu-portion-request 0.5', 'half of a GPU'],
    ['berth training submit tune -p vision -i IMAGE --gpu-memory-request 20Gi', 'memory of one'],
    ['berth training submit tune -p vision -i IMAGE --mig-profile 1g.10gb', 'a slice of one'],
    ['berth training submit bert -p vision -i IMAGE -g 8 --wait', 'and wait until it runs'],
  ],
  workspace: [
    [
      'berth workspace submit lab -p vision -i jupyter/base-notebook -g 1 --cpu-memory-request 16Gi',
      'somewhere to build',
    ],
  ],
  inference: [
    [
      'berth inference submit chat -p search -i IMAGE -g 1 --min-replicas 1 --max-replicas 4',
      'a service that can be scaled',
    ],
  ],
  distributed: [
    [
      'berth distributed submit llama -p vision -i IMAGE --workers 3 -g 8',
      'a master and three workers, 32 GPUs that start together',
    ],
    [
      'berth distributed submit llama -p vision -i IMAGE --workers 4 --no-master -g 8',
      'workers only',
    ],
    [
      'berth distributed submit llama -p vision -i IMAGE --workers 4 --min-replicas 2 -g 8',
      'a master and at least two workers; it grows to four',
    ],
    [
      'berth distributed submit llama -p vision -i IMAGE --workers 4 -g 8 --topology racks --required-pod-topology-key rack',
      'all of it in one rack',
    ],
  ],
};

const verbs: Readonly<Record<string, (noun: Noun) => readonly Example[]>> = {
  logs: (noun) => [
    [`berth ${noun} logs bert -p vision`, 'what became of its pods'],
    [`berth ${noun} logs bert -p vision --follow --tail 5`, 'the last five lines, and what comes'],
    [`berth ${noun} logs ID --ledger out.db`, 'as a ledger file tells it'],
  ],
  stop: (noun) => [
    [`berth ${noun} stop bert -p vision`, 'by its name'],
    [`berth ${noun} stop bert-x7k2pq --reason "makes room" --wait`, 'by its id; wait for it'],
  ],
  resume: (noun) => [[`berth ${noun} resume bert -p vision --wait`, 'and wait until it runs']],
  scale: (noun) => [[`berth ${noun} scale chat -p search --replicas 3`, 'three replicas']],
  clone: (noun) => [
    [`berth ${noun} clone bert bert-2 -p vision`, 'the same again'],
    [`berth ${noun} clone bert-x7k2pq bert-2 --to-project speech`, 'in another project'],
  ],
  delete: (noun) =>
    isWorkloadNoun(noun)
      ? [[`berth ${noun} delete bert -p vision --wait`, 'and wait until its pods are gone']]
      : [[`berth ${noun} delete ID`, 'by its id']],
  cordon: () => [['berth node cordon node-007 --reason "new firmware"', 'one that is to rest']],
  uncordon: () => [['berth node uncordon node-007', 'one that has rested']],
};

const isWorkloadNoun = (noun: Noun): boolean => noun === 'workload' || noun in submits;

const others: Readonly<Record<string, readonly Example[]>> = {
  'project create': [
    ['berth project create vision -d research --gpu-quota 8', 'with 8 GPUs guaranteed'],
    [
      'berth project create speech -d research --node-pool h100 --gpu-quota 16 --gpu-limit 32',
      'in one of several node pools',
    ],
  ],
  'project set': [
    ['berth project set vision --gpu-quota 16', 'twice as much'],
    ['berth project set vision --node-pool h100 --gpu-weight 5 --priority 120', 'what is over'],
    ['berth project set vision --reclaim-min-run 1h --max-run 2d --lend-gpu 4', 'how it shares'],
    ['berth project set vision --bound gpu:H100=4:8 --bound example.com/nic=:2', 'bounds by name'],
  ],
  'department create': [
    ['berth department create research --gpu-quota 64', 'with 64 GPUs guaranteed'],
  ],
  'department set': [['berth department set research --gpu-quota 96', 'half as much again']],
  'nodepool create': [
    ['berth nodepool create h100 --label gpu.model=H100 --gpu-placement binpack', 'by a label'],
  ],
  'nodepool set': [['berth nodepool set h100 --gpu-placement spread', 'place otherwise']],
  'node create': [
    [
      'berth node create node-9 --gpu-count 8 --gpu-model H100 --gpu-memory 80Gi --cpu 96 --memory 1Ti',
      'a node of eight cards',
    ],
  ],
  'cluster create': [['berth cluster create lab', 'a cluster with that id']],
  'queue create': [
    ['berth project set vision --node-pool default --gpu-quota 8', 'do this instead'],
  ],
  'queue set': [['berth project set vision --node-pool default --gpu-quota 8', 'do this instead']],
  'queue delete': [['berth project delete vision', 'do this instead']],
};

/** The examples of a verb on things of a noun. */
export const verbExamples = (noun: Noun, verb: string): readonly Example[] =>
  others[`${noun} ${verb}`] ??
  (verb === 'submit' ? submits[noun] : verbs[verb]?.(noun)) ?? [[`berth ${noun} ${verb}`, verb]];
