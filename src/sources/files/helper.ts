import { Worker } from 'node:worker_threads';
import { workerFile } from '../../worker-file.js';
import { READY, type Assignment, type FileWork, type FolderWork, type Outcome } from './work.js';

/** Pieces of work sent ahead, so that the worker never waits for the main thread's next look. */
const AHEAD = 2;

/** A worker thread that reads beside the main thread. */
export class Helper {
  readonly #worker: Worker;
  readonly #arrived: Outcome[] = [];
  #failure: Error | null = null;
  #isReady = false;
  #load = 0;

  private constructor(worker: Worker, wake: () => void) {
    this.#worker = worker;
    worker.on('message', (message: Outcome | typeof READY) => {
      if (message === READY) this.#isReady = true;
      else {
        this.#load--;
        this.#arrived.push(message);
      }
      wake();
    });
    worker.on('error', (error) => {
      this.#failure = error;
      wake();
    });
  }

  /** `null` where there is no built worker. `wake` is called whenever something arrives. */
  static start(assignment: Assignment, wake: () => void): Helper | null {
    const file = workerFile('files');
    return file && new Helper(new Worker(file, { workerData: assignment, stdin: false }), wake);
  }

  /** Not before it has started: what the main thread can do meanwhile it does itself. */
  get wantsWork(): boolean {
    return this.#isReady && this.#load < AHEAD;
  }

  get busy(): boolean {
    return this.#load > 0 || this.#arrived.length > 0;
  }

  give(work: FileWork | FolderWork): void {
    this.#load++;
    this.#worker.postMessage(work);
  }

  /** What arrived since the last call. Throws what the worker threw. */
  collect(): Outcome[] {
    if (this.#failure !== null) throw this.#failure;
    return this.#arrived.splice(0);
  }

  async stop(): Promise<void> {
    await this.#worker.terminate();
  }
}
