/**
 * The scanner as a library: find `sk-` keys in bytes ({@link detect}, {@link detectText}) or in whole sources
 * ({@link scan}), with the same findings as the command and the ESLint rules.
 *
 * No raw key leaves these functions: findings hold the redacted form and a fingerprint.
 */
export { detect, detectText } from './detect/index.js';
export type { Detection, DetectSettings, Gateway, KeyMatch, SuppressedMatch, UnusedDirective } from './detect/index.js';
export type * from './finding.js';
export { scan, type ScanRequest } from './scan.js';
export type { ReportedKeys, VerifiedKeys } from './verify/reported.js';
