import express, { type RequestHandler } from 'express';
import { ApiError } from './problem.ts';

/** Reads a JSON body, all of which must come within `deadlineMs`: the listener gives bodies hours, for layers. */
export function jsonBody(limit: string, deadlineMs: number): RequestHandler {
  const read = express.json({ limit });
  return (request, response, next) => {
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
