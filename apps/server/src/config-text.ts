import { type Config, configOptions } from './config.ts';

/** The text of `--help`: every option with its default. */
export function helpText(): string {
  const lines = configOptions.flatMap(({ key, env, about, allowed, schema }) => {
    const fallback = schema.safeParse(undefined).data;
    return [
      `  ${env}  ("${key}" in the config file)`,
      `      ${about}`,
      `      Allowed: ${allowed}. Default: ${fallback === undefined ? 'not set' : printable(fallback)}.`,
    ];
  });
  return [
    'Wharf, a container image registry with a web console.',
    '',
    'Usage: npm start -- [--help | --print-config | rotate-keys | fsck | reset-password USER]',
    '',
    '  (nothing)            serve the console, the API and the registry',
    '  --help               this text',
    '  --print-config       the values in effect, secrets redacted',
    '  rotate-keys          sign registry tokens with a new key from now on; tokens already given keep working',
    '  fsck                 hash all stored content again, tell what is damaged and let the next push heal it',
    '  reset-password USER  give USER a new password and print it',
    '',
    'Options come from the environment, over a JSON file named by WHARF_CONFIG, over the defaults:',
    '',
    ...lines,
    '',
  ].join('\n');
}

/** The text of `--print-config`: a config file of the values in effect. */
export function printedConfig(config: Config): string {
  const shown = configOptions.map(({ key, secret }) => [key, secret ? redacted(key, config[key]) : config[key]]);
  return JSON.stringify(Object.fromEntries(shown), null, 2);
}

function redacted(key: keyof Config, value: unknown): unknown {
  if (typeof value !== 'string') return value;
  if (key !== 'databaseUrl' || !URL.canParse(value)) return 'redacted';
  const url = new URL(value);
  if (url.password) url.password = 'redacted';
  // libpq takes the password as a query parameter, too.
  for (const name of [...url.searchParams.keys()]) if (/pass/i.test(name)) url.searchParams.set(name, 'redacted');
  return url.toString();
}

function printable(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.join(',');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
