export type Clock = Readonly<{ now(): Date }>;

/** Kept in the state file, so that a world that was moved into the future stays there. */
export type ClockState = { offsetMs: number; frozenAt: string | null };

export type SimulatedClock = Clock &
  Readonly<{
    /** @param running false stops the time at that moment */
    set(moment: Date, running: boolean): void;
    advance(milliseconds: number): void;
    isRunning(): boolean;
  }>;

/**
 * The time of the simulated world: that of the machine, moved or stopped at will.
 * @param state asked anew each time, because a reset replaces it
 */
export function createSimulatedClock(machine: Clock, state: () => ClockState): SimulatedClock {
  const now = (): Date => {
    const { offsetMs, frozenAt } = state();
    return frozenAt === null ? new Date(machine.now().getTime() + offsetMs) : new Date(frozenAt);
  };

  return {
    now,
    set(moment, running) {
      state().offsetMs = moment.getTime() - machine.now().getTime();
      state().frozenAt = running ? null : moment.toISOString();
    },
    advance(milliseconds) {
      if (state().frozenAt === null) state().offsetMs += milliseconds;
      else state().frozenAt = new Date(now().getTime() + milliseconds).toISOString();
    },
    isRunning: () => state().frozenAt === null,
  };
}

/** What a simulator goes by when it is given no clock. */
export const machineClock: Clock = {
  // The one place where the simulators ask the machine for the time; every other file is handed a clock.
  // eslint-disable-next-line no-restricted-syntax
  now: () => new Date(),
};
