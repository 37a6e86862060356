import { AccessCheck } from './access-check.tsx';
import { CertificateCheck } from './certificate-check.tsx';
import { ConnectionCheck } from './connection-check.tsx';
import { CredentialCheck } from './credential-check.tsx';
import '../../ui/panel.css';

/** All live checks. @param textOf a reason's cause and remedy in the user's language */
export function ChecksPanel({ textOf }: { textOf: (reason: string) => { cause: string; remedy: string } }) {
  return (
    <>
      <AccessCheck textOf={textOf} />
      <CredentialCheck textOf={textOf} />
      <ConnectionCheck />
      <CertificateCheck />
    </>
  );
}
