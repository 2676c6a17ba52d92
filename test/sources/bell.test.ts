import { expect, it } from 'vitest';
import { Bell } from '../../src/sources/files/bell.js';

it('wakes who waits', async () => {
  const bell = new Bell();
  const order: string[] = [];
  const waiting = bell.rung().then(() => order.push('woken'));
  order.push('ringing');
  bell.ring();
  await waiting;
  expect(order).toEqual(['ringing', 'woken']);
});

it('keeps a ring that nobody waited for, once', async () => {
  const bell = new Bell();
  bell.ring();
  bell.ring();
  await bell.rung();
  let isWoken = false;
  const waiting = bell.rung().then(() => (isWoken = true));
  await new Promise((resolve) => setImmediate(resolve));
  expect(isWoken).toBe(false);
  bell.ring();
  await waiting;
});
