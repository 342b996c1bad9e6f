package dev.hearth.inference.text;

import dev.hearth.inference.runtime.Outputs;
import dev.hearth.inference.runtime.Session;
import dev.hearth.inference.runtime.Signature;
import dev.hearth.inference.tensor.Shape;
import dev.hearth.inference.tensor.Tensor;
import dev.hearth.inference.tensor.Workspace;
import dev.hearth.inference.tokens.TokenizerLibrary;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Says which of a model's labels a text has: FinBERT and any BERT-like classifier. */
public final class TextClassifier implements AutoCloseable {
  private final TextConfig config;
  private final TextBatches batches;

  private TextClassifier(TextConfig config, TextBatches batches) {
    this.config = config;
    this.batches = batches;
  }

  /**
   * Reads a model's configuration and vocabulary.
   *
   * @param modelFolder see {@link TextFolder}
   */
  public static TextClassifier load(Path modelFolder, TokenizerLibrary library) {
    TextFolder folder = new TextFolder(modelFolder);
    TextConfig config = folder.config();
    return new TextClassifier(config, new TextBatches(config, library.open(folder.tokenizer())));
  }

  /**
   * Classifies texts.
   *
   * @param truncate cut texts longer than the model takes, instead of refusing them
   * @param rawScores logits instead of probabilities
   * @return one answer a text, in their order
   * @throws ProblemException {@code TOO_LARGE} when a text is too long and may not be cut
   */
  public List<Classified> classify(
      List<String> texts,
      boolean truncate,
      boolean rawScores,
      Session session,
      Workspace workspace) {
    return batches.run(
        texts,
        truncate,
        session,
        workspace,
        (outputs, row, _, _) -> classified(logits(outputs, row), rawScores));
  }

  /**
   * The inputs that a device is to see before requests come, where it wants few sizes: those that
   * usual texts lead to first, rare ones after.
   *
   * @param signature of the model
   */
  public List<Map<String, Shape>> usualInputs(Signature signature) {
    return batches.usualInputs(signature);
  }

  /** The longest text in tokens, special ones included. */
  public int maxTokens() {
    return config.maxTokens();
  }

  /** Frees the vocabulary. */
  @Override
  public void close() {
    batches.close();
  }

  private static float[] logits(Outputs outputs, int row) {
    int named = outputs.names().indexOf("logits");
    Tensor.Floats scores = outputs.floats(Math.max(0, named));
    if (scores.shape().rank() != 2) {
      throw new ProblemException(
          Problem.Kind.UNPROCESSABLE,
          "The model is no text classifier: its output has the shape " + scores.shape(),
          "Ask /embed instead, or name a classification model.");
    }
    float[] logits = new float[scores.shape().axis(1)];
    scores.data().get(row * logits.length, logits);
    return logits;
  }

  private Classified classified(float[] logits, boolean rawScores) {
    boolean independent = config.independent() || logits.length == 1;
    float[] scores =
        rawScores ? logits : independent ? Scores.sigmoid(logits) : Scores.softmax(logits);
    List<Classified.Label> labels = new ArrayList<>(scores.length);
    for (int i = 0; i < scores.length; i++) {
      labels.add(new Classified.Label(config.label(i), Scores.finite(scores[i])));
    }
    labels.sort(Comparator.comparingDouble((Classified.Label label) -> label.score()).reversed());
    return new Classified(labels);
  }
}
