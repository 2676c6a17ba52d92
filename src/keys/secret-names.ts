/** Which names of variables and properties say that a key is in them, and which keys are made to be seen. */

/** Words of the gateways and of the issuers whose keys cost money. Source: the issuers in src/keys/issuers.ts. */
const ISSUER =
  /STARRISE|OPENAI|ANTHROPIC|CLAUDE|GEMINI|DEEPSEEK|OPENROUTER|NEW_?API|ONE_?API|LITELLM|LLM|GPT|MOONSHOT|KIMI|QWEN|DASHSCOPE|MISTRAL|GROQ|MINIMAX|SILICONFLOW|STABILITY|XFYUN|(?:^|_)AI(?:_|$)/;

const CREDENTIAL = /(?:^|_)(?:API_?KEY|KEY|TOKEN|SECRET(?:_KEY)?|PASSWORD)$/;

/** Nothing but words for credentials: `API_KEY`, `SECRET_TOKEN`. */
const ONLY_CREDENTIAL = /^(?:(?:API|APP|SECRET|PRIVATE|ACCESS|AUTH|KEY|APIKEY|TOKEN|GATEWAY)(?:_|$))+$/;

/** Keys that their issuers publish. Sources: the documentation of each (Stripe, Supabase, Google, Clerk, Sentry, PostHog, …). */
const PUBLISHABLE =
  /PUBLISHABLE|PUBLIC_?KEY|ANON|SITE_?KEY|CLIENT_(?:ID|TOKEN)|MAPS?(?:_|BOX)|FIREBASE|RECAPTCHA|TURNSTILE|POSTHOG|SENTRY|SEGMENT|ANALYTICS|MEASUREMENT|ALGOLIA|VAPID|PUSHER|(?:^|_)(?:CSRF|XSRF|DESIGN|TOKEN_NAME)/;

/** Before the part of a name that says what the variable is for. */
const PREFIX =
  /^(?:NEXT_PUBLIC|NUXT_PUBLIC|EXPO_PUBLIC|PLASMO_PUBLIC|REACT_APP|VUE_APP|NG_APP|GATSBY|(?:MAIN_|PRELOAD_|RENDERER_)?VITE|STORYBOOK|WXT|PUBLIC)_/;

/** Whether a variable or property of this name holds a key that nobody but a server may have. Any case: `openaiApiKey`. */
export function isSecretName(name: string): boolean {
  const bare = withoutPrefix(name);
  return isIssuerKeyName(name) || (ONLY_CREDENTIAL.test(bare) && CREDENTIAL.test(bare) && !PUBLISHABLE.test(bare));
}

/** As {@link isSecretName}, and the name says whose key it is: an `accessToken` may be the visitor's own. */
export function isIssuerKeyName(name: string): boolean {
  const bare = withoutPrefix(name);
  return CREDENTIAL.test(bare) && ISSUER.test(bare) && !PUBLISHABLE.test(bare);
}

/** In capitals, with `_` between the words. */
function withoutPrefix(name: string): string {
  const words = name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toUpperCase();
  return words.replace(/^_+|_+$/g, '').replace(PREFIX, '');
}
