/** Sessions over ONNX Runtime: the only user of its classes. */
@NullMarked
package dev.hearth.inference.runtime;

import org.jspecify.annotations.NullMarked;
