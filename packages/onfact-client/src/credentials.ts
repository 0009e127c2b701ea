/** How requests prove for which company they act. Asked before every request, so that it may renew itself. */
export type CredentialsProvider = Readonly<{
  headers(): Promise<Readonly<Record<string, string>>>;
  /**
   * Makes others after onFact answered 401 to these; false when there are no others. A refused request was not done, so
   * it is sent once more with the new ones, whatever it is.
   */
  renew?(refused: Readonly<Record<string, string>>): Promise<boolean>;
}>;

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
  const headers = { 'X-SESSION-KEY': sessionKey, 'X-COMPANY-UUID': companyHeader(companyUuid) };
  return { headers: async () => headers };
}

/** @throws Error when it cannot stand in a header */
export function companyHeader(companyUuid: string): string {
  if (isHeaderText(companyUuid)) return companyUuid;
  throw new Error('The onFact company uuid is empty or holds impossible characters');
}

function isHeaderText(text: string): boolean {
  return /^[\x21-\x7e]+$/.test(text);
}
