// `npm run bench` compares with the peers, then measures the rest; `npm run bench -- pose engines` only those.
const wanted = process.argv.slice(2);
const others = ["engines", "repair"];
if (wanted.length === 0 || wanted.some((name) => !others.includes(name))) await import("./run.ts");
if (wanted.length === 0 || wanted.includes("engines")) await import("./engines.ts");
if (wanted.length === 0 || wanted.includes("repair")) await import("./repair.ts");

export {};
