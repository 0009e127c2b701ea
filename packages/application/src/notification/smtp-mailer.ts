import { createTransport } from 'nodemailer';
import type { OutgoingMail } from './compose-mail.ts';

/** `refused`: this address or this mail will never be taken; anything that may pass is thrown. */
export type Delivery = { outcome: 'delivered' } | { outcome: 'refused'; problem: string };

export type Mailer = Readonly<{
  /** @throws MailNotSentError when it is worth trying again */
  send(mail: OutgoingMail): Promise<Delivery>;
  close(): void;
}>;

/** The server could not be reached, or asks to come back later. `problem` is a stable code. */
export class MailNotSentError extends Error {
  override readonly name = 'MailNotSentError';
  readonly problem: string;

  constructor(problem: string, options?: ErrorOptions) {
    super(`The mail server did not take a mail: ${problem}`, options);
    this.problem = problem;
  }
}

/**
 * @param url `smtp://` or `smtps://`, with name and password when the server wants them
 * @param from the sender, as "Name <address>"
 */
export function createSmtpMailer({ url, from }: { url: string; from: string }): Mailer {
  const transport = createTransport(url, { from, disableFileAccess: true, disableUrlAccess: true });
  const domain = /@([\w.-]+)>?$/.exec(from.trim())?.[1] ?? 'localhost';

  return {
    async send({ id, to, subject, text, html, unsubscribeUrl }) {
      try {
        await transport.sendMail({
          messageId: `<${id}@${domain}>`,
          to,
          subject,
          text,
          html,
          headers: { 'Auto-Submitted': 'auto-generated', 'List-Unsubscribe': `<${unsubscribeUrl}>` },
        });
        return { outcome: 'delivered' };
      } catch (error) {
        const { code, responseCode } = error as { code?: string; responseCode?: number };
        const problem = responseCode === undefined ? (code ?? 'unknown').toLowerCase() : `smtp_${responseCode}`;
        const isAboutThisMail = code === 'EENVELOPE' || code === 'EMESSAGE';
        if (isAboutThisMail && (responseCode ?? 0) >= 500) return { outcome: 'refused', problem };
        throw new MailNotSentError(problem, { cause: error });
      }
    },
    close: () => transport.close(),
  };
}
