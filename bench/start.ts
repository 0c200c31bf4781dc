// `npm run bench` compares with the peer and then the engines; `npm run bench -- engines` the engines only.
if (process.argv[2] !== "engines") await import("./run.ts");
await import("./engines.ts");

export {};
