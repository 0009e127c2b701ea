import { createInterface } from 'node:readline';

/** Process ids that must not outlive our parent, with the signal that stops each in an orderly way. */
const kept = new Map<number, NodeJS.Signals>();

const lines = createInterface({ input: process.stdin });

lines.on('line', (line) => {
  const [order, pid, signal] = line.split(' ');
  if (order === 'keep') kept.set(Number(pid), signal === 'SIGINT' ? 'SIGINT' : 'SIGTERM');
  if (order === 'forget') kept.delete(Number(pid));
});

/** The parent is gone. Whoever was started last depends on the ones before it, so it goes first. */
lines.on('close', () => {
  for (const [pid, signal] of [...kept].reverse()) {
    try {
      process.kill(pid, signal);
    } catch {
      /** It is gone already, which is what we wanted. */
    }
  }
});
