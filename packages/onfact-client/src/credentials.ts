/** How requests prove for which company they act. Asked before every request, so that it may renew itself. */
export type CredentialsProvider = Readonly<{ headers(): Promise<Readonly<Record<string, string>>> }>;

/**
 * The key pair that a user finds under "Persoonlijke instellingen". Sent exactly as given: the key holds
 * characters such as `!`, `#`, `&` and `%`.
 * @throws Error when it cannot stand in a header; the message never holds the key
 */
export function apiKeyCredentials({
  sessionKey,
  companyUuid,
}: {
  sessionKey: string;
  companyUuid: string;
}): CredentialsProvider {
  if (!isHeaderText(sessionKey))
    throw new Error('The onFact session key holds blanks or characters that no header can carry');
  if (!isHeaderText(companyUuid)) throw new Error('The onFact company uuid is empty or holds impossible characters');
  const headers = { 'X-SESSION-KEY': sessionKey, 'X-COMPANY-UUID': companyUuid };
  return { headers: async () => headers };
}

function isHeaderText(text: string): boolean {
  return /^[\x21-\x7e]+$/.test(text);
}
