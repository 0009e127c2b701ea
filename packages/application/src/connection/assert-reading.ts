import type { Connection } from '@onfact-ponto/db';
import { ApplicationError } from '../errors.ts';

/**
 * What a user asks of Ponto needs a connection that is read now.
 * @throws ApplicationError connection_needs_reconnect, connection_stopped, connection_not_linked
 */
export function assertReading(connection: Connection | undefined): asserts connection is Connection {
  if (connection?.state === 'needs_reconnect') throw new ApplicationError('connection_needs_reconnect');
  if (connection?.state === 'blocked' || connection?.state === 'paused') {
    throw new ApplicationError('connection_stopped');
  }
  if (connection?.state !== 'active') throw new ApplicationError('connection_not_linked');
}
