import { hostnameOf, isPrivateAddress } from '../../../net/address.js';

/**
 * Which hosts the scan of a site may ask. The user named one; everything else is what strangers' pages say, and they
 * must not lead us into the user's network, nor around the web.
 */
export class Scope {
  /** Names of hosts that the user wrote down: they may stand anywhere, this machine too. */
  readonly #named: ReadonlySet<string>;
  /** Origins of the site itself: the named one, and where it leads. */
  readonly #own = new Set<string>();
  /** Origins that the pages load scripts from. */
  readonly #assets = new Set<string>();

  constructor(named: URL) {
    this.#named = new Set([hostnameOf(named)]);
    this.#own.add(named.origin);
  }

  /** The named address led here. */
  addOwn(url: URL): void {
    this.#own.add(url.origin);
  }

  /** A page loads this script. */
  addAssetHost(url: URL): void {
    if (!this.#own.has(url.origin)) this.#assets.add(url.origin);
  }

  isOwn(url: URL): boolean {
    return this.#own.has(url.origin);
  }

  holds(url: URL): boolean {
    return this.isOwn(url) || this.#assets.has(url.origin);
  }

  /** Why `url` is never asked for, though `from` names it; `null` where it may be. */
  refusal(url: URL, from: URL): string | null {
    if (from.protocol === 'https:' && url.protocol === 'http:')
      return 'plain HTTP, named by a page that came over HTTPS';
    if (this.#named.has(hostnameOf(url)) || isUsualPort(url)) return null;
    return `the port ${url.port} of another host`;
  }

  /** Why nothing is asked at `address`, which the host of `url` stands for. */
  objection(url: URL, address: string): string | null {
    if (this.#named.has(hostnameOf(url)) || !isPrivateAddress(address)) return null;
    return `${hostnameOf(url)} stands for the private address ${address}, and you did not name it`;
  }

  /** The same where a proxy looks names up. */
  objectionToName(url: URL): string | null {
    const hostname = hostnameOf(url);
    if (this.#named.has(hostname) || (hostname.includes('.') && !PRIVATE_NAME.test(hostname))) return null;
    return `${hostname} is a name of a private network, and you did not name it`;
  }
}

/** Source: RFC 6761, RFC 6762, RFC 8375; `.internal` is reserved by ICANN. */
const PRIVATE_NAME = /\.(?:localhost|local|internal|intranet|lan|home\.arpa)$/;

/** No web server's below 1024: a page could make us talk to somebody's mail server. */
function isUsualPort({ port }: URL): boolean {
  return port === '' || Number(port) >= 1024;
}
