import { parentPort, workerData } from 'node:worker_threads';
import { createPrefilter } from '../detect/prefilter.js';
import { Hand } from '../sources/files/hand.js';
import { READY, type Assignment, type FileWork, type FolderWork } from '../sources/files/work.js';

/** A second hand for the files source: does each piece of work it is sent, and sends back what came of it. */
const assignment = workerData as Assignment;

void Hand.for(assignment, createPrefilter(assignment.gateways)).then((hand) => {
  // What is sent before anybody listens waits in the port.
  parentPort?.on('message', (work: FileWork | FolderWork) => {
    const outcome = hand.do(work);
    parentPort?.postMessage(
      outcome,
      outcome.items.map(({ bytes }) => bytes.buffer as ArrayBuffer),
    );
  });
  parentPort?.postMessage(READY);
});
