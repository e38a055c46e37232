import { generate } from "selfsigned";

export interface Certificate {
  /** PEM. */
  cert: string;
  /** PEM. */
  key: string;
}

/** A certificate authority, valid for a day. */
export async function createAuthority(name: string): Promise<Certificate> {
  const { cert, private: key } = await generate([{ name: "commonName", value: name }], {
    extensions: [
      { name: "basicConstraints", cA: true, critical: true },
      { name: "keyUsage", keyCertSign: true, cRLSign: true, critical: true },
    ],
    keyType: "ec",
    algorithm: "sha256",
    notAfterDate: tomorrow(),
  });
  return { cert, key };
}

/** A certificate for a server or client of this name, of an authority and valid for a day. */
export async function issueCertificate(authority: Certificate, name: string): Promise<Certificate> {
  const { cert, private: key } = await generate([{ name: "commonName", value: name }], {
    extensions: [
      { name: "basicConstraints", cA: false },
      { name: "extKeyUsage", serverAuth: true, clientAuth: true },
      { name: "subjectAltName", altNames: [{ type: 2, value: name }] },
    ],
    ca: authority,
    keyType: "ec",
    algorithm: "sha256",
    notAfterDate: tomorrow(),
  });
  return { cert, key };
}

const tomorrow = (): Date => new Date(Date.now() + 24 * 60 * 60 * 1_000);
