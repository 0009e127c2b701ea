import type { Likeness } from './likeness.ts';
import { compare, isOpen, mayPair, near, put } from './merge-board.ts';
import type { Bucket, MergeBoard, Place, Witness } from './merge-board.ts';
import type { Windows } from './windows.ts';

/**
 * What words leave open, the days that a source told wholly may prove: what stands on such a day is among its lines,
 * and when only one line is left there, it is that one.
 */
export class WindowProof {
  private readonly board: MergeBoard;
  private readonly windows: Windows;

  constructor(board: MergeBoard, windows: Windows) {
    this.board = board;
    this.windows = windows;
  }

  /** Takes pairs of one day that are not alike enough by themselves, where nothing else is possible. */
  pairLeftovers(bucket: Bucket): void {
    if (!bucket.hasIncoming) return;
    for (const witness of [...bucket.witnesses.values()].flat()) {
      if (witness.place || witness.isOut || !witness.incoming || witness.partIndex !== undefined) continue;
      const place = onlyOne(this.leftPlaces(witness, bucket));
      if (!place || onlyOne(this.leftWitnesses(place, bucket)) !== witness) continue;
      if (this.isProven(witness, place, bucket)) put(witness, place);
    }
  }

  /**
   * The sources date it differently: each told the whole day of the other's line without telling it there, and within
   * these days nothing else is left that it may be.
   */
  pairLeftoversOfOtherDays(bucket: Bucket): void {
    if (!bucket.hasIncoming) return;
    for (const witness of [...bucket.witnesses.values()].flat()) {
      if (witness.place || witness.isOut || !witness.incoming || witness.partIndex !== undefined) continue;
      const place = onlyOne(
        near(bucket.places, witness.day).filter((other) => isLeft(other) && isPossible(witness, other)),
      );
      if (!place || place.day === witness.day || !compare(witness, place).hasSomethingInCommon) continue;
      const rivals = near(bucket.witnesses, place.day).filter(
        (other) => !other.place && !other.isOut && isPossible(other, place),
      );
      if (onlyOne(rivals) === witness && this.isMissedByBoth(witness, place)) put(witness, place);
    }
  }

  private isMissedByBoth(witness: Witness, place: Place): boolean {
    const { source, other } = this.board;
    return (
      this.windows.covers(other, witness.facts.bookingDate) && this.windows.covers(source, place.facts.bookingDate)
    );
  }

  /** One of the two sources told the whole day, and nothing speaks for another day. */
  isProvenForWeak(witness: Witness, place: Place, bucket: Bucket): boolean {
    return this.isCovered(witness) && !this.isContested(witness, place, bucket);
  }

  private isProven(witness: Witness, place: Place, bucket: Bucket): boolean {
    return this.isCoveredByBoth(witness) && !this.isContested(witness, place, bucket);
  }

  private isCovered({ facts }: Witness): boolean {
    return this.windows.covers('ponto', facts.bookingDate) || this.windows.covers('coda', facts.bookingDate);
  }

  private isCoveredByBoth({ facts }: Witness): boolean {
    return this.windows.covers('ponto', facts.bookingDate) && this.windows.covers('coda', facts.bookingDate);
  }

  /**
   * A line of a day nearby fits better, or it fits as well and nothing explains why the other source does not tell it on
   * its own day: the sources may date this amount differently.
   */
  private isContested(witness: Witness, place: Place, { witnesses, places }: Bucket): boolean {
    const { source, other } = this.board;
    const isRivalPlace = (rival: Place) =>
      isOpen(rival) &&
      !rival.part &&
      rival.day !== witness.day &&
      speaksAgainst(compare(witness, rival), this.windows.covers(source, rival.facts.bookingDate));
    const isRivalWitness = (rival: Witness) =>
      !rival.place &&
      !rival.isOut &&
      rival.partIndex === undefined &&
      rival.day !== place.day &&
      speaksAgainst(compare(rival, place), this.windows.covers(other, rival.facts.bookingDate));
    return near(places, witness.day).some(isRivalPlace) || near(witnesses, place.day).some(isRivalWitness);
  }

  private leftPlaces(witness: Witness, { places }: Bucket): Place[] {
    return (places.get(witness.day) ?? []).filter((place) => isLeft(place) && isPossible(witness, place));
  }

  private leftWitnesses(place: Place, { witnesses }: Bucket): Witness[] {
    return (witnesses.get(place.day) ?? []).filter(
      (witness) => !witness.place && !witness.isOut && isPossible(witness, place),
    );
  }
}

function speaksAgainst(likeness: Likeness, isMissedThere: boolean): boolean {
  return likeness.grade === 'strong' || (isMissedThere && mayPair(likeness));
}

function isLeft(place: Place): boolean {
  return isOpen(place) && !place.part;
}

function isPossible(witness: Witness, place: Place): boolean {
  return compare(witness, place).grade !== 'contradiction';
}

function onlyOne<Item>(items: readonly Item[]): Item | undefined {
  return items.length === 1 ? items[0] : undefined;
}
