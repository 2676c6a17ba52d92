/** A loop gives way this often, in milliseconds, for signals, progress and the messages of workers. */
const TURN_MS = 50;

/** Lets signals and messages through now and then, in a long stretch of work. */
export class Turns {
  #last = performance.now();

  async giveWay(): Promise<void> {
    if (performance.now() - this.#last < TURN_MS) return;
    await new Promise((resolve) => setImmediate(resolve));
    this.#last = performance.now();
  }
}

/** Whether a failure comes from an interruption: Ctrl-C reaches git as well as us, and maybe sooner. */
export async function isInterruption(signal: AbortSignal | undefined): Promise<boolean> {
  for (let wait = 0; wait < PATIENCE && signal?.aborted === false; wait++) {
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
  return signal?.aborted === true;
}

const PATIENCE = 10;
const PAUSE_MS = 10;
