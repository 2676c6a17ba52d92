import { parentPort } from 'node:worker_threads';
import { Workspace } from '../git/objects/workspace.js';
import { holdPack, PackShare, type PackToHold, type PackWork } from '../sources/history/pack-share.js';

/**
 * A second thread for the history source: reads a pack into memory that the threads share, takes its share in looking
 * through it, and sends back what it found.
 */
const workspace = new Workspace();

parentPort?.on('message', (work: PackToHold | PackWork) => {
  if ('hold' in work) {
    parentPort?.postMessage(holdPack(work));
    return;
  }
  const share = new PackShare(work, workspace);
  while (share.step());
  const { absent, submodules } = share.findings.links;
  parentPort?.postMessage({ ...share.findings, links: { absent, submodules } });
});
