import { describe, expect, it } from 'vitest';
import { ConfigError, configOptions, readConfig } from './config.ts';
import { helpText, printedConfig } from './config-text.ts';

function read(env: Record<string, string> = {}, file?: unknown, args: string[] = []) {
  return readConfig({ env, file, args });
}

function problemsOf(env: Record<string, string>, file?: unknown, args: string[] = []): readonly string[] {
  try {
    read(env, file, args);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

describe('readConfig', () => {
  it('has a working default for everything', () => {
    const { config, command } = read();
    expect(command).toEqual({ kind: 'serve' });
    expect(config).toMatchObject({
      host: '127.0.0.1',
      port: 8080,
      data: './data',
      account: 'main',
      trustedProxies: [],
    });
    expect(config.databaseUrl).toBeUndefined();
  });

  it('puts the environment over the file over the defaults', () => {
    const { config } = read({ WHARF_PORT: '9000' }, { port: 7000, processes: 2, trustedProxies: ['10.0.0.0/8'] });
    expect(config).toMatchObject({ port: 9000, processes: 2, trustedProxies: ['10.0.0.0/8'], tokenMinutes: 5 });
  });

  it('takes an empty variable as not set', () => {
    expect(read({ WHARF_PORT: '', DATABASE_URL: '' }, { port: 7000 }).config).toMatchObject({ port: 7000 });
  });

  it('names every wrong value, what it is and what is allowed, at once', () => {
    const problems = problemsOf({ WHARF_PORT: '99999', WHARF_PUBLIC_URL: 'https://host/path' }, { processes: 'many' });
    expect(problems).toEqual([
      'WHARF_PORT is "99999": allowed is a whole number from 0 to 65535',
      'WHARF_PUBLIC_URL is "https://host/path": allowed is an http:// or https:// URL without a path, such as https://registry.example.com',
      '"processes" in the config file is "many": allowed is a whole number from 1 to 64',
    ]);
  });

  it.each(['', ' 1', '1.5', '-1', '1e3', '0x10', 'NaN'])('refuses %j as a number', (text) => {
    expect(problemsOf({}, { processes: text })).toHaveLength(1);
  });

  it.each(['10.0.0.0/33', '::1/129', 'proxy.local', '10.0.0.1/8/8', '10.0.0.1/'])('refuses the proxy %j', (text) => {
    expect(problemsOf({ WHARF_TRUSTED_PROXIES: text })).toHaveLength(1);
  });

  it('does not echo a secret that it refuses', () => {
    const problems = problemsOf({ WHARF_ADMIN_PASSWORD: 'short', DATABASE_URL: 'mysql://u:hunter2@h/d' });
    expect(problems).toHaveLength(2);
    expect(problems.join()).not.toMatch(/short|hunter2/);
  });

  it('refuses unknown options and guesses the one that was meant', () => {
    expect(problemsOf({ WHARF_PROT: '1', WHARF_COLOUR: 'x', HOME: '/root' }, { adminUsr: 'a' })).toEqual([
      '"adminUsr" in the config file is not an option; did you mean adminUser?',
      'WHARF_PROT is not an option; did you mean WHARF_PORT?',
      'WHARF_COLOUR is not an option; --help lists them all',
    ]);
  });

  it('refuses a temporary login that works for longer than one may be made for', () => {
    const problem = 'WHARF_TEMPORARY_LOGIN_HOURS is 48, more than WHARF_TEMPORARY_LOGIN_MAX_HOURS allows: 24';
    expect(problemsOf({ WHARF_TEMPORARY_LOGIN_HOURS: '48' })).toEqual([problem]);
    const { config } = read({ WHARF_TEMPORARY_LOGIN_HOURS: '48', WHARF_TEMPORARY_LOGIN_MAX_HOURS: '72' });
    expect(config).toMatchObject({ temporaryLoginHours: 48, temporaryLoginMaxHours: 72 });
  });

  it('knows the commands', () => {
    expect(read({}, undefined, ['--', '--help']).command).toEqual({ kind: 'help' });
    expect(read({}, undefined, ['reset-password', 'ann']).command).toEqual({ kind: 'reset-password', user: 'ann' });
    expect(problemsOf({}, undefined, ['reset-password'])).toHaveLength(1);
    expect(problemsOf({}, undefined, ['--print-confg'])).toHaveLength(1);
  });
});

describe('the printed texts', () => {
  it('help names every option with its default', () => {
    const help = helpText();
    for (const { env } of configOptions) expect(help).toContain(`  ${env}  (`);
    expect(help).toContain('Default: 8080.');
  });

  it('print-config shows no secret and can be read back', () => {
    const { config } = read({
      WHARF_ADMIN_PASSWORD: 'abc:correct-horse',
      DATABASE_URL: 'postgres://wharf:hunter2@db/wharf?sslpassword=hunter3',
      WHARF_PORT: '81',
    });
    const printed = printedConfig(config);
    expect(printed).not.toMatch(/correct-horse|hunter/);
    expect(printed).toContain('postgres://wharf:redacted@db/wharf');
  });

  it('print-config without secrets is a config file, and with them none that would set "redacted" as the password', () => {
    expect(read({}, JSON.parse(printedConfig(read({ WHARF_PORT: '81' }).config))).config.port).toBe(81);
    const secret = read({ WHARF_ADMIN_PASSWORD: 'correct-horse' }).config;
    expect(problemsOf({}, JSON.parse(printedConfig(secret)))).toHaveLength(1);
  });
});
