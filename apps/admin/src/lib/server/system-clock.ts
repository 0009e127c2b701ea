/** The one place of the admin that asks what time it is; everything else gets it from `locals.now`. */
export const systemClock = {
  // eslint-disable-next-line no-restricted-properties -- the clock itself
  now: (): number => Date.now(),
};
