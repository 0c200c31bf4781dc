import type { RecordingPart, RecordingRecord } from "#store";
import { expect } from "./support/app.ts";
import { test } from "./support/store-tab.ts";

const record: RecordingRecord = {
  ...{ id: "one", startedAtMs: 1_000, width: 64, height: 48, extension: "webm", videoCodec: "vp8" },
  ...{ soundCodec: null, frames: 1, elapsedMs: 40, sizeBytes: 3, parts: 1 },
};

test("a recording grows part by part, reads back in order, and goes as a whole", async ({
  tab,
}) => {
  const page = await tab();
  const read = await page.evaluate(async (record) => {
    const { recordings } = window.store;
    const partOf = (index: number): RecordingPart => ({
      ...{ segment: 0, configs: [], packets: [] },
      bytes: Uint8Array.of(index, index, index).buffer,
    });
    for (const id of ["one", "two"]) {
      for (let at = 0; at < 12; at += 1) {
        await recordings.append({ ...record, id, parts: at + 1 }, partOf(at));
      }
    }
    const orderOf = async (id: string) => {
      const order: number[] = [];
      for await (const { bytes } of recordings.parts(id))
        order.push(new Uint8Array(bytes)[0] ?? -1);
      return order;
    };
    const before = { one: await orderOf("one"), listed: (await recordings.list()).length };
    await recordings.delete("one");
    const after = { one: await orderOf("one"), two: await orderOf("two") };
    return { before, after, record: await recordings.get("one") };
  }, record);
  const all = Array.from({ length: 12 }, (_, index) => index);
  expect(read.before).toEqual({ one: all, listed: 2 });
  expect(read.after).toEqual({ one: [], two: all });
  expect(read.record).toBeUndefined();
});

test("a part that finds no room is not kept, says so, and leaves what was stored whole", async ({
  tab,
}) => {
  const page = await tab({ opened: false });
  const devtools = await page.context().newCDPSession(page);
  const { origin } = new URL(page.url());
  await devtools.send("Storage.overrideQuotaForOrigin", { origin, quotaSize: 2_000_000 });
  await page.evaluate(async (record) => {
    window.store = await window.Store.openStore();
    const part = { segment: 0, configs: [], packets: [], bytes: new ArrayBuffer(3) };
    await window.store.recordings.append(record, part);
  }, record);
  const { failure, left, parts } = await page.evaluate(async (record) => {
    const { recordings } = window.store;
    // Chromium compresses what it stores: only noise takes its room.
    const noise = new Uint8Array(5_000_000);
    for (let at = 0; at < noise.length; at += 50_000) {
      crypto.getRandomValues(noise.subarray(at, at + 50_000));
    }
    const part = { segment: 0, configs: [], packets: [], bytes: noise.buffer };
    const failure = await window.failureOf(recordings.append({ ...record, parts: 2 }, part));
    let parts = 0;
    for await (const _ of recordings.parts("one")) parts += 1;
    return { failure, left: await recordings.get("one"), parts };
  }, record);
  expect(failure).toMatchObject({ code: "storage-full", details: { neededBytes: 5_000_000 } });
  expect(left?.parts).toBe(1);
  expect(parts).toBe(1);
});

test("a database of the first version gains room for recordings and keeps what it has", async ({
  tab,
}) => {
  const page = await tab({ opened: false });
  const read = await page.evaluate(async (record) => {
    await new Promise<void>((resolve, reject) => {
      const request = indexedDB.open("localens", 1);
      request.onupgradeneeded = () => {
        const database = request.result;
        database.createObjectStore("chunks");
        database.createObjectStore("files", { keyPath: "sha256" });
        for (const name of ["settings", "tuning", "ledger"]) database.createObjectStore(name);
        request.transaction?.objectStore("settings").put("pose", "task");
      };
      request.onerror = () => reject(request.error);
      request.onsuccess = () => {
        request.result.close();
        resolve();
      };
    });
    const store = await window.Store.openStore();
    const part = { segment: 0, configs: [], packets: [], bytes: new ArrayBuffer(3) };
    await store.recordings.append(record, part);
    return { task: await store.settings.get("task"), kept: (await store.recordings.list()).length };
  }, record);
  expect(read).toEqual({ task: "pose", kept: 1 });
});
