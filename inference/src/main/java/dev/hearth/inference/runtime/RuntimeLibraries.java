package dev.hearth.inference.runtime;

import dev.hearth.inference.device.Provider;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The native libraries that give the engine a provider.
 *
 * @param provider what they add to the processor
 * @param core ONNX Runtime itself: {@code libonnxruntime.so.1}
 * @param binding its Java binding, {@code libonnxruntime4j_jni.so}; empty for the one in the jar
 * @param plugin a provider that is registered after loading; empty where it is built in
 */
public record RuntimeLibraries(
    Provider provider, Path core, Optional<Path> binding, Optional<Path> plugin) {}
