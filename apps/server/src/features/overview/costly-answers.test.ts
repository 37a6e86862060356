import { describe, expect, it } from 'vitest';
import { createCostlyAnswers } from './costly-answers.ts';

describe('costly answers', () => {
  it('are kept for fifty times their cost, each key by itself', async () => {
    let time = 0;
    let asked = 0;
    const answer = createCostlyAnswers<number>(() => time);
    const ask = async () => {
      asked += 1;
      time += 10;
      return asked;
    };
    expect(await answer('a', ask)).toBe(1);
    time += 499;
    expect(await answer('a', ask)).toBe(1);
    expect(await answer('b', ask)).toBe(2);
    expect(await answer('a', ask)).toBe(3);
  });

  it('are asked for once at a time', async () => {
    const answer = createCostlyAnswers<number>();
    let give = (_: number) => {};
    const running = new Promise<number>((resolve) => {
      give = resolve;
    });
    const first = answer('a', () => running);
    const second = answer('a', () => Promise.reject(new Error('asked twice')));
    give(7);
    expect(await Promise.all([first, second])).toEqual([7, 7]);
  });

  it('are asked for again after a failure', async () => {
    const answer = createCostlyAnswers<number>();
    await expect(answer('a', () => Promise.reject(new Error('lost')))).rejects.toThrow('lost');
    expect(await answer('a', async () => 1)).toBe(1);
  });
});
