import { endWithRefusal } from '@wharf/registry';
import type { ErrorRequestHandler } from 'express';
import { noteProblem } from './note-problem.ts';
import { ApiError, asApiError, problemBody, statusOf } from './problem.ts';
import { contextOf } from './request-context.ts';
import type { Services } from './services.ts';

const jsonType = 'application/json; charset=utf-8';

/** The one writer of refusals: `Problem` as JSON. What nobody foresaw is logged with the request's id and told as `internal`. */
export function errorHandler(services: Services): ErrorRequestHandler {
  return (error, request, response, next) => {
    // Work that was given up because its client had gone: there is nobody to tell.
    if (response.destroyed && error instanceof Error && error.name === 'AbortError') return;
    const { requestId } = contextOf(request);
    let problem = asApiError(error);
    if (!problem) {
      services.log.error({ err: error, requestId, method: request.method, path: request.path }, 'request failed');
      problem = new ApiError('internal', `the server failed; its log tells more under the request id ${requestId}`);
    }
    if (response.headersSent) return next(error);
    const { detail } = noteProblem(services, request, problem);
    response.set(problem.headers);
    endWithRefusal(response, statusOf(problem.code), problemBody(problem, requestId, detail), jsonType);
  };
}
