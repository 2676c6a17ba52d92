import type { Lexicon } from '../tokens.js';

/** How a language writes requests, for the one reader of all languages that have none of their own. */
export interface CodeLanguage {
  readonly id: string;
  /** Matched against the name of a file. */
  readonly files: RegExp;
  readonly fences: readonly string[];
  readonly lexicon: Lexicon;
  /** What puts strings together. */
  readonly concatenation: '+' | '.';
  /** Whether lines and `end` make blocks, and no braces. */
  readonly isIndented: boolean;
  /** Calls that begin a request. Several in a function: which header belongs to which is not known. */
  readonly requests: RegExp;
  /** Calls of a name and a value, whatever they are called on. */
  readonly headerCalls: RegExp;
  /** The same, where what they are called on says that it holds headers. */
  readonly collectionCalls: RegExp;
  /** Calls whose only argument is sent behind `Bearer `. */
  readonly bearerCalls: RegExp;
  /** Calls that a request may be handed to, and comes out of with the headers that it had. */
  readonly senders: RegExp;
  /** Calls whose only argument is a map of headers, a literal or one that is made before. */
  readonly headerMaps?: RegExp;
  /** How a client is given the base of its addresses. */
  readonly base?: ClientBase;
}

/** A client whose requests name a path alone. */
interface ClientBase {
  /** The option that holds it. */
  readonly option: string;
  /** What makes the client, where the option has a name that others have too; its first argument may be the base itself. */
  readonly maker?: string;
  /** Calls whose path is the second argument: the first is the method. */
  readonly general: RegExp;
  /** How it is put together with a path. */
  readonly join: 'resolved' | 'appended' | 'below';
  /** What a program holds whose client may get further headers by other means. */
  readonly elsewhere: RegExp;
}

const C_COMMENTS = { lineComments: ['//'], blockComments: true };
const NONE = { raw: [], interpolation: null, interpolated: null };
/** `$name`, `${name}`, `${any expression}`. */
const DOLLARS = /\$\{([A-Za-z_][\w.]*)\}|\$\{[^{}\n]{0,200}\}|\$([A-Za-z_]\w*)/y;
const NEVER = /(?!)/;

/** Source of every row: the language's reference for strings; for calls, the documentation of the client that is named. */
export const CODE_LANGUAGES: readonly CodeLanguage[] = [
  {
    // net/http; go-resty.
    id: 'go',
    files: /\.go$/i,
    fences: ['go', 'golang'],
    lexicon: { ...C_COMMENTS, ...NONE, quotes: ['`', '"', "'"], raw: ['`'] },
    concatenation: '+',
    isIndented: false,
    requests: /^(?:NewRequest|NewRequestWithContext|R)$/,
    headerCalls: /^SetHeader$/,
    collectionCalls: /^(?:Set|Add)$/,
    bearerCalls: /^SetAuthToken$/,
    senders: /^(?:Do|RoundTrip)$/,
  },
  {
    // java.net.http, HttpURLConnection, OkHttp, Apache HttpClient, Spring.
    id: 'java',
    files: /\.java$/i,
    fences: ['java'],
    lexicon: { ...C_COMMENTS, ...NONE, quotes: ['"""', '"', "'"] },
    concatenation: '+',
    isIndented: false,
    requests: /^(?:newBuilder|Builder|openConnection|Http(?:Get|Post|Put|Patch|Delete)|exchange|postForEntity)$/,
    headerCalls: /^(?:header|addHeader|setHeader|setRequestProperty|addRequestProperty)$/,
    collectionCalls: /^(?:set|add|put)$/,
    bearerCalls: /^setBearerAuth$/,
    senders: /^(?:send|sendAsync|newCall|execute|HttpEntity)$/,
  },
  {
    // OkHttp, Ktor.
    id: 'kotlin',
    files: /\.kts?$/i,
    fences: ['kotlin', 'kt'],
    lexicon: { ...C_COMMENTS, ...NONE, quotes: ['"""', '"', "'"], interpolation: DOLLARS },
    concatenation: '+',
    isIndented: false,
    requests: /^(?:Builder|newBuilder|openConnection|get|post|put|patch|delete|request|preparePost)$/,
    headerCalls: /^(?:header|addHeader|setHeader|setRequestProperty|addRequestProperty)$/,
    collectionCalls: /^(?:append|set|add|put)$/,
    bearerCalls: /^bearerAuth$/,
    senders: /^(?:send|sendAsync|newCall|execute)$/,
  },
  {
    // System.Net.Http.
    id: 'csharp',
    files: /\.cs$/i,
    fences: ['csharp', 'cs', 'c#'],
    lexicon: {
      ...C_COMMENTS,
      ...NONE,
      quotes: ['"""', '"', "'"],
      interpolation: /\{\{|\}\}|\{([A-Za-z_][\w.]*)\}|\{[^{}\n]{0,200}\}/y,
      interpolated: /\$/,
    },
    concatenation: '+',
    isIndented: false,
    requests: /^(?:HttpRequestMessage|RestRequest|(?:Get|Post|Put|Patch|Delete)\w*Async|CreateHttp)$/,
    headerCalls: /^(?:AddHeader|AddDefaultHeader)$/,
    collectionCalls: /^(?:Add|TryAddWithoutValidation|Set)$/,
    bearerCalls: NEVER,
    senders: /^(?:Send|SendAsync|Execute|ExecuteAsync|PostAsync)$/,
  },
  {
    // The extension curl, Guzzle, Laravel's Http.
    id: 'php',
    files: /\.(?:php|phtml)$/i,
    fences: ['php'],
    lexicon: {
      lineComments: ['//', '#'],
      blockComments: true,
      quotes: ['"', "'"],
      raw: ["'"],
      interpolation: /\{\$([A-Za-z_][\w>'"[\]-]{0,100})\}|\$\{?([A-Za-z_]\w*)\}?/y,
      interpolated: null,
    },
    concatenation: '.',
    isIndented: false,
    requests: /^(?:curl_init|(?:request|get|post|put|patch|delete)(?:Async)?|Request|file_get_contents)$/,
    headerCalls: /^(?:withHeader|setHeader|addHeader)$/,
    collectionCalls: NEVER,
    bearerCalls: /^withToken$/,
    senders: /^(?:curl_\w+|send|sendAsync|sendRequest)$/,
    // By RFC 3986. Measured on loopback with Guzzle 7.4, November 2026.
    base: {
      option: 'base_uri',
      general: /^request(?:Async)?$/,
      join: 'resolved',
      elsewhere: /['"]handler['"]|HandlerStack/,
    },
  },
  {
    // Net::HTTP, Faraday, HTTParty.
    id: 'ruby',
    files: /\.(?:rb|rake|ru)$|^(?:Rakefile|Gemfile)$/i,
    fences: ['ruby', 'rb'],
    lexicon: {
      lineComments: ['#'],
      blockComments: false,
      quotes: ['"', "'"],
      raw: ["'"],
      interpolation:
        /#\{ENV(?:\[|\.fetch\()["']([A-Za-z_]\w*)["'][\])]\}|#\{@{0,2}([A-Za-z_][\w.]*)\}|#\{[^{}\n]{0,200}\}/y,
      interpolated: null,
    },
    concatenation: '+',
    isIndented: true,
    requests: /^(?:Get|Post|Put|Patch|Delete|get|post|put|patch|delete)$/,
    headerCalls: /^add_field$/,
    collectionCalls: NEVER,
    bearerCalls: NEVER,
    senders: /^(?:request|puts)$/,
    // Below the path of the base, unless it begins with a slash. Measured on loopback with Faraday 1.1, November 2026.
    base: {
      option: 'url',
      maker: 'Faraday',
      general: NEVER,
      join: 'below',
      elsewhere: /:authorization\b|\brequest[ (]+:/,
    },
  },
  {
    // reqwest, ureq.
    id: 'rust',
    files: /\.rs$/i,
    fences: ['rust', 'rs'],
    lexicon: { ...C_COMMENTS, ...NONE, quotes: ['"'] },
    concatenation: '+',
    isIndented: false,
    requests: /^(?:get|post|put|patch|delete|request)$/,
    headerCalls: /^(?:header|set|set_header)$/,
    collectionCalls: /^(?:insert|append)$/,
    bearerCalls: /^bearer_auth$/,
    senders: /^(?:execute|headers|default_headers)$/,
    headerMaps: /^(?:headers|default_headers)$/,
  },
  {
    // URLSession.
    id: 'swift',
    files: /\.swift$/i,
    fences: ['swift'],
    lexicon: {
      ...C_COMMENTS,
      ...NONE,
      quotes: ['"""', '"'],
      interpolation: /\\\(([A-Za-z_][\w.]*)\)|\\\((?:[^()\n]|\([^()\n]{0,100}\)){0,100}\)/y,
    },
    concatenation: '+',
    isIndented: false,
    requests: /^URLRequest$/,
    headerCalls: /^(?:setValue|addValue)$/,
    collectionCalls: NEVER,
    bearerCalls: NEVER,
    senders: /^(?:data|dataTask|upload|uploadTask|bytes)$/,
  },
  {
    // package:http, Dio.
    id: 'dart',
    files: /\.dart$/i,
    fences: ['dart'],
    lexicon: { ...C_COMMENTS, ...NONE, quotes: ["'''", '"""', '"', "'"], interpolation: DOLLARS },
    concatenation: '+',
    isIndented: false,
    requests: /^(?:get|post|put|patch|delete|request|Request|MultipartRequest|StreamedRequest|postUrl|getUrl)$/,
    headerCalls: NEVER,
    collectionCalls: /^(?:set|add)$/,
    bearerCalls: NEVER,
    senders: /^send$/,
    headerMaps: /^addAll$/,
    // dio, lib/src/options.dart: one is put behind the other, and two slashes become one.
    base: { option: 'baseUrl', general: NEVER, join: 'appended', elsewhere: /\binterceptors\b/ },
  },
];

/** What a text that sets headers holds, in whatever language and client: without it, nothing of it is read. */
export const SETS_HEADERS = /header|request_?property|auth|bearer|with_?token|api-?key|api-secret|content-type|accept/i;
/** Names that hold headers as a literal: `headers: {…}`, `CURLOPT_HTTPHEADER => […]`, `allHTTPHeaderFields = […]`. */
export const HEADERS_NAME = /^[$@]{0,2}\w*(?:headers?|HTTPHEADER|HeaderFields)$/i;
/** Calls whose literal argument is headers: Laravel's `withHeaders([…])`, resty's `SetHeaders(…)`. */
export const HEADERS_CALL = /^(?:withHeaders|SetHeaders|headers)$/;
/** Names of headers as constants of a library, where they stand alone. */
export const HEADER_CONSTANTS =
  /^(?:AUTHORIZATION|CONTENT_TYPE|CONTENT_LENGTH|ACCEPT(?:_ENCODING)?|USER_AGENT|HOST|ORIGIN)$/;
/** What stands between such a name and its literal. */
export const BEFORE_LITERAL =
  /^(?:[:=>,(<]|array|mapOf|mutableMapOf|hashMapOf|const|new|String|string|var|val|dynamic)$/;
/** Where strings are put together from a pattern and values. */
export const FORMATS = /^(?:Sprintf|format|sprintf|Format|String)$/;
/** Calls that give their only argument back, as far as a header or an address goes. */
export const WRAPPERS =
  /^(?:from_str|from_static|String|parse|URI|URL|create|to_string|valueOf|HeaderValue|encodeFull)$/;
/** What reads a variable of the environment, by the text of the expression. */
export const ENVIRONMENT =
  /(?:getenv|Getenv|LookupEnv|GetEnvironmentVariable|ENV|_SERVER|env|env::var|environment|fromEnvironment)\s*(?:\.fetch)?\s*[([]\s*["']([A-Za-z_]\w*)["']/;
/** What makes a block that may not run, or not once. */
export const CONDITIONS =
  /^(?:if|else|elsif|elseif|elif|unless|switch|case|when|for|foreach|forEach|while|until|match|catch|rescue|guard|select|default|loop|each)$/;
/** What holds functions and is none. */
export const CONTAINERS =
  /^(?:class|struct|interface|namespace|impl|object|trait|enum|extension|module|mod|protocol|record|mixin|package|actor)$/;
