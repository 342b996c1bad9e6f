/**
 * What the head of a model file tells about its weights: GGUF, safetensors and ONNX, read as
 * streams, without loading a tensor and without trusting a byte.
 */
@NullMarked
package dev.hearth.planning.weights;

import org.jspecify.annotations.NullMarked;
