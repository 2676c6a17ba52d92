/** Which names of variables and properties say that a key is in them, and which keys are made to be seen. */

/** Words of the gateways and of the issuers whose keys cost money. Source: the issuers in src/keys/issuers.ts. */
const ISSUER =
  /STARRISE|OPENAI|OPEN_AI|ANTHROPIC|CLAUDE|GEMINI|DEEPSEEK|OPENROUTER|NEW_?API|ONE_?API|LITELLM|LLM|GPT|MOONSHOT|KIMI|QWEN|DASHSCOPE|MISTRAL|GROQ|MINIMAX|SILICONFLOW|STABILITY|XFYUN|(?:^|_)AI(?:_|$)/;

const CREDENTIAL = /(?:^|_)(?:API_?KEY|KEY|TOKEN|SECRET(?:_KEY)?|PASSWORD)$/;

/** Nothing but words for credentials: `API_KEY`, `SECRET_TOKEN`. */
const ONLY_CREDENTIAL = /^(?:(?:API|APP|SECRET|PRIVATE|ACCESS|AUTH|KEY|APIKEY|TOKEN|GATEWAY)(?:_|$))+$/;

/** What nobody gives to a browser on purpose, whoever issued it. */
const NEVER_PUBLIC = /(?:^|_)(?:SECRET(?:_ACCESS)?(?:_KEY)?|SERVICE_ROLE_KEY|PRIVATE_KEY)$/;

/** Keys that their issuers publish. Sources: the documentation of each (Stripe, Supabase, Google, Clerk, Sentry, PostHog, …). */
const PUBLISHABLE =
  /PUBLISHABLE|PUBLIC_?KEY|ANON|SITE_?KEY|CLIENT_(?:ID|TOKEN|SECRET)|MAPS?(?:_|BOX)|FIREBASE|RECAPTCHA|TURNSTILE|POSTHOG|SENTRY|SEGMENT|ANALYTICS|MEASUREMENT|ALGOLIA|VAPID|PUSHER|(?:^|_)(?:CSRF|XSRF|DESIGN|TOKEN_NAME)/;

/** Keys that open nothing: of storages, caches and lists; and the tokens that models count. */
const NO_CREDENTIAL =
  /(?:^|_)(?:STORAGE|CACHE|QUERY|LOCAL|SESSION|ROUTE|MENU|TAB|SORT|GROUP|PRIMARY|FOREIGN|CONFIG|SETTINGS?|STATE|STORE|MAX|MIN|STOP|EOS|BOS|PAD|MASK|PER|CONTEXT|INJECTION)_(?:KEY|TOKEN)$/;

/** Before the part of a name that says what the variable is for. */
const PREFIX =
  /^(?:NEXT_PUBLIC|NUXT_PUBLIC|EXPO_PUBLIC|PLASMO_PUBLIC|REACT_APP|VUE_APP|NG_APP|GATSBY|(?:MAIN_|PRELOAD_|RENDERER_)?VITE|STORYBOOK|WXT|PUBLIC)_/;

/** Whether a variable or property of this name holds a key that nobody but a server may have. Any case: `openaiApiKey`. */
export function isSecretName(name: string): boolean {
  if (isIssuerKeyName(name)) return true;
  const words = wordsOf(name);
  const bare = words.replace(PREFIX, '');
  if (isHarmless(words, bare)) return false;
  const isPrefixed = bare !== words;
  if (isPrefixed && NEVER_PUBLIC.test(bare)) return true;
  // `key` and `token` alone are everywhere; with a prefix they are somebody's.
  return ONLY_CREDENTIAL.test(bare) && CREDENTIAL.test(bare) && (isPrefixed || bare.length > 'TOKEN'.length);
}

/** As {@link isSecretName}, and the name says whose key it is: an `accessToken` may be the visitor's own. */
export function isIssuerKeyName(name: string): boolean {
  const words = wordsOf(name);
  const bare = words.replace(PREFIX, '');
  return CREDENTIAL.test(bare) && ISSUER.test(bare) && !isHarmless(words, bare);
}

/** Whether a variable's name says that its value is made to be seen, or is no credential. */
export function isPublishableName(name: string): boolean {
  const words = wordsOf(name);
  return isHarmless(words, words.replace(PREFIX, ''));
}

/** Whether the key of an object is made to be seen, by what the object is called: `firebase: { apiKey }`. */
export function isPublishableIn(object: string, name: string): boolean {
  return /^(?:API|ACCESS)_?(?:KEY|TOKEN)$/.test(wordsOf(name)) && isPublishableName(`${object}_${name}`);
}

/** Whether a member makes an object the configuration of Firebase. Source: https://firebase.google.com/docs/web/learn-more#config-object */
export function isOfFirebase(member: string): boolean {
  return /^(?:authDomain|messagingSenderId|storageBucket)$/.test(member);
}

/** The name without what makes a framework publish its value. */
export function privateName(name: string): string {
  return name.replace(PREFIX, '');
}

function isHarmless(words: string, bare: string): boolean {
  return PUBLISHABLE.test(bare) || NO_CREDENTIAL.test(bare) || /(?:^|_)PUBLIC_?KEY$/.test(words);
}

/** In capitals, with `_` between the words. */
function wordsOf(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1_$2')
    .toUpperCase()
    .replace(/^_+|_+$/g, '');
}
