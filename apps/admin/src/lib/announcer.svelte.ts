import { getContext, setContext } from 'svelte';

/** The two live regions of the page: results are said politely, a failure of what one just did at once. */
export type Announcer = Readonly<{
  result: () => string;
  failure: () => string;
  sayResult: (text: string) => void;
  sayFailure: (text: string) => void;
}>;

const key = Symbol('announcer');

export function provideAnnouncer(): Announcer {
  let result = $state('');
  let failure = $state('');
  return setContext<Announcer>(key, {
    result: () => result,
    failure: () => failure,
    sayResult: (text) => (result = text),
    sayFailure: (text) => (failure = text),
  });
}

export function useAnnouncer(): Announcer {
  return getContext<Announcer>(key);
}
