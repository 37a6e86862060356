import { readFileSync } from 'node:fs';
import type { z } from 'zod';
import { type Command, parseArguments } from './command.ts';
import { auditContradictions } from './config-audit.ts';
import { loginContradictions } from './config-logins.ts';
import { configSchema } from './config-schema.ts';
import { signInContradictions } from './config-sign-in.ts';
import { tlsContradictions } from './config-tls.ts';
import type { OptionFacts } from './config-values.ts';
import { nearest } from './nearest.ts';

export { configSchema };

export type Config = z.output<typeof configSchema>;

export interface Option extends OptionFacts {
  key: keyof Config;
  schema: z.ZodType;
}

/** The schema's rows, in order. */
export const configOptions: readonly Option[] = Object.entries(configSchema.shape).map(([key, schema]) => ({
  ...(schema.meta() as unknown as OptionFacts),
  key: key as keyof Config,
  schema,
}));

const fileOption = 'WHARF_CONFIG';

/** All that is wrong with the configuration, one sentence each. */
export class ConfigError extends Error {
  override name = 'ConfigError';
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.problems = problems;
  }
}

/**
 * Puts the configuration together: the environment over the file over the defaults.
 * @param input.file the parsed content of the config file, when there is one.
 * @param input.args the command line after the program.
 * @throws ConfigError naming every problem at once
 */
export function readConfig(input: {
  env: Record<string, string | undefined>;
  file: unknown;
  args: readonly string[];
}): { command: Command; config: Config } {
  const problems: string[] = [];
  const { command, problem } = parseArguments(input.args);
  if (problem) problems.push(problem);
  const file = fileValues(input.file, problems);
  const known = [...configOptions.map((each) => each.env), fileOption];
  for (const name of Object.keys(input.env)) {
    if (!name.startsWith('WHARF_') || known.includes(name)) continue;
    problems.push(`${name} is not an option${didYouMean(name, known)}`);
  }
  const config: Record<string, unknown> = {};
  for (const { key, env, schema, allowed, secret } of configOptions) {
    // An empty variable is how shells and compose files say "not set".
    const [name, value] = input.env[env] ? [env, input.env[env]] : [`"${key}" in the config file`, file[key]];
    const result = schema.safeParse(value);
    if (result.success) config[key] = result.data;
    else
      problems.push(
        `${name} is ${secret ? 'a secret that does not fit' : JSON.stringify(value)}: allowed is ${allowed}`,
      );
  }
  problems.push(...tlsContradictions(config), ...auditContradictions(config), ...loginContradictions(config));
  if (problems.length === 0) problems.push(...signInContradictions(config as Config));
  if (problems.length > 0) throw new ConfigError(problems);
  return { command, config: config as Config };
}

/** Reads this process's environment, command line and config file. @throws ConfigError */
export function loadConfig(): { command: Command; config: Config } {
  // biome-ignore lint/style/noProcessEnv: the one place that reads it
  const env = process.env;
  return readConfig({
    env,
    file: env[fileOption] ? readFile(env[fileOption]) : undefined,
    args: process.argv.slice(2),
  });
}

function readFile(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new ConfigError([
      `${fileOption} is ${JSON.stringify(path)}: that file cannot be read as JSON (${String(error)})`,
    ]);
  }
}

function fileValues(file: unknown, problems: string[]): Record<string, unknown> {
  if (file === undefined) return {};
  if (typeof file !== 'object' || file === null || Array.isArray(file)) {
    problems.push('the config file is not a JSON object');
    return {};
  }
  const known = configOptions.map((each) => each.key);
  for (const key of Object.keys(file)) {
    if ((known as string[]).includes(key)) continue;
    problems.push(`"${key}" in the config file is not an option${didYouMean(key, known)}`);
  }
  return file as Record<string, unknown>;
}

function didYouMean(name: string, known: readonly string[]): string {
  const guess = nearest(name, known);
  return guess ? `; did you mean ${guess}?` : '; --help lists them all';
}
