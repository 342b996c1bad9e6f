/**
 * Rewrites ONNX graphs before they are loaded, so that the runtime's kernels run them faster and
 * give the same numbers. Reads and writes the file format itself; knows no runtime.
 */
@NullMarked
package dev.hearth.inference.graph;

import org.jspecify.annotations.NullMarked;
