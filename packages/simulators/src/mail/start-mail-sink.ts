import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerDataStream } from 'smtp-server';
import { listen, listenerOf } from '../control/listen.ts';
import { mailPages } from './mail-pages.ts';
import { readMail, type ReceivedMail } from './received-mail.ts';

export type MailSinkOptions = Readonly<{
  /** 0 or absent takes a free port. */
  smtpPort?: number | undefined;
  pagePort?: number | undefined;
}>;

export type MailSink = Readonly<{
  endpoints: MailEndpoints;
  /** Newest first. */
  mails(): readonly ReceivedMail[];
  /** The next mails are answered with this SMTP code: 4xx to come back later, 5xx never. */
  refuseNext(times: number, code: number): void;
  forget(): void;
  stop(): Promise<void>;
}>;

export type MailEndpoints = Readonly<{ smtpUrl: string; pageUrl: string }>;

/** So many are kept; a demo that runs for weeks does not fill the memory. */
const keptCount = 200;

/**
 * A mail server that takes every mail and delivers none: a page lists them.
 * @throws the error of the operating system when a port is taken
 */
export async function startMailSink(options: MailSinkOptions = {}): Promise<MailSink> {
  const mails: ReceivedMail[] = [];
  const refusals: number[] = [];
  const smtp = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    logger: false,
    onRcptTo(_address, _session, answer) {
      const code = refusals.shift();
      answer(code === undefined ? null : refusalOf(code));
    },
    onData(stream, _session, answer) {
      void receive(stream).then(
        () => answer(null),
        (error: unknown) => answer(error instanceof Error ? error : new Error('unreadable')),
      );
    },
  });

  async function receive(stream: SMTPServerDataStream): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of stream) chunks.push(Buffer.from(chunk as Uint8Array));
    mails.unshift(await readMail(Buffer.concat(chunks)));
    mails.length = Math.min(mails.length, keptCount);
  }

  const world = {
    mails: (): readonly ReceivedMail[] => mails,
    forget: (): void => {
      mails.length = 0;
      refusals.length = 0;
    },
    refuseNext: (times: number, code: number): void => {
      for (let count = 0; count < times; count += 1) refusals.push(code);
    },
  };
  const smtpPort = await listenForMail(smtp, options.smtpPort ?? 0);
  const pages = await listen(createServer(listenerOf(mailPages(world))), options.pagePort ?? 0);

  return {
    ...world,
    endpoints: { smtpUrl: `smtp://localhost:${smtpPort}`, pageUrl: `http://localhost:${pages.port}` },
    async stop() {
      await Promise.all([pages.close(), new Promise<void>((resolve) => smtp.close(() => resolve()))]);
    },
  };
}

function refusalOf(code: number): Error {
  return Object.assign(new Error('Refused, as a test asked for'), { responseCode: code });
}

/** On the loopback interface only. */
async function listenForMail(smtp: SMTPServer, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    smtp.once('error', reject);
    smtp.listen(port, 'localhost', () => {
      smtp.off('error', reject);
      /** A client that goes away in the middle of a mail is its own affair. */
      smtp.on('error', () => undefined);
      resolve();
    });
  });
  return (smtp.server.address() as AddressInfo).port;
}
