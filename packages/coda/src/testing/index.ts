export { accounts, movements, statements } from './arbitrary-statements.ts';
export type { WholeStatement } from './arbitrary-statements.ts';
export { belgianNumbers, belgianReferences, days, ibans, words } from './arbitrary-texts.ts';
export { damaged, damages } from './damage.ts';
export type { Damage } from './damage.ts';
export { eventsByType } from './events-by-type.ts';
export type { EventsByType } from './events-by-type.ts';
export { corpusFile, corpusFiles } from './sample-files.ts';
export type { SampleFile } from './sample-files.ts';
