/**
 * What a brand may change: its name, its addresses and, in tokens.css, its accent.
 * A brand is a value, not a build: BRAND chooses one when the process starts.
 */
export const brands = {
  onfact: {
    name: 'onFact',
    supportAddress: 'support@onfact.be',
    helpUrl: 'https://help.onfact.be',
  },
  factuurhuis: {
    name: 'Factuurhuis',
    supportAddress: 'help@factuurhuis.example',
    helpUrl: 'https://help.factuurhuis.example',
  },
} as const;

export type BrandId = keyof typeof brands;
export type Brand = { id: BrandId; name: string; supportAddress: string; helpUrl: string };

export const brandIds = Object.keys(brands) as [BrandId, ...BrandId[]];

export function brandOf(id: BrandId): Brand {
  return { id, ...brands[id] };
}
