import { RULE_IDS } from '../finding.js';

/**
 * What stands behind `starrise` where a text speaks of this tool, and not of a gateway or its keys: `starrise-disable-line`,
 * `starrise/no-hardcoded-key`, `starrise.config.json`. The source of a regular expression.
 */
export const BEHIND_OUR_NAME = String.raw`(?:-(?:disable|scan)|/(?:${RULE_IDS.join('|')})|\.(?:config|baseline)\.json)\b`;
