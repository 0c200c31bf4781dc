/** ONNX's own operators up to opset 23 (github.com/onnx/onnx, Operators.md). */
export const onnxOperators: ReadonlySet<string> = new Set(
  `Abs Acos Acosh Add AffineGrid And ArgMax ArgMin Asin Asinh Atan Atanh Attention AveragePool
  BatchNormalization Bernoulli BitShift BitwiseAnd BitwiseNot BitwiseOr BitwiseXor BlackmanWindow Cast
  CastLike Ceil Celu CenterCropPad Clip Col2Im Compress Concat ConcatFromSequence Constant ConstantOfShape
  Conv ConvInteger ConvTranspose Cos Cosh CumSum DFT DeformConv DepthToSpace DequantizeLinear Det Div Dropout
  DynamicQuantizeLinear Einsum Elu Equal Erf Exp Expand EyeLike Flatten Floor GRU Gather GatherElements
  GatherND Gelu Gemm GlobalAveragePool GlobalLpPool GlobalMaxPool Greater GreaterOrEqual GridSample
  GroupNormalization HammingWindow HannWindow HardSigmoid HardSwish Hardmax Identity If ImageDecoder
  InstanceNormalization IsInf IsNaN LRN LSTM LayerNormalization LeakyRelu Less LessOrEqual Log LogSoftmax Loop
  LpNormalization LpPool MatMul MatMulInteger Max MaxPool MaxRoiPool MaxUnpool Mean MeanVarianceNormalization
  MelWeightMatrix Min Mish Mod Mul Multinomial Neg NegativeLogLikelihoodLoss NonMaxSuppression NonZero Not
  OneHot Optional OptionalGetElement OptionalHasElement Or PRelu Pad Pow QLinearConv QLinearMatMul
  QuantizeLinear RMSNormalization RNN RandomNormal RandomNormalLike RandomUniform RandomUniformLike Range
  Reciprocal ReduceL1 ReduceL2 ReduceLogSum ReduceLogSumExp ReduceMax ReduceMean ReduceMin ReduceProd
  ReduceSum ReduceSumSquare RegexFullMatch Relu Reshape Resize ReverseSequence RoiAlign RotaryEmbedding Round
  STFT Scan Scatter ScatterElements ScatterND Selu SequenceAt SequenceConstruct SequenceEmpty SequenceErase
  SequenceInsert SequenceLength SequenceMap Shape Shrink Sigmoid Sign Sin Sinh Size Slice Softmax
  SoftmaxCrossEntropyLoss Softplus Softsign SpaceToDepth Split SplitToSequence Sqrt Squeeze StringConcat
  StringNormalizer StringSplit Sub Sum Swish Tan Tanh TensorScatter TfIdfVectorizer ThresholdedRelu Tile TopK
  Transpose Trilu Unique Unsqueeze Upsample Where Xor`
    .split(/\s+/)
    .filter(Boolean),
);

/** Operators that hold graphs of their own. */
export const onnxControlFlow: ReadonlySet<string> = new Set(["If", "Loop", "Scan", "SequenceMap"]);

/** Operators of com.microsoft that ONNX Runtime 1.30 registers in its web builds. */
export const runtimeOperators: ReadonlySet<string> = new Set(
  `Attention BeamSearch BiasGelu CDist ConvTransposeWithDynamicPads CropAndResize DequantizeLinear
  DynamicQuantizeLSTM DynamicQuantizeMatMul EmbedLayerNormalization ExpandDims FastGelu FusedConv FusedGemm
  FusedMatMul GatherBlockQuantized GatherND Gelu GreedySearch GridSample GroupQueryAttention Inverse
  MatMulBnb4 MatMulInteger16 MatMulIntegerToFloat MatMulNBits MaxpoolWithMask MultiHeadAttention MurmurHash3
  NGramRepeatBlock NhwcMaxPool Pad QAttention QEmbedLayerNormalization QGemm QLinearAdd QLinearAveragePool
  QLinearConcat QLinearConv QLinearGlobalAveragePool QLinearLeakyRelu QLinearMul QLinearReduceMean
  QLinearSigmoid QLinearSoftmax QLinearWhere QMoE QuantizeLinear QuickGelu Range ReduceSumInteger
  RotaryEmbedding SampleOp Sampling SkipLayerNormalization SkipSimplifiedLayerNormalization
  SparseToDenseMatMul Tokenizer TransposeMatMul Trilu Unique WordConvEmbedding`
    .split(/\s+/)
    .filter(Boolean),
);

/** Operators that ONNX Runtime's optimiser writes into ONNX's own domain. */
const optimised: ReadonlySet<string> = new Set(["SimplifiedLayerNormalization"]);

/** Domains other than ai.onnx whose operators ONNX Runtime brings with it, all of them. */
const wholeDomains: ReadonlySet<string> = new Set([
  "ai.onnx.ml",
  "com.microsoft.nchwc",
  "com.ms.internal.nhwc",
]);

/** Whether an operator is neither ONNX's own nor one that ONNX Runtime adds. */
export function isCustomOnnx(domain: string, name: string): boolean {
  if (domain === "") return !onnxOperators.has(name) && !optimised.has(name);
  return domain === "com.microsoft" ? !runtimeOperators.has(name) : !wholeDomains.has(domain);
}
