import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { SMTPServer } from "smtp-server";

/** A real SMTP server that can be stopped and started again at the same address. */
export interface SmtpReceiver extends AsyncDisposable {
  readonly url: string;
  readonly accepted: { subject: string; to: string; source: string }[];
  stop(): Promise<void>;
  start(): Promise<void>;
}

export async function startSmtpReceiver(): Promise<SmtpReceiver> {
  let server: SMTPServer | undefined;
  let port = 0;
  const receiver: SmtpReceiver = {
    get url() {
      return `smtp://monitor:secret-of-smtp@127.0.0.1:${port}`;
    },
    accepted: [],
    async start() {
      server = new SMTPServer({
        disabledCommands: ["STARTTLS"],
        allowInsecureAuth: true,
        onAuth: ({ username, password }, _session, callback) =>
          username === "monitor" && password === "secret-of-smtp"
            ? callback(null, { user: username })
            : callback(new Error("wrong password")),
        onData(stream, { envelope }, callback) {
          text(stream).then((source) => {
            const to = envelope.rcptTo.map(({ address }) => address).join();
            receiver.accepted.push({ source, to, subject: subjectOf(source) });
            callback();
          }, callback);
        },
      });
      server.listen(port, "127.0.0.1");
      await once(server.server, "listening");
      port = (server.server.address() as AddressInfo).port;
    },
    async stop() {
      const { promise, resolve } = Promise.withResolvers<void>();
      server?.close(resolve);
      if (server) await promise;
      server = undefined;
    },
    [Symbol.asyncDispose]: () => receiver.stop(),
  };
  await receiver.start();
  return receiver;
}

/** Decodes the words of a subject that are not ASCII (RFC 2047). */
function subjectOf(source: string): string {
  const [, raw = ""] = /^Subject: ((?:.*\r\n[ \t])*.*)\r\n/m.exec(source) ?? [];
  return raw
    .replaceAll(/\?=\s+=\?/g, "?==?")
    .replaceAll(/=\?utf-8\?(q|b)\?(.*?)\?=/gi, (_, encoding: string, word: string) =>
      encoding.toLowerCase() === "b" ? Buffer.from(word, "base64").toString() : decodeQuoted(word),
    )
    .replaceAll(/\r\n[ \t]/g, " ");
}

const decodeQuoted = (word: string): string =>
  Buffer.from(
    word
      .replaceAll("_", " ")
      .replaceAll(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    "latin1",
  ).toString();
