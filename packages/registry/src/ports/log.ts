/** The part of a structured logger (pino's shape) that the core uses. Never given a header or a secret. */
export interface Log {
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
}
