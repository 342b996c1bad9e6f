package dev.hearth.inference.text;

import dev.hearth.inference.clip.Embedding;
import dev.hearth.inference.runtime.Outputs;
import dev.hearth.inference.runtime.Session;
import dev.hearth.inference.runtime.Signature;
import dev.hearth.inference.tensor.Shape;
import dev.hearth.inference.tensor.Tensor;
import dev.hearth.inference.tensor.Workspace;
import dev.hearth.inference.tokens.TokenizerLibrary;
import dev.hearth.machine.ProblemException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Puts texts as points into a model's space: any sentence encoder of BERT's family. */
public final class TextEmbedder implements AutoCloseable {
  private static final List<String> OUTPUTS =
      List.of("sentence_embedding", "last_hidden_state", "token_embeddings");

  private final TextConfig config;
  private final TextBatches batches;

  private TextEmbedder(TextConfig config, TextBatches batches) {
    this.config = config;
    this.batches = batches;
  }

  /**
   * Reads a model's configuration and vocabulary; {@code 1_Pooling/config.json} says how to pool,
   * the mean where it is missing.
   *
   * @param modelFolder see {@link TextFolder}
   */
  public static TextEmbedder load(Path modelFolder, TokenizerLibrary library) {
    TextFolder folder = new TextFolder(modelFolder);
    TextConfig config = folder.config();
    return new TextEmbedder(config, new TextBatches(config, library.open(folder.tokenizer())));
  }

  /**
   * Embeds texts.
   *
   * @param truncate cut texts longer than the model takes, instead of refusing them
   * @param normalize scale each embedding to unit length
   * @return one embedding a text, in their order
   * @throws ProblemException {@code TOO_LARGE} when a text is too long and may not be cut
   */
  public List<Embedding> embed(
      List<String> texts,
      boolean truncate,
      boolean normalize,
      Session session,
      Workspace workspace) {
    return batches.run(
        texts,
        truncate,
        session,
        workspace,
        (outputs, row, _, tokens) -> {
          Embedding embedding = pooled(chosen(outputs), row, tokens);
          return normalize ? unit(embedding) : embedding;
        });
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

  private static Tensor.Floats chosen(Outputs outputs) {
    for (String name : OUTPUTS) {
      if (outputs.names().contains(name)) {
        return outputs.floats(name);
      }
    }
    return outputs.floats(0);
  }

  /** An output with one vector a text is pooled already. */
  private Embedding pooled(Tensor.Floats output, int row, int tokens) {
    Shape shape = output.shape();
    if (shape.rank() == 2) {
      return Embedding.row(output, row);
    }
    float[] vector = new float[shape.axis(-1)];
    int start = row * shape.axis(1) * vector.length;
    config.pooling().pool(output.data(), start, tokens, vector);
    return Embedding.row(
        new Tensor.Floats(FloatBuffer.wrap(vector), Shape.of(1, vector.length)), 0);
  }

  private static Embedding unit(Embedding embedding) {
    float[] values = new float[embedding.dimensions()];
    embedding.values().get(0, values);
    double squares = 0;
    for (float value : values) {
      squares += (double) value * value;
    }
    // The reference's floor, so that nothing is divided by zero.
    float scale = (float) (1 / Math.max(Math.sqrt(squares), 1e-12));
    for (int i = 0; i < values.length; i++) {
      values[i] *= scale;
    }
    return Embedding.of(values);
  }
}
