import PostalMime from 'postal-mime';

/** A mail as its reader sees it. */
export type ReceivedMail = Readonly<{
  messageId: string;
  from: string;
  to: string;
  subject: string;
  text: string;
  html: string;
  /** Of headers that people do not see, by lower-case name. */
  headers: Readonly<Record<string, string>>;
  /** As the sender dated it. */
  date: string;
}>;

export async function readMail(bytes: Uint8Array): Promise<ReceivedMail> {
  const mail = await PostalMime.parse(bytes);
  return {
    messageId: mail.messageId ?? '',
    from: mail.from?.address ?? '',
    to: mail.to?.map(({ address }) => address).join(', ') ?? '',
    subject: mail.subject ?? '',
    text: mail.text ?? '',
    html: mail.html ?? '',
    headers: Object.fromEntries(mail.headers.map(({ key, value }) => [key, value])),
    date: mail.date ?? '',
  };
}
