import * as zlib from 'node:zlib';
import { isSchedule } from '@wharf/jobs';
import { organizationNameProblem } from '@wharf/oci';
import { anonymousPulls } from '@wharf/policies/access';
import { z } from 'zod';
import { auditOptions } from './config-audit.ts';
import { loginOptions } from './config-logins.ts';
import { signInOptions } from './config-sign-in.ts';
import { tlsOptions } from './config-tls.ts';
import { commaList, integer, isNetwork, isOrigin, option, quota, text } from './config-values.ts';

const hasZstd = 'createZstdCompress' in zlib;

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
  ...tlsOptions,
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
      allowed: "a whole number from 0 to 1000000, or 'unlimited'",
    },
    quota(1000000).default(5),
  ),
  repositoryQuota: option(
    {
      env: 'WHARF_REPOSITORY_QUOTA',
      about: 'Images that a new account may have.',
      allowed: "a whole number from 0 to 1000000000, or 'unlimited'",
    },
    quota(1000000000).default(null),
  ),
  tagQuota: option(
    {
      env: 'WHARF_TAG_QUOTA',
      about: 'Tags that each image of a new account may have.',
      allowed: "a whole number from 0 to 1000000000, or 'unlimited'",
    },
    quota(1000000000).default(null),
  ),
  byteQuota: option(
    {
      env: 'WHARF_BYTE_QUOTA',
      about: 'Bytes that the images of a new account may take.',
      allowed: "a whole number from 0 to 999999999999999, or 'unlimited'",
    },
    quota(999999999999999).default(null),
  ),
  anonymousPull: option(
    {
      env: 'WHARF_ANONYMOUS_PULL',
      about: 'What can be pulled without a login: nothing, public images, or all images of public organizations too.',
      allowed: anonymousPulls.join(', '),
    },
    z.enum(anonymousPulls).default('images'),
  ),
  ...loginOptions,
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
  layerCompression: option(
    {
      env: 'WHARF_LAYER_COMPRESSION',
      about: 'How the server compresses layers that a page upload brings uncompressed.',
      allowed: hasZstd ? 'gzip or zstd' : `gzip (zstd needs Node 22.15 or later; this is ${process.version})`,
    },
    (hasZstd ? z.enum(['gzip', 'zstd']) : z.enum(['gzip'])).default('gzip').transform((name): 'gzip' | 'zstd' => name),
  ),
  archiveGigabytes: option(
    {
      env: 'WHARF_ARCHIVE_GIGABYTES',
      about: 'Largest image archive that is taken in one piece (curl -T), in GiB; it needs that room for a while.',
      allowed: 'a whole number from 1 to 10000',
    },
    integer(1, 10_000).default(64),
  ),
  recycleBinDays: option(
    {
      env: 'WHARF_RECYCLE_BIN_DAYS',
      about: 'Days that the recycle bin keeps what was deleted; 0 keeps nothing.',
      allowed: 'a whole number from 0 to 3650',
    },
    integer(0, 3650).default(14),
  ),
  collectionSchedule: option(
    {
      env: 'WHARF_COLLECTION_SCHEDULE',
      about: 'When the space of what nothing needs any more is freed, in the time zone of the server.',
      allowed: "a cron expression of five fields, or 'never'",
    },
    z
      .string()
      .refine((cron) => cron === 'never' || isSchedule(cron))
      .default('17 3 * * *'),
  ),
  collectionGraceMinutes: option(
    {
      env: 'WHARF_COLLECTION_GRACE_MINUTES',
      about: 'Minutes for which content that was pushed, mounted or asked for stays although nothing names it yet.',
      allowed: 'a whole number from 1 to 525600; it must be longer than any push takes',
    },
    integer(1, 525_600).default(1440),
  ),
  ...auditOptions,
  ...signInOptions,
  logLevel: option(
    {
      env: 'WHARF_LOG_LEVEL',
      about: 'Least important log lines to write to standard error.',
      allowed: 'one of trace, debug, info, warn, error, fatal, silent',
    },
    z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  ),
});
