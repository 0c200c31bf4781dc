import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { isIP } from "node:net";
import { createSecureContext } from "node:tls";
import { generate } from "selfsigned";

/** A certificate and its private key, both as PEM text. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

const dayMs = 24 * 60 * 60 * 1000;
/** The clock of a phone may be behind. */
const earlyMs = dayMs;
const validMs = 30 * dayMs;

/**
 * Makes a certificate for these IPv4 addresses and this machine, kept nowhere: its own authority, valid
 * for 30 days. It follows what phones demand of servers (names as SANs, server authentication, SHA-256).
 */
export async function makeCertificate(addresses: readonly string[]): Promise<Certificate> {
  const nowMs = Date.now();
  const made = await generate([{ name: "commonName", value: "Localens on this network" }], {
    keyType: "ec",
    algorithm: "sha256",
    notBeforeDate: new Date(nowMs - earlyMs),
    notAfterDate: new Date(nowMs + validMs),
    extensions: [
      { name: "basicConstraints", cA: false, critical: true },
      { name: "keyUsage", digitalSignature: true, critical: true },
      { name: "extKeyUsage", serverAuth: true },
      {
        name: "subjectAltName",
        altNames: [
          { type: 2, value: "localhost" },
          ...["127.0.0.1", ...addresses].map((ip) => ({ type: 7 as const, ip })),
        ],
      },
    ],
  });
  return { cert: made.cert, key: made.private };
}

/**
 * Reads a certificate and its key from the files that `CERT` and `KEY` name; undefined where neither is set.
 * @throws Error in words for the person where they are not a usable pair
 */
export function readCertificate(env: {
  readonly CERT?: string | undefined;
  readonly KEY?: string | undefined;
}): Certificate | undefined {
  const { CERT, KEY } = env;
  if (!CERT && !KEY) return undefined;
  if (!CERT) throw new Error("KEY is set, but CERT is not. Set both, or neither.");
  if (!KEY) throw new Error("CERT is set, but KEY is not. Set both, or neither.");
  const cert = readPem("CERT", CERT);
  const key = readPem("KEY", KEY);
  try {
    new X509Certificate(cert);
  } catch (cause) {
    throw new Error(`CERT: ${CERT} holds no certificate (PEM).`, { cause });
  }
  try {
    createSecureContext({ cert, key });
  } catch (cause) {
    throw new Error(`KEY: ${KEY} is not the private key (PEM) of ${CERT}.`, { cause });
  }
  const { validTo } = new X509Certificate(cert);
  if (Date.parse(validTo) < Date.now()) throw new Error(`CERT: ${CERT} expired on ${validTo}.`);
  return { cert, key };
}

function readPem(name: string, path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
    const why = code === "ENOENT" ? "there is no such file" : `cannot be read (${code})`;
    throw new Error(`${name}: ${path}: ${why}.`, { cause });
  }
}

/**
 * The names to open the app by: of these addresses those that the certificate is for, else the names that
 * it is for. A browser trusts it under no other.
 */
export function coveredHosts({ cert }: Certificate, addresses: readonly string[]): string[] {
  const certificate = new X509Certificate(cert);
  const covered = addresses.filter((address) => certificate.checkIP(address) !== undefined);
  if (covered.length > 0) return covered;
  return (certificate.subjectAltName ?? "")
    .split(", ")
    .map((entry) => /^(?:DNS|IP Address):(.+)$/.exec(entry)?.[1] ?? "")
    .filter((name) => name !== "" && !name.includes("*") && !isOwn(name));
}

/** Whether a name means the machine that says it. */
function isOwn(name: string): boolean {
  return name === "localhost" || name === "::1" || (isIP(name) === 4 && name.startsWith("127."));
}
