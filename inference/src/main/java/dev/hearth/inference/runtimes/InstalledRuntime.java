package dev.hearth.inference.runtimes;

import dev.hearth.inference.device.Provider;
import dev.hearth.inference.runtime.RuntimeLibraries;
import java.nio.file.Path;

/**
 * A runtime on disk, as its manifest has it.
 *
 * @param provider what it gives
 * @param version of ONNX Runtime
 * @param origin where it came from: {@code npm onnxruntime-node 1.29.0}, or a path
 * @param folder that holds it
 * @param bytes it takes on disk
 * @param libraries to load
 */
public record InstalledRuntime(
    Provider provider,
    String version,
    String origin,
    Path folder,
    long bytes,
    RuntimeLibraries libraries) {}
