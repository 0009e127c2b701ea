import { MergeBoard, compare, isOpen, mayPair, put } from './merge-board.ts';
import type { Bucket, Place, Witness } from './merge-board.ts';
import type {
  Displacement,
  Merge,
  MergeDecision,
  MergeInput,
  PartDecision,
  SameReason,
  Source,
} from './merge-types.ts';
import { WindowProof } from './pair-by-windows.ts';
import { likelyPlaceOnOtherDay, pairFewDaysApart } from './pair-few-days-apart.ts';
import { pairSameDay } from './pair-same-day.ts';
import { chooseBetweenTotalsAndDetails } from './totals.ts';
import { findLinesOfIncomingTotals, findTotalsOfIncomingLines } from './totals-without-details.ts';
import { Windows } from './windows.ts';

/**
 * Decides what each line of one source is in the ledger of one account: a booking that the other source told already, a
 * new one, or a doubt for a person. Two lines of the same source are never one. The answer does not depend on the order
 * of the lines, nor, as far as the lines tell enough, on which source came first.
 */
export function mergeSources(input: MergeInput): Merge {
  if (input.ledger.length === 0) return allNew(input);
  const board = new MergeBoard(input);
  const windows = new Windows(input.coverage);
  const proof = new WindowProof(board, windows);
  chooseBetweenTotalsAndDetails(board);
  const buckets = [...board.buckets.values()].filter(({ hasIncoming }) => hasIncoming);
  for (const bucket of buckets) pairSameDay(bucket);
  for (const bucket of buckets) pairFewDaysApart(board, windows, bucket);
  const found = new Verdicts(board, windows, proof);
  for (const bucket of buckets) found.doubtWhatIsUnsure(bucket);
  for (const bucket of buckets) proof.pairLeftovers(bucket);
  for (const bucket of buckets) proof.pairLeftoversOfOtherDays(bucket);
  pairRemainingDetails(board);
  return found.merge();
}

/** Nothing is there that a line could be. */
function allNew({ incoming }: MergeInput): Merge {
  return { decisions: new Map(incoming.map(({ id }) => [id, { outcome: 'new' } as const])), totalsTold: [] };
}

/** Where a bundle is told one by one, its details are among the lines of the day: being partly alike is enough. */
function pairRemainingDetails(board: MergeBoard): void {
  for (const part of [...board.partsOf.values()].flat()) {
    if (part.isOut || part.place) continue;
    const ofDay = board.bucketOf(part.facts).places.get(part.day) ?? [];
    const alike = ofDay.filter((place) => isOpen(place) && compare(part, place).grade === 'partly');
    const [only] = alike;
    if (only && alike.length === 1) put(part, only);
  }
}

class Verdicts {
  private readonly board: MergeBoard;
  private readonly windows: Windows;
  private readonly proof: WindowProof;
  private readonly decisions = new Map<string, MergeDecision>();

  constructor(board: MergeBoard, windows: Windows, proof: WindowProof) {
    this.board = board;
    this.windows = windows;
    this.proof = proof;
  }

  /** A pair that little speaks for waits for a person, unless the windows or the account prove it. */
  doubtWhatIsUnsure(bucket: Bucket): void {
    for (const witness of [...bucket.witnesses.values()].flat()) {
      const { incoming, place, partIndex } = witness;
      if (!incoming || !place || partIndex !== undefined || place.part || displacementsBy(witness).length > 0) continue;
      if (place.day !== witness.day || compare(witness, place).grade === 'strong') continue;
      const reason =
        this.isAmbiguous(witness, place, bucket) && !this.isAnyOfThem(witness, place)
          ? 'several_fit'
          : this.isSure(witness, place, bucket)
            ? undefined
            : 'too_little_known';
      if (reason) this.decisions.set(incoming.id, { outcome: 'doubtful', ledgerId: place.ledger.id, reason });
    }
  }

  private isSure(witness: Witness, place: Place, bucket: Bucket): boolean {
    const { isEnough, hasSomethingInCommon } = compare(witness, place);
    if (isEnough || this.proof.isProvenForWeak(witness, place, bucket)) return true;
    return hasSomethingInCommon && isLastOfDay(witness, place, bucket);
  }

  /** Another free line fits equally well and says something else. */
  private isAmbiguous(witness: Witness, place: Place, { witnesses, places }: Bucket): boolean {
    const { score } = compare(witness, place);
    const otherPlaces = (places.get(witness.day) ?? []).filter(
      (other) =>
        isOpen(other) && compare(witness, other).score === score && other.words.fingerprint !== place.words.fingerprint,
    );
    const otherWitnesses = (witnesses.get(witness.day) ?? []).filter(
      (other) =>
        !other.place &&
        !other.isOut &&
        other.incoming &&
        compare(other, place).score === score &&
        other.words.fingerprint !== witness.words.fingerprint,
    );
    return otherPlaces.length > 0 || otherWitnesses.length > 0;
  }

  /**
   * One of the two says nothing that the others differ in, and it is one of them, because they are all of that day: they
   * are as many lines whichever it is, and each tells what its own witness does.
   */
  private isAnyOfThem(witness: Witness, place: Place): boolean {
    if (place.ledger.isAllocated) return false;
    const { source, other } = this.board;
    const isToldBy = (teller: Source) => this.windows.covers(teller, place.facts.bookingDate);
    return (place.words.isAnonymous && isToldBy(source)) || (witness.words.isAnonymous && isToldBy(other));
  }

  merge(): Merge {
    for (const whole of this.board.incoming) {
      if (whole.place && !this.decisions.has(whole.id)) this.decisions.set(whole.id, this.sameAs(whole, whole.place));
    }
    const lines = findLinesOfIncomingTotals(this.board);
    const totals = findTotalsOfIncomingLines(this.board);
    const decisions = new Map(
      this.board.incoming.map((whole) => [
        whole.id,
        this.decisions.get(whole.id) ??
          lines.decisions.get(whole.id) ??
          totals.decisions.get(whole.id) ??
          this.remaining(whole),
      ]),
    );
    return { decisions, totalsTold: totals.totalsTold };
  }

  private sameAs(witness: Witness, place: Place): MergeDecision {
    if (place.part) return { outcome: 'part_of', ledgerId: place.ledger.id, partId: place.part.id };
    const reason = reasonOf(witness, place);
    return { outcome: 'same', ledgerId: place.ledger.id, reason, displaced: displacementsBy(witness) };
  }

  /** Nothing was found for it. */
  private remaining(whole: Witness): MergeDecision {
    const parts = this.board.partsOf.get(whole.id);
    if (whole.isOut && parts) return { outcome: 'in_parts', parts: parts.map(partDecision) };
    const bucket = this.board.bucketOf(whole.facts);
    return this.doubt(whole, bucket) ?? { outcome: 'new' };
  }

  private doubt(whole: Witness, bucket: Bucket): MergeDecision | undefined {
    const ofDay = bucket.places.get(whole.day) ?? [];
    const alike = ofDay.find((place) => isOpen(place) && !place.part && compare(whole, place).grade === 'partly');
    if (alike) return { outcome: 'doubtful', ledgerId: alike.ledger.id, reason: 'partly_alike' };
    const wanted = ofDay.find((place) => this.isHeldInDoubt(place) && mayPair(compare(whole, place)));
    if (wanted) return { outcome: 'doubtful', ledgerId: wanted.ledger.id, reason: 'several_fit' };
    const allocated = ofDay.find((place) => isHeldByLess(place, whole));
    if (allocated) return { outcome: 'doubtful', ledgerId: allocated.ledger.id, reason: 'line_is_allocated' };
    const inTotal = ofDay.find(
      (place) => place.part && place.isOut && !place.whole?.holder && mayPair(compare(whole, place)),
    );
    if (inTotal) return { outcome: 'doubtful', ledgerId: inTotal.ledger.id, reason: 'may_be_in_total' };
    const part = this.partThatMayBeLine(whole);
    if (part) return { outcome: 'doubtful', ledgerId: part.ledger.id, reason: 'may_be_in_total' };
    const other = likelyPlaceOnOtherDay(whole, bucket);
    return other && { outcome: 'doubtful', ledgerId: other.ledger.id, reason: 'other_day' };
  }

  /** Who holds it waits for a person, so it may be this one's as well. */
  private isHeldInDoubt({ holder }: Place): boolean {
    return holder?.incoming !== undefined && this.decisions.get(holder.id)?.outcome === 'doubtful';
  }

  private partThatMayBeLine(whole: Witness): Place | undefined {
    for (const part of this.board.partsOf.get(whole.id) ?? []) {
      const places = this.board.bucketOf(part.facts).places.get(part.day) ?? [];
      const place = places.find((candidate) => isOpen(candidate) && mayPair(compare(part, candidate)));
      if (place) return place;
    }
    return undefined;
  }
}

/**
 * Of this day and amount neither source has another line left: as many lines as the source that tells most. That each
 * left out just what the other one told, in the same words, would be two chances at once.
 */
function isLastOfDay(witness: Witness, place: Place, { witnesses, places }: Bucket): boolean {
  const isLeftPlace = (other: Place) => other !== place && isOpen(other);
  const isLeftWitness = (other: Witness) => other !== witness && !other.place && !other.isOut;
  return !witnesses.get(witness.day)?.some(isLeftWitness) && !places.get(place.day)?.some(isLeftPlace);
}

/** An allocated line keeps its witness even where this one fits it better. */
function isHeldByLess(place: Place, witness: Witness): boolean {
  const { holder, stood, ledger } = place;
  if (!holder || holder !== stood || !ledger.isAllocated) return false;
  const likeness = compare(witness, place);
  return likeness.grade === 'strong' && likeness.score > compare(holder, place).score;
}

function partDecision({ place }: Witness): PartDecision {
  return place ? { outcome: 'same', ledgerId: place.ledger.id } : { outcome: 'new' };
}

function reasonOf(witness: Witness, place: Place): SameReason {
  const { grade, isTelling } = compare(witness, place);
  if (witness.day !== place.day) return grade === 'strong' && isTelling ? 'few_days_apart' : 'proven_by_windows';
  return grade === 'strong' ? 'alike' : grade === 'weak' ? 'nothing_contradicts' : 'proven_by_windows';
}

/** Who lost a place because this witness took one, and so on. */
function displacementsBy(witness: Witness): Displacement[] {
  const displaced: Displacement[] = [];
  let from = witness.place;
  while (from?.stood && from.stood !== from.holder) {
    const loser = from.stood;
    displaced.push({ from: from.ledger.id, to: loser.place?.ledger.id ?? 'new-line' });
    from = loser.place;
  }
  return displaced;
}
