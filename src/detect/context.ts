import type { FormFit } from '../keys/forms.js';
import type { Attribution } from './attribute.js';
import { assignedName } from './names.js';

/** Names that LiteLLM's keys are given, folded. Source: LiteLLM proxy documentation, `general_settings.master_key`. */
const LITELLM_NAME = /^(?:.*litellm\w*key|(?:generalsettings)?masterkey)$/;

/** Whether the surroundings make a key of a form that proves nothing by itself. */
export function contextAllows(fit: FormFit, index: number, text: string, attribution: () => Attribution): boolean {
  if (fit.form.id !== 'litellm') return attribution().issuer !== 'ambiguous';
  const name = assignedName(text, index);
  return name !== null && LITELLM_NAME.test(name) && /litellm/i.test(text);
}
