import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Where everything is and how to get in, for people, tests and programs. File names are relative to the repository. */
export type Endpoints = SimulatorEndpoints &
  Readonly<{
    adminUrl: string;
    apiUrl: string;
    apiDocsUrl: string;
    /** Of the owner. */
    databaseUrl: string;
    demo: Readonly<{
      email: string;
      password: string;
      supportEmail: string;
      supportPassword: string;
      apiKey: string;
    }>;
  }>;

export type SimulatorEndpoints = Readonly<{
  ponto: Readonly<{
    apiUrl: string;
    authorizationUrl: string;
    controlUrl: string;
    caFile: string;
    certificateFile: string;
    keyFile: string;
    keyPassphrase: string;
    signatureCertificateId: string;
    signatureCertificateFile: string;
    signatureKeyFile: string;
    clientId: string;
    clientSecret: string;
    applicationId: string;
    redirectUri: string;
  }>;
  onfact: Readonly<{ apiUrl: string; controlUrl: string; sessionKey: string; companyUuid: string }>;
}>;

/** Written when everything answers, in one step: whoever finds the file can use what it says. */
export async function writeEndpoints(dataFolder: string, endpoints: SimulatorEndpoints): Promise<void> {
  const file = endpointsFile(dataFolder);
  await writeFile(`${file}.new`, `${JSON.stringify(endpoints, null, 2)}\n`, { mode: 0o600 });
  await rename(`${file}.new`, file);
}

export async function removeEndpoints(dataFolder: string): Promise<void> {
  await rm(endpointsFile(dataFolder), { force: true });
}

function endpointsFile(dataFolder: string): string {
  return join(dataFolder, 'endpoints.json');
}
