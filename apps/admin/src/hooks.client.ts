import type { HandleClientError } from '@sveltejs/kit/hooks';

/** A page that failed on the server keeps its own text; what fails here is the network or a bug of ours. */
export const handleError: HandleClientError = ({ kind, error }) => {
  if (kind === 'app') return error;
  if (kind === 'framework' && error.status === 404) return { code: 'not_found', message: 'not_found', requestId: '' };
  return { code: navigator.onLine ? 'unexpected' : 'offline', message: 'unexpected', requestId: '' };
};
