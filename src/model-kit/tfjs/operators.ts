/** TensorFlow operators that @tensorflow/tfjs-converter 4.22 executes (its op_list). */
export const tensorflowOperators: ReadonlySet<string> = new Set(
  `Add AddV2 AddN BiasAdd Sub RealDiv Div DivNoNan FloorDiv Mul Maximum Minimum Pow SquaredDifference Mod
  FloorMod Abs Acos Asin Atan Atan2 Ceil ClipByValue Complex ComplexAbs Cos Cosh Elu Exp Floor Log Imag Neg
  Real Prelu Relu Relu6 Selu Sigmoid Sin Sinh Sqrt Rsqrt Square Tan Tanh Sign Round Expm1 Log1p Reciprocal
  Softplus Asinh Acosh Atanh Erf LeakyRelu IsNan IsFinite IsInf EmptyTensorList LoopCond Switch Merge Enter
  Exit NextIteration TensorArrayV3 TensorArrayWriteV3 TensorArrayReadV3 TensorArrayGatherV3
  TensorArrayScatterV3 TensorArrayConcatV3 TensorArraySplitV3 TensorArraySizeV3 TensorArrayCloseV3
  StatelessIf If StatelessWhile While TensorListScatter TensorListScatterV2 TensorListGather
  TensorListGetItem TensorListSetItem TensorListReserve TensorListFromTensor TensorListStack TensorListSplit
  TensorListConcat TensorListConcatV2 TensorListPopBack TensorListPushBack TensorListLength TensorListResize
  AvgPool MaxPool MaxPoolWithArgmax AvgPool3D MaxPool3D Conv1D Conv2D _FusedConv2D Conv2DBackpropInput
  DepthwiseConv2d DepthwiseConv2dNative FusedDepthwiseConv2dNative Conv3D Dilation2D Fill LinSpace OneHot
  Ones OnesLike RandomStandardNormal RandomUniform RandomUniformInt Range TruncatedNormal Zeros ZerosLike
  Multinomial NonMaxSuppressionV2 NonMaxSuppressionV3 NonMaxSuppressionV4 NonMaxSuppressionV5 Where ListDiff
  LowerBound TopKV2 UpperBound Unique UniqueV2 PlaceholderWithDefault Placeholder Const Identity IdentityN
  Snapshot Rank Size Shape ShapeN Print NoOp StopGradient FakeQuantWithMinMaxVars HashTable HashTableV2
  LookupTableImport LookupTableImportV2 LookupTableFind LookupTableFindV2 LookupTableSize LookupTableSizeV2
  InitializeTable InitializeTableV2 ResizeBilinear ResizeNearestNeighbor CropAndResize
  ImageProjectiveTransformV3 Equal NotEqual Greater GreaterEqual Less LessEqual LogicalAnd LogicalNot
  LogicalOr Select SelectV2 BitwiseAnd _FusedMatMul MatMul BatchMatMul BatchMatMulV2 Transpose Einsum
  MatrixBandPart EuclideanNorm FusedBatchNorm FusedBatchNormV2 FusedBatchNormV3 LRN Softmax LogSoftmax
  RaggedGather RaggedRange RaggedTensorToTensor Bincount DenseBincount Max Mean Min Sum All Any ArgMax ArgMin
  Prod Cumprod Cumsum ConcatV2 Concat GatherV2 Gather Reverse ReverseV2 Slice StridedSlice Pack Unpack Tile
  Split SplitV ScatterNd GatherNd SparseToDense TensorScatterUpdate SparseFillEmptyRows SparseReshape
  SparseSegmentMean SparseSegmentSum FFT IFFT RFFT IRFFT StaticRegexReplace StringNGrams StringSplit
  StringToHashBucketFast SimpleMLCreateModelResource SimpleMLLoadModelFromPathWithHandle
  SimpleMLInferenceOpWithHandle Cast ExpandDims MirrorPad Pad PadV2 Reshape EnsureShape Squeeze
  SpaceToBatchND BatchToSpaceND DepthToSpace BroadcastTo BroadcastArgs`
    .split(/\s+/)
    .filter(Boolean),
);
