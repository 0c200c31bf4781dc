import { toString as qrCode } from "qrcode";
import { buildIfStale } from "./build-if-stale.ts";
import { type Certificate, coveredHosts, makeCertificate, readCertificate } from "./certificate.ts";
import { lanAddresses } from "./lan-addresses.ts";
import { serveOrSayBusy } from "./serve-or-say-busy.ts";

// Serves the app over https on the local network, because a browser gives its camera to nothing less.

const port = Number(process.env.PORT ?? 4174);
const addresses = lanAddresses();

const adbWords = `With a cable and Android nothing needs to be trusted: allow USB debugging on the phone, then
  npm start
  adb reverse tcp:4173 tcp:4173
and open http://localhost:4173 on the phone. Camera and offline use both work.`;

const selfSignedWords = `This certificate was made just now and nobody vouches for it. The phone warns once: choose to go on.
The camera then works. Offline use does not: browsers give no service worker to a page with such a
certificate (SecurityError), so nothing is kept and it cannot be installed.`;

const authorityWords = (hosts: readonly string[]): string =>
  `For both over the network, use an authority that the phone trusts, e.g. mkcert:
  mkcert -install
  mkcert -cert-file cert.pem -key-file key.pem ${hosts.join(" ")}
  CERT=cert.pem KEY=key.pem npm run phone
and install rootCA.pem, which lies where "mkcert -CAROOT" says, on the phone: on Android under
Settings, Security, Install a certificate, CA certificate; on iOS open it, install the profile and turn it
on under Settings, General, About, Certificate Trust Settings. Keep rootCA-key.pem to yourself.`;

function fail(words: string): never {
  console.error(words);
  process.exit(1);
}

function givenCertificate(): Certificate | undefined {
  try {
    return readCertificate(process.env);
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error));
  }
}

if (!Number.isInteger(port) || port < 0 || port > 65_535)
  fail(`PORT: ${process.env.PORT} is no port.`);
const given = givenCertificate();
if (addresses.length === 0) {
  fail(`This machine is on no local network. Connect it to the phone's Wi-Fi.\n\n${adbWords}`);
}
const tls = given ?? (await makeCertificate(addresses));
const hosts = coveredHosts(tls, addresses);
const [first] = hosts;
if (first === undefined) {
  fail(`CERT is for none of this machine's addresses (${addresses.join(", ")}).`);
}
await buildIfStale();
const served = await serveOrSayBusy({ root: "dist", port, host: "0.0.0.0", tls }, "npm run phone");
const at = (host: string): string => `https://${host}:${new URL(served.url).port}/`;

console.log(`\n${await qrCode(at(first), { type: "terminal", small: true })}`);
console.log("On a phone in the same network, scan this or open");
for (const host of hosts) console.log(`  ${at(host)}`);
console.log(
  given
    ? `\nThe certificate is ${process.env.CERT}. Where the phone trusts its authority, camera and offline use both work.`
    : `\n${selfSignedWords}`,
);
console.log(`\n${adbWords}`);
if (!given) console.log(`\n${authorityWords(hosts)}`);
console.log("\nEveryone in this network can open this address. Ctrl+C ends it.");
