import { Type } from 'typebox';

/** A problem as a document (RFC 9457). */
export const problemShape = Type.Object(
  {
    type: Type.String({ description: '/problems/ and a word for the kind of problem' }),
    title: Type.String(),
    status: Type.Integer({ minimum: 400, maximum: 599 }),
    detail: Type.String(),
    instance: Type.String({ description: 'the id of the request, as in the log' }),
    code: Type.Optional(Type.String({ description: 'the name of the rule that refused' })),
    context: Type.Optional(
      Type.Object({}, { additionalProperties: true, description: 'the numbers of the rule' }),
    ),
    errors: Type.Optional(
      Type.Array(
        Type.Object(
          {
            pointer: Type.String({ description: 'JSON pointer into what `in` names' }),
            in: Type.Optional(
              Type.Union([
                Type.Literal('body'),
                Type.Literal('query'),
                Type.Literal('path'),
                Type.Literal('header'),
              ]),
            ),
            value: Type.Optional(Type.Unknown({ description: 'what stands there, shortened' })),
            problem: Type.String(),
            remedy: Type.String(),
          },
          { additionalProperties: false },
        ),
      ),
    ),
  },
  { additionalProperties: false, 'x-component': 'Problem' },
);

/** A problem as somebody would get it. */
export const problemExample = {
  type: '/problems/quota-below-use',
  title: 'The quota cannot be like this',
  status: 422,
  detail:
    '/entitlements/gpuMilli/quota: is less than the 4000 that non-preemptible workloads hold now.',
  instance: 'urn:uuid:0b8fcd3e-5b44-4b0e-8f0b-2f7c0a5c2a10',
  code: 'QuotaBelowUse',
  context: { pointer: '/entitlements/gpuMilli/quota', quota: 2000, nonPreemptibleInUse: 4000 },
  errors: [
    {
      pointer: '/entitlements/gpuMilli/quota',
      value: 2000,
      problem: 'is less than the 4000 that non-preemptible workloads hold now',
      remedy: 'say at least 4000, or stop some of them first',
    },
  ],
};
