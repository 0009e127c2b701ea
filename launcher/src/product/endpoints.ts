import { rename, rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { originsOf } from './addresses.ts';
import type { ProductFacts } from './environment.ts';
import { repositoryFolder } from '../repository-folder.ts';
import { demoSignIn } from './demo-sign-in.ts';
import type { SimulatorFacts } from './simulators.ts';

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
    /** The portal of the simulated bank: CODA files. */
    bankUrl: string;
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
  /** The mails that the product sent: `pageUrl` lists them, `pageUrl/mails` as JSON. */
  mail: Readonly<{ smtpUrl: string; pageUrl: string }>;
}>;

export function endpointsOf(facts: ProductFacts, databaseUrl: string, apiKey: string): Endpoints {
  const { admin, api } = originsOf(facts.ports);
  return {
    adminUrl: admin,
    apiUrl: api,
    apiDocsUrl: `${api}/docs`,
    databaseUrl,
    ...simulatorEndpointsOf(facts.simulators),
    demo: { ...demoSignIn, apiKey },
  };
}

export function simulatorEndpointsOf({ ponto, onfact, mail }: SimulatorFacts): SimulatorEndpoints {
  const { apiUrl, controlUrl, sessionKey, companyUuid } = onfact;
  return {
    ponto: {
      ...ponto,
      caFile: fromRepository(ponto.caFile),
      certificateFile: fromRepository(ponto.certificateFile),
      keyFile: fromRepository(ponto.keyFile),
      signatureCertificateFile: fromRepository(ponto.signatureCertificateFile),
      signatureKeyFile: fromRepository(ponto.signatureKeyFile),
    },
    onfact: { apiUrl, controlUrl, sessionKey, companyUuid },
    mail,
  };
}

function fromRepository(path: string): string {
  return relative(repositoryFolder, path);
}

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
