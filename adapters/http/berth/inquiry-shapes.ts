import { Type } from 'typebox';
import { atMs as exampleMs, moment } from './moment-example.ts';
import { amount, atMs, revision, text } from './row-shape.ts';

const open = Type.Object({}, { additionalProperties: true });
const place = Type.Object({ revision: amount, atMs }, { additionalProperties: false });

const causeExample = {
  says: 'It is Pending: Waits in queue vision@default, attempt 1.',
  revision: 20,
  atMs: exampleMs,
  causes: [
    {
      says: 'What has to happen: 8 GPUs more have to come free.',
      figures: { before: 0, waiting: 1 },
      causes: [],
    },
  ],
};

/** One thing that is so, and what it is so because of. */
const causeShape = Type.Object(
  {
    says: Type.String({ description: 'what is so, in a sentence with its numbers' }),
    figures: Type.Optional({ ...open, description: 'the same for programs' }),
    revision: Type.Optional({ ...revision, description: 'of the fact that says so' }),
    atMs: Type.Optional(atMs),
    causes: Type.Array(
      Type.Object(
        {},
        { additionalProperties: true, description: 'causes again, each of this shape' },
      ),
    ),
  },
  { additionalProperties: false, 'x-component': 'Cause', examples: [causeExample] },
);

/** Why something is as it is. */
export const whyShape = Type.Object(
  {
    subject: Type.Object({ kind: text, id: text }, { additionalProperties: false }),
    revision,
    asOfMs: atMs,
    outcome: Type.String({ description: 'one word: a phase, a standing' }),
    because: causeShape,
  },
  {
    additionalProperties: false,
    'x-component': 'Why',
    examples: [
      {
        subject: { kind: 'workload', id: 'train-1' },
        revision: moment.revision,
        asOfMs: exampleMs,
        outcome: 'Pending',
        because: causeExample,
      },
    ],
  },
);

const changeShape = Type.Object(
  {
    path: Type.String({ description: 'a JSON path' }),
    before: Type.Optional(Type.Unknown()),
    after: Type.Optional(Type.Unknown()),
  },
  { additionalProperties: false },
);

/** What is other at one moment than at an earlier one. */
export const diffShape = Type.Object(
  {
    from: place,
    to: place,
    subjects: Type.Array(
      Type.Object(
        {
          subject: text,
          happened: Type.Record(Type.String(), amount, { description: 'what, and how often' }),
          changes: Type.Array(changeShape, { description: 'where its state parts' }),
        },
        { additionalProperties: false },
      ),
    ),
    counts: Type.Record(Type.String(), amount, {
      description: 'how many subjects what happened to, by kind',
    }),
  },
  {
    additionalProperties: false,
    'x-component': 'Diff',
    examples: [
      {
        from: { revision: 5, atMs: exampleMs },
        to: { revision: 20, atMs: exampleMs },
        subjects: [{ subject: 'workload/train-1', happened: { submitted: 1 }, changes: [] }],
        counts: { 'workload submitted': 1 },
      },
    ],
  },
);

const toldShape = Type.Object(
  {},
  {
    additionalProperties: true,
    description: 'waits, outcomes, preemptions, GPU-hours, and the same by queue',
  },
);

/** What would have been, beside what was. */
export const whatIfShape = Type.Object(
  {
    from: place,
    until: place,
    assumption: { ...open, description: 'what the answer rests on' },
    recorded: toldShape,
    without: { ...toldShape, description: 'the same fork without the patch' },
    patched: toldShape,
    refused: amount,
    refusals: Type.Array(open),
    refusedWithout: amount,
    workloadsChanged: amount,
    changes: Type.Array(open, { description: 'the most changed workloads' }),
    workloadsOff: amount,
  },
  { additionalProperties: true, 'x-component': 'WhatIf' },
);

/** A moment as somebody names it. */
export const momentShape = (description: string, example: string) =>
  Type.String({ minLength: 1, maxLength: 64, description, examples: [example] });
