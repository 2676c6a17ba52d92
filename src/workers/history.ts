import { parentPort } from 'node:worker_threads';
import { Workspace } from '../git/objects/workspace.js';
import { PackShare, type PackWork } from '../sources/history/pack-share.js';

/** A second thread for the history source: takes its share of each pack it is told of, and sends back what it found. */
const workspace = new Workspace();

parentPort?.on('message', (work: PackWork) => {
  const share = new PackShare(work, workspace);
  while (share.step());
  const { absent, submodules } = share.findings.links;
  parentPort?.postMessage({ ...share.findings, links: { absent, submodules } });
});
