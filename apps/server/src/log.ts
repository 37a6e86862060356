import { type Logger, pino } from 'pino';

/** One JSON line an event on standard error; standard output is for the operator. Secrets are cut out wherever they might slip in. */
export function createLog(level: string): Logger {
  return pino(
    {
      level,
      redact: {
        paths: ['authorization', 'cookie', 'password', '*.authorization', '*.cookie', '*.password', '*.headers.*'],
        censor: 'redacted',
      },
    },
    pino.destination({ fd: 2, sync: true }),
  );
}
