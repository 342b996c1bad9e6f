package dev.hearth.inference.clip;

import dev.hearth.inference.image.Picture;
import dev.hearth.inference.runtime.Session;
import dev.hearth.inference.runtime.Signature;
import dev.hearth.inference.runtime.TensorInfo;
import dev.hearth.inference.tensor.Shape;
import dev.hearth.inference.tensor.Tensor;
import dev.hearth.inference.tensor.Workspace;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The visual half of a CLIP model: from a picture to its embedding. */
public final class ClipVisualModel {
  private final PictureInput pictures;

  /**
   * @param config what the model wants
   */
  public ClipVisualModel(VisualConfig config) {
    pictures = new PictureInput(config);
  }

  /**
   * Reads {@code visual/preprocess_cfg.json}.
   *
   * @param modelFolder holds {@code config.json}, {@code visual/} and {@code textual/}
   */
  public static ClipVisualModel load(Path modelFolder, Preprocessing profile) {
    return new ClipVisualModel(new ClipFolder(modelFolder).visual(profile));
  }

  /**
   * The inputs that a device is to see before requests come, where it wants few sizes: those that
   * usual photos lead to first, rare ones after.
   *
   * @param signature of the model
   */
  public List<Map<String, Shape>> usualInputs(Signature signature) {
    return pictures.usualInputs(signature.input());
  }

  /** The first row of the model's first output. */
  public Embedding embed(Picture picture, Session session, Workspace workspace) {
    TensorInfo input = session.signature().input();
    Tensor tensor = pictures.tensor(picture, input, workspace);
    return Embedding.row(session.run(Map.of(input.name(), tensor)).floats(0), 0);
  }
}
