import { z } from 'zod';
import type { Ids } from './ids.ts';

/** What goes wrong. `…-after` means that the simulator did what was asked before it failed to say so. */
const FaultEffect = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('status'),
    status: z.int().min(400).max(599),
    /** The code in the body; the one that usually goes with the status otherwise. */
    code: z.string().optional(),
    /** The header: seconds, a date, or nonsense. */
    retryAfter: z.string().optional(),
  }),
  z.object({ kind: z.literal('status-after'), status: z.int().min(400).max(599), code: z.string().optional() }),
  z.object({ kind: z.literal('delay'), milliseconds: z.int().min(0).max(600_000) }),
  z.object({ kind: z.literal('drop') }),
  z.object({ kind: z.literal('drop-after') }),
  z.object({ kind: z.literal('truncate') }),
  z.object({ kind: z.literal('cut') }),
  z.object({ kind: z.literal('trickle'), bytesPerSecond: z.int().min(1).default(1) }),
  z.object({ kind: z.literal('endless') }),
  z.object({ kind: z.literal('bad-gzip') }),
  z.object({ kind: z.literal('gzip-bomb') }),
  z.object({ kind: z.literal('redirect'), location: z.string(), status: z.int().min(301).max(308).default(302) }),
  z.object({
    kind: z.literal('rewrite'),
    /** JSON pointers; without a value the place is taken away. */
    changes: z.array(z.object({ pointer: z.string().regex(/^\//), value: z.unknown().optional() })).min(1),
  }),
  z.object({ kind: z.literal('html') }),
  z.object({ kind: z.literal('replace'), status: z.int(), contentType: z.string(), body: z.string() }),
]);
type FaultEffect = z.output<typeof FaultEffect>;
export type FailureEffect = Extract<FaultEffect, { kind: 'status' | 'status-after' }>;

export const FaultRequest = z.object({
  effect: FaultEffect,
  method: z.string().optional(),
  /** The path without query; `*` stands for any part of it. Absent: every path. */
  path: z.string().optional(),
  /** Only when the query contains this text, percent-decoded. */
  queryIncludes: z.string().optional(),
  /** Only when the request body contains this text. */
  bodyIncludes: z.string().optional(),
  /** How many matching calls go well first. */
  skip: z.int().min(0).default(0),
  /** How many matching calls then fail. */
  times: z.int().min(1).default(1),
  /** The chance that a call which fits fails, drawn from the seed. */
  probability: z.number().gt(0).max(1).default(1),
});
/** A fault as a caller writes it: only `effect` is required. */
export type FaultRequest = z.input<typeof FaultRequest>;
export type Fault = z.output<typeof FaultRequest> & { id: string };

type Request = { method: string; path: string; query: string; body: string };

export type FaultScript = Readonly<{
  inject(request: FaultRequest): Fault;
  /** The fault that this call meets, counted as spent; undefined when all goes well. */
  take(request: Request): Fault | undefined;
  list(): readonly Fault[];
  clear(): void;
}>;

/** Faults waiting for their call. The first that fits wins. */
export function createFaultScript(ids: Ids): FaultScript {
  let faults: Fault[] = [];
  return {
    inject(request) {
      const fault = { id: ids.uuid(), ...FaultRequest.parse(request) };
      faults.push(fault);
      return fault;
    },
    take(request) {
      for (const fault of faults) {
        if (!fits(fault, request)) continue;
        if (fault.skip > 0) {
          fault.skip -= 1;
          continue;
        }
        if (fault.probability < 1 && ids.fraction() >= fault.probability) continue;
        fault.times -= 1;
        if (fault.times === 0) faults = faults.filter((other) => other !== fault);
        return fault;
      }
      return undefined;
    },
    list: () => faults,
    clear: () => {
      faults = [];
    },
  };
}

function fits(fault: Fault, { method, path, query, body }: Request): boolean {
  return (
    (fault.method === undefined || fault.method.toUpperCase() === method) &&
    (fault.path === undefined || pattern(fault.path).test(path)) &&
    (fault.queryIncludes === undefined || query.includes(fault.queryIncludes)) &&
    (fault.bodyIncludes === undefined || body.includes(fault.bodyIncludes))
  );
}

function pattern(path: string): RegExp {
  const literal = path.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${literal.join('.*')}/?$`);
}
