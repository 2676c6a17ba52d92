import type { RequestSite } from '../../site.js';
import type { Node } from '../data/node.js';
import { exportIn, readInsomnia } from './insomnia.js';
import { readN8n, workflowIn } from './n8n.js';
import { descriptionIn, readOpenApi } from './openapi.js';
import { collectionIn, readPostman } from './postman.js';

/** A kind of document that names requests, known by what it holds. */
interface Document {
  /** What every text of it holds: without, it is not parsed. */
  readonly sign: RegExp;
  readonly find: (root: Node) => Node | null;
  readonly read: (found: Node, text: string) => RequestSite[];
}

const DOCUMENTS: readonly Document[] = [
  { sign: /getpostman\.com|_postman_id/, find: collectionIn, read: readPostman },
  { sign: /__export_format|insomnia\.rest/, find: exportIn, read: readInsomnia },
  { sign: /n8n-nodes-base\.httpRequest/, find: workflowIn, read: readN8n },
  { sign: /["']?(?:openapi|swagger)["']?\s*:/, find: descriptionIn, read: readOpenApi },
];

/** The requests of a collection or a description in JSON or YAML; empty for every other document. */
export function readCollections(text: string, parse: (text: string) => Node | null): RequestSite[] {
  const candidates = DOCUMENTS.filter(({ sign }) => sign.test(text));
  const root = candidates.length === 0 ? null : parse(text);
  if (root === null) return [];
  for (const { find, read } of candidates) {
    const found = find(root);
    if (found !== null) return read(found, text);
  }
  return [];
}
