import { levels, roles } from '@wharf/policies/access';
import { z } from 'zod';
import { commaList, flag, jsonText, option, text } from './config-values.ts';

const ruleSchema = z.strictObject({
  group: z.string().min(1).max(1024),
  account: z.string().min(1).max(64).optional(),
  role: z.enum(roles).optional(),
  grants: z
    .array(z.strictObject({ organization: z.string().min(1).max(64), level: z.enum(levels) }))
    .max(100)
    .optional(),
});

const claim = text(200).regex(/^[^\s]+$/);
const attribute = text(200).regex(/^[A-Za-z][A-Za-z0-9;.-]*$/);

/** Options of signing in by a provider outside. */
export const signInOptions = {
  identityAccount: option(
    {
      env: 'WHARF_IDENTITY_ACCOUNT',
      about:
        'Account of users whom OpenID Connect or LDAP vouches for and no rule puts elsewhere; without it these are refused.',
      allowed: 'the name of an account',
    },
    text(64).optional(),
  ),
  identityRules: option(
    {
      env: 'WHARF_IDENTITY_RULES',
      about: 'What belonging to a group of OpenID Connect or LDAP gives: account, role, grants (docs/sign-in.md).',
      allowed:
        'a JSON array such as [{"group":"devs","grants":[{"organization":"acme","level":"edit"}]}]; "*" is everybody',
    },
    jsonText(z.array(ruleSchema).max(1000)).default([]),
  ),
  oidcIssuer: option(
    {
      env: 'WHARF_OIDC_ISSUER',
      about: 'OpenID Connect provider by which users may sign in.',
      allowed: 'its issuer: an https:// URL (http:// on this machine only)',
    },
    z.string().refine(isIssuer).optional(),
  ),
  oidcClientId: option(
    { env: 'WHARF_OIDC_CLIENT_ID', about: 'Name of this server at that provider.', allowed: '1 to 500 characters' },
    text(500).optional(),
  ),
  oidcClientSecret: option(
    {
      env: 'WHARF_OIDC_CLIENT_SECRET',
      about: 'Secret of this server at that provider; without it, it is a public client.',
      allowed: '1 to 4096 characters',
      secret: true,
    },
    text(4096).optional(),
  ),
  oidcScopes: option(
    {
      env: 'WHARF_OIDC_SCOPES',
      about: 'Scopes to ask that provider for.',
      allowed: 'words separated by commas, openid among them',
    },
    commaList(z.string().regex(/^[\x21\x23-\x5B\x5D-\x7E]{1,200}$/))
      .refine((scopes) => scopes.includes('openid'))
      .default(['openid', 'profile']),
  ),
  oidcLabel: option(
    { env: 'WHARF_OIDC_LABEL', about: 'Name of that provider on the sign-in page.', allowed: '1 to 60 characters' },
    text(60).optional(),
  ),
  oidcNameClaim: option(
    { env: 'WHARF_OIDC_NAME_CLAIM', about: 'Claim of which the user name is made.', allowed: 'the name of a claim' },
    claim.default('preferred_username'),
  ),
  oidcGroupsClaim: option(
    {
      env: 'WHARF_OIDC_GROUPS_CLAIM',
      about: 'Claim that names the groups; dots lead into objects.',
      allowed: 'the name of a claim, such as groups or realm_access.roles',
    },
    claim.default('groups'),
  ),
  oidcAccountClaim: option(
    {
      env: 'WHARF_OIDC_ACCOUNT_CLAIM',
      about: 'Claim that names the account, over all rules. Only for a provider that alone decides what it says.',
      allowed: 'the name of a claim',
    },
    claim.optional(),
  ),
  ldapUrl: option(
    {
      env: 'WHARF_LDAP_URL',
      about: 'Directory whose users may sign in with their password there.',
      allowed: 'an ldaps:// or ldap:// URL of host and port',
    },
    z
      .string()
      .regex(/^ldaps?:\/\/(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9.-]+)(:\d{1,5})?\/?$/)
      .optional(),
  ),
  ldapStartTls: option(
    {
      env: 'WHARF_LDAP_START_TLS',
      about: 'Whether an ldap:// connection is encrypted before anything is said on it.',
      allowed: 'true or false',
    },
    flag().default(true),
  ),
  ldapCaFile: option(
    {
      env: 'WHARF_LDAP_CA_FILE',
      about: "Certificates that vouch for the directory's, in place of those of the system.",
      allowed: 'the path of a PEM file',
    },
    text(4096).optional(),
  ),
  ldapUserDn: option(
    {
      env: 'WHARF_LDAP_USER_DN',
      about: "Name of a user's entry, when it can be made of the user name; else it is searched.",
      allowed: 'a DN with {name} in it, such as uid={name},ou=people,dc=example,dc=com',
    },
    text(1024)
      .regex(/\{name\}/)
      .optional(),
  ),
  ldapBindDn: option(
    {
      env: 'WHARF_LDAP_BIND_DN',
      about: 'Entry by which Wharf searches for users and groups; without it, anonymously.',
      allowed: 'a DN',
    },
    text(1024).optional(),
  ),
  ldapBindPassword: option(
    { env: 'WHARF_LDAP_BIND_PASSWORD', about: 'Its password.', allowed: '1 to 1024 characters', secret: true },
    text(1024).optional(),
  ),
  ldapUserBase: option(
    { env: 'WHARF_LDAP_USER_BASE', about: 'Entry below which users are searched.', allowed: 'a DN' },
    text(1024).optional(),
  ),
  ldapUserFilter: option(
    {
      env: 'WHARF_LDAP_USER_FILTER',
      about: 'Which entry is the user of a name.',
      allowed: 'a filter (RFC 4515) with {name} in it',
    },
    text(1024)
      .regex(/^\(.*\{name\}.*\)$/)
      .default('(uid={name})'),
  ),
  ldapNameAttribute: option(
    { env: 'WHARF_LDAP_NAME_ATTRIBUTE', about: 'Attribute of which the user name is made.', allowed: 'an attribute' },
    attribute.default('uid'),
  ),
  ldapIdAttribute: option(
    {
      env: 'WHARF_LDAP_ID_ATTRIBUTE',
      about: 'Attribute that stays with a person and is never given to another.',
      allowed: 'an attribute, such as entryUUID or, for Active Directory, objectGUID',
    },
    attribute.default('entryUUID'),
  ),
  ldapGroupsAttribute: option(
    {
      env: 'WHARF_LDAP_GROUPS_ATTRIBUTE',
      about: "Attribute of a user's entry that names the groups, where no group base is set.",
      allowed: 'an attribute',
    },
    attribute.default('memberOf'),
  ),
  ldapGroupBase: option(
    { env: 'WHARF_LDAP_GROUP_BASE', about: 'Entry below which groups are searched.', allowed: 'a DN' },
    text(1024).optional(),
  ),
  ldapGroupFilter: option(
    {
      env: 'WHARF_LDAP_GROUP_FILTER',
      about: 'Which groups below it a user belongs to.',
      allowed: 'a filter (RFC 4515) with {dn} or {name} in it',
    },
    text(1024)
      .regex(/^\(.*\{(dn|name)\}.*\)$/)
      .default('(member={dn})'),
  ),
};

type SignInConfig = z.output<z.ZodObject<typeof signInOptions>>;

/** What is wrong with options that only make sense together, one sentence each. */
export function signInContradictions(config: SignInConfig): string[] {
  const problems: string[] = [];
  if (config.oidcIssuer && !config.oidcClientId) problems.push('WHARF_OIDC_ISSUER needs WHARF_OIDC_CLIENT_ID too');
  if (config.ldapUrl && !config.ldapUserDn && !config.ldapUserBase) {
    problems.push('WHARF_LDAP_URL needs WHARF_LDAP_USER_DN or WHARF_LDAP_USER_BASE too');
  }
  if (config.ldapBindDn && !config.ldapBindPassword)
    problems.push('WHARF_LDAP_BIND_DN needs WHARF_LDAP_BIND_PASSWORD too');
  return problems;
}

function isIssuer(issuer: string): boolean {
  if (!URL.canParse(issuer)) return false;
  const { protocol, hostname, search, hash, username, password } = new URL(issuer);
  if (search || hash || username || password) return false;
  // Whoever is on the way could else answer in the provider's name.
  return protocol === 'https:' || (protocol === 'http:' && ['127.0.0.1', '[::1]', 'localhost'].includes(hostname));
}
