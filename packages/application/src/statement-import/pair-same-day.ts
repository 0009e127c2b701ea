import { compare, isOpen, leave, mayPair, put } from './merge-board.ts';
import type { Bucket, Place, Witness } from './merge-board.ts';

/**
 * Gives each arriving witness the place of its day that fits it best. A witness that fits better takes a place from one
 * that fits less, which then looks for the next; so the result is the same whatever arrived first.
 */
export function pairSameDay(bucket: Bucket): void {
  if (!bucket.hasIncoming) return;
  for (const [day, ofDay] of bucket.places) {
    const places = ofDay.filter(({ isOut }) => !isOut);
    const arriving = bucket.witnesses.get(day)?.filter(({ incoming, isOut }) => incoming && !isOut) ?? [];
    if (arriving.length > 0 && places.length > 0) new DayPairing(arriving, places).pair();
  }
}

/** A place that a witness may take, and how well it fits. */
type Fit = Readonly<{ place: Place; score: number }>;

class DayPairing {
  private readonly witnesses: readonly Witness[];
  private readonly places: readonly Place[];
  private readonly fits = new Map<Witness, readonly Fit[]>();
  /** Those that arrive, and those that lost their place to one of them. */
  private readonly seekers = new Set<Witness>();
  /** How many of its places a witness has asked for. */
  private readonly asked = new Map<Witness, number>();

  constructor(witnesses: readonly Witness[], places: readonly Place[]) {
    this.witnesses = inFixedOrder(witnesses);
    this.places = inFixedOrder(places);
  }

  pair(): void {
    for (const witness of this.witnesses) {
      let seeking: Witness | undefined = witness;
      while (seeking) {
        this.seekers.add(seeking);
        seeking = this.seek(seeking);
      }
    }
    let deadEnds = new Set<Place>();
    for (const witness of this.seekers) {
      if (!witness.place && this.makeRoom(witness, deadEnds, 0)) deadEnds = new Set();
    }
  }

  /** @returns who lost a place by it, and must look for another */
  private seek(witness: Witness): Witness | undefined {
    const fits = this.fitsOf(witness);
    for (let next = this.asked.get(witness) ?? 0; next < fits.length; next++) {
      const fit = fits[next];
      if (!fit || fit.score <= this.heldScore(fit.place)) continue;
      this.asked.set(witness, next + 1);
      const loser = fit.place.holder;
      if (loser) leave(loser);
      put(witness, fit.place);
      return loser?.day === witness.day ? loser : undefined;
    }
    this.asked.set(witness, fits.length);
    return undefined;
  }

  /** Where a holder fits elsewhere just as well, or fits nowhere surely, it moves: nobody stands outside for nothing. */
  private makeRoom(witness: Witness, deadEnds: Set<Place>, leastScore: number): boolean {
    for (const { place, score } of this.fitsOf(witness)) {
      if (score < leastScore || deadEnds.has(place)) continue;
      deadEnds.add(place);
      const { holder } = place;
      if (holder) {
        if (this.isFixed(place) || holder.day !== witness.day) continue;
        const held = compare(holder, place);
        if (!this.makeRoom(holder, deadEnds, held.grade === 'strong' ? held.score : 0)) continue;
      }
      put(witness, place);
      return true;
    }
    return false;
  }

  private fitsOf(witness: Witness): readonly Fit[] {
    let fits = this.fits.get(witness);
    if (!fits) {
      const own = this.candidatesOf(witness).flatMap((place) => fitOf(witness, place));
      if (own.length > 1) own.sort((left, right) => right.score - left.score);
      this.fits.set(witness, (fits = own));
    }
    return fits;
  }

  /** On a day with very many equal amounts not everything is compared with everything. */
  private candidatesOf(witness: Witness): readonly Place[] {
    if (this.places.length <= comparedWithAll) return this.places;
    const sameWords = this.placesByWords().get(placeKey(witness)) ?? [];
    return (sameWords.length > 0 ? sameWords : this.places).filter(isOpen).slice(0, comparedWithAll);
  }

  private byWords: Map<string, Place[]> | undefined;
  private placesByWords(): Map<string, Place[]> {
    return (this.byWords ??= Map.groupBy(this.places, placeKey));
  }

  private heldScore(place: Place): number {
    if (!place.holder) return 0;
    if (this.isFixed(place)) return Infinity;
    return place.holder.day === place.day ? compare(place.holder, place).score : 0;
  }

  /** Money is allocated on it, or a person or the balances said what the words do not. */
  private isFixed(place: Place): boolean {
    const { holder, stood, ledger } = place;
    if (!holder || holder !== stood) return false;
    return ledger.isAllocated || !mayPair(compare(holder, place));
  }
}

const comparedWithAll = 400;

function placeKey({ words }: Witness | Place): string {
  return `${words.account ?? ''} ${words.text.key}`;
}

function fitOf(witness: Witness, place: Place): Fit[] {
  if (place.part && !witness.incoming) return [];
  const likeness = compare(witness, place);
  return mayPair(likeness) ? [{ place, score: likeness.score }] : [];
}

/** By what they say, so that the order of arrival decides nothing. */
function inFixedOrder<Item extends Witness | Place>(items: readonly Item[]): readonly Item[] {
  if (items.length < 2) return items;
  const keyed = items.map((item) => ({
    item,
    key: `${item.words.account ?? ''} ${item.words.text.key} ${'id' in item ? item.id : item.ledger.id}`,
  }));
  return keyed.sort((left, right) => (left.key < right.key ? -1 : 1)).map(({ item }) => item);
}
