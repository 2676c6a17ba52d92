/** The 48 characters after the `sk-` of OpenAI's keys until 2024: the marker, base64 of "OpenAI", in their middle. */
const BODY = /^[0-9A-Za-z]{20}T3BlbkFJ[0-9A-Za-z]{20}$/;

/** Whether `body`, 48 characters without `sk-`, was minted by OpenAI. */
export function isOpenAiBody(body: string): boolean {
  return BODY.test(body);
}
