import { PontoError } from '@onfact-ponto/ponto-client';
import { ApplicationError } from '../errors.ts';
import { GrantLostError } from './access-token.ts';

/**
 * Asks Ponto something that a user waits for, and says in the user's terms why there is no answer.
 * @throws ApplicationError connection_needs_reconnect, ponto_unavailable
 */
export async function askForUser<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  try {
    return await ask();
  } catch (cause) {
    if (cause instanceof GrantLostError) throw new ApplicationError('connection_needs_reconnect', {}, { cause });
    if (cause instanceof PontoError) throw new ApplicationError('ponto_unavailable', {}, { cause });
    throw cause;
  }
}
