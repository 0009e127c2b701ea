import { compare, isOpen, near, put } from './merge-board.ts';
import type { Bucket, MergeBoard, Place, Witness } from './merge-board.ts';
import type { Windows } from './windows.ts';

/**
 * Joins what the sources date one to three days apart, where there is no doubt: counterpart and a telling text agree,
 * among all lines of these days, free or taken, there is no other like either of them, and one of the sources told the
 * whole day on which the other one has it. Without the last, they may be two payments with one text, one before and one
 * after the days where the sources meet.
 */
export function pairFewDaysApart(board: MergeBoard, windows: Windows, bucket: Bucket): void {
  if (!bucket.hasIncoming) return;
  for (const witnesses of bucket.witnesses.values()) {
    for (const witness of witnesses) {
      if (!isSeeking(witness)) continue;
      const place = onlyPlaceLike(witness, bucket);
      if (!place || !isOpen(place) || place.part || !isOnlyOneLike(place, bucket)) continue;
      const isMissedThere = windows.covers(board.source, place.facts.bookingDate);
      if (isMissedThere || windows.covers(board.other, witness.facts.bookingDate)) put(witness, place);
    }
  }
}

/** The best open place one to three days away that is at least partly alike; for a person to decide. */
export function likelyPlaceOnOtherDay(witness: Witness, bucket: Bucket): Place | undefined {
  const likely = near(bucket.places, witness.day)
    .filter((place) => isOpen(place) && !place.part && place.day !== witness.day)
    .map((place) => ({ place, likeness: compare(witness, place) }))
    .filter(({ likeness }) => likeness.hasSomethingInCommon);
  return likely.toSorted(
    (left, right) =>
      right.likeness.score - left.likeness.score || (left.place.ledger.id < right.place.ledger.id ? -1 : 1),
  )[0]?.place;
}

/** Arriving lines that nothing was found for, and witnesses that lost their place. */
function isSeeking({ place, isOut, incoming, partIndex, stood }: Witness): boolean {
  return !place && !isOut && partIndex === undefined && (incoming ?? stood) !== undefined;
}

function onlyPlaceLike(witness: Witness, { places }: Bucket): Place | undefined {
  const alike = near(places, witness.day).filter((place) => compare(witness, place).grade === 'strong');
  const [place] = alike;
  if (alike.length !== 1 || !place || place.day === witness.day) return undefined;
  return compare(witness, place).isTelling ? place : undefined;
}

function isOnlyOneLike(place: Place, { witnesses }: Bucket): boolean {
  const alike = near(witnesses, place.day).filter(
    (witness) => !witness.isOut && compare(witness, place).grade === 'strong',
  );
  return alike.length === 1;
}
