/**
 * The structure of a key minted by One API: 16 free characters, then a version-4 UUID without dashes whose letters are
 * upper case at even positions and lower case at odd ones.
 *
 * Source: One API `common/random/main.go`, `GenerateKey`. No key of New API showed it in 200,000 trials, so it proves
 * the mint (not the host: One API has many deployments).
 */
const STRUCTURE =
  /^[0-9A-Za-z]{16}(?:[0-9A-F][0-9a-f]){6}4[0-9a-f][0-9A-F][0-9a-f][89AB][0-9a-f](?:[0-9A-F][0-9a-f]){7}$/;

/** Whether `body`, the 48 characters after `sk-`, was minted by One API. */
export function isOneApiBody(body: string): boolean {
  return STRUCTURE.test(body);
}
