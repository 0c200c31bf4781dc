import { type NetworkInterfaceInfo, networkInterfaces } from "node:os";

type Interfaces = Readonly<Record<string, readonly NetworkInterfaceInfo[] | undefined>>;

/** Networks inside this machine, which no phone reaches. */
const inner = /^(docker|br-|veth|virbr|vmnet|vboxnet|cni|flannel|lxc|tun|tap|utun|bridge)/i;

/**
 * The IPv4 addresses that this machine has on local networks, the likeliest for a phone first: real
 * adapters before those of containers and tunnels. Self-assigned addresses (RFC 3927) are left out.
 */
export function lanAddresses(interfaces: Interfaces = networkInterfaces()): string[] {
  return Object.entries(interfaces)
    .flatMap(([name, infos]) => (infos ?? []).map((info) => ({ name, info })))
    .filter(({ info }) => info.family === "IPv4" && !info.internal)
    .filter(({ info }) => !info.address.startsWith("169.254."))
    .sort((a, b) => Number(inner.test(a.name)) - Number(inner.test(b.name)))
    .map(({ info }) => info.address);
}
