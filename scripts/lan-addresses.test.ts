import type { NetworkInterfaceInfo } from "node:os";
import { describe, expect, it } from "vitest";
import { lanAddresses } from "./lan-addresses.ts";

function ipv4(address: string, internal = false): NetworkInterfaceInfo {
  const cidr = `${address}/24`;
  return { address, netmask: "255.255.255.0", family: "IPv4", mac: "", internal, cidr };
}

const ipv6: NetworkInterfaceInfo = {
  address: "fd00::1",
  netmask: "ffff:ffff:ffff:ffff::",
  family: "IPv6",
  mac: "",
  internal: false,
  cidr: "fd00::1/64",
  scopeid: 0,
};

describe("lanAddresses", () => {
  it("puts the addresses that a phone may reach before those of containers", () => {
    const found = lanAddresses({
      lo: [ipv4("127.0.0.1", true)],
      docker0: [ipv4("172.17.0.1")],
      wlan0: [ipv6, ipv4("192.168.7.20")],
      eth0: [ipv4("10.0.0.5"), ipv4("169.254.3.4")],
    });
    expect(found).toEqual(["192.168.7.20", "10.0.0.5", "172.17.0.1"]);
  });

  it("finds none on a machine without a network", () => {
    expect(lanAddresses({ lo: [ipv4("127.0.0.1", true)], gone: undefined })).toEqual([]);
  });
});
