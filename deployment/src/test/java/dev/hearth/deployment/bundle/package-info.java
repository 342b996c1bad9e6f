/** Specifications of the ROCm libraries for a native Ollama. */
@NullMarked
package dev.hearth.deployment.bundle;

import org.jspecify.annotations.NullMarked;
