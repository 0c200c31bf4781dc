import type { Page } from "@playwright/test";
import { expect } from "./support/app.ts";
import { file, test } from "./support/store-tab.ts";

for (const name of ["settings", "tuning", "ledger"] as const) {
  test(`${name} are set, read, changed, deleted and cleared, each apart from the others`, async ({
    tab,
  }) => {
    const page = await tab();
    const read = await page.evaluate(async (name) => {
      const { settings, tuning, ledger } = window.store;
      const values = window.store[name];
      const states: unknown[] = [await values.get("a")];
      await values.set("a", { list: [1, "two", null, true] });
      await values.set("b", 2);
      states.push(await values.get("a"), await values.get("b"));
      await values.update("b", (found) => Number(found) + 1);
      await values.update("c", (found) => found === undefined);
      states.push(await values.get("b"), await values.get("c"));
      await values.delete("a");
      states.push(await values.get("a"), await values.get("b"));
      await Promise.all(
        [settings, tuning, ledger].filter((it) => it !== values).map((it) => it.set("b", "other")),
      );
      await values.clear();
      states.push(await values.get("b"));
      states.push(await Promise.all([settings, tuning, ledger].map((it) => it.get("b"))));
      return states;
    }, name);
    const others = ["settings", "tuning", "ledger"].map((it) =>
      it === name ? undefined : "other",
    );
    expect(read).toEqual([
      undefined,
      { list: [1, "two", null, true] },
      2,
      3,
      true,
      undefined,
      3,
      undefined,
      others,
    ]);
  });
}

test("settings are there after the browser was closed, until everything is forgotten", async ({
  tab,
}) => {
  const first = await tab();
  await first.evaluate(() => window.store.settings.set("task", "detect"));
  await first.close();
  const second = await tab();
  expect(await second.evaluate(() => window.store.settings.get("task"))).toBe("detect");
  const third = await tab();
  await third.evaluate(() => window.Store.deleteStore());
  const after = await second.evaluate(async () => {
    const found = await window.store.settings.get("task");
    await window.store.settings.set("task", "read");
    return [found, await window.store.settings.get("task")];
  });
  expect(after).toEqual([undefined, "read"]);
});

test("no change is lost when two tabs change one value at the same time", async ({ tab }) => {
  const tabs = [await tab(), await tab()];
  await Promise.all(
    tabs.map((page) =>
      page.evaluate(() =>
        Promise.all(
          Array.from({ length: 100 }, () =>
            window.store.tuning.update("count", (found) => Number(found ?? 0) + 1),
          ),
        ).then(() => undefined),
      ),
    ),
  );
  for (const page of tabs) {
    expect(await page.evaluate(() => window.store.tuning.get("count"))).toBe(200);
  }
});

test("an error in a change is the caller's own, and changes nothing", async ({ tab }) => {
  const page = await tab();
  const outcome = await page.evaluate(async () => {
    await window.store.settings.set("a", 1);
    const failure = await window.failureOf(
      window.store.settings.update("a", () => {
        throw new RangeError("no");
      }),
    );
    return [failure?.name, await window.store.settings.get("a")];
  });
  expect(outcome).toEqual(["RangeError", 1]);
});

for (const [name, before] of [
  [
    "is missing",
    () => Object.defineProperty(window, "indexedDB", { value: undefined, configurable: true }),
  ],
  [
    "is forbidden",
    () => {
      IDBFactory.prototype.open = () => {
        throw new DOMException("denied", "SecurityError");
      };
    },
  ],
] as const) {
  test(`opening says so where IndexedDB ${name}`, async ({ tab }) => {
    const page = await tab({ before: before as () => void, opened: false });
    const failure = await page.evaluate(() => window.failureOf(window.Store.openStore()));
    expect(failure?.code).toBe("storage-unavailable");
  });
}

test("a tab makes way for a later release, says so, and its data are kept", async ({ tab }) => {
  const older = await tab();
  await older.evaluate(() => window.store.settings.set("task", "detect"));
  const later = await tab({ later: true });
  expect(await later.evaluate(() => window.store.settings.get("task"))).toBe("detect");
  expect(
    await older.evaluate(() => window.failureOf(window.store.settings.get("task"))),
  ).toMatchObject({
    code: "storage-unavailable",
    details: { reason: "the database is of a newer version: this page has to be reloaded" },
  });
  await later.evaluate(() => window.Store.deleteStore());
  expect(
    await older.evaluate(async () => {
      await window.store.settings.set("task", "read");
      return window.store.settings.get("task");
    }),
  ).toBe("read");
});

test("a later release does not hang behind a tab that holds on, and opens once it let go", async ({
  tab,
}) => {
  const holder = await tab({ opened: false });
  await holder.evaluate(async () => {
    const store = await window.Store.openStore();
    await store.settings.set("task", "detect");
    await store.close();
    Object.assign(window, { held: await window.openRaw() });
  });
  const later = await tab({ later: true, opened: false });
  const open = () =>
    later.evaluate(() =>
      window.failureOf(
        window.Store.openStore().then((store) => {
          window.store = store;
        }),
      ),
    );
  expect(await open()).toMatchObject({
    code: "storage-unavailable",
    details: { reason: "another tab runs an older version and holds the database" },
  });
  await holder.evaluate(() => (window as unknown as { held: IDBDatabase }).held.close());
  expect(await open()).toBeUndefined();
  expect(await later.evaluate(() => window.store.settings.get("task"))).toBe("detect");
});

/** The ways in which browsers take a connection away; the last two play iOS. */
const losses: Readonly<Record<string, (page: Page) => Promise<void>>> = {
  "it was closed": (page) => page.evaluate(() => window.connections.at(-1)?.close()),
  "the browser said that it closed": (page) =>
    page.evaluate(() => {
      window.connections.at(-1)?.close();
      window.connections.at(-1)?.dispatchEvent(new Event("close"));
    }),
  "it dies under the next transaction": (page) =>
    page.evaluate(() => {
      const { get } = IDBObjectStore.prototype;
      IDBObjectStore.prototype.get = function (key) {
        IDBObjectStore.prototype.get = get;
        const request = get.call(this, key);
        this.transaction.abort();
        this.transaction.db.close();
        return request;
      };
    }),
  "the next transaction is refused by the lost server": (page) =>
    page.evaluate(() => {
      const { transaction } = IDBDatabase.prototype;
      IDBDatabase.prototype.transaction = () => {
        IDBDatabase.prototype.transaction = transaction;
        throw new DOMException("Connection to Indexed Database server lost", "UnknownError");
      };
    }),
};

for (const [how, lose] of Object.entries(losses)) {
  test(`a dropped connection is opened again at the next use: ${how}`, async ({ tab }) => {
    const page = await tab();
    await page.evaluate(async (file) => {
      await window.store.settings.set("task", "detect");
      window.writer = await window.store.models.writer(file);
      await window.writer.append(window.bytesOf(0, 400));
    }, file);
    await lose(page);
    const right = await page.evaluate(async (file) => {
      await window.writer.append(window.bytesOf(400, 1000));
      await window.writer.complete();
      return `${await window.readAll(file.sha256)}` === `${[...window.bytesOf(0, 1000)]}`;
    }, file);
    expect(right).toBe(true);
    await lose(page);
    // Many calls at once find it gone: one opens it again, and none disturbs the others.
    const found = await page.evaluate(() =>
      Promise.all(Array.from({ length: 30 }, () => window.store.settings.get("task"))),
    );
    expect(found).toEqual(Array(30).fill("detect"));
    expect(await page.evaluate(() => window.connections.length)).toBe(3);
  });
}

test("site data that the person clears under an open tab: it begins anew and mixes nothing", async ({
  tab,
}) => {
  const page = await tab();
  await page.evaluate(async (file) => {
    window.writer = await window.store.models.writer(file);
    await window.writer.append(window.bytesOf(0, 400));
  }, file);
  const devtools = await page.context().newCDPSession(page);
  const { origin } = new URL(page.url());
  await devtools.send("Storage.clearDataForOrigin", { origin, storageTypes: "indexeddb" });
  const outcome = await page.evaluate(async (file) => {
    const failure = await window.failureOf(window.writer.append(window.bytesOf(400, 1000)));
    const left = await window.store.models.list();
    const fresh = await window.store.models.writer(file);
    await fresh.append(window.bytesOf(0, 1000));
    await fresh.complete();
    return { failure, left, complete: (await window.store.models.stat(file.sha256))?.complete };
  }, file);
  expect(outcome.failure?.code).toBe("storage-unavailable");
  expect(outcome.left).toEqual([]);
  expect(outcome.complete).toBe(true);
});
