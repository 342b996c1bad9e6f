package dev.hearth.inference.runtimes;

import dev.hearth.inference.device.Provider;
import dev.hearth.inference.store.Progress;
import dev.hearth.inference.store.Sums;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import dev.hearth.machine.Reading;
import dev.hearth.machine.elf.SharedLibrary;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;

/**
 * A provider that its maker publishes as a plug-in library: it stays where it is, since it finds
 * its own libraries beside itself, and is registered with the processor's runtime, of which a copy
 * is laid beside the manifest.
 */
final class PluginRuntime implements Recipe {
  /** What ONNX Runtime calls in a plug-in. */
  private static final String ENTRY = "CreateEpFactories";

  private static final String CORE = "libonnxruntime.so";

  private final Provider provider;
  private final Architecture architecture;
  private final SystemLibraries libraries;

  PluginRuntime(Provider provider, Architecture architecture, SystemLibraries libraries) {
    this.provider = provider;
    this.architecture = architecture;
    this.libraries = libraries;
  }

  @Override
  public Optional<Problem> refusal() {
    return core().isEmpty() ? Optional.of(noCore()) : Optional.empty();
  }

  /** What a person has to say, and where such a library comes from. */
  Problem wanting() {
    return new Problem(
        Problem.Kind.BAD_SETTING,
        provider.label() + " comes as a plug-in library of its maker, which you give",
        source(),
        "hearth runtimes install "
            + provider.key()
            + " --from /path/to/libonnxruntime_providers_"
            + provider.key()
            + "_plugin.so");
  }

  private String source() {
    return switch (provider) {
      case OPENVINO ->
          "Intel's Python package onnxruntime-ep-openvino holds it, for x86-64 with glibc 2.28";
      case MIGRAPHX ->
          "AMD publishes no ready one for Linux; its project onnxruntime-ep-amdgpu builds it"
              + " where ROCm is installed";
      case CPU, VULKAN, CUDA -> "";
    };
  }

  @Override
  public long bytes(Optional<Path> from) {
    try {
      URL core = core().orElseThrow(() -> new ProblemException(noCore()));
      return core.openConnection().getContentLengthLong();
    } catch (IOException unreadable) {
      throw new ProblemException(noCore(), unreadable);
    }
  }

  @Override
  public Laid lay(Path folder, Optional<Path> from, Progress progress) {
    Path plugin = real(from.orElseThrow(() -> new ProblemException(wanting())));
    check(plugin, progress);
    RuntimeManifest.Item core = copyCore(folder.resolve(CORE));
    try {
      RuntimeManifest.Item given =
          new RuntimeManifest.Item(
              plugin.toString(), Files.size(plugin), Sums.sha256(plugin, _ -> {}), Seal.of(plugin));
      return new Laid(
          plugin.toString(),
          CORE,
          Optional.empty(),
          Optional.of(plugin.toString()),
          List.of(core, given));
    } catch (IOException trouble) {
      throw FolderTrouble.reading(plugin, trouble);
    }
  }

  private static Path real(Path given) {
    try {
      return given.toRealPath();
    } catch (IOException absent) {
      throw new ProblemException(
          new Problem(
              Problem.Kind.BAD_INPUT,
              "There is no library " + given,
              String.valueOf(absent.getMessage()),
              "Give --from the path of the plug-in's library."),
          absent);
    }
  }

  private void check(Path plugin, Progress progress) {
    try {
      Optional<String> wrong =
          Files.isRegularFile(plugin)
              ? wrong(SystemLibraries.read(plugin, List.of(ENTRY)))
              : Optional.of("it is not a file");
      if (wrong.isPresent()) {
        throw new ProblemException(
            new Problem(
                Problem.Kind.BAD_INPUT,
                plugin + " is not a plug-in for ONNX Runtime on " + architecture.label(),
                wrong.get(),
                wanting().remedy()));
      }
      List<String> missing = libraries.missing(plugin);
      if (!missing.isEmpty()) {
        progress.says(
            "It needs "
                + String.join(", ", missing)
                + ": not beside it, nor where the dynamic loader looks without LD_LIBRARY_PATH");
      }
    } catch (IOException trouble) {
      throw FolderTrouble.reading(plugin, trouble);
    }
  }

  private Optional<String> wrong(Reading<SharedLibrary> read) {
    return switch (read) {
      case Reading.Unknown<SharedLibrary>(String reason) -> Optional.of(reason);
      case Reading.Known<SharedLibrary>(SharedLibrary library) -> {
        if (!library.machine().equals(architecture.elf())) {
          yield Optional.of("it is made for another processor");
        }
        yield library.exported().isEmpty()
            ? Optional.of("it does not export " + ENTRY)
            : Optional.empty();
      }
    };
  }

  private RuntimeManifest.Item copyCore(Path target) {
    try (InputStream core = core().orElseThrow(() -> new ProblemException(noCore())).openStream()) {
      Files.copy(core, target);
      try (FileChannel channel = FileChannel.open(target, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      return new RuntimeManifest.Item(
          CORE, Files.size(target), Sums.sha256(target, _ -> {}), Seal.of(target));
    } catch (IOException trouble) {
      throw FolderTrouble.writing(target, trouble);
    }
  }

  private Optional<URL> core() {
    return Optional.ofNullable(
        PluginRuntime.class
            .getClassLoader()
            .getResource("ai/onnxruntime/native/" + architecture.folder() + "/" + CORE));
  }

  private Problem noCore() {
    return Problem.of(
        Problem.Kind.UNAVAILABLE,
        "There is no ONNX Runtime for " + architecture.label(),
        "Hearth's engine runs on x86-64 and arm64 Linux.");
  }
}
