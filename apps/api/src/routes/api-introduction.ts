/** What a developer reads before the first call. Markdown, shown at the head of the reference. */
export function introduceApi(apiOrigin: string): string {
  return `
Read the bank transactions that Ponto delivers for a company, see what each may pay and what it was matched with, match
them, and take a match back.

**Begin.** Ask an administrator for an API key and send it with every request:

    curl -H "authorization: Bearer ofp_…" "${apiOrigin}/v1/bank-transactions?status=to_process"

A key belongs to one company and sees nothing of any other. Linking a bank and fetching on the spot need a person,
so keys are answered \`user_required\` there.

**Values.** Amounts are exact decimal texts with a currency, negative when money goes out: \`{"amount": "-12.50",
"currency": "EUR"}\`. Days are \`YYYY-MM-DD\` on the clock of Brussels, moments are RFC 3339 in UTC. What is not known
is \`null\`, never zero or an empty text.

**Decisions** about a transaction are made on what you read: send \`seen\` of the transaction and \`version\` of each
document back. When somebody else was first the answer is 409, and \`details\` says who did what. Each decision answers
an \`undo\`: post it to take the decision back.

**Lists** answer \`{"items": […], "next": "…"}\`. Send \`next\` back as \`after\` for the page that follows; on the last
page it is \`null\`. New transactions never shift the pages behind them.

**Writes** may be repeated safely with an \`Idempotency-Key\` of your choice: within 24 hours the same key and request
get the first answer and nothing is done twice. Another request under the same key is refused with 422.

**Errors** are problem documents (RFC 9457) of type \`application/problem+json\`. Rely on \`code\`, which is stable;
\`title\` is for people. Quote \`requestId\` (also in the header \`x-request-id\`) to support. A resource of somebody
else and one that does not exist are answered alike.

**New transactions** arrive about every four hours. Poll the list from its first page and stop at the first line you
know.
`.trim();
}
