import { afterAll, beforeAll } from 'vitest';
import { DIALECTS, type Dialect } from '../../src/gateway/dialects.js';
import { newToken, startGateway, type TestGateway } from '../support/gateway/gateway.js';
import { key, other } from './ways.js';

/** A gateway of each dialect, for as long as the tests of a file run; both keys of ways.ts are right there. */
export function gatewaysByDialect(): (dialect: Dialect) => TestGateway {
  const gateways = new Map<Dialect, TestGateway>();
  beforeAll(async () => {
    for (const dialect of DIALECTS) {
      const tokens = [newToken(key), newToken(other)];
      gateways.set(dialect, await startGateway({ dialect, tokens, limited: false }));
    }
  });
  afterAll(async () => {
    for (const gateway of gateways.values()) await gateway.close();
  });
  return (dialect) => gateways.get(dialect)!;
}
