const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/**
 * Runs `work` with an abort signal that the first Ctrl-C (or SIGTERM) sets, so that what was read so far is still
 * reported. A second one ends the process as it always does.
 */
export async function withInterruption<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const abort = (): void => {
    controller.abort();
  };
  for (const name of SIGNALS) process.once(name, abort);
  try {
    return await work(controller.signal);
  } finally {
    for (const name of SIGNALS) process.removeListener(name, abort);
  }
}
