import express, { type RequestHandler } from 'express';
import { ApiError, bodyProblem } from './problem.ts';

/**
 * Reads a JSON body, all of which must come within `deadlineMs`: the listener gives bodies hours, for layers.
 * @param limit in bytes
 */
export function jsonBody(limit: number, deadlineMs: number): RequestHandler {
  const read = express.json({ limit });
  return (request, response, next) => {
    // Express would refuse it, too, but read all of it first.
    if (Number(request.headers['content-length'] ?? 0) > limit && request.is('application/json')) {
      next(bodyProblem('too-long'));
      return;
    }
    let over = false;
    const goOn = (error?: unknown) => {
      if (over) return;
      over = true;
      clearTimeout(timer);
      next(error);
    };
    const timer = setTimeout(() => {
      const fields = [{ field: 'body', problem: 'too-slow' }];
      goOn(new ApiError('invalid-input', `the body did not come within ${deadlineMs / 1000} s`, { fields }));
    }, deadlineMs);
    read(request, response, goOn);
  };
}
