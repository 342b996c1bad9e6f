package dev.hearth.bench.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** The generated visual encoder in the layout of the model store. */
final class Generated {
  static final String NAME = "ViT-B-32__random";

  private Generated() {}

  /** Writes it below a store's root; returns its folder. */
  static Path place(Path store, VisualEncoder encoder) throws IOException {
    Path folder = store.resolve("clip").resolve(NAME);
    Path visual = Files.createDirectories(folder.resolve("visual"));
    encoder.write(visual.resolve("model.onnx"));
    Files.writeString(
        visual.resolve("preprocess_cfg.json"),
        String.format(
            Locale.ROOT,
            """
            {"size": [%d, %d], "mode": "RGB", "interpolation": "bicubic", "resize_mode": "shortest"}
            """,
            encoder.image(),
            encoder.image()));
    return folder;
  }
}
