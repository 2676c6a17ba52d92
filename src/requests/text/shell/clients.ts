/**
 * The commands that make requests, and the options that tell what they request. Source of every row: the program's
 * `--help` and manual, November 2026 (curl 8, wget 1.21, HTTPie 3.2, xh 0.24, wscat 6, websocat 1.14).
 */
export interface CommandClient {
  readonly name: RegExp;
  /** Options that take a value, long ones with both dashes. Where one is missing, its value would pass for a URL. */
  readonly valued: ReadonlySet<string>;
  /** Whether `--option=value` works. */
  readonly takesEquals: boolean;
  readonly url: readonly string[];
  readonly header: readonly string[];
  /** Options that hold what is sent, and the query where it is a GET. */
  readonly body: readonly string[];
  /** Options of Basic authentication. */
  readonly basic: readonly string[];
  readonly bearer: readonly string[];
  readonly subprotocol: readonly string[];
  /** Options that bring headers or credentials from elsewhere. */
  readonly elsewhere: readonly string[];
  /** What a URL without a scheme begins with. */
  readonly scheme: string;
  readonly isWebSocket: boolean;
}

const NOTHING: readonly string[] = [];

const CURL_VALUED =
  '-A -b -c -C -d -D -e -E -F -h -H -K -m -o -P -Q -r -t -T -u -U -w -x -X -y -Y -z ' +
  '--abstract-unix-socket --alt-svc --aws-sigv4 --cacert --capath --cert --cert-type --ciphers --config --connect-timeout --connect-to ' +
  '--continue-at --cookie --cookie-jar --create-file-mode --crlfile --curves --data --data-ascii --data-binary --data-raw ' +
  '--data-urlencode --delegation --dns-interface --dns-ipv4-addr --dns-ipv6-addr --dns-servers --doh-url --dump-header --ech ' +
  '--egd-file --engine --etag-compare --etag-save --expect100-timeout --form --form-string --ftp-account ' +
  '--ftp-alternative-to-user --ftp-method --ftp-port --ftp-ssl-ccc-mode --happy-eyeballs-timeout-ms --haproxy-clientip --header ' +
  '--hostpubmd5 --hostpubsha256 --hsts --interface --ip-tos --ipfs-gateway --json --keepalive-cnt --keepalive-time --key --key-type ' +
  '--krb --libcurl --limit-rate --local-port --login-options --mail-auth --mail-from --mail-rcpt --max-filesize --max-redirs ' +
  '--max-time --netrc-file --noproxy --oauth2-bearer --output --output-dir --parallel-max --pass --pinnedpubkey --preproxy --proto ' +
  '--proto-default --proto-redir --proxy --proxy-cacert --proxy-capath --proxy-cert --proxy-cert-type --proxy-ciphers ' +
  '--proxy-crlfile --proxy-header --proxy-key --proxy-key-type --proxy-pass --proxy-pinnedpubkey --proxy-service-name ' +
  '--proxy-tls13-ciphers --proxy-tlsauthtype --proxy-tlspassword --proxy-tlsuser --proxy-user --proxy1.0 --pubkey --quote ' +
  '--random-file --range --rate --referer --request --request-target --resolve --retry --retry-delay --retry-max-time ' +
  '--sasl-authzid --service-name --socks4 --socks4a --socks5 --socks5-gssapi-service --socks5-hostname --speed-limit --speed-time ' +
  '--stderr --telnet-option --tftp-blksize --time-cond --tls-max --tls13-ciphers --tlsauthtype --tlspassword --tlsuser --trace ' +
  '--trace-ascii --trace-config --unix-socket --upload-file --url --url-query --user --user-agent --variable --vlan-priority --write-out';

const WGET_VALUED =
  '-e -o -a -i -B -t -O -T -w -Q -P -U -l -A -R -D -I -X ' +
  '--execute --output-file --append-output --report-speed --input-file --base --config --rejected-log --tries --retry-on-http-error ' +
  '--output-document --start-pos --progress --timeout --dns-timeout --connect-timeout --read-timeout --wait --waitretry --quota ' +
  '--bind-address --limit-rate --restrict-file-names --prefer-family --user --password --use-askpass --local-encoding ' +
  '--remote-encoding --directory-prefix --cut-dirs --http-user --http-password --default-page --header --compression --proxy-user ' +
  '--proxy-password --referer --user-agent --load-cookies --save-cookies --post-data --post-file --method --body-data --body-file ' +
  '--secure-protocol --certificate --certificate-type --private-key --private-key-type --ca-certificate --ca-directory --crl-file ' +
  '--pinnedpubkey --ciphers --level --accept --reject --accept-regex --reject-regex --regex-type --domains --exclude-domains ' +
  '--include-directories --exclude-directories';

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(' '));
}

export const COMMAND_CLIENTS: readonly CommandClient[] = [
  {
    name: /^(?:.*[/\\])?curl(?:\.exe)?$/,
    valued: words(CURL_VALUED),
    takesEquals: false,
    url: ['--url'],
    header: ['-H', '--header'],
    body: ['-d', '--data', '--data-ascii', '--data-binary', '--data-raw', '--data-urlencode', '--json', '-F', '--form'],
    basic: ['-u', '--user'],
    bearer: ['--oauth2-bearer'],
    subprotocol: NOTHING,
    elsewhere: ['-K', '--config', '-n', '--netrc', '--netrc-file', '--netrc-optional', '--variable', '--aws-sigv4'],
    scheme: 'http://',
    isWebSocket: false,
  },
  {
    name: /^(?:.*[/\\])?wget(?:\.exe)?$/,
    valued: words(WGET_VALUED),
    takesEquals: true,
    url: NOTHING,
    header: ['--header'],
    body: ['--post-data', '--post-file'],
    basic: ['--user', '--http-user', '--password', '--http-password'],
    bearer: NOTHING,
    subprotocol: NOTHING,
    elsewhere: ['-e', '--execute', '--config', '-i', '--input-file', '--use-askpass', '--ask-password'],
    scheme: 'http://',
    isWebSocket: false,
  },
  {
    name: /^wscat$/,
    valued: words(
      '-c -l -p -o -H -s -n -w -x --connect --listen --port --origin --header --subprotocol --host --protocol --wait --execute --auth --ca --cert --key --passphrase --proxy',
    ),
    takesEquals: true,
    url: ['-c', '--connect'],
    header: ['-H', '--header'],
    body: NOTHING,
    basic: ['--auth'],
    bearer: NOTHING,
    subprotocol: ['-s', '--subprotocol'],
    elsewhere: NOTHING,
    scheme: 'ws://',
    isWebSocket: true,
  },
  {
    name: /^websocat$/,
    valued: words('-H -B --header --protocol --origin --basic-auth --ws-c-uri --close-status-code --max-messages'),
    takesEquals: true,
    url: NOTHING,
    header: ['-H', '--header'],
    body: NOTHING,
    basic: ['--basic-auth'],
    bearer: NOTHING,
    subprotocol: ['--protocol'],
    elsewhere: NOTHING,
    scheme: 'ws://',
    isWebSocket: true,
  },
];

/** HTTPie and xh, whose headers are items: `Name:value`. */
export const ITEM_CLIENTS = {
  name: /^(?:https?|xhs?)$/,
  secure: /s$/,
  valued: words(
    '-s -o -p -a -A -P --print --style --format-options --pretty --response-charset --response-mime --output --session --session-read-only ' +
      '--auth --auth-type --proxy --max-redirects --max-headers --timeout --verify --ssl --ciphers --cert --cert-key --cert-key-pass ' +
      '--default-scheme --boundary --raw --bearer --path-as-is --history-print --http-version --resolve --interface --generate',
  ),
  auth: ['-a', '--auth'],
  authType: ['-A', '--auth-type'],
  bearer: ['--bearer'],
  elsewhere: ['--session', '--session-read-only'],
} as const;

/** Source: Microsoft's reference of Invoke-RestMethod and Invoke-WebRequest, PowerShell 5.1 and 7.5. */
export const INVOCATIONS = {
  name: /^(?:Invoke-(?:RestMethod|WebRequest)|irm|iwr)$/i,
  alias: /^(?:curl|wget)$/i,
  /** Parameters that only the cmdlets have, and not the programs of those names. */
  own: /^-(?:Uri|Headers|Method|Body|ContentType|UseBasicParsing)$/i,
  valued: (
    'uri headers method custommethod body contenttype token authentication credential outfile infile timeoutsec useragent ' +
    'websession sessionvariable proxy proxycredential certificate certificatethumbprint maximumredirection transferencoding ' +
    'maximumretrycount retryintervalsec form statuscodevariable responseheadersvariable sslprotocol maximumfollowrellink ' +
    'httpversion connectiontimeoutseconds operationtimeoutseconds unixsocket erroraction errorvariable outvariable outbuffer ' +
    'pipelinevariable warningaction warningvariable informationaction informationvariable progressaction'
  ).split(' '),
  switches: (
    'usebasicparsing skipcertificatecheck skipheadervalidation disablekeepalive passthru resume noproxy followrellink ' +
    'allowunencryptedauthentication allowinsecureredirect preserveauthorizationonredirect preservehttpmethodonredirect ' +
    'preserveauthorizationonredirect usedefaultcredentials proxyusedefaultcredentials skiphttperrorcheck verbose debug'
  ).split(' '),
  /** Parameters that bring headers or credentials from elsewhere. */
  elsewhere: ['websession', 'credential', 'certificate', 'certificatethumbprint'],
} as const;

/** Commands that run the command that is given to them; their own options come before it. */
export const WRAPPERS =
  /^(?:sudo|env|exec|command|nohup|time|nice|eval|builtin|watch|xargs|timeout|retry|proxychains4?)$/;

/** Commands that run a text, by the language of it. */
export const INTERPRETERS: readonly { readonly name: RegExp; readonly language: string }[] = [
  { name: /^(?:ba|z|k|da)?sh$|^(?:ssh|su|runuser)$/, language: 'sh' },
  { name: /^python[\d.]*$/, language: 'python' },
  { name: /^(?:node|bun|deno)$/, language: 'javascript' },
  { name: /^(?:pwsh|powershell)(?:\.exe)?$/i, language: 'powershell' },
  { name: /^cmd(?:\.exe)?$/i, language: 'cmd' },
];
