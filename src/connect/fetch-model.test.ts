import { describe, expect, it } from "vitest";
import { askFor, type FetchPlatform, ModelFetch } from "./fetch-model.ts";

const url = "https://example.org/model.onnx";
const signal = new AbortController().signal;

type Answer = (init: RequestInit) => Response | Promise<Response>;

function platformOf(answer: Answer, online = true): FetchPlatform & { asked: RequestInit[] } {
  const asked: RequestInit[] = [];
  return {
    asked,
    isOnline: () => online,
    async fetch(_, init) {
      asked.push(init);
      return answer(init);
    },
  };
}

const body = Uint8Array.from({ length: 1000 }, (_, at) => at % 251);

/** A server that knows parts, and breaks each answer after so many bytes. */
function breaking(after: number): Answer {
  return ({ headers }) => {
    const range = (headers as Record<string, string> | undefined)?.Range ?? "";
    const from = Number(/bytes=(\d+)-/.exec(range)?.[1] ?? 0);
    const rest = body.subarray(from);
    let pulls = 0;
    const stream = new ReadableStream({
      pull(controller) {
        pulls += 1;
        if (pulls === 1) controller.enqueue(rest.slice(0, after));
        else if (rest.length > after) controller.error(new TypeError("network error"));
        else controller.close();
      },
    });
    return new Response(stream, {
      status: from > 0 ? 206 : 200,
      headers: { "content-length": String(rest.length), etag: '"one"' },
    });
  };
}

async function faultOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => "none",
    (error: unknown) => (error as { fault?: string }).fault ?? error,
  );
}

describe("asking for a file", () => {
  it("tells its size before it comes, and asks for nothing but that", async () => {
    const platform = platformOf(
      () => new Response(null, { headers: { "content-length": "4096" } }),
    );
    expect(await askFor(url, platform, signal)).toEqual({ url, bytes: 4096 });
    expect(platform.asked).toMatchObject([{ method: "HEAD", credentials: "omit" }]);
  });

  it("asks for the file where a server answers no such question", async () => {
    const platform = platformOf(({ method }) =>
      method === "HEAD"
        ? new Response(null, { status: 405 })
        : new Response(body, { headers: { "content-length": "1000" } }),
    );
    expect((await askFor(url, platform, signal)).bytes).toBe(1000);
  });

  it.each<[string, Answer, boolean, string]>([
    ["has a sign-in before it", () => new Response(null, { status: 401 }), true, "forbidden"],
    ["is not there", () => new Response(null, { status: 404 }), true, "not-found"],
    ["its server cannot give", () => new Response(null, { status: 500 }), true, "status"],
    [
      "is a web page",
      () => new Response(null, { headers: { "content-type": "text/html; charset=utf-8" } }),
      true,
      "html",
    ],
    ["is empty", () => new Response(null, { headers: { "content-length": "0" } }), true, "empty"],
    [
      "is beyond all engines",
      () => new Response(null, { headers: { "content-length": "9999999999" } }),
      true,
      "too-large",
    ],
    [
      "other pages may not read",
      ({ mode }) => {
        if (mode === "no-cors") return new Response();
        throw new TypeError("Failed to fetch");
      },
      true,
      "cors",
    ],
    [
      "nobody answers for",
      () => {
        throw new TypeError("Failed to fetch");
      },
      true,
      "unreachable",
    ],
    [
      "lies beyond a network that is not there",
      () => {
        throw new TypeError("Failed to fetch");
      },
      false,
      "offline",
    ],
  ])("says what is wrong with a file that %s", async (_, answer, online, fault) => {
    expect(await faultOf(askFor(url, platformOf(answer, online), signal))).toBe(fault);
  });
});

describe("fetching a file", () => {
  it("goes on after each cut where it stopped, and ends with every byte", async () => {
    const platform = platformOf(breaking(400));
    const fetching = new ModelFetch(url, platform);
    const seen: number[] = [];
    expect(await faultOf(fetching.run((bytes) => seen.push(bytes), signal))).toBe("cut");
    expect(await faultOf(fetching.run((bytes) => seen.push(bytes), signal))).toBe("cut");
    const blob = await fetching.run((bytes) => seen.push(bytes), signal);
    expect(new Uint8Array(await blob.arrayBuffer())).toEqual(body);
    expect(seen).toEqual([400, 800, 1000]);
    expect(platform.asked.map(({ headers }) => headers)).toEqual([
      {},
      { Range: "bytes=400-" },
      { Range: "bytes=800-" },
    ]);
  });

  it("begins anew where a server knows no parts", async () => {
    let asked = 0;
    const whole: Answer = (init) => {
      asked += 1;
      return asked === 1 ? breaking(300)(init) : new Response(body);
    };
    const fetching = new ModelFetch(url, platformOf(whole));
    expect(await faultOf(fetching.run(() => {}, signal))).toBe("cut");
    const blob = await fetching.run(() => {}, signal);
    expect(new Uint8Array(await blob.arrayBuffer())).toEqual(body);
  });

  it("does not join parts of two files", async () => {
    let asked = 0;
    const changing: Answer = async (init) => {
      const response = await breaking(300)(init);
      asked += 1;
      response.headers.set("etag", `"${asked}"`);
      return response;
    };
    const fetching = new ModelFetch(url, platformOf(changing));
    expect(await faultOf(fetching.run(() => {}, signal))).toBe("cut");
    expect(await faultOf(fetching.run(() => {}, signal))).toBe("changed");
    expect(fetching.receivedBytes).toBe(0);
  });

  it("stops at the first bytes of a web page that claims to be a file", async () => {
    const page = platformOf(() => new Response(" <!DOCTYPE html><p>Sign in"));
    expect(await faultOf(new ModelFetch(url, page).run(() => {}, signal))).toBe("html");
  });

  it("is cancelled as the platform cancels", async () => {
    const controller = new AbortController();
    const platform = platformOf(() => {
      controller.abort();
      throw new DOMException("cancelled", "AbortError");
    });
    const run = new ModelFetch(url, platform).run(() => {}, controller.signal);
    await expect(run).rejects.toMatchObject({ name: "AbortError" });
  });
});
