/** Layers of Keras that TF.js layers models may use (tensorflow/tfjs-layers 4.22); others are a page's own. */
export const layerClasses: ReadonlySet<string> = new Set(
  `Activation Add AlphaDropout Average AveragePooling1D AveragePooling2D AveragePooling3D BatchNormalization
  Bidirectional CategoryEncoding CenterCrop Concatenate Conv1D Conv2D Conv2DTranspose Conv3D Conv3DTranspose
  ConvLSTM2D ConvLSTM2DCell Cropping2D Dense DepthwiseConv2D Dot Dropout ELU Embedding Flatten GaussianDropout
  GaussianNoise GlobalAveragePooling1D GlobalAveragePooling2D GlobalMaxPooling1D GlobalMaxPooling2D GRU
  GRUCell Identity InputLayer LayerNormalization LeakyReLU LSTM LSTMCell Masking Maximum MaxPooling1D
  MaxPooling2D MaxPooling3D Minimum Multiply Permute PReLU RandomWidth ReLU RepeatVector Rescaling Reshape
  Resizing RNN SeparableConv2D SimpleRNN SimpleRNNCell Softmax SpatialDropout1D StackedRNNCells
  ThresholdedReLU TimeDistributed UpSampling2D ZeroPadding2D`
    .split(/\s+/)
    .filter(Boolean),
);
