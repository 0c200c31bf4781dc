import { X509Certificate } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { get, type RequestOptions } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkServerIdentity } from "node:tls";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { securityHeaders } from "#shared";
import { type Certificate, coveredHosts, makeCertificate, readCertificate } from "./certificate.ts";
import { type Served, serve } from "./serve.ts";

const folder = mkdtempSync(join(tmpdir(), "localens-certificate-"));
const at = (name: string): string => join(folder, name);
const page = "<!doctype html><title>Localens</title>";
const lan = "192.168.7.20";
let made: Certificate;
let served: Served;

beforeAll(async () => {
  made = await makeCertificate([lan]);
  const other = await makeCertificate([lan]);
  writeFileSync(at("cert.pem"), made.cert);
  writeFileSync(at("key.pem"), made.key);
  writeFileSync(at("other-key.pem"), other.key);
  writeFileSync(at("text.pem"), "no certificate");
  mkdirSync(at("dist"));
  writeFileSync(at("dist/index.html"), page);
  served = await serve({ root: at("dist"), port: 0, tls: made });
});

afterAll(async () => {
  await served.close();
  rmSync(folder, { recursive: true });
});

/** What the page answers over TLS, opened by a name and trusting only `ca`. */
function fetchPage(name: string, ca?: string): Promise<{ body: string; policy: unknown }> {
  const { port } = new URL(served.url);
  return new Promise((resolve, reject) => {
    const options: RequestOptions = {
      host: "127.0.0.1",
      // A connection of its own: a kept one was checked before.
      agent: false,
      port,
      ...(ca !== undefined && { ca }),
      // The address is this machine's own; the name is checked as if it had been reached by it.
      checkServerIdentity: (_host, peer) => checkServerIdentity(name, peer),
    };
    get(options, (response) => {
      let body = "";
      response.setEncoding("utf8");
      response.on("data", (chunk: string) => {
        body += chunk;
      });
      const policy = response.headers["content-security-policy"];
      response.on("end", () => resolve({ body, policy }));
    }).on("error", reject);
  });
}

describe("a certificate made on the spot", () => {
  it("covers the addresses it was made for and this machine, and no other", () => {
    const certificate = new X509Certificate(made.cert);
    expect(certificate.checkIP(lan)).toBe(lan);
    expect(certificate.checkIP("127.0.0.1")).toBe("127.0.0.1");
    expect(certificate.checkHost("localhost")).toBe("localhost");
    expect(certificate.checkIP("192.168.7.21")).toBeUndefined();
  });

  it("is what phones accept of a server: for servers, no authority, valid now, not for years", () => {
    const certificate = new X509Certificate(made.cert);
    const serverAuthentication = "1.3.6.1.5.5.7.3.1";
    expect(certificate.keyUsage).toEqual([serverAuthentication]);
    expect(certificate.ca).toBe(false);
    expect(Date.parse(certificate.validFrom)).toBeLessThan(Date.now());
    const days = (Date.parse(certificate.validTo) - Date.parse(certificate.validFrom)) / 86_400_000;
    expect(days).toBeLessThan(398);
  });

  it("serves the page with its headers over TLS to whoever trusts it", async () => {
    expect(served.url).toMatch(/^https:/);
    const { body, policy } = await fetchPage(lan, made.cert);
    expect(body).toBe(page);
    expect(policy).toBe(securityHeaders["Content-Security-Policy"]);
  });

  it("is refused under another address, and by whoever does not trust it", async () => {
    await expect(fetchPage("192.168.7.21", made.cert)).rejects.toMatchObject({
      code: "ERR_TLS_CERT_ALTNAME_INVALID",
    });
    await expect(fetchPage(lan)).rejects.toMatchObject({ code: "DEPTH_ZERO_SELF_SIGNED_CERT" });
  });
});

describe("readCertificate", () => {
  it("reads a pair, and nothing where nothing is set", () => {
    expect(readCertificate({ CERT: at("cert.pem"), KEY: at("key.pem") })).toEqual(made);
    expect(readCertificate({})).toBeUndefined();
    expect(readCertificate({ CERT: "", KEY: "" })).toBeUndefined();
  });

  it.each([
    ["cert.pem", "", "KEY is not"],
    ["", "key.pem", "CERT is not"],
    ["missing.pem", "key.pem", "CERT: .*missing.pem: there is no such file"],
    ["cert.pem", "missing.pem", "KEY: .*missing.pem: there is no such file"],
    ["dist", "key.pem", "CERT: .*dist: cannot be read"],
    ["text.pem", "key.pem", "CERT: .*text.pem holds no certificate"],
    ["cert.pem", "text.pem", "KEY: .*text.pem is not the private key"],
    ["cert.pem", "other-key.pem", "KEY: .*other-key.pem is not the private key"],
  ])("says what is wrong with CERT=%s KEY=%s", (cert, key, words) => {
    const env = { CERT: cert && at(cert), KEY: key && at(key) };
    expect(() => readCertificate(env)).toThrow(new RegExp(words));
  });
});

describe("coveredHosts", () => {
  it("names the addresses that the certificate is for", () => {
    expect(coveredHosts(made, ["10.0.0.5", lan])).toEqual([lan]);
  });

  it("names what the certificate is for where that is none of them, but not this machine itself", () => {
    expect(coveredHosts(made, ["10.0.0.5"])).toEqual([lan]);
  });
});
