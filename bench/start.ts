// `npm run bench` compares with the peers, then the engines; `npm run bench -- pose engines` only those.
const wanted = process.argv.slice(2);
if (wanted.length === 0 || wanted.some((name) => name !== "engines")) await import("./run.ts");
if (wanted.length === 0 || wanted.includes("engines")) await import("./engines.ts");

export {};
