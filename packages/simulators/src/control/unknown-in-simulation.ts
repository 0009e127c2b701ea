/** A test or a person asked for something that the simulated world does not hold. */
export class UnknownInSimulationError extends Error {
  override readonly name = 'UnknownInSimulationError';

  constructor(kind: string, id: string) {
    super(`The simulation holds no ${kind} ${id}`);
  }
}
