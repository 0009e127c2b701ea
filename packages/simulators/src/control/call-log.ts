import type { Clock } from './simulated-clock.ts';

/** One request as a test wants to see it: no header, no body, no token. */
export type Call = {
  at: string;
  method: string;
  /** Path and query, values of secrets replaced. */
  path: string;
  /** What was answered; null when the connection was closed without an answer. */
  status: number | null;
  requestId: string;
  /** The id of the fault that was injected into this call. */
  fault: string | null;
};

export type CallLog = Readonly<{
  add(call: Omit<Call, 'at'>): void;
  list(): readonly Call[];
  clear(): void;
}>;

/** Enough for every test, and a bound for a simulator that runs for weeks. */
const capacity = 20_000;

export function createCallLog(clock: Clock): CallLog {
  let calls: Call[] = [];
  return {
    add(call) {
      if (calls.length >= capacity) calls = calls.slice(capacity / 2);
      calls.push({ at: clock.now().toISOString(), ...call, path: withoutSecrets(call.path) });
    },
    list: () => calls,
    clear: () => {
      calls = [];
    },
  };
}

function withoutSecrets(path: string): string {
  return path.replace(/([?&](?:code|code_challenge|state|nonce|token|password)=)[^&]*/g, '$1…');
}
