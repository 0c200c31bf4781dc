import type { Advice, ModelReport } from "./report.ts";

/** Multiply-adds above which a frame takes more than about a second on a phone's processor. */
const largeWork = 20e9;
/** Memory that a tab of a phone often does not get. */
const largeMemoryBytes = 512 * 2 ** 20;

/** Advice that follows from a report's facts, whatever the format. */
export function adviceFor(report: Omit<ModelReport, "advice">): readonly Advice[] {
  const advice: Advice[] = [];
  const ports = [...report.inputs, ...report.outputs];
  const dynamic = report.inputs.filter(({ shape }) => shape?.includes(null));
  const pictures = dynamic.filter(({ shape }) => shape?.slice(1).includes(null));
  if (report.format === "onnx" && report.quantization === "dynamic-int8") {
    advice.push({ code: "dynamic-int8-slow", repair: "float-weights" });
  }
  if (dynamic.length > 0) {
    const code = pictures.length > 0 ? "dynamic-size" : "dynamic-batch";
    const names = dynamic.map(({ name }) => name);
    // TF.js takes any size anyway, and its files do not say where sizes are used.
    advice.push(report.format === "tfjs" ? { code, names } : { code, names, repair: "fixed-size" });
  }
  const integers = ports.filter(({ dtype }) => /^u?int(8|16)$/.test(dtype));
  const refused = integers.filter(({ dtype }) => dtype !== "uint8");
  if (report.format !== "tfjs" && refused.length > 0) {
    const names = refused.map(({ name }) => name);
    advice.push({ code: "integer-ports", names, repair: "float-ports" });
  }
  const ofType = (type: string): string[] =>
    ports.filter(({ dtype }) => dtype === type).map(({ name }) => name);
  if (ofType("float16").length > 0) {
    const ports16 = { code: "float16-ports", names: ofType("float16") } as const;
    advice.push(report.format === "onnx" ? { ...ports16, repair: "float-ports" } : ports16);
  }
  if (report.operators.some(({ dtypes }) => dtypes.includes("float64"))) {
    advice.push({ code: "float64" });
  }
  if (report.initializersAsInputs > 0) {
    advice.push({ code: "initializers-as-inputs", count: report.initializersAsInputs });
  }
  if (report.constantsAsWeights > 0 && report.format === "onnx") {
    advice.push({ code: "weights-as-constants", count: report.constantsAsWeights });
  }
  if (report.inputs.length > 1) {
    advice.push({ code: "several-inputs", names: report.inputs.map(({ name }) => name) });
  }
  if (report.controlFlow.length > 0) {
    advice.push({ code: "control-flow", names: report.controlFlow });
  }
  const custom = report.operators.filter((operator) => operator.custom).map(({ name }) => name);
  if (custom.length > 0) advice.push({ code: "custom-operators", names: custom });
  if (report.uncounted.length > 0) {
    advice.push({ code: "shapes-unknown", names: report.uncounted });
  }
  const memory = report.memory.weightBytes + (report.memory.activationBytes ?? 0);
  if (memory > largeMemoryBytes) advice.push({ code: "large-memory", count: memory });
  if ((report.multiplyAdds ?? 0) > largeWork) {
    advice.push({ code: "large-work", count: report.multiplyAdds ?? 0 });
  }
  return advice;
}
