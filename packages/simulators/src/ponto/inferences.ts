/**
 * What nobody published about Ponto, so that the simulator had to choose, by subject. A green test proves nothing about
 * these points. The README repeats them word for word, and the page of the control API shows them.
 */
export const inferences: Readonly<Record<string, readonly string[]>> = {
  'Tokens and consent': [
    'A used refresh token that comes back revokes all tokens of the authorization (`refreshReuse`, `refreshGraceSeconds`). A used authorization code does the same.',
    'Codes live ten minutes, client tokens as long as others, and refresh tokens for ever.',
    'A PKCE challenge is verified when it is there and asked for only where `pkceRequired` says so.',
    'A new consent replaces the set of shared accounts; tokens of earlier consents stay valid until the integration ends.',
    'The scope stands in the return address; `access_denied`, `invalid_scope`, `invalid_request` and `invalid_state` (fewer than 8 characters) are the errors there.',
    'Onboarding details choose the organization on the consent page by id, mail address or name; unknown or late ones are ignored.',
    'A consent lasts 180 days (`consentDays`); the address to return to after a renewal gets no parameters and need not be registered.',
    'Any account can be renewed alone, and the page works once.',
  ],
  Signatures: [
    'A signature is verified when it is there and needed only where `signatureRequired` says so, never at the token endpoint.',
    'It may be 300 seconds old or new. A wrong one answers 401 `signatureInvalid`, a missing one 401 `signatureMissing`.',
    'The authorization and every header that begins with `ibanity` must be signed.',
  ],
  Lists: [
    'A page limit above 100 is lowered to 100 (`pageLimitAboveMaximum`); no number or one below 1 answers 400.',
    'A cursor that points to nothing answers 404. `page[before]` at the newest item gives an empty page.',
    'Parameters that are unknown, date filters included, are ignored.',
  ],
  'Synchronizations and data': [
    'Ten seconds between two of one type and account (`synchronizationWindowSeconds`, 300 live), 50 a day, 1.5 seconds long.',
    '`accountDetails` reads balances, `accountTransactions` does not.',
    "Ponto's own visits, at 02, 08, 14 and 20 hours in Brussels, also read announced lines (`backgroundReadsPending`).",
    'A line that is booked is no longer announced after the visit that finds it.',
    'An account that was removed and added again gets new ids, and so do its lines.',
    'During a maintenance of type `internal` lines answer 503 and accounts are `readonly`; otherwise they can be read.',
    'An account that is not shared answers 404, as everything about it does.',
    'The accounts and lines of the sandbox stand under the ids that are `internalReference` elsewhere, those of other applications included.',
  ],
  'Payments and activation': [
    'A payment that Ponto has not activated for the organization answers 403 (`paymentsNeedActivation`). It looks at a request for two minutes (`activationReviewSeconds`).',
    'A signature leads to `accepted-customer-profile`, the booking to `accepted-settlement-completed`. Refusing, or a third wrong code, leads to `rejected`; a day without signature (`signingHours`) to `cancelled`.',
    'Only unsigned payments can be deleted. An IBAN is not checked by its check digits, nor a structured message.',
    'The bank books a signed payment after five seconds, or at midnight in Brussels of the day asked for, whatever the balance.',
    'Payment requests need the scope `pi`. A debtor who leaves the page can come back.',
    'An address to return to need not be registered.',
  ],
  Organizations: [
    'A blocked organization is answered 403 `organizationBlocked` on everything, and keeps its tokens.',
    'An unfinished registration is removed after 72 hours, with its accounts, and `integration.revoked` is sent.',
    'Usage counts the accounts of today, whatever the month, without prorating.',
  ],
  'Errors and idempotency': [
    'Names of error codes other than `accountRecentlySynchronized`, `credentialsInvalid` and `authorizationInvalid`.',
    'The status that goes with a code, and `source.pointer` for each wrong attribute. Only the first wrong one is named.',
    'Idempotency keys are remembered for ever and for all organizations alike, and the first answer counts whatever the second body says (`idempotency`). Errors are not remembered.',
  ],
  Webhooks: [
    'Sent one after the other, in order, as `application/json`. Anything but 2xx within ten seconds is not received.',
    'Tried again after 10 seconds, 1, 5 and 30 minutes, 2 and 6 hours, signed anew with the same event id (`webhookRetrySeconds`).',
    'A key that was replaced stays in the key set as `INACTIVE`, or as `ACTIVE` when it is still trusted.',
    'What is not shared with our application is not told.',
  ],
};
