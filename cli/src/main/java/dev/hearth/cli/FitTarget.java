package dev.hearth.cli;

import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import dev.hearth.machine.Reading;
import dev.hearth.planning.weights.ModelSource;
import dev.hearth.planning.weights.TransformerConfig;
import dev.hearth.planning.weights.Weights;
import dev.hearth.planning.weights.WeightsFacts;
import dev.hearth.planning.weights.WeightsReading;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The files of a model that was named by a path: one file, all of its shards, or a folder. */
final class FitTarget {
  /** The first of a model that llama.cpp or Hugging Face split: its brothers are counted too. */
  private static final Pattern SHARD =
      Pattern.compile("(.*-)\\d{5}(-of-\\d{5}\\.(?:gguf|safetensors))");

  private static final int DEEPEST = 4;

  private FitTarget() {}

  /** What the files at a path tell. */
  static WeightsFacts read(Path path) {
    List<Path> files = files(path);
    WeightsReading sum =
        Weights.sum(files.stream().map(file -> Weights.read(source(file))).toList());
    return switch (sum) {
      case WeightsReading.Known(WeightsFacts facts) -> withConfig(facts, files.getFirst());
      case WeightsReading.Unreadable(String reason) ->
          throw new ProblemException(
              new Problem(
                  Problem.Kind.BAD_INPUT,
                  path + " is not a model whose size can be read",
                  reason,
                  "Name a GGUF, safetensors or ONNX file, or a folder of them."));
    };
  }

  private static List<Path> files(Path path) {
    if (Files.isDirectory(path)) {
      return inFolder(path);
    }
    if (!Files.isRegularFile(path)) {
      throw new ProblemException(
          Problem.Kind.NOT_FOUND,
          "There is no model and no service " + path,
          "Name a model file, a folder, a model of the store (hearth models list), a model that"
              + " Ollama has, or a service.");
    }
    Matcher shard = SHARD.matcher(String.valueOf(path.getFileName()));
    if (!shard.matches()) {
      return List.of(path);
    }
    Path folder = path.toAbsolutePath().resolveSibling("");
    return list(folder, 1).stream()
        .filter(each -> {
          String name = String.valueOf(each.getFileName());
          return name.startsWith(shard.group(1)) && name.endsWith(shard.group(2));
        })
        .toList();
  }

  private static List<Path> inFolder(Path folder) {
    List<Path> found = list(folder, DEEPEST).stream().filter(FitTarget::isModel).toList();
    if (found.isEmpty()) {
      throw new ProblemException(
          Problem.Kind.NOT_FOUND,
          folder + " holds no model file",
          "Name a folder with .gguf, .safetensors or .onnx files.");
    }
    return found;
  }

  private static boolean isModel(Path file) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    return name.endsWith(".gguf") || name.endsWith(".safetensors") || name.endsWith(".onnx");
  }

  private static List<Path> list(Path folder, int depth) {
    try (Stream<Path> files = Files.walk(folder, depth)) {
      return files.filter(Files::isRegularFile).sorted(Comparator.naturalOrder()).toList();
    } catch (IOException | java.io.UncheckedIOException failed) {
      throw new ProblemException(
          new Problem(
              Problem.Kind.BAD_INPUT,
              folder + " cannot be listed",
              String.valueOf(failed.getMessage()),
              "See that you may read it."),
          failed);
    }
  }

  /** safetensors say nothing of the model's shape; the config.json beside them does. */
  private static WeightsFacts withConfig(WeightsFacts facts, Path file) {
    if (!(facts.transformer() instanceof Reading.Unknown<?>)) {
      return facts;
    }
    Path config = file.resolveSibling("config.json");
    if (!Files.isRegularFile(config)) {
      return facts;
    }
    try (InputStream in = Files.newInputStream(config)) {
      return facts.withTransformer(TransformerConfig.parse(in));
    } catch (IOException _) {
      return facts;
    }
  }

  private static ModelSource source(Path file) {
    return new ModelSource() {
      @Override
      public String name() {
        return String.valueOf(file.getFileName());
      }

      @Override
      public long sizeBytes() {
        return file.toFile().length();
      }

      @Override
      public InputStream open(long offset) throws IOException {
        SeekableByteChannel channel = Files.newByteChannel(file);
        channel.position(offset);
        return Channels.newInputStream(channel);
      }
    };
  }
}
