import { parentPort } from 'node:worker_threads';
import { PackHolder, type PackToHold } from '../git/objects/held-pack.js';
import { Workspace } from '../git/objects/workspace.js';
import { PackShare, type PackWork } from '../sources/history/pack-share.js';

/**
 * A second thread for the history source: helps to read a pack into memory that the threads share, takes its share in looking
 * through it, and sends back what it found.
 */
const workspace = new Workspace();

parentPort?.on('message', (work: PackToHold | PackWork) => {
  if ('pieces' in work) {
    new PackHolder(work).readRest();
    parentPort?.postMessage(null);
    return;
  }
  const share = new PackShare(work, workspace);
  while (share.step());
  const { absent, submodules } = share.findings.links;
  parentPort?.postMessage({ ...share.findings, links: { absent, submodules } });
});
