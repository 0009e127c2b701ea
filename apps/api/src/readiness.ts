/** What the api cannot do without. */
export type MissingPart = 'database' | 'schema' | 'queue';
export type ReadReadiness = () => Promise<readonly MissingPart[]>;

type Checks = {
  /** Throws when the database does not answer or holds another schema than this code knows. */
  assertSchemaIsCurrent: () => Promise<void>;
  queueIsUsable: () => Promise<boolean>;
  clock: { now(): Date };
};

/** Load balancers ask often; the answer of this long ago will do. */
const answerIsFreshMs = 1_000;

/** Looks at database, schema and queue anew, so that readiness returns by itself after a restart of the database. */
export function createReadiness({ assertSchemaIsCurrent, queueIsUsable, clock }: Checks): ReadReadiness {
  let latest: { at: number; missing: Promise<readonly MissingPart[]> } | undefined;
  return () => {
    const now = clock.now().getTime();
    if (!latest || now - latest.at > answerIsFreshMs) latest = { at: now, missing: look() };
    return latest.missing;
  };

  async function look(): Promise<readonly MissingPart[]> {
    const problem = await assertSchemaIsCurrent().then(
      () => undefined,
      (error: unknown) => error,
    );
    if (problem !== undefined) return isAboutSchema(problem) ? ['schema'] : ['database'];
    return (await queueIsUsable()) ? [] : ['queue'];
  }
}

function isAboutSchema(problem: unknown): boolean {
  return problem instanceof Error && 'code' in problem && schemaCodes.has(problem.code);
}
const schemaCodes: ReadonlySet<unknown> = new Set(['not_migrated', 'newer_than_code', 'too_old']);
