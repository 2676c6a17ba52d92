import { describe, expect, it } from 'vitest';
import { isIssuerKeyName, isOfFirebase, isPublishableIn, isSecretName } from '../../src/keys/secret-names.js';

describe('a name', () => {
  it.each([
    'OPENAI_API_KEY',
    'openaiApiKey',
    'VITE_OPENAI_KEY',
    'NEXT_PUBLIC_LLM_TOKEN',
    'myGPTKey',
    'AI_TOKEN',
    'newApiSecret',
    '__claudeKey__',
    'NEWAPI_KEY',
    'ONEAPI_TOKEN',
    'OPENAI_APIKEY',
    'OUR_AI_KEY',
  ])('says that a key of an issuer is in it: %s', (name) => {
    expect([isIssuerKeyName(name), isSecretName(name)]).toEqual([true, true]);
  });

  it.each([
    'API_KEY',
    'apiKey',
    'accessToken',
    'SECRET_KEY',
    'VITE_KEY',
    'NEXT_PUBLIC_TOKEN',
    'PUBLIC_API_KEY',
    'REACT_APP_STRIPE_SECRET_KEY',
    'VITE_STRIPE_SECRET',
    'VITE_SERVICE_ROLE_KEY',
    'VITE_SUPABASE_SERVICE_ROLE_KEY',
    'EXPO_PUBLIC_AWS_SECRET_ACCESS_KEY',
  ])("says that somebody's key is in it: %s", (name) => {
    expect([isIssuerKeyName(name), isSecretName(name)]).toEqual([false, true]);
  });

  it.each([
    'key',
    'token',
    'VITE_APP',
    'apiKeys',
    'keyboard',
    'openaiModel',
    'VITE_OPENAI_KEY_NAME',
    'STRIPE_SECRET_KEY',
    'customerKey',
    'MAIN_KEY_VITE',
    'VITE_STRIPE_PUBLISHABLE_KEY',
    'VITE_OPENAI_PUBLIC_KEY',
    'openaiPublicKey',
    'PUBLIC_KEY',
    'VITE_SUPABASE_ANON_KEY',
    'NEXT_PUBLIC_GOOGLE_MAPS_API_KEY',
    'OPENAI_CACHE_KEY',
    'LLM_MAX_TOKEN',
    'gptStorageKey',
    'VITE_AUTH_CLIENT_SECRET',
    'maidKey',
    'VITE_SECRET_NAME',
    'accessCustomerKey',
    'MAIL_KEY',
  ])('does not, or of one that is made to be seen: %s', (name) => {
    expect([isIssuerKeyName(name), isSecretName(name)]).toEqual([false, false]);
  });

  it.each([
    ['firebase', 'apiKey', true],
    ['firebase', 'API_KEY', true],
    ['mapbox', 'accessToken', true],
    ['firebase', 'apiKeyOfOurs', false],
    ['firebase', 'openaiKey', false],
    ['openai', 'apiKey', false],
    ['firebase', 'ourApiKey', false],
    ['firebase', 'apikey', true],
  ])('of a member says with that of its object what is made to be seen: %s.%s', (object, name, isPublishable) => {
    expect(isPublishableIn(object, name)).toBe(isPublishable);
  });

  it.each([
    ['authDomain', true],
    ['storageBucket', true],
    ['myAuthDomain', false],
    ['authDomains', false],
    ['my_authDomain', false],
  ])('of a member makes an object the configuration of Firebase: %s', (name, isIt) => {
    expect(isOfFirebase(name)).toBe(isIt);
  });
});
