import { readFileSync } from 'node:fs';
import { organizationNameProblem } from '@wharf/oci';
import { z } from 'zod';
import { type Command, parseArguments } from './command.ts';
import { commaList, integer, isNetwork, isOrigin, type OptionFacts, option, text } from './config-values.ts';
import { nearest } from './nearest.ts';

/** Every option of the server: the only list there is. */
export const configSchema = z.strictObject({
  host: option(
    { env: 'WHARF_HOST', about: 'Address to listen on.', allowed: 'an IP address or a host name; 0.0.0.0 for all' },
    text(253)
      .regex(/^[A-Za-z0-9.:_-]+$/)
      .default('127.0.0.1'),
  ),
  port: option(
    { env: 'WHARF_PORT', about: 'Port to listen on; 0 picks a free one.', allowed: 'a whole number from 0 to 65535' },
    integer(0, 65_535).default(8080),
  ),
  data: option(
    {
      env: 'WHARF_DATA',
      about: 'Folder of everything that Wharf keeps; a copy of it while the server is stopped is a backup.',
      allowed: 'the path of a folder',
    },
    text(4096).default('./data'),
  ),
  databaseUrl: option(
    {
      env: 'DATABASE_URL',
      about: 'PostgreSQL to use instead of SQLite in the data folder; several nodes may share it.',
      allowed: 'a postgres:// or postgresql:// URL',
      secret: true,
    },
    z
      .string()
      .regex(/^postgres(ql)?:\/\//)
      .optional(),
  ),
  adminUser: option(
    {
      env: 'WHARF_ADMIN_USER',
      about: 'Name of the system administrator that the first start creates.',
      allowed: "1 to 64 lowercase letters, digits, '.', '_' or '-', a letter or digit first and last",
    },
    z
      .string()
      .regex(/^[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?$/)
      .default('admin'),
  ),
  adminPassword: option(
    {
      env: 'WHARF_ADMIN_PASSWORD',
      about: 'Password for that administrator; without it the first start makes one and prints it.',
      allowed: '10 to 1024 characters',
      secret: true,
    },
    z.string().min(10).max(1024).optional(),
  ),
  account: option(
    {
      env: 'WHARF_ACCOUNT',
      about: 'Name of the account that the first start creates.',
      allowed: "1 to 64 lowercase letters, digits and separators ('.', '_', '-'), a letter first",
    },
    z
      .string()
      .refine((name) => ['reserved', undefined].includes(organizationNameProblem(name)))
      .default('main'),
  ),
  publicUrl: option(
    {
      env: 'WHARF_PUBLIC_URL',
      about: 'Address that every client uses. Without it, each is answered with the address by which it came.',
      allowed: 'an http:// or https:// URL without a path, such as https://registry.example.com',
    },
    z
      .string()
      .refine(isOrigin)
      .transform((url) => new URL(url).origin)
      .optional(),
  ),
  trustedProxies: option(
    {
      env: 'WHARF_TRUSTED_PROXIES',
      about: 'Proxies whose X-Forwarded-For, -Host and -Proto count. Nobody else can set them.',
      allowed: 'IP addresses or networks (10.0.0.0/8) separated by commas',
    },
    commaList(z.string().refine(isNetwork)).default([]),
  ),
  processes: option(
    {
      env: 'WHARF_PROCESSES',
      about: 'Processes that serve one port; more than one helps where one core is not enough.',
      allowed: 'a whole number from 1 to 64',
    },
    integer(1, 64).default(1),
  ),
  organizationQuota: option(
    {
      env: 'WHARF_ORGANIZATION_QUOTA',
      about: 'Organizations that a new account may have.',
      allowed: 'a whole number from 0 to 1000000',
    },
    integer(0, 1_000_000).default(5),
  ),
  tokenMinutes: option(
    {
      env: 'WHARF_TOKEN_MINUTES',
      about: 'Minutes that a registry token lives.',
      allowed: 'a whole number from 1 to 60',
    },
    integer(1, 60).default(5),
  ),
  temporaryLoginHours: option(
    {
      env: 'WHARF_TEMPORARY_LOGIN_HOURS',
      about: 'Hours that a temporary login command works.',
      allowed: 'a whole number from 1 to 720',
    },
    integer(1, 720).default(6),
  ),
  sessionIdleMinutes: option(
    {
      env: 'WHARF_SESSION_IDLE_MINUTES',
      about: 'Minutes without use after which a console session ends.',
      allowed: 'a whole number from 1 to 43200',
    },
    integer(1, 43_200).default(60),
  ),
  sessionHours: option(
    {
      env: 'WHARF_SESSION_HOURS',
      about: 'Hours after which a console session ends in any case.',
      allowed: 'a whole number from 1 to 720',
    },
    integer(1, 720).default(12),
  ),
  manifestBytes: option(
    {
      env: 'WHARF_MANIFEST_BYTES',
      about: 'Largest manifest that is taken, in bytes.',
      allowed: 'a whole number from 65536 to 67108864',
    },
    integer(65_536, 64 * 1024 * 1024).default(4 * 1024 * 1024),
  ),
  uploadPurgeMinutes: option(
    {
      env: 'WHARF_UPLOAD_PURGE_MINUTES',
      about: 'Minutes after its last byte at which an unfinished upload is thrown away.',
      allowed: 'a whole number from 1 to 525600',
    },
    integer(1, 525_600).default(1440),
  ),
  logLevel: option(
    {
      env: 'WHARF_LOG_LEVEL',
      about: 'Least important log lines to write to standard error.',
      allowed: 'one of trace, debug, info, warn, error, fatal, silent',
    },
    z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  ),
});

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
