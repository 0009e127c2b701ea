import { brandOf } from '#lib/brand/brands.ts';
import { getConfig } from '#lib/server/config.ts';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = ({ locals }) => ({
  preferences: locals.preferences,
  brand: brandOf(getConfig().brand),
  now: locals.now,
});
