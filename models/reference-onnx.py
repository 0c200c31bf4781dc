"""Answers one input with native ONNX Runtime: model, input (float32), its shape, output name -> stdout (float32).

For models/golden.ts only, which runs it with python3; needs `pip install onnxruntime`.
"""

import sys

import numpy
import onnxruntime

model, values, shape, output = sys.argv[1:]
data = numpy.fromfile(values, numpy.float32).reshape([int(size) for size in shape.split(",")])
session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
(answer,) = session.run([output], {session.get_inputs()[0].name: data})
sys.stdout.buffer.write(answer.astype(numpy.float32).tobytes())
