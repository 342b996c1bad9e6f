package dev.hearth.inference.clip;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.inference.SharedFolder;
import dev.hearth.inference.image.Picture;
import dev.hearth.inference.runtime.OnnxSession;
import dev.hearth.inference.runtime.TestSessions;
import dev.hearth.inference.tensor.MemoryPool;
import dev.hearth.inference.tensor.Workspace;
import java.awt.image.Raster;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** The stand-in visual model against the reference's answers; photos of every proportion. */
class RealClipPhotosTest {
  /** Decoders of JPEG differ in the last bits of a pixel; those of PNG do not. */
  private static final double JPEG = 0.9995;

  private final MemoryPool pool = new MemoryPool(1 << 24);

  @Test
  void photosHaveTheReferencesEmbeddings() throws IOException {
    Path shared = SharedFolder.orSkip();
    agree(ExpectedClip.photos(shared), shared.resolve("photos"));
  }

  @Test
  void previewsHaveTheReferencesEmbeddings() throws IOException {
    Path shared = SharedFolder.orSkip();
    agree(ExpectedClip.previews(shared), shared.resolve("photos/preview"));
  }

  private void agree(Map<String, Embedding> expected, Path photos) throws IOException {
    Path folder =
        SharedFolder.orSkip().resolve("models/clip").resolve("standin-mobilenetv2-minilm");
    ClipVisualModel model = ClipVisualModel.load(folder, Preprocessing.LEGACY);
    assertThat(expected).hasSizeGreaterThan(8);
    try (OnnxSession session = TestSessions.open(folder.resolve("visual/model.onnx"))) {
      for (Map.Entry<String, Embedding> photo : expected.entrySet()) {
        try (Workspace workspace = pool.workspace()) {
          Picture picture = read(photos.resolve(photo.getKey()), workspace);
          Embedding embedding = model.embed(picture, session, workspace);
          assertThat(ExpectedClip.cosine(embedding, photo.getValue()))
              .as(photo.getKey())
              .isGreaterThan(photo.getKey().endsWith(".png") ? 0.999999 : JPEG);
        }
      }
    }
  }

  /** By the JDK; samples as stored, because its colour conversion brightens grey. */
  private static Picture read(Path file, Workspace workspace) throws IOException {
    Raster raster = ImageIO.read(file.toFile()).getData();
    boolean grey = raster.getNumBands() < 3;
    int width = raster.getWidth();
    int height = raster.getHeight();
    MemorySegment pixels = workspace.bytes(4L * width * height);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int red = raster.getSample(x, y, 0);
        int green = grey ? red : raster.getSample(x, y, 1);
        int blue = grey ? red : raster.getSample(x, y, 2);
        pixels.setAtIndex(
            ValueLayout.JAVA_INT, (long) y * width + x, red << 24 | green << 16 | blue << 8);
      }
    }
    return new Picture(width, height, pixels);
  }
}
