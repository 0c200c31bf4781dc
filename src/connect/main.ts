import type { ServiceWorkerMessage } from "#shared";
import "./connect.css";
import { connectEn as text } from "./connect-en.ts";
import {
  askFor,
  FetchError,
  type FetchPlatform,
  ModelFetch,
  type RemoteFile,
} from "./fetch-model.ts";
import { keepFetched } from "./keep-fetched.ts";
import { type ModelAddress, readAddress } from "./model-address.ts";

const platform: FetchPlatform = {
  async fetch(url, init) {
    await tellServiceWorker();
    return fetch(url, init);
  },
  isOnline: () => navigator.onLine,
};

/** What the page shows at once. */
interface Shown {
  readonly status: string;
  readonly detail?: string;
  readonly fault?: boolean;
  readonly code?: string;
  readonly progress?: { readonly received: number; readonly total: number | null };
  readonly actions: readonly { readonly id: string; readonly label: string; run(): void }[];
}

/** The service worker lets only the tabs of this page reach others, and forgets them when it sleeps. */
function tellServiceWorker(): Promise<void> {
  const controller = navigator.serviceWorker?.controller;
  if (!controller) return Promise.resolve();
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = () => resolve();
    controller.postMessage({ kind: "connect" } satisfies ServiceWorkerMessage, [port2]);
  });
}

function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  properties: Partial<HTMLElementTagNameMap[Tag]> = {},
  ...children: readonly Node[]
): HTMLElementTagNameMap[Tag] {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

function build(root: HTMLElement): void {
  const input = element("input", {
    id: "address",
    type: "url",
    placeholder: text.example,
    autocomplete: "off",
    spellcheck: false,
  });
  input.dataset.testid = "address";
  const look = element("button", { type: "submit", className: "primary", textContent: text.look });
  look.dataset.testid = "look";
  // What is wrong with an address is said here, not by the browser: its scheme may be left out.
  const form = element(
    "form",
    { noValidate: true },
    element("label", { htmlFor: "address", textContent: text.address }),
    element("div", { className: "row" }, input, look),
  );
  const status = element("div", { className: "status", role: "status" });
  status.dataset.testid = "status";
  const back = element("a", { href: "./?place=models", textContent: text.back });
  root.append(
    element("p", {}, back),
    element("h1", { textContent: text.title }),
    element("p", { textContent: text.about }),
    form,
    status,
  );

  let turn = new AbortController();
  const show = ({ status: words, detail, fault, code, progress, actions }: Shown): void => {
    status.dataset.code = code ?? "";
    const line = element("p", { textContent: words, className: fault ? "fault" : "" });
    const bar = element("progress");
    if (progress?.total) {
      bar.max = progress.total;
      bar.value = progress.received;
    }
    bar.ariaLabel = words;
    const buttons = actions.map(({ id, label, run }) => {
      const button = element("button", { type: "button", textContent: label });
      button.dataset.testid = id;
      button.addEventListener("click", run);
      return button;
    });
    status.replaceChildren(
      line,
      ...(detail === undefined ? [] : [element("p", { className: "quiet", textContent: detail })]),
      ...(progress ? [bar] : []),
      element("div", { className: "row" }, ...buttons),
    );
  };
  const fail = (error: unknown, again: Shown["actions"]): void => {
    if (error instanceof Error && error.name === "AbortError") {
      show({ status: text.stopped, code: "stopped", actions: again });
      return;
    }
    const { fault, status: code } = error instanceof FetchError ? error : new FetchError("status");
    const words = `${text.faults[fault]}${code >= 400 ? text.status(code) : ""}`;
    show({ status: words, fault: true, code: fault, actions: again });
  };
  const cancel = { id: "cancel", label: text.cancel, run: () => turn.abort() };

  const lookAt = async (): Promise<void> => {
    turn.abort();
    turn = new AbortController();
    const own = turn;
    const { signal } = own;
    const address = readAddress(input.value);
    if (typeof address === "string") {
      show({ status: text.addressFaults[address], fault: true, code: address, actions: [] });
      return;
    }
    show({ status: text.looking, actions: [cancel] });
    try {
      const file = await askFor(address.url, platform, signal);
      const fetching = new ModelFetch(address.url, platform);
      const take = {
        id: "fetch",
        label: text.fetch,
        run: () => void bring(address, file, fetching),
      };
      const words = text.found(address.name, file.bytes);
      show({ status: words, detail: text.from(file.url), code: "found", actions: [take] });
    } catch (error) {
      // Another address is looked at meanwhile.
      if (turn !== own) return;
      fail(error, [{ id: "again", label: text.again, run: () => void lookAt() }]);
    }
  };
  const bring = async (
    address: ModelAddress,
    file: RemoteFile,
    fetching: ModelFetch,
  ): Promise<void> => {
    turn = new AbortController();
    const own = turn;
    const total = file.bytes;
    const tell = (received: number): void =>
      show({
        status: text.fetching(received, total),
        code: "fetching",
        progress: { received, total },
        actions: [cancel],
      });
    tell(fetching.receivedBytes);
    try {
      const blob = await fetching.run(tell, own.signal);
      await keepFetched(blob, address.name, address.url).catch(() => {
        throw new Error(text.notKept);
      });
      show({ status: text.done, code: "done", actions: [] });
      location.assign("./?place=models");
    } catch (error) {
      if (error instanceof Error && error.message === text.notKept) {
        show({ status: text.notKept, fault: true, code: "not-kept", actions: [] });
        return;
      }
      if (turn !== own) return;
      fail(error, [
        { id: "go-on", label: text.goOn, run: () => void bring(address, file, fetching) },
      ]);
    }
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void lookAt();
  });
  input.focus();
}

build(document.getElementById("connect") ?? document.body);
