/** ROCm's libraries for a native Ollama, taken out of its official image. */
@NullMarked
package dev.hearth.deployment.bundle;

import org.jspecify.annotations.NullMarked;
