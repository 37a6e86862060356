import { type DestinationStream, type Logger, pino } from 'pino';

/** One JSON line an event on standard error; standard output is for the operator. Secrets are cut out wherever they might slip in. */
export function createLog(
  level: string,
  destination: DestinationStream = pino.destination({ fd: 2, sync: true }),
): Logger {
  const redact = {
    paths: ['authorization', 'cookie', 'password', '*.authorization', '*.cookie', '*.password', '*.headers'],
    censor: 'redacted',
  };
  return pino({ level, redact }, destination);
}
