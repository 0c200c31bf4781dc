import type { Page } from "@playwright/test";
import { expect } from "./support/app.ts";
import { file, test } from "./support/store-tab.ts";

/** Limits the room of the page's origin, or gives it back. */
async function limitRoom(page: Page, quotaSize?: number): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  const { origin } = new URL(page.url());
  await devtools.send("Storage.overrideQuotaForOrigin", {
    origin,
    ...(quotaSize === undefined ? {} : { quotaSize }),
  });
}

const writingElsewhere = {
  code: "storage-unavailable",
  details: { reason: "another tab is writing the same file" },
};

test("a file grows in pieces, is whole only when completed, and every range reads back", async ({
  tab,
}) => {
  const page = await tab();
  const { states, ranges, kinds } = await page.evaluate(async (file) => {
    const { models } = window.store;
    const state = async () => {
      const { receivedBytes, complete } = (await models.stat(file.sha256)) ?? {};
      return { receivedBytes, complete };
    };
    const states = [await state()];
    const writer = await models.writer(file);
    for (const [start, end] of [
      [0, 300],
      [300, 301],
      [301, 301],
      [301, 900],
      [900, 1000],
    ] as const) {
      await writer.append(window.bytesOf(start, end));
      states.push(await state());
    }
    await writer.complete();
    states.push(await state());
    const ranges: [number | undefined, number | undefined, boolean][] = [];
    for (const [start, end] of [
      [undefined, undefined],
      [0, 1000],
      [0, 1],
      [299, 302],
      [300, 301],
      [450, 850],
      [999, 1000],
      [950, 5000],
      [500, 500],
      [1000, undefined],
    ] as const) {
      const expected = window.bytesOf(start ?? 0, Math.min(end ?? 1000, 1000));
      const found = await window.readAll(file.sha256, start, end);
      ranges.push([start, end, `${found}` === `${[...expected]}`]);
    }
    const raw = await window.openRaw();
    const chunks = await new Promise<unknown[]>((resolve) => {
      const request = raw.transaction("chunks").objectStore("chunks").getAll();
      request.onsuccess = () => resolve(request.result);
    });
    return { states, ranges, kinds: chunks.map((it) => Object.prototype.toString.call(it)) };
  }, file);
  const partial = (receivedBytes: number) => ({ receivedBytes, complete: false });
  expect(states).toEqual([
    { receivedBytes: undefined, complete: undefined },
    partial(300),
    partial(301),
    partial(301),
    partial(900),
    partial(1000),
    { receivedBytes: 1000, complete: true },
  ]);
  expect(ranges.filter(([, , right]) => !right)).toEqual([]);
  // iOS loses Blobs that are kept in IndexedDB.
  expect(kinds).toEqual(Array(4).fill("[object ArrayBuffer]"));
});

test("a piece of a larger buffer is stored alone, and not its neighbours", async ({ tab }) => {
  const page = await tab();
  const storedBytes = await page.evaluate(async (file) => {
    const writer = await window.store.models.writer(file);
    await writer.append(window.bytesOf(0, 5000).subarray(100, 110));
    const raw = await window.openRaw();
    return new Promise((resolve) => {
      const request = raw.transaction("chunks").objectStore("chunks").get([file.sha256, 0]);
      request.onsuccess = () => resolve((request.result as ArrayBuffer).byteLength);
    });
  }, file);
  expect(storedBytes).toBe(10);
});

test("a download goes on where a closed page left it", async ({ tab }) => {
  const first = await tab();
  await first.evaluate(async (file) => {
    const writer = await window.store.models.writer(file);
    await writer.append(window.bytesOf(0, 640));
  }, file);
  await first.close();
  const second = await tab();
  const { receivedBytes, right } = await second.evaluate(async (file) => {
    const writer = await window.store.models.writer(file);
    const { receivedBytes } = writer;
    await writer.append(window.bytesOf(receivedBytes, file.bytes));
    await writer.complete();
    const found = await window.readAll(file.sha256);
    return { receivedBytes, right: `${found}` === `${[...window.bytesOf(0, file.bytes)]}` };
  }, file);
  expect(receivedBytes).toBe(640);
  expect(right).toBe(true);
});

test("files are listed, used, reset when their length changed, discarded, deleted and cleared", async ({
  tab,
}) => {
  const page = await tab();
  const { states, usedLater } = await page.evaluate(async (file) => {
    const { models } = window.store;
    const put = async (letter: string, endByte: number) => {
      const writer = await models.writer({ ...file, sha256: letter.repeat(64) });
      await writer.append(window.bytesOf(0, endByte));
      return writer;
    };
    const states: string[] = [];
    const note = async () => {
      const files = await models.list();
      const bytes = await Promise.all(files.map(({ sha256 }) => window.readAll(sha256)));
      states.push(files.map(({ sha256 }, at) => `${sha256[0]}${bytes[at]?.length}`).join(" "));
    };
    const a = await put("a", 100);
    await put("b", 200);
    await put("c", 300);
    await note();
    const before = (await models.stat("b".repeat(64)))?.usedAt ?? 0;
    await new Promise<void>((later) => {
      const look = () => (Date.now() > before ? later() : setTimeout(look));
      look();
    });
    await models.touch("b".repeat(64));
    await models.touch("f".repeat(64));
    const usedLater = ((await models.stat("b".repeat(64)))?.usedAt ?? 0) > before;
    await a.discard();
    await note();
    await a.append(window.bytesOf(0, 50));
    await note();
    await models.writer({ ...file, sha256: "b".repeat(64), bytes: 2000 });
    await note();
    await models.delete("c".repeat(64));
    await models.delete("f".repeat(64));
    await note();
    await models.clear();
    await note();
    return { states, usedLater };
  }, file);
  expect(states).toEqual(["a100 b200 c300", "b200 c300", "a50 b200 c300", "a50 c300", "a50", ""]);
  expect(usedLater).toBe(true);
});

test("of two tabs that write one file the first goes on, and the second leaves its bytes alone", async ({
  tab,
}) => {
  const first = await tab();
  const second = await tab();
  for (const page of [first, second]) {
    await page.evaluate(async (file) => {
      window.writer = await window.store.models.writer(file);
    }, file);
  }
  const append = (page: Page, start: number, end: number) =>
    page.evaluate(
      ([start, end]) => {
        return window.failureOf(window.writer.append(window.bytesOf(start, end)));
      },
      [start, end] as const,
    );
  const call = (page: Page, name: "complete" | "discard") =>
    page.evaluate((name) => {
      return window.failureOf(window.writer[name]());
    }, name);
  expect(await append(first, 0, 400)).toBeUndefined();
  expect(await append(second, 0, 500)).toMatchObject(writingElsewhere);
  expect(await append(second, 0, 1000)).toMatchObject(writingElsewhere);
  expect(await call(second, "discard")).toBeUndefined();
  expect(await append(first, 400, 1000)).toBeUndefined();
  expect(await call(first, "complete")).toBeUndefined();
  const right = await second.evaluate(async (file) => {
    const found = await window.readAll(file.sha256);
    return `${found}` === `${[...window.bytesOf(0, file.bytes)]}`;
  }, file);
  expect(right).toBe(true);
});

test("a file is not called whole while bytes are missing, nor after it was deleted", async ({
  tab,
}) => {
  const page = await tab();
  const outcome = await page.evaluate(async (file) => {
    const { models } = window.store;
    const early = await models.writer(file);
    await early.append(window.bytesOf(0, 999));
    const tooEarly = await window.failureOf(early.complete());
    const afterEarly = (await models.stat(file.sha256))?.complete;
    await early.append(window.bytesOf(999, 1000));
    await models.clear();
    const afterClear = await window.failureOf(early.complete());
    return { tooEarly, afterEarly, afterClear, left: await models.list() };
  }, file);
  expect(outcome.tooEarly?.code).toBe("internal");
  expect(outcome.afterEarly).toBe(false);
  expect(outcome.afterClear?.code).toBe("storage-unavailable");
  expect(outcome.left).toEqual([]);
});

// Chunks are read by sixteen: of a thousand bytes in pieces of forty the last nine come with a second reading.
for (const [name, size, lost, start] of [
  ["first", 200, 0, 0],
  ["middle", 200, 400, 0],
  ["middle, where the reading begins in it", 200, 400, 500],
  ["last", 200, 800, 0],
  ["last of a reading", 40, 600, 0],
  ["first of the next reading", 40, 640, 0],
] as const) {
  test(`reading a whole file says so when a chunk is missing: the ${name}`, async ({ tab }) => {
    const page = await tab();
    const failure = await page.evaluate(
      async ([file, size, lost, start]) => {
        const writer = await window.store.models.writer(file);
        for (let at = 0; at < file.bytes; at += size) {
          await writer.append(window.bytesOf(at, at + size));
        }
        await writer.complete();
        const raw = await window.openRaw();
        const transaction = raw.transaction("chunks", "readwrite");
        transaction.objectStore("chunks").delete([file.sha256, lost]);
        await new Promise((done) => {
          transaction.oncomplete = done;
        });
        return window.failureOf(window.readAll(file.sha256, start));
      },
      [file, size, lost, start] as const,
    );
    expect(failure).toMatchObject({
      code: "storage-unavailable",
      details: { reason: `bytes from ${lost} on are missing` },
    });
  });
}

test("a full device is named with the bytes that are wanted, and loses nothing", async ({
  tab,
}) => {
  const page = await tab({ opened: false });
  const big = { ...file, bytes: 40_000_000 };
  await limitRoom(page, 2_000_000);
  await page.evaluate(async (big) => {
    window.store = await window.Store.openStore();
    await window.store.settings.set("kept", "yes");
    window.writer = await window.store.models.writer(big);
    await window.writer.append(window.bytesOf(0, 200_000));
  }, big);
  const full = await page.evaluate(async (big) => {
    // Chromium compresses what it stores: only noise takes its room.
    const noise = new Uint8Array(5_000_000);
    for (let at = 0; at < noise.length; at += 50_000) {
      crypto.getRandomValues(noise.subarray(at, at + 50_000));
    }
    const failure = await window.failureOf(window.writer.append(noise));
    const setting = new TextDecoder("latin1").decode(noise);
    return {
      failure,
      ofSet: await window.failureOf(window.store.settings.set("big", setting)),
      ofUpdate: await window.failureOf(window.store.settings.update("kept", () => setting)),
      receivedBytes: window.writer.receivedBytes,
      stat: await window.store.models.stat(big.sha256),
      kept: await window.store.settings.get("kept"),
      read: `${await window.readAll(big.sha256)}` === `${[...window.bytesOf(0, 200_000)]}`,
    };
  }, big);
  expect(full.failure).toMatchObject({
    code: "storage-full",
    details: { neededBytes: 39_800_000 },
  });
  expect(full.ofSet?.code).toBe("storage-full");
  expect(full.ofUpdate?.code).toBe("storage-full");
  expect(full.receivedBytes).toBe(200_000);
  expect(full.stat).toMatchObject({ receivedBytes: 200_000, complete: false });
  expect(full.kept).toBe("yes");
  expect(full.read).toBe(true);

  await limitRoom(page);
  const receivedBytes = await page.evaluate(async () => {
    await window.writer.append(window.bytesOf(200_000, 300_000));
    return window.writer.receivedBytes;
  });
  expect(receivedBytes).toBe(300_000);
});
