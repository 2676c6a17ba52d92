import type { Config } from '../config/config.js';
import type { DetectSettings } from './detection.js';

/** The part of a configuration that detection reads. */
export function detectSettings(config: Config): DetectSettings {
  return {
    gateways: config.gateways.map((host) => ({ host })),
    variables: config.variables,
    foreignSuppressions: config.foreignSuppressions,
  };
}
