import type { DetectSettings } from '../../src/detect/index.js';

/** What detection knows where nothing is configured. */
export const SETTINGS: DetectSettings = {
  gateways: [{ host: 'api.starrise.ai' }],
  variables: [],
  foreignSuppressions: true,
};
