import {
  DECISIONS,
  type Claim,
  type ModelsOutcome,
  type TokenState,
  type UsageOutcome,
} from '../gateway/token-states.js';

/** What both requests told about one key. */
export interface Told {
  readonly models: ModelsOutcome;
  /** Only a claim that can be believed. */
  readonly claim: Claim | null;
  readonly usage: UsageOutcome;
}

/** The state that follows from both answers. Pure: the table in `gateway/token-states.ts` decides. */
export function decide(told: Told): TokenState {
  const row = DECISIONS.find(
    ({ models, claim, usage }) =>
      models === told.models &&
      (claim === undefined || claim === told.claim) &&
      (usage === undefined || usage === told.usage),
  );
  // The table ends every outcome of `models` with a row that asks for nothing else.
  return row?.state ?? 'unknown';
}
