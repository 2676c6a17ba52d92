import { describe, expect, it } from 'vitest';
import type { Report } from '../../../src/finding.js';
import { findRequestProblems } from '../../../src/requests/index.js';
import { temporaryFolder, writeFiles } from '../../support/folder.js';
import { runScan } from '../../support/run.js';

const SETTINGS = { dialect: 'new-api', gateways: ['api.starrise.ai'], variables: [] } as const;
const HOST = 'https://api.starrise.ai';
const CHAT = `${HOST}/v1/chat/completions`;

function found(text: string, file: string): [code: string, place: string][] {
  return findRequestProblems(text, file, SETTINGS).problems.map(({ code, start, end }) => [
    code,
    text.slice(start, end),
  ]);
}

/** One client, the same request right and wrong; `$N` is the header's name and `$B` what stands before the key. */
const CLIENTS: readonly (readonly [file: string, what: string, code: string])[] = [
  [
    'a.go',
    'net/http',
    `package main

func ask(key string) error {
	body := strings.NewReader(\`{"model": "m"}\`)
	req, err := http.NewRequest("POST", "${CHAT}", body)
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("$N", "$B"+key)
	resp, err := http.DefaultClient.Do(req)
	return err
}`,
  ],
  [
    'b.go',
    'a constant and Sprintf',
    `package main

const baseURL = "${HOST}/v1"

func (c *Client) Ask(ctx context.Context, in Input) (*Output, error) {
	url := fmt.Sprintf("%s/chat/completions", baseURL)
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, url, nil)
	req.Header.Add("$N", fmt.Sprintf("$B%s", c.apiKey))
	return c.http.Do(req)
}`,
  ],
  ['c.go', 'resty', `func ask() { client.R().SetHeader("$N", "$B"+os.Getenv("API_KEY")).Post("${CHAT}") }`],
  [
    'A.java',
    'java.net.http',
    `class A {
  private static final String BASE = "${HOST}";
  HttpResponse<String> ask(String apiKey) throws Exception {
    HttpRequest request = HttpRequest.newBuilder()
        .uri(URI.create(BASE + "/v1/chat/completions"))
        .header("Content-Type", "application/json")
        .header("$N", "$B" + apiKey)
        .POST(HttpRequest.BodyPublishers.ofString("{}"))
        .build();
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }
}`,
  ],
  [
    'B.java',
    'HttpURLConnection',
    `class B { void ask() throws IOException {
  URL url = new URL("${CHAT}");
  HttpURLConnection conn = (HttpURLConnection) url.openConnection();
  conn.setRequestMethod("POST");
  conn.setRequestProperty("$N", "$B" + System.getenv("API_KEY"));
} }`,
  ],
  [
    'C.java',
    'OkHttp',
    `class C { Response ask() { Request request = new Request.Builder().url("${CHAT}").addHeader("$N", "$B" + key).build(); return client.newCall(request).execute(); } }`,
  ],
  [
    'D.java',
    "Spring's RestTemplate",
    `class D {
  String ask(String apiKey) {
    HttpHeaders headers = new HttpHeaders();
    headers.setContentType(MediaType.APPLICATION_JSON);
    headers.set("$N", "$B" + apiKey);
    HttpEntity<Map<String, Object>> entity = new HttpEntity<>(body, headers);
    return restTemplate.postForObject("${CHAT}", entity, String.class);
  }
}`,
  ],
  [
    'F.java',
    'OkHttp, as Postman writes it',
    `class F { void ask() throws IOException {
  OkHttpClient client = new OkHttpClient().newBuilder().build();
  Request request = new Request.Builder().url("${CHAT}").method("POST", body).addHeader("$N", "$B" + key).build();
  Response response = client.newCall(request).execute();
} }`,
  ],
  [
    'G.java',
    'java.net.http with a client of its own',
    `class G { void ask() throws Exception {
  HttpClient client = HttpClient.newBuilder().connectTimeout(t).build();
  HttpRequest request = HttpRequest.newBuilder(URI.create("${CHAT}")).header("$N", "$B" + key).POST(b).build();
  client.send(request, h);
} }`,
  ],
  [
    'D.kt',
    'OkHttp with a client of its own',
    `fun ask() {
  val client = OkHttpClient.Builder().readTimeout(60, TimeUnit.SECONDS).build()
  val request = Request.Builder().url("${CHAT}").header("$N", "$B$apiKey").post(body).build()
  client.newCall(request).execute()
}`,
  ],
  [
    'E.java',
    'RestTemplate, exchange',
    `class E { void ask() {
  HttpHeaders headers = new HttpHeaders();
  headers.add("$N", "$B" + apiKey);
  restTemplate.exchange("${CHAT}", HttpMethod.POST, new HttpEntity<String>(body, headers), String.class);
} }`,
  ],
  [
    'C.kt',
    'OkHttp with a body',
    `fun ask(): String {
    val request = Request.Builder().url("${CHAT}").addHeader("$N", "$B$apiKey").post(body).build()
    return client.newCall(request).execute().body!!.string()
}`,
  ],
  [
    'A.kt',
    'OkHttp',
    `class A {
    fun ask(): Response {
        val request = Request.Builder()
            .url("${CHAT}")
            .header("$N", "$B$apiKey")
            .build()
        return client.newCall(request).execute()
    }
}`,
  ],
  [
    'B.kt',
    'Ktor',
    `suspend fun ask() {
    client.post("${CHAT}") {
        headers {
            append("$N", "$B\${System.getenv("API_KEY")}")
        }
    }
}`,
  ],
  [
    'A.cs',
    'HttpRequestMessage',
    `public class A
{
    public async Task<string> Ask()
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "${CHAT}");
        request.Headers.Add("$N", $"$B{apiKey}");
        var response = await client.SendAsync(request);
        return await response.Content.ReadAsStringAsync();
    }
}`,
  ],
  [
    'B.cs',
    'DefaultRequestHeaders',
    `class B {
  async Task Ask() {
    var client = new HttpClient();
    client.DefaultRequestHeaders.TryAddWithoutValidation("$N", "$B" + _apiKey);
    var response = await client.PostAsync("${CHAT}", content);
  }
}`,
  ],
  [
    'a.php',
    'curl_setopt',
    `<?php
$ch = curl_init();
curl_setopt($ch, CURLOPT_URL, '${CHAT}');
curl_setopt($ch, CURLOPT_HTTPHEADER, [
    'Content-Type: application/json',
    '$N: $B' . $apiKey,
]);
$response = curl_exec($ch);`,
  ],
  [
    'a.php',
    'curl_setopt and a variable',
    `<?php
$headers = [
    'Content-Type: application/json',
    '$N: $B' . $apiKey,
];
$ch = curl_init();
curl_setopt($ch, CURLOPT_URL, '${CHAT}');
curl_setopt($ch, CURLOPT_HTTPHEADER, $headers);
curl_exec($ch);`,
  ],
  [
    'b.php',
    'curl_setopt_array and a variable',
    `<?php
function ask($apiKey) {
    $headers = array("Accept: */*", "$N: $B{$apiKey}");
    $ch = curl_init();
    curl_setopt_array($ch, array(
        CURLOPT_URL => "${CHAT}",
        CURLOPT_HTTPHEADER => $headers,
    ));
    return curl_exec($ch);
}`,
  ],
  [
    'c.php',
    'Guzzle',
    `<?php
$response = $client->post('${CHAT}', [
    'headers' => ['$N' => "$B$apiKey", 'Accept' => 'application/json'],
    'json' => ['model' => 'm'],
]);`,
  ],
  [
    'a.rb',
    'Net::HTTP',
    `require 'net/http'

def ask
  uri = URI('${CHAT}')
  request = Net::HTTP::Post.new(uri)
  request['Content-Type'] = 'application/json'
  request['$N'] = "$B#{ENV['API_KEY']}"
  http.request(request)
end`,
  ],
  ['b.rb', 'HTTParty', `response = HTTParty.post("${CHAT}", headers: { '$N' => "$B#{api_key}" }, body: body.to_json)`],
  [
    'a.rs',
    'reqwest',
    `async fn ask() -> Result<()> {
    let api_key = std::env::var("API_KEY")?;
    let client = reqwest::Client::new();
    let res = client
        .post("${CHAT}")
        .header("$N", format!("$B{}", api_key))
        .json(&body)
        .send()
        .await?;
    Ok(())
}`,
  ],
  [
    'A.swift',
    'URLRequest',
    `class A {
    func ask() async throws -> Data {
        let url = URL(string: "${CHAT}")!
        var request = URLRequest(url: url)
        request.httpMethod = "POST"
        request.setValue("$B\\(apiKey)", forHTTPHeaderField: "$N")
        let (data, _) = try await URLSession.shared.data(for: request)
        return data
    }
}`,
  ],
  [
    'a.dart',
    'package:http',
    `Future<void> ask() async {
  final response = await http.post(
    Uri.parse('${CHAT}'),
    headers: {'Content-Type': 'application/json', '$N': '$B$apiKey'},
    body: jsonEncode(body),
  );
}`,
  ],
  [
    'b.dart',
    'headers in a variable',
    `Future<void> ask() async {
  final headers = <String, String>{'$N': '$B\${widget.apiKey}'};
  final response = await http.post(Uri.parse('${CHAT}'), headers: headers);
}`,
  ],
  [
    'c.dart',
    'headers added to a request',
    `Future<void> ask() async {
  final request = http.Request('POST', Uri.parse('${CHAT}'));
  request.headers.addAll({'Content-Type': 'application/json', '$N': '$B$apiKey'});
  final response = await client.send(request);
}`,
  ],
  [
    'd.dart',
    'Dio with a base',
    `class Api {
  final dio = Dio(BaseOptions(baseUrl: '${HOST}', headers: {'$N': '$B$apiKey'}));
  Future<void> ask() async {
    final response = await dio.post('/v1/chat/completions', data: {});
  }
}`,
  ],
  [
    'e.dart',
    'headers of Dio by their names',
    `Future<void> ask() async {
  final dio = Dio();
  dio.options.headers['$N'] = '$B$apiKey';
  final response = await dio.post('${CHAT}', data: {});
}`,
  ],
  [
    'd.php',
    'Guzzle with a base',
    `<?php
$client = new GuzzleHttp\\Client(['base_uri' => '${HOST}/v1/', 'headers' => ['$N' => '$B' . $key]]);
$response = $client->post('chat/completions', ['json' => $body]);`,
  ],
  [
    'e.php',
    'Guzzle with a base in a class',
    `<?php
class Ai {
    public function __construct(string $key) {
        $this->client = new Client(['base_uri' => '${HOST}', 'timeout' => 30]);
    }
    public function chat(array $body) {
        return $this->client->request('POST', '/v1/chat/completions', [
            'headers' => ['$N' => '$B' . config('services.ai.key')],
            'json' => $body,
        ]);
    }
}`,
  ],
  [
    'd.rb',
    'Faraday with a base',
    `conn = Faraday.new(url: '${HOST}', headers: { 'Content-Type' => 'application/json', '$N' => "$B#{key}" })
response = conn.post('/v1/chat/completions', body.to_json)
`,
  ],
  [
    'e.rb',
    'Faraday with a block',
    `class Api
  def ask(body)
    connection = Faraday.new('${HOST}')
    response = connection.post('/v1/chat/completions') do |req|
      req.headers['$N'] = "$B#{@key}"
      req.body = body.to_json
    end
  end
end
`,
  ],
  [
    'b.rs',
    'reqwest with a map of headers',
    `async fn ask(key: &str) -> Result<()> {
    let mut headers = HeaderMap::new();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert("$N", HeaderValue::from_str(&format!("$B{}", key))?);
    let response = client.post("${CHAT}").headers(headers).json(&body).send().await?;
    Ok(())
}`,
  ],
  [
    'c.rs',
    'reqwest with headers of the client',
    `async fn ask(key: &str) -> Result<()> {
    let mut headers: HeaderMap = reqwest::header::HeaderMap::with_capacity(1);
    headers.insert("$N", format!("$B{key}").parse()?);
    let client = reqwest::Client::builder().default_headers(headers.clone()).build()?;
    let response = client.post("${CHAT}").json(&body).send().await?;
    Ok(())
}`,
  ],
];

const filled = (code: string, name: string, before: string): string =>
  code.replaceAll('$N', name).replaceAll('$B', before);

describe('each client, right and wrong', () => {
  it.each(CLIENTS)('%s: %s', (file, _what, code) => {
    expect(found(filled(code, 'x-api-key', ''), file)).toEqual([['x-api-key-outside-claude', 'x-api-key']]);
    expect(found(filled(code, 'Authorization', 'Bearer '), file)).toEqual([]);
    const doubled = found(filled(code, 'Authorization', 'Bearer Bearer '), file);
    expect(doubled.map(([what]) => what)).toEqual(['doubled-bearer']);
  });

  it.each(CLIENTS)('%s: %s, not where another address is named, or none of ours', (file, _what, code) => {
    const wrong = filled(code, 'x-api-key', '');
    expect(found(wrong.replaceAll('api.starrise.ai', 'example.org') + '\n// starrise', file)).toEqual([]);
    const [before, after] = wrong.split(CHAT);
    if (after !== undefined) {
      const quote = before!.at(-1)!;
      const two = `${before!}${CHAT}${quote} ? ${quote}https://example.org/v1/chat${after}`;
      expect(found(two, file)).toEqual([]);
    }
  });
});

/** A path of each family with a header that it takes, and one that it does not. */
const OTHER_FAMILIES = [
  ['/v1/messages', 'x-api-key', '', 'x-goog-api-key', '', 'x-goog-api-key-outside-gemini'],
  ['/v1/messages', 'Authorization', 'Bearer ', 'x-api-key', 'Bearer ', 'bearer-in-key'],
  ['/v1/embeddings', 'Authorization', 'Bearer ', 'api-key', '', 'api-key-header'],
  ['/v1beta/models', 'x-goog-api-key', '', 'mj-api-secret', '', 'mj-api-secret-outside-midjourney'],
  [
    '/v1beta/openai/chat/completions',
    'Authorization',
    'Bearer ',
    'x-goog-api-key',
    '',
    'x-goog-api-key-outside-gemini',
  ],
  ['/mj/submit/imagine', 'mj-api-secret', '', 'x-api-key', '', 'x-api-key-outside-claude'],
  ['/suno/submit/music', 'Authorization', 'Bearer ', 'mj-api-secret', '', 'mj-api-secret-outside-midjourney'],
  ['/api/usage/token/', 'Authorization', 'Bearer ', 'x-api-key', '', 'x-api-key-outside-claude'],
] as const;

describe('the families beside chat, right and wrong', () => {
  const written = CLIENTS.filter(([, , code]) => code.includes('/v1/chat/completions'));
  it.each(written)('%s: %s', (file, _what, code) => {
    for (const [path, name, before, wrongName, wrongBefore, problem] of OTHER_FAMILIES) {
      const called = code.replace('/v1/chat/completions', path);
      // The version belongs to Claude's own API, and is asked for in a test of its own.
      const codes = (text: string): string[] =>
        found(text, file).flatMap(([what]) => (what === 'anthropic-version-missing' ? [] : [what]));
      expect(codes(filled(called, name, before)), path).toEqual([]);
      expect(codes(filled(called, wrongName, wrongBefore)), path).toEqual([problem]);
    }
  });
});

describe('a path behind the base of a client', () => {
  const guzzle = (base: string, path: string): string[] =>
    found(
      `<?php\n$client = new Client(['base_uri' => '${base}', 'headers' => ['Authorization' => 'Bearer ' . $key]]);\n$client->get('${path}');`,
      'a.php',
    ).map(([code]) => code);
  const dio = (base: string, path: string): string[] =>
    found(
      `f() async { final dio = Dio(BaseOptions(baseUrl: '${base}', headers: {'Authorization': 'Bearer $key'})); await dio.get('${path}'); }`,
      'a.dart',
    ).map(([code]) => code);

  it('is resolved as Guzzle does it', () => {
    expect(guzzle(`${HOST}/v1/`, 'models')).toEqual([]);
    expect(guzzle(`${HOST}/v1/`, 'chat/completions')).toEqual([]);
    expect(guzzle(HOST, 'v1/chat/completions')).toEqual([]);
    expect(guzzle(`${HOST}/v1/`, '/v1/chat/completions')).toEqual([]);
    expect(guzzle(`${HOST}/v1`, 'chat/completions')).toEqual(['missing-version']);
    expect(guzzle(`${HOST}/v1/`, '/chat/completions')).toEqual(['missing-version']);
    expect(guzzle(`${HOST}/v1/`, 'v1/chat/completions')).toEqual(['doubled-version']);
    expect(guzzle('https://llm.example.org/v1', 'chat/completions')).toEqual([]);
    expect(guzzle(`${HOST}/v1`, 'models')).toEqual(['missing-version']);
    expect(guzzle(HOST, 'models')).toEqual(['missing-version']);
    expect(guzzle(HOST, 'settings')).toEqual([]);
  });

  it('is that of a request of Guzzle that nobody waits for, too', () => {
    const later = (base: string, path: string): string[] =>
      found(
        `<?php\n$client = new Client(['base_uri' => '${base}', 'headers' => ['Authorization' => 'Bearer ' . $key]]);\n$client->postAsync('${path}')->wait();`,
        'a.php',
      ).map(([code]) => code);
    expect(later(`${HOST}/v1/`, 'chat/completions')).toEqual([]);
    expect(later(`${HOST}/v1/`, '/chat/completions')).toEqual(['missing-version']);
    expect(later(`${HOST}/v1/`, 'v1/chat/completions')).toEqual(['doubled-version']);
  });

  it('goes below that of the base, as Faraday does it', () => {
    const faraday = (base: string, path: string): string[] =>
      found(
        `conn = Faraday.new(url: '${base}', headers: { 'Authorization' => "Bearer #{key}" })\nconn.get('${path}')\n`,
        'a.rb',
      ).map(([code]) => code);
    expect(faraday(`${HOST}/v1`, 'chat/completions')).toEqual([]);
    expect(faraday(HOST, 'v1/models')).toEqual([]);
    expect(faraday(`${HOST}/v1/`, '/v1/models')).toEqual([]);
    expect(faraday(`${HOST}/v1`, '/chat/completions')).toEqual(['missing-version']);
    expect(faraday(`${HOST}/v1`, 'v1/chat/completions')).toEqual(['doubled-version']);
    expect(faraday('https://llm.example.org', '/chat/completions')).toEqual([]);
    expect(faraday(HOST, 'embeddings')).toEqual(['missing-version']);
    expect(faraday(`${HOST}/v1`, 'embeddings')).toEqual([]);
    expect(faraday(HOST, 'status')).toEqual([]);
  });

  it('is appended as dio does it', () => {
    expect(dio(`${HOST}/v1`, '/chat/completions')).toEqual([]);
    expect(dio(`${HOST}/v1/`, '/chat/completions')).toEqual([]);
    expect(dio(HOST, '/v1/models')).toEqual([]);
    expect(dio(HOST, '/chat/completions')).toEqual(['missing-version']);
    expect(dio(`${HOST}/v1`, '/v1/chat/completions')).toEqual(['doubled-version']);
    expect(dio('https://llm.example.org', '/chat/completions')).toEqual([]);
  });
});

describe('further ways of sending a key', () => {
  it.each([
    ['a.rs', `fn a() { client.post("${CHAT}").bearer_auth(key).send(); }`, []],
    ['a.rs', `fn a() { client.post("${CHAT}").bearer_auth(format!("Bearer {key}")).send(); }`, ['doubled-bearer']],
    [
      'a.cs',
      `class A { void F() { c.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", apiKey); c.PostAsync("${CHAT}", x); } }`,
      [],
    ],
    [
      'a.cs',
      `class A { void F() { c.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "Bearer " + apiKey); c.PostAsync("${CHAT}", x); } }`,
      ['doubled-bearer'],
    ],
    ['a.php', `<?php Http::withToken("Bearer $key")->post("${CHAT}", []);`, ['doubled-bearer']],
    ['a.php', `<?php Http::withHeaders(['api-key' => $key])->post("${CHAT}", []);`, ['api-key-header']],
    [
      'a.swift',
      `request.allHTTPHeaderFields = ["api-key": key]\nURLRequest(url: URL(string: "${CHAT}")!)`,
      ['api-key-header'],
    ],
    [
      'a.go',
      `func a() { req, _ := http.NewRequest("POST", "${HOST}/v1/messages", b); req.Header.Set("x-api-key", "Bearer "+key); req.Header.Set("anthropic-version", "2023-06-01") }`,
      ['bearer-in-key'],
    ],
    [
      'a.go',
      `func a() { req, _ := http.NewRequest("POST", starriseBaseURL+"/v1/chat/completions", b); req.Header.Set("x-api-key", key) }`,
      ['x-api-key-outside-claude'],
    ],
    [
      'README.md',
      `\`\`\`go\nreq, _ := http.NewRequest("POST", "${CHAT}", b)\nreq.Header.Set("x-api-key", key)\n\`\`\`\n`,
      ['x-api-key-outside-claude'],
    ],
  ] as const)('%s: %s', (file, code, codes) => {
    expect(found(code, file).map(([what]) => what)).toEqual(codes);
  });
});

describe('silence', () => {
  const go = (inner: string): string =>
    `func a(u string) {\n\treq, _ := http.NewRequest("POST", "${CHAT}", b)\n\t${inner}\n}`;
  it.each([
    ['no header', 'a.go', go('http.DefaultClient.Do(req)')],
    ['no credential: the client may add it', 'a.go', go('req.Header.Set("Accept", "*/*")')],
    ['a comment', 'a.go', go('// req.Header.Set("x-api-key", key)')],
    ['a name that is not known', 'a.go', go('req.Header.Set("x-api-key", key); req.Header.Set(name, value)')],
    ['a function that sets more', 'a.go', go('req.Header.Set("x-api-key", key)\n\tsetHeaders(req)')],
    ['another function that is given the request', 'a.go', go('req.Header.Set("x-api-key", key)\n\tc.sign(req)')],
    ['headers replaced', 'a.go', go('req.Header.Set("x-api-key", key)\n\treq.Header = other')],
    ['a condition', 'a.go', go('if azure {\n\t\treq.Header.Set("x-api-key", key)\n\t}')],
    [
      'two branches',
      'a.go',
      go('if x {\n\treq.Header.Set("x-api-key", k)\n} else {\n\treq.Header.Set("Authorization", "Bearer "+k)\n}'),
    ],
    ['two requests', 'a.go', go('req.Header.Set("x-api-key", key)\n\tr2, _ := http.NewRequest("GET", u, nil)')],
    [
      'an address that changes',
      'a.go',
      `func a(x bool) {\n\turl := "${CHAT}"\n\tif x {\n\t\turl = other\n\t}\n\treq, _ := http.NewRequest("POST", url, b)\n\treq.Header.Set("x-api-key", key)\n}`,
    ],
    [
      'another function',
      'a.go',
      `func a() string {\n\treturn "${CHAT}"\n}\nfunc b(req *http.Request) {\n\treq.Header.Set("x-api-key", key)\n}`,
    ],
    [
      'no braces',
      'A.java',
      `class A { void a() { Request.Builder b = new Request.Builder().url("${CHAT}"); if (azure) b.addHeader("x-api-key", key); } }`,
    ],
    [
      'two requests of builders',
      'a.java',
      `class A { void a() { Request a = new Request.Builder().url("${CHAT}").addHeader("x-api-key", key).build(); Request b = a.newBuilder().url("${CHAT}").build(); } }`,
    ],
    [
      'headers that a function makes',
      'a.java',
      `class A { void a() { HttpHeaders headers = common(); headers.set("x-api-key", key); t.postForObject("${CHAT}", new HttpEntity<>(b, headers), String.class); } }`,
    ],
    [
      'headers that another function is given',
      'a.java',
      `class A { void a() { HttpHeaders headers = new HttpHeaders(); headers.set("x-api-key", key); sign(headers); t.postForObject("${CHAT}", new HttpEntity<>(b, headers), String.class); } }`,
    ],
    [
      'a call on headers that is not known',
      'a.java',
      `class A { void a() { HttpHeaders headers = new HttpHeaders(); headers.set("x-api-key", key); headers.addAll(common); t.postForObject("${CHAT}", new HttpEntity<>(b, headers), String.class); } }`,
    ],
    ['a modifier', 'a.rb', `uri = URI('${CHAT}')\nreq = Net::HTTP::Post.new(uri)\nreq['x-api-key'] = key if azure\n`],
    [
      'an if of Ruby',
      'a.rb',
      `uri = URI('${CHAT}')\nreq = Net::HTTP::Post.new(uri)\nif azure\n  req['x-api-key'] = key\nend\n`,
    ],
    ['a spread', 'a.dart', `f() { http.post(Uri.parse('${CHAT}'), headers: {...common, 'x-api-key': key}); }`],
    [
      'a map that is not known',
      'a.php',
      `<?php $client->post('${CHAT}', ['headers' => $headers + ['x-api-key' => $key]]);`,
    ],
    [
      'a later entry',
      'a.php',
      `<?php\n$headers = ['x-api-key: ' . $key];\n$headers[] = auth();\n$ch = curl_init('${CHAT}');\ncurl_setopt($ch, CURLOPT_HTTPHEADER, $headers);`,
    ],
    [
      'a map of headers that comes in',
      'a.rs',
      `fn a(headers: HeaderMap) { headers.insert("x-api-key", key); client.post("${CHAT}").headers(headers); }`,
    ],
    [
      'a map of headers that a function is given',
      'a.rs',
      `fn a() { let mut headers = HeaderMap::new(); headers.insert("x-api-key", key); sign(&mut headers); client.post("${CHAT}").headers(headers); }`,
    ],
    [
      'headers that are added from elsewhere',
      'a.dart',
      `f() { final r = http.Request('POST', Uri.parse('${CHAT}')); r.headers.addAll(common); r.headers.addAll({'x-api-key': key}); }`,
    ],
    [
      'a base of somebody else',
      'a.php',
      `<?php $client = new Client(['base_uri' => 'https://llm.example.org/v1/', 'headers' => ['x-api-key' => $key]]); $client->post('chat/completions');`,
    ],
    [
      'two bases',
      'a.php',
      `<?php $a = new Client(['base_uri' => '${HOST}/v1/']); $b = new Client(['base_uri' => 'https://b.example.org/']); function ask($client) { $client->post('chat/completions', ['headers' => ['x-api-key' => $key]]); }`,
    ],
    [
      'a route of the program itself',
      'a.php',
      `<?php class A { function a() { $this->client = new Client(['base_uri' => '${HOST}', 'headers' => ['x-api-key' => $key]]); } function b() { Route::post('/v1/chat/completions', 'C@d'); } }`,
    ],
    [
      'an address of its own',
      'a.dart',
      `class A { final dio = Dio(BaseOptions(baseUrl: '${HOST}', headers: {'x-api-key': key})); f() async { await dio.post('https://llm.example.org/v1/chat/completions'); } }`,
    ],
    [
      'interceptors',
      'a.dart',
      `f() async { dio.interceptors.add(auth); final dio = Dio(BaseOptions(baseUrl: '${HOST}', headers: {'x-api-key': key})); await dio.post('/v1/chat/completions'); }`,
    ],
    [
      'a handler',
      'a.php',
      `<?php $client = new Client(['base_uri' => '${HOST}', 'handler' => $stack, 'headers' => ['x-api-key' => $key]]); $client->post('/v1/chat/completions');`,
    ],
    [
      'a credential by a middleware',
      'a.rb',
      `conn = Faraday.new(url: '${HOST}', headers: { 'x-api-key' => key }) do |f|\n  f.request :authorization, 'Bearer', token\nend\nconn.post('/v1/chat/completions')\n`,
    ],
    [
      'a path in a variable',
      'a.dart',
      `class A { final dio = Dio(BaseOptions(baseUrl: '${HOST}', headers: {'x-api-key': key})); f(path) async { await dio.post(path); } }`,
    ],
    [
      'a list that a function is given',
      'a.php',
      `<?php\n$headers = ['x-api-key: ' . $key];\narray_push($headers, auth());\n$ch = curl_init('${CHAT}');\ncurl_setopt($ch, CURLOPT_HTTPHEADER, $headers);`,
    ],
    [
      'a list of another function',
      'a.php',
      `<?php\nfunction a($headers) { $ch = curl_init('${CHAT}'); curl_setopt($ch, CURLOPT_HTTPHEADER, $headers); }`,
    ],
    ['a map of something else', 'a.rs', `fn a() { map.insert("x-api-key", key); client.post("${CHAT}"); }`],
    ['a value that is not known', 'a.go', go('req.Header.Set("Authorization", c.auth(key))')],
    [
      'a value that was set twice',
      'a.go',
      go('key := k\n\tkey = "Bearer " + key\n\treq.Header.Set("Authorization", key)'),
    ],
  ])('%s', (_what, file, code) => {
    expect(found(code, file)).toEqual([]);
  });
});

it('the command finds what is wrong in each, and nothing in what is right', () => {
  const all = CLIENTS.map(([file, , code], at) => ({ name: `${String(at)}/${file}`, code }));
  const written = (folder: string, name: string, before: string): [string, string][] =>
    all.map((each) => [`${folder}/${each.name}`, filled(each.code, name, before)]);
  const folder = writeFiles(temporaryFolder(), {
    ...Object.fromEntries(written('wrong', 'x-api-key', '')),
    ...Object.fromEntries(written('right', 'Authorization', 'Bearer ')),
  });
  const { stdout, status } = runScan(['.', '--format', 'json'], { cwd: folder });
  const { findings } = JSON.parse(stdout) as Report;
  const lineOf = (code: string): number => code.slice(0, code.indexOf('$N')).split('\n').length;
  expect(findings.map(({ path, line, ruleId }) => `${path}:${String(line)} ${ruleId}`).sort()).toEqual(
    all.map(({ name, code }) => `wrong/${name}:${String(lineOf(code))} auth-header`).sort(),
  );
  expect(status).toBe(1);
});

const FILES = ['a.go', 'a.java', 'a.kt', 'a.cs', 'a.php', 'a.rb', 'a.rs', 'a.swift', 'a.dart'];

describe('hostile texts are read in proportion to their length', () => {
  const pieces = [
    '(',
    '[',
    '{',
    '"',
    "'",
    '`',
    '"""',
    'a.',
    'a=',
    'a+',
    'f(',
    'if {',
    '/*',
    '$',
    '#{',
    '\\(',
    'a::',
    '->',
    'headers:',
    'header(',
    'header("a-b", c)\n',
    'headers={"a-b": "c"},',
    'def a\n',
    '%s',
    'x["a-b"]=',
    'x["a-b"]=1; ',
    'format(',
    '()',
    '{a}',
    'a="$a$a"\n',
    'u="https://a.b/c"+v; ',
  ];
  // Of what is not in proportion, this is minutes.
  it.each(FILES)('%s', (file) => {
    for (const piece of pieces) {
      const text = `f("${CHAT}"); header("Accept", "b"); ${piece.repeat(100_000 / piece.length)}`;
      expect(found(text, file)).toEqual([]);
    }
  });

  // Each name doubles, or is twenty times, what the one before it holds: read anew at each use, it never ends.
  it.each([2, 20])('names that hold names, %d times each', (times) => {
    const sums = Array.from({ length: 60 }, (_, at) => `a${at + 1} := ${Array(times).fill(`a${at}`).join(' + ')}`);
    const code = `func a() {\na0 := "x"\n${sums.join('\n')}\nhttp.NewRequest("POST", "${CHAT}"+a60, b)\nr.Header.Set("x-api-key", a60)}`;
    expect(found(code, 'a.go')).toEqual([]);
    const patterns = Array.from({ length: 60 }, (_, at) => `val a${at + 1} = "${`$a${at}`.repeat(times)}"`);
    const kotlin = `fun a() {\nval a0 = "x"\n${patterns.join('\n')}\nRequest.Builder().url("${CHAT}$a60").header("x-api-key", a60)}`;
    expect(found(kotlin, 'a.kt')).toEqual([]);
  });
});
