export { proposeAllocations } from './matcher.ts';
export type { OpenDocument, Proposal, Reason, ReceivedLine, RejectedPair } from './matcher.ts';
