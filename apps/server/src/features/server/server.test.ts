import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ConsoleServer, startConsoleServer } from '../../bff/testing/console-server.ts';
import { type CertificateFacts, readCertificate } from '../../tls/certificate.ts';
import { makeCertificate } from '../../tls/make-certificate.ts';

describe('what the server tells of its certificate', () => {
  let server: ConsoleServer;
  let own: CertificateFacts | undefined;
  beforeAll(async () => {
    server = await startConsoleServer({ certificate: () => own });
  });
  afterAll(() => server.stop());

  it('is nothing while it speaks plain http', async () => {
    expect((await server.visitor().call('getServer')).body.certificate).toBeNull();
    expect((await server.visitor().send('GET', '/api/certificate')).status).toBe(404);
  });

  it('is what clients have to trust, without its key', async () => {
    own = readCertificate(await makeCertificate(['registry.lan', '10.0.0.1'], new Date()));
    const { body } = await server.visitor().call('getServer');
    expect(body.certificate).toMatchObject({ names: ['registry.lan', '10.0.0.1'], selfSigned: true });
    const file = await server.visitor().send('GET', '/api/certificate');
    expect(file.headers.get('content-disposition')).toBe('attachment; filename=ca.crt');
    expect(readCertificate(file.text).fingerprint).toBe(body.certificate?.fingerprint);
    expect(file.text).not.toContain('PRIVATE');
  });

  it('is not told to who comes by a proxy, which shows one of its own', async () => {
    const headers = { 'x-forwarded-proto': 'https' };
    expect((await server.visitor().call('getServer', { headers })).body.certificate).toBeNull();
  });

  it('lets browsers remember https only when somebody vouches for it', async () => {
    const hsts = async () => {
      const { headers } = await server.visitor().send('GET', '/api/server', { headers: { 'x-test-scheme': 'https' } });
      return headers.get('strict-transport-security');
    };
    expect(await hsts()).toBeNull();
    own = own && { ...own, selfSigned: false };
    expect(await hsts()).toBe('max-age=31536000');
    expect((await server.visitor().send('GET', '/api/certificate')).status).toBe(404);
  });
});
