import type { Dialect } from '../gateway/dialects.js';
import type { Problem } from './problem.js';
import { judgeClient } from './judge/client.js';
import { judgeJoin } from './judge/join.js';
import { judgeLog } from './judge/log.js';
import { judgeRequest } from './judge/request.js';
import type { Site } from './site.js';

/** What the judgement may know besides the site. */
export interface JudgeSettings {
  readonly dialect: Dialect;
  /** Hosts of the user's gateways, lower case, with a port if any. */
  readonly gateways: readonly string[];
  /** Names, beside those that say `STARRISE`, of variables that hold the gateway's keys. */
  readonly variables: readonly string[];
}

/** What is wrong with a site by the contract of the gateway. Pure; empty where that cannot be told. */
export function judge(site: Site, settings: JudgeSettings): Problem[] {
  switch (site.kind) {
    case 'request':
      return judgeRequest(site, settings);
    case 'client':
      return judgeClient(site, settings);
    case 'join':
      return judgeJoin(site, settings);
    case 'log':
      return judgeLog(site, settings);
    case 'unread':
      return [];
  }
}
