import type { FormFit } from '../keys/forms.js';
import type { Attribution } from './attribute.js';
import { assignedName } from './names.js';

/** Names that LiteLLM's keys are given, folded. Source: LiteLLM proxy documentation, `general_settings.master_key`. */
const LITELLM_NAME = /^(?:.*litellm\w*key|(?:generalsettings)?masterkey)$/;

/** A text, and where in it something begins. */
export type Place = readonly [text: string, index: number];

/**
 * Whether the surroundings make a key of a form that proves nothing by itself. `places`: where it stands as decoded, and
 * where it is written; its name may be in the one or the other.
 */
export function contextAllows(fit: FormFit, places: readonly Place[], attribution: () => Attribution): boolean {
  if (fit.form.id !== 'litellm') return attribution().issuer !== 'ambiguous';
  return places.some(([text, index]) => {
    const name = assignedName(text, index);
    return name !== null && LITELLM_NAME.test(name) && /litellm/i.test(text);
  });
}
