import type { Dialect } from './dialects.js';

/** Where a credential can stand in a request. Header names in lower case. */
export type CredentialPlace =
  'authorization' | 'x-api-key' | 'x-goog-api-key' | 'mj-api-secret' | 'query key' | 'subprotocol';

export type FamilyId =
  | 'openai'
  | 'claude'
  | 'models'
  | 'gemini'
  | 'gemini-openai'
  | 'midjourney'
  | 'suno'
  | 'realtime'
  | 'usage'
  | 'management'
  | 'not-implemented';

/** Paths that take the same credential. */
export interface Family {
  readonly id: FamilyId;
  /** For people. */
  readonly label: string;
  /** Matches the whole path. */
  readonly path: RegExp;
  /** Paths for tests and documentation, one for each shape that `path` takes. */
  readonly examples: readonly string[];
  /** The documented places, the one to advise first. Empty where an API token is never right. */
  readonly credentials: readonly CredentialPlace[];
  /** The builds that serve it. */
  readonly dialects: readonly Dialect[];
  readonly source: string;
}

const BOTH: readonly Dialect[] = ['new-api', 'one-api'];
const NEW_API: readonly Dialect[] = ['new-api'];

/** What the gateway serves; the first row that fits a path decides. */
export const FAMILIES: readonly Family[] = [
  {
    id: 'not-implemented',
    label: 'not implemented',
    path: /^\/v1\/(?:images\/variations|(?:files|fine-tunes|fine_tuning|assistants|threads)(?:\/.*)?)$/,
    examples: [
      '/v1/images/variations',
      '/v1/files',
      '/v1/files/file-1',
      '/v1/fine-tunes',
      '/v1/fine_tuning/jobs',
      '/v1/assistants',
      '/v1/threads/thread-1/runs',
    ],
    credentials: [],
    dialects: [],
    source: 'New API router/relay-router.go (RelayNotImplemented); One API router/relay.go',
  },
  {
    id: 'claude',
    label: 'Claude',
    path: /^\/v1\/messages$/,
    examples: ['/v1/messages'],
    credentials: ['x-api-key', 'authorization'],
    dialects: NEW_API,
    source: 'Starrise Claude page; New API router/relay-router.go',
  },
  {
    id: 'models',
    label: 'model list',
    path: /^\/v1\/models(?:\/[^/]+)?$/,
    examples: ['/v1/models', '/v1/models/gpt-4o'],
    credentials: ['authorization', 'x-api-key'],
    dialects: BOTH,
    source: 'Starrise authentication page; New API router/relay-router.go',
  },
  {
    id: 'realtime',
    label: 'Realtime',
    path: /^\/v1\/realtime$/,
    examples: ['/v1/realtime'],
    credentials: ['subprotocol', 'authorization'],
    dialects: NEW_API,
    source:
      'Starrise realtime page; New API middleware/auth.go, router/relay-router.go; not in One API router/relay.go',
  },
  {
    id: 'openai',
    label: 'OpenAI-style',
    path: /^\/v1\/(?:chat\/completions|completions|embeddings|images\/generations|edits|audio\/(?:transcriptions|translations|speech)|moderations)$/,
    examples: [
      '/v1/chat/completions',
      '/v1/completions',
      '/v1/embeddings',
      '/v1/images/generations',
      '/v1/edits',
      '/v1/audio/transcriptions',
      '/v1/audio/translations',
      '/v1/audio/speech',
      '/v1/moderations',
    ],
    credentials: ['authorization'],
    dialects: BOTH,
    source: 'Starrise authentication page; New API router/relay-router.go; One API router/relay.go',
  },
  {
    id: 'openai',
    label: 'OpenAI-style',
    path: /^\/v1\/(?:responses(?:\/compact)?|rerank|images\/edits|video\/generations|videos)$/,
    examples: [
      '/v1/responses',
      '/v1/responses/compact',
      '/v1/rerank',
      '/v1/images/edits',
      '/v1/video/generations',
      '/v1/videos',
    ],
    credentials: ['authorization'],
    dialects: NEW_API,
    source: 'Starrise authentication page; New API router/relay-router.go; not in One API router/relay.go',
  },
  {
    id: 'openai',
    label: 'OpenAI-style',
    path: /^\/(?:kling\/v1\/.+|jimeng)$/,
    examples: ['/kling/v1/videos/text2video', '/jimeng'],
    credentials: ['authorization'],
    dialects: NEW_API,
    source: 'Starrise authentication page; New API router/video-router.go',
  },
  {
    id: 'gemini-openai',
    label: 'Gemini, OpenAI-style',
    path: /^\/v1beta\/openai\/.+$/,
    examples: ['/v1beta/openai/chat/completions', '/v1beta/openai/models'],
    credentials: ['authorization'],
    dialects: NEW_API,
    source: 'New API router/relay-router.go',
  },
  {
    id: 'gemini',
    label: 'Gemini',
    path: /^\/v1beta\/models(?:\/[^/]+:[^/]+)?$/,
    examples: ['/v1beta/models', '/v1beta/models/gemini-2.5-pro:generateContent'],
    credentials: ['x-goog-api-key', 'authorization', 'query key'],
    dialects: NEW_API,
    source: 'Starrise authentication page; New API middleware/auth.go',
  },
  {
    id: 'midjourney',
    label: 'Midjourney',
    path: /^\/(?:mj-(?:fast|relax|turbo)\/)?mj\/.+$/,
    examples: ['/mj/submit/imagine', '/mj/task/1/fetch', '/mj-fast/mj/submit/imagine'],
    credentials: ['mj-api-secret', 'authorization'],
    dialects: NEW_API,
    source: 'Starrise authentication page; New API router/relay-router.go',
  },
  {
    id: 'suno',
    label: 'Suno',
    path: /^\/suno\/(?:submit\/[^/]+|fetch(?:\/[^/]+)?)$/,
    examples: ['/suno/submit/music', '/suno/fetch', '/suno/fetch/1'],
    credentials: ['authorization'],
    dialects: NEW_API,
    source: 'New API router/relay-router.go',
  },
  {
    id: 'usage',
    label: 'token facts',
    path: /^\/api\/usage\/token\/?$/,
    examples: ['/api/usage/token/'],
    credentials: ['authorization'],
    dialects: NEW_API,
    source: 'New API router/api-router.go, controller/token.go',
  },
  {
    id: 'management',
    label: 'management',
    path: /^\/api\/(?:user|token|channel|redemption|log|option|group|data)(?:\/.*)?$/,
    examples: ['/api/user/self', '/api/token/', '/api/channel/1'],
    credentials: [],
    dialects: BOTH,
    source: 'New API router/api-router.go; One API router/api.go',
  },
];

/** Paths of a family that want no credential. Source: New API router/relay-router.go, `GET /mj/image/:id`. */
export const OPEN_PATH = /^\/(?:mj-(?:fast|relax|turbo)\/)?mj\/image\/.+$/;

/** The family that serves `path`, whatever the dialect; `null` for a path that no build knows. */
export function familyOf(path: string): Family | null {
  return FAMILIES.find((family) => family.path.test(path)) ?? null;
}

/**
 * Paths that are there to say "not implemented", with 501, to who has a key; every other one is unknown. Source: New API
 * and One API controller/relay.go, RelayNotImplemented and RelayNotFound, and their routers.
 */
const REFUSED: Readonly<Record<Dialect, RegExp>> = {
  'new-api':
    /^\/v1\/(?:images\/variations|files(?:\/[^/]+(?:\/content)?)?|fine-tunes(?:\/[^/]+(?:\/(?:cancel|events))?)?)$/,
  'one-api':
    /^\/v1\/(?:images\/(?:variations|edits)|files(?:\/[^/]+(?:\/content)?)?|fine_tuning\/jobs(?:\/.*)?|assistants(?:\/.*)?|threads(?:\/.*)?)$/,
};

/** What the gateway does with a path of a family that its build does not serve. */
export function answerToUnserved(path: string, dialect: Dialect): '501' | '404' | 'html' {
  return REFUSED[dialect].test(path) ? '501' : answerToUnknown(path);
}

/** What the gateway does with a path that it does not serve: JSON below `/v1` and `/api`, else the console's page. */
export function answerToUnknown(path: string): '404' | 'html' {
  return /^\/(?:v1|api)/.test(path) ? '404' : 'html';
}
